package figures_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/projections"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/facts/factstest"
	"ruggensteun/projections/figures"
)

// parted are the parts above or below zero by row and column; "" is the total.
type parted map[[2]codes.Code]map[figures.Part]int

// Whatever happened between two moments, each incident that moved stands in one part, as a
// clerk finds who reads all events twice; and the parts are exactly the difference.
func TestEachIncidentStandsInOnePartOfTheDifference(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tell := rapid.SampledFrom([]func(*rapid.T) []projections.Event{factstest.History, factstest.HistoryOfSuspects}).Draw(t, "told of")
		events := tell(t)
		engine := follow(t, events)
		if engine.Position() == 0 {
			return
		}
		for range rapid.IntRange(1, 8).Draw(t, "questions") {
			q, scope := question(t, engine.Position()), scopeOf(t)
			if rapid.Bool().Draw(t, "of all, until now") { // else little is left that could change
				q.AsOf, q.Filters, q.Period, q.Base, scope = engine.Position(), nil, figures.Period{}, figures.All, access.Scope{All: true}
			}
			q.AsOf = max(q.AsOf, 1)
			since := figures.Moment{Position: eventlog.Position(rapid.IntRange(1, int(q.AsOf)).Draw(t, "since"))}
			since.At = rapid.SampledFrom([]time.Time{
				time.Date(2018, 11, 4, 2, 30, 30, 0, time.UTC), time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC), time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC),
			}).Draw(t, "at")
			got, err := engine.Change(q, since, scope)
			if err != nil {
				t.Fatalf("change of %+v since %d: %v", q, since.Position, err)
			}
			if diff := cmp.Diff(partsByHand(events, q, since, scope), partsOf(t, got)); diff != "" {
				t.Fatalf("question %+v since %+v, scope %+v (-want +got):\n%s", q, since, scope, diff)
			}
			sumsUp(t, engine, got, q, since, scope)
		}
	})
}

// sumsUp holds a change beside the answers at both moments.
func sumsUp(t *rapid.T, engine *figures.Engine, c figures.Change, q figures.Question, since figures.Moment, scope access.Scope) {
	after, err := engine.Ask(q, scope)
	if err != nil {
		t.Fatal(err)
	}
	q.AsOf = since.Position
	before, err := engine.Ask(q, scope)
	if err != nil {
		t.Fatal(err)
	}
	want := [2]counts{countsOf(t, before), countsOf(t, after)}
	each(c, func(cell [2]codes.Code, of figures.Changed) {
		sum := 0
		for _, n := range of.Parts {
			sum += n
		}
		if of.Before.N != want[0][cell] || of.After.N != want[1][cell] || *of.Difference != sum || of.After.N-of.Before.N != sum {
			t.Fatalf("%v went from %d to %d with parts %v; the answers say %d and %d", cell, of.Before.N, of.After.N, of.Parts, want[0][cell], want[1][cell])
		}
	})
}

func each(c figures.Change, do func([2]codes.Code, figures.Changed)) {
	do([2]codes.Code{}, c.Total)
	for j, column := range c.Columns {
		do([2]codes.Code{"", column}, c.ColumnTotals[j])
	}
	for i, row := range c.Rows {
		do([2]codes.Code{row, ""}, c.RowTotals[i])
		for j, column := range c.Columns {
			do([2]codes.Code{row, column}, c.Cells[i][j])
		}
	}
}

func partsOf(t *rapid.T, c figures.Change) parted {
	parts := parted{}
	each(c, func(cell [2]codes.Code, of figures.Changed) {
		if _, twice := parts[cell]; twice {
			t.Fatalf("%v stands twice", cell)
		}
		if len(of.Parts) > 0 {
			parts[cell] = of.Parts
		}
	})
	return parts
}

