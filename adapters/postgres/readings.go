package postgres

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
	"ruggensteun/domain/processing"
)

// Readings keeps who read what, in two logs: for the owner of a record, and for whom it is about. It is
// safe for concurrent use.
type Readings struct {
	db *DB
	ReadingOptions

	mu      sync.Mutex
	waiting []*accounted
	writing bool
}

// ReadingOptions is what lines of the logbook are made with.
type ReadingOptions struct {
	// Code gives what stands for a data subject: vault.SubjectCode.
	Code func(kind string, id uuid.UUID) string
	// Program is this program and its version.
	Program string
}

// accounted is a call of Record that waits for its commit.
type accounted struct {
	rows pgx.Batch
	done chan error
}

// OpenReadings gives the readings of a database.
func OpenReadings(db *DB, o ReadingOptions) *Readings { return &Readings{db: db, ReadingOptions: o} }

const (
	recordReadingSQL = `
INSERT INTO readings (at, actor, role, employer, purpose, what, subject, personal, position, correlation, owner, trace, span, fields, changes, channel)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`
	recordProcessingSQL = `
INSERT INTO processings (trace, span, parent, status, name, began, ended, resource, activity, subject, subject_type, processor, owner)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`
)

// Limits of one commit of readings. One that hangs is given up, so that who waits is told.
const (
	commitReadings  = 256
	commitsReadings = 10 * time.Second
)

// Record keeps readings in both logs, all of them or none. They are durable when this returns, so that
// an answer can wait for it. Who comes while others are being written shares a commit with all who did:
// each commit waits for the disk, and that is what a reading costs.
func (r *Readings) Record(ctx context.Context, readings ...access.Reading) error {
	if len(readings) == 0 {
		return nil
	}
	a := &accounted{done: make(chan error, 1)}
	for _, reading := range readings {
		if err := r.queue(&a.rows, reading); err != nil {
			return err
		}
	}
	return r.together(ctx, a)
}

// together lets it be written with whatever comes meanwhile.
func (r *Readings) together(ctx context.Context, a *accounted) error {
	r.mu.Lock()
	r.waiting = append(r.waiting, a)
	if !r.writing {
		r.writing = true
		go r.write(context.WithoutCancel(ctx))
	}
	r.mu.Unlock()
	select {
	case err := <-a.done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("record who read what: %w", ctx.Err())
	}
}

func (r *Readings) queue(b *pgx.Batch, reading access.Reading) error {
	lines, err := processing.Records(reading, r.Code)
	if err != nil {
		return err
	}
	a, t := reading.Actor, reading.Trace
	fields := reading.Fields()
	if fields == nil {
		fields = []string{}
	}
	b.Queue(recordReadingSQL, reading.At, a.ID, string(a.Role), a.Employer, string(a.Purpose),
		reading.What, reading.ID, reading.Personal, int64(reading.Position), reading.Correlation,
		reading.Owner, set(t.ID[:]), set(t.Span[:]), fields, reading.Changing, reading.Channel)
	for i := range lines {
		l := &lines[i]
		b.Queue(recordProcessingSQL, l.Trace.ID[:], l.Trace.Span[:], set(l.Trace.Parent[:]), int16(l.Status), l.Name, l.Began, l.Ended,
			r.Program, l.Activity, text(l.Subject), text(l.SubjectType), text(l.Processor), l.Owner)
	}
	return nil
}

// set is nil for an id that is not there.
func set(id []byte) []byte {
	for _, b := range id {
		if b != 0 {
			return id
		}
	}
	return nil
}

func text(value string) *string {
	if value == "" {
		return nil
	}
	return &value
}

// write commits what is waiting until nothing is.
func (r *Readings) write(ctx context.Context) {
	for {
		r.mu.Lock()
		together := r.waiting[:min(len(r.waiting), commitReadings)]
		r.waiting = r.waiting[len(together):]
		if len(together) == 0 {
			r.writing = false
			r.mu.Unlock()
			return
		}
		r.mu.Unlock()
		err := r.commit(ctx, together)
		for _, a := range together {
			a.done <- err
		}
	}
}

// readingsLock lets one program commit at a time, so that lines become visible in the order of their ids:
// whoever copies them goes by that, and would pass one over that came late.
const readingsLock int64 = 0x52756772 // "Rugr"

// commit is one round trip and one transaction.
func (r *Readings) commit(ctx context.Context, together []*accounted) error {
	ctx, cancel := context.WithTimeout(ctx, commitsReadings)
	defer cancel()
	all := &pgx.Batch{}
	all.Queue(lockSQL, readingsLock)
	for _, a := range together {
		all.QueuedQueries = append(all.QueuedQueries, a.rows.QueuedQueries...)
	}
	if err := r.db.app.SendBatch(ctx, all).Close(); err != nil {
		return fmt.Errorf("record who read what: %w", unavailable(err))
	}
	return nil
}
