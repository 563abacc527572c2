package incident_test

import (
	"strings"
	"testing"

	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
)

// TestWhoIsKeptToAUnitDecidesInItOnly: the rules ask it themselves, whatever was asked before them.
func TestWhoIsKeptToAUnitDecidesInItOnly(t *testing.T) {
	t.Parallel()
	divided := rotterdam
	divided.Units = []employer.Unit{{Code: "HH-1", Name: "Handhaving 1"}, {Code: "HH-2", Name: "Handhaving 2"}}
	kept := registrar
	kept.Unit = "HH-1"
	asked := incident.Asked{By: kept, At: noon, Employer: divided}
	report := func(unit string) incident.Register {
		return incident.Register{Asked: asked, Occurred: lastHour, Place: incident.Place{Type: "ROAD", Unit: unit}}
	}
	in := func(unit string) incident.Incident {
		all := report(unit)
		all.By = registrar
		events, err := incident.Decider.Decide(incident.Incident{}, all)
		if err != nil {
			t.Fatal(err)
		}
		return incident.Decider.Evolve(incident.Incident{}, events[0])
	}
	for what, c := range map[string]struct {
		to   incident.Incident
		does incident.Command
		want fault.Kind
		says string
	}{
		"registers in the own unit":             {does: report("HH-1")},
		"registers, and says no unit":           {does: report("")},
		"registers in another unit":             {does: report("HH-2"), want: fault.Forbidden, says: "your own unit, HH-1"},
		"corrects in the own unit":              {to: in("HH-1"), does: incident.Correct{Asked: asked, Reason: "r", Place: &incident.Place{Type: "HOME", Unit: "HH-1"}}},
		"corrects in another unit":              {to: in("HH-2"), does: incident.Correct{Asked: asked, Reason: "r", Place: &incident.Place{Type: "HOME", Unit: "HH-1"}}, want: fault.NotFound},
		"corrects where no unit is recorded":    {to: in(""), does: incident.Correct{Asked: asked, Reason: "r", Place: &incident.Place{Type: "HOME", Unit: "HH-1"}}, want: fault.NotFound},
		"moves to another unit":                 {to: in("HH-1"), does: incident.Correct{Asked: asked, Reason: "r", Place: &incident.Place{Type: "ROAD", Unit: "HH-2"}}, want: fault.Invalid, says: "place.unit"},
		"takes the unit away":                   {to: in("HH-1"), does: incident.Correct{Asked: asked, Reason: "r", Place: &incident.Place{Type: "ROAD"}}, want: fault.Invalid, says: "place.unit"},
		"withdraws in another unit":             {to: in("HH-2"), does: incident.Withdraw{Asked: asked, Reason: "DUPLICATE"}, want: fault.NotFound},
		"absorbs one into that of another unit": {to: in("HH-2"), does: incident.Absorb{Asked: asked, ID: id(9)}, want: fault.NotFound},
	} {
		events, err := incident.Decider.Decide(c.to, c.does)
		if c.want == "" && (err != nil || len(events) == 0) || c.want != "" && (fault.KindOf(err) != c.want || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v, %v, want %s about %q", what, events, err, c.want, c.says)
		}
		if e, is := first(events).(incident.Registered); is && e.Place.Unit != "HH-1" {
			t.Errorf("%s: it is of %q", what, e.Place.Unit)
		}
	}
}

func first(events []incident.Event) incident.Event {
	if len(events) == 0 {
		return nil
	}
	return events[0]
}
