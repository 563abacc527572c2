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

// busy is what was recorded of some months, and behind it the late reports.
func busy(t *testing.T, recorded []month, late ...func(*facts.Incident)) *figures.Engine {
	t.Helper()
	engine, err := figures.New(time.LoadLocation)
	if err != nil {
		t.Fatal(err)
	}
	engine.Protect(cellKey, disclosure.Default())
	b := figures.Batch{Through: 1000, Employers: []facts.Version[facts.Employer]{employerAt(1, rotterdam, "GEM-ROTTERDAM", "Europe/Amsterdam")}}
	for _, of := range recorded {
		for range of.many {
			i := len(b.Incidents)
			at := eventlog.Position(i + 2)
			v := incidentAt(at, 0, rotterdam)
			v.Key = uuid.UUID{0x2, byte(i >> 8), byte(i)}
			v.Parent = v.Key
			v.Row.PlaceType, v.Row.Professions, v.Row.Behaviours = somePlaces[i%2], someProfessions[i%3:i%3+1], someBehaviours[i%2:i%2+1]
			when := time.Date(2026, of.month, 2+i%20, 12, 0, 0, 0, time.UTC)
			v.Row.OccurredAt = &when
			b.Incidents = append(b.Incidents, v)
		}
	}
	for i, told := range late {
		b.Incidents = append(b.Incidents, incidentAt(eventlog.Position(500+i), byte(i), rotterdam, told))
	}
	if err := engine.Apply(b); err != nil {
		t.Fatal(err)
	}
	return engine
}

// busyMonths are what was recorded, in order: of which month, and how many.
var busyMonths = []month{{1, 60}, {2, 70}, {1, 12}, {3, 50}, {2, 1}}

type month struct {
	month time.Month
	many  int
}

var busyEpochs = []figures.Epoch{
	{End: time.Date(2026, 1, 31, 23, 0, 0, 0, time.UTC), Position: 61}, {End: time.Date(2026, 2, 28, 23, 0, 0, 0, time.UTC), Position: 131},
	{End: time.Date(2026, 3, 31, 22, 0, 0, 0, time.UTC), Position: 1000},
}

// protectedQuestions are every table of three dimensions and time, with and without a filter.
func protectedQuestions() (all []figures.Question) {
	laid := []figures.Dimension{figures.All, figures.Place, figures.Profession, figures.Behaviour, figures.Month, figures.Year}
	for _, rows := range laid {
		for _, columns := range laid {
			dated := func(d figures.Dimension) bool { return d == figures.Month || d == figures.Year }
			if rows == columns && rows != figures.All || dated(rows) && dated(columns) {
				continue
			}
			q := figures.Question{Unit: figures.CountIncidents, Rows: rows, Columns: columns, Filters: figures.Filters{}, Epochs: busyEpochs}
			if all = append(all, q); rows != figures.Place && columns != figures.Place {
				q.Filters = figures.Filters{figures.Place: {"ROAD"}}
				all = append(all, q)
			}
		}
	}
	return all
}

func inLocal(epochs []figures.Epoch) []figures.Epoch {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic(err)
	}
	local := slices.Clone(epochs)
	for i := range local {
		local[i].End = local[i].End.In(zone)
	}
	return local
}

// The attack: between two month ends nothing but one report came in, and late. Whatever somebody
// who is not the owner asks about the difference, nothing shows of it, and the answer is the one
// that he would have had if it was never made.
func TestALoneLateReportShowsInNoPart(t *testing.T) {
	t.Parallel()
	quiet := busyMonths[:2]
	for k, place := range somePlaces {
		late := func(r *facts.Incident) {
			r.PlaceType, r.Professions, r.Behaviours = place, someProfessions[k:k+1], someBehaviours[1-k:2-k]
			r.OccurredAt = new(time.Date(2026, time.Month(1+k), 7, 23, 0, 0, 0, time.UTC))
		}
		with, without := busy(t, quiet, late), busy(t, quiet)
		audience := []access.Audience{access.ForAnalysts, access.ForPublic}[k]
		for _, q := range protectedQuestions() {
			q.Epochs = inLocal(q.Epochs)
			since := figures.Moment{Position: q.Epochs[1].Position, At: q.Epochs[1].End}
			var told [2]figures.Change
			for i, engine := range []*figures.Engine{with, without} {
				var err error
				if told[i], err = engine.Change(q, since, access.Scope{All: true, For: audience}); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(told[1], told[0]); diff != "" {
				t.Errorf("%s: the late report shows (-without +with):\n%s", q, diff)
			}
			each(told[0], func(cell [2]codes.Code, of figures.Changed) {
				if len(of.Parts) > 0 || of.Difference != nil && *of.Difference != 0 {
					t.Errorf("%s %v: %+v, where all that came in was one report", q, cell, of)
				}
			})
		}
	}
}

// asTables are the tables that the difference may be worked out from, as anybody may ask them.
func asTables(t *testing.T, engine *figures.Engine, q figures.Question, scope access.Scope) (all []figures.Answer) {
	ask := func(rows, columns figures.Dimension) {
		for _, epoch := range q.Epochs[1:] {
			q := q
			q.Rows, q.Columns, q.AsOf = rows, columns, epoch.Position
			a, err := engine.Ask(q, scope)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, a)
		}
	}
	ask(q.Rows, q.Columns)
	for _, d := range []figures.Dimension{q.Rows, q.Columns} {
		if d == figures.Month || d == figures.Year {
			d = figures.All
		}
		ask(d, figures.Month)
	}
	return all
}

