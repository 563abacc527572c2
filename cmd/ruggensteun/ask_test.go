package main

import (
	"io"
	"path/filepath"
	"strings"
	"testing"

	"ruggensteun/cmd/ruggensteun/world"
	"ruggensteun/projections/figures"
)

func TestAQuestionIsAskedByItsPartsOrItsText(t *testing.T) {
	t.Parallel()
	c := week(t)
	c.cellKey()
	var parts, text figures.Answer
	c.run("ask", "--rows", "place", "--columns", "weekday", "--period", "2026", "--format", "json").into(&parts)
	c.run("ask", parts.Question, "--format", "json").into(&text)
	if parts.View != figures.Free || parts.Total.N == 0 || parts.Question != text.Question || text.Total != parts.Total {
		t.Errorf("by its parts %+v, by its text %+v", parts, text)
	}
	table := c.run("ask", "--rows", "place").ok()
	if !strings.Contains(table, `ruggensteun ask "incident by place as-of 7"`) {
		t.Errorf("the table does not say how to ask again:\n%s", table)
	}
	if out := c.run("ask", "--unit", "worker-hit", "--rows", "place").ok(); !strings.Contains(out, `ruggensteun ask "worker-hit by place as-of 7"`) || !strings.Contains(out, "geraakte medewerkers") {
		t.Errorf("workers hit:\n%s", out)
	}
	c.run("ask", "--unit", "suspect", "--rows", "age-band").fails(1, "count incidents by it")
	c.run("ask", "incident by colour").fails(1, "rows is not a dimension")
	c.run("ask", "--rows", "place", "--as", "analyst").fails(1, "no month has ended")
	c.run("ask", "--rows", "place", "--as", "reporter@GEM-X").fails(1, "single out colleagues")
	if out := c.run("ask", "--rows", "place", "--format", "csv").ok(); !strings.Contains(out, "incident") {
		t.Errorf("the sheet says:\n%s", out)
	}
}

func TestAnAnswerIsExplainedSinceAMoment(t *testing.T) {
	t.Parallel()
	c := week(t)
	var change figures.Change
	c.run("ask", "--rows", "place", "--since", "3", "--format", "json").into(&change)
	var now, then figures.Answer
	c.run("ask", "--rows", "place", "--format", "json").into(&now)
	c.run("ask", "--rows", "place", "--as-of", "3", "--format", "json").into(&then)
	sum := 0
	for _, n := range change.Total.Parts {
		sum += n
	}
	if change.Total.Before != then.Total || change.Total.After != now.Total || sum == 0 || sum != now.Total.N-then.Total.N {
		t.Errorf("%+v; the answers say %+v and %+v", change.Total, then.Total, now.Total)
	}
	table := c.run("ask", now.Question, "--since", "3").ok()
	for _, says := range []string{"verschil", "nagekomen", "+", "positie 3", "precies het verschil"} {
		if !strings.Contains(table, says) {
			t.Errorf("the table does not say %q:\n%s", says, table)
		}
	}
	if out := c.run("ask", "--rows", "place", "--columns", "hour", "--since", "3", "--format", "csv", "--language", "en").ok(); !strings.Contains(out, "before,after,difference,new,late,withdrawn,merged,split,recoded,erased,corrected_in,corrected_out,") {
		t.Errorf("the sheet says:\n%s", out)
	}
	c.run("ask", "--since", "yesterday").fails(1, "from is neither a position nor a time")
}

func TestWhoSeesADemonstrationAsAnAnalystSeesNobody(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.demonstrated(t)
	c.run("ask", "--as", "analyst").fails(1, "wait for the key of disclosure control", "ruggensteun key cell FILE")
	c.cellKey()
	var analyst, public figures.Answer
	c.run("ask", "--rows", "region", "--columns", "behaviour-group", "--as", "analyst", "--format", "json").into(&analyst)
	c.run("ask", "--rows", "region", "--columns", "behaviour-group", "--viewer", "public", "--format", "json").into(&public)
	kept := 0
	for i, line := range analyst.Cells {
		for j, cell := range line {
			if cell.NotBrokenDown {
				kept++
			}
			if n := cell.N; n > 0 && n < 5 {
				t.Errorf("%s × %s says %d", analyst.Rows[i], analyst.Columns[j], n)
			}
			if public.Cells[i][j].N%5 != 0 {
				t.Errorf("the public is told %d", public.Cells[i][j].N)
			}
		}
	}
	picture := c.run("ask", "--rows", "region", "--columns", "behaviour-group", "--as", "analyst", "--format", "svg").ok()
	for _, says := range []string{"<svg ", "VERZONNEN", "met opzet een beetje veranderd", "niet uitgesplitst", "</svg>\n"} {
		if !strings.Contains(picture, says) {
			t.Errorf("the picture does not say %s:\n%.1000s", says, picture)
		}
	}
	if kept == 0 || analyst.Protection == nil || analyst.Invented == 0 {
		t.Errorf("%d cells are kept back of %+v", kept, analyst.Total)
	}
}

// demonstrated tells the register a small invented world.
func (c *terminal) demonstrated(t *testing.T) {
	t.Helper()
	p := &program{in: strings.NewReader(""), out: io.Discard, err: io.Discard, env: c.getenv}
	s, err := p.openStore(t.Context(), where{database: c.env["RUGGENSTEUN_DATABASE"], master: c.env["RUGGENSTEUN_MASTER_KEY"]})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	invented, err := newWorld(world.Options{Incidents: 500, Seed: world.DefaultSeed, Until: world.DefaultUntil})
	if err != nil {
		t.Fatal(err)
	}
	if err := newTeller(s.journal(), true, silently).all(t.Context(), invented.Order(silently)); err != nil {
		t.Fatal(err)
	}
}

func (c *terminal) cellKey() {
	c.t.Helper()
	file := filepath.Join(c.t.TempDir(), "cell.key")
	if out := c.run("key", "cell", file).ok(); !strings.Contains(out, "A cell key with fingerprint") {
		c.t.Fatal(out)
	}
	c.env["RUGGENSTEUN_CELL_KEY"] = file
}
