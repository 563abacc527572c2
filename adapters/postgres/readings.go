package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
)

// Readings keeps who read what.
type Readings struct {
	db *DB
}

// OpenReadings gives the readings of a database.
func OpenReadings(db *DB) *Readings { return &Readings{db: db} }

const recordReadingSQL = `
INSERT INTO readings (at, actor, role, employer, purpose, what, subject, personal, position, correlation, channel)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`

// Record keeps readings, all of them or none. They are durable when this returns, so that an
// answer can wait for it.
func (r *Readings) Record(ctx context.Context, readings ...access.Reading) error {
	batch := &pgx.Batch{}
	for _, reading := range readings {
		a := reading.Actor
		batch.Queue(recordReadingSQL, reading.At, a.ID, string(a.Role), a.Employer, string(a.Purpose),
			reading.What, reading.ID, reading.Personal, int64(reading.Position), reading.Correlation, reading.Channel)
	}
	if len(readings) == 0 {
		return nil
	}
	if err := r.db.app.SendBatch(ctx, batch).Close(); err != nil { // one round trip, and one transaction
		return fmt.Errorf("record who read what: %w", unavailable(err))
	}
	return nil
}
