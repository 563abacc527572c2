package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

func walkRegistered(f fields, stream uuid.UUID, e *incident.Registered) {
	e.Employer = f.id("employer", e.Employer)
	object(f, "occurred", &e.Occurred, walkMoment)
	e.ReportedAt = f.instant("reported_at", e.ReportedAt)
	object(f, "place", &e.Place, walkPlace)
	words(f, "behaviours", &e.Behaviours)
	words(f, "professions", &e.Professions)
	list(f, "workers", &e.Workers, walkWorker)
	held(f, "narrative", ofIncident(stream), &e.Narrative, narrative)
}

func walkDetailsAdded(f fields, stream uuid.UUID, e *incident.DetailsAdded) {
	words(f, "behaviours", &e.Behaviours)
	words(f, "professions", &e.Professions)
	list(f, "workers", &e.Workers, walkWorker)
	held(f, "narrative", ofIncident(stream), &e.Narrative, narrative)
}

func walkCorrected(f fields, stream uuid.UUID, e *incident.Corrected) {
	held(f, "reason", ofIncident(stream), &e.Reason, narrative)
	pointed(f, "occurred", &e.Occurred, func(f fields, name string, m *moment.Moment) { object(f, name, m, walkMoment) })
	pointed(f, "place", &e.Place, func(f fields, name string, p *incident.Place) { object(f, name, p, walkPlace) })
	pointed(f, "behaviours", &e.Behaviours, words[codes.Code])
	pointed(f, "professions", &e.Professions, words[codes.Code])
	heldOrNull(f, "narrative", ofIncident(stream), &e.Narrative, narrative)
}

func walkWithdrawn(f fields, stream uuid.UUID, e *incident.Withdrawn) {
	word(f, "reason", &e.Reason)
	held(f, "explanation", ofIncident(stream), &e.Explanation, narrative)
}

func walkPlace(f fields, p *incident.Place) {
	word(f, "type", &p.Type)
	word(f, "gemeente", &p.Gemeente)
	wordIfAny(f, "unit", &p.Unit)
}

func walkWorker(f fields, w *incident.Worker) {
	w.Person = f.id("person", w.Person)
	held(f, "identity", ofPerson(w.Person, person.ForIdentity), &w.Identity, identity)
	held(f, "health", ofPerson(w.Person, person.ForHealth), &w.Health, health)
}

func ofIncident(stream uuid.UUID) person.KeyRef {
	return person.KeyRef{Kind: person.KeyOfIncident, Subject: stream, Purpose: person.ForNarrative}
}

func ofPerson(id uuid.UUID, p person.Purpose) person.KeyRef {
	return person.KeyRef{Kind: person.KeyOfPerson, Subject: id, Purpose: p}
}
