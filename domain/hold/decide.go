package hold

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/retention"
	"ruggensteun/domain/text"
)

// Command is something that is asked of holds.
type Command interface{ holdCommand() }

// Asked is what all have: who asks, of which employer, and when.
type Asked struct {
	By       access.Actor
	Employer uuid.UUID
	Today    calendar.Day // on the employer's calendar
	At       time.Time
}

// Place keeps a record or a person from being erased.
type Place struct {
	Asked
	ID     uuid.UUID
	On     Subject
	Known  bool // a fact from outside: there is such a record or person at the employer
	Ground Ground
	Reason string
	Until  string // 2006-01-02
}

// Renew makes a hold last longer.
type Renew struct {
	Asked
	ID     uuid.UUID
	Until  string
	Reason string
}

// Lift ends a hold.
type Lift struct {
	Asked
	ID     uuid.UUID
	Reason string
}

func (Place) holdCommand() {}
func (Renew) holdCommand() {}
func (Lift) holdCommand()  {}

// Decider is the rules of holds.
var Decider = decider.Decider[Command, Holds, Event]{Decide: decide, Evolve: evolve}

const (
	longestReason = 2_000
	mostHolding   = 1_000 // at once: each erasure looks at them all
	mostPlaced    = 20_000
	longest       = 12 // months from today: whoever needs longer looks at it again by then
)

func decide(s Holds, c Command) ([]Event, error) {
	switch c := c.(type) {
	case Place:
		return place(s, c)
	case Renew:
		return renew(s, c)
	case Lift:
		return lift(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of a hold: place, renew or lift it")
}

// 1. The privacy officer or the registrar of the employer places a hold, on a ground and with a
// reason, and never without an end: a hold that nobody looks at again keeps for ever.
func place(s Holds, c Place) ([]Event, error) {
	if err := c.By.May(access.KeepHolds, c.Employer); err != nil {
		return nil, err
	}
	var f fault.Fields
	f.Check(slices.Contains(retention.Kinds(), c.On.Kind), "kind", "is not a kind of record", "use INCIDENT, WORKER, SUSPECT, CASE, AANGIFTE or NOTICE")
	f.Check(c.Known, "of", "is of no such record or person here", "give the id as its page shows it")
	f.Check(slices.Contains(Grounds(), c.Ground), "ground", "is not a ground to keep something", "use CLAIM, PROSECUTION, RESTRICTION, REQUEST or AUDIT")
	reason := c.reason(&f, c.Reason)
	c.until(&f, c.Until)
	if err := f.Err(); err != nil {
		return nil, err
	}
	for _, h := range s.Now(c.Today) {
		if h.On == c.On && h.Ground == c.Ground && h.Until == c.Until {
			return nil, nil // already as asked
		}
	}
	if len(s.Now(c.Today)) >= mostHolding || len(s.List) >= mostPlaced {
		return nil, fault.New(fault.Refused, fmt.Sprintf("%d holds are all that an employer has at once: lift one first", mostHolding))
	}
	return []Event{Placed{ID: c.ID, On: c.On, Ground: c.Ground, Reason: reason, Until: c.Until, By: c.By.ID, Role: c.By.Role, At: c.At}}, nil
}

// 2. It can be renewed as long as it holds, again with a reason and an end.
func renew(s Holds, c Renew) ([]Event, error) {
	h, err := s.holding(c.Asked, c.ID)
	if err != nil {
		return nil, err
	}
	var f fault.Fields
	reason := c.reason(&f, c.Reason)
	c.until(&f, c.Until)
	f.Check(c.Until >= h.Until, "until", "lies before the day until which it holds already", "give a later day, or lift the hold")
	if err := f.Err(); err != nil || c.Until == h.Until {
		return nil, err
	}
	return []Event{Renewed{ID: c.ID, On: h.On, Reason: reason, Until: c.Until, At: c.At}}, nil
}

// 3. Who may place it lifts it, and says why.
func lift(s Holds, c Lift) ([]Event, error) {
	if err := c.By.May(access.KeepHolds, c.Employer); err != nil {
		return nil, err
	}
	i := s.index(c.ID)
	if i < 0 {
		return nil, access.NoSuch("hold")
	}
	if !s.List[i].LiftedAt.IsZero() {
		return nil, nil // already as asked
	}
	var f fault.Fields
	reason := c.reason(&f, c.Reason)
	if err := f.Err(); err != nil {
		return nil, err
	}
	return []Event{Lifted{ID: c.ID, On: s.List[i].On, Reason: reason, At: c.At}}, nil
}

func (s Holds) holding(c Asked, id uuid.UUID) (Hold, error) {
	if err := c.By.May(access.KeepHolds, c.Employer); err != nil {
		return Hold{}, err
	}
	i := s.index(id)
	switch {
	case i < 0:
		return Hold{}, access.NoSuch("hold")
	case !s.List[i].Holds(c.Today):
		return Hold{}, fault.New(fault.Refused, "this hold has ended: place another one, if there is still something to hold")
	}
	return s.List[i], nil
}

func (c Asked) reason(f *fault.Fields, given string) person.Held[string] {
	clean, err := text.Prose(given, longestReason)
	f.Note("reason", err)
	f.Check(err != nil || clean != "", "reason", "is missing", "say why; it is sealed, and who is refused an erasure is not told it")
	return person.Of(clean)
}

func (c Asked) until(f *fault.Fields, day string) {
	d, err := calendar.ParseDay(day)
	if day == "" {
		f.Add("until", "is missing", "give the last day on which it holds; it can be renewed")
		return
	}
	f.Note("until", err)
	most := c.Today.AddMonths(longest)
	f.Check(err != nil || d > c.Today, "until", "does not lie ahead", "give a day after today")
	f.Check(err != nil || d <= most, "until", "is more than a year ahead", "use "+most.String()+" at the latest, and renew it by then if it is still needed")
}
