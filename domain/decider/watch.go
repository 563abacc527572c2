package decider

import (
	"context"

	"ruggensteun/domain/eventlog"
)

type watchKey struct{}

// Watch lets it be seen whose details are opened under the context, because it is the key that says
// whom a box is about: whoever reads it off the answer forgets a field sooner or later.
func Watch(ctx context.Context, seen func(eventlog.Holder)) context.Context {
	return context.WithValue(ctx, watchKey{}, seen)
}

// Opened is to be called by whoever opens a box, for each that could be opened.
func Opened(ctx context.Context, h eventlog.Holder) {
	if seen, watched := ctx.Value(watchKey{}).(func(eventlog.Holder)); watched {
		seen(h)
	}
}
