package vault

import "github.com/google/uuid"

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
