package eventlog

import "github.com/google/uuid"

// RingSize is how many keys a ring can hold. A ring is the data keys that one
// append brings: their ids differ in the last byte only, so that a store can keep
// them in one row and still find each by its id alone.
const RingSize = 256

// Ring names the ring of a key: what the ids of its keys share, the last byte zero.
func Ring(key uuid.UUID) uuid.UUID {
	key[15] = 0
	return key
}

// NextInRing is the id that follows in the same ring. It goes round: after
// RingSize ids comes the first again, so whoever makes more begins another ring.
func NextInRing(key uuid.UUID) uuid.UUID {
	key[15]++
	return key
}
