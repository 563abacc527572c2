package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/processing"
)

const (
	knownReceiverSQL = `
INSERT INTO processing_copies (receiver)
VALUES ($1)
ON CONFLICT DO NOTHING`
	// Whoever else copies to it has its turn.
	copiedToSQL = `
SELECT copied
FROM processing_copies
WHERE receiver = $1
FOR UPDATE SKIP LOCKED`
	linesAfterSQL = `
SELECT id, trace, span, coalesce(parent, '\x'), status, name, began, ended, resource, activity, coalesce(subject, ''), coalesce(subject_type, ''), coalesce(processor, ''), owner
FROM processings
WHERE id > $1
ORDER BY id
LIMIT $2`
	copiedSQL = `
UPDATE processing_copies
SET copied = $2
WHERE receiver = $1`
)

// Turn gives the next lines of the logbook for a receiver to send. They become visible in the order of their ids
// (see commit), so nothing comes before what was given already.
func (r *Readings) Turn(ctx context.Context, receiver string, limit int, send func(context.Context, []processing.Kept) error) (took int, err error) {
	if _, err := r.db.app.Exec(ctx, knownReceiverSQL, receiver); err != nil {
		return 0, fmt.Errorf("copy the logbook: %w", unavailable(err))
	}
	err = pgx.BeginFunc(ctx, r.db.app, func(tx pgx.Tx) error {
		var copied int64
		err := tx.QueryRow(ctx, copiedToSQL, receiver).Scan(&copied)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return unavailable(err)
		}
		rows, err := tx.Query(ctx, linesAfterSQL, copied, limit)
		if err != nil {
			return unavailable(err)
		}
		lines, err := pgx.CollectRows(rows, lineIn)
		if err != nil || len(lines) == 0 {
			return err
		}
		if err := send(ctx, lines); err != nil {
			return err
		}
		took = len(lines)
		_, err = tx.Exec(ctx, copiedSQL, receiver, lines[len(lines)-1].ID)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("copy the logbook: %w", err)
	}
	return took, nil
}

func lineIn(row pgx.CollectableRow) (k processing.Kept, err error) {
	var trace, span, parent []byte
	var status int16
	err = row.Scan(&k.ID, &trace, &span, &parent, &status, &k.Name, &k.Began, &k.Ended, &k.Resource, &k.Activity, &k.Subject, &k.SubjectType, &k.Processor, &k.Owner)
	copy(k.Trace.ID[:], trace)
	copy(k.Trace.Span[:], span)
	copy(k.Trace.Parent[:], parent)
	k.Status = processing.Status(status)
	return k, err
}
