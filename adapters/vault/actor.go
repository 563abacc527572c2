package vault

import (
	"encoding/hex"

	"github.com/google/uuid"
)

// ActorID is the opaque id of somebody that an issuer knows as a subject. It stands in
// events for ever, so it is keyed: who has the events and the issuer's list cannot
// join them, and it says nothing once the store's own key is gone.
func (v *Vault) ActorID(issuer, subject string) uuid.UUID {
	sum := v.own.index.sum([]byte("actor"), []byte{0}, []byte(issuer), []byte{0}, []byte(subject))
	id := uuid.UUID(sum[:16])
	id[6] = id[6]&0x0f | 0x80 // version 8, RFC 9562: made in a way of our own
	id[8] = id[8]&0x3f | 0x80
	return id
}

// SubjectCode is what stands for a person, or a case, in the logbook of processing. It is keyed under
// the store's own key: who has the logbook and the records cannot join them without it.
func (v *Vault) SubjectCode(kind string, subject uuid.UUID) string {
	sum := v.own.index.sum([]byte("data subject"), []byte{0}, []byte(kind), []byte{0}, subject[:])
	return hex.EncodeToString(sum[:16])
}
