package incident_test

import (
	"testing"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

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
