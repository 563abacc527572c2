package worklist

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections"
)

// Source is everything that one file is counted from.
type Source struct {
	ID       uuid.UUID
	Position eventlog.Position // all of it was read here or later
	Invented bool
	Case     prosecution.Case // with all that was merged into it; the zero Case when it is a file of care
	Within   []uuid.UUID      // the case itself, and what was merged into it; of care, the files that are one
	Care     aftercare.Care   // with all that is one with it; the zero Care when it is a case
	Followed uuid.UUID        // the file of care that this one is followed in; zero is itself
	Under    []uuid.UUID      // what its incidents count under since they were merged, its workers go by, and files of care that may be one with it
	Units    []codes.Code     // of its incidents, NOT_RECORDED where one has none
	ClosedAt time.Time        // when the case was closed as it is; zero while it is open
	Active   time.Time        // when somebody last did something about it: see ActiveAt
	// OfferedAt is when somebody was asked last to take it over, by whoever; zero is never.
	OfferedAt time.Time
	Ground
}

// Counted is a file as it stands, and what its work is told of that.
type Counted struct {
	File   File
	Clocks []casework.Standing
	Away   bool      // it is put away now
	Silent time.Time // since when nobody did anything about it, when that lasts too long; else zero
	// Unanswered: as long a silence followed on the asking of whoever is asked to take it over.
	Unanswered bool
}

// ActiveAt is when a person last recorded something in one of the histories. What the
// program does by itself is no sign of life.
func ActiveAt(histories ...[]projections.Event) time.Time {
	var last time.Time
	for _, history := range histories {
		for _, e := range history {
			if e.Meta.Role != string(access.Program) && e.RecordedAt.After(last) {
				last = e.RecordedAt
			}
		}
	}
	return last
}

// OfferedAt is when somebody was asked last to take a file over, by the history of the
// work on it; zero is never.
func OfferedAt(work []projections.Event) (at time.Time) {
	for _, e := range work {
		if _, is := e.Body.(casework.HandOverOffered); is {
			at = e.RecordedAt
		}
	}
	return at
}

// Past counts a file as Count does, with what the list does not keep.
func (s Source) Past() Past {
	p := Past{File: Count(s).File, SeenTo: calendar.DayOf(s.Now.In(s.Zone))}
	for _, t := range s.terms() {
		p.EndedOn = append(p.EndedOn, t.EndedOn())
	}
	if !s.ClosedAt.IsZero() {
		p.ClosedOn = calendar.DayOf(s.ClosedAt.In(s.Zone))
	}
	return p
}

// ClosedAt is when a case was closed, by its own history; zero when it is open.
func ClosedAt(history []projections.Event) (at time.Time) {
	for _, e := range history {
		switch e.Body.(type) {
		case prosecution.Closed:
			at = e.RecordedAt
		case prosecution.Reopened:
			at = time.Time{}
		}
	}
	return at
}

// Count counts a file. It looks at no clock: the same source gives the same answer.
func Count(s Source) Counted {
	c := Counted{File: s.file(), Away: s.Work.Away(calendar.DayOf(s.Now.In(s.Zone)).String())}
	terms := s.terms()
	for _, t := range terms {
		c.File.Clocks = append(c.File.Clocks, t.clock())
		c.Clocks = append(c.Clocks, t.standing(s.Now, s.Zone))
	}
	c.File.Take(s.Work, s.Now, s.Zone)
	if c.File.Closed {
		return c
	}
	n := next{now: s.Now}
	for _, clock := range c.File.Clocks {
		n.clock(clock)
	}
	n.facts(s.Beside)
	if s.Case.Opened() {
		n.facts(s.Case.Facts())
		for _, o := range s.Case.Outcomes() {
			n.facts(o.History)
		}
	} else {
		n.facts(s.Care.Facts())
	}
	if until := c.File.SnoozedUntil; until != 0 {
		n.at(until.Opens(s.Zone))
	}
	c.Silent, c.Unanswered = s.silence(c.File.Clocks, &n)
	c.File.NextAt = n.first
	return c
}

// File is which file it is, for the rules of casework; zero for none.
func (s Source) File() casework.File {
	if s.Case.Opened() {
		return casework.File{Employer: s.Case.Employer}
	}
	return casework.File{Employer: s.Care.Employer, Worker: s.Care.Worker}
}

func (s Source) file() File {
	f := File{ID: s.ID, Position: s.Position, Invented: s.Invented, Units: once(s.Units)}
	if s.Case.Opened() {
		// One that was merged into another is followed there.
		f.Kind, f.Employer, f.Closed = OfCase, s.Case.Employer, s.Case.Closed || s.Case.MergedInto != uuid.Nil
		if len(s.Case.Incidents) > 0 {
			f.Incident = s.Case.Incidents[0]
		}
		merged := slices.DeleteFunc(slices.Clone(s.Within), func(id uuid.UUID) bool { return id == s.ID })
		f.Links = once(slices.Concat(s.Case.Incidents, s.Under, s.Case.Aangiften, s.Case.Workers, merged))
		return f
	}
	f.Kind, f.Employer, f.Incident, f.Closed = OfCare, s.Care.Employer, s.Care.Incident, s.Followed != uuid.Nil
	f.Links = once(slices.Concat([]uuid.UUID{s.Care.Incident}, s.Under, []uuid.UUID{s.Care.Worker}))
	return f
}

