package eventjson

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/casework"
	"ruggensteun/domain/person"
)

func walkWorkOpened(f fields, _ uuid.UUID, e *casework.Opened) {
	e.Employer = f.id("employer", e.Employer)
	idIfAny(f, "worker", &e.Worker)
}

func walkAssigned(f fields, _ uuid.UUID, e *casework.Assigned) {
	e.Responsible = f.id("responsible", e.Responsible)
	idIfAny(f, "stand_in", &e.StandIn)
}

func walkHandOverOffered(f fields, _ uuid.UUID, e *casework.HandOverOffered) {
	e.To = f.id("to", e.To)
	instantIfAny(f, "silent_since", &e.SilentSince)
}

func walkHandOverAccepted(f fields, _ uuid.UUID, e *casework.HandOverAccepted) {
	e.Responsible = f.id("responsible", e.Responsible)
	idIfAny(f, "stand_in", &e.StandIn)
}

func walkNameChanged(f fields, _ uuid.UUID, e *casework.NameChanged) {
	ids(f, "victims", &e.Victims)
	e.Knew = f.id("knew", e.Knew)
	e.At = f.instant("at", e.At)
}

func walkNameTold(f fields, _ uuid.UUID, e *casework.NameTold) {
	e.ID = f.id("id", e.ID)
	e.Victim = f.id("victim", e.Victim)
	e.Name = f.id("name", e.Name)
	word(f, "channel", &e.Channel)
	object(f, "on", &e.On, walkMoment)
	idIfAny(f, "document", &e.Document)
}

func walkHandOverDeclined(f fields, stream uuid.UUID, e *casework.HandOverDeclined) {
	idIfAny(f, "worker", &e.Worker)
	held(f, "reason", ofWork(stream, e.Worker, person.ForNarrative), &e.Reason, narrative)
}

func walkHandOverWithdrawn(fields, uuid.UUID, *casework.HandOverWithdrawn) {}

func walkSnoozed(f fields, stream uuid.UUID, e *casework.Snoozed) {
	idIfAny(f, "worker", &e.Worker)
	word(f, "until", &e.Until)
	held(f, "reason", ofWork(stream, e.Worker, person.ForNarrative), &e.Reason, narrative)
}

func walkWoken(fields, uuid.UUID, *casework.Woken) {}

func walkAlarmRaised(f fields, stream uuid.UUID, e *casework.AlarmRaised) {
	e.Number = f.number("number", e.Number)
	idIfAny(f, "worker", &e.Worker)
	word(f, "kind", &e.Kind)
	held(f, "clock", ofWork(stream, e.Worker, person.ForProsecution), &e.Clock, workClock)
	numberIfAny(f, "instead", &e.Instead)
	e.At = f.instant("at", e.At)
}

var workClock = objectContent(walkWorkClock)

func walkWorkClock(f fields, c *casework.Clock) {
	word(f, "agreement", &c.Agreement)
	word(f, "version", &c.Version)
	word(f, "whose", &c.Whose)
	word(f, "start", &c.Start)
	wordIfAny(f, "started_on", &c.StartedOn)
	idIfAny(f, "victim", &c.Victim)
	idIfAny(f, "about", &c.About)
	wordIfAny(f, "due", &c.Due)
}

func walkAlarmEnded(f fields, _ uuid.UUID, e *casework.AlarmEnded) {
	e.Number = f.number("number", e.Number)
	word(f, "because", &e.Because)
	e.At = f.instant("at", e.At)
}

// ofWork is the key of the case, or of the worker in a file of care: what is forgotten of
// the file is forgotten of the work on it.
func ofWork(stream, worker uuid.UUID, p person.Purpose) person.KeyRef {
	if worker != uuid.Nil {
		return ofPerson(worker, person.ForCare)
	}
	return ofCase(stream, p)
}

// instantIfAny leaves the field out when it is zero.
func instantIfAny(f fields, name string, v *time.Time) {
	if f.given(name, !v.IsZero()) {
		*v = f.instant(name, *v)
	}
}
