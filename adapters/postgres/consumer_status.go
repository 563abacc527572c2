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

// ConsumerStatus is how one consumer is doing, for the operator and metrics.
type ConsumerStatus struct {
	consumer.Consumer
	Status      consumer.Status
	Position    eventlog.Position
	Behind      int64         // events in the log that it has not gone past yet, whether it listens to them or not
	Late        time.Duration // how long the first of these has been waiting
	OwnerAlive  bool          // somebody holds the lease
	StoppedAt   eventlog.Position
	StopReason  string
	DeadLetters int64 // without those that were dropped
	Updated     time.Time
}

const consumersSQL = `
SELECT
    c.name, c.topic, c.status, c.position,
    greatest(h.head - c.position, 0) AS behind,
    coalesce(extract(epoch FROM clock_timestamp() - e.recorded_at), 0)::float8 AS late,
    coalesce(c.lease_until > clock_timestamp(), false) AS owner_alive,
    coalesce(c.stopped_at, 0), coalesce(c.stop_reason, ''),
    (SELECT count(*) FROM dead_letters d WHERE (d.name, d.topic) = (c.name, c.topic) AND d.status <> 'dropped'),
    c.updated_at
FROM consumers c
CROSS JOIN (SELECT coalesce(max(position), 0) AS head FROM events) h
LEFT JOIN events e ON e.position = c.position + 1
ORDER BY c.name, c.topic`

// Status is how all consumers are doing.
func (s *Consumers) Status(ctx context.Context) ([]ConsumerStatus, error) {
	rows, err := s.db.app.Query(ctx, consumersSQL)
	if err == nil {
		var all []ConsumerStatus
		if all, err = pgx.CollectRows(rows, scanConsumer); err == nil {
			return all, nil
		}
	}
	return nil, fmt.Errorf("ask how the consumers are doing: %w", unavailable(err))
}

func scanConsumer(row pgx.CollectableRow) (ConsumerStatus, error) {
	var c ConsumerStatus
	var late float64
	err := row.Scan(&c.Name, &c.Topic, &c.Status, &c.Position, &c.Behind, &late,
		&c.OwnerAlive, &c.StoppedAt, &c.StopReason, &c.DeadLetters, &c.Updated)
	c.Late = time.Duration(max(late, 0) * float64(time.Second))
	return c, err
}

// Pause holds a consumer, on all its topics. What it has in hand is finished.
func (s *Consumers) Pause(ctx context.Context, name string) error {
	return s.setStatus(ctx, name, `
		UPDATE consumers
		SET status = 'paused', updated_at = clock_timestamp()
		WHERE name = $1 AND status = 'running'`)
}

// Resume lets a paused consumer go on, and a stopped one try again.
func (s *Consumers) Resume(ctx context.Context, name string) error {
	return s.setStatus(ctx, name, `
		UPDATE consumers
		SET status = 'running', stopped_at = NULL, stop_reason = NULL, tried = 0, tries = 0, updated_at = clock_timestamp()
		WHERE name = $1 AND status IN ('paused', 'stopped')`)
}

// Remove forgets a consumer that no program has any more, with its dead letters.
// One that somebody owns is refused.
func (s *Consumers) Remove(ctx context.Context, name string) error {
	tag, err := s.db.app.Exec(ctx, `
		WITH idle AS (
			SELECT name FROM consumers WHERE name = $1 GROUP BY name HAVING max(lease_until) > clock_timestamp() IS NOT TRUE
		), letters AS (
			DELETE FROM dead_letters WHERE name IN (SELECT name FROM idle)
		)
		DELETE FROM consumers WHERE name IN (SELECT name FROM idle)`, name)
	if err != nil {
		return fmt.Errorf("remove consumer %s: %w", name, unavailable(err))
	}
	if tag.RowsAffected() > 0 {
		return nil
	}
	if err := s.known(ctx, name); err != nil {
		return err
	}
	return fault.New(fault.Refused, fmt.Sprintf("a program works for %s: stop it first, and remove only what no program has any more", name))
}

func (s *Consumers) setStatus(ctx context.Context, name, sql string) error {
	tag, err := s.db.app.Exec(ctx, sql, name)
	if err != nil {
		return fmt.Errorf("pause or resume consumer %s: %w", name, unavailable(err))
	}
	if tag.RowsAffected() > 0 {
		return nil
	}
	return s.known(ctx, name) // as asked already, or unknown
}

func (s *Consumers) known(ctx context.Context, name string) error {
	var known bool
	err := s.db.app.QueryRow(ctx, `SELECT EXISTS (SELECT FROM consumers WHERE name = $1)`, name).Scan(&known)
	if err != nil {
		return fmt.Errorf("look for consumer %s: %w", name, unavailable(err))
	}
	if !known {
		return fault.New(fault.NotFound, fmt.Sprintf("there is no consumer %q: `ruggensteun consumers` lists them", name))
	}
	return nil
}
