package main

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/google/uuid"

	"ruggensteun/adapters/bus"
	"ruggensteun/adapters/eventjson"
	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
	"ruggensteun/domain/processing"
)

// markFeed is a consumer that brings marks of events into an index. A topic in another order is
// another consumer, which begins at the first event.
type markFeed struct {
	name, topic string
	purpose     person.Purpose
	job         processing.Job
	marks       func(*eventjson.Codec, context.Context, uuid.UUID, uuid.UUID, decider.Event) ([]eventlog.Mark, error)
}

// clues fill the index by which a notice finds its case, and a split of pseudonyms the cases of a
// victim, with what was recorded before there was one. What is recorded now fills it in its own
// append, so at the head it has nothing to do. The victims came into the index later than the rest.
var clues = markFeed{
	name:    "clues",
	topic:   "aangifte.made,aangifte.corrected,prosecution.linked,prosecution.notice_received,prosecution.notice_corrected",
	purpose: person.ForReference,
	job:     processing.Clues,
	marks:   (*eventjson.Codec).Clues,
}

// names bring the names of workers into the index by which they are searched. An append does not
// wait for that: most incidents name somebody, and nobody searches for who was hit a second ago.
// Names of suspects go in with their own append, and here those from before there was such an index.
var names = markFeed{
	name:    "names",
	topic:   "incident.registered,incident.details_added,suspect.identified",
	purpose: person.ForIdentity,
	job:     processing.Names,
	marks:   (*eventjson.Codec).Names,
}

// indexMarks hears events from the first one on while no other program does.
func (v *server) indexMarks(ctx context.Context, f markFeed, parts *sync.WaitGroup, fail context.CancelCauseFunc) error {
	h, err := bus.NewHandlers(v.consumers, v.log)
	if err != nil {
		return err
	}
	i := &markIndex{feed: f, opener: v.byItself(f.job, f.purpose), codec: v.closed, keys: postgres.OpenKeys(v.db)}
	err = h.Handle(f.topic, bus.EventOptions{Name: f.name, Logger: v.logger}, v.unlessLeft(func(ctx context.Context, d *bus.Delivery) error {
		return i.add(ctx, d.Recorded)
	}))
	if err != nil {
		return err
	}
	v.buses = append(v.buses, h)
	start(ctx, h, parts, fail)
	return nil
}

// markIndex opens what its feed is for and nothing else.
type markIndex struct {
	feed   markFeed
	opener decider.Codec
	codec  *eventjson.Codec
	keys   *postgres.Keys
}

// mostMarkTries bounds how often a place in the index is sought anew that somebody else
// took meanwhile.
const mostMarkTries = 16

// add is done any number of times: what is in the index already is not added.
func (i *markIndex) add(ctx context.Context, e eventlog.Recorded) error {
	bodies, err := i.opener.Decode(ctx, []eventlog.Recorded{e})
	if err != nil {
		return fmt.Errorf("read the event at position %d: %w", e.Position, err)
	}
	if bodies[0] == nil {
		return nil // removed by a recorded redaction
	}
	for range mostMarkTries {
		marks, err := i.feed.marks(i.codec, ctx, e.Employer, e.Stream.ID, bodies[0])
		if err != nil || len(marks) == 0 {
			return err
		}
		if err := i.keys.Mark(ctx, marks); err != nil {
			return err
		}
	}
	return errors.New("the places of " + i.feed.name + " in the index were taken by others each time")
}
