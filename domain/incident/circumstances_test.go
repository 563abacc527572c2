package incident_test

import (
	"slices"
	"testing"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

func circumstances(change func(*incident.Circumstances)) incident.Circumstances {
	c := incident.Circumstances{
		Occasions:   []codes.Code{"TICKET"},
		Means:       []incident.Means{{Means: "KNIFE", Status: "SHOWN"}},
		Completions: []incident.Completion{{Behaviour: "HIT", Completion: "ATTEMPTED"}},
		Grounds:     []codes.Code{"ORIENTATION"},
		Deployment:  "PAIR",
		Reach:       "REACHED",
		Hit:         codes.Exactly(12),
	}
	if change != nil {
		change(&c)
	}
	return c
}

func around(change func(*incident.Circumstances)) func(*incident.Register) {
	return func(c *incident.Register) { c.Circumstances = circumstances(change) }
}

func TestRegisterWithCircumstances(t *testing.T) {
	told := func(c incident.Circumstances) []incident.Event {
		return []incident.Event{registered(func(e *incident.Registered) { e.Circumstances = c })}
	}
	nobody := func(c *incident.Register) { c.Workers = nil }
	both := func(changes ...func(*incident.Register)) incident.Register {
		return full(func(c *incident.Register) {
			for _, change := range changes {
				change(c)
			}
		})
	}
	trials{
		"everything that can be counted": {when: full(around(nil)), then: told(circumstances(nil))},
		"twelve hit, none named, is a count": {
			when: both(around(nil), nobody),
			then: []incident.Event{registered(func(e *incident.Registered) { e.Circumstances, e.Workers = circumstances(nil), nil })}},
		"a near miss is an incident that hit nobody": {
			when: both(nobody, around(func(c *incident.Circumstances) { c.Reach, c.Hit = "NEAR_MISS", codes.Exactly(0) })),
			then: []incident.Event{registered(func(e *incident.Registered) {
				e.Workers = nil
				e.Circumstances = circumstances(func(c *incident.Circumstances) { c.Reach, c.Hit = "NEAR_MISS", codes.Exactly(0) })
			})}},
		"unknown, not recorded, not applicable and none are four things": {
			when: both(nobody, around(func(c *incident.Circumstances) {
				*c = incident.Circumstances{
					Occasions: []codes.Code{codes.Unknown}, Means: []incident.Means{{Means: "NONE"}}, Grounds: []codes.Code{codes.NotApplicable},
					Deployment: codes.NotRecorded, Reach: codes.Unknown, Hit: codes.Uncounted(codes.Unknown),
				}
			})),
			then: []incident.Event{registered(func(e *incident.Registered) {
				e.Workers = nil
				e.Circumstances = incident.Circumstances{
					Occasions: []codes.Code{codes.Unknown}, Means: []incident.Means{{Means: "NONE"}}, Grounds: []codes.Code{codes.NotApplicable},
					Reach: codes.Unknown, Hit: codes.Uncounted(codes.Unknown),
				}
			})}},
		"a means that was shown and then used is told twice": {
			when: full(around(func(c *incident.Circumstances) {
				c.Means = []incident.Means{{Means: "KNIFE", Status: "SHOWN"}, {Means: "KNIFE", Status: "USED"}, {Means: "KNIFE"}, {Means: "KNIFE", Status: "USED"}}
			})),
			then: told(circumstances(func(c *incident.Circumstances) {
				c.Means = []incident.Means{{Means: "KNIFE", Status: "SHOWN"}, {Means: "KNIFE", Status: "USED"}}
			}))},
		"a status of no means is left out": {
			when: full(around(func(c *incident.Circumstances) {
				c.Means = []incident.Means{{Means: codes.Unknown, Status: codes.NotApplicable}}
			})),
			then: told(circumstances(func(c *incident.Circumstances) { c.Means = []incident.Means{{Means: codes.Unknown}} }))},
		"NOT_RECORDED is the same as nothing": {
			when: full(around(func(c *incident.Circumstances) {
				c.Means, c.Completions = []incident.Means{{Means: codes.NotRecorded}}, []incident.Completion{{Behaviour: "HIT", Completion: codes.NotRecorded}}
				c.Hit = codes.Uncounted(codes.NotRecorded)
			})),
			then: told(circumstances(func(c *incident.Circumstances) { c.Means, c.Completions, c.Hit = nil, nil, codes.Count{} }))},
	}.run(t)
}

func TestFieldsOfCircumstances(t *testing.T) {
	t.Parallel()
	set := func(change func(*incident.Circumstances)) func(*incident.Register) { return around(change) }
	tests := map[string]struct {
		change func(*incident.Register)
		fields string
	}{
		"a wrong occasion":             {set(func(c *incident.Circumstances) { c.Occasions[0] = "PARTY" }), "occasions[0]"},
		"a wrong means":                {set(func(c *incident.Circumstances) { c.Means[0].Means = "SWORD" }), "means[0].means"},
		"a means without a name":       {set(func(c *incident.Circumstances) { c.Means[0].Means = "" }), "means[0].means"},
		"a wrong status":               {set(func(c *incident.Circumstances) { c.Means[0].Status = "SOLD" }), "means[0].status"},
		"no means beside one":          {set(func(c *incident.Circumstances) { c.Means = []incident.Means{{Means: "KNIFE"}, {Means: "NONE"}} }), "means"},
		"what was done with no means":  {set(func(c *incident.Circumstances) { c.Means = []incident.Means{{Means: "NONE", Status: "USED"}} }), "means[0].status"},
		"31 means":                     {set(func(c *incident.Circumstances) { c.Means = slices.Repeat(c.Means, 31) }), "means"},
		"a completion of another deed": {set(func(c *incident.Circumstances) { c.Completions[0].Behaviour = "SPIT" }), "completions[0].behaviour"},
		"a wrong completion":           {set(func(c *incident.Circumstances) { c.Completions[0].Completion = "HALF" }), "completions[0].completion"},
		"a deed completed and attempted": {set(func(c *incident.Circumstances) {
			c.Completions = append(c.Completions, incident.Completion{Behaviour: "HIT", Completion: "COMPLETED"})
		}), "completions[1]"},
		"31 completions": {set(func(c *incident.Circumstances) { c.Completions = slices.Repeat(c.Completions, 31) }), "completions"},
		"a wrong ground": {set(func(c *incident.Circumstances) { c.Grounds[0] = "HAIR" }), "grounds[0]"},
		"no ground of discrimination": {func(c *incident.Register) {
			c.Behaviours = []codes.Code{"DISCRIM"}
			c.Grounds = []codes.Code{codes.NotApplicable}
		}, "grounds"},
		"discrimination of unknown ground": {func(c *incident.Register) {
			c.Behaviours = []codes.Code{"DISCRIM"}
			c.Grounds = []codes.Code{codes.Unknown}
		}, ""},
		"a wrong deployment":                {set(func(c *incident.Circumstances) { c.Deployment = "ARMY" }), "deployment"},
		"a wrong reach":                     {set(func(c *incident.Circumstances) { c.Reach = "FAR" }), "reach"},
		"a near miss that hit somebody":     {set(func(c *incident.Circumstances) { c.Reach, c.Hit = "NEAR_MISS", codes.Count{} }), "reach"},
		"a near miss that hit three":        {func(c *incident.Register) { c.Workers, c.Reach, c.Hit = nil, "NEAR_MISS", codes.Exactly(3) }, "reach"},
		"fewer hit than are named":          {set(func(c *incident.Circumstances) { c.Hit = codes.Exactly(0) }), "hit"},
		"nothing to count, and one named":   {set(func(c *incident.Circumstances) { c.Hit = codes.Uncounted(codes.NotApplicable) }), "hit"},
		"minus one hit":                     {func(c *incident.Register) { c.Workers, c.Hit = nil, codes.Exactly(-1) }, "hit"},
		"ten thousand and one hit":          {set(func(c *incident.Circumstances) { c.Hit = codes.Exactly(10_001) }), "hit"},
		"a number and why there is none":    {set(func(c *incident.Circumstances) { c.Hit = codes.Count{Counted: true, Number: 2, Why: codes.Unknown} }), "hit"},
		"a number that nobody counted":      {set(func(c *incident.Circumstances) { c.Hit = codes.Count{Number: 2} }), "hit"},
		"a count that is OTHER":             {set(func(c *incident.Circumstances) { c.Hit = codes.Count{Why: codes.Other} }), "hit"},
		"a regime that is none":             {func(c *incident.Register) { c.Regime = "WET" }, "regime"},
		"a regime that nobody knows":        {func(c *incident.Register) { c.Regime = codes.Unknown }, "regime"},
		"a regime that is neither":          {func(c *incident.Register) { c.Regime = codes.Other }, "regime"},
		"an ambulance service with the Wpg": {func(c *incident.Register) { c.Regime, c.Employer.Kind = "WPG", "EMP_RAV" }, "regime"},
		"a gemeente with the Wpg":           {func(c *incident.Register) { c.Regime, c.Employer.Kind = "WPG", "EMP_GEM" }, ""},
		"a reference of two lines":          {func(c *incident.Register) { c.Reference = "a\nb" }, "reference"},
		"a reference that is too long":      {func(c *incident.Register) { c.Reference = string(make([]byte, 101)) }, "reference"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := incident.Decider.Decide(incident.Incident{}, full(test.change))
			if got := fieldsOf(err); got != test.fields {
				t.Errorf("fields %q, want %q (%v)", got, test.fields, err)
			}
		})
	}
}

