package main

import (
	"context"
	"sync"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/bus"
	"ruggensteun/adapters/eventjson"
	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/processing"
	"ruggensteun/projections/worklist/clocks"
)

const (
	// clocksTime is how long one event may take, and clocksTurn how long it counts files
	// of those: a free day of an employer counts all its open files. One that has more goes
	// on where it stopped, and that is no failure.
	clocksTime = 5 * time.Minute
	clocksTurn = 4 * time.Minute
	// clocksClosing is how long closing leaves that alone; it is counted on later.
	clocksClosing = 5 * time.Second
	// look is how often it is asked which files wait for the time.
	look = time.Second
)

// clockKeeper opens what terms are counted from, and nothing that names anybody.
func (s *store) clockKeeper(codec decider.Codec) *clocks.Keeper {
	return &clocks.Keeper{
		Log: s.log, Codec: codec, Journal: decider.NewJournal(s.log, codec), Files: postgres.OpenWorklist(s.db),
		Now: time.Now, LogTime: s.log.Now, Turn: clocksTurn, NewID: uuid.New, Logger: s.logger,
	}
}

// terms counts what clockKeeper counts as it was before.
func (s *store) terms() clocks.Recounter {
	return clocks.Recounter{Log: s.log, Codec: eventjson.New(s.vault, uuid.NewV7, clocks.Opens()...), Files: postgres.OpenWorklist(s.db)}
}

// keepClocks hears events while no other program does, and looks at the time in every
// program: two that count the same file record it once.
func (v *server) keepClocks(ctx context.Context, parts *sync.WaitGroup, fail context.CancelCauseFunc) error {
	codec := v.byItself(processing.Clocks, clocks.Opens()...).daily()
	k := v.clockKeeper(codec)
	h, err := bus.NewHandlers(v.consumers, v.log)
	if err != nil {
		return err
	}
	o := bus.EventOptions{Name: clocks.Name, Logger: v.logger, AckTime: clocksTime, CloseTime: clocksClosing}
	err = h.Handle(clocks.Topic, o, v.unlessLeft(func(ctx context.Context, d *bus.Delivery) error {
		return k.Heard(codec.begin(ctx, &d.Recorded), d.Recorded, d.Key)
	}))
	if err != nil {
		return err
	}
	o.Name = clocks.PointersName
	err = h.Handle(clocks.PointersTopic, o, v.unlessLeft(func(ctx context.Context, d *bus.Delivery) error {
		return k.PointBack(codec.begin(ctx, &d.Recorded), d.Recorded, d.Key)
	}))
	if err != nil {
		return err
	}
	v.buses = append(v.buses, h)
	start(ctx, h, parts, fail)
	tick := time.NewTicker(look)
	parts.Go(func() {
		defer tick.Stop()
		k.Run(ctx, tick.C)
	})
	return nil
}
