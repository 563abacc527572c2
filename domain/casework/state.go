package casework

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/person"
)

// Work is the state.
type Work struct {
	Employer uuid.UUID // zero before anything was done
	Worker   uuid.UUID // whose care it is; zero for a criminal case

	Responsible, StandIn uuid.UUID // actors; zero is nobody
	Offer                Offer
	SnoozedUntil         string // see Snoozed; "" when it is not
	SnoozeReason         person.Held[string]

	Namings []Naming // in the order in which they began

	Alarms []Alarm // those that are true, in the order in which they were raised
	Raised int     // how many there ever were
	// Silence is the last one for which the stand-in was asked.
	Silence time.Time
	// CountedAt is when alarms were raised or ended last. Nobody counts an earlier moment
	// after that, however wrong a clock is: an alarm would end and come back.
	CountedAt time.Time
}

// Offer is a hand-over that waits for an answer; the zero Offer is none.
type Offer struct {
	To          uuid.UUID
	SilentSince time.Time // zero when somebody asked
}

// Alarm is one that is true.
type Alarm struct {
	Number int
	Kind   AlarmKind
	Clock  person.Held[Clock]
	At     time.Time
}

// Away tells whether nobody needs to look at the file on a day (2006-01-02).
func (s Work) Away(today string) bool { return s.SnoozedUntil > today }

func evolve(s Work, e Event) Work {
	switch e := e.(type) {
	case Opened:
		s.Employer, s.Worker = e.Employer, e.Worker
	case Assigned:
		s = s.with(e.Responsible, e.StandIn)
	case HandOverOffered:
		s.Offer = Offer(e)
		if !e.SilentSince.IsZero() {
			s.Silence = e.SilentSince
		}
	case HandOverAccepted:
		s.Offer = Offer{}
		s = s.with(e.Responsible, e.StandIn)
	case NameChanged:
		s = s.withNames(e)
	case NameTold:
		s = s.told(e)
	case HandOverDeclined, HandOverWithdrawn:
		s.Offer = Offer{}
	case Snoozed:
		s.SnoozedUntil, s.SnoozeReason = e.Until, e.Reason
	case Woken:
		s.SnoozedUntil, s.SnoozeReason = "", person.Held[string]{}
	case AlarmRaised:
		s = s.without(e.Instead).at(e.At)
		s.Raised = e.Number
		s.Alarms = append(s.Alarms, Alarm{Number: e.Number, Kind: e.Kind, Clock: e.Clock, At: e.At})
	case AlarmEnded:
		s = s.without(e.Number).at(e.At)
	}
	return s
}

// with gives the file to somebody, who needs not be asked any more.
func (s Work) with(responsible, standIn uuid.UUID) Work {
	s.Responsible, s.StandIn = responsible, standIn
	if s.Offer.To == responsible {
		s.Offer = Offer{}
	}
	return s
}

// without shares no memory with s, whatever its number.
func (s Work) without(number int) Work {
	s.Alarms = slices.DeleteFunc(slices.Clone(s.Alarms), func(a Alarm) bool { return a.Number == number })
	if len(s.Alarms) == 0 {
		s.Alarms = nil
	}
	return s
}

func (s Work) at(t time.Time) Work {
	if t.After(s.CountedAt) {
		s.CountedAt = t
	}
	return s
}

// FollowedBy tells whether the file is somebody's own: he follows it, or stands in. Who was
// only asked to take it over has not done so yet.
func (s Work) FollowedBy(actor uuid.UUID) bool {
	return actor != uuid.Nil && (s.Responsible == actor || s.StandIn == actor)
}
