package agreement

import (
	"cmp"
	"slices"
	"time"

	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
)

// Happened is a fact of a case.
type Happened struct {
	Fact  codes.Code
	At    moment.Moment // of its effect
	Known time.Time     // when it was known here; zero when at once
}

// State is how a clock stands.
type State string

const (
	NotStarted  State = "NOT_STARTED"
	Running     State = "RUNNING"
	DueSoon     State = "DUE_SOON" // somebody is warned
	DueNow      State = "DUE"      // on the last day, or in the last hour of a term in hours
	Lapsed      State = "LAPSED"
	Met         State = "MET"
	MetLate     State = "MET_LATE"
	Suspended   State = "SUSPENDED"
	NotReceived State = "NOT_RECEIVED" // the term has passed, and whoever knows did not tell us
)

// States are all states there are.
func States() []State {
	return []State{NotStarted, Running, DueSoon, DueNow, Lapsed, Met, MetLate, Suspended, NotReceived}
}

// Clock is one term of one case, as it stands at a moment.
type Clock struct {
	Explanation
	State State
	// EndedBy is what met the term; nil until it was.
	EndedBy *Happened
	// WarnAt and TakeOverAt are when somebody is warned and when somebody else takes
	// over; zero when nobody is, or there is no date.
	WarnAt, TakeOverAt time.Time
}

// EndedOn is the day on which what met the term took effect, on the calendar that it was
// counted by; 0 when it was not met, or nobody knows the day.
func (c Clock) EndedOn() calendar.Day {
	if c.EndedBy == nil || !c.EndedBy.At.Known() || c.EndedBy.At.Precision == moment.Month {
		return 0
	}
	return calendar.DayOf(c.EndedBy.At.In(c.zone))
}

// lastHour is when a term in hours is due: its last day may be all of it.
const lastHour = time.Hour

// Clocks are the terms of one version in a history of facts, as they stand at now: what
// took effect or was known later has not happened yet. In which order the facts came in
// makes no difference. A clock that did not start is one as well; of a version that is
// off there is none.
func Clocks(v Held, history []Happened, p Place, now time.Time) []Clock {
	if v.Off {
		return nil
	}
	facts := until(history, now)
	starts := v.starts(facts, p.Zone)
	if len(starts) == 0 {
		return []Clock{{Explanation: Explanation{Version: v, zone: p.Zone}, State: NotStarted}}
	}
	var clocks []Clock
	suspended := v.suspensions(facts)
	for _, start := range starts {
		c := Clock{Explanation: Explain(v, start, suspended, p)}
		c.EndedBy = v.end(facts, start)
		c.WarnAt, c.TakeOverAt = c.alarms(p)
		c.State = c.stateAt(now)
		clocks = append(clocks, c)
	}
	return clocks
}

// announced is the fact that is of a day to come: what was agreed for it.
const announced codes.Code = "NEXT_STEP"

// until gives what had happened and was known at now, by effect.
func until(history []Happened, now time.Time) []Happened {
	facts := make([]Happened, 0, len(history))
	for _, h := range history {
		if !h.Known.After(now) && (!h.At.Known() || !h.At.Instant.After(now) || h.Fact == announced) {
			facts = append(facts, h)
		}
	}
	slices.SortFunc(facts, earlier)
	return facts
}

// earlier orders facts by effect. It leaves no two that differ in the order in which
// they came in: what is known more precisely goes first, what nobody knows the time of
// goes last.
func earlier(a, b Happened) int {
	return cmp.Or(
		unknownLast(a.At, b.At),
		a.At.Instant.Compare(b.At.Instant),
		cmp.Compare(fineness(a.At), fineness(b.At)),
		cmp.Compare(a.Fact, b.Fact), a.Known.Compare(b.Known), cmp.Compare(a.At.Offset, b.At.Offset), cmp.Compare(a.At.Finer, b.At.Finer),
	)
}

// precisions are from fine to coarse.
var precisions = []moment.Precision{moment.Minute, moment.Hour, moment.Day, moment.Month}

func fineness(m moment.Moment) int { return slices.Index(precisions, m.Precision) }

func unknownLast(a, b moment.Moment) int {
	switch {
	case a.Known() == b.Known():
		return 0
	case a.Known():
		return -1
	}
	return 1
}

