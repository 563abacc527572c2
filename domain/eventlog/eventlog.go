// Package eventlog is the contract of the one list that everything else follows
// from: what happened, in the order in which it became certain, never changed.
//
// The promises below are proved for every implementation by logtest:
//
//   - Positions are 1, 2, 3 … without gaps, in commit order. Nobody ever reads
//     a position and later finds a lower one that was not there before.
//   - An append is all or nothing, over any number of streams.
//   - An accepted append is durable; a refused one left nothing behind; one of
//     unknown outcome is there at most once, and its key tells.
//   - Versions within a stream are 1, 2, 3 … and rise with the position.
//   - A stream belongs to the employer of its first event and never changes hands.
//   - Every event carries a hash that chains it to the one before (chain.go).
package eventlog

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// Position is an event's place in the whole log: the first is 1, and 0 stands
// before the first.
type Position int64

// Version is an event's place in its stream: the first is 1, and 0 means that
// the stream does not exist yet.
type Version int64

// Limits of one append. They keep a flush short, because every writer waits for it.
const (
	MaxPayload  = 256 << 10 // bytes of one event's payload or metadata
	MaxEvents   = 500       // events in one append, over all its streams; also streams, data keys and marks
	MaxBytes    = 1 << 20   // bytes of payload, metadata and wrapped keys in one append
	MaxTypeName = 100       // bytes of an event's type name
)

// Proposed is an event that asks to be recorded. Payload and Metadata are kept
// and hashed exactly as given; what is about a person in Payload is sealed already.
type Proposed struct {
	ID       uuid.UUID // UUIDv7, unique in the whole log
	Type     string    // explicit name with version: "incident.registered.v4"
	Payload  []byte
	Metadata []byte
}

// Recorded is an event in the log.
type Recorded struct {
	Position    Position
	Employer    uuid.UUID // whose record this is; the zero UUID for the store's own
	Stream      Stream
	Version     Version
	ID          uuid.UUID
	Type        string
	RecordedAt  time.Time // database clock, whole microseconds, never before the event before it
	Payload     []byte    // nil when Redacted
	Metadata    []byte
	PayloadHash Hash // SHA-256 of the payload as it was recorded, kept when it is redacted
	Hash        Hash // chains this event to the one before
	Redacted    bool // the payload was removed by a recorded redaction
}

// Change is the events for one stream, to be appended if the stream is still
// where the caller saw it.
type Change struct {
	Stream   Stream
	Expected Version    // AnyVersion: wherever the stream is
	Events   []Proposed // none: only hold the stream to Expected while the others are appended
}

// AnyVersion appends wherever the stream happens to be.
const AnyVersion Version = -1

// Append is one command's worth of events: all of it is recorded, or nothing.
type Append struct {
	Employer uuid.UUID
	Changes  []Change
	// Key makes the append idempotent; nil appends unconditionally. Without it a
	// broken connection leaves the outcome unknown for ever.
	Key *Key
	// DataKeys and Marks commit together with the events, so that no event is
	// ever sealed under a key that was lost, and no two persons share a mark.
	DataKeys []DataKey
	Marks    []Mark
}

// Key names one attempt to do something. Both parts are keyed hashes: the
// client's own key or body may be about a person and can be guessed from a bare hash.
type Key struct {
	Token Hash // HMAC of actor, employer and the client's key
	Body  Hash // HMAC of the plaintext request: sealing differs at every retry
}

// DataKey is a wrapped key that becomes durable with the first event sealed
// under it. The log does not look inside.
//
// Keys whose ids differ in nothing but the last byte are a ring: they come in
// one append, under one parent and for one employer, so that a store can keep
// them in one place. See Ring.
type DataKey struct {
	ID       uuid.UUID
	Parent   uuid.UUID // the key it is wrapped under; zero: the master key
	Employer uuid.UUID
	Kind     string // "employer", "person", "incident"
	Subject  uuid.UUID
	Purpose  string
	Wrapped  []byte
}

// Mark is one entry of the blind index: a keyed hash of something that
// identifies (a staff number, an employer's code), and whom it stands for.
// Within one employer and kind a token stands for one subject.
type Mark struct {
	Employer uuid.UUID
	Kind     string
	Token    Hash
	Subject  uuid.UUID
}

// Receipt says where an append ended up.
type Receipt struct {
	First, Last Position // contiguous; both 0 when the command needed no event
	RecordedAt  time.Time
	Versions    []Version // the new version of each stream, in the order of Append.Changes
	Replayed    bool      // the key was known: this is the stored outcome of the first time
}

// Log is the one list. Implementations are safe for concurrent use.
type Log interface {
	// Append records all of it or nothing; events take positions in the order of
	// Changes. A known key answers before anything else is looked at: with the
	// stored outcome, or ErrKeyReused. A refused append leaves its key unused.
	//
	// Errors: *ConflictError when a stream is not where it was expected (the first
	// such, in the order of Changes), ErrKeyReused, ErrMarkTaken, ErrTooLarge,
	// ErrInvalid (also for a stream of another employer, whatever version was
	// expected of it: how far it is, is none of the caller's business),
	// ErrClockBehind, ErrUnavailable, ErrUnknownOutcome (ask Outcome with the same key). After any error but the last nothing was recorded and
	// nothing will be; so a context that ends before the append is under way gives
	// its own error, and one that ends later ErrUnknownOutcome unless the outcome
	// is certain.
	Append(ctx context.Context, a Append) (Receipt, error)

	// Outcome gives what an earlier append with this key ended in; ErrKeyReused
	// when that was another request. Callers ask it before they decide anew,
	// because the rules may now refuse what was already done.
	Outcome(ctx context.Context, k Key) (r Receipt, found bool, err error)

	// Read gives up to limit events after a position, in order, without gaps;
	// fewer (but at least one) when they are large, none at the end of the log.
	// What it gives belongs to the caller.
	Read(ctx context.Context, after Position, limit int) ([]Recorded, error)

	// ReadStream gives all events of one stream after a version, in order.
	ReadStream(ctx context.Context, s Stream, after Version) ([]Recorded, error)

	// Head is the position of the last event, 0 in an empty log.
	Head(ctx context.Context) (Position, error)

	// Await returns the head as soon as it lies beyond a position, or the
	// context's error. Waking up is prompt, but only the log itself is the truth:
	// callers read, they never trust the number of wake-ups.
	Await(ctx context.Context, after Position) (Position, error)
}

func (p Position) String() string { return fmt.Sprint(int64(p)) }
