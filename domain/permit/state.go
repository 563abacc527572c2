package permit

import (
	"slices"
	"time"

	"github.com/google/uuid"
)

// Permit is the state.
type Permit struct {
	Requested
	Granted   Granted // zero until it is
	Refused   Refused
	Withdrawn Withdrawn
	Uses      []Used
}

// Standing is how a permit stands at a moment.
type Standing string

const (
	Waiting  Standing = "WAITING" // for a second person
	Holds    Standing = "HOLDS"   // can be used
	Declined Standing = "REFUSED" // by the second person
	UsedUp   Standing = "USED_UP" // as often as was granted
	Lapsed   Standing = "LAPSED"  // its time is over, or nobody decided in time
	TakenOff Standing = "WITHDRAWN"
)

// There tells whether it was ever asked for.
func (p Permit) There() bool { return p.Employer != uuid.Nil }

// Stands is how it stands. It follows from what happened and the time alone, so nobody has to
// end it.
func (p Permit) Stands(at time.Time) Standing {
	switch {
	case !p.Refused.At.IsZero():
		return Declined
	case !p.Withdrawn.At.IsZero():
		return TakenOff
	case p.Granted.At.IsZero() && !at.Before(p.At.AddDate(0, 0, WaitsDays)):
		return Lapsed
	case p.Granted.At.IsZero():
		return Waiting
	case len(p.Uses) >= p.Granted.Uses:
		return UsedUp
	case !at.Before(p.Granted.Until):
		return Lapsed
	}
	return Holds
}

// Left is how often it can still be used.
func (p Permit) Left(at time.Time) int {
	if p.Stands(at) != Holds {
		return 0
	}
	return p.Granted.Uses - len(p.Uses)
}

func evolve(p Permit, e Event) Permit {
	switch e := e.(type) {
	case Requested:
		p.Requested = e
	case Granted:
		p.Granted = e
	case Refused:
		p.Refused = e
	case Used:
		p.Uses = append(slices.Clone(p.Uses), e)
	case Withdrawn:
		p.Withdrawn = e
	}
	return p
}
