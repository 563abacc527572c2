package figures

import (
	"math"
	"strconv"
	"strings"
	"time"

	"ruggensteun/domain/fault"
)

// Period is a stretch of calendar days on the clocks of each employer's zone.
// An incident of which only the day or the month is known belongs to the period
// that holds its first minute; one without any date belongs to none.
type Period struct {
	From   time.Time // first day, at midnight UTC; zero: from the beginning
	Before time.Time // the day after the last; zero: without end
}

const periodRemedy = "use a year, a quarter, a month or two days: 2026, 2026-Q1, 2026-03, 2026-03-01/2026-03-14"

func (p Period) open() bool { return p.From.IsZero() && p.Before.IsZero() }

// span is the period in minutes, by a clock that says when a day begins. What
// has no date is in none, open or not: it lies before the earliest minute.
func (p Period) span(midnight func(day time.Time) minute) span {
	s := span{from: undated + 1, before: math.MaxInt32}
	if !p.From.IsZero() {
		s.from = midnight(p.From)
	}
	if !p.Before.IsZero() {
		s.before = midnight(p.Before)
	}
	return s
}

func (p Period) check(wrong *fault.Fields) {
	wrong.Check(wholeDay(p.From) && wholeDay(p.Before), "period", "does not begin and end at midnight", periodRemedy)
	wrong.Check(p.From.IsZero() || p.Before.IsZero() || p.From.Before(p.Before), "period", "ends before it begins", periodRemedy)
}

func wholeDay(t time.Time) bool { return t.Equal(t.UTC().Truncate(24 * time.Hour)) }

// ParsePeriod reads a year, a quarter, a month, a day, or two days that are
// both included.
func ParsePeriod(text string) (Period, error) {
	first, last, two := strings.Cut(text, "/")
	p, ok := parseSpan(first)
	if two {
		end, okEnd := parseSpan(last)
		p.Before, ok = end.Before, ok && okEnd
	}
	var wrong fault.Fields
	wrong.Check(ok, "period", "is not a period", periodRemedy)
	if ok {
		p.check(&wrong)
	}
	return p, wrong.Err()
}

func parseSpan(text string) (Period, bool) {
	if year, quarter, ok := strings.Cut(text, "-Q"); ok {
		return quarterOf(year, quarter)
	}
	for _, kind := range []struct {
		layout              string
		years, months, days int
	}{{"2006", 1, 0, 0}, {"2006-01", 0, 1, 0}, {time.DateOnly, 0, 0, 1}} {
		if from, err := time.Parse(kind.layout, text); err == nil {
			return Period{From: from, Before: from.AddDate(kind.years, kind.months, kind.days)}, true
		}
	}
	return Period{}, false
}

func quarterOf(year, quarter string) (Period, bool) {
	from, err := time.Parse("2006", year)
	n, errQuarter := strconv.Atoi(quarter)
	if err != nil || errQuarter != nil || n < 1 || n > 4 {
		return Period{}, false
	}
	from = from.AddDate(0, 3*(n-1), 0)
	return Period{From: from, Before: from.AddDate(0, 3, 0)}, true
}
