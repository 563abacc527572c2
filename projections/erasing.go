package projections

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/departure"
)

// EverythingErased is the one event by which every table forgets all that was told before of
// whomever at that event's employer: it left, and all its keys are gone.
const EverythingErased = departure.ErasedType

// Erasing says how a table forgets somebody: by which events, and what is left
// of his rows. It is the one thing that changes rows after they were written.
//
// When such an event is taken in, everything that was told before of that
// subject, at that event's employer, counts as told and forgotten: of each of
// the subject's rows the first version stays, with Left in Column, and later
// ones from before the event go. How many rows there were as of any position
// stays as it was.
//
// The log alone decides, not whether a key is still there: whoever folds the log
// from the beginning folds Forget's event in place of one from before the
// erasure, and Fold must make of these what is left of rows that were erased.
type Erasing struct {
	// Types are those of such events. Each stands in streams of the category that its
	// name begins with (suspect.profile_erased.v1); the stream's id is the subject.
	Types   []string
	Subject string // the uuid column that names whose row it is
	Column  string // the text column with what is forgotten
	Left    string // what then stands in Column
	// Forget gives the event as if everything had been forgotten that it tells of
	// those for whom gone is true. It does not change the event it is given.
	Forget func(e Event, gone func(subject uuid.UUID) bool) Event
}

// Categories are those of the streams with such events, each once.
func (e *Erasing) Categories() (all []string) {
	for _, name := range e.Types {
		category, _, _ := strings.Cut(name, ".")
		if !slices.Contains(all, category) {
			all = append(all, category)
		}
	}
	return all
}

// Says tells whether an event may say that somebody is forgotten. One whose payload
// was removed may: its type is known to the log only.
func (e *Erasing) Says(event Event) bool {
	if event.Body != nil && event.Body.EventType() == EverythingErased {
		return true
	}
	if event.Body == nil {
		return slices.Contains(e.Categories(), event.Stream.Category)
	}
	return slices.Contains(e.Types, event.Body.EventType())
}
