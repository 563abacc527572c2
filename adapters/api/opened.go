package api

import (
	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/person"
)

// ofTheDesk are records in which nothing is sealed but a reason, written for whoever decides about it: why
// something is held, or somebody is looked for. Who may read them at all reads that too.
var ofTheDesk = []string{"hold", "permit"}

// openedFor opens as much of a history as the actor's role may have opened: the rest is not
// even in memory, and shows as closed.
func (a *api) openedFor(actor access.Actor) decider.Codec {
	switch purposes := actor.Opens(); len(purposes) {
	case 0:
		return a.Closed
	case len(person.Purposes()):
		return a.Opened
	default:
		return a.Parted(purposes...)
	}
}
