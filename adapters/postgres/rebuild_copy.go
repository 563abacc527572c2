package postgres

import (
	"bytes"
	"context"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

const (
	// copyChunk is what one COPY brings, in bytes of rows.
	copyChunk = 256 << 10
	// copyLanes is how many connections send at a time. More would only compete
	// with folding.
	copyLanes = 3
)

// loader sends chunks of rows to the bare tables of a build. Its connections are
// its own: a build that held connections of the pool while it waited for one more
// to read the log could stand still for ever, and all that needs the pool with it.
// Each chunk is a statement of its own, because a COPY that waits for its client
// also holds up the server (DROP DATABASE waits until every session answers).
type loader struct {
	config *pgx.ConnConfig
	chunks chan rowChunk
	lanes  int
	group  sync.WaitGroup
	failed context.CancelCauseFunc
}

// rowChunk is rows of one table, with COPY's header and trailer.
type rowChunk struct {
	plan *tablePlan
	rows int64
	data []byte
}

// newLoader gives a loader and the context that ends, with the reason as its
// cause, when a chunk is refused.
func newLoader(ctx context.Context, config *pgx.ConnConfig) (*loader, context.Context) {
	ctx, failed := context.WithCancelCause(ctx)
	return &loader{config: config, chunks: make(chan rowChunk, copyLanes), failed: failed}, ctx
}

// send hands a chunk to a lane, and opens another lane while all are busy.
func (l *loader) send(ctx context.Context, c rowChunk) error {
	if l.lanes == 0 {
		l.open(ctx)
	}
	select {
	case l.chunks <- c:
		return nil
	default:
	}
	if l.lanes < copyLanes {
		l.open(ctx)
	}
	select {
	case l.chunks <- c:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (l *loader) open(ctx context.Context) {
	l.lanes++
	l.group.Go(func() {
		if err := l.lane(ctx); err != nil {
			l.failed(err)
		}
	})
}

func (l *loader) lane(ctx context.Context) error {
	conn, err := pgx.ConnectConfig(ctx, l.config)
	if err != nil {
		return fmt.Errorf("connect to fill tables: %w", unavailable(err))
	}
	defer conn.Close(context.WithoutCancel(ctx))
	// What a crash of the server loses here is made again with the build; the
	// switch to the finished tables waits for the disk, and for all before it.
	if _, err := conn.Exec(ctx, "SET synchronous_commit = off"); err != nil {
		return fmt.Errorf("prepare to fill tables: %w", unavailable(err))
	}
	for {
		select {
		case c, more := <-l.chunks:
			if !more {
				return nil
			}
			if err := c.copyOn(ctx, conn); err != nil {
				return err
			}
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

func (c rowChunk) copyOn(ctx context.Context, conn *pgx.Conn) error {
	tag, err := conn.PgConn().CopyFrom(ctx, bytes.NewReader(c.data), c.plan.copyFrom)
	if err != nil {
		return fmt.Errorf("fill table %s: %w", c.plan.table.Name(), refused(err))
	}
	if tag.RowsAffected() != c.rows {
		return fmt.Errorf("fill table %s: sent %d rows, the database took %d", c.plan.table.Name(), c.rows, tag.RowsAffected())
	}
	return nil
}

// finish waits until every chunk arrived.
func (l *loader) finish(ctx context.Context) error {
	close(l.chunks)
	l.group.Wait()
	return context.Cause(ctx)
}

// abort ends the lanes; the caller drops the tables.
func (l *loader) abort() {
	l.failed(context.Canceled)
	l.group.Wait()
}

// copyBuffer gathers one table's rows into chunks.
type copyBuffer struct {
	plan  *tablePlan
	types *pgtype.Map
	to    *loader
	data  []byte
	rows  int64
	last  int // size of the chunk before
}

// measure gives the size of a version's encoded row without sending it.
func (b *copyBuffer) measure(v *version) (int, error) {
	with, err := b.plan.appendCopyRow(b.types, b.data, v)
	return len(with) - len(b.data), err
}

// add gives the size of the row that was added.
func (b *copyBuffer) add(ctx context.Context, v *version) (int, error) {
	if b.data == nil {
		b.data = append(make([]byte, 0, max(1<<12, b.last+b.last/8)), copyHeader...)
	}
	start := len(b.data)
	with, err := b.plan.appendCopyRow(b.types, b.data, v)
	if err != nil {
		return 0, err
	}
	b.data = with
	b.rows++
	size := len(with) - start
	if len(b.data) >= copyChunk {
		return size, b.flush(ctx)
	}
	return size, nil
}

func (b *copyBuffer) flush(ctx context.Context) error {
	if b.rows == 0 {
		return nil
	}
	c := rowChunk{plan: b.plan, rows: b.rows, data: append(b.data, copyTrailer...)}
	b.data, b.rows, b.last = nil, 0, len(c.data)
	return b.to.send(ctx, c)
}
