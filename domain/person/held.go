// Package person says which details about a person are kept, for which purpose
// and under which key. They are always sealed before they enter an event.
package person

import (
	"errors"
	"fmt"
	"io"
)

// State tells apart four things that an empty value would mix up.
type State uint8

const (
	Absent    State = iota // never given
	Present                // given, and we can read it
	Forgotten              // given once; its key was destroyed
	Closed                 // given; this reader did not ask to open it
)

func (s State) String() string {
	switch s {
	case Absent:
		return "absent"
	case Present:
		return "present"
	case Forgotten:
		return "forgotten"
	case Closed:
		return "closed"
	}
	return "unknown state"
}

// Held is a personal value as the trade sees it. The zero value is absent.
type Held[T any] struct {
	State State
	Value T
}

// Of holds a value.
func Of[T any](value T) Held[T] { return Held[T]{State: Present, Value: value} }

// Gone stands for a value whose key was destroyed.
func Gone[T any]() Held[T] { return Held[T]{State: Forgotten} }

// Erased is the value after it was forgotten by an event, whether or not its key is
// still there. What was never given was not forgotten.
func (h Held[T]) Erased() Held[T] {
	if h.State == Absent {
		return h
	}
	return Gone[T]()
}

// Shut stands for a value that this reader did not ask to open.
func Shut[T any]() Held[T] { return Held[T]{State: Closed} }

// Get gives the value, and whether there is one to give.
func (h Held[T]) Get() (T, bool) { return h.Value, h.State == Present }

// errPrinted stops an encoder that meets a personal value by accident.
var errPrinted = errors.New("a personal value is not written out as it is: take it out with Get where the reader may see it")

// Format prints the state and never the value, so that an event in a log line
// or an error gives nobody away.
func (h Held[T]) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "["+h.State.String()+"]") }

// MarshalJSON refuses, because a structured log or an answer that happens to
// include an event would hold the value in clear.
func (h Held[T]) MarshalJSON() ([]byte, error) { return nil, errPrinted }
