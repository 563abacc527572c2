package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/erasure"
	"ruggensteun/domain/person"
)

// walkErased takes the purpose from the type and who it is from the stream.
func walkErased(purpose person.Purpose) walk[erasure.Erased] {
	return func(f fields, _ uuid.UUID, e *erasure.Erased) {
		e.Purpose = purpose
		word(f, "reason", &e.Reason)
	}
}