// Every number about a difference follows from tables that are printed anyway, by adding and
// subtracting: no set is printed that is not in one of them.
func TestADifferenceIsWorkedOutFromPrintedTablesOnly(t *testing.T) {
	t.Parallel()
	engine := busy(t, busyMonths)
	seen := map[figures.Part]int{}
	for _, q := range protectedQuestions() {
		q.Epochs = inLocal(q.Epochs)
		c, err := engine.Change(q, figures.Moment{Position: 131, At: q.Epochs[1].End}, analyst)
		if err != nil {
			t.Fatal(err)
		}
		tables := asTables(t, engine, q, analyst)
		each(c, func(cell [2]codes.Code, of figures.Changed) {
			before, after := numberIn(tables[0], cell), numberIn(tables[1], cell)
			if of.Before != before || of.After != after {
				t.Fatalf("%s %v: %+v, printed %+v and %+v", q, cell, of, before, after)
			}
			if before.NotBrokenDown || after.NotBrokenDown {
				if of.Difference != nil || of.Parts != nil {
					t.Fatalf("%s %v: %+v is told of what is not broken down", q, cell, of)
				}
				return
			}
			sum := 0
			for p, n := range of.Parts {
				sum += n
				seen[p] += max(n, -n)
			}
			if *of.Difference != after.N-before.N || of.Parts != nil && sum != *of.Difference {
				t.Fatalf("%s %v: %+v", q, cell, of)
			}
			line, table := cell[0], tables[2:4]
			if cell[0] == "" && cell[1] != "" || q.Rows == figures.All && cell[1] != "" {
				line, table = cell[1], tables[4:6]
			}
			if isTime(q.Rows) || isTime(q.Columns) || q.Rows != figures.All && q.Columns != figures.All && cell[0] != "" && cell[1] != "" {
				return
			}
			late, since := monthsByHand(table, line)
			if of.Parts[figures.PartEarlier] != late || of.Parts[figures.PartAfter] != since {
				t.Fatalf("%s %v: %+v, by hand %d of earlier months and %d after", q, cell, of, late, since)
			}
		})
	}
	if seen[figures.PartAfter] == 0 || seen[figures.PartEarlier] == 0 || len(seen) != 3 {
		t.Errorf("only %v were told", seen)
	}
}

func isTime(d figures.Dimension) bool { return d == figures.Month || d == figures.Year }

func numberIn(a figures.Answer, cell [2]codes.Code) figures.Cell {
	i, j := slices.Index(a.Rows, cell[0]), slices.Index(a.Columns, cell[1])
	switch {
	case cell == [2]codes.Code{}:
		return a.Total
	case cell[0] == "" && j >= 0:
		return a.ColumnTotals[j]
	case cell[1] == "" && i >= 0:
		return a.RowTotals[i]
	case i >= 0 && j >= 0:
		return a.Cells[i][j]
	}
	return figures.Cell{}
}

// monthsByHand adds up two tables by month: January and February, and March.
func monthsByHand(tables []figures.Answer, line codes.Code) (late, since int) {
	for _, month := range []codes.Code{"2026-01", "2026-02"} {
		before, after := numberIn(tables[0], [2]codes.Code{line, month}), numberIn(tables[1], [2]codes.Code{line, month})
		if !before.NotBrokenDown && !after.NotBrokenDown {
			late += after.N - before.N
		}
	}
	return late, numberIn(tables[1], [2]codes.Code{line, "2026-03"}).N
}

