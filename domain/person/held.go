// Package person says which details about a person are kept, for which purpose
// and under which key. They are always sealed before they enter an event.
package person

// State tells apart three things that an empty value would mix up.
type State uint8

const (
	Absent    State = iota // never given
	Present                // given, and we can read it
	Forgotten              // given once; its key was destroyed
)

// Held is a personal value as the trade sees it. The zero value is absent.
type Held[T any] struct {
	State State
	Value T
}

// Of holds a value.
func Of[T any](value T) Held[T] { return Held[T]{State: Present, Value: value} }

// Gone stands for a value whose key was destroyed.
func Gone[T any]() Held[T] { return Held[T]{State: Forgotten} }

// Get gives the value, and whether there is one to give.
func (h Held[T]) Get() (T, bool) { return h.Value, h.State == Present }
