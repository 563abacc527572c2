package clocks_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/projections/worklist/clocks"
)

// fact is one that is recorded in some order.
type fact struct {
	stream eventlog.Stream
	event  decider.Event
}

// facts are of one case with two victims. All of it was heard on 2 November, and is
// recorded a week later.
func facts(t *rapid.T) []fact {
	of := func(e ...prosecution.Event) (list []fact) {
		for _, e := range e {
			list = append(list, fact{prosecution.Stream(file), e})
		}
		return list
	}
	heard := dayAt(local("2026-11-02 12:00"))
	all := of(
		prosecution.Linked{Link: prosecution.Link{Kind: prosecution.ToIncident, ID: fight}},
		prosecution.Linked{Link: prosecution.Link{Kind: prosecution.ToWorker, ID: jo}},
		prosecution.Linked{Link: prosecution.Link{Kind: prosecution.ToWorker, ID: report}},
		prosecution.Linked{Link: prosecution.Link{Kind: prosecution.ToAangifte, ID: report}},
	)
	for i, step := range rapid.SliceOfNDistinct(rapid.SampledFrom([]codes.Code{"MELD_POL", "ARRESTED", "ZSM", "SUMMONS", "SEPOT", "VERDICT", "APPEAL", "VICT_INFO_REQ", "VICT_INFO_REC"}), 1, 7, rapid.ID).Draw(t, "steps") {
		id := uuid.UUID{6: 0x70, 8: 0x80, 15: byte(i + 1)}
		day := rapid.IntRange(20, 30).Draw(t, "day")
		all = append(all, of(notice(id, step, dayAt(local(fmt.Sprintf("2026-10-%d 12:00", day))), heard))...)
		if rapid.Bool().Draw(t, "told") {
			all = append(all, of(told(uuid.New(), jo, id, dayAt(local(fmt.Sprintf("2026-11-0%d 12:00", rapid.IntRange(2, 8).Draw(t, "on"))))))...)
		}
		if rapid.IntRange(0, 5).Draw(t, "withdrawn") == 0 {
			all = append(all, of(prosecution.NoticeWithdrawn{ID: id})...)
		}
	}
	if rapid.Bool().Draw(t, "corrected") {
		at := minute(local("2026-10-21 07:00"))
		all = append(all, fact{incident.Stream(fight), incident.Corrected{Occurred: &at}})
	}
	if rapid.Bool().Draw(t, "one worker") {
		all = append(all, fact{pseudonym.Stream(report), pseudonym.Merged{Into: jo}}, fact{pseudonym.Stream(jo), pseudonym.Absorbed{Pseudonym: report}})
	}
	if rapid.Bool().Draw(t, "aangifte") {
		all = append(all, fact{aangifte.Stream(report), aangifte.Made{Employer: zuid, Regime: "AVG", Content: aangifte.Content{On: dayAt(local("2026-10-23 12:00"))}}})
	}
	return all
}

var report = uuid.New()

// play records the facts and lets November pass. What is left of a notice's withdrawal
// depends on it being known, so that comes behind it.
func play(t *testing.T, list []fact, programs int, random *rand.Rand) *world {
	w := newWorld(t, local("2026-11-09 09:00"), programs)
	w.happened(fight, local("2026-10-20 21:00"))
	w.record(prosecution.Stream(file), ada, prosecution.Opened{Employer: zuid, Regime: "AVG"})
	w.rightsTold(file)
	if random != nil {
		w.trouble.random, w.trouble.chance = random, 0.2
	}
	for _, f := range list {
		w.record(f.stream, ada, f.event)
		if random == nil {
			w.deliver(1)
			continue
		}
		if random.IntN(3) == 0 {
			w.deliver(1 + random.IntN(2))
		}
		if random.IntN(4) == 0 {
			w.restart(programs)
		}
		if random.IntN(4) == 0 {
			w.look()
		}
	}
	w.until(local("2026-11-30 12:00"))
	return w
}

// left are the alarms that are true in the end; see alarms.
func (w *world) left() (list []string, twice error) {
	_, twice = w.alarms()
	for _, a := range w.work(file).Alarms {
		list = append(list, fmt.Sprint(a.Kind, a.Clock.Value))
	}
	slices.Sort(list)
	return list, twice
}

// TestTheSameFactsInAnyOrderRaiseTheSameAlarmsOnce: whatever the order in which they are
// recorded, however often they are delivered to two programs at once, with trouble and new
// beginnings in between.
func TestTheSameFactsInAnyOrderRaiseTheSameAlarmsOnce(t *testing.T) {
	t.Parallel()
	seen := 0
	rapid.Check(t, func(rt *rapid.T) {
		list := facts(rt)
		want, twice := play(t, list, 1, nil).left()
		if twice != nil {
			rt.Fatal(twice)
		}
		seen += len(want)
		shuffled := rapid.Permutation(list).Draw(rt, "order")
		slices.SortStableFunc(shuffled, func(a, b fact) int { return withdrawal(a) - withdrawal(b) })
		w := play(t, shuffled, 2, rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "trouble"), 1)))
		got, twice := w.left()
		if twice != nil {
			rt.Fatal(twice)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("(-in order +in another):\n%s", diff)
		}
	})
	if seen == 0 {
		t.Error("no alarm was ever left")
	}
}

