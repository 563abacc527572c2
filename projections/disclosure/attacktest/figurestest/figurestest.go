// Package figurestest lets figures be attacked: it makes of incidents the records that an attack is judged by,
// and of whoever answers questions, through whatever door, somebody whom an attack can ask.
package figurestest

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/disclosure/attacktest"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

// Dimension is one that is asked about, with what a row says of it.
type Dimension struct {
	Name   figures.Dimension
	Values func(facts.Incident) []codes.Code
	Many   bool // a row can have several
}

// Attacked are those that the invented world is attacked by; those with one value first.
func Attacked() []Dimension {
	return []Dimension{
		{figures.Reach, func(i facts.Incident) []codes.Code { return []codes.Code{i.Reach} }, false},
		{figures.Deployment, func(i facts.Incident) []codes.Code { return []codes.Code{i.Deployment} }, false},
		{figures.Place, func(i facts.Incident) []codes.Code { return []codes.Code{i.PlaceType} }, false},
		{figures.Profession, func(i facts.Incident) []codes.Code { return i.Professions }, true},
	}
}

// Records are incidents as they became known from one month end to the next.
func Records(versions []facts.Version[facts.Incident], epochs []figures.Epoch, zone *time.Location) *attacktest.World {
	w, attacked := &attacktest.World{Epochs: len(epochs)}, Attacked()
	values := make([]map[string]bool, len(attacked))
	for i := range values {
		values[i] = map[string]bool{}
	}
	records := map[uuid.UUID]*attacktest.Record{}
	for _, v := range versions {
		from, _ := slices.BinarySearchFunc(epochs, v.Position, func(e figures.Epoch, p eventlog.Position) int { return cmp.Compare(e.Position, p) })
		known := attacktest.Version{From: from, Values: map[string][]string{}, Gone: v.Row.Withdrawn || v.Row.MergedInto != uuid.Nil}
		if v.Row.OccurredAt != nil {
			day := v.Row.OccurredAt.In(zone)
			known.Day = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, time.UTC)
		}
		for i, d := range attacked {
			for _, value := range d.Values(v.Row) {
				values[i][string(value)] = true
				known.Values[string(d.Name)] = append(known.Values[string(d.Name)], string(value))
			}
		}
		note(records, v.Key, known)
	}
	for _, id := range slices.SortedFunc(maps.Keys(records), func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) }) {
		w.Records = append(w.Records, *records[id])
	}
	for i, d := range attacked {
		w.Dimensions = append(w.Dimensions, attacktest.Dimension{Name: string(d.Name), Values: slices.Sorted(maps.Keys(values[i])), Many: d.Many})
	}
	return w
}

// note keeps of several versions in one month the last.
func note(records map[uuid.UUID]*attacktest.Record, key uuid.UUID, known attacktest.Version) {
	of := records[key]
	if of == nil {
		of = &attacktest.Record{ID: key}
		records[key] = of
	}
	if n := len(of.Versions); n > 0 && of.Versions[n-1].From == known.From {
		of.Versions = of.Versions[:n-1]
	}
	of.Versions = append(of.Versions, known)
}

// Oracle asks for cells. The first two constraints become rows and columns, the third a filter: so
// the order in which they are named is the route.
type Oracle struct {
	Epochs []figures.Epoch
	Answer func(figures.Question) figures.Answer

	answers map[string]figures.Answer
}

// Ask implements attacktest.Oracle.
func (o *Oracle) Ask(cell attacktest.Cell, epoch int) attacktest.Seen {
	q := figures.Question{Unit: figures.CountIncidents, Filters: figures.Filters{}, Epochs: o.Epochs, AsOf: o.Epochs[epoch].Position}
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

func (o *Oracle) ask(q figures.Question) figures.Answer {
	key := q.String()
	a, known := o.answers[key]
	if !known {
		if o.answers == nil {
			o.answers = map[string]figures.Answer{}
		}
		a = o.Answer(q)
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
