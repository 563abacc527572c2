package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/eventjson"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
	"ruggensteun/domain/processing"
)

// byItself is a codec for what the program does without anybody asking in that moment. Whom it opens or seals
// something of stands in the logbook of processing before the job has it, as with what somebody asks; who reads what
// is kept of persons alone, so nothing goes there.
type byItself struct {
	decider.Codec
	job  processing.Job
	log  func(context.Context, ...processing.Record) error
	code func(kind string, id uuid.UUID) string
	now  func() time.Time

	// of is what a run is named after, where it has a name: the trace of an import is that of what it recorded.
	of func() uuid.UUID

	mu    sync.Mutex
	today *run // of a job that looks every moment; nil of one that does not
	day   string
}

// byItself is what a job opens with: these purposes and no others.
func (s *store) byItself(job processing.Job, opens ...person.Purpose) *byItself {
	return &byItself{Codec: eventjson.New(s.vault, uuid.NewV7, opens...), job: job, log: s.readings().Process, code: s.vault.SubjectCode, now: time.Now}
}

// daily takes what is done with this codec on a day for one run, where no other is begun: a round that looks at the
// same addresses each minute is one processing of them, as is a file that is imported.
func (b *byItself) daily() *byItself {
	b.today = &run{}
	return b
}

// run is one time that a job is done, for whatever goes on at once in it.
type run struct {
	mu sync.Mutex
	processing.Run
}

type runKey struct{}

// begin is a context for one run of the job; because is the event that led to it, if one did.
func (b *byItself) begin(ctx context.Context, because *eventlog.Recorded) context.Context {
	return context.WithValue(ctx, runKey{}, b.newRun(because))
}

// inOneRun is a context for one run of a job that goes through much, a page at a time.
func inOneRun(ctx context.Context, job processing.Job) context.Context {
	return (&byItself{job: job}).begin(ctx, nil)
}

func (b *byItself) newRun(because *eventlog.Recorded) *run {
	r := &run{Run: processing.Run{Job: b.job, ID: uuid.New()}}
	if b.of != nil && b.of() != uuid.Nil {
		r.ID = b.of()
	}
	if because != nil {
		if meta, err := eventlog.ParseMeta(because.Metadata); err == nil { // else whoever reads the event says so
			r.Cause = meta.Correlation
		}
	}
	return r
}

type carryKey struct{}

// carrying is a context under which lines are not kept before what was opened is handed on, but given to whoever
// writes what is made of it, in the same transaction. A run that was begun keeps its own: it meets many once.
func carrying(ctx context.Context, lines *[]processing.Record) context.Context {
	if _, begun := ctx.Value(runKey{}).(*run); begun {
		return ctx
	}
	return context.WithValue(ctx, carryKey{}, lines)
}

func (b *byItself) runOf(ctx context.Context, recorded []eventlog.Recorded) *run {
	if r, begun := ctx.Value(runKey{}).(*run); begun {
		return r
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.today == nil && len(recorded) == 1 {
		return b.newRun(&recorded[0])
	}
	if day := b.now().UTC().Format(time.DateOnly); b.today == nil {
		return b.newRun(nil)
	} else if day != b.day {
		b.today, b.day = b.newRun(nil), day
	}
	return b.today
}

func (b *byItself) Decode(ctx context.Context, recorded []eventlog.Recorded) ([]decider.Event, error) {
	began, opened := b.now(), map[eventlog.Holder]bool{}
	bodies, err := b.Codec.Decode(decider.Watch(ctx, func(h eventlog.Holder) { opened[h] = true }), recorded)
	if err != nil || len(opened) == 0 {
		return bodies, err
	}
	holders := make([]eventlog.Holder, 0, len(opened))
	for h := range opened {
		holders = append(holders, h)
	}
	if err := b.account(ctx, b.runOf(ctx, recorded), holders, false, began); err != nil {
		return nil, err
	}
	return bodies, nil
}

func (b *byItself) Encode(ctx context.Context, s eventlog.Stream, events []decider.Event, r decider.Request) (decider.Encoded, error) {
	began := b.now()
	encoded, err := b.Codec.Encode(ctx, s, events, r)
	if err != nil {
		return encoded, err
	}
	var holders []eventlog.Holder
	for _, k := range encoded.DataKeys {
		if k.Parent != uuid.Nil { // an employer's own key is about nobody
			holders = append(holders, eventlog.Holder{Employer: k.Employer, Kind: k.Kind, Subject: k.Subject, Purpose: k.Purpose})
		}
	}
	if len(holders) == 0 {
		return encoded, nil
	}
	if err := b.account(ctx, b.runOf(ctx, nil), holders, true, began); err != nil {
		return decider.Encoded{}, err
	}
	return encoded, nil
}

func (b *byItself) account(ctx context.Context, r *run, holders []eventlog.Holder, changing bool, began time.Time) error {
	r.mu.Lock()
	lines, err := r.Records(holders, changing, began, b.now(), b.code)
	r.mu.Unlock()
	if err != nil || len(lines) == 0 {
		return err
	}
	if carry, carried := ctx.Value(carryKey{}).(*[]processing.Record); carried && !changing {
		*carry = append(*carry, lines...)
		return nil
	}
	if err := b.log(ctx, lines...); err != nil {
		r.mu.Lock()
		r.Lost(lines)
		r.mu.Unlock()
		return fmt.Errorf("keep what the program does by itself: %w", err)
	}
	return nil
}
