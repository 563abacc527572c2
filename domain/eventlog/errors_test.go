package eventlog_test

import (
	"errors"
	"fmt"
	"testing"

	"ruggensteun/domain/eventlog"
)

func TestIsConflict(t *testing.T) {
	t.Parallel()
	conflict := &eventlog.ConflictError{Stream: eventlog.Stream{Category: "trial", ID: idOf("stream", 1)}, Expected: 2, Actual: 3}
	for name, c := range map[string]struct {
		err  error
		want bool
	}{
		"a conflict":              {conflict, true},
		"a conflict with context": {fmt.Errorf("append: %w", conflict), true},
		"another refusal":         {eventlog.ErrMarkTaken, false},
		"nothing":                 {nil, false},
	} {
		if got := eventlog.IsConflict(c.err); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
	want := "stream trial-" + conflict.Stream.ID.String() + " is at version 3, not 2"
	if got := conflict.Error(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestErrorsStayApart: what to do next hangs on telling them apart.
func TestErrorsStayApart(t *testing.T) {
	t.Parallel()
	all := []error{
		eventlog.ErrKeyReused, eventlog.ErrMarkTaken, eventlog.ErrTooLarge, eventlog.ErrInvalid,
		eventlog.ErrClockBehind, eventlog.ErrUnavailable, eventlog.ErrUnknownOutcome,
	}
	for i, a := range all {
		for j, b := range all {
			if errors.Is(a, b) != (i == j) {
				t.Errorf("%q and %q are taken for each other", a, b)
			}
		}
	}
}
