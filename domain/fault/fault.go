// Package fault names the few kinds of failure that the person who asked can
// do something about; everything else is ours to repair and is only logged.
package fault

import (
	"errors"
	"slices"
	"strings"
)

// Kind is what the person who asked can do about a failure.
type Kind string

const (
	// Invalid: the input is wrong; Fields says where and how to mend it.
	Invalid Kind = "invalid"
	// Unauthenticated: we do not know who is asking.
	Unauthenticated Kind = "unauthenticated"
	// Forbidden: this actor may not do or see this.
	Forbidden Kind = "forbidden"
	// NotFound: there is no such thing, or this actor may not know that there is.
	NotFound Kind = "not_found"
	// Refused: a rule of the trade says no in the present state.
	Refused Kind = "refused"
	// Conflict: somebody else changed it first; read again and decide again.
	Conflict Kind = "conflict"
	// KeyReused: an idempotency key came back with another request.
	KeyReused Kind = "key_reused"
	// TooLarge: it will never fit; send less.
	TooLarge Kind = "too_large"
	// Unavailable: nothing is wrong with the request; try again later.
	Unavailable Kind = "unavailable"
)

// Field is one wrong value: where it stands, what is wrong, what to do. None of
// the three ever repeats the value itself, which may be about a person.
type Field struct {
	Name    string // path in the request, e.g. "place.type" or "workers[0].name"
	Problem string // "is not a known code"
	Remedy  string // "use one of ROAD, HOME, …"
}

// Fault is a failure worth telling the person who asked.
type Fault struct {
	Kind    Kind
	Message string
	Fields  []Field
	cause   error
}

// New makes a fault with a message for the person who asked: lower case, no
// personal details, and what to do next.
func New(kind Kind, message string) *Fault {
	return &Fault{Kind: kind, Message: message}
}

// Wrap keeps the cause for the log; the person who asked sees only message.
func Wrap(kind Kind, message string, cause error) *Fault {
	return &Fault{Kind: kind, Message: message, cause: cause}
}

func (f *Fault) Error() string {
	if len(f.Fields) == 0 {
		return f.Message
	}
	parts := make([]string, len(f.Fields))
	for i, field := range f.Fields {
		parts[i] = field.Name + " " + field.Problem + ": " + field.Remedy
	}
	return f.Message + " (" + strings.Join(parts, "; ") + ")"
}

// Renamed gives the fault in err with other names for its fields, for who asked by those;
// its kind and cause stay. Any other error comes back as it is.
func Renamed(err error, name func(string) string) error {
	var f *Fault
	if !errors.As(err, &f) || len(f.Fields) == 0 {
		return err
	}
	renamed := *f
	renamed.Fields = slices.Clone(f.Fields)
	for i := range renamed.Fields {
		renamed.Fields[i].Name = name(renamed.Fields[i].Name)
	}
	return &renamed
}

func (f *Fault) Unwrap() error { return f.cause }

// KindOf gives the kind of the outermost fault in err, or "" when err is ours
// to repair.
func KindOf(err error) Kind {
	var f *Fault
	if errors.As(err, &f) {
		return f.Kind
	}
	return ""
}
