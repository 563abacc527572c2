package disclosure

import (
	"fmt"
	"time"
)

// lengths are those that a period may have, in months.
var lengths = []int{1, 3, 12}

func (p Period) open() bool { return p.From.IsZero() && p.Before.IsZero() }

// whole tells whether it is a month, a quarter, a year or all of time.
func (p Period) whole() bool {
	if p.open() {
		return true
	}
	for _, months := range lengths {
		if p.same(holding(p.From, months)) {
			return true
		}
	}
	return false
}

func (p Period) same(other Period) bool {
	return p.From.Equal(other.From) && p.Before.Equal(other.Before)
}

// holding is the month, quarter or year that a day lies in.
func holding(day time.Time, months int) Period {
	month := (int(day.Month())-1)/months*months + 1
	from := time.Date(day.Year(), time.Month(month), 1, 0, 0, 0, 0, time.UTC)
	return Period{From: from, Before: from.AddDate(0, months, 0)}
}

// nearest is the shortest that may be asked and holds all of it, else the year of its
// first day; all of time where there is no first day.
func (p Period) nearest() Period {
	if p.From.IsZero() {
		return Period{}
	}
	if p.whole() {
		return p
	}
	for _, months := range lengths {
		if near := holding(p.From, months); !p.Before.IsZero() && !p.Before.After(near.Before) {
			return near
		}
	}
	return holding(p.From, 12)
}

// String is the period as it is written in a question; "" for all of time.
func (p Period) String() string {
	if p.open() {
		return ""
	}
	year, month, _ := p.From.Date()
	switch {
	case p.same(holding(p.From, 12)):
		return fmt.Sprint(year)
	case p.same(holding(p.From, 3)):
		return fmt.Sprintf("%d-Q%d", year, (month+2)/3)
	case p.same(holding(p.From, 1)):
		return p.From.Format("2006-01")
	}
	return p.From.Format(time.DateOnly) + "/" + p.Before.AddDate(0, 0, -1).Format(time.DateOnly)
}
