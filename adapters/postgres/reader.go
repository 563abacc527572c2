package postgres

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
)

// The scope lasts as long as the transaction. A connection that goes back to
// the pool shows its next user nothing.
const setScopeSQL = `SELECT set_config('ruggensteun.scope', $1, true), set_config('ruggensteun.employer', $2, true), set_config('ruggensteun.unit', $3, true)`

// asReader reads through the second fence: row-level security shows the rows of
// the scope and no others, whatever the query forgot to ask.
//
// The tables of a read model may be replaced and dropped between asking where they are
// and reading them: then read is done anew, which finds the new ones. It never read a row
// before, because a table that it has read cannot be dropped under it.
func (db *DB) asReader(ctx context.Context, scope access.Scope, read func(pgx.Tx) error) (err error) {
	for range switchTries {
		if err = db.asReaderOnce(ctx, scope, read); !Switched(err) {
			return err
		}
	}
	return err
}

// switchTries are more than switches can follow each other in the time of one query: what
// is still not there is missing.
const switchTries = 3

func (db *DB) asReaderOnce(ctx context.Context, scope access.Scope, read func(pgx.Tx) error) error {
	err := pgx.BeginTxFunc(ctx, db.reader, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, setScopeSQL, scopeSettings(scope)...); err != nil {
			return err
		}
		return read(tx)
	})
	return unavailable(err)
}

// scopeSettings are empty for the zero scope. The zero employer is the store
// itself, whose rows are in no employer's scope.
func scopeSettings(scope access.Scope) []any {
	switch {
	case scope.All:
		return []any{"all", "", scope.Unit}
	case scope.Employer == uuid.Nil:
		return []any{"", "", scope.Unit}
	}
	return []any{"", scope.Employer.String(), scope.Unit}
}

// ReadStreamAs gives the events of one stream as far as they are in the scope,
// as a request reads them: none of a stream of another employer.
func (l *Log) ReadStreamAs(ctx context.Context, scope access.Scope, s eventlog.Stream) ([]eventlog.Recorded, error) {
	var events []eventlog.Recorded
	err := l.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, readStreamSQL, s.String(), 0)
		if err != nil {
			return err
		}
		defer rows.Close()
		events, err = collectEvents(rows, math.MaxInt)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read stream %s as %s: %w", s, ReaderRole, err)
	}
	return within(scope, events), nil
}

// within is the first fence, which the query layer keeps itself.
func within(scope access.Scope, events []eventlog.Recorded) []eventlog.Recorded {
	for i := range events {
		if !scope.Includes(events[i].Employer) {
			return nil // a stream never changes hands: none of it is in the scope
		}
	}
	return events
}

// ReadCategoryAs gives the events of all streams of a category as far as they are in the
// scope, in the order of the log. It is for what there is little of: all of it is read.
func (l *Log) ReadCategoryAs(ctx context.Context, scope access.Scope, category string) ([]eventlog.Recorded, error) {
	var events []eventlog.Recorded
	err := l.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		// '.' is what follows '-', so this is a stretch of the index by stream.
		rows, err := tx.Query(ctx, readCategorySQL, category+"-", category+".")
		if err != nil {
			return err
		}
		defer rows.Close()
		events, err = collectEvents(rows, math.MaxInt)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the streams of %s as %s: %w", category, ReaderRole, err)
	}
	return slices.DeleteFunc(events, func(e eventlog.Recorded) bool { return !scope.Includes(e.Employer) }), nil
}
