package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
)

// walkSuspectLinked seals what was seen under a key of the suspect's own where there
// is a file, so that it goes with the rest of it; else under one of the incident. Not
// of the link, as it once was: who gave two links of two incidents one id would have
// both forgotten with either.
func walkSuspectLinked(f fields, stream uuid.UUID, e *incident.SuspectLinked) {
	e.ID = f.id("id", e.ID)
	word(f, "kind", &e.Kind)
	if f.given("suspect", e.Suspect != uuid.Nil) {
		e.Suspect = f.id("suspect", e.Suspect)
	}
	objectIfAny(f, "size", &e.Size, walkCount)
	key := ofIncident(stream, person.ForProfile)
	if e.Suspect != uuid.Nil {
		key = ofPerson(e.Suspect, person.ForProfile)
	}
	held(f, "profile", key, &e.Profile, profile)
}

func walkSuspectUnlinked(f fields, stream uuid.UUID, e *incident.SuspectUnlinked) {
	e.ID = f.id("id", e.ID)
	held(f, "reason", ofIncident(stream, person.ForNarrative), &e.Reason, narrative)
}

func walkSuspectOpened(f fields, stream uuid.UUID, e *suspect.Opened) {
	e.Employer = f.id("employer", e.Employer)
	word(f, "regime", &e.Regime)
	held(f, "profile", ofPerson(stream, person.ForProfile), &e.Profile, profile)
}

func walkSuspectDescribed(f fields, stream uuid.UUID, e *suspect.Described) {
	held(f, "profile", ofPerson(stream, person.ForProfile), &e.Profile, profile)
}

func walkSuspectIdentified(f fields, stream uuid.UUID, e *suspect.Identified) {
	held(f, "identity", ofPerson(stream, person.ForIdentity), &e.Identity, suspectIdentity)
}

func walkIdentityUnlinked(f fields, stream uuid.UUID, e *suspect.IdentityUnlinked) {
	held(f, "reason", ofPerson(stream, person.ForHistory), &e.Reason, narrative)
}

func walkHistoryTold(f fields, stream uuid.UUID, e *suspect.HistoryTold) {
	e.ID = f.id("id", e.ID)
	held(f, "entry", ofPerson(stream, person.ForHistory), &e.Entry, historyEntry)
}

func walkHistoryRetracted(f fields, stream uuid.UUID, e *suspect.HistoryRetracted) {
	e.ID = f.id("id", e.ID)
	held(f, "reason", ofPerson(stream, person.ForHistory), &e.Reason, narrative)
}

func walkCleared(f fields, stream uuid.UUID, e *suspect.Cleared) {
	e.Incident = f.id("incident", e.Incident)
	held(f, "clearance", ofPerson(stream, person.ForHistory), &e.Clearance, clearance)
}

func walkReviewed(f fields, stream uuid.UUID, e *suspect.Reviewed) {
	e.Incident = f.id("incident", e.Incident)
	e.Leaves = f.flag("leaves", e.Leaves)
	held(f, "reason", ofPerson(stream, person.ForHistory), &e.Reason, narrative)
}

var (
	profile         = objectContent(walkProfile)
	suspectIdentity = objectContent(walkSuspectIdentity)
	historyEntry    = objectContent(walkHistoryEntry)
	clearance       = objectContent(walkClearance)
)

func walkProfile(f fields, p *person.Profile) {
	wordIfAny(f, "sex", &p.Sex)
	wordIfAny(f, "age_band", &p.AgeBand)
	wordIfAny(f, "relation", &p.Relation)
}

func walkSuspectIdentity(f fields, s *person.Suspect) {
	word(f, "name", &s.Name)
	wordIfAny(f, "born_on", &s.BornOn)
}

func walkHistoryEntry(f fields, h *person.History) {
	word(f, "flag", &h.Flag)
	word(f, "provenance", &h.Provenance)
	word(f, "on", &h.On)
	wordIfAny(f, "document", &h.Document)
}

func walkClearance(f fields, c *person.Clearance) {
	word(f, "ground", &c.Ground)
	word(f, "on", &c.On)
	word(f, "document", &c.Document)
}
