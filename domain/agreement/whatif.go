package agreement

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/calendar"
)

// Case is the history of what terms are counted of: a criminal case, or what the
// employer does for one worker.
type Case struct {
	ID      uuid.UUID
	History []Happened
	Uses    Uses
}

// OfCase are the clocks of one agreement in one case: under the version that somebody
// applied, else under the one that held on the day on which each started. There is a
// clock that did not start where none did.
func (s Set) OfCase(code string, c Case, p Place, now time.Time) []Clock {
	c.History = slices.Concat(c.History, c.Uses.facts(code))
	if ref, applied := c.Uses.Applied[code]; applied {
		if v, found := s.Find(ref.Whose, code, ref.Number); found {
			return Clocks(v, c.History, p, now)
		}
	}
	var clocks []Clock
	var idle *Clock
	versions := s.Of(code)
	for i, v := range versions {
		for _, clock := range Clocks(v, c.History, p, now) {
			switch {
			case versions.on(clock.Day) != i:
			case clock.State == NotStarted:
				idle = &clock
			default:
				clocks = append(clocks, clock)
			}
		}
	}
	if len(clocks) == 0 && idle != nil {
		return []Clock{*idle}
	}
	return clocks
}

// Compared is one case under the versions that held and under one that is proposed.
type Compared struct {
	Case             uuid.UUID
	Actual, Proposed []Clock
}

// Answer says what would have been. Cases in which nothing started on either side are
// left out of it.
type Answer struct {
	Cases            []Compared
	Actual, Proposed map[State]int // clocks
	// Undated are clocks of either side that began on a day that nobody knows, so that it
	// cannot be said whether that was since then. They are not counted.
	Undated int
}

// WhatIf asks what would have been due, met and lapsed if a version had applied to
// everything that started since a day, beside what was. It is judged as of now, by what
// is known now. The days on which the proposed version is valid do not matter.
func (s Set) WhatIf(proposed Held, since calendar.Day, cases []Case, p Place, now time.Time) Answer {
	a := Answer{Actual: map[State]int{}, Proposed: map[State]int{}}
	for _, c := range cases {
		compared := Compared{
			Case:     c.ID,
			Actual:   a.count(a.Actual, s.OfCase(proposed.Code, c, p, now), since),
			Proposed: a.count(a.Proposed, Clocks(proposed, c.History, p, now), since),
		}
		if len(compared.Actual)+len(compared.Proposed) > 0 {
			a.Cases = append(a.Cases, compared)
		}
	}
	return a
}

// count takes in the clocks that started since a day.
func (a *Answer) count(by map[State]int, clocks []Clock, since calendar.Day) []Clock {
	var counted []Clock
	for _, c := range clocks {
		switch {
		case c.State == NotStarted:
		case c.Day == 0:
			a.Undated++
		case c.Day >= since:
			by[c.State]++
			counted = append(counted, c)
		}
	}
	return counted
}
