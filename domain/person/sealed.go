package person

import (
	"fmt"
	"io"

	"github.com/google/uuid"
)

// Slot is the one place where a box may stand. A box that is moved to another
// event or another field does not open there.
type Slot struct {
	Event uuid.UUID
	Field string // path in the event: "workers[0].identity"
}

// Detail is something personal on its way into a box.
type Detail struct {
	Slot  Slot
	Key   KeyRef
	Plain Plain
}

// Box is something personal that was sealed.
type Box struct {
	Slot   Slot
	Sealed []byte
}

// UnderKey is a box and under whose keys it was sealed.
type UnderKey struct {
	Key KeyRef
	Box Box
}

// LeftOut stands, in what is given to somebody of himself, where a box is that is of others, and says of
// which kind of key it is.
const LeftOut = "left_out"

// Opened is what a box held: Present with its content, or Forgotten.
type Opened struct {
	State State
	Plain Plain
}

// Plain is personal content in the clear. It prints as nothing.
type Plain []byte

// Format keeps the content out of log lines and errors.
func (p Plain) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "[plain]") }

// MarshalText refuses, as Held does. It is asked by encoding/json, and by slog,
// which writes bytes as they are without asking Format.
func (p Plain) MarshalText() ([]byte, error) { return nil, errPrinted }
