package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/accessrequest"
	"ruggensteun/domain/person"
)

func walkAccessOpened(f fields, _ uuid.UUID, e *accessrequest.Opened) {
	walkAccessSubject(f, &e.On)
	word(f, "received", &e.Received)
	word(f, "verified", &e.Verified)
	if f.given("permit", e.Permit != uuid.Nil) {
		e.Permit = f.id("permit", e.Permit)
	}
	word(f, "due", &e.Due)
	e.By = f.id("by", e.By)
	e.At = f.instant("at", e.At)
}

func walkAccessExtended(f fields, stream uuid.UUID, e *accessrequest.Extended) {
	walkAccessSubject(f, &e.On)
	word(f, "why", &e.Why)
	held(f, "reason", ofAccess(stream, e.On), &e.Reason, narrative)
	word(f, "due", &e.Due)
	e.At = f.instant("at", e.At)
}

func walkAccessWithheld(f fields, stream uuid.UUID, e *accessrequest.Withheld) {
	walkAccessSubject(f, &e.On)
	e.Record = f.id("record", e.Record)
	word(f, "ground", &e.Ground)
	held(f, "reason", ofAccess(stream, e.On), &e.Reason, narrative)
	e.At = f.instant("at", e.At)
}

func walkAccessDelivered(f fields, _ uuid.UUID, e *accessrequest.Delivered) {
	word(f, "hash", &e.Hash)
	word(f, "how", &e.How)
	word(f, "day", &e.Day)
	e.By = f.id("by", e.By)
	e.At = f.instant("at", e.At)
}

func walkAccessRefused(f fields, stream uuid.UUID, e *accessrequest.Refused) {
	walkAccessSubject(f, &e.On)
	word(f, "ground", &e.Ground)
	held(f, "reason", ofAccess(stream, e.On), &e.Reason, narrative)
	e.At = f.instant("at", e.At)
}

func walkAccessSubject(f fields, s *accessrequest.Subject) {
	word(f, "kind", &s.Kind)
	s.ID = f.id("of", s.ID)
}

// ofAccess seals why something was decided with who asked: when he is forgotten, so is this. Of a user
// nothing else is sealed, so the request has a key of its own.
func ofAccess(stream uuid.UUID, s accessrequest.Subject) person.KeyRef {
	if s.Kind == accessrequest.User {
		return ofCase(stream, person.ForNarrative)
	}
	return ofPerson(s.ID, person.ForIdentity)
}
