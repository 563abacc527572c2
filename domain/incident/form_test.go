package incident_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

func fieldsOf(err error) string {
	var f *fault.Fault
	var names []string
	if errors.As(err, &f) {
		for _, field := range f.Fields {
			names = append(names, field.Name)
		}
	}
	return strings.Join(names, ",")
}

func TestFieldsOfAnIncident(t *testing.T) {
	t.Parallel()
	noUnits := func(unit string) func(*incident.Register) {
		return func(c *incident.Register) { c.Employer.Units, c.Place.Unit = nil, unit }
	}
	tests := map[string]struct {
		change func(*incident.Register)
		fields string // "" is accepted
	}{
		"a time in the future":              {func(c *incident.Register) { c.Occurred.Instant = noon.Add(6 * time.Minute) }, "occurred"},
		"a clock that is five minutes fast": {func(c *incident.Register) { c.Occurred.Instant = noon.Add(5 * time.Minute) }, ""},
		"a time before 2000":                {func(c *incident.Register) { c.Occurred.Instant = noon.AddDate(-30, 0, 0) }, "occurred"},
		"told in the future":                {func(c *incident.Register) { c.Reported = lastHour; c.Reported.Instant = noon.AddDate(0, 0, 1) }, "reported"},
		"told before it happened":           {func(c *incident.Register) { c.Reported = june }, ""},
		"a time that does not say why":      {func(c *incident.Register) { c.Occurred.Precision = moment.Day }, "occurred"},
		"a place that does not exist":       {func(c *incident.Register) { c.Place.Type = "MOON" }, "place.type"},
		"a gemeente by its name":            {func(c *incident.Register) { c.Place.Gemeente = "Rotterdam" }, "place.gemeente"},
		"a unit of another employer":        {func(c *incident.Register) { c.Place.Unit = "HH-2" }, "place.unit"},
		"no unit":                           {func(c *incident.Register) { c.Place.Unit = "" }, ""},
		"any code where no units are known": {noUnits("RTD"), ""},
		"free text is no unit":              {noUnits("bij J. de Vries thuis"), "place.unit"},
		"a wrong behaviour":                 {func(c *incident.Register) { c.Behaviours[1] = "HITT" }, "behaviours[1]"},
		"an empty behaviour":                {func(c *incident.Register) { c.Behaviours[0] = "" }, "behaviours[0]"},
		"unknown beside an answer":          {func(c *incident.Register) { c.Behaviours[0] = codes.Unknown }, "behaviours"},
		"not recorded beside an answer":     {func(c *incident.Register) { c.Professions = []codes.Code{"POL", codes.NotRecorded} }, "professions"},
		"two ways of having no answer":      {func(c *incident.Register) { c.Professions = []codes.Code{codes.Unknown, codes.NotApplicable} }, "professions"},
		"unknown said twice":                {func(c *incident.Register) { c.Professions = []codes.Code{codes.Unknown, codes.Unknown} }, ""},
		"31 behaviours":                     {func(c *incident.Register) { c.Behaviours = slices.Repeat([]codes.Code{"HIT"}, 31) }, "behaviours"},
		"30 behaviours":                     {func(c *incident.Register) { c.Behaviours = slices.Repeat([]codes.Code{"HIT"}, 30) }, ""},
		"a wrong profession":                {func(c *incident.Register) { c.Professions[0] = "HIT" }, "professions[0]"},
		"nobody, of whom nothing is told": {func(c *incident.Register) {
			c.Workers = []incident.WorkerHit{{Person: c.Workers[0].Person, Name: " ", Injury: codes.Unknown}}
		}, "workers[0]"},
		"nobody, who was hurt": {func(c *incident.Register) {
			c.Workers = []incident.WorkerHit{{Person: c.Workers[0].Person, Injury: "I2"}}
		}, ""},
		"a worker whom nobody looked up":     {func(c *incident.Register) { c.Workers[0].Person = [16]byte{} }, "workers[0]"},
		"an injury that does not exist":      {func(c *incident.Register) { c.Workers[0].Injury = "I9" }, "workers[0].injury"},
		"a name of two lines":                {func(c *incident.Register) { c.Workers[0].Name = "a\nb" }, "workers[0].name"},
		"a name that is too long":            {func(c *incident.Register) { c.Workers[0].Name = strings.Repeat("a", 101) }, "workers[0].name"},
		"a staff number in no encoding":      {func(c *incident.Register) { c.Workers[0].Name, c.Workers[0].StaffNumber = "", "\xff" }, "workers[0].staff_number"},
		"one person told in two ways":        {func(c *incident.Register) { c.Workers = append(c.Workers, hit(21, "J. de Vries", "4711", "I3")) }, "workers[1]"},
		"101 workers":                        {func(c *incident.Register) { c.Workers = crowd(101, "a", "") }, "workers"},
		"100 workers":                        {func(c *incident.Register) { c.Workers = crowd(100, "a", "") }, ""},
		"a narrative that is too long":       {func(c *incident.Register) { c.Narrative = strings.Repeat("é", 20_001) }, "narrative"},
		"a narrative as long as may be":      {func(c *incident.Register) { c.Narrative = strings.Repeat("𝒜", 20_000) }, ""},
		"a narrative in no encoding":         {func(c *incident.Register) { c.Narrative = "caf\xe9" }, "narrative"},
		"a narrative that clears a terminal": {func(c *incident.Register) { c.Narrative = "\x1b[2J" }, "narrative"},
		"too much altogether": {func(c *incident.Register) {
			c.Narrative, c.Workers = strings.Repeat("<", 20_000), crowd(100, strings.Repeat("<", 99), "")
		}, "narrative"},
		"much, but with room for it": {func(c *incident.Register) {
			c.Narrative, c.Workers = strings.Repeat("𝒜", 16_000), crowd(100, strings.Repeat("é", 90), "")
		}, ""},
		"all that is wrong is told at once": {func(c *incident.Register) {
			c.Occurred.Instant = noon.AddDate(1, 0, 0)
			c.Place = incident.Place{Type: "x", Gemeente: "x", Unit: "x"}
			c.Behaviours, c.Professions = []codes.Code{"x", codes.Unknown}, []codes.Code{"x"}
			c.Workers, c.Narrative = []incident.WorkerHit{hit(21, "\x00", "\x00", "x"), hit(22, "", "", "")}, "\x00"
		}, "occurred,place.type,place.gemeente,place.unit,behaviours[0],behaviours,professions[0]," +
			"workers[0].name,workers[0].staff_number,workers[0].injury,workers[1],narrative"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			events, err := incident.Decider.Decide(incident.Incident{}, full(test.change))
			if got := fieldsOf(err); got != test.fields {
				t.Errorf("fields %q, want %q (%v)", got, test.fields, err)
			}
			if (err != nil) != (events == nil) {
				t.Errorf("%d events and error %v", len(events), err)
			}
		})
	}
}

