package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/operation"
)

// Orders keeps what was ordered of the program by whoever keeps it running.
type Orders struct{ db *DB }

// OpenOrders gives the orders of a database.
func OpenOrders(db *DB) *Orders { return &Orders{db} }

// A rebuild of which nobody holds the build any more, and that did not end, was broken off.
const ordersSQL = `
SELECT o.id, o.at, o.actor, o.what, o.name, coalesce(o.position, 0), coalesce(o.reason, ''), o.ended_at,
    coalesce(o.outcome, CASE
        WHEN o.what = 'REBUILD' AND o.at < clock_timestamp() - interval '1 minute'
            AND NOT EXISTS (SELECT FROM builds AS b WHERE b.projection = o.name AND b.switches AND b.lease_until > clock_timestamp())
        THEN 'BROKEN_OFF' ELSE '' END),
    coalesce(o.differences, 0)
FROM operator_orders AS o`

// Keep keeps an order before it is carried out. The same request sent again gives what was kept,
// and fresh false. Error: KeyReused where the key was of another order.
func (s *Orders) Keep(ctx context.Context, o operation.Order) (kept operation.Order, fresh bool, err error) {
	tag, err := s.db.app.Exec(ctx, `
		INSERT INTO operator_orders (id, actor, what, name, position, reason)
		VALUES ($1, $2, $3, $4, nullif($5::bigint, 0), nullif($6::text, ''))
		ON CONFLICT (id) DO NOTHING`, o.ID, o.By, string(o.What), o.Name, int64(o.Position), string(o.Reason))
	if err != nil {
		return kept, false, fmt.Errorf("keep an order: %w", unavailable(err))
	}
	rows, err := s.db.app.Query(ctx, ordersSQL+` WHERE o.id = $1`, o.ID)
	if err == nil {
		kept, err = pgx.CollectExactlyOneRow(rows, scanOrder)
	}
	if err != nil {
		return kept, false, fmt.Errorf("read the order that was kept: %w", unavailable(err))
	}
	if kept.What != o.What || kept.Name != o.Name || kept.Position != o.Position || kept.Reason != o.Reason {
		return kept, false, fault.New(fault.KeyReused, "this idempotency key was of another order: send a new one")
	}
	return kept, tag.RowsAffected() == 1, nil
}

// End says what became of an order.
func (s *Orders) End(ctx context.Context, o operation.Order) error {
	_, err := s.db.app.Exec(ctx, `
		UPDATE operator_orders SET ended_at = clock_timestamp(), outcome = $2, differences = $3
		WHERE id = $1 AND ended_at IS NULL`, o.ID, string(o.Outcome), o.Differences)
	if err != nil {
		return fmt.Errorf("keep what became of an order: %w", unavailable(err))
	}
	return nil
}

// Last are the newest, newest first.
func (s *Orders) Last(ctx context.Context, most int) ([]operation.Order, error) {
	rows, err := s.db.app.Query(ctx, ordersSQL+` ORDER BY o.at DESC, o.id LIMIT $1`, most)
	if err == nil {
		var all []operation.Order
		if all, err = pgx.CollectRows(rows, scanOrder); err == nil {
			return all, nil
		}
	}
	return nil, fmt.Errorf("list what was ordered: %w", unavailable(err))
}

func scanOrder(row pgx.CollectableRow) (o operation.Order, err error) {
	var position int64
	var ended *time.Time
	err = row.Scan(&o.ID, &o.At, &o.By, &o.What, &o.Name, &position, &o.Reason, &ended, &o.Outcome, &o.Differences)
	o.Position = eventlog.Position(position)
	if ended != nil {
		o.Ended = *ended
	}
	return o, err
}
