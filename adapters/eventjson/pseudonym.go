package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/person"
	"ruggensteun/domain/pseudonym"
)

// walkPseudonymMerged seals the reason with who it is: why two are one worker names them,
// and must go when the name goes.
func walkPseudonymMerged(f fields, stream uuid.UUID, e *pseudonym.Merged) {
	e.Into = f.id("into", e.Into)
	held(f, "reason", ofPerson(stream, person.ForIdentity), &e.Reason, narrative)
}

func walkPseudonymSplit(f fields, stream uuid.UUID, e *pseudonym.SplitOff) {
	e.From = f.id("from", e.From)
	held(f, "reason", ofPerson(stream, person.ForIdentity), &e.Reason, narrative)
}

func walkPseudonymAbsorbed(f fields, _ uuid.UUID, e *pseudonym.Absorbed) {
	e.Pseudonym = f.id("pseudonym", e.Pseudonym)
}

func walkPseudonymReleased(f fields, _ uuid.UUID, e *pseudonym.Released) {
	e.Pseudonym = f.id("pseudonym", e.Pseudonym)
}