func withdrawal(f fact) int {
	if _, is := f.event.(prosecution.NoticeWithdrawn); is {
		return 1
	}
	return 0
}

// TestNobodyRaisesAnAlarmTwice counts every alarm of a case whose facts do not change.
func TestNobodyRaisesAnAlarmTwice(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		random := rand.New(rand.NewPCG(seed, 7))
		w := newWorld(t, local("2026-11-02 09:00"), 3)
		w.trouble.random, w.trouble.chance = random, 0.3
		w.openCase(file, fight, jo, report)
		w.record(prosecution.Stream(file), ada, notice(verdict, "VERDICT", dayAt(w.time()), dayAt(w.time())))
		w.until(local("2026-11-30 12:00"))
		all, _ := w.alarms()
		times := map[string]int{}
		for _, a := range all {
			times[fmt.Sprint(a.Kind, a.Clock)]++
		}
		if len(times) != 10 || len(all) != 10 { // four for each victim, and two for the appeal
			t.Errorf("seed %d: %d alarms, %d of them different", seed, len(all), len(times))
		}
	}
}

// interrupted lets something happen once a count has read all that it is made from.
type interrupted struct {
	clocks.Log
	once sync.Once
	do   func()
}

func (l *interrupted) ReadStream(ctx context.Context, s eventlog.Stream, after eventlog.Version) ([]eventlog.Recorded, error) {
	recorded, err := l.Log.ReadStream(ctx, s, after)
	if s == employer.Stream(zuid) {
		l.once.Do(l.do)
	}
	return recorded, err
}

// meanwhile lets one program look while another hears that the victim was told, at the
// worst moment: the one has counted, and told nobody yet.
func (w *world) meanwhile() {
	w.t.Helper()
	hears := w.keepers[1]
	w.keepers[0].Log = &interrupted{Log: w.log, do: func() {
		w.record(prosecution.Stream(file), ada, told(uuid.New(), jo, verdict, dayAt(w.time())))
		w.keepers = []*clocks.Keeper{hears}
		w.deliver(1)
	}}
	_, err := w.keepers[0].Look(w.t.Context())
	w.must(err)
}

func TestWhatIsRecordedWhileAFileIsCountedIsMissedByNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 2)
	w.openCase(file, fight, jo)
	w.record(prosecution.Stream(file), ada, notice(verdict, "VERDICT", dayAt(w.time()), dayAt(w.time())))
	w.deliver(1)
	w.at(local("2026-11-05 12:00"))
	w.meanwhile()
	if alarms := w.work(file).Alarms; len(alarms) != 0 {
		t.Errorf("the victim was told, and for ever there is %+v", alarms)
	}
}

func TestWhatWasEndedBecauseOfMoreIsNotRaisedBecauseOfLess(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 2)
	w.openCase(file, fight, jo)
	w.record(prosecution.Stream(file), ada, notice(verdict, "VERDICT", dayAt(w.time()), dayAt(w.time())))
	w.until(local("2026-11-05 12:00"))
	before := len(w.said())
	w.at(local("2026-11-06 12:00")) // somebody else takes over now
	w.meanwhile()
	if raised := w.said()[before:]; len(raised) != 0 || len(w.work(file).Alarms) != 0 {
		t.Errorf("the victim was told, and then there was %v", raised)
	}
}

// TestAMergeOfPersonsEndsTheAlarmOfOneOfThemUntilTheyAreSplit: whoever was recorded twice
// is told once.
func TestAMergeOfPersonsEndsTheAlarmOfOneOfThemUntilTheyAreSplit(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 1)
	w.openCase(file, fight, jo, report)
	w.record(prosecution.Stream(file), ada, notice(verdict, "VERDICT", dayAt(w.time()), dayAt(w.time())))
	w.until(local("2026-11-05 12:00"))
	waiting := func() (victims []uuid.UUID) {
		w.deliver(2)
		w.look()
		if _, twice := w.alarms(); twice != nil {
			t.Error(twice)
		}
		for _, a := range w.work(file).Alarms {
			if v := a.Clock.Value.Victim; v != uuid.Nil && !slices.Contains(victims, v) {
				victims = append(victims, v)
			}
		}
		return victims
	}
	if got := waiting(); len(got) != 2 {
		t.Fatalf("before: %v wait to be told", got)
	}
	w.record(pseudonym.Stream(report), ada, pseudonym.Merged{Into: jo})
	if got := waiting(); len(got) != 1 || got[0] != jo {
		t.Errorf("merged: %v wait to be told", got)
	}
	w.record(prosecution.Stream(file), ada, told(uuid.New(), jo, verdict, dayAt(w.time())))
	if got := waiting(); len(got) != 0 {
		t.Errorf("told: %v wait to be told", got)
	}
	w.record(pseudonym.Stream(report), ada, pseudonym.SplitOff{From: jo})
	if got := waiting(); len(got) != 1 || got[0] != report {
		t.Errorf("split: %v wait to be told", got)
	}
}
