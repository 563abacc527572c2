package main

import (
	"strings"
	"testing"
)

// TestAnAttemptIsListedToTheOwnersPrivacyOfficer and to nobody else; who tried is told that there
// is no such incident.
func TestAnAttemptIsListedToTheOwnersPrivacyOfficer(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	c.employer("GEM-Y")
	id := c.incident("GEM-X", "2026-03-06T23:10+01:00", "ROAD")
	if said := c.run("attempts", "--as", "privacy-officer@GEM-X").ok(); !strings.Contains(said, "Niemand vroeg") {
		t.Errorf("before anybody tried it says %q", said)
	}
	c.run("incident", "show", id, "--as", "registrar@GEM-Y").fails(1, "there is no such incident")
	said := c.run("attempts", "--as", "privacy-officer@GEM-X").ok()
	for _, part := range []string{"registrator GEM-Y", "andere werkgever", "incident " + id, "GET /incidents/{id}"} {
		if !strings.Contains(strings.Join(strings.Fields(said), " "), part) {
			t.Errorf("the list lacks %q:\n%s", part, said)
		}
	}
	if said := c.run("attempts", "--as", "privacy-officer@GEM-Y", "--language", "en").ok(); strings.Contains(said, id) {
		t.Errorf("who tried is told\n%s", said)
	}
	c.run("attempts").fails(1, "privacy officer")
	c.run("attempts", "--as", "registrar@GEM-X").fails(1, "privacy officer")
	if got := c.count(`SELECT count(*) FROM readings WHERE what = 'attempts' AND role = 'privacy-officer' AND channel = 'cli'`); got != 3 {
		t.Errorf("%d readings of the list were kept, with the door, want 3", got)
	}
}
