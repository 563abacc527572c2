package facts

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/projections"
)

// Employer is who registered the incidents, as far as figures need it.
type Employer struct {
	Code       string
	Name       string // of the organisation, for labels; not personal
	Kind       codes.Code
	Zone       string    // IANA name; weekdays, hours and periods are those of its clocks
	RecordedAt time.Time // of the event that made this version
}

// Employers is the table of employers; the key is the employer's id.
var Employers = projections.Spec[Employer]{
	Name: "employer",
	Columns: []projections.Column{
		{Name: "code", Type: "text NOT NULL"},
		{Name: "name", Type: "text NOT NULL"},
		{Name: "kind", Type: "text NOT NULL"},
		{Name: "zone", Type: "text NOT NULL"},
		{Name: "recorded_at", Type: "timestamptz NOT NULL"},
	},
	Touches: touchesEmployer,
	Fold:    foldEmployer,
	Refs: func(r *Employer) []any {
		return []any{&r.Code, &r.Name, &r.Kind, &r.Zone, &r.RecordedAt}
	},
}

func touchesEmployer(e projections.Event) projections.Touched {
	if _, ours := e.Body.(employer.Event); !ours {
		return projections.Touched{}
	}
	return projections.Touched{Keys: []uuid.UUID{e.Stream.ID}}
}

func foldEmployer(row Employer, exists bool, h projections.Head, e projections.Event) (Employer, projections.Head, bool) {
	registered, first := e.Body.(employer.Registered)
	if first == exists {
		return row, h, false
	}
	after := row
	if first {
		after = newEmployer(registered)
		h.Parent, h.Employer = h.Key, h.Key
	} else if changed, ok := e.Body.(employer.Changed); ok {
		after = row.with(changed)
	}
	if exists && after == row {
		return row, h, false
	}
	after.RecordedAt = e.RecordedAt.UTC()
	return after, h, true
}

func newEmployer(e employer.Registered) Employer {
	row := Employer{Code: e.Code, Name: e.Name, Kind: orNotRecorded(e.Kind), Zone: e.Zone}
	if row.Zone == "" {
		row.Zone = employer.DefaultZone
	}
	return row
}

func (r Employer) with(e employer.Changed) Employer {
	if e.Name != nil {
		r.Name = *e.Name
	}
	if e.Kind != nil {
		r.Kind = orNotRecorded(*e.Kind)
	}
	if e.Zone != nil && *e.Zone != "" {
		r.Zone = *e.Zone
	}
	return r
}
