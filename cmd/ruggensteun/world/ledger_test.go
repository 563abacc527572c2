package world_test

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/uuid"

	"ruggensteun/cmd/ruggensteun/world"
	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/gemeente"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/suspect"
	"ruggensteun/projections"
)

// ledger is what became of everything that was told, without a log.
type ledger struct {
	employers map[uuid.UUID]employer.Employer
	incidents map[uuid.UUID]incident.Incident
	files     map[uuid.UUID]suspect.File
	aangiften map[uuid.UUID]aangifte.Aangifte
	cases     map[uuid.UUID]prosecution.Case
	cared     map[uuid.UUID]aftercare.Care
	agreed    map[uuid.UUID]agreement.Agreements
	uses      map[uuid.UUID]agreement.Uses
	work      map[uuid.UUID]casework.Work
	told      []world.Told
	history   []projections.Event // of employers, incidents and suspects' files

	// What every test asks is found once.
	reporting, rooting sync.Once
	reports            []incident.Register
	counted            []incident.Incident
}

func amsterdam(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(employer.DefaultZone)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func newWorld(t testing.TB, seed uint64, n int) *world.World {
	t.Helper()
	w, err := world.New(world.Options{Seed: seed, Incidents: n, Zone: amsterdam(t)})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func silently(int64, int64) {}

// tellTo tells a whole world to the deciders, in its order.
func tellTo(w *world.World) (*ledger, error) {
	l := &ledger{
		employers: map[uuid.UUID]employer.Employer{}, incidents: map[uuid.UUID]incident.Incident{}, files: map[uuid.UUID]suspect.File{},
		aangiften: map[uuid.UUID]aangifte.Aangifte{}, cases: map[uuid.UUID]prosecution.Case{}, cared: map[uuid.UUID]aftercare.Care{},
		agreed: map[uuid.UUID]agreement.Agreements{}, uses: map[uuid.UUID]agreement.Uses{}, work: map[uuid.UUID]casework.Work{},
	}
	for chapter := range w.Order(silently).Chapters(500) {
		for _, told := range chapter {
			if err := l.tell(told); err != nil {
				return nil, fmt.Errorf("%s at %s: %s", told.Key, told.At, reasons(err))
			}
		}
	}
	return l, nil
}

// sampled is large enough to find shares in.
const sampled = 6000

var sampleOnce sync.Once
var sampleLedger *ledger
var errSample error

// sample is a world that all tests of shares look at.
func sample(t testing.TB) *ledger {
	t.Helper()
	sampleOnce.Do(func() { sampleLedger, errSample = tellTo(newWorld(t, 5, sampled)) })
	if errSample != nil {
		t.Fatal(errSample)
	}
	return sampleLedger
}

var errNothing = errors.New("it changes nothing")

func (l *ledger) tell(t world.Told) error {
	l.told = append(l.told, t)
	id := t.Stream.ID
	switch c := t.Command.(type) {
	case employer.Register:
		events, err := employer.Decider.Decide(l.employers[id], c)
		return after(l, t.Stream, &l.employers, employer.Decider.Evolve, events, err)
	case suspect.Command:
		events, err := suspect.Decider.Decide(l.files[id], c)
		return after(l, t.Stream, &l.files, suspect.Decider.Evolve, events, err)
	case incident.Command:
		return l.ofIncident(t.Stream, c)
	case aangifte.Command:
		events, err := aangifte.Decider.Decide(l.aangiften[id], c)
		return after(l, t.Stream, &l.aangiften, aangifte.Decider.Evolve, events, err)
	case prosecution.Command:
		return l.ofCase(id, t, c)
	case aftercare.Command:
		events, err := aftercare.Decider.Decide(l.cared[id], l.heeding(id, c))
		return after(l, t.Stream, &l.cared, aftercare.Decider.Evolve, events, err)
	case agreement.Command:
		events, err := agreement.Decider.Decide(l.agreed[id], c)
		return after(l, t.Stream, &l.agreed, agreement.Decider.Evolve, events, err)
	case casework.Command:
		events, err := casework.Decider.Decide(l.work[id], world.Among(c, t.Employer))
		return after(l, t.Stream, &l.work, casework.Decider.Evolve, events, err)
	case agreement.UseCommand:
		events, err := agreement.UseDecider.Decide(l.uses[id], c)
		return after(l, t.Stream, &l.uses, agreement.UseDecider.Evolve, events, err)
	}
	return fmt.Errorf("a %T is no command", t.Command)
}

// ofIncident also tells the other side of a merge, as the log does.
func (l *ledger) ofIncident(stream eventlog.Stream, c incident.Command) error {
	events, err := incident.Decider.Decide(l.incidents[stream.ID], l.informed(c))
	if err := after(l, stream, &l.incidents, incident.Decider.Evolve, events, err); err != nil {
		return err
	}
	switch c := c.(type) {
	case incident.Merge:
		return l.ofIncident(incident.Stream(c.Into.ID), incident.Absorb{Asked: c.Asked, ID: stream.ID})
	case incident.Split:
		return l.ofIncident(incident.Stream(c.From), incident.Release{Asked: c.Asked, ID: stream.ID})
	}
	return nil
}

// ofCase also asks of the suspect's file what follows, as the log does.
func (l *ledger) ofCase(id uuid.UUID, t world.Told, c prosecution.Command) error {
	before := l.cases[id]
	events, err := prosecution.Decider.Decide(before, c)
	if err := after(l, t.Stream, &l.cases, prosecution.Decider.Evolve, events, err); err != nil {
		return err
	}
	now := l.cases[id]
	switch c.(type) {
	case prosecution.Join, prosecution.Receive, prosecution.Correct, prosecution.Withdraw: // what a clearance can follow from
	default:
		return nil
	}
	if now.Suspect == uuid.Nil {
		return nil
	}
	by := suspect.Asked{By: t.By, At: t.At, Employer: l.employers[t.Employer]}
	for _, follows := range prosecution.Consequences(before, now, l.files[now.Suspect], by) {
		events, err := suspect.Decider.Decide(l.files[now.Suspect], follows)
		if err := after(l, suspect.Stream(now.Suspect), &l.files, suspect.Decider.Evolve, events, err); err != nil {
			return fmt.Errorf("what follows: %w", err)
		}
	}
	return nil
}

func (l *ledger) heeding(id uuid.UUID, c aftercare.Command) aftercare.Command {
	h, heeds := c.(aftercare.Heed)
	if !heeds {
		return c
	}
	care := l.cared[id]
	for _, w := range l.incidents[care.Incident].Workers {
		if w.Person == care.Worker {
			h.Health, _ = w.Health.Get()
		}
	}
	return h
}

// informed adds the facts from outside.
func (l *ledger) informed(c incident.Command) incident.Command {
	switch c := c.(type) {
	case incident.LinkSuspect:
		c.File = l.files[c.Suspect]
		return c
	case incident.Merge:
		c.Into.State = l.incidents[c.Into.ID]
		return c
	}
	return c
}

func after[S any, E decider.Event](l *ledger, stream eventlog.Stream, states *map[uuid.UUID]S, evolve func(S, E) S, events []E, err error) error {
	if err == nil && len(events) == 0 {
		return errNothing
	}
	now := l.told[len(l.told)-1]
	for _, e := range events {
		(*states)[stream.ID] = evolve((*states)[stream.ID], e)
		l.history = append(l.history, projections.Event{
			Position: eventlog.Position(len(l.history) + 1), Stream: stream, Employer: now.Employer, RecordedAt: now.At, Body: e,
		})
	}
	return err
}

func reasons(err error) string {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return err.Error()
	}
	text := f.Error()
	for _, field := range f.Fields {
		text += fmt.Sprintf("; %s %s: %s", field.Name, field.Problem, field.Remedy)
	}
	return text
}

// counting are the incidents that count by themselves.
func (l *ledger) counting() []incident.Incident {
	l.rooting.Do(func() { l.counted = l.roots() })
	return l.counted
}

func (l *ledger) roots() []incident.Incident {
	var all []incident.Incident
	for id, s := range l.incidents {
		if s.Counts() && incident.Root(id, func(id uuid.UUID) incident.Incident { return l.incidents[id] }) == id {
			all = append(all, s)
		}
	}
	return all
}

func share(all []incident.Incident, is func(incident.Incident) bool) float64 {
	n := 0
	for _, s := range all {
		if is(s) {
			n++
		}
	}
	return float64(n) / float64(max(len(all), 1))
}

func only(all []incident.Incident, is func(incident.Incident) bool) []incident.Incident {
	var some []incident.Incident
	for _, s := range all {
		if is(s) {
			some = append(some, s)
		}
	}
	return some
}

// reported are the first reports of what happened, as they were told.
func (l *ledger) reported() []incident.Register {
	l.reporting.Do(func() { l.reports = l.firstReports() })
	return l.reports
}

func (l *ledger) firstReports() []incident.Register {
	var all []incident.Register
	for _, told := range l.told {
		if c, registers := told.Command.(incident.Register); registers && strings.HasSuffix(told.Key, "/report/register") {
			all = append(all, c)
		}
	}
	return all
}

func isGemeente(name string) bool {
	return slices.ContainsFunc(gemeente.Search(name, time.Time{}), func(g gemeente.Gemeente) bool { return g.Name == name || g.OtherName == name })
}

// origin is what nobody writes here of anybody.
var origin = regexp.MustCompile(`^(etni\w*|nationalit\w*|afkomst|herkomst|geloof\w*|religi\w*|moslim\w*|islam\w*|christe\w*|joods?\w*|allochto\w*|autochto\w*|` +
	`migrant\w*|vluchteling\w*|asiel\w*|buitenland\w*|huidskleur|ras|taal|talen|accent|spreekt|marok\w*|turk\w*|surinam\w*|antill\w*|pools\w*|race|nationality|religion|belief)$`)

// texts are everything in words that names somebody or tells what happened.
func texts(command any) map[string]string {
	all := map[string]string{}
	switch c := command.(type) {
	case incident.Register:
		all["narrative"], all["address"], all["reference"] = c.Narrative, c.Address, c.Reference
		for _, w := range c.Workers {
			all["name"] = w.Name
		}
	case incident.AddDetails:
		all["narrative"], all["address"] = c.Narrative, c.Address
	case incident.ReferToForce:
		all["report"] = c.Report
	case suspect.Identify:
		all["name"] = c.Identity.Name
	case suspect.TellHistory:
		all["document"] = c.Entry.Document
	case suspect.Clear:
		all["document"] = c.Clearance.Document
	case prosecution.Receive:
		all["text"], all["reference"] = c.Text, c.Reference
	case prosecution.Tell:
		all["text"] = c.Text
	case aftercare.Tell:
		all["note"] = c.Note
	case aangifte.Make:
		all["reference"] = c.Reference
	}
	return all
}
