package calendar

import "time"

// Span is days: from the first up to, and not with, To. A To of 0 has not come yet.
type Span struct{ From, To Day }

func (s Span) holds(d Day) bool { return d >= s.From && (s.To == 0 || d < s.To) }

// Rule is how the days of a term are counted.
type Rule struct {
	Term     Term
	Moved    bool // the Algemene termijnenwet moves its end, as far as Term.Moves
	OwnDays  bool // the employer's own free days are no working days
	Suspends []Span
}

// Pause is a suspension, and what of the term it took.
type Pause struct {
	Span
	Lost int // days that would have counted: working days in a term of working days
}

// Move is where the law put the end of a term later.
type Move struct {
	Article  int // of the Algemene termijnenwet: 1 or 2
	From, To Day
	Because  []Reason // why From was no good; none when only suspension made it wait
}

// Counted is a term that was counted from a day.
type Counted struct {
	Start   Day // does not count itself (Sv 130)
	Pauses  []Pause
	Nominal Day // where the term ends before the law moves it
	Moves   []Move
	End     Day // the last day on which it can be done; 0 while it is suspended without an end
	Left    int // days still to be counted when the suspension ends; only while End is 0
}

// Count counts a term in days from the day after start. Terms in hours are counted by
// the clock: see Elapse.
//
// A suspension that ended before the term began or began after it had ended took
// nothing, and stands in no Pause.
func (c Calendar) Count(start Day, r Rule) Counted {
	w := walk{calendar: c, rule: r, spans: Merge(r.Suspends), at: start, counted: Counted{Start: start}}
	w.count()
	if w.stuck {
		return w.counted
	}
	w.counted.Nominal = w.at
	if r.Moved && r.Term.Moves() {
		w.moveForTwoDays()
		w.moveOffFreeDay()
	}
	if !w.stuck {
		w.counted.End = w.at
	}
	return w.counted
}

// walk goes through the calendar day by day. It is stuck when a suspension has no end.
type walk struct {
	calendar Calendar
	rule     Rule
	spans    []Span
	at       Day
	stuck    bool
	counted  Counted
}

func (w *walk) count() {
	left := w.days()
	for left > 0 && w.next() {
		if w.counts(w.at) {
			left--
		}
	}
	if w.stuck {
		w.counted.Left = left
	}
}

// days is how many days the term has, of the kind that counts.
func (w *walk) days() int {
	t := w.rule.Term
	if t.WorkingDays > 0 {
		return t.WorkingDays
	}
	start := w.counted.Start
	return int(start.AddMonths(12*t.Years+t.Months)-start) + 30*t.ThirtyDayMonths + 7*t.Weeks + t.Days
}

func (w *walk) counts(d Day) bool {
	return w.rule.Term.WorkingDays == 0 || w.calendar.Working(d, w.rule.OwnDays)
}

// next goes to the next day that is not suspended, and tells whether there is one.
func (w *walk) next() bool {
	w.at++
	for _, span := range w.spans {
		if !span.holds(w.at) {
			continue
		}
		if w.pause(span); w.stuck {
			return false
		}
		w.at = span.To
	}
	return true
}

func (w *walk) pause(span Span) {
	p := Pause{Span: span}
	for d := w.at; d < span.To; d++ {
		if w.counts(d) {
			p.Lost++
		}
	}
	w.counted.Pauses = append(w.counted.Pauses, p)
	w.stuck = span.To == 0
}

// moveForTwoDays: a term of at least three days holds at least two that are no
// Saturday, Sunday or holiday (art. 2).
func (w *walk) moveForTwoDays() {
	if w.rule.Term.WorkingDays > 0 || w.days() < 3 {
		return
	}
	from, ordinary := w.at, w.ordinaryDays()
	for ordinary < 2 && w.next() {
		if w.calendar.Working(w.at, false) {
			ordinary++
		}
	}
	if w.at != from {
		w.counted.Moves = append(w.counted.Moves, Move{Article: 2, From: from, To: w.at, Because: w.because(w.counted.Start+1, w.at)})
	}
}

// ordinaryDays counts to two at most: more are never asked for.
func (w *walk) ordinaryDays() int {
	n := 0
	for d := w.at; d > w.counted.Start && n < 2; d-- {
		if w.calendar.Working(d, false) && !w.suspended(d) {
			n++
		}
	}
	return n
}

func (w *walk) suspended(d Day) bool {
	for _, span := range w.spans {
		if span.holds(d) {
			return true
		}
	}
	return false
}

// moveOffFreeDay: a term that would end on a Saturday, Sunday or holiday ends on the
// first day after it that is none (art. 1).
func (w *walk) moveOffFreeDay() {
	from := w.at
	for !w.stuck && !w.calendar.Working(w.at, false) {
		w.next()
	}
	if w.at != from && !w.stuck {
		w.counted.Moves = append(w.counted.Moves, Move{Article: 1, From: from, To: w.at, Because: w.because(from, w.at)})
	}
}

// because gives the reasons of the days from the first up to, and not with, end, each
// once: who reads "moved by a Sunday" on a Wednesday asks why.
func (w *walk) because(first, end Day) []Reason {
	var list []Reason
	for d := first; d < end; d++ {
		for _, r := range w.calendar.Reasons(d) {
			if !said(list, r) {
				list = append(list, r)
			}
		}
	}
	return list
}

func said(list []Reason, r Reason) bool {
	for _, have := range list {
		if have.NL == r.NL {
			return true
		}
	}
	return false
}

// Back gives the day from which there are still that many days until d, of the kind
// that the term is counted in: the day on which somebody is warned.
func (c Calendar) Back(d Day, t Term, ownDays bool) Day {
	if t.WorkingDays == 0 {
		return d.AddMonths(-12*t.Years-t.Months) - Day(30*t.ThirtyDayMonths+7*t.Weeks+t.Days)
	}
	for left := t.WorkingDays; left > 0; {
		if d--; c.Working(d, ownDays) {
			left--
		}
	}
	return d
}

// Interval is time by the clock: from the first instant up to, and not with, To. A
// zero To has not come yet.
type Interval struct{ From, To time.Time }

// Elapsed is a term that was counted by the clock.
type Elapsed struct {
	End    time.Time     // the first instant at which it is too late; zero while suspended without an end
	Pauses []Interval    // the parts of suspensions that took something
	Left   time.Duration // only while End is zero
}

// Elapse counts hours as they pass: the night of summer time is an hour shorter on
// the wall and not in a term.
func Elapse(start time.Time, hours int, suspends []Interval) Elapsed {
	e := Elapsed{Left: time.Duration(hours) * time.Hour}
	at := start
	for _, s := range mergeIntervals(suspends) {
		if s.From.Before(start) {
			s.From = start
		}
		if !s.To.IsZero() && !s.To.After(at) || s.From.Sub(at) >= e.Left {
			continue
		}
		e.Left -= s.From.Sub(at)
		e.Pauses = append(e.Pauses, s)
		if s.To.IsZero() {
			return e
		}
		at = s.To
	}
	e.End, e.Left = at.Add(e.Left), 0
	return e
}
