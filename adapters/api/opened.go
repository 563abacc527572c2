package api

import (
	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/person"
)

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