// partsByHand reads all events up to each moment, and then asks of each incident what became
// of it.
func partsByHand(events []projections.Event, q figures.Question, since figures.Moment, scope access.Scope) parted {
	first := q
	first.AsOf = since.Position
	at := func(q figures.Question, by eventlog.Position) map[uuid.UUID]map[[2]codes.Code]bool {
		in := map[uuid.UUID]map[[2]codes.Code]bool{}
		recountEach(events, q, by, scope, func(id uuid.UUID, cell [2]codes.Code) {
			if in[id] == nil {
				in[id] = map[[2]codes.Code]bool{}
			}
			in[id][cell] = true
		})
		return in
	}
	before, after, classedAnew := at(first, since.Position), at(q, q.AsOf), at(first, q.AsOf)
	_, was, _ := known(events, since.Position)
	employers, is, _ := known(events, q.AsOf)
	parts := parted{}
	for id := range is {
		part := func(in bool) figures.Part {
			_, there := was[id]
			switch {
			case !there && happenedSince(is[id], since.At, orDefault(employers[is[id].Employer].Zone)):
				return figures.PartNew
			case !there:
				return figures.PartLate
			case isBack(was[id]) || isBack(is[id]):
				return figures.PartWithdrawn
			case !countsByItself(id, is):
				return figures.PartMerged
			case !countsByItself(id, was):
				return figures.PartSplit
			case cmp.Equal(classedAnew[id], after[id]):
				return figures.PartRecoded
			case forgot(events, q, id, since.Position):
				return figures.PartErased
			case in:
				return figures.PartCorrectedIn
			}
			return figures.PartCorrectedOut
		}
		add := func(cell [2]codes.Code, p figures.Part, n int) {
			if parts[cell] == nil {
				parts[cell] = map[figures.Part]int{}
			}
			if parts[cell][p] += n; parts[cell][p] == 0 {
				delete(parts[cell], p)
			}
			if len(parts[cell]) == 0 {
				delete(parts, cell)
			}
		}
		for cell := range after[id] {
			if !before[id][cell] {
				add(cell, part(true), 1)
			}
		}
		for cell := range before[id] {
			if !after[id][cell] {
				add(cell, part(false), -1)
			}
		}
	}
	return parts
}

func isBack(i incident.Incident) bool { return i.Withdrawn || i.Closing.Reason == "OTHER_REGIME" }

func happenedSince(i incident.Incident, since time.Time, zone string) bool {
	if !i.Occurred.Known() {
		return false
	}
	at := i.Occurred.Instant.Truncate(time.Minute)
	if p := i.Occurred.Precision; p == moment.Minute || p == moment.Hour {
		return !at.Before(since)
	}
	location, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	local := since.In(location)
	wall := time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), local.Second(), local.Nanosecond(), time.UTC)
	return !at.Add(time.Duration(i.Occurred.Offset) * time.Minute).Before(wall)
}

// forgot tells whether one of the things asked about says that it was forgotten, which it did
// not at the first moment.
func forgot(events []projections.Event, q figures.Question, id uuid.UUID, since eventlog.Position) bool {
	says := func(d figures.Dimension, at eventlog.Position) (said bool) {
		recountEach(events, figures.Question{Unit: q.Unit, Rows: d, AsOf: at}, at, access.Scope{All: true}, func(of uuid.UUID, cell [2]codes.Code) {
			said = said || of == id && cell[0] == facts.Forgotten
		})
		return said
	}
	asked := append(sortedFilters(q.Filters), q.Rows, q.Columns, q.Base)
	return slices.ContainsFunc(asked, func(d figures.Dimension) bool {
		return d != figures.All && says(d, q.AsOf) && !says(d, since)
	})
}

