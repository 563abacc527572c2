package main

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"ruggensteun/adapters/api"
	"ruggensteun/domain/fault"
)

// leaving is how a server stops: first it says that it is not ready, and goes on answering for as
// long as whoever sends requests needs to notice; then it takes no new ones; what was taken is answered.
type leaving struct {
	api.Health
	drain    time.Duration
	notReady atomic.Bool
	stopped  atomic.Bool
}

// Ready is red as soon as the server is to stop.
func (l *leaving) Ready(ctx context.Context) error {
	if l.notReady.Load() {
		return fault.New(fault.Unavailable, "this server is stopping: ask another one")
	}
	return l.Health.Ready(ctx)
}

// after gives a context that ends when no more requests are to be taken.
func (l *leaving) after(ctx context.Context) context.Context {
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	context.AfterFunc(ctx, func() {
		l.notReady.Store(true)
		if errors.Is(context.Cause(ctx), context.Canceled) { // nobody waits for a server that broke
			time.Sleep(l.drain)
		}
		l.stopped.Store(true)
		stop()
	})
	return serving
}
