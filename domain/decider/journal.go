package decider

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// Request is what surrounds a command: who, why, and how to recognise a repeat.
type Request struct {
	Employer uuid.UUID // whose record it is
	Meta     eventlog.Meta
	// Key is the client's idempotency key, unique per actor and employer; empty
	// means none. Body is the request in plain bytes, to tell a repeat from a
	// reuse. Neither is kept: only keyed hashes are.
	Key  string
	Body []byte
	// Expected is the version the client saw (If-Match); nil decides on whatever
	// is there, and again when somebody else was first.
	Expected *eventlog.Version
}

// Journal is the log as deciders see it: events of the trade instead of bytes.
type Journal interface {
	// Outcome gives what the same request ended in before; not found when the
	// request has no key. Error: eventlog.ErrKeyReused.
	Outcome(ctx context.Context, r Request) (eventlog.Receipt, bool, error)
	// Load gives a stream's whole history, as Codec.Decode does.
	Load(ctx context.Context, s eventlog.Stream) ([]Event, eventlog.Version, error)
	// Append records events at the version that was read; errors as eventlog.Log.
	Append(ctx context.Context, s eventlog.Stream, at eventlog.Version, events []Event, r Request) (eventlog.Receipt, error)
}

// Codec turns events of the trade into what the log keeps, and back. Encode
// seals what is about a person; Decode opens it, or marks it forgotten when its
// key was destroyed.
type Codec interface {
	Encode(ctx context.Context, s eventlog.Stream, events []Event, r Request) (Encoded, error)
	// Decode gives one event per recorded one, in the newest shape; nil where the
	// payload was removed by a recorded redaction.
	Decode(ctx context.Context, recorded []eventlog.Recorded) ([]Event, error)
	// Fingerprint is the keyed form of r.Key and r.Body.
	Fingerprint(ctx context.Context, r Request) (eventlog.Key, error)
}

// Encoded is what a command adds to the log.
type Encoded struct {
	Events   []eventlog.Proposed
	DataKeys []eventlog.DataKey
	Marks    []eventlog.Mark
}

// NewJournal joins a log and a codec.
func NewJournal(log eventlog.Log, codec Codec) Sharing {
	return journal{log: log, codec: codec}
}

type journal struct {
	log   eventlog.Log
	codec Codec
}

func (j journal) Outcome(ctx context.Context, r Request) (eventlog.Receipt, bool, error) {
	if r.Key == "" {
		return eventlog.Receipt{}, false, nil
	}
	key, err := j.codec.Fingerprint(ctx, r)
	if err != nil {
		return eventlog.Receipt{}, false, fmt.Errorf("fingerprint the request: %w", err)
	}
	return j.log.Outcome(ctx, key)
}

func (j journal) Load(ctx context.Context, s eventlog.Stream) ([]Event, eventlog.Version, error) {
	recorded, err := j.log.ReadStream(ctx, s, 0)
	if err != nil || len(recorded) == 0 {
		return nil, 0, err
	}
	events, err := j.codec.Decode(ctx, recorded)
	return events, recorded[len(recorded)-1].Version, err
}

func (j journal) Append(ctx context.Context, s eventlog.Stream, at eventlog.Version, events []Event, r Request) (eventlog.Receipt, error) {
	return j.AppendAll(ctx, []Share{{Stream: s, At: at, Events: events}}, r)
}

func (j journal) AppendAll(ctx context.Context, shares []Share, r Request) (eventlog.Receipt, error) {
	a := eventlog.Append{Employer: r.Employer}
	for _, share := range shares {
		encoded, err := j.codec.Encode(ctx, share.Stream, share.Events, r)
		if err != nil {
			return eventlog.Receipt{}, fmt.Errorf("encode for %s: %w", share.Stream, err)
		}
		a.Changes = append(a.Changes, eventlog.Change{Stream: share.Stream, Expected: share.At, Events: encoded.Events})
		a.DataKeys = append(a.DataKeys, encoded.DataKeys...)
		a.Marks = append(a.Marks, encoded.Marks...)
	}
	if r.Key != "" {
		key, err := j.codec.Fingerprint(ctx, r)
		if err != nil {
			return eventlog.Receipt{}, fmt.Errorf("fingerprint the request: %w", err)
		}
		a.Key = &key
	}
	return j.log.Append(ctx, a)
}
