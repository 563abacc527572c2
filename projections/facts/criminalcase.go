package facts

import (
	"reflect"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections"
)

// Case is one criminal case against one suspect: what it is about and whether anybody
// still follows it. What was heard of it stands in Steps, what it says of money in
// Damages.
type Case struct {
	Regime    codes.Code
	Suspect   uuid.UUID // the file; zero while nobody knows who
	Incidents []uuid.UUID
	Workers   []uuid.UUID // its victims
	Aangiften []uuid.UUID
	// Withdrawn are the notices that count no more. They are here and not in the rows of
	// the notices, because these forget.
	Withdrawn  []uuid.UUID
	MergedInto uuid.UUID // the case that it is shown and counted with; zero while it stands by itself
	Closed     bool
	// ClosedAt is when it was closed as it is now; nil while it is open. RecordedAt is of
	// the last change, which may be a later one.
	ClosedAt   *time.Time
	Invented   bool
	RecordedAt time.Time
}

// Cases is the table of cases; the key is the case's id. Its rows hold links by
// pseudonym only, which stay when a case is forgotten.
var Cases = projections.Spec[Case]{
	Name: "criminal_case",
	Columns: []projections.Column{
		{Name: "regime", Type: "text NOT NULL"},
		{Name: "suspect", Type: "uuid NOT NULL"},
		{Name: "incidents", Type: "uuid[] NOT NULL"},
		{Name: "workers", Type: "uuid[] NOT NULL"},
		{Name: "aangiften", Type: "uuid[] NOT NULL"},
		{Name: "withdrawn", Type: "uuid[] NOT NULL"},
		{Name: "merged_into", Type: "uuid NOT NULL"},
		{Name: "closed", Type: "boolean NOT NULL"},
		{Name: "closed_at", Type: "timestamptz"},
		{Name: "invented", Type: "boolean NOT NULL"},
		{Name: "recorded_at", Type: "timestamptz NOT NULL"},
	},
	// The cases of an incident, and those against a suspect. A store that was built before the second
	// reads the table instead, until its next rebuild: slower, and right.
	Indexes: []string{"CREATE INDEX ON %s USING gin (incidents)", "CREATE INDEX ON %s (suspect)"},
	Touches: touchesCase,
	Fold:    foldCase,
	Refs: func(r *Case) []any {
		return []any{&r.Regime, &r.Suspect, &r.Incidents, &r.Workers, &r.Aangiften, &r.Withdrawn, &r.MergedInto, &r.Closed, &r.ClosedAt, &r.Invented, &r.RecordedAt}
	},
}

func touchesCase(e projections.Event) projections.Touched {
	switch e.Body.(type) {
	case prosecution.Opened, prosecution.Linked, prosecution.Unlinked, prosecution.NoticeWithdrawn, prosecution.Closed, prosecution.Reopened,
		prosecution.Merged, prosecution.SplitOff:
		return projections.Touched{Keys: []uuid.UUID{e.Stream.ID}}
	}
	return projections.Touched{}
}

// foldCase lets the case's own rules say what it is about by now.
func foldCase(row Case, exists bool, h projections.Head, e projections.Event) (Case, projections.Head, bool) {
	body, ours := e.Body.(prosecution.Event)
	if _, first := body.(prosecution.Opened); !ours || first == exists {
		return row, h, false
	}
	after := row.of(prosecution.Decider.Evolve(row.state(e.Employer), body))
	if gone, is := body.(prosecution.NoticeWithdrawn); is && !slices.Contains(row.Withdrawn, gone.ID) {
		after.Withdrawn = append(slices.Clip(row.Withdrawn), gone.ID)
	}
	switch {
	case !after.Closed:
		after.ClosedAt = nil
	case !row.Closed:
		at := e.RecordedAt.UTC()
		after.ClosedAt = &at
	}
	if !exists {
		after.Invented = e.Invented
		h.Parent, h.Employer = h.Key, e.Employer
	}
	if exists && reflect.DeepEqual(after, row) {
		return row, h, false
	}
	after.RecordedAt = e.RecordedAt.UTC()
	return after, h, true
}

func (r Case) state(employer uuid.UUID) prosecution.Case {
	return prosecution.Case{
		Employer: employer, Regime: r.Regime, Suspect: r.Suspect, Closed: r.Closed, MergedInto: r.MergedInto,
		Incidents: r.Incidents, Workers: r.Workers, Aangiften: r.Aangiften,
	}
}

// of takes what the row shows of a state. A list is never nil, which would be NULL.
func (r Case) of(s prosecution.Case) Case {
	full := func(ids []uuid.UUID) []uuid.UUID { return append([]uuid.UUID{}, ids...) }
	r.Regime, r.Suspect, r.Closed, r.MergedInto = s.Regime, s.Suspect, s.Closed, s.MergedInto
	r.Incidents, r.Workers, r.Aangiften, r.Withdrawn = full(s.Incidents), full(s.Workers), full(s.Aangiften), full(r.Withdrawn)
	return r
}
