package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/consumer"
	"ruggensteun/domain/fault"
)

// passSQL moves a consumer past an event and keeps where it was, both or neither.
const passSQL = `
WITH moved AS (
    UPDATE consumers
    SET position = $5, lease_until = clock_timestamp() + $6::interval, updated_at = clock_timestamp()
    WHERE ` + heldConsumer + ` AND position < $5
    RETURNING name, topic, status
), letter AS (
    INSERT INTO dead_letters (name, topic, position, reason, tries)
    SELECT name, topic, $5, $7, $8 FROM moved
    ON CONFLICT (name, topic, position) DO UPDATE
    SET status = 'dead', reason = excluded.reason, tries = excluded.tries, at = clock_timestamp()
)
SELECT status = 'running' FROM moved`

const retryingSQL = `
SELECT name, topic, position, status, reason, tries, at
FROM dead_letters
WHERE name = $1 AND topic = $2 AND status = 'retrying'
ORDER BY position
LIMIT 100`

// owned keeps letters from an owner that lost its lease.
const owned = `EXISTS (SELECT FROM consumers WHERE ` + heldConsumer + `)`

const settleSQL = `
DELETE FROM dead_letters
WHERE (name, topic, position) = ($1, $2, $5) AND ` + owned + `
RETURNING true`

const refusedAgainSQL = `
UPDATE dead_letters
SET status = 'dead', reason = $6, tries = tries + 1, at = clock_timestamp()
WHERE (name, topic, position) = ($1, $2, $5) AND status = 'retrying' AND ` + owned + `
RETURNING true`

// Pass puts an event on the list of dead letters and goes on behind it. It tells
// false when the lease was lost, or the consumer is no longer to run.
func (s *Consumers) Pass(ctx context.Context, l consumer.Lease, letter consumer.DeadLetter, ttl time.Duration) (running bool, err error) {
	held, err := s.move(ctx, &running, passSQL, l, int64(letter.Position), ttl, letter.Reason, letter.Tries)
	if err != nil {
		return false, fmt.Errorf("put the event at %d on the dead letters of %s: %w", letter.Position, l.Name, err)
	}
	return held && running, nil
}

// Retrying are dead letters that somebody wants to be tried again, oldest first.
func (s *Consumers) Retrying(ctx context.Context, c consumer.Consumer) ([]consumer.DeadLetter, error) {
	rows, err := s.db.app.Query(ctx, retryingSQL, c.Name, c.Topic)
	if err == nil {
		var letters []consumer.DeadLetter
		if letters, err = pgx.CollectRows(rows, scanLetter); err == nil {
			return letters, nil
		}
	}
	return nil, fmt.Errorf("read the dead letters of %s: %w", c.Name, unavailable(err))
}

// Settle takes a dead letter off the list: it was taken after all.
func (s *Consumers) Settle(ctx context.Context, l consumer.Lease, at eventlog.Position) error {
	var done bool
	if _, err := s.move(ctx, &done, settleSQL, l, int64(at)); err != nil {
		return fmt.Errorf("take the dead letter at %d off the list of %s: %w", at, l.Name, err)
	}
	return nil
}

// RefusedAgain puts a dead letter back that was tried again in vain.
func (s *Consumers) RefusedAgain(ctx context.Context, l consumer.Lease, at eventlog.Position, reason string) error {
	var done bool
	if _, err := s.move(ctx, &done, refusedAgainSQL, l, int64(at), reason); err != nil {
		return fmt.Errorf("put the dead letter at %d back on the list of %s: %w", at, l.Name, err)
	}
	return nil
}

// DeadLetters are all of them, by consumer and position.
func (s *Consumers) DeadLetters(ctx context.Context) ([]consumer.DeadLetter, error) {
	rows, err := s.db.app.Query(ctx, `
		SELECT name, topic, position, status, reason, tries, at
		FROM dead_letters
		ORDER BY name, topic, position`)
	if err == nil {
		var letters []consumer.DeadLetter
		if letters, err = pgx.CollectRows(rows, scanLetter); err == nil {
			return letters, nil
		}
	}
	return nil, fmt.Errorf("list the dead letters: %w", unavailable(err))
}

func scanLetter(row pgx.CollectableRow) (consumer.DeadLetter, error) {
	var l consumer.DeadLetter
	err := row.Scan(&l.Name, &l.Topic, &l.Position, &l.Status, &l.Reason, &l.Tries, &l.At)
	return l, err
}

// Decide says what is to become of a dead letter: Retrying or Dropped. Whoever
// owns the consumer tries again, within seconds.
func (s *Consumers) Decide(ctx context.Context, name string, at eventlog.Position, to consumer.LetterStatus) error {
	tag, err := s.db.app.Exec(ctx, `
		UPDATE dead_letters
		SET status = $3, at = clock_timestamp()
		WHERE name = $1 AND position = $2`, name, int64(at), to)
	if err != nil {
		return fmt.Errorf("decide about the dead letter of %s at %d: %w", name, at, unavailable(err))
	}
	if tag.RowsAffected() == 0 {
		return fault.New(fault.NotFound, fmt.Sprintf("%s has no dead letter at %d: `ruggensteun consumers letters` lists them", name, at))
	}
	return nil
}
