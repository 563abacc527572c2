package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/eventlog"
)

const appendAloneSQL = `
SELECT outcome, first_position, last_position, new_versions, at
FROM append_alone($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)`

// fitsAlone tells whether the one-round-trip lane can take a command: one
// stream, one ring of keys, and none of another's.
func fitsAlone(a eventlog.Append) bool {
	if len(a.Changes) != 1 || len(a.Changes[0].Events) == 0 {
		return false
	}
	for i := range a.DataKeys {
		if a.DataKeys[i].Employer != a.Employer || eventlog.Ring(a.DataKeys[i].ID) != eventlog.Ring(a.DataKeys[0].ID) {
			return false
		}
	}
	return true
}

// appendAlone commits one command in one round trip, by the function of
// migrations/0010_keyrings.sql.
func appendAlone(ctx context.Context, conn *pgx.Conn, a eventlog.Append) (flushed, error) {
	f := flushed{sent: true, answers: make([]answer, 1)}
	var outcome string
	var first, last eventlog.Position
	var versions []eventlog.Version
	var at *time.Time
	err := conn.QueryRow(ctx, appendAloneSQL, aloneArguments(a)...).Scan(&outcome, &first, &last, &versions, &at)
	if err != nil {
		return f, fmt.Errorf("append alone: %w", err)
	}
	change := a.Changes[0]
	switch outcome {
	case "recorded", "replayed":
		f.head = last
		f.answers[0].receipt = eventlog.Receipt{
			First: first, Last: last, RecordedAt: at.UTC(), Versions: versions, Replayed: outcome == "replayed",
		}
	case "key_reused":
		f.answers[0].err = eventlog.ErrKeyReused
	case "mark_taken":
		f.answers[0].err = eventlog.ErrMarkTaken
	case "not_yours":
		f.answers[0].err = fmt.Errorf("stream %s belongs to another employer: %w", change.Stream, eventlog.ErrInvalid)
	case "conflict":
		f.answers[0].err = &eventlog.ConflictError{Stream: change.Stream, Expected: change.Expected, Actual: versions[0]}
	case "clock_behind":
		f.answers[0].err = fmt.Errorf("%w: it shows %s", eventlog.ErrClockBehind, at.UTC().Format(time.RFC3339))
	default:
		err = fmt.Errorf("append_alone answered %q", outcome)
	}
	return f, err
}

func aloneArguments(a eventlog.Append) []any {
	change, n := a.Changes[0], len(a.Changes[0].Events)
	ids, types, payloads, metadatas := newIDs(n), newTexts(n, 32), newBinary(n, 2048), newBinary(n, 256)
	for _, e := range change.Events {
		ids.id(e.ID)
		types.text(e.Type)
		payloads.bytes(e.Payload)
		metadatas.bytes(e.Metadata)
	}
	var token, body []byte
	if a.Key != nil {
		token, body = a.Key.Token[:], a.Key.Body[:]
	}
	ring, parent, k := ringOf(a.DataKeys)
	m := markColumnsOf(a.Marks)
	return []any{
		appendLock, eventlog.MaxClockStep,
		a.Employer, change.Stream.String(), int64(change.Expected),
		ids, types, payloads, metadatas,
		token, body,
		ring, parent, k.ids, k.kinds, k.subjects, k.purposes, k.wrapped,
		m.employers, m.kinds, m.tokens, m.subjects,
		channel,
	}
}

// ringOf is one ring by column; without keys there is none.
func ringOf(keys []eventlog.DataKey) (ring, parent any, c keyColumns) {
	if len(keys) > 0 {
		ring, parent = eventlog.Ring(keys[0].ID), keys[0].Parent
	}
	c = newKeyColumns(len(keys))
	c.add(keys)
	return ring, parent, c
}
