package triggers_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/facts/factstest"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/triggers"
)

var owner = uuid.UUID{0xE}

// went is an incident with its course, in one step.
type went struct {
	behaviours []codes.Code
	occasion   codes.Code
	step       *incident.Step // nil: nobody told it
}

func view(t *testing.T, by string, all []went, filters ...string) figures.Answer {
	t.Helper()
	events := []projections.Event{{
		Stream: employer.Stream(owner), Body: employer.Registered{ID: owner, Code: "GEM-X", Name: "X", Zone: employer.DefaultZone},
	}}
	for i, w := range all {
		s := incident.Stream(uuid.UUID{1, byte(i)})
		events = append(events, projections.Event{Stream: s, Body: incident.Registered{
			Employer: owner, Occurred: moment.Moment{Instant: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), Precision: moment.Minute},
			Behaviours: w.behaviours, Professions: []codes.Code{"AMB"}, Circumstances: incident.Circumstances{Occasions: []codes.Code{w.occasion}},
		}})
		if w.step != nil {
			events = append(events, projections.Event{Stream: s, Body: incident.CourseTold{Steps: []incident.Step{*w.step}}})
		}
	}
	for i := range events {
		events[i].Position, events[i].Employer = eventlog.Position(i+1), owner
	}
	engine, err := figures.New(time.LoadLocation)
	if err != nil {
		t.Fatal(err)
	}
	err = engine.Apply(figures.Batch{
		Through:   eventlog.Position(len(events)),
		Incidents: factstest.Fold(facts.Incidents, events), Employers: factstest.Fold(facts.Employers, events),
	})
	if err != nil {
		t.Fatal(err)
	}
	q, err := triggers.Question(by, filters, 0)
	if err != nil {
		t.Fatal(err)
	}
	a, err := engine.Ask(q, access.Scope{Employer: owner})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func cell(t *testing.T, a figures.Answer, row, column codes.Code) int {
	t.Helper()
	for i, r := range a.Rows {
		for j, c := range a.Columns {
			if r == row && c == column {
				return a.Cells[i][j].N
			}
		}
	}
	return 0
}

func triggered(list ...codes.Code) *incident.Step {
	s := incident.Step{}
	for _, c := range list {
		s.Triggers = append(s.Triggers, incident.Trigger{Trigger: c, AssessedBy: "WITNESS"})
	}
	return &s
}

var all = []went{
	{[]codes.Code{"HIT", "SPIT"}, "TICKET", triggered("TR_FINE", "TR_TOUCH")},
	{[]codes.Code{"HIT"}, "MEDICAL", triggered("TR_WAIT")},
	{[]codes.Code{"HIT"}, "MEDICAL", triggered("TR_NONE")},
	{[]codes.Code{"HIT"}, "MEDICAL", triggered(codes.Unknown)},
	{[]codes.Code{"VERB_ABUSE"}, "TICKET", &incident.Step{
		Phase: "P2_TENSION", Amplifiers: []incident.Amplifier{{Amplifier: "ALC", Certainty: "TESTED"}},
		Measures: []incident.Measure{{Measure: "TALK", Effect: "WORKED"}, {Measure: "WARN", Effect: "WORSE"}},
	}},
	{[]codes.Code{"HIT"}, "TICKET", nil},
}

