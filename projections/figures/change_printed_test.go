package figures_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

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
