package main

import (
	"regexp"
	"strings"
	"testing"
)

// TestASampleIsDrawnCodedAndClosedOnATerminal: the way of the help, until kappa stands below a
// figure.
func TestASampleIsDrawnCodedAndClosedOnATerminal(t *testing.T) {
	t.Parallel()
	const registrar, coder = "registrar@GEM-X", "case-worker@GEM-X"
	c := newTerminal(t)
	c.employer("GEM-X")
	for _, code := range []string{"HIT", "SPIT", "HIT"} {
		c.say(`{"employer":"GEM-X","behaviours":["`+code+`"],"narrative":"`+code+` volgens de melder"}`, "incident", "register", "-").recorded()
	}
	id := c.run("coding", "draw", "--size", "3", "--lists", "behaviour", "--seed", "najaar", "--as", registrar).recorded()
	c.run("coding", "draw", "--size", "4", "--lists", "behaviour", "--as", registrar).fails(1, "more than the 3 incidents")
	c.run("coding", "draw", "--size", "veel", "--as", registrar).fails(2, "whole number")
	c.run("coding", "task", id, "--as", "operator").fails(1, "registrar")
	for range 3 {
		task := c.run("coding", "task", id, "--as", coder).ok()
		words := regexp.MustCompile(`(HIT|SPIT) volgens de melder`).FindStringSubmatch(task)
		item := regexp.MustCompile(`(?m)^Opgave +(\d)$`).FindStringSubmatch(task)
		if words == nil || item == nil || !strings.Contains(task, "Wat werd er gedaan?") {
			t.Fatalf("the task says:\n%s", task)
		}
		c.run("coding", "answer", id, "--item", item[1], "--code", "behaviour="+words[1], "--as", coder).recorded()
	}
	if task := c.run("coding", "task", id, "--as", coder).ok(); !strings.Contains(task, "Er is niets te coderen") {
		t.Errorf("when all is done it says:\n%s", task)
	}
	c.run("coding", "close", id, "--as", coder).fails(1, "registrar")
	c.run("coding", "close", id, "--as", registrar).recorded()
	page := c.run("coding", "show", id, "--as", registrar).ok()
	for _, want := range []string{"najaar", "Cohens kappa is 1,00", "Uit 3 incidenten"} {
		if !strings.Contains(page, want) {
			t.Errorf("want %q in\n%s", want, page)
		}
	}
	if list := c.run("coding", "list", "--as", coder).ok(); !strings.Contains(list, id) || !strings.Contains(list, "kappa is 1,00") {
		t.Errorf("the list says:\n%s", list)
	}
	for _, format := range []string{"table", "csv", "json"} {
		if said := strings.Join(strings.Fields(c.run("ask", "--rows", "behaviour", "--format", format, "--as", registrar).ok()), " "); !strings.Contains(said, "Overeenstemming van codeurs (gedrag)") && !strings.Contains(said, "Overeenstemming van codeurs") || !strings.Contains(said, "n=3") {
			t.Errorf("as %s:\n%s", format, said)
		}
	}
	if said := c.run("ask", "--rows", "place", "--as", registrar).ok(); strings.Contains(said, "codeurs") {
		t.Errorf("beside another list:\n%s", said)
	}
}
