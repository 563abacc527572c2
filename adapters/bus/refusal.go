package bus

import (
	"context"
	"errors"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections"
)

var (
	errGone    = errors.New("the subscription closes or the lease was lost")
	errRefused = errors.New("the handler refused the message without a reason")
	errEnded   = errors.New("its programs ended with the event in hand")
	errPanic   = errors.New("the handler panicked")
)

// passing tells whether a refusal may pass by itself and says nothing about the
// event. The time being up does not: an event that always takes too long would
// be tried for ever.
func passing(err error) bool {
	return errors.Is(err, eventlog.ErrUnavailable) || errors.Is(err, eventlog.ErrUnknownOutcome) ||
		fault.KindOf(err) == fault.Unavailable || errors.Is(err, context.Canceled)
}

// reasonOf is what may be kept and shown of why an event could not be taken:
// code words and its type. Never the error's text, which a handler may have
// filled with what it read.
func reasonOf(err error, eventType string) string {
	word := "handler"
	var step *projections.StepError
	switch {
	case errors.As(err, &step):
		return projections.StopReason(err, eventType)
	case errors.Is(err, context.DeadlineExceeded):
		word = "timeout"
	case errors.Is(err, errRefused):
		word = "refused"
	case errors.Is(err, errEnded):
		word = "ended"
	case errors.Is(err, errPanic):
		word = "panic"
	}
	if kind := fault.KindOf(err); kind != "" {
		word += " " + string(kind)
	}
	var state interface{ SQLState() string }
	if errors.As(err, &state) {
		word += " " + state.SQLState()
	}
	return word + " " + eventType
}
