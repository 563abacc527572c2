package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

func walkCourseTold(f fields, stream uuid.UUID, e *incident.CourseTold) {
	list(f, "steps", &e.Steps, walkStep)
	held(f, "reason", ofIncident(stream, person.ForNarrative), &e.Reason, narrative)
}

func walkStep(f fields, s *incident.Step) {
	wordIfAny(f, "phase", &s.Phase)
	momentIfAny(f, "at", &s.At)
	wordIfAny(f, "actor", &s.Actor)
	wordIfAny(f, "act", &s.Act)
	wordIfAny(f, "means", &s.Means)
	listIfAny(f, "triggers", &s.Triggers, walkTrigger)
	listIfAny(f, "amplifiers", &s.Amplifiers, walkAmplifier)
	listIfAny(f, "measures", &s.Measures, walkMeasure)
}

func walkTrigger(f fields, t *incident.Trigger) {
	word(f, "trigger", &t.Trigger)
	wordIfAny(f, "assessed_by", &t.AssessedBy)
}

func walkAmplifier(f fields, a *incident.Amplifier) {
	word(f, "amplifier", &a.Amplifier)
	wordIfAny(f, "certainty", &a.Certainty)
	objectIfAny(f, "number", &a.Number, walkCount)
}

func walkMeasure(f fields, m *incident.Measure) {
	word(f, "measure", &m.Measure)
	wordIfAny(f, "effect", &m.Effect)
}

func walkSupportTold(f fields, stream uuid.UUID, e *incident.SupportTold) {
	wordIfAny(f, "status", &e.Support.Status)
	momentIfAny(f, "asked", &e.Support.Asked)
	momentIfAny(f, "promise", &e.Support.Promise)
	momentIfAny(f, "arrival", &e.Support.Arrival)
	objectIfAny(f, "minutes", &e.Support.Minutes, walkCount)
	held(f, "reason", ofIncident(stream, person.ForNarrative), &e.Reason, narrative)
}

func walkForceReferenced(f fields, stream uuid.UUID, e *incident.ForceReferenced) {
	held(f, "report", ofIncident(stream, person.ForReference), &e.Report, narrative)
}

// momentIfAny leaves out a time of which nothing was ever said.
func momentIfAny(f fields, name string, m *moment.Moment) {
	if f.given(name, !m.Equal(moment.Moment{})) {
		object(f, name, m, walkMoment)
	}
}
