package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"ruggensteun/domain/eventlog"
)

// backend names one session of the server: its number, which is used again
// later, and when it was there, by the server's clock. When it began is hidden
// from a role that was taken.
type backend struct {
	pid  int32
	seen time.Time
}

const backendKey = "ruggensteun backend"

func (b backend) attach(conn *pgxpool.Conn) { conn.Conn().PgConn().CustomData()[backendKey] = b }

func backendOf(conn *pgxpool.Conn) (b backend, known bool) {
	b, known = conn.Conn().PgConn().CustomData()[backendKey].(backend)
	return b, known
}

// endSQL ends a session and waits until it is gone: what it had begun is then
// committed or never will be. Who is gone already is not in the answer.
const endSQL = `
SELECT pg_terminate_backend(pid, 2000)
FROM pg_stat_activity
WHERE pid = $1
    AND backend_start <= $2`

// endEarlier ends the sessions of earlier tries. In the lane for one command
// lock, checks and commit are one message. When the connection breaks under it,
// the message may still lie in the network or before a session that stands
// still, and be carried out after the next try has looked: what that one refused
// would be recorded after all. In a batch the earlier try holds the lock.
//
// Sessions that cannot be ended stay in f.earlier.
func (f *flusher) endEarlier(ctx context.Context) error {
	f.await()
	f.yield(ctx)
	if err := f.connect(ctx); err != nil {
		return err
	}
	var still []backend
	for _, b := range f.earlier {
		gone, err := f.end(ctx, b)
		if err != nil && brokenConnection(err) {
			return err
		}
		if !gone {
			f.logger.Warn("an append whose connection broke may still be under way: its session cannot be ended", "backend", b.pid, "error", plain(err))
			still = append(still, b)
		}
	}
	f.earlier = still
	return nil
}

// end lays down the role, because a login may end its own sessions whichever
// role these have taken.
func (f *flusher) end(ctx context.Context, b backend) (gone bool, err error) {
	gone = true
	err = pgx.BeginFunc(ctx, rolledBack{f.conn.Conn()}, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SET LOCAL ROLE NONE"); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, endSQL, b.pid, b.seen)
		if err != nil {
			return err
		}
		_, err = pgx.ForEachRow(rows, []any{&gone}, func() error { return nil })
		return err
	})
	return gone && err == nil, err
}

// doubt takes back refusals that an earlier try may still prove wrong.
func doubt(answers []answer) {
	for i, a := range answers {
		if a.err != nil {
			answers[i].err = fmt.Errorf("%w: its connection broke, and what was sent may still be carried out; the try after it was told: %v",
				eventlog.ErrUnknownOutcome, a.err)
		}
	}
}
