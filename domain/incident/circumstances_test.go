package incident_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
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

func TestPlaceOfARegistration(t *testing.T) {
	t.Parallel()
	in := func(change func(*incident.Place)) func(*incident.Register) {
		return func(c *incident.Register) { change(&c.Place) }
	}
	zuid := []employer.Area{{Code: "ZUID", Name: "Zuid"}}
	in2022 := moment.Moment{Instant: time.Date(2022, 6, 1, 12, 0, 0, 0, time.UTC), Offset: 120, Precision: moment.Minute}
	tests := map[string]struct {
		change func(*incident.Register)
		fields string
	}{
		"all of it": {func(c *incident.Register) {
			c.Employer.Areas, c.Address = zuid, "Dorpsstraat 1"
			c.Place = incident.Place{Type: "HOME", Gemeente: "GM0599", Unit: "HH-1", Area: "ZUID", Indoors: "INSIDE", Point: incident.Point{North: 51_924, East: 4_478}}
		}, ""},
		"an area of another employer":        {func(c *incident.Register) { c.Employer.Areas, c.Place.Area = zuid, "NOORD" }, "place.area"},
		"any code where no areas are known":  {in(func(p *incident.Place) { p.Area = "NOORD" }), ""},
		"free text is no area":               {in(func(p *incident.Place) { p.Area = "achter bij J. de Vries" }), "place.area"},
		"neither inside nor outside":         {in(func(p *incident.Place) { p.Indoors = "BELOW" }), "place.indoors"},
		"nobody knows whether it was inside": {in(func(p *incident.Place) { p.Indoors = codes.Unknown }), ""},
		"a point beyond the pole":            {in(func(p *incident.Place) { p.Point.North = 90_001 }), "place.point"},
		"a gemeente that never was":          {in(func(p *incident.Place) { p.Gemeente = "GM9999" }), "place.gemeente"},
		"a gemeente that is no more":         {in(func(p *incident.Place) { p.Gemeente = "GM0501" }), "place.gemeente"}, // Brielle, until 2022
		"a gemeente of its time":             {func(c *incident.Register) { c.Occurred, c.Place.Gemeente = in2022, "GM0501" }, ""},
		"a gemeente before its time":         {func(c *incident.Register) { c.Occurred, c.Place.Gemeente = in2022, "GM1992" }, "place.gemeente"}, // Voorne aan Zee
		"an address of two lines":            {func(c *incident.Register) { c.Address = "a\nb" }, "address"},
		"the address of a worker's home":     {func(c *incident.Register) { c.Place.Type, c.Address = "WORKER_HOME", "Dorpsstraat 1" }, "address"},
		"the point of a worker's home":       {in(func(p *incident.Place) { p.Type, p.Point.North = "WORKER_HOME", 51_924 }), "place.point"},
		"a worker's home in its gemeente":    {in(func(p *incident.Place) { p.Type = "WORKER_HOME" }), ""},
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

func TestPlaceToldLater(t *testing.T) {
	bareAt := func(p incident.Place) []incident.Event {
		e := bare()
		e.Place = p
		return []incident.Event{e}
	}
	none := incident.Place{Type: codes.NotRecorded, Gemeente: codes.NotRecorded}
	add := func(p incident.Place) incident.AddDetails {
		return incident.AddDetails{Asked: asks(reporter), Place: &p}
	}
	told := func(p incident.Place) []incident.Event { return []incident.Event{incident.DetailsAdded{Place: &p}} }
	trials{
		"a place that was said to come later": {given: bareAt(none), when: add(incident.Place{Type: "ROAD", Gemeente: "GM0599"}), then: told(incident.Place{Type: "ROAD", Gemeente: "GM0599"})},
		"only what is new":                    {given: history(), when: add(incident.Place{Type: "ROAD", Gemeente: "GM0599", Indoors: "OUTSIDE"}), then: told(incident.Place{Indoors: "OUTSIDE"})},
		"the same place is no event":          {given: history(), when: add(incident.Place{Type: "ROAD", Gemeente: "GM0599", Unit: "HH-1"})},
		"nothing is no event":                 {given: history(), when: add(incident.Place{})},
		"an answer after unknown":             {given: bareAt(incident.Place{Type: codes.Unknown, Gemeente: codes.Unknown}), when: add(incident.Place{Type: "ROAD"}), then: told(incident.Place{Type: "ROAD"})},
		"unknown where nothing was said":      {given: bareAt(none), when: add(incident.Place{Type: codes.Unknown}), then: told(incident.Place{Type: codes.Unknown})},
		"another place is a correction":       {given: history(), when: add(incident.Place{Type: "HOME"}), err: fault.Invalid, says: "place.type is on record with another answer"},
		"another point is a correction": {
			given: bareAt(incident.Place{Type: "ROAD", Gemeente: codes.NotRecorded, Point: incident.Point{North: 1, East: 1}}),
			when:  add(incident.Place{Point: incident.Point{North: 2, East: 1}}), err: fault.Invalid, says: "place.point is on record"},
		"an address, the first one": {given: history(), when: incident.AddDetails{Asked: asks(registrar), Address: "Kade 2"}, then: []incident.Event{incident.DetailsAdded{Address: person.Of("Kade 2")}}},
		"the same address": {
			given: history(incident.DetailsAdded{Address: person.Of("Kade 2")}), when: incident.AddDetails{Asked: asks(registrar), Address: " Kade 2 "}},
		"another address is a correction": {
			given: history(incident.DetailsAdded{Address: person.Of("Kade 2")}), when: incident.AddDetails{Asked: asks(registrar), Address: "Kade 3"}, err: fault.Invalid, says: "address is on record"},
		"who may not read it learns nothing": {
			given: history(incident.DetailsAdded{Address: person.Of("Kade 2")}), when: incident.AddDetails{Asked: asks(reporter), Address: "Kade 3"},
			then: []incident.Event{incident.DetailsAdded{Address: person.Of("Kade 3")}}},
		"a worker's home that is told later takes no point": {
			given: bareAt(incident.Place{Type: codes.NotRecorded, Gemeente: codes.NotRecorded, Point: incident.Point{North: 1, East: 1}}),
			when:  add(incident.Place{Type: "WORKER_HOME"}), err: fault.Invalid, says: "place.point is that of a worker's home"},
	}.run(t)
	s := incident.Decider.Fold(history(incident.DetailsAdded{Address: person.Of("Kade 2")}, incident.DetailsAdded{Address: person.Of("Kade 3")}))
	if s.Address != person.Of("Kade 2") {
		t.Error("the address on record was replaced by somebody who could not see it")
	}
}

func TestParsePoint(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		north, east string
		want        incident.Point
		ok          bool
	}{
		"Rotterdam":              {"51.924", "4.478", incident.Point{North: 51_924, East: 4_478}, true},
		"Louisville":             {"38.254", "-85.759", incident.Point{North: 38_254, East: -85_759}, true},
		"coarser":                {"51.9", "4", incident.Point{North: 51_900, East: 4_000}, true},
		"both the same":          {"51", "51", incident.Point{North: 51_000, East: 51_000}, true},
		"nothing":                {"", "", incident.Point{}, true},
		"a metre":                {"51.92442", "4.47775", incident.Point{}, false},
		"one of the two":         {"51.924", "", incident.Point{}, false},
		"a comma":                {"51,924", "4,478", incident.Point{}, false},
		"the Rijksdriehoek":      {"437500", "92800", incident.Point{}, false},
		"beyond the pole":        {"91", "4", incident.Point{}, false},
		"exponents":              {"5e1", "4", incident.Point{}, false},
		"a point without digits": {"51.", "4", incident.Point{}, false},
	}
	for name, test := range tests {
		p, err := incident.ParsePoint(test.north, test.east)
		if (err == nil) != test.ok || test.ok && p != test.want {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
	}
	if got := (incident.Point{North: -1, East: 4_478}).String(); got != "-0.001 4.478" {
		t.Errorf("written as %s", got)
	}
}

func TestHealthOfAWorker(t *testing.T) {
	t.Parallel()
	with := func(change func(*incident.WorkerHit)) func(*incident.Register) {
		return func(c *incident.Register) { change(&c.Workers[0]) }
	}
	away := func(a person.Absence) func(*incident.Register) {
		return with(func(w *incident.WorkerHit) { w.Absence = a })
	}
	tests := map[string]struct {
		change func(*incident.Register)
		fields string
	}{
		"everything": {with(func(w *incident.WorkerHit) {
			w.Mind, w.Exposures, w.Absence = "M1", []codes.Code{"BLOOD", "NOISE"}, person.Absence{From: "2026-11-22", To: "2026-11-30", Days: codes.Exactly(6)}
		}), ""},
		"a wrong mind":               {with(func(w *incident.WorkerHit) { w.Mind = "PTSS" }), "workers[0].mind"},
		"a wrong exposure":           {with(func(w *incident.WorkerHit) { w.Exposures = []codes.Code{"RADIO"} }), "workers[0].exposures[0]"},
		"no exposure beside one":     {with(func(w *incident.WorkerHit) { w.Exposures = []codes.Code{"BITE", "NONE"} }), "workers[0].exposures"},
		"a day that is none":         {away(person.Absence{From: "2026-02-30"}), "workers[0].absence.from"},
		"away before it happened":    {away(person.Absence{From: "2026-11-20"}), "workers[0].absence.from"},
		"away from the day itself":   {away(person.Absence{From: "2026-11-21"}), ""},
		"back before the first day":  {away(person.Absence{From: "2026-11-23", To: "2026-11-22"}), "workers[0].absence.to"},
		"a year with a digit wrong":  {away(person.Absence{To: "2206-11-22"}), "workers[0].absence.to"},
		"expected back next year":    {away(person.Absence{To: "2027-11-22"}), ""},
		"more days than there were":  {away(person.Absence{From: "2026-11-22", To: "2026-11-23", Days: codes.Exactly(3)}), "workers[0].absence.days"},
		"no day, and yet from a day": {away(person.Absence{From: "2026-11-22", Days: codes.Exactly(0)}), "workers[0].absence.days"},
		"not away at all":            {away(person.Absence{Days: codes.Exactly(0)}), ""},
		"nobody knows how long":      {away(person.Absence{From: "2026-11-22", Days: codes.Uncounted(codes.Unknown)}), ""},
		"eleven years":               {away(person.Absence{Days: codes.Exactly(4000)}), "workers[0].absence.days"},
		"one person told in two ways": {func(c *incident.Register) {
			again := c.Workers[0]
			again.Mind = "M2"
			c.Workers = append(c.Workers, again)
		}, "workers[1]"},
		"one person told twice in one way": {func(c *incident.Register) { c.Workers[0].Mind = "M2"; c.Workers = append(c.Workers, c.Workers[0]) }, ""},
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

// TestInjuriesChange: what is told later is right, and not to know it takes nothing
// back; each answer stands for itself.
func TestInjuriesChange(t *testing.T) {
	t.Parallel()
	first := person.Health{Injury: "I2", Mind: "M1", Exposures: []codes.Code{"BITE"}, Absence: person.Absence{From: "2026-11-22"}}
	hurt := func(change func(*person.Health)) person.Health {
		h := first
		change(&h)
		return h
	}
	tests := map[string]struct {
		given person.Held[person.Health]
		told  incident.WorkerHit
		want  person.Held[person.Health]
	}{
		"nothing new":                     {person.Of(first), incident.WorkerHit{}, person.Of(first)},
		"the body got worse":              {person.Of(first), incident.WorkerHit{Injury: "I4"}, person.Of(hurt(func(h *person.Health) { h.Injury = "I4" }))},
		"the mind got worse":              {person.Of(first), incident.WorkerHit{Mind: "M_PERM"}, person.Of(hurt(func(h *person.Health) { h.Mind = "M_PERM" }))},
		"back at work":                    {person.Of(first), incident.WorkerHit{Absence: person.Absence{From: "2026-11-22", To: "2026-11-29"}}, person.Of(hurt(func(h *person.Health) { h.Absence.To = "2026-11-29" }))},
		"another exposure":                {person.Of(first), incident.WorkerHit{Exposures: []codes.Code{"BLOOD"}}, person.Of(hurt(func(h *person.Health) { h.Exposures = []codes.Code{"BLOOD"} }))},
		"not to know takes nothing back":  {person.Of(first), incident.WorkerHit{Injury: codes.Unknown, Mind: codes.Unknown, Exposures: []codes.Code{codes.Unknown}, Absence: person.Absence{Days: codes.Uncounted(codes.Unknown)}}, person.Of(first)},
		"unknown where nothing was said":  {person.Of(person.Health{Injury: codes.NotRecorded}), incident.WorkerHit{Injury: codes.Unknown, Mind: codes.Unknown}, person.Of(person.Health{Injury: codes.Unknown, Mind: codes.Unknown})},
		"unknown after unknown":           {person.Of(person.Health{Injury: codes.Unknown}), incident.WorkerHit{Injury: codes.Unknown}, person.Of(person.Health{Injury: codes.Unknown})},
		"nothing new after it was erased": {person.Gone[person.Health](), incident.WorkerHit{}, person.Gone[person.Health]()},
		"something after it was erased":   {person.Gone[person.Health](), incident.WorkerHit{Mind: "M2"}, person.Of(person.Health{Injury: codes.NotRecorded, Mind: "M2"})},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			given := registered(func(e *incident.Registered) { e.Workers[0].Health = test.given })
			test.told.Person, test.told.StaffNumber = id(21), "4711"
			events, err := incident.Decider.Decide(incident.Decider.Fold([]incident.Event{given}),
				incident.AddDetails{Asked: asks(reporter), Workers: []incident.WorkerHit{test.told}})
			if err != nil {
				t.Fatal(err)
			}
			got, _ := incident.Decider.Fold(append([]incident.Event{given}, events...)).Worker(id(21))
			if diff := cmp.Diff(test.want, got.Health); diff != "" {
				t.Errorf("health (-want +got):\n%s", diff)
			}
		})
	}
}
