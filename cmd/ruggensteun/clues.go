package main

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"ruggensteun/adapters/bus"
	"ruggensteun/adapters/eventjson"
	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
	"ruggensteun/domain/processing"
)

// cluesName is the consumer that fills the index by which a notice finds its case, and a
// split of pseudonyms the cases of a victim, with what was recorded before there was one.
// What is recorded now fills it in its own append, so once it is at the head it has nothing
// to do. A topic in another order is another consumer, which begins at the first event: the
// victims came into the index later than the rest.
const (
	cluesName  = "clues"
	cluesTopic = "aangifte.made,aangifte.corrected,prosecution.linked,prosecution.notice_received,prosecution.notice_corrected"
)

// indexClues hears events from the first one on while no other program does.
func (v *server) indexClues(ctx context.Context, parts *sync.WaitGroup, fail context.CancelCauseFunc) error {
	h, err := bus.NewHandlers(v.consumers, v.log)
	if err != nil {
		return err
	}
	i := &clueIndex{opener: v.byItself(processing.Clues, person.ForReference), codec: v.closed, keys: postgres.OpenKeys(v.db)}
	err = h.Handle(cluesTopic, bus.EventOptions{Name: cluesName, Logger: v.logger}, func(ctx context.Context, d *bus.Delivery) error {
		return i.add(ctx, d.Recorded)
	})
	if err != nil {
		return err
	}
	v.buses = append(v.buses, h)
	start(ctx, h, parts, fail)
	return nil
}

// clueIndex opens numbers and nothing else.
type clueIndex struct {
	opener decider.Codec
	codec  *eventjson.Codec
	keys   *postgres.Keys
}

// mostClueTries bounds how often a place in the index is sought anew that somebody else
// took meanwhile.
const mostClueTries = 16

// add is done any number of times: what is in the index already is not added.
func (i *clueIndex) add(ctx context.Context, e eventlog.Recorded) error {
	bodies, err := i.opener.Decode(ctx, []eventlog.Recorded{e})
	if err != nil {
		return fmt.Errorf("read the event at position %d: %w", e.Position, err)
	}
	if bodies[0] == nil {
		return nil // removed by a recorded redaction
	}
	for range mostClueTries {
		marks, err := i.codec.Clues(ctx, e.Employer, e.Stream.ID, bodies[0])
		if err != nil || len(marks) == 0 {
			return err
		}
		if err := i.keys.Mark(ctx, marks); err != nil {
			return err
		}
	}
	return errors.New("the places of a number in the index were taken by others each time")
}
