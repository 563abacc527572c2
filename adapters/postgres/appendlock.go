package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// appendLock serialises the commits of all appenders of a database. Positions
// must become visible in order: a follower skips for good what appears behind it.
const appendLock int64 = 0x52756767 // "Rugg"

// lockPatience is how long a flush waits for the append lock before it looks
// who has it. Longer than an idle transaction may last (sessionSettings), so
// that the server has thrown out by itself whoever stopped between two statements.
const lockPatience = 6 * time.Second

// The settings of a connection that appends.
//
// Sequential scans are off: the plans are made while the tables are empty and
// then kept, and a scan of every stream for every flush made appends slow down
// with the length of the log (1,200/s instead of 15,000/s after 100,000 events).
// Kept from the first time on: for a short list the planner thinks a plan of its
// own a little better and makes one each time, a quarter of the work of a command
// that stands alone. All plans look rows up by an index, so none grows worse.
//
// What is acknowledged is on disk, whatever was set for the database or the
// login; only a server that does not sync at all is taken at its word.
const appendSettingsSQL = `
SELECT set_config('enable_seqscan', 'off', false),
    set_config('plan_cache_mode', 'force_generic_plan', false),
    set_config('lock_timeout', $1, false),
    set_config('synchronous_commit', CASE
        WHEN current_setting('synchronous_commit') = 'off' AND current_setting('fsync') = 'on' THEN 'on'
        ELSE current_setting('synchronous_commit')
    END, false),
    pg_backend_pid(), clock_timestamp()`

// acquireForAppending takes a connection that the appender keeps to itself.
func acquireForAppending(ctx context.Context, pool *pgxpool.Pool, lockPatience time.Duration) (*pgxpool.Conn, error) {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	var b backend
	var set string
	err = conn.QueryRow(ctx, appendSettingsSQL, fmt.Sprint(lockPatience.Milliseconds())).Scan(&set, &set, &set, &set, &b.pid, &b.seen)
	if err != nil {
		conn.Release()
		return nil, err
	}
	b.attach(conn)
	return conn, nil
}

// stuckHoldersSQL ends the sessions that have the append lock and for seconds
// have been waiting for their own client. A process that was stopped in the
// middle of a batch of messages would keep the lock for ever: the server times
// out neither statement nor transaction while it waits for the rest. A holder
// that is at work, however slowly, is left alone.
const stuckHoldersSQL = `
SELECT pg_terminate_backend(a.pid)
FROM pg_locks AS l
JOIN pg_stat_activity AS a USING (pid)
WHERE l.locktype = 'advisory'
    AND l.granted
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND (l.classid::bigint << 32 | l.objid::bigint) = $1
    AND l.objsubid = 1
    AND a.wait_event_type = 'Client'
    AND a.state_change < clock_timestamp() - $2::interval`

// evict throws out whoever holds the append lock without using it. The role is
// laid down for it, because a login may end its own sessions whichever role
// these have taken.
func (f *flusher) evict(ctx context.Context) {
	var ended int
	err := pgx.BeginFunc(ctx, rolledBack{f.conn.Conn()}, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SET LOCAL ROLE NONE"); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, stuckHoldersSQL, appendLock, f.lockPatience*5/6)
		ended = int(tag.RowsAffected())
		return err
	})
	f.logger.Warn("waited in vain for the append lock", "sessions ended", ended, "error", plain(err))
	if err != nil {
		f.drop()
	}
}

// rolledBack begins a transaction on a connection that may still be in one that failed.
type rolledBack struct{ *pgx.Conn }

func (c rolledBack) Begin(ctx context.Context) (pgx.Tx, error) {
	if _, err := c.Exec(ctx, "ROLLBACK"); err != nil {
		return nil, err
	}
	return c.Conn.Begin(ctx)
}
