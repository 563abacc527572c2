package disclosure

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"log/slog"
	"strconv"

	"github.com/google/uuid"
)

// Unit is what is counted. Each has record keys of its own, so that an incident and its
// only worker hit are not moved alike.
type Unit string

const (
	Incident    Unit = "incident"
	Involvement Unit = "involvement" // a worker hit
	Suspect     Unit = "suspect"
	Aangifte    Unit = "aangifte" // a criminal complaint
	Case        Unit = "case"
	Step        Unit = "step" // of the course of a case
)

// Units are all that have record keys.
func Units() []Unit { return []Unit{Incident, Involvement, Suspect, Aangifte, Case, Step} }

// KeySize is how many bytes a cell key has.
const KeySize = 32

// Key is the secret that printed numbers hang from. Whoever has it can compute the true
// count behind a printed number from a few guesses, so it stands in a file beside the
// master key, never in the database, and does not change: with another key every printed
// number becomes another, and two answers to one question are worth more than one.
type Key struct {
	// A closure, because fmt would print the bytes of an array within another struct.
	reveal func() []byte
}

// NewKey takes the bytes of a key file. The error says what is wrong with them, never
// what they are.
func NewKey(secret []byte) (Key, error) {
	if len(secret) != KeySize {
		return Key{}, fmt.Errorf("a cell key has %d bytes and this has %d: use the file that was made with it", KeySize, len(secret))
	}
	own := [KeySize]byte(secret)
	if own == [KeySize]byte{} {
		return Key{}, fmt.Errorf("a cell key of nothing but zeroes is no secret: make one of %d random bytes", KeySize)
	}
	return Key{reveal: func() []byte { return own[:] }}, nil
}

// IsZero tells whether there is no key.
func (k Key) IsZero() bool { return k.reveal == nil }

// Fingerprint tells which key it is, without a way back to it: 16 hexadecimal digits.
func (k Key) Fingerprint() string {
	if k.IsZero() {
		return ""
	}
	mac := hmac.New(sha256.New, k.reveal())
	mac.Write([]byte("fingerprint.v1"))
	return hex.EncodeToString(mac.Sum(nil)[:8])
}

// String names the key by its fingerprint.
func (k Key) String() string {
	if k.IsZero() {
		return "no cell key"
	}
	return "cell key " + k.Fingerprint()
}

// GoString is the same, so that %#v gives nothing more away.
func (k Key) GoString() string { return k.String() }

// LogValue is the form in structured logs.
func (k Key) LogValue() slog.Value { return slog.StringValue(k.String()) }

// Records makes the record keys of one unit. It panics without a key: sums of nothing
// would print true counts the same way for everybody.
func (k Key) Records(u Unit) *RecordKeys {
	if k.IsZero() {
		panic("disclosure: record keys without a cell key")
	}
	return &RecordKeys{mac: hmac.New(sha256.New, k.reveal()), prefix: []byte("rk.v1|" + string(u) + "|")}
}

// RecordKeys are the record keys of one unit. Not for use by several goroutines at once.
type RecordKeys struct {
	mac    hash.Hash
	prefix []byte
	text   []byte
	sum    []byte
}

// Of is the record key of the unit with this id: the first 8 bytes, big-endian, of
// HMAC-SHA256(K, "rk.v1|" unit "|" id), where the id is lower-case with hyphens.
func (r *RecordKeys) Of(id uuid.UUID) uint64 {
	return r.of(append(r.text[:0], id.String()...))
}

// OfCounted is that of a worker who was only counted: the nth, from 1, of the incident.
// Its id is that of the incident, # and the number.
func (r *RecordKeys) OfCounted(incident uuid.UUID, nth int) uint64 {
	text := append(append(r.text[:0], incident.String()...), '#')
	return r.of(strconv.AppendInt(text, int64(nth), 10))
}

func (r *RecordKeys) of(id []byte) uint64 {
	r.text = id
	r.mac.Reset()
	r.mac.Write(r.prefix)
	r.mac.Write(id)
	r.sum = r.mac.Sum(r.sum[:0])
	return binary.BigEndian.Uint64(r.sum)
}
