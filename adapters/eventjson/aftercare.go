package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/person"
)

func walkCareOpened(f fields, _ uuid.UUID, e *aftercare.Opened) {
	e.Employer = f.id("employer", e.Employer)
	word(f, "regime", &e.Regime)
	e.Incident = f.id("incident", e.Incident)
	e.Worker = f.id("worker", e.Worker)
}

// walkStepTold seals which help it was too: that somebody saw a psychologist is data
// about health.
func walkStepTold(f fields, _ uuid.UUID, e *aftercare.StepTold) {
	e.ID = f.id("id", e.ID)
	e.Worker = f.id("worker", e.Worker)
	held(f, "step", ofPerson(e.Worker, person.ForCare), &e.Step, careStep)
	held(f, "note", ofPerson(e.Worker, person.ForCare), &e.Note, narrative)
}

func walkStepRetracted(f fields, _ uuid.UUID, e *aftercare.StepRetracted) {
	e.ID = f.id("id", e.ID)
	e.Worker = f.id("worker", e.Worker)
	held(f, "reason", ofPerson(e.Worker, person.ForCare), &e.Reason, narrative)
}

var careStep = objectContent(walkCareStep)

func walkCareStep(f fields, s *aftercare.Step) {
	word(f, "step", &s.Step)
	word(f, "status", &s.Status)
	object(f, "on", &s.On, walkMoment)
	wordIfAny(f, "due", &s.Due)
}
