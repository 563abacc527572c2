package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/eventjson"
	"ruggensteun/adapters/vault"
	"ruggensteun/adapters/vault/vaulttest"
	"ruggensteun/cmd/ruggensteun/world"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/memlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/suspect"
)

// inMemory is a log of its own, with real keys.
type inMemory struct {
	vaulttest.Log
	journal decider.Sharing
	appends atomic.Int64
	loads   atomic.Int64
}

func newInMemory(t *testing.T) *inMemory {
	t.Helper()
	master, err := vault.CreateMaster(filepath.Join(t.TempDir(), "master.key"))
	if err != nil {
		t.Fatal(err)
	}
	m := &inMemory{Log: vaulttest.Log{Log: memlog.New(time.Now), Keys: &vaulttest.Memory{}}}
	v, err := vault.Open(t.Context(), m.Keys, master, vault.Source{})
	if err != nil {
		t.Fatal(err)
	}
	m.journal = decider.NewJournal(m, eventjson.New(v, uuid.NewV7, person.Purposes()...))
	return m
}

func (m *inMemory) Append(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
	m.appends.Add(1)
	return m.Log.Append(ctx, a)
}

func (m *inMemory) ReadStream(ctx context.Context, s eventlog.Stream, after eventlog.Version) ([]eventlog.Recorded, error) {
	all, err := m.Log.ReadStream(ctx, s, after)
	if len(all) > 0 {
		m.loads.Add(1)
	}
	return all, err
}

