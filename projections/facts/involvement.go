package facts

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/erasure"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/projections"
)

// Involvement is one worker hit in one incident. It counts for as long as its
// incident does, so a withdrawal makes no version here.
type Involvement struct {
	Person     uuid.UUID // a pseudonym
	Health     Health
	RecordedAt time.Time // of the event that made this version
}

// InvolvementKey names the row of a worker in an incident. It is derived, so
// that a fold needs no table to find it by.
func InvolvementKey(incidentID, personID uuid.UUID) uuid.UUID {
	return uuid.NewSHA1(incidentID, personID[:])
}

// Involvements is the table of workers hit; the parent is the incident.
var Involvements = projections.Spec[Involvement]{
	Name: "involvement",
	Columns: []projections.Column{
		{Name: "person", Type: "uuid NOT NULL"},
		{Name: "health", Type: "text NOT NULL"},
		{Name: "recorded_at", Type: "timestamptz NOT NULL"},
	},
	Touches: touchesInvolvement,
	Fold:    foldInvolvement,
	Refs: func(r *Involvement) []any {
		return []any{&r.Person, &r.Health, &r.RecordedAt}
	},
	Erasing: &projections.Erasing{
		Types:   []string{erasure.TypeOf(person.ForHealth)},
		Subject: "person", Column: "health", Left: string(Forgotten),
		Forget: forgetHealth,
	},
}

// forgetHealth also stands for an injury that was never told: after an erasure
// nobody is to know whether it was.
func forgetHealth(e projections.Event, gone func(uuid.UUID) bool) projections.Event {
	told := workers(e.Body)
	if !slices.ContainsFunc(told, func(w incident.Worker) bool { return gone(w.Person) }) {
		return e
	}
	told = slices.Clone(told)
	for i := range told {
		if gone(told[i].Person) {
			told[i].Health = person.Gone[person.Health]()
		}
	}
	switch body := e.Body.(type) {
	case incident.Registered:
		body.Workers = told
		e.Body = body
	case incident.DetailsAdded:
		body.Workers = told
		e.Body = body
	}
	return e
}

func workers(body any) []incident.Worker {
	switch e := body.(type) {
	case incident.Registered:
		return e.Workers
	case incident.DetailsAdded:
		return e.Workers
	}
	return nil
}

func touchesInvolvement(e projections.Event) projections.Touched {
	var keys []uuid.UUID
	for _, w := range workers(e.Body) {
		if key := InvolvementKey(e.Stream.ID, w.Person); !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return projections.Touched{Keys: keys}
}

func foldInvolvement(row Involvement, exists bool, h projections.Head, e projections.Event) (Involvement, projections.Head, bool) {
	changed := false
	for _, w := range workers(e.Body) {
		if InvolvementKey(e.Stream.ID, w.Person) != h.Key {
			continue
		}
		if after := row.told(w, exists); !exists || after.Health != row.Health {
			row, exists, changed = after, true, true
		}
	}
	if changed {
		row.RecordedAt = e.RecordedAt.UTC()
		h.Parent, h.Employer = e.Stream.ID, e.Employer
	}
	return row, h, changed
}

// told takes in what an event says of this worker, by the rules of the trade: not to
// know takes nothing back (DOMAIN 7.10).
func (r Involvement) told(w incident.Worker, exists bool) Involvement {
	var s incident.Incident
	if exists {
		s.Workers = []incident.Worker{{Person: w.Person, Health: r.Health.held()}}
	}
	w.Identity = person.Held[person.Identity]{}
	s = incident.Decider.Evolve(s, incident.DetailsAdded{Workers: []incident.Worker{w}})
	r.Person, r.Health = w.Person, healthOf(s.Workers[0].Health)
	return r
}