func crowd(n int, name string, injury codes.Code) []incident.WorkerHit {
	list := make([]incident.WorkerHit, n)
	for i := range list {
		list[i] = incident.WorkerHit{Person: [16]byte{0: 1, 14: byte(i >> 8), 15: byte(i)}, Name: name, Injury: injury}
	}
	return list
}

// TestNoErrorRepeatsWhatWasTyped: an error may end up in a log or on a wall.
func TestNoErrorRepeatsWhatWasTyped(t *testing.T) {
	t.Parallel()
	const canary = "kanarie"
	for _, bad := range []string{canary, canary + "\x00", canary + "\xff", canary + strings.Repeat("x", 30_000)} {
		_, err := incident.Decider.Decide(incident.Incident{}, full(func(c *incident.Register) {
			c.Place = incident.Place{Type: codes.Code(bad), Gemeente: codes.Code(bad), Unit: bad, Area: bad, Indoors: codes.Code(bad)}
			c.Regime, c.Deployment, c.Reach, c.Hit = codes.Code(bad), codes.Code(bad), codes.Code(bad), codes.Count{Why: codes.Code(bad)}
			c.Occasions, c.Grounds = []codes.Code{codes.Code(bad)}, []codes.Code{codes.Code(bad)}
			c.Means = []incident.Means{{Means: codes.Code(bad), Status: codes.Code(bad)}}
			c.Completions = []incident.Completion{{Behaviour: codes.Code(bad), Completion: codes.Code(bad)}}
			c.Address, c.Reference = bad+"\n", bad+"\n"
			c.Behaviours, c.Professions = []codes.Code{codes.Code(bad)}, []codes.Code{codes.Code(bad)}
			c.Workers = []incident.WorkerHit{hurt(hit(21, bad, bad, codes.Code(bad)), codes.Code(bad), []codes.Code{codes.Code(bad)}, person.Absence{From: bad, To: bad, Days: codes.Count{Why: codes.Code(bad)}}), hit(21, "x", "", "")}
			c.Narrative = bad
		}))
		_, second := incident.Decider.Decide(incident.Decider.Fold(history()), incident.Withdraw{
			Asked: asks(registrar), Reason: codes.Code(bad), Explanation: bad + "\x00"})
		for _, err := range []error{err, second} {
			if err == nil || strings.Contains(err.Error(), canary) || strings.Contains(fmt.Sprintf("%+v", err), canary) {
				t.Errorf("the error repeats it, or there is none: %.200v", err)
			}
		}
	}
}

