package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/hold"
	"ruggensteun/domain/person"
	"ruggensteun/domain/retention"
)

func walkHoldPlaced(f fields, _ uuid.UUID, e *hold.Placed) {
	e.ID = f.id("id", e.ID)
	walkHeldSubject(f, &e.On)
	word(f, "ground", &e.Ground)
	held(f, "reason", ofHeld(e.On), &e.Reason, narrative)
	word(f, "until", &e.Until)
	e.By = f.id("by", e.By)
	word(f, "role", &e.Role)
	e.At = f.instant("at", e.At)
}

func walkHoldRenewed(f fields, _ uuid.UUID, e *hold.Renewed) {
	e.ID = f.id("id", e.ID)
	walkHeldSubject(f, &e.On)
	held(f, "reason", ofHeld(e.On), &e.Reason, narrative)
	word(f, "until", &e.Until)
	e.At = f.instant("at", e.At)
}

func walkHoldLifted(f fields, _ uuid.UUID, e *hold.Lifted) {
	e.ID = f.id("id", e.ID)
	walkHeldSubject(f, &e.On)
	held(f, "reason", ofHeld(e.On), &e.Reason, narrative)
	e.At = f.instant("at", e.At)
}

func walkHeldSubject(f fields, s *hold.Subject) {
	word(f, "kind", &s.Kind)
	s.ID = f.id("of", s.ID)
}

// ofHeld seals why something is held with what is held: when that is erased, so is this.
func ofHeld(s hold.Subject) person.KeyRef {
	switch s.Kind {
	case retention.Incident:
		return ofIncident(s.ID, person.ForNarrative)
	case retention.Worker, retention.Suspect:
		return ofPerson(s.ID, person.ForIdentity)
	}
	return ofCase(s.ID, person.ForNarrative)
}