// once leaves out what is there already: a case may be linked to two incidents that are one.
func once[T comparable](list []T) []T {
	var all []T
	for _, one := range list {
		if !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return all
}

func (s Source) terms() []Term {
	if s.Case.Opened() {
		return TermsOfCase(s.Case, s.Ground)
	}
	if s.Followed != uuid.Nil {
		return nil // they are counted there, and once
	}
	return TermsOfCare(s.Care, s.Ground)
}

// Take puts in whose the file is, and whether it is put away.
func (f *File) Take(w casework.Work, now time.Time, zone *time.Location) {
	f.Responsible, f.StandIn, f.OfferedTo, f.SnoozedUntil = w.Responsible, w.StandIn, w.Offer.To, 0
	if w.Away(calendar.DayOf(now.In(zone)).String()) {
		f.SnoozedUntil, _ = calendar.ParseDay(w.SnoozedUntil) // a rule of casework made it
	}
}

func (t Term) clock() Clock {
	v := t.Version
	return Clock{
		Agreement: v.Code, Version: v.Number, Whose: v.Whose, Start: t.Start.Fact, StartedOn: t.Day, Victim: t.Victim, About: t.About,
		Responsible: v.Responsible, TakesOver: v.TakesOver, Because: agreement.Text{NL: t.NL(), EN: t.EN()},
		WarnAt: t.WarnAt, DueFrom: t.DueFrom(), TooLate: t.Due.End, TakeOverAt: t.TakeOverAt, DueOn: t.Due.Day,
		Ended: t.EndedBy != nil, Late: t.State == agreement.MetLate, Suspended: t.Suspended(), Notice: v.Notice, Right: v.Right,
	}
}

func (t Term) standing(now time.Time, zone *time.Location) casework.Standing {
	return casework.Standing{
		Clock: t.Identity(zone), State: t.State, Right: t.Version.Right,
		TakenOver: !t.TakeOverAt.IsZero() && !now.Before(t.TakeOverAt),
	}
}

// Identity is which term it is, as its alarms name it.
func (t Term) Identity(zone *time.Location) casework.Clock {
	v := t.Version
	due := t.Due.Day.String()
	if v.Term.InHours() && t.Due.Known() {
		due = t.Due.End.In(zone).Format("2006-01-02T15:04")
	}
	return casework.Clock{
		Agreement: v.Code, Version: v.Number, Whose: v.Whose, Start: t.Start.Fact, StartedOn: t.Day.String(), Victim: t.Victim, About: t.About, Due: due,
	}
}

// next finds the earliest moment after now.
type next struct{ now, first time.Time }

func (n *next) at(t time.Time) {
	if t.After(n.now) && (n.first.IsZero() || t.Before(n.first)) {
		n.first = t
	}
}

func (n *next) clock(c Clock) {
	if c.Ended || c.Suspended {
		return
	}
	n.at(c.WarnAt)
	n.at(c.DueFrom)
	n.at(c.TooLate)
	if !c.Right {
		n.at(c.TakeOverAt)
	}
}

// facts are those that lie ahead: a hearing that was announced, a release.
func (n *next) facts(history []agreement.Happened) {
	for _, h := range history {
		if h.At.Known() {
			n.at(h.At.Instant)
		}
		n.at(h.Known)
	}
}

// silence is since when nobody did anything although a term lapsed, when that lasts too
// long, and whether it lasted as long again since somebody was asked to take the file over.
func (s Source) silence(clocks []Clock, n *next) (since time.Time, unanswered bool) {
	since = s.redSince(clocks)
	if since.IsZero() || s.Work.Responsible == uuid.Nil {
		return time.Time{}, false
	}
	since = later(since, s.Active)
	if !s.tooLong(since, n) {
		return time.Time{}, false
	}
	asked := s.Work.Offer.To != uuid.Nil && s.Work.Offer.To != casework.Team
	return since, asked && s.tooLong(later(since, s.OfferedAt), n)
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// tooLong tells whether nothing was done since a moment for as long as an agreement says:
// by default STILTE-BIJ-ROOD.
func (s Source) tooLong(since time.Time, n *next) (silent bool) {
	_, offset := since.In(s.Zone).Zone()
	at := moment.Moment{Instant: since.UTC().Truncate(time.Minute), Offset: offset / 60, Precision: moment.Minute}
	for _, code := range s.Codes() {
		if !s.endedBy(code, func(fact codes.Code) bool { return fact == "WORKED_ON" }) {
			continue
		}
		for _, c := range s.started(code, []agreement.Happened{{Fact: "SILENT", At: at}}) {
			n.at(c.Due.End)
			silent = silent || c.State == agreement.Lapsed
		}
	}
	return silent
}

// redSince is when the first of the terms lapsed that are still to be met.
func (s Source) redSince(clocks []Clock) time.Time {
	var first time.Time
	for _, c := range clocks {
		if c.State(s.Now) == agreement.Lapsed && !c.Right && (first.IsZero() || c.TooLate.Before(first)) {
			first = c.TooLate
		}
	}
	return first
}