func TestAddCircumstances(t *testing.T) {
	add := func(c incident.Circumstances) incident.AddDetails {
		return incident.AddDetails{Asked: asks(registrar), Circumstances: c}
	}
	told := func(c incident.Circumstances) []incident.Event {
		return []incident.Event{incident.DetailsAdded{Circumstances: c}}
	}
	given := []incident.Event{registered(func(e *incident.Registered) { e.Circumstances = circumstances(nil) })}
	unknown := []incident.Event{registered(func(e *incident.Registered) {
		e.Circumstances = incident.Circumstances{
			Means: []incident.Means{{Means: codes.Unknown}}, Deployment: codes.Unknown, Hit: codes.Uncounted(codes.Unknown),
			Completions: []incident.Completion{{Behaviour: "HIT", Completion: codes.Unknown}},
		}
	})}
	miss := []incident.Event{registered(func(e *incident.Registered) { e.Workers, e.Reach = nil, "NEAR_MISS" })}
	trials{
		"what was not told comes with it": {given: history(), when: add(circumstances(nil)), then: told(circumstances(nil))},
		"the same again is no event":      {given: given, when: add(circumstances(nil))},
		"only what is new is told": {
			given: given,
			when: add(circumstances(func(c *incident.Circumstances) {
				c.Occasions = append(c.Occasions, "NUISANCE")
				c.Means = append(c.Means, incident.Means{Means: "KNIFE", Status: "USED"}, incident.Means{Means: "KNIFE"})
			})),
			then: told(incident.Circumstances{Occasions: []codes.Code{"NUISANCE"}, Means: []incident.Means{{Means: "KNIFE", Status: "USED"}}})},
		"an answer comes after it was unknown": {given: unknown, when: add(circumstances(nil)), then: told(circumstances(nil))},
		"unknown does not come after an answer, where there can be several": {
			given: given, when: add(incident.Circumstances{Means: []incident.Means{{Means: codes.Unknown}}}), err: fault.Invalid, says: "means is on record already"},
		"unknown after the one answer that there can be says nothing": {given: given, when: add(incident.Circumstances{Deployment: codes.Unknown, Hit: codes.Count{}})},
		"another deployment is a correction": {
			given: given, when: add(incident.Circumstances{Deployment: "TEAM"}), err: fault.Invalid, says: "deployment is on record with another answer"},
		"another number is a correction": {
			given: given, when: add(incident.Circumstances{Hit: codes.Exactly(13)}), err: fault.Invalid, says: "hit is on record with another number"},
		"another completion is a correction": {
			given: given, when: add(incident.Circumstances{Completions: []incident.Completion{{Behaviour: "HIT", Completion: "COMPLETED"}}}),
			err: fault.Invalid, says: "completions is on record with another answer"},
		"a completion of a behaviour that comes with it": {
			given: history(), when: incident.AddDetails{Asked: asks(registrar), Behaviours: []codes.Code{"SPIT"},
				Circumstances: incident.Circumstances{Completions: []incident.Completion{{Behaviour: "SPIT", Completion: "COMPLETED"}}}},
			then: []incident.Event{incident.DetailsAdded{Behaviours: []codes.Code{"SPIT"},
				Circumstances: incident.Circumstances{Completions: []incident.Completion{{Behaviour: "SPIT", Completion: "COMPLETED"}}}}}},
		"no means after one was found": {
			given: given, when: add(incident.Circumstances{Means: []incident.Means{{Means: "NONE"}}}), err: fault.Invalid, says: "means says that there was none"},
		"a worker in a near miss": {
			given: miss, when: incident.AddDetails{Asked: asks(registrar), Workers: []incident.WorkerHit{hit(22, "A. Bakker", "", "")}},
			err: fault.Invalid, says: "workers cannot be named in a near miss"},
		"a near miss after somebody was named": {
			given: history(), when: add(incident.Circumstances{Reach: "NEAR_MISS"}), err: fault.Invalid, says: "reach says that nobody was hit"},
		"three hit in a near miss": {
			given: miss, when: add(incident.Circumstances{Hit: codes.Exactly(3)}), err: fault.Invalid, says: "hit cannot be more than nobody"},
		"a count is not less than who is named": {
			given: history(), when: add(incident.Circumstances{Hit: codes.Exactly(0)}), err: fault.Invalid, says: "hit is less than the workers who are named"},
		"more workers may be named than were counted": {
			given: []incident.Event{registered(func(e *incident.Registered) { e.Hit = codes.Exactly(1) })},
			when:  incident.AddDetails{Asked: asks(registrar), Workers: []incident.WorkerHit{hit(22, "A. Bakker", "", "")}},
			then:  []incident.Event{incident.DetailsAdded{Workers: []incident.Worker{worker(22, "A. Bakker", "", codes.NotRecorded)}}}},
		"discrimination after it was said that there was none": {
			given: []incident.Event{registered(func(e *incident.Registered) { e.Grounds = []codes.Code{codes.NotApplicable} })},
			when:  incident.AddDetails{Asked: asks(registrar), Behaviours: []codes.Code{"DISCRIM"}}, err: fault.Invalid, says: "grounds says that there was no"},
	}.run(t)
}

