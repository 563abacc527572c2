package facts

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/reference"
	"ruggensteun/projections"
)

// Reference is a table that was loaded, line by line side by side.
type Reference struct {
	Table      string
	Source     string
	Of         []codes.Code
	Since      []string // days: 2006-01-02
	Values     []codes.Code
	RecordedAt time.Time // of the event that made this version
}

// References is the table of tables; the key is the stream's id, and they are of no
// employer.
var References = projections.Spec[Reference]{
	Name: "reference",
	Columns: []projections.Column{
		{Name: "table_name", Type: "text NOT NULL"},
		{Name: "source", Type: "text NOT NULL"},
		{Name: "line_of", Type: "text[] NOT NULL"},
		{Name: "line_since", Type: "text[] NOT NULL"},
		{Name: "line_value", Type: "text[] NOT NULL"},
		{Name: "recorded_at", Type: "timestamptz NOT NULL"},
	},
	Touches: touchesReference,
	Fold:    foldReference,
	Refs: func(r *Reference) []any {
		return []any{&r.Table, &r.Source, &r.Of, &r.Since, &r.Values, &r.RecordedAt}
	},
}

func touchesReference(e projections.Event) projections.Touched {
	if _, ours := e.Body.(reference.TableLoaded); !ours {
		return projections.Touched{}
	}
	return projections.Touched{Keys: []uuid.UUID{e.Stream.ID}}
}

func foldReference(_ Reference, _ bool, h projections.Head, e projections.Event) (Reference, projections.Head, bool) {
	loaded := e.Body.(reference.TableLoaded)
	row := Reference{Table: loaded.Table, Source: loaded.Source, RecordedAt: e.RecordedAt.UTC(), Of: []codes.Code{}, Since: []string{}, Values: []codes.Code{}}
	for _, r := range loaded.Rows {
		row.Of, row.Since, row.Values = append(row.Of, r.Of), append(row.Since, r.Since), append(row.Values, r.Value)
	}
	h.Parent, h.Employer = h.Key, e.Employer
	return row, h, true
}
