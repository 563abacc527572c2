package world_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/uuid"

	"ruggensteun/cmd/ruggensteun/world"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/suspect"
)

// ledger is what became of everything that was told, without a log.
type ledger struct {
	employers map[uuid.UUID]employer.Employer
	incidents map[uuid.UUID]incident.Incident
	files     map[uuid.UUID]suspect.File
	told      []world.Told
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

// tell tells a whole world to the deciders, in its order.
func tell(t testing.TB, w *world.World) *ledger {
	t.Helper()
	l := &ledger{map[uuid.UUID]employer.Employer{}, map[uuid.UUID]incident.Incident{}, map[uuid.UUID]suspect.File{}, nil}
	for chapter := range w.Order(silently).Chapters(500) {
		for _, told := range chapter {
			if err := l.tell(told); err != nil {
				t.Fatalf("%s at %s: %s", told.Key, told.At, reasons(err))
			}
		}
	}
	return l
}

var errNothing = errors.New("it changes nothing")

func (l *ledger) tell(t world.Told) error {
	l.told = append(l.told, t)
	id := t.Stream.ID
	switch c := t.Command.(type) {
	case employer.Register:
		events, err := employer.Decider.Decide(l.employers[id], c)
		return after(&l.employers, id, employer.Decider.Evolve, events, err)
	case suspect.Command:
		events, err := suspect.Decider.Decide(l.files[id], c)
		return after(&l.files, id, suspect.Decider.Evolve, events, err)
	case incident.Command:
		events, err := incident.Decider.Decide(l.incidents[id], l.informed(c))
		return after(&l.incidents, id, incident.Decider.Evolve, events, err)
	}
	return fmt.Errorf("a %T is no command", t.Command)
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

func after[S, E any](states *map[uuid.UUID]S, id uuid.UUID, evolve func(S, E) S, events []E, err error) error {
	if err == nil && len(events) == 0 {
		return errNothing
	}
	for _, e := range events {
		(*states)[id] = evolve((*states)[id], e)
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
	return slices.DeleteFunc(slices.Clone(all), func(s incident.Incident) bool { return !is(s) })
}

func typeName(v any) string { return fmt.Sprintf("%T", v) }
