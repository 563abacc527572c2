package calendar

import (
	"time"

	"ruggensteun/domain/employer"
)

// Calendar knows which days are free: by the law, by decree, and of one employer's
// own. It is not changed once it is made.
type Calendar struct {
	decreed map[Day]Reason
	settled map[int]bool
	own     map[Day]Reason
}

// New makes a calendar; own are the free days of the employer whose terms are
// counted, none for terms of the whole country.
func New(decrees []Decree, own []employer.Holiday) Calendar {
	c := Calendar{decreed: map[Day]Reason{}, settled: map[int]bool{}, own: map[Day]Reason{}}
	for _, decree := range decrees {
		for _, text := range decree.Days {
			if day, err := ParseDay(text); err == nil {
				c.decreed[day] = decree.reason()
			}
		}
		for year := decree.FirstYear; year <= decree.LastYear && decree.Complete; year++ {
			c.settled[year] = true
		}
	}
	for _, h := range own {
		if day, err := ParseDay(h.Date); err == nil {
			c.own[day] = Reason{Kind: Own, NL: h.Name, EN: h.Name, Source: "vrije dag van de werkgever"}
		}
	}
	return c
}

// Settled tells whether all days are known that are put on a par by decree in a year.
func (c Calendar) Settled(year int) bool { return c.settled[year] }

// Reasons says why the law does not count a day as an ordinary one; none for an
// ordinary day.
func (c Calendar) Reasons(d Day) []Reason {
	list := byLaw(d)
	if r, found := c.decreed[d]; found {
		list = append(list, r)
	}
	if r, found := weekend[d.Weekday()]; found {
		list = append(list, r)
	}
	return list
}

// Free says why a day is no working day. With ownDays the employer's own count too.
func (c Calendar) Free(d Day, ownDays bool) []Reason {
	list := c.Reasons(d)
	if r, found := c.own[d]; found && ownDays {
		list = append(list, r)
	}
	return list
}

// Working tells whether a day is a working day.
func (c Calendar) Working(d Day, ownDays bool) bool {
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
		return false
	}
	_, decreed := c.decreed[d]
	_, own := c.own[d]
	return !decreed && (!own || !ownDays) && len(byLaw(d)) == 0
}