func TestCorrectCircumstances(t *testing.T) {
	correct := func(c incident.Correct) incident.Correct {
		c.Asked, c.Reason = asks(registrar), "verkeerd"
		return c
	}
	why := person.Of("verkeerd")
	given := []incident.Event{registered(func(e *incident.Registered) { e.Circumstances, e.Reference = circumstances(nil), person.Of("AG-1") })}
	trials{
		"to the same value is no event": {
			given: given,
			when: correct(incident.Correct{Occasions: &[]codes.Code{"TICKET"}, Means: &[]incident.Means{{Means: "KNIFE", Status: "SHOWN"}},
				Completions: &[]incident.Completion{{Behaviour: "HIT", Completion: "ATTEMPTED"}}, Grounds: &[]codes.Code{"ORIENTATION"},
				Deployment: ptr(codes.Code("PAIR")), Reach: ptr(codes.Code("REACHED")), Hit: ptr(codes.Exactly(12)), Reference: ptr("AG-1"), Address: ptr(""), Regime: ptr(incident.AVG)})},
		"everything at once": {
			given: given,
			when: correct(incident.Correct{Occasions: &[]codes.Code{}, Means: &[]incident.Means{{Means: "NONE"}}, Completions: &[]incident.Completion{},
				Grounds: &[]codes.Code{codes.NotApplicable}, Deployment: ptr(codes.NotRecorded), Reach: ptr(codes.Unknown), Hit: ptr(codes.Exactly(1)),
				Reference: ptr("AG-2"), Address: ptr("Kade 2")}),
			then: []incident.Event{incident.Corrected{Reason: why, Occasions: ptr([]codes.Code(nil)), Means: &[]incident.Means{{Means: "NONE"}}, Completions: ptr([]incident.Completion(nil)),
				Grounds: &[]codes.Code{codes.NotApplicable}, Deployment: ptr(codes.Code("")), Reach: ptr(codes.Unknown), Hit: ptr(codes.Exactly(1)),
				Reference: ptr(person.Of("AG-2")), Address: ptr(person.Of("Kade 2"))}}},
		"a behaviour that is taken away takes its completion with it": {
			given: given, when: correct(incident.Correct{Behaviours: &[]codes.Code{"SPIT"}}),
			then: []incident.Event{incident.Corrected{Reason: why, Behaviours: &[]codes.Code{"SPIT"}}}},
		"a near miss of somebody who is named": {
			given: given, when: correct(incident.Correct{Reach: ptr(codes.Code("NEAR_MISS")), Hit: ptr(codes.Exactly(0))}), err: fault.Invalid, says: "reach says that nobody was hit"},
		"the law never changes": {
			given: given, when: correct(incident.Correct{Regime: ptr(incident.WPG)}), err: fault.Refused, says: "close this one with the reason OTHER_REGIME"},
		"nor together with something else": {
			given: given, when: correct(incident.Correct{Regime: ptr(codes.Unknown), Behaviours: &[]codes.Code{"SPIT"}}), err: fault.Refused, says: "is fixed when it is registered"},
	}.run(t)
	s := incident.Decider.Fold(append(given, incident.Corrected{Behaviours: &[]codes.Code{"SPIT"}}))
	if len(s.Completions) != 0 {
		t.Errorf("of a behaviour that was taken away it is still known that it was attempted: %v", s.Completions)
	}
}

