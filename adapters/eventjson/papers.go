package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

func walkQualified(f fields, _ uuid.UUID, e *incident.Qualified) {
	walkQualification(f, &e.Qualification)
}

func walkQualificationRetracted(f fields, stream uuid.UUID, e *incident.QualificationRetracted) {
	walkQualification(f, &e.Qualification)
	held(f, "reason", ofIncident(stream, person.ForNarrative), &e.Reason, narrative)
}

func walkQualification(f fields, q *incident.Qualification) {
	word(f, "by", &q.By)
	word(f, "offence", &q.Offence)
	wordIfAny(f, "article", &q.Article)
	wordIfAny(f, "completion", &q.Completion)
	wordIfAny(f, "on", &q.On)
}

func walkAttached(f fields, _ uuid.UUID, e *incident.Attached) {
	e.ID = f.id("id", e.ID)
	word(f, "kind", &e.Kind)
	word(f, "hash", &e.Hash)
	e.Size = f.number("size", e.Size)
}

func walkDetached(f fields, stream uuid.UUID, e *incident.Detached) {
	e.ID = f.id("id", e.ID)
	held(f, "reason", ofIncident(stream, person.ForNarrative), &e.Reason, narrative)
}

func walkMerged(f fields, _ uuid.UUID, e *incident.Merged) {
	e.Into = f.id("into", e.Into)
}

func walkSplitOff(f fields, stream uuid.UUID, e *incident.SplitOff) {
	e.From = f.id("from", e.From)
	held(f, "reason", ofIncident(stream, person.ForNarrative), &e.Reason, narrative)
}

func walkAbsorbed(f fields, _ uuid.UUID, e *incident.Absorbed) {
	e.Incident = f.id("incident", e.Incident)
}

func walkReleased(f fields, _ uuid.UUID, e *incident.Released) {
	e.Incident = f.id("incident", e.Incident)
}

func walkClosed(f fields, stream uuid.UUID, e *incident.Closed) {
	word(f, "reason", &e.Reason)
	held(f, "explanation", ofIncident(stream, person.ForNarrative), &e.Explanation, narrative)
}

func walkReopened(f fields, stream uuid.UUID, e *incident.Reopened) {
	held(f, "reason", ofIncident(stream, person.ForNarrative), &e.Reason, narrative)
}
