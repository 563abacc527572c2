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

// namesName is the consumer that brings the names of workers into the index by which they are
// searched. An append does not wait for that: most incidents name somebody, and nobody searches
// for who was hit a second ago. Names of suspects go in with their own append, and here those
// from before there was such an index.
const (
	namesName  = "names"
	namesTopic = "incident.registered,incident.details_added,suspect.identified"
)

// indexNames hears events from the first one on while no other program does.
func (v *server) indexNames(ctx context.Context, parts *sync.WaitGroup, fail context.CancelCauseFunc) error {
	h, err := bus.NewHandlers(v.consumers, v.log)
	if err != nil {
		return err
	}
	i := &nameIndex{opener: v.byItself(processing.Names, person.ForIdentity), codec: v.closed, keys: postgres.OpenKeys(v.db)}
	err = h.Handle(namesTopic, bus.EventOptions{Name: namesName, Logger: v.logger}, func(ctx context.Context, d *bus.Delivery) error {
		return i.add(ctx, d.Recorded)
	})
	if err != nil {
		return err
	}
	v.buses = append(v.buses, h)
	start(ctx, h, parts, fail)
	return nil
}

// nameIndex opens who somebody is and nothing else.
type nameIndex struct {
	opener decider.Codec
	codec  *eventjson.Codec
	keys   *postgres.Keys
}

// add is done any number of times, as that of clueIndex.
func (i *nameIndex) add(ctx context.Context, e eventlog.Recorded) error {
	bodies, err := i.opener.Decode(ctx, []eventlog.Recorded{e})
	if err != nil {
		return fmt.Errorf("read the event at position %d: %w", e.Position, err)
	}
	if bodies[0] == nil {
		return nil // removed by a recorded redaction
	}
	for range mostClueTries {
		marks, err := i.codec.Names(ctx, e.Employer, e.Stream.ID, bodies[0])
		if err != nil || len(marks) == 0 {
			return err
		}
		if err := i.keys.Mark(ctx, marks); err != nil {
			return err
		}
	}
	return errors.New("the places of a name in the index were taken by others each time")
}