func TestHitCount(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		reach codes.Code
		hit   codes.Count
		named int
		want  codes.Count
	}{
		"nobody said anything":               {"", codes.Count{}, 0, codes.Count{}},
		"somebody was asked and did not":     {"", codes.Uncounted(codes.Unknown), 0, codes.Uncounted(codes.Unknown)},
		"twelve, none named":                 {"REACHED", codes.Exactly(12), 0, codes.Exactly(12)},
		"twelve, two of them named":          {"REACHED", codes.Exactly(12), 2, codes.Exactly(12)},
		"two named, nobody counted":          {"", codes.Count{}, 2, codes.Exactly(2)},
		"three named since two were":         {"", codes.Exactly(2), 3, codes.Exactly(3)},
		"nobody, counted":                    {"", codes.Exactly(0), 0, codes.Exactly(0)},
		"a near miss, without counting":      {"NEAR_MISS", codes.Count{}, 0, codes.Exactly(0)},
		"named, and a near miss told beside": {"NEAR_MISS", codes.Count{}, 1, codes.Exactly(1)},
		"named, though the count was asked":  {"", codes.Uncounted(codes.Unknown), 1, codes.Exactly(1)},
	}
	for name, test := range tests {
		s := incident.Incident{Circumstances: incident.Circumstances{Reach: test.reach, Hit: test.hit}, Workers: make([]incident.Worker, test.named)}
		if got := s.HitCount(); got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}
