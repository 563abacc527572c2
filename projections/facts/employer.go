package facts

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/projections"
)

// Employer is who registered the incidents, as far as figures need it.
type Employer struct {
	Code string
	Name string // of the organisation, for labels; not personal
	Kind codes.Code
	Zone string // IANA name; weekdays, hours and periods are those of its clocks
	// Areas and AreaNames are the employer's own, side by side; AreaGemeenten are pairs:
	// CENTRUM|GM0363.
	Areas         []codes.Code
	AreaNames     []string
	AreaGemeenten []codes.Code
	Units         []codes.Code // side by side with UnitNames
	UnitNames     []string
	Invented      bool      // told by a demonstration
	RecordedAt    time.Time // of the event that made this version
}

// Employers is the table of employers; the key is the employer's id.
var Employers = projections.Spec[Employer]{
	Name: "employer",
	Columns: []projections.Column{
		{Name: "code", Type: "text NOT NULL"},
		{Name: "name", Type: "text NOT NULL"},
		{Name: "kind", Type: "text NOT NULL"},
		{Name: "zone", Type: "text NOT NULL"},
		{Name: "areas", Type: "text[] NOT NULL"},
		{Name: "area_names", Type: "text[] NOT NULL"},
		{Name: "area_gemeenten", Type: "text[] NOT NULL"},
		{Name: "units", Type: "text[] NOT NULL"},
		{Name: "unit_names", Type: "text[] NOT NULL"},
		{Name: "invented", Type: "boolean NOT NULL"},
		{Name: "recorded_at", Type: "timestamptz NOT NULL"},
	},
	Touches: touchesEmployer,
	Fold:    foldEmployer,
	Refs: func(r *Employer) []any {
		return []any{&r.Code, &r.Name, &r.Kind, &r.Zone, &r.Areas, &r.AreaNames, &r.AreaGemeenten, &r.Units, &r.UnitNames, &r.Invented, &r.RecordedAt}
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
		after.Invented = e.Invented
		h.Parent, h.Employer = h.Key, h.Key
	} else if changed, ok := e.Body.(employer.Changed); ok {
		after = row.with(changed)
	}
	if exists && after.same(row) {
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
	return row.divided(e.Areas).staffed(e.Units)
}

// staffed are the employer's own units.
func (r Employer) staffed(units []employer.Unit) Employer {
	r.Units, r.UnitNames = make([]codes.Code, len(units)), make([]string, len(units))
	for i, u := range units {
		r.Units[i], r.UnitNames[i] = codes.Code(u.Code), u.Name
	}
	return r
}

// divided are the employer's own areas; lists are never nil, see Incident.
func (r Employer) divided(areas []employer.Area) Employer {
	r.Areas, r.AreaNames, r.AreaGemeenten = make([]codes.Code, len(areas)), make([]string, len(areas)), []codes.Code{}
	for i, a := range areas {
		r.Areas[i], r.AreaNames[i] = codes.Code(a.Code), a.Name
		for _, g := range a.Gemeenten {
			r.AreaGemeenten = append(r.AreaGemeenten, Pair(codes.Code(a.Code), g))
		}
	}
	return r
}

func (r Employer) same(o Employer) bool {
	return r.Code == o.Code && r.Name == o.Name && r.Kind == o.Kind && r.Zone == o.Zone &&
		slices.Equal(r.Areas, o.Areas) && slices.Equal(r.AreaNames, o.AreaNames) && slices.Equal(r.AreaGemeenten, o.AreaGemeenten) &&
		slices.Equal(r.Units, o.Units) && slices.Equal(r.UnitNames, o.UnitNames)
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
	if e.Areas != nil {
		r = r.divided(*e.Areas)
	}
	if e.Units != nil {
		r = r.staffed(*e.Units)
	}
	return r
}
