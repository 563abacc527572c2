package world_test

import (
	"cmp"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/disclosure/attacktest"
	"ruggensteun/projections/disclosure/attacktest/glpk"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/facts/factstest"
	"ruggensteun/projections/figures"
)

// TestNobodyOfTheInventedWorldIsGivenAway attacks the engine itself, on the world that the
// demonstration shows, as it became known month by month.
func TestNobodyOfTheInventedWorldIsGivenAway(t *testing.T) {
	t.Parallel()
	shown := shownRegister(t)
	years := []disclosure.Period{attacktest.Periods(2025)[1], attacktest.Periods(2026)[1]}
	for viewer, scope := range map[disclosure.Viewer]access.Scope{
		disclosure.Analyst: {All: true, For: access.ForAnalysts},
		disclosure.Public:  {All: true, For: access.ForPublic},
	} {
		t.Run(string(scope.For), func(t *testing.T) {
			t.Parallel()
			attacktest.Run(t, attacktest.Target{
				Oracle: &engineOracle{register: shown, scope: scope, answers: map[string]figures.Answer{}}, World: shown.world, Viewer: viewer, Table: disclosure.Default(),
				Dimensions: shown.world.Dimensions[1:], Joint: shown.world.Dimensions[:2], Periods: []disclosure.Period{{}}, Parts: []disclosure.Period{{}},
				Partitions: [][]disclosure.Period{years}, Slices: quiet(),
				Epoch: shown.world.Epochs - 1, Solve: glpk.Solver(t),
			})
		})
	}
}

// register is the same incidents twice: as the engine has them, and as records to be judged by.
type register struct {
	engine *figures.Engine
	epochs []figures.Epoch
	world  *attacktest.World
}

// attacked are the dimensions, with what a row says of each; those with one value first.
var attacked = []struct {
	name   figures.Dimension
	values func(facts.Incident) []codes.Code
	many   bool
}{
	{figures.Reach, func(i facts.Incident) []codes.Code { return []codes.Code{i.Reach} }, false},
	{figures.Deployment, func(i facts.Incident) []codes.Code { return []codes.Code{i.Deployment} }, false},
	{figures.Place, func(i facts.Incident) []codes.Code { return []codes.Code{i.PlaceType} }, false},
	{figures.Profession, func(i facts.Incident) []codes.Code { return i.Professions }, true},
}

// quiet are years and quarters of one profession: large enough to be printed, and so quiet
// that some reports come alone.
func quiet() (cells []attacktest.Cell) {
	for _, year := range []int{2025, 2026} {
		for _, profession := range []string{"POL", "BOA1", "AMB"} {
			cells = append(cells, attacktest.Cell{}.And(string(figures.Profession), profession).Over(attacktest.Periods(year)[1:6])...)
		}
	}
	return cells
}

func shownRegister(t *testing.T) *register {
	l := shownWorld(t)
	engine, err := figures.New(time.LoadLocation)
	if err != nil {
		t.Fatal(err)
	}
	key, err := disclosure.NewKey([]byte("an invented key, of 32 bytes too"))
	if err != nil {
		t.Fatal(err)
	}
	engine.Protect(key, disclosure.Default())
	incidents := factstest.Fold(facts.Incidents, l.history)
	batch := figures.Batch{Through: eventlog.Position(len(l.history)), Employers: factstest.Fold(facts.Employers, l.history), Incidents: incidents}
	if err := engine.Apply(batch); err != nil {
		t.Fatal(err)
	}
	epochs := epochsOf(t, l.history)
	return &register{engine, epochs, recordsOf(t, incidents, epochs)}
}

// epochsOf are the month ends, as they would have been had the world been told in its time.
func epochsOf(t *testing.T, history []projections.Event) (epochs []figures.Epoch) {
	first, last := history[0].RecordedAt, history[len(history)-1].RecordedAt
	for _, end := range disclosure.MonthEnds(first, last, amsterdam(t)) {
		n, _ := slices.BinarySearchFunc(history, end, func(e projections.Event, end time.Time) int { return e.RecordedAt.Compare(end) })
		if n > 0 {
			epochs = append(epochs, figures.Epoch{End: end, Position: eventlog.Position(n)})
		}
	}
	return epochs
}

