package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"ruggensteun/domain/eventlog"
)

// keysRelation is where wrapped keys are.
const keysRelation = schema + ".keyrings"

const (
	// What was destroyed before this transaction had a lower number, and the log says so up to the
	// position, which is read first.
	boundarySQL = `
WITH said AS MATERIALIZED (SELECT coalesce(max(position), 0) AS position FROM events)
SELECT said.position, pg_current_xact_id()::text, clock_timestamp() FROM said`
	ownedTablesSQL = `
SELECT format('%I.%I', n.nspname, c.relname)
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r'
    AND c.relpersistence <> 't'
    AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND pg_has_role(c.relowner, 'USAGE')
ORDER BY 1`
	// A new file has a new number. It holds no row that a transaction before relfrozenxid wrote or
	// destroyed: the server keeps to that for its own sake, and sets it to the oldest that anybody
	// could still see while it copied.
	fileSQL     = `SELECT pg_relation_filenode(oid)::bigint, age(relfrozenxid) <= age($2::text::xid8::xid) FROM pg_class WHERE oid = to_regclass($1)`
	recordSQL   = `INSERT INTO rewritten (relation, position, boundary, began_at) VALUES ($1, $2, $3::text::xid8, $4) ON CONFLICT DO NOTHING`
	keysGoneSQL = `SELECT min(ended_at) FROM rewritten WHERE relation = '` + keysRelation + `' AND position >= $1`
	// Whoever changes something in another database counts as well: each snapshot, and so the one by
	// which the server copies, is as old as the oldest change that has not ended. Whoever only reads
	// there does not. What somebody asks is never read: it can hold personal details.
	holdersSQL = `
SELECT CASE backend_type WHEN 'walsender' THEN 'STANDBY' ELSE 'CONNECTION' END, pid::text, coalesce(application_name, ''), coalesce(usename, ''), xact_start
FROM pg_stat_activity
WHERE pid <> pg_backend_pid()
    AND (age(backend_xid) > age($1::text::xid8::xid)
        OR age(backend_xmin) > age($1::text::xid8::xid) AND (datid IS NULL OR datid = 0 OR datname = current_database()))
UNION ALL
SELECT 'PREPARED', gid, '', owner, prepared
FROM pg_prepared_xacts
WHERE age(transaction) > age($1::text::xid8::xid)
UNION ALL
SELECT 'SLOT', slot_name, coalesce(plugin, ''), '', NULL
FROM pg_replication_slots
WHERE age(xmin) > age($1::text::xid8::xid)
ORDER BY 1, 2`
	// Whoever waits for the whole table lets everybody behind it wait, so it waits shortly.
	lockTimeout = "2s"
	aLook       = 500 * time.Millisecond
	// Connections are listed one after the other, so one that takes its snapshot meanwhile is missed.
	mostUnseen = 3
)

// Holder is what can still see rows that were destroyed, so that the server keeps them in the file.
type Holder struct {
	Kind        string // CONNECTION, STANDBY, PREPARED, SLOT
	ID          string // of a process, or a name
	Application string
	Login       string
	Since       *time.Time // unknown where our login may not see it
}

// Ends is the statement by which an administrator ends it.
func (h Holder) Ends() string {
	switch h.Kind {
	case "PREPARED":
		return "ROLLBACK PREPARED '" + h.ID + "' (or COMMIT PREPARED)"
	case "SLOT":
		return "SELECT pg_drop_replication_slot('" + h.ID + "') (or let what reads by it catch up)"
	case "STANDBY":
		return "end the long question on the standby server, or SELECT pg_terminate_backend(" + h.ID + ")"
	}
	return "SELECT pg_terminate_backend(" + h.ID + ")"
}

// HeldError is that a file could not be written anew yet.
type HeldError struct {
	Relation string
	Holders  []Holder // none where somebody uses the table, or where the server does not say who
	Busy     bool     // somebody uses it
}

func (e *HeldError) Error() string {
	switch {
	case len(e.Holders) > 0:
		return fmt.Sprintf("%s was not written anew: %d can still see what was destroyed", e.Relation, len(e.Holders))
	case e.Busy:
		return fmt.Sprintf("%s was not written anew: others use it without a pause", e.Relation)
	}
	return fmt.Sprintf("%s was written anew, and the server kept rows that were destroyed: something can still see them that pg_stat_activity, pg_prepared_xacts and pg_replication_slots do not name", e.Relation)
}

// Rewriting is how files are written anew.
type Rewriting struct {
	All  bool          // every table, and not the keys alone
	Wait time.Duration // for whoever can still see what was destroyed; 0 looks once
	// Waits is told each time that others are waited for; Wrote after each table.
	Waits func(*HeldError)
	Wrote func(done, total int)
}

