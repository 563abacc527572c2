package eventlog

import (
	"errors"
	"fmt"
)

var (
	// ErrKeyReused: the idempotency key is known, with another request.
	ErrKeyReused = errors.New("this idempotency key was used for another request")
	// ErrMarkTaken: a mark of the blind index stands for another subject by now;
	// look it up again and decide again.
	ErrMarkTaken = errors.New("somebody else was given this mark first")
	// ErrTooLarge: the append is over a limit of this package and never fits.
	ErrTooLarge = errors.New("the append is larger than the log takes")
	// ErrInvalid: an append that no log may take: no type, no id, a bad stream
	// name, or the id of an event or data key that is in the store already.
	ErrInvalid = errors.New("the append is not well formed")
	// ErrClockBehind: the store's clock stands further before the last event
	// than a correction of the clock explains.
	ErrClockBehind = errors.New("the database's clock stands before the last event")
	// ErrUnavailable: the store cannot be reached or cannot write; nothing was recorded.
	ErrUnavailable = errors.New("the log cannot be reached or cannot write now")
	// ErrUnknownOutcome: the connection broke, or the caller stopped waiting, while
	// committing. Ask Outcome.
	ErrUnknownOutcome = errors.New("the connection broke before the outcome was known")
)

// ConflictError says that a stream was not where the caller had seen it.
type ConflictError struct {
	Stream           Stream
	Expected, Actual Version
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("stream %s is at version %d, not %d", e.Stream, e.Actual, e.Expected)
}

// IsConflict tells whether err is a version conflict.
func IsConflict(err error) bool {
	var c *ConflictError
	return errors.As(err, &c)
}
