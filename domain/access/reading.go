package access

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// Reading is one answer that was given: who read what, when and why.
type Reading struct {
	Actor       Actor
	At          time.Time
	What        string            // "incident", "employer", or the name of a view
	ID          uuid.UUID         // of the incident or employer; zero for a view
	Personal    bool              // who it was, injuries or free text were in the answer
	Position    eventlog.Position // the answer is as known here
	Correlation uuid.UUID         // the request's, as in its log line
	Channel     string            // the door: at the terminal (cli) it was an operator, in whatever role
}
