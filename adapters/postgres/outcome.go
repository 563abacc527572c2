package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/eventlog"
)

const outcomeSQL = `SELECT body, first, last FROM commands WHERE token = $1`

// rangeSQL gives what a receipt says about a range of positions: a stored
// outcome keeps only the range, the rest stands in the log.
const rangeSQL = `
SELECT recorded_at, array_agg(version ORDER BY seen)
FROM (
    SELECT stream, max(recorded_at) AS recorded_at, max(version) AS version, min(position) AS seen
    FROM events
    WHERE position BETWEEN $1 AND $2
    GROUP BY stream
) AS streams
GROUP BY recorded_at`

// Outcome implements eventlog.Log.
func (l *Log) Outcome(ctx context.Context, k eventlog.Key) (eventlog.Receipt, bool, error) {
	conn, err := l.pool.Acquire(ctx)
	if err != nil {
		return eventlog.Receipt{}, false, fmt.Errorf("look up an outcome: %w", unavailable(err))
	}
	defer conn.Release()
	var body []byte
	var first, last int64
	err = conn.QueryRow(ctx, outcomeSQL, k.Token[:]).Scan(&body, &first, &last)
	if errors.Is(err, pgx.ErrNoRows) {
		return eventlog.Receipt{}, false, nil
	}
	if err != nil {
		return eventlog.Receipt{}, false, fmt.Errorf("look up an outcome: %w", unavailable(err))
	}
	got := replay(commandRow{body: eventlog.Hash(body), first: eventlog.Position(first), last: eventlog.Position(last)}, &k)
	if got.err != nil {
		return eventlog.Receipt{}, false, got.err
	}
	answers := []answer{got}
	err = complete(ctx, conn.Conn(), answers)
	return answers[0].receipt, err == nil, unavailable(err)
}

// complete fills in what the answer to an earlier command does not hold yet.
func complete(ctx context.Context, conn *pgx.Conn, answers []answer) error {
	for i := range answers {
		r := &answers[i].receipt
		if answers[i].err != nil || !r.RecordedAt.IsZero() {
			continue
		}
		var versions []int64
		if err := conn.QueryRow(ctx, rangeSQL, int64(r.First), int64(r.Last)).Scan(&r.RecordedAt, &versions); err != nil {
			return fmt.Errorf("read a stored outcome: %w", err)
		}
		r.RecordedAt = r.RecordedAt.UTC()
		for _, v := range versions {
			r.Versions = append(r.Versions, eventlog.Version(v))
		}
	}
	return nil
}
