package agreement

import (
	"time"

	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
)

// Start is what a term begins with.
type Start struct {
	Fact codes.Code
	At   moment.Moment
	// Knew: the time is that at which it was known here.
	Knew bool
}

// Suspension is a time in which a term stands still: until To, or until further notice
// when nothing is known of that.
type Suspension struct {
	From, To moment.Moment
}

// Explanation is a due date with how it came about.
type Explanation struct {
	Version Held
	Start   Start
	// Day is the start on the calendar of the zone; 0 when not even the day is known,
	// and then there is no date.
	Day calendar.Day
	// Rough: hours were counted from the end of what is known of the start, so that
	// nothing is called late that may have been in time.
	Rough bool
	// One of these two, as the term is in days or in hours.
	Counted calendar.Counted
	Elapsed calendar.Elapsed
	Due     Due
	// Unsettled are the years that the date rests on and of which not all days are known
	// that a decree put on a par with holidays.
	Unsettled []int

	zone *time.Location
}

// Due is the end of a term.
type Due struct {
	Day calendar.Day // the last one; 0 when there is no date
	End time.Time    // the first instant at which it is too late, on the clock of the zone
}

// Known tells whether there is a date.
func (d Due) Known() bool { return d.Day != 0 }

// Place is where terms are counted: which days are free there, and what the clocks say.
type Place struct {
	Calendar calendar.Calendar
	Zone     *time.Location
}

// Explain counts the term of a version from a start. Suspensions may overlap and come
// in any order.
func Explain(v Held, s Start, suspended []Suspension, p Place) Explanation {
	e := Explanation{Version: v, Start: s, zone: p.Zone}
	if s.At.Precision == moment.Month || !s.At.Known() {
		return e
	}
	e.Day = calendar.DayOf(s.At.In(p.Zone))
	if v.Term.InHours() {
		e.byClock(suspended)
	} else {
		e.byDays(suspended, p.Calendar)
	}
	return e
}

func (e *Explanation) byClock(suspended []Suspension) {
	from := e.Start.At.Instant
	switch e.Start.At.Precision {
	case moment.Day:
		from, e.Rough = (e.Day + 1).Opens(e.zone), true
	case moment.Hour:
		from, e.Rough = from.Add(time.Hour), true
	}
	var intervals []calendar.Interval
	for _, s := range suspended {
		if s.From.Known() {
			intervals = append(intervals, calendar.Interval{From: s.From.Instant, To: s.To.Instant})
		}
	}
	e.Elapsed = calendar.Elapse(from, e.Version.Term.Hours, intervals)
	if end := e.Elapsed.End; !end.IsZero() {
		e.Due = Due{Day: calendar.DayOf(end.In(e.zone)), End: end.In(e.zone)}
	}
}

func (e *Explanation) byDays(suspended []Suspension, c calendar.Calendar) {
	v := e.Version.Version
	rule := calendar.Rule{Term: v.Term, Moved: v.Moved, OwnDays: v.OwnDays}
	for _, s := range suspended {
		if s.From.Known() {
			rule.Suspends = append(rule.Suspends, e.span(s))
		}
	}
	e.Counted = c.Count(e.Day, rule)
	end := e.Counted.End
	if end == 0 {
		return
	}
	e.Due = Due{Day: end, End: (end + 1).Opens(e.zone)}
	first := e.Day.Year()
	if v.Term.WorkingDays == 0 {
		first = e.Counted.Nominal.Year() // only where it ends do holidays matter
	}
	for year := first; year <= end.Year() && (v.Moved || v.Term.WorkingDays > 0); year++ {
		if !c.Settled(year) {
			e.Unsettled = append(e.Unsettled, year)
		}
	}
}

func (e *Explanation) span(s Suspension) calendar.Span {
	span := calendar.Span{From: calendar.DayOf(s.From.In(e.zone))}
	if s.To.Known() {
		span.To = calendar.DayOf(s.To.In(e.zone))
	}
	return span
}

// Suspended tells whether the term stands still without anybody knowing until when.
func (e Explanation) Suspended() bool { return e.Day != 0 && !e.Due.Known() }
