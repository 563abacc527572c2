package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

func walkRegistered(f fields, stream uuid.UUID, e *incident.Registered) {
	walkRegisteredV3(f, stream, e)
	objectIfAny(f, "reported", &e.Reported, walkMoment)
}

// walkRegisteredV3 is a report from before anybody asked when it was first told
// elsewhere.
func walkRegisteredV3(f fields, stream uuid.UUID, e *incident.Registered) {
	e.Employer = f.id("employer", e.Employer)
	word(f, "regime", &e.Regime)
	object(f, "occurred", &e.Occurred, walkMoment)
	e.ReportedAt = f.instant("reported_at", e.ReportedAt)
	object(f, "place", &e.Place, walkPlace)
	words(f, "behaviours", &e.Behaviours)
	words(f, "professions", &e.Professions)
	walkCircumstances(f, &e.Circumstances)
	list(f, "workers", &e.Workers, walkWorker)
	held(f, "narrative", ofIncident(stream, person.ForNarrative), &e.Narrative, narrative)
	held(f, "address", ofIncident(stream, person.ForAddress), &e.Address, narrative)
	held(f, "reference", ofIncident(stream, person.ForReference), &e.Reference, narrative)
}

func walkDetailsAdded(f fields, stream uuid.UUID, e *incident.DetailsAdded) {
	pointed(f, "place", &e.Place, func(f fields, name string, p *incident.Place) { object(f, name, p, walkMorePlace) })
	words(f, "behaviours", &e.Behaviours)
	words(f, "professions", &e.Professions)
	walkCircumstances(f, &e.Circumstances)
	list(f, "workers", &e.Workers, walkWorker)
	held(f, "narrative", ofIncident(stream, person.ForNarrative), &e.Narrative, narrative)
	held(f, "address", ofIncident(stream, person.ForAddress), &e.Address, narrative)
}

func walkCorrected(f fields, stream uuid.UUID, e *incident.Corrected) {
	walkCorrectedV2(f, stream, e)
	pointed(f, "reported", &e.Reported, func(f fields, name string, m *moment.Moment) { object(f, name, m, walkMoment) })
}

// walkCorrectedV2 corrected what the third shape of a report had.
func walkCorrectedV2(f fields, stream uuid.UUID, e *incident.Corrected) {
	held(f, "reason", ofIncident(stream, person.ForNarrative), &e.Reason, narrative)
	pointed(f, "occurred", &e.Occurred, func(f fields, name string, m *moment.Moment) { object(f, name, m, walkMoment) })
	pointed(f, "place", &e.Place, func(f fields, name string, p *incident.Place) { object(f, name, p, walkPlace) })
	pointed(f, "behaviours", &e.Behaviours, words[codes.Code])
	pointed(f, "professions", &e.Professions, words[codes.Code])
	pointed(f, "occasions", &e.Occasions, words[codes.Code])
	pointed(f, "means", &e.Means, listOf(walkMeans))
	pointed(f, "completions", &e.Completions, listOf(walkCompletion))
	pointed(f, "grounds", &e.Grounds, words[codes.Code])
	pointed(f, "deployment", &e.Deployment, word)
	pointed(f, "reach", &e.Reach, word)
	pointed(f, "hit", &e.Hit, func(f fields, name string, c *codes.Count) { object(f, name, c, walkCount) })
	heldOrNull(f, "narrative", ofIncident(stream, person.ForNarrative), &e.Narrative, narrative)
	heldOrNull(f, "address", ofIncident(stream, person.ForAddress), &e.Address, narrative)
	heldOrNull(f, "reference", ofIncident(stream, person.ForReference), &e.Reference, narrative)
}

func walkWithdrawn(f fields, stream uuid.UUID, e *incident.Withdrawn) {
	word(f, "reason", &e.Reason)
	held(f, "explanation", ofIncident(stream, person.ForNarrative), &e.Explanation, narrative)
}

func walkPlace(f fields, p *incident.Place) {
	word(f, "type", &p.Type)
	word(f, "gemeente", &p.Gemeente)
	walkPlaceWithin(f, p)
}

// walkMorePlace is for a place of which only some things are told.
func walkMorePlace(f fields, p *incident.Place) {
	wordIfAny(f, "type", &p.Type)
	wordIfAny(f, "gemeente", &p.Gemeente)
	walkPlaceWithin(f, p)
}

func walkPlaceWithin(f fields, p *incident.Place) {
	wordIfAny(f, "unit", &p.Unit)
	wordIfAny(f, "area", &p.Area)
	wordIfAny(f, "indoors", &p.Indoors)
	objectIfAny(f, "point", &p.Point, walkPoint)
}

// walkPoint is in thousandths of a degree.
func walkPoint(f fields, p *incident.Point) {
	p.North = f.number("north", p.North)
	p.East = f.number("east", p.East)
}

func walkCircumstances(f fields, c *incident.Circumstances) {
	wordsIfAny(f, "occasions", &c.Occasions)
	listIfAny(f, "means", &c.Means, walkMeans)
	listIfAny(f, "completions", &c.Completions, walkCompletion)
	wordsIfAny(f, "grounds", &c.Grounds)
	wordIfAny(f, "deployment", &c.Deployment)
	wordIfAny(f, "reach", &c.Reach)
	objectIfAny(f, "hit", &c.Hit, walkCount)
}

func walkMeans(f fields, m *incident.Means) {
	word(f, "means", &m.Means)
	wordIfAny(f, "status", &m.Status)
}

func walkCompletion(f fields, c *incident.Completion) {
	word(f, "behaviour", &c.Behaviour)
	word(f, "completion", &c.Completion)
}

func walkWorker(f fields, w *incident.Worker) {
	w.Person = f.id("person", w.Person)
	held(f, "identity", ofPerson(w.Person, person.ForIdentity), &w.Identity, identity)
	held(f, "health", ofPerson(w.Person, person.ForHealth), &w.Health, health)
}

func ofIncident(stream uuid.UUID, p person.Purpose) person.KeyRef {
	return person.KeyRef{Kind: person.KeyOfIncident, Subject: stream, Purpose: p}
}

func ofPerson(id uuid.UUID, p person.Purpose) person.KeyRef {
	return person.KeyRef{Kind: person.KeyOfPerson, Subject: id, Purpose: p}
}
