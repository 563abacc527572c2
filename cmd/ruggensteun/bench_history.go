package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
)

// benchGroup is how many incidents go a step further in one append: as many as
// the data keys that one append may bring allow.
const benchGroup = 60

// lane is one writer of histories: incidents that are registered, told more
// about and corrected, each step one append after the one before, so that the
// steps of many incidents stand mixed in the log.
type lane struct {
	*workload
	open []*course
}

// course is one incident under way.
type course struct {
	stream  eventlog.Stream
	state   incident.Incident
	version eventlog.Version
}

// fill lengthens the log to a number of events, with histories.
func (b *bench) fill(ctx context.Context, to eventlog.Position) error {
	const lanes = 4
	bar := b.progressBar("filling the log")
	defer bar.done()
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	head, err := b.log.Head(ctx)
	if err != nil {
		return err
	}
	var at atomic.Int64
	at.Store(int64(head))
	var all sync.WaitGroup
	for range lanes {
		l := &lane{workload: b.works}
		all.Go(func() {
			for at.Load() < int64(to) && ctx.Err() == nil {
				n, err := l.step(ctx)
				if err != nil {
					fail(fmt.Errorf("fill the log: %w", err))
					return
				}
				bar.at(at.Add(int64(n)), int64(to))
			}
		})
	}
	all.Wait()
	return context.Cause(ctx)
}

// step registers some incidents and takes those of the two steps before further.
func (l *lane) step(ctx context.Context) (events int, err error) {
	for range benchGroup {
		l.open = append(l.open, &course{stream: incident.Stream(uuid.Must(uuid.NewV7()))})
	}
	request := l.request(l.serial.Add(1))
	key, err := l.store.opened.Fingerprint(ctx, request)
	if err != nil {
		return 0, err
	}
	a := eventlog.Append{Employer: request.Employer, Key: &key}
	for _, c := range l.open {
		if err := l.further(ctx, &a, c, request); err != nil {
			return 0, err
		}
	}
	if len(l.open) == 3*benchGroup {
		l.open = l.open[benchGroup:]
	}
	_, err = l.store.log.Append(ctx, a)
	return len(a.Changes), err
}

// further decides and seals an incident's next event.
func (l *lane) further(ctx context.Context, a *eventlog.Append, c *course, r decider.Request) error {
	events, err := incident.Decider.Decide(c.state, l.next(c))
	if err != nil {
		return err
	}
	encoded, err := l.store.opened.Encode(ctx, c.stream, []decider.Event{events[0]}, r)
	if err != nil {
		return err
	}
	a.Changes = append(a.Changes, eventlog.Change{Stream: c.stream, Expected: c.version, Events: encoded.Events})
	a.DataKeys = append(a.DataKeys, encoded.DataKeys...)
	a.Marks = append(a.Marks, encoded.Marks...)
	c.state, c.version = incident.Decider.Evolve(c.state, events[0]), c.version+1
	return nil
}

// next is the command that follows: each changes something.
func (l *lane) next(c *course) incident.Command {
	switch c.version {
	case 0:
		return l.templates[l.serial.Add(1)%benchTemplates]
	case 1:
		worker := l.templates[0].Workers[0]
		worker.Person, worker.StaffNumber = uuid.New(), ""
		return incident.AddDetails{Asked: l.from, Workers: []incident.WorkerHit{worker}}
	}
	behaviours := append([]codes.Code{"STALK"}, c.state.Behaviours...)
	return incident.Correct{Asked: l.from, Reason: "Verzonnen correctie.", Behaviours: &behaviours}
}