// starts are what terms begin with: the first start, or each of them. Where the term
// only runs for who asked, it begins with the asking when that came later.
func (v Version) starts(facts []Happened, zone *time.Location) []Start {
	asked, wasAsked := first(facts, v.Asked)
	if len(v.Asked) > 0 && !wasAsked {
		return nil
	}
	var list []Start
	for _, h := range facts {
		if !slices.Contains(v.Starts, h.Fact) {
			continue
		}
		s := v.startOf(h, zone)
		if wasAsked && s.At.Before(asked.At) {
			s = v.startOf(asked, zone)
		}
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
		if !v.Each {
			break
		}
	}
	return list
}

func (v Version) startOf(h Happened, zone *time.Location) Start {
	if !v.FromKnowing || h.Known.IsZero() {
		return Start{Fact: h.Fact, At: h.At}
	}
	_, offset := h.Known.In(zone).Zone()
	at := moment.Moment{Instant: h.Known.UTC().Truncate(time.Minute), Offset: offset / 60, Precision: moment.Minute}
	return Start{Fact: h.Fact, At: at, Knew: true}
}

func first(facts []Happened, of []codes.Code) (Happened, bool) {
	i := slices.IndexFunc(facts, func(h Happened) bool { return slices.Contains(of, h.Fact) })
	if i < 0 {
		return Happened{}, false
	}
	return facts[i], true
}

// end is what met the term: of one term whatever ended it, of a term for each start
// what was certainly not before it.
func (v Version) end(facts []Happened, start Start) *Happened {
	for _, h := range facts {
		if slices.Contains(v.Ends, h.Fact) && (!v.Each || !h.At.Before(start.At)) {
			return &h
		}
	}
	return nil
}

func (v Version) suspensions(facts []Happened) []Suspension {
	var list []Suspension
	for _, pair := range v.Suspends {
		open := false
		for _, h := range facts {
			switch {
			case h.Fact == pair.From && !open:
				list, open = append(list, Suspension{From: h.At}), true
			case h.Fact == pair.Until && open:
				list[len(list)-1].To, open = h.At, false
			}
		}
	}
	return list
}

func (c Clock) alarms(p Place) (warn, takeOver time.Time) {
	if !c.Due.Known() {
		return warn, takeOver
	}
	v := c.Version.Version
	if len(v.Warned) > 0 {
		if v.WarnBefore.InHours() || v.Term.InHours() && (v.WarnBefore == calendar.Term{}) {
			warn = c.Due.End.Add(-time.Duration(v.WarnBefore.Hours) * time.Hour)
		} else {
			warn = p.Calendar.Back(c.Due.Day, v.WarnBefore, v.OwnDays).Opens(p.Zone)
		}
	}
	if v.TakesOver != "" {
		if v.TakeOver.InHours() || v.TakeOver == (calendar.Term{}) {
			takeOver = c.Due.End.Add(time.Duration(v.TakeOver.Hours) * time.Hour)
		} else {
			after := p.Calendar.Count(c.Due.Day, calendar.Rule{Term: v.TakeOver, OwnDays: v.OwnDays})
			takeOver = (after.End + 1).Opens(p.Zone)
		}
	}
	return warn, takeOver
}

func (c Clock) stateAt(now time.Time) State {
	switch {
	case c.EndedBy != nil && c.inTime():
		return Met
	case c.EndedBy != nil:
		return MetLate
	case c.Day == 0:
		return NotReceived // the day on which it began
	case c.Suspended():
		return Suspended
	}
	return c.running(now)
}

// DueFrom is when the last day begins, or the last hour of a term in hours; zero when
// there is no date.
func (c Clock) DueFrom() time.Time {
	switch {
	case !c.Due.Known():
		return time.Time{}
	case c.Version.Term.InHours():
		return c.Due.End.Add(-lastHour)
	}
	return c.Due.Day.Opens(c.zone)
}

func (c Clock) running(now time.Time) State {
	switch {
	case !now.Before(c.Due.End) && c.Version.Notice:
		return NotReceived
	case !now.Before(c.Due.End):
		return Lapsed
	case !now.Before(c.DueFrom()):
		return DueNow
	case !c.WarnAt.IsZero() && !now.Before(c.WarnAt):
		return DueSoon
	}
	return Running
}

// inTime gives the benefit of the doubt: late is only what certainly was.
func (c Clock) inTime() bool {
	at := c.EndedBy.At
	switch {
	case !c.Due.Known() || !at.Known():
		return true
	case at.Precision == moment.Month:
		return at.Local().Format("2006-01") <= c.Due.Day.String()[:7]
	case at.Precision == moment.Day || !c.Version.Term.InHours():
		return calendar.DayOf(at.In(c.zone)) <= c.Due.Day
	}
	return at.Instant.Before(c.Due.End)
}
