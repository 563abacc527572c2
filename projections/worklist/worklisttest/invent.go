package worklisttest

import (
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
	"ruggensteun/projections/worklist"
)

// ClockOf is a term as a store keeps it. It is worked out from the term itself and not
// as the program does it, so that the two can be held beside each other.
func ClockOf(c agreement.Clock, zone *time.Location) worklist.Clock {
	v := c.Version
	clock := worklist.Clock{
		Agreement: v.Code, Version: v.Number, Whose: v.Whose, Start: c.Start.Fact, StartedOn: c.Day, Responsible: v.Responsible, TakesOver: v.TakesOver,
		Because: agreement.Text{NL: c.NL(), EN: c.EN()}, WarnAt: c.WarnAt, TakeOverAt: c.TakeOverAt,
		Ended: c.EndedBy != nil, Late: c.State == agreement.MetLate, Suspended: c.Suspended(), Notice: v.Notice, Right: v.Right,
	}
	if c.Due.Known() {
		clock.TooLate, clock.DueOn, clock.DueFrom = c.Due.End, c.Due.Day, c.Due.Day.Opens(zone)
		if v.Term.InHours() {
			clock.DueFrom = c.Due.End.Add(-time.Hour)
		}
	}
	return clock
}

// AnyHistory is facts that begin, end and suspend terms of a version, some of them
// around a moment and told as precisely as chance has it.
func AnyHistory(r *rand.Rand, v agreement.Version, around time.Time) []agreement.Happened {
	facts := append(append([]codes.Code{}, v.Starts...), v.Asked...)
	facts = append(facts, facts...) // a term must begin before anything is seen of it
	facts = append(facts, v.Ends...)
	facts = append(facts, "SUSPENDED", "RESUMED")
	for _, p := range v.Suspends {
		facts = append(facts, p.From, p.Until)
	}
	var history []agreement.Happened
	for range 1 + r.IntN(5) {
		at := around.Add(time.Duration(r.IntN(120*24*60)-80*24*60) * time.Minute).Truncate(time.Minute)
		h := agreement.Happened{Fact: facts[r.IntN(len(facts))], At: anyPrecision(r, at)}
		if r.IntN(3) == 0 {
			h.Known = at.Add(time.Duration(r.IntN(20*24)) * time.Hour)
		}
		history = append(history, h)
	}
	return history
}

func anyPrecision(r *rand.Rand, at time.Time) moment.Moment {
	precision, finer := moment.Minute, codes.Code("")
	switch r.IntN(8) {
	case 0, 1, 2:
		precision, finer = moment.Day, codes.NotRecorded
	case 3:
		precision, finer = moment.Hour, codes.NotRecorded
	case 4:
		precision, finer = moment.Month, codes.NotRecorded
	case 5:
		if r.IntN(3) == 0 {
			return moment.Nothing(codes.Unknown)
		}
	}
	m, err := moment.New(at, 60, precision, finer)
	if err != nil {
		panic(err) // only a precision that is none is refused
	}
	return m
}

// Crowd is whom invented files are of and about: few, so that they meet.
type Crowd struct {
	Employers, Actors, Incidents []uuid.UUID
	Place                        agreement.Place
}

// NewCrowd has two employers and a few of everything else.
func NewCrowd(p agreement.Place) Crowd {
	some := func(n int) (list []uuid.UUID) {
		for range n {
			list = append(list, uuid.New())
		}
		return list
	}
	return Crowd{Employers: some(2), Actors: some(3), Incidents: some(4), Place: p}
}

// AnyFile is a file with terms as they stand around a moment.
func (c Crowd) AnyFile(r *rand.Rand, around time.Time) worklist.File {
	anyOf := func(list []uuid.UUID) uuid.UUID {
		if i := r.IntN(len(list) + 1); i < len(list) {
			return list[i]
		}
		return uuid.Nil
	}
	f := worklist.File{
		ID: uuid.New(), Kind: []worklist.Kind{worklist.OfCase, worklist.OfCare}[r.IntN(2)], Employer: c.Employers[r.IntN(len(c.Employers))], Position: 1,
		Incident: anyOf(c.Incidents), Closed: r.IntN(8) == 0, Invented: r.IntN(4) == 0,
		Responsible: anyOf(c.Actors), StandIn: anyOf(c.Actors), OfferedTo: anyOf(c.Actors),
	}
	if f.Incident != uuid.Nil {
		f.Links = []uuid.UUID{f.Incident}
	}
	if more := anyOf(c.Incidents); more != f.Incident && more != uuid.Nil {
		f.Links = append(f.Links, more)
	}
	if r.IntN(4) == 0 {
		f.SnoozedUntil = calendar.DayOf(around) + calendar.Day(r.IntN(20)-6)
	}
	if r.IntN(2) == 0 {
		f.Units = [][]codes.Code{{Unit}, {"ZUID"}, {Unit, "ZUID"}, {"ZUID", "WEST", Unit}}[r.IntN(4)]
	}
	shipped := agreement.Shipped()
	for range r.IntN(6) {
		v := agreement.Held{Version: shipped[r.IntN(len(shipped))], Whose: agreement.Program}
		for _, clock := range agreement.Clocks(v, AnyHistory(r, v.Version, around), c.Place, around) {
			if clock.State != agreement.NotStarted {
				f.Clocks = append(f.Clocks, ClockOf(clock, c.Place.Zone))
			}
			if n := len(f.Clocks); n > 0 && r.IntN(20) == 0 {
				f.Clocks[n-1].Responsible = "STAND_IN" // as an employer may have it from the start
			}
		}
	}
	return f
}

// Unit is one of those of some files.
const Unit codes.Code = "NOORD"

// AnyQuery asks for some of them, at a moment around which they stand.
func (c Crowd) AnyQuery(r *rand.Rand, around time.Time) worklist.Query {
	now := around.Add(time.Duration(r.IntN(30*24*60)-10*24*60) * time.Minute)
	q := worklist.Query{Now: now, Today: calendar.DayOf(now.In(c.Place.Zone)), Snoozed: r.IntN(3) == 0, Limit: 1 + r.IntN(25)}
	one := func(odds int) bool { return r.IntN(odds) == 0 }
	if one(2) {
		q.Employer = c.Employers[r.IntN(2)]
	}
	if one(3) {
		q.Actor = c.Actors[r.IntN(len(c.Actors))]
	}
	if one(4) {
		q.Incident = c.Incidents[r.IntN(len(c.Incidents))]
	}
	if one(4) {
		q.Unit = Unit
	}
	if one(5) {
		q.Party = []codes.Code{"CASE_WORKER", "MANAGER", "OM", "STAND_IN"}[r.IntN(4)]
	}
	if one(5) {
		q.Agreement = []string{"UITKOMST-VERTELLEN", "AANGIFTE-2-WERKDAGEN", "BERICHT-OM-14-DAGEN"}[r.IntN(3)]
	}
	if one(4) {
		q.Kind = []worklist.Kind{worklist.OfCase, worklist.OfCare}[r.IntN(2)]
	}
	for _, s := range worklist.Open() {
		if one(6) {
			q.States = append(q.States, s)
		}
	}
	return q
}
