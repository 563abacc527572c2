package mailing

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/calendar"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
)

// daySpace keeps the ids made here apart from all other ids. They stand in events:
// another one would let everything be written again.
var daySpace = uuid.MustParse("6e1d1a0e-53a5-4c0d-9f0f-3b7a2d9c4e11")

// DayStream is what became of the mail to one address on one day of the employer's
// calendar.
func DayStream(address uuid.UUID, day calendar.Day) eventlog.Stream {
	return eventlog.Stream{Category: "mail", ID: uuid.NewSHA1(daySpace, []byte(address.String()+"/"+day.String()))}
}

// DayEvent is a fact about the mail of a day. None holds an address or a word of a mail.
type DayEvent interface {
	EventType() string
	dayEvent()
}

// About is what a mail is about.
type About struct {
	What    What
	File    uuid.UUID         // the case, or the file of care; zero of several
	Because eventlog.Position // of the event that it tells of
}

// What a mail tells.
type What string

const (
	Alarm   What = "ALARM"    // a term needs somebody
	HandOff What = "HAND_OFF" // somebody is asked to take a file over
	Several What = "SEVERAL"  // there was too much to write of each
	Digest  What = "DIGEST"   // what is to be done, once a day
)

// Sent: the mail server took it. Mail is in its Message-ID.
type Sent struct {
	Employer, Address uuid.UUID
	Mail              string
	About
	At time.Time
}

// Held: there was too much to write of each; it comes in one mail with others.
type Held struct {
	Employer, Address uuid.UUID
	About
	At time.Time
}

// GivenUp: the mail server would not take it, however often it was asked.
type GivenUp struct {
	Employer, Address uuid.UUID
	Mail              string
	About
	Code int // the server's answer; 0 when there was none
	At   time.Time
}

// Gathered: what was held is to be written of now, in one mail.
type Gathered struct {
	Employer, Address uuid.UUID
	Number            int // of what was held
	At                time.Time
}

// DigestMade: this is what was to be done. Of nothing nothing is written.
type DigestMade struct {
	Employer, Address uuid.UUID
	Day               string // 2006-01-02
	Counts
	At time.Time
}

// Counts are terms by how they stand, and files that somebody was asked to take over.
type Counts struct{ Lapsed, Due, DueSoon, NotReceived, Offered int }

// Plus adds two of them up.
func (c Counts) Plus(o Counts) Counts {
	return Counts{c.Lapsed + o.Lapsed, c.Due + o.Due, c.DueSoon + o.DueSoon, c.NotReceived + o.NotReceived, c.Offered + o.Offered}
}

func (Sent) EventType() string       { return "mail.sent.v1" }
func (Held) EventType() string       { return "mail.held.v1" }
func (GivenUp) EventType() string    { return "mail.given_up.v1" }
func (Gathered) EventType() string   { return "mail.gathered.v1" }
func (DigestMade) EventType() string { return "mail.digest_made.v1" }

func (Sent) dayEvent()       {}
func (Held) dayEvent()       {}
func (GivenUp) dayEvent()    {}
func (Gathered) dayEvent()   {}
func (DigestMade) dayEvent() {}

// Day is the state.
type Day struct {
	Sent    []Sent
	GivenUp []GivenUp // until they were sent after all
	Held    []Held    // all that were, whether or not they were written of since
	Waiting int       // of those held, the last so many were not gathered yet
	Digest  *DigestMade
}

// DayDecider is the rules of a day's mail.
var DayDecider = decider.Decider[DayCommand, Day, DayEvent]{Decide: decideDay, Evolve: evolveDay}

func evolveDay(s Day, e DayEvent) Day {
	switch e := e.(type) {
	case Sent:
		s.Sent = append(slices.Clip(s.Sent), e)
		s.GivenUp = slices.DeleteFunc(slices.Clone(s.GivenUp), func(g GivenUp) bool { return g.Mail == e.Mail })
	case GivenUp:
		s.GivenUp = append(slices.Clip(s.GivenUp), e)
	case Held:
		s.Held = append(slices.Clip(s.Held), e)
		s.Waiting++
	case Gathered:
		s.Waiting = 0
	case DigestMade:
		s.Digest = &e
	}
	return s
}
