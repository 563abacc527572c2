package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/permit"
	"ruggensteun/domain/person"
)

// walkPermitRequested seals the reason under a key of the permit's own: it says whom somebody
// looks for, who may not be on record at all.
func walkPermitRequested(f fields, stream uuid.UUID, e *permit.Requested) {
	e.Employer = f.id("employer", e.Employer)
	word(f, "kind", &e.Kind)
	e.By = f.id("by", e.By)
	word(f, "role", &e.Role)
	wordIfAny(f, "purpose", &e.Purpose)
	ids(f, "of", &e.Of)
	if f.given("search", e.Search != eventlog.Hash{}) {
		walkHash(f, "search", &e.Search)
	}
	held(f, "reason", ofCase(stream, person.ForNarrative), &e.Reason, narrative)
	e.At = f.instant("at", e.At)
}

func walkPermitGranted(f fields, _ uuid.UUID, e *permit.Granted) {
	e.By = f.id("by", e.By)
	word(f, "role", &e.Role)
	e.Until = f.instant("until", e.Until)
	e.Uses = f.number("uses", e.Uses)
	e.At = f.instant("at", e.At)
}

func walkPermitRefused(f fields, stream uuid.UUID, e *permit.Refused) {
	e.By = f.id("by", e.By)
	word(f, "role", &e.Role)
	held(f, "reason", ofCase(stream, person.ForNarrative), &e.Reason, narrative)
	e.At = f.instant("at", e.At)
}

func walkPermitUsed(f fields, _ uuid.UUID, e *permit.Used) {
	e.Number = f.number("number", e.Number)
	ids(f, "found", &e.Found)
	e.At = f.instant("at", e.At)
}

func walkPermitWithdrawn(f fields, stream uuid.UUID, e *permit.Withdrawn) {
	e.By = f.id("by", e.By)
	held(f, "reason", ofCase(stream, person.ForNarrative), &e.Reason, narrative)
	e.At = f.instant("at", e.At)
}
