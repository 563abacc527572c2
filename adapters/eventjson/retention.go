package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/retention"
)

func walkRetentionSet(f fields, _ uuid.UUID, e *retention.WasSet) {
	word(f, "kind", &e.Kind)
	word(f, "purpose", &e.Purpose)
	word(f, "regime", &e.Regime)
	word(f, "version", &e.Number)
	word(f, "valid_from", &e.ValidFrom)
	object(f, "term", &e.Term, walkTerm)
	wordIfAny(f, "reason", &e.Reason)
}
