package eventlog

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
)

// Meta says who did it, on whose behalf, why and through which door. It holds
// opaque ids and code words only: it is in clear, hashed, and never forgotten.
type Meta struct {
	Actor       uuid.UUID `json:"actor"`
	Role        string    `json:"role"`
	Purpose     string    `json:"purpose"`
	Channel     string    `json:"channel"`            // "api", "cli", "demo", "import"
	Correlation uuid.UUID `json:"correlation"`        // one for everything that one request led to
	Causation   uuid.UUID `json:"causation,omitzero"` // the event that led to this one
}

// Demonstration is the channel of everything that was made up to show how a register
// looks, so that it can never be taken for somebody's record.
const Demonstration = "demo"

// Invented tells that from the stored form, without reading the rest of it: read
// models ask it of every event. What stands between quotes there holds none itself.
func Invented(metadata []byte) bool { return bytes.Contains(metadata, []byte(InventedMark)) }

// InventedMark is what stands in the metadata of what was made up, and of nothing else.
const InventedMark = `"channel":"` + Demonstration + `"`

// Bytes is the stored form: the fields in the order above.
func (m Meta) Bytes() ([]byte, error) {
	b, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("encode metadata: %w", err)
	}
	return b, nil
}

// ParseMeta reads the stored form. Fields it does not know are left alone, so
// that older programs read newer events.
func ParseMeta(b []byte) (Meta, error) {
	var m Meta
	if err := json.Unmarshal(b, &m); err != nil {
		return Meta{}, fmt.Errorf("decode metadata: %w", err)
	}
	return m, nil
}
