package clocks_test

import (
	"flag"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/prosecution"
)

var cases = flag.Int("cases", 60, "cases of the simulated year; `make year` takes 5000")

// planned is something that is recorded at a moment of the year.
type planned struct {
	at     time.Time
	stream eventlog.Stream
	events []decider.Event
	before func() // an incident, which has a stream of its own
}

// year is what people do and fail to do, and which alarms that must raise. What must be
// raised is worked out from the plan, by counting days forward, and not from the log.
type year struct {
	random *rand.Rand
	plan   []planned
	want   []string
}

// TestAYearWithPlantedLapses: some tell the police too late, some victims hear an outcome
// too late or never, some managers do not call. Every lapse is found at the moment at
// which it is one, no other is, and each is raised once, through programs that stop in the
// middle and two of them at once.
func TestAYearWithPlantedLapses(t *testing.T) {
	t.Parallel()
	begun := time.Now()
	y := &year{random: rand.New(rand.NewPCG(2026, uint64(*cases)))}
	w := newWorld(t, local("2026-01-01 00:00"), 2)
	for range *cases {
		y.aCase(w)
		y.aCare(w)
	}
	slices.SortStableFunc(y.plan, func(a, b planned) int { return a.at.Compare(b.at) })
	for i, p := range y.plan {
		w.pass(p.at)
		if p.before != nil {
			p.before()
		} else {
			w.record(p.stream, ada, p.events...)
		}
		if i%97 == 0 {
			w.restart(2)
		}
		w.deliver(1 + i%2)
	}
	w.pass(local("2027-03-01 00:00"))
	got := w.grave()
	slices.Sort(got)
	slices.Sort(y.want)
	if missing, invented := apart(y.want, got), apart(got, y.want); len(missing)+len(invented) > 0 {
		t.Errorf("%d lapses planted, %d raised; not found %d: %v; invented or twice %d: %v",
			len(y.want), len(got), len(missing), missing[:min(3, len(missing))], len(invented), invented[:min(3, len(invented))])
	}
	t.Logf("%d cases and as many files of care, %d lapses, in %s", *cases, len(y.want), time.Since(begun).Round(time.Millisecond))
}

// apart gives what is in one sorted list and not in another, as often as it is.
func apart(list, other []string) (rest []string) {
	for len(list) > 0 {
		switch {
		case len(other) == 0 || list[0] < other[0]:
			rest, list = append(rest, list[0]), list[1:]
		case list[0] == other[0]:
			list, other = list[1:], other[1:]
		default:
			other = other[1:]
		}
	}
	return rest
}

// pass lets the time pass by the hour: terms end on the hour here.
func (w *world) pass(end time.Time) {
	w.t.Helper()
	for next := w.time().Truncate(time.Hour).Add(time.Hour); !next.After(end); next = next.Add(time.Hour) {
		w.at(next)
		w.look()
	}
	w.at(end)
	w.deliver(1)
}

// grave are the alarms of what passed, as the plan names them.
func (w *world) grave() (list []string) {
	all, _ := w.alarms()
	for _, a := range all {
		if a.Kind == casework.Lapsed || a.Kind == casework.TakenOver || a.Kind == casework.NotReceived {
			list = append(list, lapse(a.Kind, a.File, a.Clock.Agreement, a.Clock.Victim, a.Clock.About, a.At))
		}
	}
	return list
}

func lapse(kind casework.AlarmKind, file uuid.UUID, code string, victim, about uuid.UUID, at time.Time) string {
	return strings.Join([]string{file.String(), code, string(kind), victim.String(), about.String(), at.UTC().Format(time.RFC3339)}, " ")
}

// working is the end of the day that many working days after a moment.
func working(t time.Time, days int) time.Time {
	c := calendar.New(calendar.Decrees(), nil)
	return (c.Count(calendar.DayOf(t.In(amsterdam)), calendar.Rule{Term: calendar.Term{WorkingDays: days}}).End + 1).Opens(amsterdam)
}

// some time later, within so many hours, at a full minute.
func (y *year) within(t time.Time, hours int) time.Time {
	return t.Add(time.Duration(1+y.random.IntN(hours*60-1)) * time.Minute)
}

func (y *year) one(n int) bool { return y.random.IntN(n) == 0 }

