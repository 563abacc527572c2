package main

import (
	"strings"
	"testing"
	"time"
)

// TestTheOperatorActsInARoleAndIsSeenToDoSo: whoever does not say in which role he asks keeps the
// machine and is told where to ask; who does say is on record as the operator in that role.
func TestTheOperatorActsInARoleAndIsSeenToDoSo(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	id := c.incident("GEM-X", "2026-03-06T23:10+01:00", "ROAD")
	delete(c.env, "RUGGENSTEUN_AS")
	for says, commands := range map[string][][]string{
		"--as registrar@CODE": {
			{"incident", "show", id}, {"incident", "list"}, {"incident", timelineAction, id}, {"mail", "sent", "GEM-X"},
			{"incident", "register", "--employer", "GEM-X", "--place", "ROAD"}, {"export", "list", "--employer", "GEM-X"},
			{"view", "time-of-day"}, {"view", "trend"}, {"view", "chain", "--unit", "incident"}, {"ask", "--rows", "place"}, {"worklist", "--agreements"},
			{"view", "time-of-day", "--filter", "place=ROAD", "--filter", "profession=BOA1"}, {"view", "time-of-day", "--as-of", "1"},
		},
		"--as case-worker@CODE":     {{"worklist"}, {"case", "list"}, {"suspect", "show", id}},
		"--as privacy-officer@CODE": {{"readers", "incident", id, "--on", "2026-03-06"}, {"attempts"}},
		"--as analyst":              {{"release", "prepare", "--title-nl", "x", "--title-en", "x", "--viewer", "public", "--question", "incident by place"}},
	} {
		for _, command := range commands {
			c.run(command...).fails(1, says)
		}
	}
	c.run("verify").ok()
	c.run("employer", "show", "GEM-X").ok()

	c.env["RUGGENSTEUN_AS"] = "registrar@GEM-X" // says it once for all, but for the machine's own commands
	c.run("incident", "show", id).ok()
	c.run("incident", "show", id, "--as", "case-worker@GEM-X").ok()
	c.run("verify").ok()
	c.run("employer", "register", "--code", "GEM-Y", "--name", "Gemeente Y", "--kind", "EMP_GEM").recorded()
	today := time.Now().In(amsterdamZone(t)).Format(time.DateOnly)
	for language, parts := range map[string][]string{
		"nl": {"beheerder als registrator", "beheerder als casemanager"},
		"en": {"operator acting as registrar", "operator acting as case worker"},
	} {
		said := strings.Join(strings.Fields(c.run("readers", "incident", id, "--on", today, "--as", "privacy-officer@GEM-X", "--language", language).ok()), " ")
		for _, part := range parts {
			if !strings.Contains(said, part) {
				t.Errorf("it does not say %q:\n%s", part, said)
			}
		}
	}
}
