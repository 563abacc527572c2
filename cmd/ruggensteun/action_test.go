package main

import (
	"encoding/json"
	"strings"
	"testing"

	"ruggensteun/domain/codes"
)

// example is what --example prints, which must be JSON.
func (c *terminal) example(command, action string) string {
	c.t.Helper()
	got := c.run(command, action, "--example").ok()
	if !json.Valid([]byte(got)) {
		c.t.Errorf("%s %s --example prints %s", command, action, got)
	}
	return got
}

// TestEveryActionDoesWhatItsExampleSays goes through the actions in the order of
// the help, in which each finds what it needs.
func TestEveryActionDoesWhatItsExampleSays(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-ROTTERDAM")
	const registrar, caseWorker = "registrar@GEM-ROTTERDAM", "case-worker@GEM-ROTTERDAM"
	register := func() string {
		return c.say(c.example("incident", "register"), "incident", "register", "-", "--as", registrar).recorded()
	}
	id, stays := register(), register()
	for _, a := range incidentActions {
		switch a.name {
		case "register":
		case list:
			got := c.run("incident", list, "--place", "ROAD", "--gemeente", "GM0599", "--behaviour", "SPIT", "--as", registrar).ok()
			if !strings.Contains(got, id) || !strings.Contains(got, "2026-11-20 22h") || !strings.Contains(got, "withdrawn") {
				t.Errorf("the list is\n%s", got)
			}
			first := c.run("incident", list, "--sort", "registered", "--limit", "1", "--as", registrar).ok()
			_, next, more := strings.Cut(strings.TrimSpace(first), "more: --after ")
			second := c.run("incident", list, "--sort", "registered", "--limit", "1", "--after", next, "--as", registrar).ok()
			if !more || !strings.Contains(first, id) || !strings.Contains(second, stays) || strings.Contains(second, "more:") {
				t.Errorf("page by page it is\n%s\nand\n%s", first, second)
			}
		case show:
			c.open("", "incident", show, id, "--as", registrar)
		case "merge":
			c.run("incident", a.name, id, "--into", stays, "--as", registrar).recorded()
		default:
			c.say(c.example("incident", a.name), "incident", a.name, id, "-", "--as", registrar).recorded()
		}
	}
	file := c.say(c.example("suspect", "open"), "suspect", "open", "-", "--as", caseWorker).recorded()
	for _, a := range suspectActions {
		switch a.name {
		case "open":
		case show:
			c.open("", "suspect", show, file, "--as", caseWorker)
		default:
			c.say(c.example("suspect", a.name), "suspect", a.name, file, "-", "--as", caseWorker).recorded()
		}
	}
	c.run("verify", "--open").ok()
}

func TestAReasonInWordsIsNotTakenFromTheCommandLine(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	got := c.run("incident", "close", "x", "--reason", "Jan was het zat")
	got.fails(2, "words go in the file")
	if strings.Contains(got.err, "Jan") {
		t.Errorf("it repeats what was typed: %s", got.err)
	}
}

// TestALinkHasAnExampleOfEachKind: one to save, and the others beside it.
func TestALinkHasAnExampleOfEachKind(t *testing.T) {
	t.Parallel()
	c := &terminal{t: t, env: map[string]string{}}
	said := c.run("incident", "link", "--example")
	for _, e := range codes.SuspectKind.Codes {
		if text := said.ok() + said.err; !strings.Contains(text, `"`+string(e.Code)+`"`) {
			t.Errorf("%s is not in\n%s", e.Code, text)
		}
	}
}