// Between the two moments, positions 10 and 20 at noon of 20 March 2026, this was recorded of one
// incident on the road, in a table by kind of place.
func TestWhatStandsInWhichPart(t *testing.T) {
	t.Parallel()
	type version = facts.Version[facts.Incident]
	in := func(p eventlog.Position, id byte, change ...func(*facts.Incident)) version {
		return incidentAt(p, id, rotterdam, append([]func(*facts.Incident){occurred(2026, 3, 1)}, change...)...)
	}
	into := func(id byte) func(*facts.Incident) {
		return func(r *facts.Incident) { r.MergedInto = uuid.UUID{0x1, id} }
	}
	other := in(3, 2, at("HOME"))
	for name, c := range map[string]struct {
		given      []version
		total      map[figures.Part]int
		road, home map[figures.Part]int
	}{
		"what happened since is new":                     {[]version{in(12, 1, occurred(2026, 3, 20))}, one(figures.PartNew, 1), one(figures.PartNew, 1), nil},
		"what happened before and came in since is late": {[]version{in(12, 1)}, one(figures.PartLate, 1), one(figures.PartLate, 1), nil},
		"what has no date is late": {
			[]version{in(12, 1, func(r *facts.Incident) { r.OccurredAt, r.Precision = nil, "" })}, one(figures.PartLate, 1), one(figures.PartLate, 1), nil,
		},
		"what was late and corrected since is late still":           {[]version{in(12, 1, at("HOME")), in(13, 1)}, one(figures.PartLate, 1), one(figures.PartLate, 1), nil},
		"what came and was withdrawn again does not appear":         {[]version{in(12, 1), in(13, 1, withdrawn)}, nil, nil, nil},
		"what is corrected there and back does not appear":          {[]version{in(2, 1), in(12, 1, at("HOME")), in(13, 1)}, nil, nil, nil},
		"a correction takes out of one place and puts into another": {[]version{in(2, 1), in(12, 1, at("HOME"))}, nil, one(figures.PartCorrectedOut, -1), one(figures.PartCorrectedIn, 1)},
		"what is withdrawn":                         {[]version{in(2, 1), in(12, 1, withdrawn)}, one(figures.PartWithdrawn, -1), one(figures.PartWithdrawn, -1), nil},
		"corrected and then withdrawn is withdrawn": {[]version{in(2, 1), in(12, 1, at("HOME")), in(13, 1, at("HOME"), withdrawn)}, one(figures.PartWithdrawn, -1), one(figures.PartWithdrawn, -1), nil},
		"closed as one of another regime":           {[]version{in(2, 1), in(12, 1, func(r *facts.Incident) { r.Closing = "OTHER_REGIME" })}, one(figures.PartWithdrawn, -1), one(figures.PartWithdrawn, -1), nil},
		"merged":                                    {[]version{in(2, 1), other, in(12, 1, into(2))}, one(figures.PartMerged, -1), one(figures.PartMerged, -1), nil},
		"split":                                     {[]version{in(2, 1), other, in(4, 1, into(2)), in(12, 1)}, one(figures.PartSplit, 1), one(figures.PartSplit, 1), nil},
		"what it was merged with is withdrawn":      {[]version{in(2, 1), other, in(4, 1, into(2)), in(12, 2, at("HOME"), withdrawn)}, nil, one(figures.PartSplit, 1), one(figures.PartWithdrawn, -1)},
		"what was merged late does not appear":      {[]version{other, in(12, 1, into(2))}, nil, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			engine := applied(t, c.given, nil)
			got := changed(t, engine, figures.Question{Rows: figures.Place}, access.Scope{All: true})
			for place, want := range map[codes.Code]map[figures.Part]int{"": c.total, "ROAD": c.road, "HOME": c.home} {
				of := got.Total
				if i := slices.Index(got.Rows, place); i >= 0 {
					of = got.RowTotals[i]
				}
				if c.total == nil && place == "" { // what moves inside the table adds up to nothing
					want, of.Parts = nil, withoutNothing(of)
				}
				if diff := cmp.Diff(want, of.Parts, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("%q (-want +got):\n%s", place, diff)
				}
			}
		})
	}
}

// withoutNothing are the parts of a cell whose number stays what it was.
func withoutNothing(of figures.Changed) map[figures.Part]int {
	if *of.Difference == 0 {
		return nil
	}
	return of.Parts
}

func one(p figures.Part, n int) map[figures.Part]int { return map[figures.Part]int{p: n} }

func occurred(year int, month time.Month, date int) func(*facts.Incident) {
	return func(r *facts.Incident) { r.OccurredAt = new(time.Date(year, month, date, 13, 0, 0, 0, time.UTC)) }
}

func applied(t *testing.T, incidents []facts.Version[facts.Incident], and func(*figures.Batch)) *figures.Engine {
	t.Helper()
	engine, err := figures.New(time.LoadLocation)
	if err != nil {
		t.Fatal(err)
	}
	engine.Protect(cellKey, disclosure.Default())
	b := figures.Batch{Through: 30, Employers: []facts.Version[facts.Employer]{employerAt(1, rotterdam, "GEM-ROTTERDAM", "Europe/Amsterdam")}, Incidents: incidents}
	if and != nil {
		and(&b)
	}
	if err := engine.Apply(b); err != nil {
		t.Fatal(err)
	}
	return engine
}