func TestADifferenceIsBetweenMonthEnds(t *testing.T) {
	t.Parallel()
	engine := busy(t, busyMonths)
	q := figures.Question{Unit: figures.CountIncidents, Epochs: inLocal(busyEpochs)}
	_, err := engine.Change(q, figures.Moment{Position: 70}, analyst)
	if names := faultFields(err); !slices.Equal(names, []string{"from"}) {
		t.Errorf("%v names %v", err, names)
	}
	q.AsOf = 61
	_, err = engine.Change(q, figures.Moment{Position: 131}, analyst)
	if names := faultFields(err); !slices.Equal(names, []string{"from"}) {
		t.Errorf("%v names %v", err, names)
	}
	q.AsOf = 0
	c, err := engine.Change(q, figures.Moment{Position: 61, At: busyEpochs[0].End}, analyst)
	if err != nil || len(c.Untold) != 9 || len(c.Parts) != 3 || c.Protection == nil || c.From.Position != 61 || c.To.Position != 1000 {
		t.Errorf("%+v, %v", c, err)
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

// quietly is a register in which nearly all is of one gemeente; of the other, and of January, there
// is too little at the first month end to tell of, and enough at the second.
func quietly(t *testing.T) (*figures.Engine, []figures.Epoch) {
	t.Helper()
	var all []facts.Version[facts.Incident]
	add := func(many int, month time.Month, gemeente codes.Code) {
		for range many {
			v := incidentAt(eventlog.Position(len(all)+2), 0, rotterdam, occurred(2026, month, 5), func(r *facts.Incident) { r.Gemeente = gemeente })
			v.Key = uuid.UUID{0x4, byte(len(all) >> 8), byte(len(all))}
			v.Parent = v.Key
			all = append(all, v)
		}
	}
	add(60, 2, "GM0599")
	add(7, 1, "GM0363")
	first := eventlog.Position(len(all) + 1)
	add(40, 1, "GM0363")
	add(20, 3, "GM0599")
	engine := applied(t, all, func(b *figures.Batch) { b.Through = 1000 })
	epochs := inLocal(busyEpochs[1:])
	epochs[0].Position = first
	return engine, epochs
}

// Whoever asks for a value by name is told whether it is kept back or nothing; a difference of
// that value says the same, and takes neither for the other.
func TestWhatATableLeavesOutIsNotTakenForNothing(t *testing.T) {
	t.Parallel()
	engine, epochs := quietly(t)
	keptBack := 0
	for _, d := range []figures.Dimension{figures.Gemeente, figures.Month, figures.Profession} {
		q := figures.Question{Unit: figures.CountIncidents, Rows: d, Filters: figures.Filters{figures.Place: {"ROAD"}}, Epochs: epochs}
		c, err := engine.Change(q, figures.Moment{Position: epochs[0].Position, At: epochs[0].End}, analyst)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range c.Rows {
			for k, epoch := range epochs {
				asked := figures.Question{Unit: q.Unit, Filters: figures.Filters{figures.Place: {"ROAD"}, d: {row}}, Epochs: epochs, AsOf: epoch.Position}
				if d == figures.Month {
					period, err := figures.ParsePeriod(string(row))
					if err != nil {
						t.Fatal(err)
					}
					asked.Period = period
					delete(asked.Filters, d)
				}
				a, err := engine.Ask(asked, analyst)
				if err != nil {
					t.Fatal(err)
				}
				want := a.Total
				if row == "2026-03" && k == 0 { // everybody knows that February had nothing of March
					want = figures.Cell{}
				}
				if got := []figures.Cell{c.RowTotals[i].Before, c.RowTotals[i].After}[k]; got != want {
					t.Errorf("%s %s as of %d: %+v in the difference, and %+v by itself", d, row, epoch.Position, got, want)
				}
			}
			if of := c.RowTotals[i]; of.Before.NotBrokenDown {
				keptBack++
				if of.Difference != nil || of.Parts != nil {
					t.Errorf("%s %s: %+v is told of what is kept back", d, row, of)
				}
			}
		}
		if d == figures.Profession && c.Total.MonthsKeptBack != 1 {
			t.Errorf("of %d months nothing is told, where January was too small", c.Total.MonthsKeptBack)
		}
	}
	if keptBack < 2 {
		t.Errorf("only %d lines were kept back", keptBack)
	}
}
