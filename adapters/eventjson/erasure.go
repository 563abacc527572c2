package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/suspect"
)

// walkErased takes the purpose from the type and who it is from the stream.
func walkErased(purpose person.Purpose) walk[erasure.Erased] {
	return func(f fields, _ uuid.UUID, e *erasure.Erased) {
		e.Purpose = purpose
		word(f, "reason", &e.Reason)
	}
}

func walkSuspectErased(purpose person.Purpose) walk[suspect.Erased] {
	return func(f fields, _ uuid.UUID, e *suspect.Erased) {
		e.Purpose = purpose
		word(f, "reason", &e.Reason)
	}
}

func walkIncidentErased(purpose person.Purpose) walk[incident.Erased] {
	return func(f fields, _ uuid.UUID, e *incident.Erased) {
		e.Purpose = purpose
		word(f, "reason", &e.Reason)
	}
}

func walkAangifteErased(purpose person.Purpose) walk[aangifte.Erased] {
	return func(f fields, _ uuid.UUID, e *aangifte.Erased) {
		e.Purpose = purpose
		word(f, "reason", &e.Reason)
	}
}

func walkCaseErased(purpose person.Purpose) walk[prosecution.Erased] {
	return func(f fields, _ uuid.UUID, e *prosecution.Erased) {
		e.Purpose = purpose
		word(f, "reason", &e.Reason)
	}
}