func changed(t *testing.T, engine *figures.Engine, q figures.Question, scope access.Scope) figures.Change {
	t.Helper()
	q.Unit, q.AsOf = figures.CountIncidents, 20
	got, err := engine.Change(q, figures.Moment{Position: 10, At: time.Date(2026, 3, 20, 12, 0, 0, 0, time.UTC)}, scope)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestWhatIsOnlyReadByAnotherClockIsRecoded(t *testing.T) {
	t.Parallel()
	moved := func(b *figures.Batch) {
		b.Employers = append(b.Employers, employerAt(15, rotterdam, "GEM-ROTTERDAM", "UTC"))
	}
	seen := incidentAt(2, 1, rotterdam, occurred(2026, 3, 1))
	for name, c := range map[string]struct {
		given []facts.Version[facts.Incident]
		hour  codes.Code
		want  map[figures.Part]int
	}{
		"out of the hour of the one clock":       {[]facts.Version[facts.Incident]{seen}, "14", one(figures.PartRecoded, -1)},
		"into that of the other":                 {[]facts.Version[facts.Incident]{seen}, "13", one(figures.PartRecoded, 1)},
		"with another place it is recoded still": {[]facts.Version[facts.Incident]{seen, incidentAt(12, 1, rotterdam, occurred(2026, 3, 1), at("HOME"))}, "13", one(figures.PartRecoded, 1)},
		"of another time it was corrected": {
			[]facts.Version[facts.Incident]{seen, incidentAt(12, 1, rotterdam, occurred(2026, 3, 1), func(r *facts.Incident) { *r.OccurredAt = r.OccurredAt.Add(time.Hour) })}, "14", nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := changed(t, applied(t, c.given, moved), figures.Question{Rows: figures.Hour}, access.Scope{All: true})
			if diff := cmp.Diff(c.want, got.RowTotals[slices.Index(got.Rows, c.hour)].Parts, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatWasToldAndForgottenIsErased(t *testing.T) {
	t.Parallel()
	v := incidentAt(2, 1, rotterdam, occurred(2026, 3, 1))
	engine := applied(t, []facts.Version[facts.Incident]{v}, func(b *figures.Batch) {
		b.Involvements = []facts.Version[facts.Involvement]{{Head: projections.Head{Key: uuid.UUID{9}, Position: 12, Parent: v.Key, Employer: rotterdam}, Row: facts.Involvement{Person: uuid.UUID{8}, Health: facts.Health(facts.Forgotten)}}}
	})
	got := changed(t, engine, figures.Question{Rows: figures.Injury}, access.Scope{All: true})
	if of := got.RowTotals[slices.Index(got.Rows, facts.Forgotten)]; !cmp.Equal(of.Parts, one(figures.PartErased, 1)) || *of.Difference != 1 {
		t.Errorf("%+v", of)
	}
}

func faultFields(err error) (names []string) {
	var f *fault.Fault
	if errors.As(err, &f) {
		for _, field := range f.Fields {
			names = append(names, field.Name)
		}
	}
	return names
}

func TestTheSecondMomentDoesNotComeFirst(t *testing.T) {
	t.Parallel()
	engine := busy(t, busyMonths)
	for name, since := range map[string]figures.Moment{"later": {Position: 9}, "none": {}} {
		_, err := engine.Change(figures.Question{Unit: figures.CountIncidents, AsOf: 5}, since, access.Scope{All: true})
		if names := faultFields(err); !slices.Equal(names, []string{"from"}) {
			t.Errorf("%s: %v names %v", name, err, names)
		}
	}
}

// Whatever happened between two moments, the parts of any unit are the difference in every cell,
// of what is counted from the events at each.
func TestTheDifferenceOfAnyUnitIsItsParts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := history(t)
		engine := follow(t, events)
		if engine.Position() == 0 {
			return
		}
		for _, unit := range otherUnits {
			q, scope := askable(t, question(t, engine.Position()), unit), scopeOf(t)
			if rapid.Bool().Draw(t, "of all, until now") { // else little is left that could change
				q.AsOf, q.Filters, q.Period, scope = engine.Position(), nil, figures.Period{}, access.Scope{All: true}
			}
			q.AsOf = max(q.AsOf, 1)
			since := figures.Moment{Position: eventlog.Position(rapid.IntRange(1, int(q.AsOf)).Draw(t, "since"))}
			since.At = rapid.SampledFrom([]time.Time{time.Date(2018, 11, 4, 2, 30, 30, 0, time.UTC), time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)}).Draw(t, "at")
			got, err := engine.Change(q, since, scope)
			if err != nil {
				t.Fatalf("change of %+v since %d: %v", q, since.Position, err)
			}
			first := q
			first.AsOf = since.Position
			want := [2]counts{{}, {}}
			for i, asked := range []figures.Question{first, q} {
				recountUnits(events, asked, asked.AsOf, scope, func(_ string, cell [2]codes.Code) { want[i][cell]++ })
			}
			each(got, func(cell [2]codes.Code, of figures.Changed) {
				sum := 0
				for _, n := range of.Parts {
					sum += n
				}
				if of.Before.N != want[0][cell] || of.After.N != want[1][cell] || *of.Difference != sum || want[1][cell]-want[0][cell] != sum {
					t.Fatalf("%+v, scope %+v, since %d: %v went from %d to %d with parts %v; the events say %d and %d", q, scope, since.Position, cell, of.Before.N, of.After.N, of.Parts, want[0][cell], want[1][cell])
				}
			})
		}
	})
}
