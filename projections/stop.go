package projections

import (
	"errors"
	"fmt"

	"ruggensteun/domain/eventlog"
)

// Step is a part of the work on an event that can fail for a reason that lies
// in the event or in the projection's code.
type Step string

const (
	Decode Step = "decode"
	Fold   Step = "fold"
	Write  Step = "write"
)

// StepError says that trying again will not help: the projection has to stop
// at the event, and somebody has to look.
type StepError struct {
	Step  Step
	Cause error
}

func (e *StepError) Error() string { return fmt.Sprintf("%s: %v", e.Step, e.Cause) }
func (e *StepError) Unwrap() error { return e.Cause }

// IsPassing tells whether an error may pass by itself: the store cannot be
// reached, or the time was up. Such an error never stops a projection.
func IsPassing(err error) bool {
	var step *StepError
	return errors.Is(err, eventlog.ErrUnavailable) || !errors.As(err, &step)
}

// StopReason is what may be kept and shown of why a projection stopped at an
// event: code words and the event's type. Never the error's text, which a
// decoder of another may have filled with what it read.
func StopReason(err error, eventType string) string {
	reason := "unknown"
	var step *StepError
	if errors.As(err, &step) {
		reason = string(step.Step)
	}
	var state interface{ SQLState() string }
	if errors.As(err, &state) {
		reason += " " + state.SQLState()
	}
	return reason + " " + eventType
}
