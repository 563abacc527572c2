package mailing

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

// DayCommand is something that is asked of a day's mail. Only the program asks it.
type DayCommand interface{ dayCommand() }

// Asked is what every command carries.
type Asked struct {
	By                access.Actor
	At                time.Time
	Employer, Address uuid.UUID
}

// Tell records that the mail server took a mail.
type Tell struct {
	Asked
	Mail string
	About
}

// Hold leaves something for one mail with others.
type Hold struct {
	Asked
	About
}

// GiveUp records that it would not.
type GiveUp struct {
	Asked
	Mail string
	About
	Code int
}

// Gather lets what was held be written of, when its time has come.
type Gather struct{ Asked }

// MakeDigest records what is to be done on a day.
type MakeDigest struct {
	Asked
	Day string
	Counts
}

func (Tell) dayCommand()       {}
func (Hold) dayCommand()       {}
func (GiveUp) dayCommand()     {}
func (Gather) dayCommand()     {}
func (MakeDigest) dayCommand() {}

// Whoever gets more than MostAtOnce mails Within a while reads none of them. What comes
// on top waits Within that time and becomes one mail.
const (
	MostAtOnce = 5
	Within     = time.Hour
)

// TooMany tells whether another mail is to wait: too many were sent lately, or others
// wait already. Lately are today's and yesterday's mails.
func TooMany(now time.Time, lately ...Day) bool {
	n := 0
	for _, day := range lately {
		if day.Waiting > 0 {
			return true
		}
		for _, s := range day.Sent {
			if s.What != Digest && s.At.After(now.Add(-Within)) {
				n++
			}
		}
	}
	return n >= MostAtOnce
}

// Ripe tells whether what was held has waited long enough.
func (s Day) Ripe(now time.Time) bool {
	return s.Waiting > 0 && !now.Before(s.Held[len(s.Held)-s.Waiting].At.Add(Within))
}

func decideDay(s Day, c DayCommand) ([]DayEvent, error) {
	if c == nil {
		return nil, fault.New(fault.Invalid, "this cannot be asked of mail")
	}
	a := askedOf(c)
	if err := a.By.May(access.SendMail, a.Employer); err != nil {
		return nil, err
	}
	now := a.At.UTC().Truncate(time.Microsecond)
	switch c := c.(type) {
	case Tell:
		if slices.ContainsFunc(s.Sent, func(e Sent) bool { return e.Mail == c.Mail }) {
			return nil, nil // another program told it
		}
		return []DayEvent{Sent{Employer: a.Employer, Address: a.Address, Mail: c.Mail, About: c.About, At: now}}, nil
	case Hold:
		if slices.ContainsFunc(s.Held, func(e Held) bool { return e.About == c.About }) {
			return nil, nil // already as asked
		}
		return []DayEvent{Held{Employer: a.Employer, Address: a.Address, About: c.About, At: now}}, nil
	case GiveUp:
		return []DayEvent{GivenUp{Employer: a.Employer, Address: a.Address, Mail: c.Mail, About: c.About, Code: c.Code, At: now}}, nil
	case Gather:
		if !s.Ripe(now) {
			return nil, nil // another program was first
		}
		return []DayEvent{Gathered{Employer: a.Employer, Address: a.Address, Number: s.Waiting, At: now}}, nil
	case MakeDigest:
		if s.Digest != nil {
			return nil, nil // once a day
		}
		return []DayEvent{DigestMade{Employer: a.Employer, Address: a.Address, Day: c.Day, Counts: c.Counts, At: now}}, nil
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of mail")
}

func askedOf(c DayCommand) Asked {
	switch c := c.(type) {
	case Tell:
		return c.Asked
	case Hold:
		return c.Asked
	case GiveUp:
		return c.Asked
	case Gather:
		return c.Asked
	case MakeDigest:
		return c.Asked
	}
	return Asked{}
}
