package eventlog

import "github.com/google/uuid"

// RingSize is how many keys a ring can hold: the values of an id's last byte.
const RingSize = 256

// Ring is what the ids of a ring's keys have in common.
func Ring(key uuid.UUID) uuid.UUID {
	key[15] = 0
	return key
}

// NextInRing is the id that follows in the same ring.
func NextInRing(key uuid.UUID) uuid.UUID {
	key[15]++
	return key
}
