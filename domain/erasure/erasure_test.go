package erasure_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

func TestErase(t *testing.T) {
	t.Parallel()
	own, other := uuid.New(), uuid.New()
	erase := func(role access.Role, at uuid.UUID, change func(*erasure.Erase)) erasure.Erase {
		c := erasure.Erase{
			By: access.Actor{ID: uuid.New(), Role: role, Employer: at}, Employer: own, Known: true,
			Purposes: erasure.Purposes(), Reason: "ERASURE",
		}
		if change != nil {
			change(&c)
		}
		return c
	}
	name, health := erasure.Erased{Purpose: person.ForIdentity, Reason: "ERASURE"}, erasure.Erased{Purpose: person.ForHealth, Reason: "ERASURE"}
	care := erasure.Erased{Purpose: person.ForCare, Reason: "ERASURE"}
	only := func(p ...person.Purpose) func(*erasure.Erase) { return func(c *erasure.Erase) { c.Purposes = p } }
	tests := map[string]struct {
		given []erasure.Erased
		when  erasure.Erase
		then  []erasure.Erased
		err   fault.Kind
	}{
		"the registrar forgets a person":                  {when: erase(access.Registrar, own, nil), then: []erasure.Erased{name, health, care}},
		"the operator does not":                           {when: erase(access.Operator, uuid.Nil, nil), err: fault.Forbidden},
		"aftercare can go while an injury must stay":      {when: erase(access.Registrar, own, only(person.ForCare)), then: []erasure.Erased{care}},
		"an injury can go while a name must stay":         {when: erase(access.Registrar, own, only(person.ForHealth)), then: []erasure.Erased{health}},
		"the same said twice is said once":                {when: erase(access.Registrar, own, only(person.ForHealth, person.ForHealth)), then: []erasure.Erased{health}},
		"it is recorded again: more may be told":          {given: []erasure.Erased{health}, when: erase(access.Registrar, own, only(person.ForHealth)), then: []erasure.Erased{health}},
		"a reporter does not forget":                      {when: erase(access.Reporter, own, nil), err: fault.Forbidden},
		"nor does a case worker":                          {when: erase(access.CaseWorker, own, nil), err: fault.Forbidden},
		"nor an analyst":                                  {when: erase(access.Analyst, uuid.Nil, nil), err: fault.Forbidden},
		"to another employer there is no such person":     {when: erase(access.Registrar, other, nil), err: fault.NotFound},
		"nobody is forgotten who was never known":         {when: erase(access.Registrar, own, func(c *erasure.Erase) { c.Known = false }), err: fault.NotFound},
		"a pseudonym that was merged goes with the other": {when: erase(access.Registrar, own, func(c *erasure.Erase) { c.GoesBy = other }), err: fault.Refused},
		"a reason is needed":                              {when: erase(access.Registrar, own, func(c *erasure.Erase) { c.Reason = "" }), err: fault.Invalid},
		"something is to be forgotten":                    {when: erase(access.Registrar, own, only()), err: fault.Invalid},
		"a narrative is not one person's":                 {when: erase(access.Registrar, own, only(person.ForNarrative)), err: fault.Invalid},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := erasure.Decider.Decide(erasure.Decider.Fold(test.given), test.when)
			if kind := fault.KindOf(err); kind != test.err || (err != nil) != (test.err != "") {
				t.Fatalf("error %v, want %q", err, test.err)
			}
			if diff := cmp.Diff(test.then, got); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
			after := erasure.Decider.Fold(append(test.given, got...))
			if len(after.Erased) != len(test.given)+len(got) {
				t.Errorf("after it, forgotten is %v", after.Erased)
			}
		})
	}
}

func TestAStrangerIsAnsweredAlikeWhetherAPersonIsKnown(t *testing.T) {
	t.Parallel()
	c := erasure.Erase{By: access.Actor{Role: access.Registrar, Employer: uuid.New()}, Employer: uuid.New()}
	_, unknown := erasure.Decider.Decide(erasure.Person{}, c)
	c.Known = true
	_, known := erasure.Decider.Decide(erasure.Person{}, c)
	if known == nil || unknown == nil || known.Error() != unknown.Error() {
		t.Errorf("known: %v, unknown: %v", known, unknown)
	}
}
