package main

import (
	"strings"
	"testing"

	"ruggensteun/domain/release"
	"ruggensteun/projections/figures"
)

// prepared reads what release show says.
type preparedRelease struct {
	State     string
	Concerned []struct{ Employer string }
	Answers   []struct{ Question, Hash string }
}

func TestAReleaseOnATerminal(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.demonstrated(t)
	c.cellKey()
	if said := c.run("release", "list", "--as", "analyst").ok(); !strings.Contains(said, "nog niets") {
		t.Errorf("before anything was prepared the list says:\n%s", said)
	}
	id := c.run("release", "prepare", "--viewer", "public", "--title-nl", "Kwartaal", "--title-en", "Quarter",
		"--question", "incident by region,behaviour-group", "--question", "incident by employer", "--as", "analyst").recorded()
	var page preparedRelease
	c.run("release", "show", id, "--json", "--as", "analyst").into(&page)
	if page.State != "PREPARED" || len(page.Answers) != 2 || len(page.Concerned) == 0 {
		t.Fatalf("prepared as %+v", page)
	}
	hash := page.Answers[0].Hash
	c.run("cite", hash).fails(1, "there is no such citation")
	before := c.run("cite", hash, "--release", id, "--as", "analyst").ok()
	c.run("release", "publish", id, "--as", "analyst").fails(1, "has not explained its figures", page.Concerned[0].Employer)
	first := "registrar@" + page.Concerned[0].Employer
	c.run("release", "explain", id, "--text", "Meldcampagne in maart.", "--as", first).recorded()
	c.run("release", "publish", id, "--early", "Kamervraag", "--as", first).fails(1, "analyst of the Taskforce")
	c.run("release", "publish", id, "--early", "Kamervraag", "--as", "analyst").recorded()
	if cited := c.run("cite", hash).ok(); cited != before || release.Sum(cited).String() != hash || !strings.Contains(cited, "VERZONNEN") {
		t.Errorf("cited as\n%s\nprinted was\n%s", cited, before)
	}
	checked := c.run("release", "check", id, "--as", "analyst").ok()
	if strings.Count(checked, "gelijk, ") != 2 {
		t.Errorf("checked as\n%s", checked)
	}
	var answer figures.Answer
	c.run("ask", page.Answers[0].Question, "--viewer", "public", "--format", "json").into(&answer)
	if answer.Question != page.Answers[0].Question {
		t.Errorf("as of what was published it answers %q", answer.Question)
	}
	c.run("release", "withdraw", id, "--reason", "verkeerde titel", "--as", "analyst").recorded()
	if cited := c.run("cite", hash); cited.out != before || !strings.Contains(cited.err, "this was withdrawn: "+id) {
		t.Errorf("after it was withdrawn it is cited as\n%s%s", cited.out, cited.err)
	}
	if shown := c.run("release", "show", id, "--as", first).ok(); !strings.Contains(shown, "Meldcampagne") || !strings.Contains(shown, "verkeerde titel") {
		t.Errorf("shown as\n%s", shown)
	}
	if listed := c.run("release", "list", "--state", "WITHDRAWN", "--as", "analyst").ok(); !strings.Contains(listed, id) || !strings.Contains(listed, "VERZONNEN") {
		t.Errorf("listed as\n%s", listed)
	}
	c.run("release", "prepare", "--example").ok()
}

func TestAQuestionIsKeptOnATerminal(t *testing.T) {
	t.Parallel()
	c := week(t)
	id := c.run("question", "save", "--name-nl", "Plaats", "--name-en", "Place", "--question", "incident by place", "--as", "registrar@GEM-X").recorded()
	var asked, plain figures.Answer
	c.run("question", "ask", id, "--as", "registrar@GEM-X", "--format", "json").into(&asked)
	c.run("ask", "incident by place", "--as", "registrar@GEM-X", "--format", "json").into(&plain)
	if asked.Total.N == 0 || asked.Total != plain.Total {
		t.Errorf("kept it answers %+v, asked at once %+v", asked.Total, plain.Total)
	}
	c.run("question", "rename", id, "--name-nl", "Waar", "--name-en", "Where", "--as", "case-worker@GEM-X").recorded()
	if said := c.run("question", "list", "--as", "registrar@GEM-X").ok(); !strings.Contains(said, id) || !strings.Contains(said, "Waar") || !strings.Contains(said, "incident by place") {
		t.Errorf("listed as\n%s", said)
	}
	c.run("question", "drop", id, "--as", "registrar@GEM-X").recorded()
	c.run("question", "ask", id, "--as", "registrar@GEM-X").fails(1, "there is no such question")
}
