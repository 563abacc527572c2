package api

import (
	"context"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

// record accounts for an answer before it is given.
func (a *api) record(ctx context.Context, r access.Reading) error {
	c := callOf(ctx)
	r.Actor, r.At, r.Correlation = c.actor, a.Clock(), c.id
	if err := a.Readings.Record(ctx, r); err != nil {
		return fault.Wrap(fault.Unavailable, "nothing is shown, because it cannot be recorded now who reads it: try again", err)
	}
	c.position = r.Position
	return nil
}