// TestCodesAreJudgedByTheTimeOfTheIncident adds codes that came later to two
// lists; it does not run beside others, which read the same lists.
func TestCodesAreJudgedByTheTimeOfTheIncident(t *testing.T) {
	later(t, &codes.Behaviour, "DRONE")
	later(t, &codes.LocationType, "METAVERSE")
	inTime := full(func(c *incident.Register) { c.Behaviours, c.Place.Type = []codes.Code{"DRONE"}, "METAVERSE" })
	events, err := incident.Decider.Decide(incident.Incident{}, inTime)
	if err != nil {
		t.Fatalf("in their time: %v", err)
	}
	tooEarly := inTime
	tooEarly.Occurred = june
	old := registered(func(e *incident.Registered) { e.Occurred = june })
	tests := map[string]struct {
		given  []incident.Event
		when   incident.Command
		fields string
	}{
		"registered before their time": {nil, tooEarly, "place.type,behaviours[0]"},
		"moved before their time":      {events, incident.Correct{Asked: asks(registrar), Reason: "zomaar", Occurred: &june}, "place.type,behaviours[0]"},
		"added before its time":        {[]incident.Event{old}, incident.AddDetails{Asked: asks(registrar), Behaviours: []codes.Code{"DRONE"}}, "behaviours[0]"},
	}
	for name, test := range tests {
		if _, err := incident.Decider.Decide(incident.Decider.Fold(test.given), test.when); fieldsOf(err) != test.fields {
			t.Errorf("%s: %v, want %s", name, err, test.fields)
		}
	}
}

// later adds a code that could not apply before 2 June 2026, until the test ends.
func later(t *testing.T, list *codes.List, code codes.Code) {
	before := list.Codes
	list.Codes = append(slices.Clone(before), codes.Entry{Code: code, From: "2026-06-02"})
	t.Cleanup(func() { list.Codes = before })
}

func TestUnitsAreThoseOfTheEmployerNow(t *testing.T) {
	t.Parallel()
	moved := rotterdam
	moved.Units = []employer.Unit{{Code: "HH-9", Name: "Handhaving 9"}}
	asked := asks(registrar)
	asked.Employer = moved
	state := incident.Decider.Fold(history())
	if _, err := incident.Decider.Decide(state, incident.Correct{Asked: asked, Reason: "verhuisd", Occurred: &june}); err != nil {
		t.Errorf("a unit that is gone bars other corrections: %v", err)
	}
	same := incident.Place{Type: "HOME", Gemeente: "GM0599", Unit: "HH-1"}
	if _, err := incident.Decider.Decide(state, incident.Correct{Asked: asked, Reason: "verhuisd", Place: &same}); err != nil {
		t.Errorf("a unit that is gone bars correcting the rest of the place: %v", err)
	}
	place := incident.Place{Type: "ROAD", Unit: "HH-2"}
	if _, err := incident.Decider.Decide(state, incident.Correct{Asked: asked, Reason: "verhuisd", Place: &place}); fieldsOf(err) != "place.unit" {
		t.Errorf("a unit that is gone can be chosen: %v", err)
	}
}