func TestIncidentsAreCountedOfWhichTheQuestionWasAnswered(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		by          string
		filters     []string
		row, column codes.Code
		n, total    int
		base        figures.Completeness
	}{
		"trigger by kind of behaviour": {"", nil, "TR_FINE", "PHYSICAL", 1, 3, figures.Completeness{Dimension: figures.Trigger, Of: 6, Answered: 3, Unknown: 1, NotRecorded: 2}},
		"trigger by behaviour":         {"behaviour", nil, "TR_FINE", "SPIT", 1, 3, figures.Completeness{Dimension: figures.Trigger, Of: 6, Answered: 3, Unknown: 1, NotRecorded: 2}},
		"none that anybody saw is an answer": {
			"behaviour", nil, "TR_NONE", "HIT", 1, 3, figures.Completeness{Dimension: figures.Trigger, Of: 6, Answered: 3, Unknown: 1, NotRecorded: 2}},
		"trigger by occasion, filtered": {
			"occasion", []string{"occasion=TICKET"}, "TR_TOUCH", "TICKET", 1, 1, figures.Completeness{Dimension: figures.Trigger, Of: 3, Answered: 1, NotRecorded: 2}},
		"trigger by profession": {"profession", nil, "TR_WAIT", "AMB", 1, 3, figures.Completeness{Dimension: figures.Trigger, Of: 6, Answered: 3, Unknown: 1, NotRecorded: 2}},
		"who judged it":         {"assessed-by", nil, "TR_WAIT", "WITNESS", 1, 3, figures.Completeness{Dimension: figures.Trigger, Of: 6, Answered: 3, Unknown: 1, NotRecorded: 2}},
		"amplifier":             {"amplifier", nil, "ALC", "VERBAL", 1, 1, figures.Completeness{Dimension: figures.Amplifier, Of: 6, Answered: 1, NotRecorded: 5}},
		"how it is known":       {"certainty", nil, "ALC", "TESTED", 1, 1, figures.Completeness{Dimension: figures.Amplifier, Of: 6, Answered: 1, NotRecorded: 5}},
		"a measure's own effect": {
			"measure", nil, "TALK", "WORKED", 1, 1, figures.Completeness{Dimension: figures.Measure, Of: 6, Answered: 1, NotRecorded: 5}},
		"and not that of another": {
			"measure", nil, "TALK", "WORSE", 0, 1, figures.Completeness{Dimension: figures.Measure, Of: 6, Answered: 1, NotRecorded: 5}},
		"phase": {"phase", nil, "P2_TENSION", "VERBAL", 1, 1, figures.Completeness{Dimension: figures.Phase, Of: 6, Answered: 1, NotRecorded: 5}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := view(t, c.by, all, c.filters...)
			if got := cell(t, a, c.row, c.column); got != c.n || a.Total.N != c.total || a.View != triggers.Name {
				t.Errorf("%s × %s: %d of %d, want %d of %d", c.row, c.column, got, a.Total.N, c.n, c.total)
			}
			if a.Base == nil || *a.Base != c.base {
				t.Errorf("counted of %+v, want %+v", a.Base, c.base)
			}
			if cell(t, a, codes.NotRecorded, c.column) != 0 || cell(t, a, codes.Unknown, c.column) != 0 {
				t.Error("what was not answered is counted")
			}
		})
	}
}

func TestTheBaseIsPrintedAndNobodyIsBlamed(t *testing.T) {
	t.Parallel()
	a := view(t, "", all)
	for text, want := range map[string][]string{
		a.DefinitionNL: {"Geteld zijn de 3 van 6 incidenten waarin een antwoord staat op: trigger; onbekend is het in 1, niet vastgelegd in 2", "nooit een verwijt aan de medewerker"},
		a.Definition:   {"Counted are the 3 of 6 incidents that have an answer to: trigger; it is unknown in 1, not recorded in 2", "never means blame on the worker"},
	} {
		for _, words := range want {
			if !strings.Contains(text, words) {
				t.Errorf("%q is not in %q", words, text)
			}
		}
	}
	if a := view(t, "amplifier", all); !strings.Contains(a.Definition, "no diagnosis") {
		t.Errorf("amplifiers are taken for a diagnosis: %s", a.Definition)
	}
}

func TestALayoutThatIsNoneIsRefusedWithThoseThereAre(t *testing.T) {
	t.Parallel()
	if _, err := triggers.Question("weekday", nil, 0); fault.KindOf(err) != fault.Invalid {
		t.Errorf("got %v", err)
	}
	if _, err := triggers.Question("", []string{"trigger=TR_MOON"}, 0); fault.KindOf(err) != fault.Invalid {
		t.Errorf("got %v", err)
	}
	for _, by := range triggers.Layouts {
		if q, err := triggers.Question(string(by), nil, 0); err != nil || q.Base != q.Rows || q.Rows == q.Columns {
			t.Errorf("%s: %+v, %v", by, q, err)
		}
	}
}