func recordsOf(t *testing.T, versions []facts.Version[facts.Incident], epochs []figures.Epoch) *attacktest.World {
	w := &attacktest.World{Epochs: len(epochs)}
	values := make([]map[string]bool, len(attacked))
	records := map[uuid.UUID]*attacktest.Record{}
	for _, v := range versions {
		from, _ := slices.BinarySearchFunc(epochs, v.Position, func(e figures.Epoch, p eventlog.Position) int { return cmp.Compare(e.Position, p) })
		known := attacktest.Version{From: from, Values: map[string][]string{}, Gone: v.Row.Withdrawn || v.Row.MergedInto != uuid.Nil}
		if v.Row.OccurredAt != nil {
			day := v.Row.OccurredAt.In(amsterdam(t))
			known.Day = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, time.UTC)
		}
		for i, d := range attacked {
			for _, value := range d.values(v.Row) {
				if values[i] == nil {
					values[i] = map[string]bool{}
				}
				values[i][string(value)] = true
				known.Values[string(d.name)] = append(known.Values[string(d.name)], string(value))
			}
		}
		of := records[v.Key]
		if of == nil {
			of = &attacktest.Record{ID: v.Key}
			records[v.Key] = of
		}
		if n := len(of.Versions); n > 0 && of.Versions[n-1].From == from {
			of.Versions = of.Versions[:n-1]
		}
		of.Versions = append(of.Versions, known)
	}
	for _, id := range slices.SortedFunc(maps.Keys(records), func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) }) {
		w.Records = append(w.Records, *records[id])
	}
	for i, d := range attacked {
		w.Dimensions = append(w.Dimensions, attacktest.Dimension{Name: string(d.name), Values: slices.Sorted(maps.Keys(values[i])), Many: d.many})
	}
	return w
}

// engineOracle asks the engine. The first two constraints become rows and columns, the third
// a filter: so the order in which they are named is the route.
type engineOracle struct {
	*register
	scope   access.Scope
	answers map[string]figures.Answer
}

func (o *engineOracle) Ask(cell attacktest.Cell, epoch int) attacktest.Seen {
	q := figures.Question{Unit: figures.CountIncidents, Filters: figures.Filters{}, Epochs: o.epochs, AsOf: o.epochs[epoch].Position}
	q.Period = figures.Period{From: cell.Period.From, Before: cell.Period.Before}
	var row, column codes.Code
	for i, w := range cell.Where {
		switch i {
		case 0:
			q.Rows, row = figures.Dimension(w.Dimension), codes.Code(w.Value)
		case 1:
			q.Columns, column = figures.Dimension(w.Dimension), codes.Code(w.Value)
		default:
			q.Filters[figures.Dimension(w.Dimension)] = []codes.Code{codes.Code(w.Value)}
		}
	}
	a := o.ask(q)
	if absent(a.Rows, row) || absent(a.Columns, column) { // it prints nothing or is not broken down: filters tell which
		q.Rows, q.Columns = figures.All, figures.All
		for _, w := range cell.Where {
			q.Filters[figures.Dimension(w.Dimension)] = []codes.Code{codes.Code(w.Value)}
		}
		a, row, column = o.ask(q), "", ""
	}
	return read(a, row, column)
}

func absent(line []codes.Code, value codes.Code) bool {
	return value != "" && !slices.Contains(line, value)
}

func (o *engineOracle) ask(q figures.Question) figures.Answer {
	key := q.String()
	a, known := o.answers[key]
	if !known {
		var err error
		if a, err = o.engine.Ask(q, o.scope); err != nil {
			panic(err)
		}
		o.answers[key] = a
	}
	return a
}

func read(a figures.Answer, row, column codes.Code) attacktest.Seen {
	i, j := slices.Index(a.Rows, row), slices.Index(a.Columns, column)
	cell := a.Total
	switch {
	case row != "" && column != "":
		cell = a.Cells[i][j]
	case row != "":
		cell = a.RowTotals[i]
	case column != "":
		cell = a.ColumnTotals[j]
	}
	return attacktest.Seen{N: cell.N, OK: !cell.NotBrokenDown}
}
