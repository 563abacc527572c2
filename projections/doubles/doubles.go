// Package doubles finds incidents that were probably recorded twice: by when and
// where they happened and which unit was there, never by who was in them.
//
// It keeps one row per incident, a trace, which is found by its time. What is
// likely is said by Likely alone. Nothing is ever merged here: somebody who may do so
// looks at both and decides.
package doubles

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/projections"
)

// Projection is the read model in which neighbours are found.
var Projection = projections.Projection{
	Name:     "doubles",
	Revision: 1,
	Tables:   []projections.Table{projections.TableOf(Traces)},
}

// Trace is what of an incident can show that it is another one told again.
type Trace struct {
	// From and Until are the stretch in which it happened, as precisely as is known:
	// a minute, an hour, a day or a month; Until is the first instant after it. Nil
	// when nothing is known of the time.
	From, Until *time.Time
	Offset      int // minutes east of UTC that the clock showed there and then
	Precision   moment.Precision
	Place       codes.Code // its type; "" where there is no answer, as in Gemeente and Unit
	Gemeente    codes.Code
	Unit        codes.Code
	Into        uuid.UUID // what it was merged into; zero when it stands by itself
	Withdrawn   bool
}

// Traces is the table; the key is the incident's id.
var Traces = projections.Spec[Trace]{
	Name: "trace",
	Columns: []projections.Column{
		{Name: "from_at", Type: "timestamptz"},
		{Name: "until_at", Type: "timestamptz"},
		{Name: "occurred_offset", Type: "integer NOT NULL"},
		{Name: "occurred_precision", Type: "text NOT NULL"},
		{Name: "place_type", Type: "text NOT NULL"},
		{Name: "gemeente", Type: "text NOT NULL"},
		{Name: "unit", Type: "text NOT NULL"},
		{Name: "merged_into", Type: "uuid NOT NULL"},
		{Name: "withdrawn", Type: "boolean NOT NULL"},
	},
	// The precision tells how far before a time the stretch that holds it can begin.
	Indexes: []string{"CREATE INDEX ON %s (employer, occurred_precision, from_at)"},
	Touches: touches,
	Fold:    fold,
	Refs: func(t *Trace) []any {
		return []any{&t.From, &t.Until, &t.Offset, &t.Precision, &t.Place, &t.Gemeente, &t.Unit, &t.Into, &t.Withdrawn}
	},
}

func touches(e projections.Event) projections.Touched {
	switch e.Body.(type) {
	case incident.Registered, incident.DetailsAdded, incident.Corrected, incident.Withdrawn, incident.Merged, incident.SplitOff:
		return projections.Touched{Keys: []uuid.UUID{e.Stream.ID}}
	}
	return projections.Touched{}
}

// fold starts a row at the registration only.
func fold(row Trace, exists bool, h projections.Head, e projections.Event) (Trace, projections.Head, bool) {
	registered, first := e.Body.(incident.Registered)
	if first == exists {
		return row, h, false
	}
	var after Trace
	if first {
		after = Of(registered.Occurred, registered.Place)
		h.Parent, h.Employer = h.Key, e.Employer
	} else {
		after = row.with(e.Body)
	}
	return after, h, first || !after.same(row)
}

// Of is the trace of something that happened then and there.
func Of(at moment.Moment, place incident.Place) Trace { return Trace{}.at(at).in(place) }

func (t Trace) with(body any) Trace {
	switch e := body.(type) {
	case incident.DetailsAdded:
		if e.Place != nil {
			t = t.filled(*e.Place)
		}
	case incident.Corrected:
		if e.Occurred != nil {
			t = t.at(*e.Occurred)
		}
		if e.Place != nil {
			t = t.in(*e.Place)
		}
	case incident.Withdrawn:
		t.Withdrawn = true
	case incident.Merged:
		t.Into = e.Into
	case incident.SplitOff:
		t.Into = uuid.Nil
	}
	return t
}

func (t Trace) at(m moment.Moment) Trace {
	t.From, t.Until, t.Offset, t.Precision = nil, nil, m.Offset, m.Precision
	if !m.Known() {
		return t
	}
	from, until := m.Instant.UTC(), m.Local()
	switch m.Precision {
	case moment.Month:
		until = until.AddDate(0, 1, 0)
	case moment.Day:
		until = until.AddDate(0, 0, 1)
	case moment.Hour:
		until = until.Add(time.Hour)
	default:
		until = until.Add(time.Minute)
	}
	if m.Ambiguous {
		until = until.Add(time.Hour) // it may have been the second time that the clock showed it
	}
	until = until.UTC()
	t.From, t.Until = &from, &until
	return t
}

func (t Trace) in(p incident.Place) Trace {
	t.Place, t.Gemeente, t.Unit = told(p.Type), told(p.Gemeente), codes.Code(p.Unit)
	return t
}

// filled takes in what was told of a place where nothing was on record.
func (t Trace) filled(p incident.Place) Trace {
	for _, part := range []struct {
		have *codes.Code
		now  codes.Code
	}{{&t.Place, told(p.Type)}, {&t.Gemeente, told(p.Gemeente)}, {&t.Unit, codes.Code(p.Unit)}} {
		if part.now != "" {
			*part.have = part.now
		}
	}
	return t
}

// told leaves out what is no answer: two incidents of which nobody knows the place
// are not at the same one.
func told(c codes.Code) codes.Code {
	if c.Missing() || c == codes.Other {
		return ""
	}
	return c
}

func (t Trace) same(o Trace) bool {
	if !sameInstant(t.From, o.From) || !sameInstant(t.Until, o.Until) {
		return false
	}
	t.From, t.Until, o.From, o.Until = nil, nil, nil, nil
	return t == o
}

func sameInstant(a, b *time.Time) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(*b)
}