// expect plants the alarms of a term that ends at end and is taken over at over, when it is
// met at done; zero is never.
func (y *year) expect(file uuid.UUID, code string, victim, about uuid.UUID, known, end, over, done time.Time) {
	for _, a := range []struct {
		kind casework.AlarmKind
		at   time.Time
	}{{casework.Lapsed, end}, {casework.TakenOver, over}} {
		at := a.at
		if known.After(at) {
			at = known // nobody could know before
		}
		if done.IsZero() || done.After(at) {
			y.want = append(y.want, lapse(a.kind, file, code, victim, about, at))
		}
	}
}

// aCase has an incident that the police is told of in time, too late or never, and mostly
// an outcome that each of its victims hears in time, too late or never.
func (y *year) aCase(w *world) {
	happened, file := uuid.New(), uuid.New()
	at := y.within(local("2026-01-01 00:00"), 330*24)
	y.plan = append(y.plan, planned{at: at, before: func() { w.happened(happened, at) }})
	opened := y.within(at, 20)
	victims := []uuid.UUID{uuid.New(), uuid.New()}[:1+y.random.IntN(2)]
	y.plan = append(y.plan, planned{at: opened, before: func() { w.openCase(file, happened, victims...) }})
	end := working(at, 2)
	reported := y.within(opened, 8)
	switch {
	case y.one(4):
		reported = y.within(end, 24*9)
	case y.one(8):
		reported = time.Time{}
	}
	if !reported.IsZero() {
		y.hear(file, notice(uuid.New(), "MELD_POL", minute(reported), minute(reported)), reported)
	}
	y.expect(file, "AANGIFTE-2-WERKDAGEN", uuid.Nil, uuid.Nil, opened, end, working(end.Add(-time.Minute), 1), reported)
	if !y.one(5) {
		y.verdict(file, victims, y.within(opened.Add(20*24*time.Hour), 24*40))
	}
}

func (y *year) verdict(file uuid.UUID, victims []uuid.UUID, heard time.Time) {
	id := uuid.New()
	y.hear(file, notice(id, "VERDICT", dayAt(heard.Add(-100*time.Hour)), minute(heard)), heard)
	end := working(heard, 2)
	for _, victim := range victims {
		done := y.within(heard, 20)
		switch {
		case y.one(4):
			done = y.within(end, 24*6)
		case y.one(10):
			done = time.Time{}
		}
		if !done.IsZero() {
			y.hear(file, told(uuid.New(), victim, id, minute(done)), done)
		}
		y.expect(file, "UITKOMST-VERTELLEN", victim, id, heard, end, working(end.Add(-time.Minute), 1), done)
	}
}

func (y *year) hear(file uuid.UUID, e prosecution.Event, at time.Time) {
	y.plan = append(y.plan, planned{at: at, stream: prosecution.Stream(file), events: []decider.Event{e}})
}

// aCare has the steps of the first day: the manager calls, and the offender hears of it.
func (y *year) aCare(w *world) {
	happened, worker := uuid.New(), uuid.New()
	// On the hour, so that the end of 24 hours is.
	at := y.within(local("2026-01-01 00:00"), 330*24).Truncate(time.Hour)
	y.plan = append(y.plan, planned{at: at, before: func() { w.happened(happened, at) }})
	opened := y.within(at, 10)
	file := aftercare.ID(happened, worker)
	y.plan = append(y.plan, planned{at: opened, before: func() { w.openCare(happened, worker) }})
	for _, duty := range []struct {
		code string
		what codes.Code
	}{{"LEIDINGGEVENDE-24-UUR", "MGR_TALK"}, {"REACTIE-24-UUR", "OFF_TALK"}} {
		done := y.within(opened, 10)
		switch {
		case y.one(5):
			done = y.within(at.Add(24*time.Hour), 70)
		case y.one(9):
			done = time.Time{}
		}
		if !done.IsZero() {
			y.plan = append(y.plan, planned{at: done, stream: aftercare.Stream(file), events: []decider.Event{step(uuid.New(), worker, duty.what, done)}})
		}
		y.expect(file, duty.code, uuid.Nil, uuid.Nil, opened, at.Add(24*time.Hour), at.Add(24*time.Hour), done)
	}
}
