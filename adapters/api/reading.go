package api

import (
	"context"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

// record accounts for an answer before it is given. The last is what the request's line in the
// log shows.
func (a *api) record(ctx context.Context, readings ...access.Reading) error {
	c := callOf(ctx)
	for i := range readings {
		r := &readings[i]
		r.Actor, r.At, r.Correlation, r.Channel = c.actor, a.Clock(), c.id, a.Channel
		c.position = r.Position
	}
	if err := a.Readings.Record(ctx, readings...); err != nil {
		return fault.Wrap(fault.Unavailable, "nothing is shown, because it cannot be recorded now who reads it: try again", err)
	}
	return nil
}
