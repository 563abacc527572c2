package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/consumer"
)

// Consumers keeps how far each consumer came. A lease is as that of a
// projection (lease.go); every statement that moves anything insists on the fence.
type Consumers struct{ db *DB }

// OpenConsumers needs no closing.
func OpenConsumers(db *DB) *Consumers { return &Consumers{db: db} }

// held is the condition of every statement of an owner: $1 to $4 are the
// consumer, its owner and the fence.
const heldConsumer = `name = $1 AND topic = $2 AND owner = $3 AND fence = $4`

const registerConsumerSQL = `
INSERT INTO consumers (name, topic, position)
VALUES ($1, $2, CASE WHEN $3 THEN (SELECT coalesce(max(position), 0) FROM events) ELSE 0 END)
ON CONFLICT DO NOTHING`

const acquireConsumerSQL = `
UPDATE consumers
SET owner = $3, fence = fence + 1, lease_until = clock_timestamp() + $4::interval, taken_over = owner IS NOT NULL
WHERE name = $1
    AND topic = $2
    AND status = 'running'
    AND (owner IS NULL OR lease_until < clock_timestamp())
RETURNING fence, position, tried, tries, taken_over`

// renewConsumerSQL also keeps how far it came past events that it does not
// listen to: for these alone the row is not written.
const renewConsumerSQL = `
UPDATE consumers AS c
SET lease_until = clock_timestamp() + $6::interval, position = greatest(position, $5)
WHERE ` + heldConsumer + ` AND status = 'running'
RETURNING EXISTS (SELECT FROM dead_letters AS d WHERE (d.name, d.topic) = (c.name, c.topic) AND d.status = 'retrying')`

const releaseConsumerSQL = `
UPDATE consumers
SET owner = NULL, lease_until = NULL, position = greatest(position, $5)
WHERE ` + heldConsumer

// checkpointSQL moves the position of a consumer that was paused meanwhile as
// well: what it had in hand is done.
const checkpointSQL = `
UPDATE consumers
SET position = $5, lease_until = clock_timestamp() + $6::interval, updated_at = clock_timestamp()
WHERE ` + heldConsumer + ` AND position <= $5
RETURNING status = 'running'`

const refusedSQL = `
UPDATE consumers
SET tried = $5, tries = $7, lease_until = clock_timestamp() + $6::interval
WHERE ` + heldConsumer + ` AND position < $5
RETURNING status = 'running'`

const stopConsumerSQL = `
UPDATE consumers
SET status = 'stopped', stopped_at = $5, stop_reason = $6,
    owner = NULL, lease_until = NULL, updated_at = clock_timestamp()
WHERE ` + heldConsumer + ` AND status = 'running' AND position < $5
RETURNING true`

// Register makes a consumer known. One that is known stays where it is.
func (s *Consumers) Register(ctx context.Context, c consumer.Consumer, start consumer.Start) error {
	_, err := s.db.app.Exec(ctx, registerConsumerSQL, c.Name, c.Topic, start == consumer.FromNow)
	if err != nil {
		return fmt.Errorf("register consumer %s: %w", c.Name, unavailable(err))
	}
	return nil
}

// Acquire takes the lease of a running consumer when it is free or lapsed.
func (s *Consumers) Acquire(ctx context.Context, c consumer.Consumer, owner uuid.UUID, ttl time.Duration) (consumer.Lease, bool, error) {
	l := consumer.Lease{Consumer: c, Owner: owner}
	err := s.db.app.QueryRow(ctx, acquireConsumerSQL, c.Name, c.Topic, owner, ttl).
		Scan(&l.Fence, &l.Position, &l.Tried, &l.Tries, &l.TakenOver)
	if errors.Is(err, pgx.ErrNoRows) {
		return l, false, nil
	}
	if err != nil {
		return l, false, fmt.Errorf("take the lease of consumer %s: %w", c.Name, unavailable(err))
	}
	return l, true, nil
}

// Renew keeps the lease, and tells held false when it was lost or the consumer
// is no longer to run. Past is how far it came; letters, that dead letters of
// its are to be tried again.
func (s *Consumers) Renew(ctx context.Context, l consumer.Lease, past eventlog.Position, ttl time.Duration) (letters, held bool, err error) {
	held, err = s.move(ctx, &letters, renewConsumerSQL, l, int64(past), ttl)
	if err != nil {
		return false, false, fmt.Errorf("renew the lease of consumer %s: %w", l.Name, err)
	}
	return letters, held, nil
}

// Release gives the lease back, so that the next owner need not wait for it to lapse.
func (s *Consumers) Release(ctx context.Context, l consumer.Lease, past eventlog.Position) error {
	_, err := s.db.app.Exec(ctx, releaseConsumerSQL, l.Name, l.Topic, l.Owner, l.Fence, int64(past))
	if err != nil {
		return fmt.Errorf("release the lease of consumer %s: %w", l.Name, unavailable(err))
	}
	return nil
}

// Checkpoint records that everything up to a position is done. It tells false
// when the lease was lost, or the consumer is no longer to run. Doing it twice is doing it once.
func (s *Consumers) Checkpoint(ctx context.Context, l consumer.Lease, at eventlog.Position, ttl time.Duration) (running bool, err error) {
	held, err := s.move(ctx, &running, checkpointSQL, l, int64(at), ttl)
	if err != nil {
		return false, fmt.Errorf("move consumer %s to %d: %w", l.Name, at, err)
	}
	return held && running, nil
}

// Refused records how often an event was refused. It tells as Checkpoint does.
func (s *Consumers) Refused(ctx context.Context, l consumer.Lease, at eventlog.Position, tries int, ttl time.Duration) (running bool, err error) {
	held, err := s.move(ctx, &running, refusedSQL, l, int64(at), ttl, tries)
	if err != nil {
		return false, fmt.Errorf("count the tries of consumer %s at %d: %w", l.Name, at, err)
	}
	return held && running, nil
}

// Stop records that a consumer cannot go on beyond the event before a position.
// It tells false when the lease was lost.
func (s *Consumers) Stop(ctx context.Context, l consumer.Lease, at eventlog.Position, reason string) (bool, error) {
	var stopped bool
	_, err := s.move(ctx, &stopped, stopConsumerSQL, l, int64(at), reason)
	if err != nil {
		return false, fmt.Errorf("stop consumer %s at %d: %w", l.Name, at, err)
	}
	return stopped, nil
}

// move runs a statement of an owner; false when the fence does not hold.
func (s *Consumers) move(ctx context.Context, told *bool, sql string, l consumer.Lease, args ...any) (bool, error) {
	err := s.db.app.QueryRow(ctx, sql, append([]any{l.Name, l.Topic, l.Owner, l.Fence}, args...)...).Scan(told)
	if errors.Is(err, pgx.ErrNoRows) {
		return false, nil
	}
	return err == nil, unavailable(err)
}
