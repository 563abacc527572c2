package access

import (
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// Reading is one answer that was given: who read what, when and why. Or one change that was
// begun, where it seals something about a person.
type Reading struct {
	Actor       Actor
	At          time.Time
	What        string            // "incident", "employer", or the name of a view
	ID          uuid.UUID         // of the incident or employer; zero for a view
	Personal    bool              // who it was, injuries or free text were in the answer
	Position    eventlog.Position // the answer is as known here
	Correlation uuid.UUID         // the request's, as in its log line
	Channel     string            // the door: at the terminal (cli) it was an operator, in whatever role

	Owner    uuid.UUID         // whose record it is; zero of what is nobody's, such as a view
	Began    time.Time         // when the request came in; At where it is not known
	Trace    Trace             // what ties it to the logbook of processing
	Opened   []eventlog.Holder // whose details were opened for it, and for which purpose each is kept
	Changing bool              // not read but written
}

// Fields are the kinds of details that were opened, in the order of their names.
func (r Reading) Fields() []string {
	seen := map[string]bool{}
	for _, h := range r.Opened {
		seen[h.Purpose] = true
	}
	return sorted(seen)
}

func sorted(set map[string]bool) []string {
	return slices.Sorted(maps.Keys(set))
}
