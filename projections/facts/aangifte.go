package facts

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/codes"
	"ruggensteun/projections"
)

// Aangifte is one criminal complaint that was made to the police.
type Aangifte struct {
	Regime      codes.Code
	On          Timed
	Complainant codes.Code
	Name        codes.Code // under what name
	Domicile    codes.Code
	Workers     []uuid.UUID // whom it is for
	Incidents   []uuid.UUID
	Retracted   bool // there never was one
	Invented    bool
	RecordedAt  time.Time
}

// Aangiften is the table of them; the key is the aangifte's id.
var Aangiften = projections.Spec[Aangifte]{
	Name: "aangifte",
	Columns: slices.Concat([]projections.Column{
		{Name: "regime", Type: "text NOT NULL"},
	}, timedColumns("made"), []projections.Column{
		{Name: "complainant", Type: "text NOT NULL"},
		{Name: "name", Type: "text NOT NULL"},
		{Name: "domicile", Type: "text NOT NULL"},
		{Name: "workers", Type: "uuid[] NOT NULL"},
		{Name: "incidents", Type: "uuid[] NOT NULL"},
		{Name: "retracted", Type: "boolean NOT NULL"},
		{Name: "invented", Type: "boolean NOT NULL"},
		{Name: "recorded_at", Type: "timestamptz NOT NULL"},
	}),
	Indexes: []string{"CREATE INDEX ON %s USING gin (incidents)"}, // those of an incident
	Touches: touchesAangifte,
	Fold:    foldAangifte,
	Refs: func(r *Aangifte) []any {
		return slices.Concat([]any{&r.Regime}, r.On.refs(), []any{
			&r.Complainant, &r.Name, &r.Domicile, &r.Workers, &r.Incidents, &r.Retracted, &r.Invented, &r.RecordedAt,
		})
	},
}

func touchesAangifte(e projections.Event) projections.Touched {
	if _, ours := e.Body.(aangifte.Event); ours {
		return projections.Touched{Keys: []uuid.UUID{e.Stream.ID}}
	}
	return projections.Touched{}
}

func foldAangifte(row Aangifte, exists bool, h projections.Head, e projections.Event) (Aangifte, projections.Head, bool) {
	after := row
	switch body := e.Body.(type) {
	case aangifte.Made:
		if exists {
			return row, h, false
		}
		after = Aangifte{Regime: body.Regime, Invented: e.Invented}.with(body.Content)
		h.Parent, h.Employer = h.Key, e.Employer
	case aangifte.Corrected:
		after = row.with(body.Content)
	case aangifte.Retracted:
		after.Retracted = true
	}
	if after.Regime == "" || exists && after.same(row) {
		return row, h, false // nothing was made that this could be about, or nothing changed
	}
	after.RecordedAt = e.RecordedAt.UTC()
	return after, h, true
}

func (r Aangifte) with(c aangifte.Content) Aangifte {
	r.On, r.Complainant, r.Name, r.Domicile = timed(c.On), orNotRecorded(c.Complainant), orNotRecorded(c.Name), orNotRecorded(c.Domicile)
	r.Workers, r.Incidents = append([]uuid.UUID{}, c.Workers...), append([]uuid.UUID{}, c.Incidents...)
	return r
}

func (r Aangifte) same(o Aangifte) bool {
	return r.On.equal(o.On) && r.Complainant == o.Complainant && r.Name == o.Name && r.Domicile == o.Domicile &&
		slices.Equal(r.Workers, o.Workers) && slices.Equal(r.Incidents, o.Incidents) && r.Retracted == o.Retracted
}
