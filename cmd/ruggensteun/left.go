package main

import (
	"context"

	"ruggensteun/adapters/bus"
	"ruggensteun/adapters/postgres"
)

type handled = func(context.Context, *bus.Delivery) error

// unlessLeft passes over what cannot be taken because its employer left: payloads are gone, and
// nothing may be recorded of it. Whoever hears the log from its beginning meets all of these, and
// none is a dead letter that somebody could mend. It is asked only where taking fails.
func (s *store) unlessLeft(take handled) handled {
	departures := postgres.OpenDepartures(s.db)
	return func(ctx context.Context, d *bus.Delivery) error {
		err := take(ctx, d)
		if err == nil {
			return nil
		}
		if left, asked := departures.Left(ctx, d.Recorded.Employer); asked == nil && left {
			return nil
		}
		return err
	}
}
