package projections

import (
	"context"
	"errors"
	"fmt"

	"ruggensteun/domain/eventlog"
)

// Decoder opens recorded events for the folds, one for one and in order. Its
// errors hold nothing of what it read; one that is ErrUnavailable may pass.
type Decoder func(ctx context.Context, events []eventlog.Recorded) ([]Event, error)

// Decoded asks a decoder, and tells events that cannot be read, which stop a
// projection, from keys that cannot be reached now.
func Decoded(ctx context.Context, decode Decoder, events []eventlog.Recorded) (opened []Event, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &StepError{Step: Decode, Cause: fmt.Errorf("a panic with a %T", r)} // its value may hold what was read
		}
	}()
	opened, err = decode(ctx, events)
	switch {
	case errors.Is(err, eventlog.ErrUnavailable) || ctx.Err() != nil:
		return nil, errors.Join(err, ctx.Err())
	case err != nil:
		return nil, &StepError{Step: Decode, Cause: err}
	case len(opened) != len(events):
		return nil, &StepError{Step: Decode, Cause: fmt.Errorf("%d events in, %d out", len(events), len(opened))}
	}
	return opened, nil
}
