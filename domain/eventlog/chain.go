package eventlog

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"time"
)

// Hash is a SHA-256 value.
type Hash [32]byte

// Genesis stands before the first event of every log.
var Genesis Hash

func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// canonicalMagic opens every canonical form, so that a later layout can never
// be mistaken for this one.
const canonicalMagic = "RGS1"

// Canonical is the byte layout that the chain hashes. It can never change:
// testdata/chain.v1.json holds its published test vectors.
//
//	bytes  field
//	4      "RGS1"
//	8      position, big-endian
//	8      recorded_at, microseconds since 1970-01-01T00:00:00Z, big-endian
//	8      version, big-endian
//	16     event id
//	16     employer id (zero: the store's own)
//	32     SHA-256 of the payload as stored
//	32     SHA-256 of the metadata as stored
//	2 + n  stream name, length first, UTF-8
//	2 + n  type name, length first, UTF-8
func Canonical(e Recorded) []byte {
	stream := e.Stream.String()
	b := make([]byte, 0, 128+len(stream)+len(e.Type))
	b = append(b, canonicalMagic...)
	b = binary.BigEndian.AppendUint64(b, uint64(e.Position))
	b = binary.BigEndian.AppendUint64(b, uint64(e.RecordedAt.UnixMicro()))
	b = binary.BigEndian.AppendUint64(b, uint64(e.Version))
	b = append(b, e.ID[:]...)
	b = append(b, e.Employer[:]...)
	b = append(b, e.PayloadHash[:]...)
	metadata := sha256.Sum256(e.Metadata)
	b = append(b, metadata[:]...)
	b = appendText(b, stream)
	return appendText(b, e.Type)
}

// appendText writes the length first: without it, "ab"+"c" and "a"+"bc" would
// hash alike.
func appendText(b []byte, text string) []byte {
	b = binary.BigEndian.AppendUint16(b, uint16(len(text)))
	return append(b, text...)
}

// Chain is the hash of an event that follows one with hash previous.
func Chain(previous Hash, e Recorded) Hash {
	h := sha256.New()
	h.Write(previous[:])
	h.Write(Canonical(e))
	var sum Hash
	h.Sum(sum[:0])
	return sum
}

// Record turns a proposed event into the recorded one that follows previous.
// Every implementation of Log numbers and hashes through it.
func Record(p Proposed, previous Hash, at Recorded) Recorded {
	at.ID, at.Type, at.Payload, at.Metadata = p.ID, p.Type, p.Payload, p.Metadata
	at.RecordedAt = at.RecordedAt.UTC().Truncate(time.Microsecond)
	at.PayloadHash = sha256.Sum256(p.Payload)
	at.Hash = Chain(previous, at)
	return at
}
