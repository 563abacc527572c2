package main

import (
	"strings"
	"testing"

	"ruggensteun/domain/prosecution"
)

// TestACaseIsTimedAndToldOnTheTerminal: the chain as a table, as csv and as json, and the
// timeline of an incident with its case for as long as it is linked.
func TestACaseIsTimedAndToldOnTheTerminal(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	r := c.register("GEM-X")
	r.hurt(id(11), id(1), "I3")
	r.caseOpened(id(81), id(1))
	link := prosecution.Link{Kind: prosecution.ToIncident, ID: id(11)}
	r.ofCase(id(81), func(a prosecution.Asked) prosecution.Command {
		return prosecution.Join{Asked: a, Link: link, Target: prosecution.Target{Employer: r.employer, Regime: "AVG"}}
	})
	r.caseHeard(id(81), id(91), "VERDICT", 45_000)
	told := c.run("incident", timelineAction, id(11).String(), "--as", "registrar@GEM-X").ok()
	if !strings.Contains(told, "Vonnis") || !strings.Contains(told, "Geregistreerd") || strings.Contains(told, "Niet voor deze rol") {
		t.Errorf("the timeline is\n%s", told)
	}
	if told := c.run("incident", timelineAction, id(11).String(), "--by", "receipt", "--as", "reporter@GEM-X", "--language", "en").ok(); strings.Contains(told, "udgment") || !strings.Contains(told, "Not for this role: case, aftercare") {
		t.Errorf("to a reporter it is\n%s", told)
	}
	for format, says := range map[string]string{
		"table": "vonnis in eerste aanleg", "csv": "ALL,alles samen,JUDGED,vonnis in eerste aanleg,REACHED,1,1,worker-hit,", "json": `"not_received":1`,
	} {
		if out := c.run("view", "chain", "--unit", "worker-hit", "--format", format, "--as", "registrar@GEM-X").ok(); !strings.Contains(out, says) {
			t.Errorf("as %s it is\n%s", format, out)
		}
	}
	c.run("view", "chain", "--unit", "judge", "--as", "registrar@GEM-X").fails(1, "case, incident, worker-hit or suspect")
	c.run("view", "location", "--unit", "case").fails(2, "--unit is of the views chain and trend")
	c.run("view", "chain", "--coverage").fails(2, "view location --coverage")
	r.ofCase(id(81), func(a prosecution.Asked) prosecution.Command {
		return prosecution.Part{Asked: a, Link: link, Reason: "andere zaak"}
	})
	if told := c.run("incident", timelineAction, id(11).String(), "--as", "registrar@GEM-X").ok(); strings.Contains(told, "Vonnis") {
		t.Errorf("without the case it is\n%s", told)
	}
}
