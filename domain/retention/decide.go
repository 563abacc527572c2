package retention

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/text"
)

// Stream is the history of the periods that one employer set for itself.
func Stream(employer uuid.UUID) eventlog.Stream {
	return eventlog.Stream{Category: "retention", ID: employer}
}

// Command is something that is asked of periods.
type Command interface{ retentionCommand() }

// Set gives a period of the employer's own, or confirms the one that is proposed.
type Set struct {
	By       access.Actor
	Employer uuid.UUID
	Today    calendar.Day // on the employer's calendar
	Of
	Term      calendar.Term
	ValidFrom string // 2006-01-02; "" is tomorrow
	Reason    string // needed where it is longer than what comes with the program; names nobody
}

func (Set) retentionCommand() {}

// Event is a fact about periods. None holds anything of a person.
type Event interface {
	EventType() string
	retentionEvent()
}

// WasSet: from a day on the employer keeps something for so long.
type WasSet struct {
	Of
	Number    string
	ValidFrom string
	Term      calendar.Term
	Reason    string
}

func (WasSet) EventType() string { return "retention.set.v1" }
func (WasSet) retentionEvent()   {}

// rule is what was set in the place of what came with the program.
func (e WasSet) rule(instead Rule) Rule {
	r := instead
	r.Number, r.ValidFrom, r.Term = e.Number, e.ValidFrom, e.Term
	r.Basis = Basis{Text: Text{NL: "door de werkgever vastgesteld", EN: "set by the employer"}}
	if e.Reason != "" {
		r.Basis.NL, r.Basis.EN = r.Basis.NL+": "+e.Reason, r.Basis.EN+": "+e.Reason
	}
	return r
}

// State is what the employer set, in order.
type State struct{ Set []WasSet }

// Decider is the rules of periods.
var Decider = decider.Decider[Command, State, Event]{Decide: decide, Evolve: evolve}

const (
	longestReason = 400
	mostSet       = 1000 // bounds what one stream is folded from
)

func evolve(s State, e Event) State {
	if e, is := e.(WasSet); is {
		s.Set = append(slices.Clone(s.Set), e)
	}
	return s
}

func decide(s State, c Command) ([]Event, error) {
	if c, is := c.(Set); is {
		return set(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of periods: set one")
}

// 1. The employer decides how long it keeps something, as the controller (AVG 4, 5); its privacy
// officer advises, and decides nothing (AVG 38).
// 2. It may keep shorter than what comes with the program; longer only with a reason, and never
// longer than the law lets.
// 3. A version holds from a day that is still to come, for all that is kept then, so that
// whoever would object can see what it erases before it does.
func set(s State, c Set) ([]Event, error) {
	if err := c.By.May(access.SetRetention, c.Employer); err != nil {
		return nil, err
	}
	var f fault.Fields
	instead, known := c.instead()
	f.Check(known, "kind", "is not kept for this purpose under this law", "use a line of the list of periods: GET /v1/retention, or ruggensteun retention")
	if c.ValidFrom == "" {
		c.ValidFrom = (c.Today + 1).String()
	}
	c.checkDay(&f)
	reason, err := text.Line(c.Reason, longestReason)
	f.Note("reason", err)
	c.Reason = reason
	if known {
		c.checkTerm(&f, instead)
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	e := WasSet{Of: c.Of, Number: s.next(c.Of, c.ValidFrom[:4]), ValidFrom: c.ValidFrom, Term: c.Term, Reason: c.Reason}
	if last, there := s.last(c.Of); there && last.Term == e.Term && last.Reason == e.Reason {
		return nil, nil // already as asked
	}
	if len(s.Set) >= mostSet {
		return nil, fault.New(fault.Refused, fmt.Sprintf("periods were set %d times already, which is all that can be kept", mostSet))
	}
	return []Event{e}, nil
}

func (c Set) instead() (Rule, bool) {
	i := slices.IndexFunc(shipped, func(r Rule) bool { return r.Of == c.Of })
	if i < 0 {
		return Rule{}, false
	}
	return shipped[i], true
}

func (c Set) checkDay(f *fault.Fields) {
	_, err := calendar.ParseDay(c.ValidFrom)
	f.Note("valid_from", err)
	f.Check(err != nil || c.ValidFrom > c.Today.String(), "valid_from", "does not lie ahead", "use "+(c.Today+1).String()+" or later: what it erases has to be seen before")
}

func (c Set) checkTerm(f *fault.Fields, instead Rule) {
	f.Note("term", c.Term.Check())
	f.Check(inCalendar(c.Term), "term", "is not a period of years, months, weeks or days", "write it as P5Y, P18M or P90D")
	f.Check(c.Term != calendar.Term{}, "term", "is no time at all", "write it as P5Y, P18M or P90D")
	f.Check(instead.Most == calendar.Term{} || !longer(c.Term, instead.Most), "term", "is longer than the law lets", "keep it at most "+instead.Most.String())
	f.Check(c.Reason != "" || !longer(c.Term, instead.Term), "reason", "is missing", "say why it is kept longer than "+instead.Term.String()+" ("+instead.Basis.EN+")")
}

func inCalendar(t calendar.Term) bool {
	return t.Hours == 0 && t.WorkingDays == 0 && t.ThirtyDayMonths == 0
}

// longer compares by the day on which they would end; from the first of a year, so that months are equally long.
func longer(a, b calendar.Term) bool {
	from := calendar.On(2001, 1, 1)
	return after(from, a) > after(from, b)
}

// after is the day on which a period of the calendar that began on a day has passed.
func after(d calendar.Day, t calendar.Term) calendar.Day {
	return d.AddMonths(12*t.Years+t.Months) + calendar.Day(7*t.Weeks+t.Days)
}

func (s State) last(of Of) (last WasSet, there bool) {
	for _, e := range s.Set {
		if e.Of == of {
			last, there = e, true
		}
	}
	return last, there
}

// next is a number that is still free in that year.
func (s State) next(of Of, year string) string {
	n := 1
	for _, e := range s.Set {
		if e.Of == of && strings.HasPrefix(e.Number, year+"-") {
			n++
		}
	}
	return year + "-" + strconv.Itoa(n)
}

// later orders 2026-10 before 2026-9: the newest first.
func later(a, b string) int {
	yearA, nA, _ := strings.Cut(a, "-")
	yearB, nB, _ := strings.Cut(b, "-")
	if yearA != yearB {
		return strings.Compare(yearB, yearA)
	}
	x, _ := strconv.Atoi(nA)
	y, _ := strconv.Atoi(nB)
	return y - x
}
