package api

import (
	"context"
	"errors"

	"ruggensteun/domain/fault"
)

type nothing struct{}

type healthAnswer struct {
	Body struct {
		Status string `json:"status" enum:"live,ready"`
	}
}

func (a *api) live(context.Context, *nothing) (*healthAnswer, error) { return health("live"), nil }

// ready tells everybody that asks only what is meant for everybody to read; the
// rest is in the log.
func (a *api) ready(ctx context.Context, _ *nothing) (*healthAnswer, error) {
	err := a.Health.Ready(ctx)
	if err == nil {
		return health("ready"), nil
	}
	var told *fault.Fault
	if errors.As(err, &told) {
		return nil, fault.Wrap(fault.Unavailable, told.Message, errors.Unwrap(told))
	}
	return nil, fault.Wrap(fault.Unavailable, "not ready: the log of the server says why", err)
}

func health(status string) *healthAnswer {
	out := &healthAnswer{}
	out.Body.Status = status
	return out
}
