package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
)

// copyChunk is what is handed to a COPY at a time; a few may wait, so that
// folding and sending go on side by side.
const copyChunk = 256 << 10

// copyStream is one table's COPY: one statement for the whole build.
type copyStream struct {
	plan     *tablePlan
	types    *pgtype.Map
	buf      []byte
	chunks   chan []byte
	ended    chan struct{}
	complete bool  // set before chunks is closed
	rows     int64 // sent
	taken    int64 // by the server; set when ended
	err      error // set when ended
}

func startCopy(ctx context.Context, pool *pgxpool.Pool, plan *tablePlan, types *pgtype.Map) (*copyStream, error) {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return nil, fmt.Errorf("connect to fill table %s: %w", plan.table.Name(), unavailable(err))
	}
	s := &copyStream{plan: plan, types: types, chunks: make(chan []byte, 4), ended: make(chan struct{})}
	s.buf = append(make([]byte, 0, copyChunk+copyChunk/8), copyHeader...)
	go func() {
		defer close(s.ended)
		defer conn.Release()
		tag, err := conn.Conn().PgConn().CopyFrom(ctx, &chunkReader{stream: s}, plan.copyFrom)
		s.taken, s.err = tag.RowsAffected(), err
	}()
	return s, nil
}

// measure gives the size of a version's encoded row without sending it.
func (s *copyStream) measure(v *version) (int, error) {
	start := len(s.buf)
	with, err := s.plan.appendCopyRow(s.types, s.buf, v)
	return len(with) - start, err
}

// send gives the size of the row that was sent.
func (s *copyStream) send(v *version) (int, error) {
	start := len(s.buf)
	with, err := s.plan.appendCopyRow(s.types, s.buf, v)
	if err != nil {
		return 0, err
	}
	s.buf = with
	s.rows++
	size := len(with) - start
	if len(s.buf) >= copyChunk {
		return size, s.flush()
	}
	return size, nil
}

func (s *copyStream) flush() error {
	select {
	case s.chunks <- s.buf:
		s.buf = make([]byte, 0, copyChunk+copyChunk/8)
		return nil
	case <-s.ended:
		return s.failure()
	}
}

// finish ends the COPY and insists that every row arrived.
func (s *copyStream) finish() error {
	s.buf = append(s.buf, copyTrailer...)
	if err := s.flush(); err != nil {
		return err
	}
	s.complete = true
	close(s.chunks)
	<-s.ended
	if s.err != nil || s.taken != s.rows {
		return s.failure()
	}
	return nil
}

func (s *copyStream) failure() error {
	if s.err != nil {
		return fmt.Errorf("fill table %s: %w", s.plan.table.Name(), refused(s.err))
	}
	return fmt.Errorf("fill table %s: sent %d rows, the database took %d", s.plan.table.Name(), s.rows, s.taken)
}

// abort ends the COPY so that nothing of it stays.
func (s *copyStream) abort() {
	select {
	case <-s.ended:
	default:
		close(s.chunks)
		<-s.ended
	}
}

var errCopyAborted = errors.New("the build was given up")

// chunkReader hands chunks on as a stream.
type chunkReader struct {
	stream *copyStream
	rest   []byte
}

func (r *chunkReader) Read(into []byte) (int, error) {
	for len(r.rest) == 0 {
		chunk, open := <-r.stream.chunks
		switch {
		case !open && r.stream.complete:
			return 0, io.EOF
		case !open:
			return 0, errCopyAborted // the server keeps nothing of it
		}
		r.rest = chunk
	}
	n := copy(into, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}