// held is every event there is, by its stream and place in it.
func (m *inMemory) held(t *testing.T) []string {
	t.Helper()
	all, err := m.Read(t.Context(), 0, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range all {
		list = append(list, e.Stream.String()+" "+e.Type)
	}
	slices.Sort(list)
	return list
}

func smallWorld(t *testing.T) *world.Order {
	t.Helper()
	w, err := newWorld(world.Options{Seed: 4, Incidents: 90})
	if err != nil {
		t.Fatal(err)
	}
	return w.Order(func(int64, int64) {})
}

func silently(int64, int64) {}

// follows tells whether an event may come of another one.
func follows(name string) bool {
	return slices.Contains([]string{
		"suspect.cleared.v1", "prosecution.reopened.v1", "casework.opened.v1", "casework.name_changed.v1", "incident.absorbed.v1", "incident.released.v1",
	}, name)
}

// followed counts the events that nobody told by themselves: a suspect who is cleared by
// a case, a case that reopens because of what came in, the work on one that begins, the
// name that victims have of nobody any more, and an incident that others were merged with.
func followed(order *world.Order, held []string) int {
	n := 0
	for _, e := range held {
		if _, name, _ := strings.Cut(e, " "); follows(name) {
			n++
		}
	}
	for chapter := range order.Chapters(demoChapter) {
		for _, told := range chapter {
			switch told.Command.(type) {
			case suspect.Clear, prosecution.Reopen:
				n--
			}
		}
	}
	return n
}

func TestAnInventedWorldIsToldOnce(t *testing.T) {
	t.Parallel()
	m, order := newInMemory(t), smallWorld(t)
	if err := newTeller(m.journal, true, silently).all(t.Context(), order); err != nil {
		t.Fatal(err)
	}
	first := m.held(t)
	if follow := followed(order, first); len(first) != order.Total+follow || follow == 0 {
		t.Errorf("%d events for %d things told, of which %d follow from others", len(first), order.Total, follow)
	}
	if m.loads.Load() > 0 {
		t.Errorf("what was just told was read again %d times", m.loads.Load())
	}
	if err := newTeller(m.journal, false, silently).all(t.Context(), order); err != nil {
		t.Fatal(err)
	}
	if again := m.held(t); !slices.Equal(first, again) {
		t.Errorf("telling it again made %d events of %d", len(again), len(first))
	}
}

func TestTheLogGrowsInTheWorldsTime(t *testing.T) {
	t.Parallel()
	m, order := newInMemory(t), smallWorld(t)
	rank, n := map[string]int{}, 0
	told := map[eventlog.Stream]int{}
	for chapter := range order.Chapters(demoChapter) {
		for _, one := range chapter {
			told[one.Stream]++
			rank[fmt.Sprintf("%s %d", one.Stream, told[one.Stream])] = n
			n++
		}
	}
	if err := newTeller(m.journal, true, silently).all(t.Context(), order); err != nil {
		t.Fatal(err)
	}
	all, err := m.Read(t.Context(), 0, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	many := map[eventlog.Stream]int{}
	for _, e := range all {
		many[e.Stream]++
	}
	for i, follow := 0, 0; i < len(all); i++ {
		e := all[i]
		if many[e.Stream] != told[e.Stream] { // something in it follows from what was told
			if follows(e.Type) {
				follow++
			}
			continue
		}
		if at := rank[fmt.Sprintf("%s %d", e.Stream, e.Version)]; at-(i-follow) >= demoChapter || (i-follow)-at >= demoChapter {
			t.Errorf("position %d holds what should be told at %d", i+1, at+1)
		}
	}
}

func TestAWorldThatWasInterruptedIsCompleted(t *testing.T) {
	t.Parallel()
	order := smallWorld(t)
	whole := newInMemory(t)
	if err := newTeller(whole.journal, true, silently).all(t.Context(), order); err != nil {
		t.Fatal(err)
	}
	follow := len(whole.held(t)) - order.Total
	for _, after := range []int64{1, 39, 45, 100, 333, int64(order.Total) - 1} {
		m := newInMemory(t)
		ctx, stop := context.WithCancel(t.Context())
		err := newTeller(m.journal, true, func(done, _ int64) {
			if done >= after {
				stop()
			}
		}).all(ctx, order)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("stopped after %d it ends with %v", after, err)
		}
		if n := len(m.held(t)); n < int(after) || n > int(after)+demoWriters+follow {
			t.Errorf("stopped after %d there are %d events", after, n)
		}
		if err := newTeller(m.journal, false, silently).all(t.Context(), order); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(m.held(t), whole.held(t)) {
			t.Errorf("stopped after %d and told again, it is another world", after)
		}
	}
}

// A log that forgets nothing and a teller that remembers little come to the same.
func TestWhatATellerNoLongerRemembersIsRead(t *testing.T) {
	t.Parallel()
	m := newInMemory(t)
	r := newRecalling(m.journal)
	var streams []eventlog.Stream
	order := smallWorld(t)
	for chapter := range order.Chapters(demoChapter) {
		for _, told := range chapter {
			if _, registers := told.Command.(incident.Register); registers {
				streams = append(streams, told.Stream)
			}
		}
	}
	if err := (&teller{journal: r, fresh: true, said: silently}).all(t.Context(), order); err != nil {
		t.Fatal(err)
	}
	for range recalled { // as many others begin
		r.mu.Lock()
		r.forget(incident.Stream(uuid.New()))
		r.mu.Unlock()
	}
	for _, s := range streams {
		want, version, err := m.journal.Load(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		got, at, err := r.Load(t.Context(), s)
		if err != nil || at != version || len(got) != len(want) {
			t.Errorf("%s has %d events at %d, want %d at %d (%v)", s, len(got), at, len(want), version, err)
		}
	}
	if len(r.streams) > recalled || len(r.told) != recalled {
		t.Errorf("it remembers %d streams", len(r.streams))
	}
}

func TestWhoWritesBesideTheTellerIsNotOverwritten(t *testing.T) {
	t.Parallel()
	m, order := newInMemory(t), smallWorld(t)
	if err := newTeller(m.journal, true, silently).all(t.Context(), order); err != nil {
		t.Fatal(err)
	}
	// A second teller that takes the log for an empty one finds everything there.
	second := newTeller(m.journal, true, silently)
	before := m.held(t)
	if err := second.all(t.Context(), order); err != nil {
		t.Errorf("a second teller fails: %v", err)
	}
	if after := m.held(t); !slices.Equal(before, after) {
		t.Errorf("a second teller made %d events of %d", len(after), len(before))
	}
}
