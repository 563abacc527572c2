package figures_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/facts/factstest"
	"ruggensteun/projections/figures"
)

// otherUnits are all that can be counted beside incidents.
var otherUnits = slices.DeleteFunc(slices.Clone(figures.Units), func(u figures.Unit) bool { return u == figures.CountIncidents })

// notOf are dimensions that are told of each of what is counted, and not of its incident.
var notOf = map[figures.Unit][]figures.Dimension{
	figures.CountSuspects: {figures.Suspect, figures.GroupSize, figures.Nth, figures.Since, figures.AgeBand, figures.History, figures.Provenance},
}

// askable makes a question one that can be asked of a unit, and as often as not one that rests
// on what each answers itself.
func askable(t *rapid.T, q figures.Question, unit figures.Unit) figures.Question {
	q.Unit = unit
	if each := itsOwn[unit]; len(each) > 0 && rapid.Bool().Draw(t, "of each itself") {
		d := rapid.SampledFrom(each).Draw(t, "itself")
		switch rapid.IntRange(0, 3).Draw(t, "where") {
		case 0:
			if q.Rows = d; q.Columns == d {
				q.Columns = figures.All
			}
		case 1:
			if q.Columns = d; q.Rows == d {
				q.Rows = figures.All
			}
		case 2:
			if q.Rows != d && q.Columns != d {
				q.Filters = maps.Clone(q.Filters)
				if q.Filters == nil {
					q.Filters = figures.Filters{}
				}
				q.Filters[d] = []codes.Code{rapid.SampledFrom(map[figures.Dimension][]codes.Code{
					figures.Injury: factstest.Injuries, figures.MindInjury: {"M2", facts.Forgotten}, figures.Absence: {"4-14", codes.NotRecorded},
					figures.Exposure: {"NONE", "BLOOD"}, figures.Step: {"AANG", "SEPOT"}, figures.Invented: {"YES", "NO"},
				}[d]).Draw(t, "value")}
			}
		default:
			q.Base = d
		}
	}
	for _, d := range notOf[unit] {
		for _, of := range []*figures.Dimension{&q.Rows, &q.Columns, &q.Base} {
			if *of == d {
				*of = figures.All
			}
		}
		delete(q.Filters, d)
	}
	return q
}

func history(t *rapid.T) []projections.Event {
	if rapid.IntRange(0, 3).Draw(t, "of suspects") == 0 {
		return withCases(t, factstest.HistoryOfSuspects(t))
	}
	return withCases(t, factstest.History(t))
}

// Whatever happened and whatever is asked, workers, suspects, aangiften, cases and steps
// are those that a clerk finds who puts all of them on a table with their incidents.
func TestAnyUnitIsCountedAsFromTheEvents(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := history(t)
		engine := follow(t, events)
		for _, unit := range otherUnits {
			q, scope := askable(t, question(t, engine.Position()), unit), scopeOf(t)
			got, err := engine.Ask(q, scope)
			if err != nil {
				t.Fatalf("ask %+v: %v", q, err)
			}
			want := counts{}
			counted := recountUnits(events, q, q.AsOf, scope, func(_ string, cell [2]codes.Code) { want[cell]++ })
			if diff := cmp.Diff(want, countsOf(t, got)); diff != "" {
				t.Fatalf("question %+v, scope %+v (-want +got):\n%s", q, scope, diff)
			}
			if n := inventedOf(events, counted); n != got.Invented {
				t.Fatalf("question %+v, scope %+v: %d made up, want %d", q, scope, got.Invented, n)
			}
			if n := got.Total.N; unit == figures.CountWorkers && delayed(got) != n {
				t.Fatalf("question %+v: the reporting delay of %d of %d", q, delayed(got), n)
			}
		}
	})
}

func inventedOf(events []projections.Event, all map[string]*element) (n int) {
	invented := inventedIn(events)
	for _, e := range all {
		if e.madeUp || slices.ContainsFunc(e.roots, func(id uuid.UUID) bool { return invented[id] }) {
			n++
		}
	}
	return n
}

func delayed(a figures.Answer) (n int) {
	for _, d := range a.Delay {
		n += d.N
	}
	return n
}

// Of each dimension is said in how many of what is counted it is answered: in any of the
// incidents.
func TestTheCompletenessOfAnyUnitIsThatOfItsIncidents(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := history(t)
		engine := follow(t, events)
		for _, unit := range otherUnits {
			q := askable(t, question(t, engine.Position()), unit)
			got, err := engine.Ask(q, access.Scope{All: true})
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range got.Completeness {
				if _, filtered := q.Filters[c.Dimension]; filtered || c.Dimension == q.Base {
					continue // of those it is said before anything is left out
				}
				laid := q
				laid.Rows, laid.Columns = c.Dimension, figures.All
				if diff := cmp.Diff(completenessByHand(events, laid), c); diff != "" {
					t.Fatalf("question %+v, %s (-want +got):\n%s", q, c.Dimension, diff)
				}
			}
		}
	})
}

func completenessByHand(events []projections.Event, q figures.Question) figures.Completeness {
	answers := map[uuid.UUID][]codes.Code{}
	recountEach(events, ofIncidents(q), q.AsOf, access.Scope{All: true}, func(id uuid.UUID, cell [2]codes.Code) {
		if cell[0] != "" && cell[1] == "" {
			answers[id] = append(answers[id], cell[0])
		}
	})
	around := newTrust(q, nil, access.Scope{})
	for _, e := range recountUnits(events, q, q.AsOf, access.Scope{All: true}, func(string, [2]codes.Code) {}) {
		if own := e.own[q.Rows]; own != nil && slices.Contains(itsOwn[q.Unit], q.Rows) {
			around.ask("rows", q.Rows, own)
			continue
		}
		best := [2]codes.Code{}
		for _, root := range e.roots {
			values := answers[root]
			if kind := around.missing(values); len(values) > 0 && (best[0] == "" || kinds[kind] < kinds[best[1]]) {
				best = [2]codes.Code{values[0], kind}
			}
		}
		switch {
		case len(e.roots) == 0:
			around.ask("rows", q.Rows, []codes.Code{codes.NotApplicable})
		case best[1] != "":
			around.ask("rows", q.Rows, []codes.Code{best[1]})
		default:
			around.ask("rows", q.Rows, []codes.Code{figures.Everything})
		}
	}
	c := around.asked["rows"][q.Rows]
	c.Dimension = q.Rows
	return c
}

// kinds are the ways of having no answer, the one that says most first.
var kinds = map[codes.Code]int{"": 0, facts.Forgotten: 1, "UNDER_REVIEW": 2, codes.Unknown: 3, codes.NotApplicable: 4, codes.NotRecorded: 5}
