package main

import (
	"strings"
	"testing"
)

// TestAtTheTerminalSomebodyMayBeKeptToAUnit: real records, by both fences.
func TestAtTheTerminalSomebodyMayBeKeptToAUnit(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.run("migrate").ok()
	c.run("employer", "register", "--code", "GEM-A", "--name", "Voorbeeld", "--kind", "EMP_GEM", "--unit", "NRD=Noord", "--unit", "ZD=Zuid").recorded()
	register := func(unit string) string {
		return c.run("incident", "register", "--employer", "GEM-A", "--occurred", "2026-11-02T10:00", "--place", "ROAD", "--unit", unit, "--behaviour", "SPIT", "--profession", "BOA1").recorded()
	}
	ours, theirs := register("NRD"), register("ZD")
	c.run("incident", "show", ours, "--as", "registrar:NRD@GEM-A").ok()
	if said := c.run("incident", "show", theirs, "--as", "registrar:NRD@GEM-A"); said.status == 0 || !strings.Contains(said.err, "no such incident") {
		t.Errorf("the other unit's record is shown: %d %s %s", said.status, said.out, said.err)
	}
	if n := c.total("--as", "manager:NRD@GEM-A"); n != 1 {
		t.Errorf("a manager of a unit counts %d incidents, want its own", n)
	}
	for as, says := range map[string]string{
		"registrar:WST@GEM-A":       "its units are NRD, ZD",
		"privacy-officer:NRD@GEM-A": "held in all of an employer",
		"registrar:NRD":             "held at an employer",
	} {
		if said := c.run("incident", "show", ours, "--as", as); said.status == 0 || !strings.Contains(said.err, says) {
			t.Errorf("--as %s: %d %s, want it to say %q", as, said.status, said.err, says)
		}
	}
}