// Rewrite writes files of tables anew, so that what was destroyed before stands in them no more,
// and records it for each once that is certain. It copies what anybody can still see, as VACUUM
// FULL does, so that no reader and no backup in progress misses a row: it waits for them instead.
// Error: *HeldError when they do not end in time; nothing is recorded of that table then.
func (db *DB) Rewrite(ctx context.Context, r Rewriting) error {
	conn, err := db.owner.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("write files anew: %w", unavailable(err))
	}
	defer conn.Release()
	relations := []string{keysRelation}
	if r.All {
		if relations, err = tablesOf(ctx, conn); err != nil {
			return fmt.Errorf("list what is to be written anew: %w", unavailable(err))
		}
	}
	w := rewrite{Rewriting: r, conn: conn, until: time.Now().Add(r.Wait)}
	if err := conn.QueryRow(ctx, boundarySQL).Scan(&w.position, &w.boundary, &w.began); err != nil {
		return fmt.Errorf("begin to write files anew: %w", unavailable(err))
	}
	for i, relation := range relations {
		if err := w.table(ctx, relation); err != nil {
			return err
		}
		if r.Wrote != nil {
			r.Wrote(i+1, len(relations))
		}
	}
	return nil
}

// tablesOf are those of our own, the keys first.
func tablesOf(ctx context.Context, conn *pgxpool.Conn) ([]string, error) {
	rows, err := conn.Query(ctx, ownedTablesSQL)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	all = slices.DeleteFunc(all, func(r string) bool { return r == keysRelation })
	return append([]string{keysRelation}, all...), err
}

type rewrite struct {
	Rewriting
	conn     *pgxpool.Conn
	until    time.Time
	position int64
	boundary string
	began    time.Time
}

func (w *rewrite) table(ctx context.Context, relation string) error {
	for unseen := 0; ; {
		held, err := w.once(ctx, relation)
		if err != nil {
			return fmt.Errorf("write %s anew: %w", relation, unavailable(err))
		}
		if held == nil {
			return nil
		}
		if len(held.Holders) == 0 && !held.Busy {
			unseen++
		}
		if over := !time.Now().Before(w.until); unseen == mostUnseen || over && unseen == 0 {
			return held
		}
		if w.Waits != nil {
			w.Waits(held)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(aLook):
		}
	}
}

// once writes it anew where nobody can see what was destroyed, looks whether the server did so,
// and records that.
func (w *rewrite) once(ctx context.Context, relation string) (*HeldError, error) {
	held := &HeldError{Relation: relation}
	var err error
	if held.Holders, err = w.holders(ctx); err != nil || len(held.Holders) > 0 {
		return held, err
	}
	var before, after *int64
	var clean *bool
	if err := w.file(ctx, relation, &before, &clean); err != nil || before == nil {
		return nil, err // it is there no more: read models come and go
	}
	switch err := w.write(ctx, relation); {
	case isCode(err, "55P03"): // lock not available
		held.Busy = true
		return held, nil
	case isCode(err, "42P01"): // undefined table
		return nil, nil
	case err != nil:
		return nil, err
	}
	if err := w.file(ctx, relation, &after, &clean); err != nil || after == nil {
		return nil, err
	}
	if *after == *before {
		return nil, fmt.Errorf("the server left the file as it was: let its owner, %s, run VACUUM FULL", OwnerRole)
	}
	if !*clean {
		return held, nil
	}
	_, err = w.conn.Exec(ctx, recordSQL, relation, w.position, w.boundary, w.began)
	return nil, err
}

func (w *rewrite) holders(ctx context.Context) ([]Holder, error) {
	rows, err := w.conn.Query(ctx, holdersSQL, w.boundary)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Holder])
}

func (w *rewrite) file(ctx context.Context, relation string, file **int64, clean **bool) error {
	*file = nil
	err := w.conn.QueryRow(ctx, fileSQL, relation, w.boundary).Scan(file, clean)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	return err
}

func (w *rewrite) write(ctx context.Context, relation string) (err error) {
	if _, err := w.conn.Exec(ctx, "SET lock_timeout = '"+lockTimeout+"'"); err != nil {
		return err
	}
	defer func() {
		_, reset := w.conn.Exec(ctx, "RESET lock_timeout")
		err = errors.Join(err, reset)
	}()
	_, err = w.conn.Exec(ctx, "VACUUM FULL "+relation)
	return err
}

// GoneFromFiles is when files were known to hold no key any more of those of which the log says up
// to a position that they were destroyed; nil while that is not known.
func (d *Departures) GoneFromFiles(ctx context.Context, through eventlog.Position) (at *time.Time, err error) {
	if err := d.db.app.QueryRow(ctx, keysGoneSQL, int64(through)).Scan(&at); err != nil {
		return nil, fmt.Errorf("look up whether keys are gone from files: %w", unavailable(err))
	}
	return at, nil
}
