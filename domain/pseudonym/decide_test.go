package pseudonym_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/pseudonym"
)

var (
	own, other           = uuid.UUID{15: 1}, uuid.UUID{15: 2}
	jo, again, third, me = uuid.UUID{15: 11}, uuid.UUID{15: 12}, uuid.UUID{15: 13}, uuid.UUID{15: 99}
)

func asked(role access.Role, of uuid.UUID) pseudonym.Asked {
	actor := access.Actor{ID: me, Role: role, Employer: of, Purpose: role.Purposes()[0]}
	return pseudonym.Asked{By: actor, At: time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC), Employer: own, Known: true}
}

// merging is a merge of again into jo, otherwise than usual by the change.
func merging(change func(*pseudonym.Merge)) pseudonym.Merge {
	c := pseudonym.Merge{Asked: asked(access.Registrar, own), ID: again, Into: pseudonym.Other{ID: jo, Known: true}, Onward: jo, Reason: "number mistyped"}
	if change != nil {
		change(&c)
	}
	return c
}

func TestPseudonymsAreMergedAndSplit(t *testing.T) {
	t.Parallel()
	mistyped := person.Of("number mistyped")
	merged := pseudonym.Merged{Into: jo, Reason: mistyped}
	by := func(a pseudonym.Asked) func(*pseudonym.Merge) { return func(c *pseudonym.Merge) { c.Asked = a } }
	registrar := asked(access.Registrar, own)
	for name, c := range map[string]struct {
		given []pseudonym.Event
		when  pseudonym.Command
		then  []pseudonym.Event
		err   fault.Kind
		says  string
	}{
		"the registrar merges two of one worker": {when: merging(nil), then: []pseudonym.Event{merged}},
		"what is merged already stays so":        {given: []pseudonym.Event{merged}, when: merging(nil)},
		"it is merged with one at a time": {
			given: []pseudonym.Event{pseudonym.Merged{Into: third}}, when: merging(nil), err: fault.Refused, says: "split it first",
		},
		"nobody is merged with himself": {
			when: merging(func(c *pseudonym.Merge) { c.Into.ID = again }), err: fault.Refused, says: "name the other one",
		},
		"there is never a circle": {
			when: merging(func(c *pseudonym.Merge) { c.Into.State.Into, c.Onward = again, again }), err: fault.Refused, says: "split it first, or leave it so",
		},
		"nor one through a third": {
			when: merging(func(c *pseudonym.Merge) { c.Into.State.Into, c.Onward = third, again }), err: fault.Refused, says: "split it first, or leave it so",
		},
		"it is merged with the one that stands": {
			when: merging(func(c *pseudonym.Merge) { c.Into.State.Into, c.Onward = third, third }), err: fault.Refused, says: third.String() + ": merge with that one",
		},
		"another employer's person is none": {
			when: merging(func(c *pseudonym.Merge) { c.Into.Known = false }), err: fault.Refused, says: "that the incidents of this employer show",
		},
		"nobody merges whom the employer never knew": {
			when: merging(func(c *pseudonym.Merge) { c.Known = false }), err: fault.NotFound,
		},
		"a reason is needed":                         {when: merging(func(c *pseudonym.Merge) { c.Reason = " " }), err: fault.Invalid, says: "reason is missing"},
		"a case worker does not merge":               {when: merging(by(asked(access.CaseWorker, own))), err: fault.Forbidden, says: "registrar"},
		"nor a reporter":                             {when: merging(by(asked(access.Reporter, own))), err: fault.Forbidden, says: "registrar"},
		"nor the operator":                           {when: merging(by(asked(access.Operator, uuid.Nil))), err: fault.Forbidden, says: "registrar"},
		"nor an analyst":                             {when: merging(by(asked(access.Analyst, uuid.Nil))), err: fault.Forbidden},
		"to another employer there is no such thing": {when: merging(by(asked(access.Registrar, other))), err: fault.NotFound},
		"what has taken in others can be merged too": {given: []pseudonym.Event{pseudonym.Absorbed{Pseudonym: third}}, when: merging(nil), then: []pseudonym.Event{merged}},
		"years later they are split": {
			given: []pseudonym.Event{merged}, when: pseudonym.Split{Asked: registrar, From: jo, Reason: "two sisters"},
			then: []pseudonym.Event{pseudonym.SplitOff{From: jo, Reason: person.Of("two sisters")}},
		},
		"a split needs a reason":             {given: []pseudonym.Event{merged}, when: pseudonym.Split{Asked: registrar, From: jo}, err: fault.Invalid},
		"what stands by itself is not split": {when: pseudonym.Split{Asked: registrar, Reason: "x"}},
		"a split is decided on what is there": {
			given: []pseudonym.Event{merged}, when: pseudonym.Split{Asked: registrar, From: third, Reason: "x"}, err: fault.Conflict,
		},
		"the one that stays knows it":             {when: pseudonym.Absorb{Asked: registrar, ID: again}, then: []pseudonym.Event{pseudonym.Absorbed{Pseudonym: again}}},
		"unless it was merged itself meanwhile":   {given: []pseudonym.Event{merged}, when: pseudonym.Absorb{Asked: registrar, ID: third}, err: fault.Conflict},
		"and knows when it is split off":          {given: []pseudonym.Event{pseudonym.Absorbed{Pseudonym: again}}, when: pseudonym.Release{Asked: registrar, ID: again}, then: []pseudonym.Event{pseudonym.Released{Pseudonym: again}}},
		"what was never merged is not split off":  {when: pseudonym.Release{Asked: registrar, ID: again}},
		"what is taken in already is so but once": {given: []pseudonym.Event{pseudonym.Absorbed{Pseudonym: again}}, when: pseudonym.Absorb{Asked: registrar, ID: again}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := pseudonym.Decider.Decide(pseudonym.Decider.Fold(c.given), c.when)
			if kind := fault.KindOf(err); kind != c.err || (err != nil) != (c.err != "") {
				t.Fatalf("error %v, want %q", err, c.err)
			}
			if err != nil && !strings.Contains(err.Error(), c.says) {
				t.Errorf("says %q, want %q", err, c.says)
			}
			if diff := cmp.Diff(c.then, got); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
		})
	}
}
