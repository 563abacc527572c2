package postgres

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"ruggensteun/domain/eventlog"
)

const headSQL = `SELECT coalesce(max(position), 0) FROM events`

const eventColumns = `position, employer, stream, version, id, type, recorded_at, payload, metadata, payload_hash, hash`

const readSQL = `
SELECT ` + eventColumns + `
FROM events
WHERE position > $1
ORDER BY position
LIMIT $2`

const readStreamSQL = `
SELECT ` + eventColumns + `
FROM events
WHERE stream = $1
    AND version > $2
ORDER BY version`

const readCategorySQL = `
SELECT ` + eventColumns + `
FROM events
WHERE stream >= $1
    AND stream < $2
ORDER BY position`

// maxPage bounds what one Read holds in memory, beside the number of events.
const maxPage = 8 << 20

// Head implements eventlog.Log.
func (l *Log) Head(ctx context.Context) (eventlog.Position, error) {
	var head int64
	err := again(ctx, l.pool, func() error { return l.pool.QueryRow(ctx, headSQL).Scan(&head) })
	if err != nil {
		return 0, fmt.Errorf("read the head of the log: %w", unavailable(err))
	}
	return eventlog.Position(head), nil
}

// Now is the clock by which the log says when something was recorded.
func (l *Log) Now(ctx context.Context) (at time.Time, err error) {
	err = again(ctx, l.pool, func() error { return l.pool.QueryRow(ctx, "SELECT clock_timestamp()").Scan(&at) })
	if err != nil {
		return at, fmt.Errorf("read the clock of the log: %w", unavailable(err))
	}
	return at, nil
}

// Read implements eventlog.Log.
func (l *Log) Read(ctx context.Context, after eventlog.Position, limit int) ([]eventlog.Recorded, error) {
	events, err := l.query(ctx, maxPage, readSQL, int64(after), limit)
	if err != nil {
		return nil, fmt.Errorf("read the log after %d: %w", after, err)
	}
	return events, nil
}

// ReadStream implements eventlog.Log.
func (l *Log) ReadStream(ctx context.Context, s eventlog.Stream, after eventlog.Version) ([]eventlog.Recorded, error) {
	events, err := l.query(ctx, math.MaxInt, readStreamSQL, s.String(), int64(after))
	if err != nil {
		return nil, fmt.Errorf("read stream %s: %w", s, err)
	}
	return events, nil
}

// PositionAt is how far the log had come at a time: the last event recorded by
// then, 0 when there was none. For "as known at".
func (l *Log) PositionAt(ctx context.Context, t time.Time) (eventlog.Position, error) {
	var at int64
	err := again(ctx, l.pool, func() error { return l.pool.QueryRow(ctx, "SELECT position_at($1)", t).Scan(&at) })
	if err != nil {
		return 0, fmt.Errorf("find the position at %s: %w", t.UTC().Format(time.RFC3339), unavailable(err))
	}
	return eventlog.Position(at), nil
}

func (l *Log) query(ctx context.Context, maxBytes int, sql string, args ...any) (events []eventlog.Recorded, err error) {
	err = again(ctx, l.pool, func() error {
		rows, err := l.pool.Query(ctx, sql, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		events, err = collectEvents(rows, maxBytes)
		return err
	})
	return events, unavailable(err)
}

// again repeats a read whose connection turned out to be dead. After a restart
// of the server all that lie in the pool are, and a reader would be told once
// for each of them.
func again(ctx context.Context, pool *pgxpool.Pool, read func() error) error {
	err := read()
	if err == nil || ctx.Err() != nil || !lostConnection(err) {
		return err
	}
	pool.Reset()
	return read()
}

// collectEvents scans rows of eventColumns. A page ends early when it is large:
// what comes after is read again by the next one.
func collectEvents(rows pgx.Rows, maxBytes int) ([]eventlog.Recorded, error) {
	var events []eventlog.Recorded
	var bytes int
	for rows.Next() {
		e, err := scanEvent(rows)
		if err != nil {
			return nil, err
		}
		events = append(events, e)
		if bytes += len(e.Payload) + len(e.Metadata); bytes > maxBytes {
			break
		}
	}
	rows.Close()
	return events, rows.Err()
}

// errBadRow: what stands in the table was not written by us.
var errBadRow = errors.New("the row was changed from outside: restore it from a backup")

// scanEvent reads the binary form of one row of eventColumns. By hand: it is
// the hottest loop of every rebuild, and pgx's general scan costs three times as much.
func scanEvent(rows pgx.Rows) (eventlog.Recorded, error) {
	raw := rows.RawValues()
	stream, err := eventlog.ParseStream(string(raw[2]))
	if err != nil {
		return eventlog.Recorded{}, fmt.Errorf("position %d: %w: %w", int64From(raw[0]), errBadRow, err)
	}
	e := eventlog.Recorded{
		Position:   eventlog.Position(int64From(raw[0])),
		Stream:     stream,
		Version:    eventlog.Version(int64From(raw[3])),
		Type:       typeName(raw[5]),
		RecordedAt: timeFrom(raw[6]),
		Redacted:   raw[7] == nil,
	}
	copy(e.Employer[:], raw[1])
	copy(e.ID[:], raw[4])
	copy(e.PayloadHash[:], raw[9])
	copy(e.Hash[:], raw[10])
	e.Payload, e.Metadata = cloneBytes(raw[7], raw[8])
	return e, nil
}
