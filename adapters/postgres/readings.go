package postgres

import (
	"context"
	"fmt"

	"ruggensteun/domain/access"
)

// Readings keeps who read what.
type Readings struct {
	db *DB
}

// OpenReadings gives the readings of a database.
func OpenReadings(db *DB) *Readings { return &Readings{db: db} }

const recordReadingSQL = `
INSERT INTO readings (at, actor, role, employer, purpose, what, subject, personal, position, correlation)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

// Record keeps one reading. It is durable when this returns, so that an answer
// can wait for it.
func (r *Readings) Record(ctx context.Context, reading access.Reading) error {
	a := reading.Actor
	_, err := r.db.app.Exec(ctx, recordReadingSQL, reading.At, a.ID, string(a.Role), a.Employer, string(a.Purpose),
		reading.What, reading.ID, reading.Personal, int64(reading.Position), reading.Correlation)
	if err != nil {
		return fmt.Errorf("record who read what: %w", unavailable(err))
	}
	return nil
}
