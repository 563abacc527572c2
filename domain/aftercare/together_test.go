package aftercare_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/pseudonym"
)

var bert, again = id(22), id(62)

// after are told of somebody after a record of what happened: bert may be anna under another
// pseudonym, and again the fight that was reported twice.
func after(incident, worker uuid.UUID) func(...aftercare.Event) []aftercare.Event {
	return func(tellings ...aftercare.Event) []aftercare.Event {
		all := []aftercare.Event{aftercare.Opened{Employer: rotterdam.ID, Regime: "AVG", Incident: incident, Worker: worker}}
		for _, e := range tellings {
			t := e.(aftercare.StepTold)
			t.Worker = worker
			all = append(all, t)
		}
		return all
	}
}

var ofBert = after(fight, bert)

// group gathers files from one of them; merged are both the persons and the incidents.
func group(t interface{ Fatal(...any) }, from uuid.UUID, merged bool, histories ...[]aftercare.Event) aftercare.Group {
	files := map[uuid.UUID]aftercare.Care{}
	for _, history := range histories {
		if s := aftercare.Decider.Fold(history); s.Opened() {
			files[aftercare.ID(s.Incident, s.Worker)] = s
		}
	}
	who := map[uuid.UUID]pseudonym.State{}
	happened := map[uuid.UUID]incident.Incident{fight: {Employer: rotterdam.ID}, again: {Employer: rotterdam.ID}}
	if merged {
		who = map[uuid.UUID]pseudonym.State{bert: {Into: anna}, anna: {Merged: []uuid.UUID{bert}}}
		happened = map[uuid.UUID]incident.Incident{
			again: {Employer: rotterdam.ID, MergedInto: fight}, fight: {Employer: rotterdam.ID, Merged: []uuid.UUID{again}},
		}
	}
	g, err := aftercare.GroupOf(from, aftercare.Records{
		Care:     func(id uuid.UUID) (aftercare.Care, error) { return files[id], nil },
		Who:      func(id uuid.UUID) (pseudonym.State, error) { return who[id], nil },
		Happened: func(id uuid.UUID) (incident.Incident, error) { return happened[id], nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

var ofAnna = aftercare.ID(fight, anna)

// TestWhatWasDoneInEitherFileWasDone for the worker, whether a pseudonym or a record of the
// incident made them two, and stands apart after a split.
func TestWhatWasDoneInEitherFileWasDone(t *testing.T) {
	t.Parallel()
	due := told(81, step("ARBO_REP", "DUE", "2026-11-05", "2026-11-05"))
	for name, c := range map[string]struct {
		annas, others        []aftercare.Event
		step                 codes.Code
		together, one, other codes.Code
		dues                 int // how often the report came to be due
	}{
		"done under the one and due under the other":   {opened(told(71, step("PEER", "DONE", "2026-11-02", ""))), []aftercare.Event{told(72, step("PEER", "DUE", "2026-11-09", "2026-11-12"))}, "PEER", "DONE", "DONE", "DUE", 0},
		"due under the one and done under the other":   {opened(told(71, step("PEER", "DUE", "2026-11-09", ""))), []aftercare.Event{told(72, step("PEER", "DONE", "2026-11-02", ""))}, "PEER", "DONE", "DUE", "DONE", 0},
		"done, and due again in the same file":         {opened(told(71, step("PEER", "DONE", "2026-11-02", "")), told(73, step("PEER", "DUE", "2026-11-09", ""))), []aftercare.Event{}, "PEER", "DUE", "DUE", codes.NotRecorded, 0},
		"declined, and offered later":                  {opened(told(71, step("PEER", "DECLINED", "2026-11-02", ""))), []aftercare.Event{told(72, step("PEER", "OFFERED", "2026-11-09", ""))}, "PEER", "OFFERED", "DECLINED", "OFFERED", 0},
		"one report, though both came to need it":      {opened(due), []aftercare.Event{told(82, step("ARBO_REP", "DUE", "2026-11-07", "2026-11-07"))}, "ARBO_REP", "DUE", "DUE", "DUE", 1},
		"reported, and it became due in the other too": {opened(due, told(83, step("ARBO_REP", "DONE", "2026-11-06", ""))), []aftercare.Event{told(82, step("ARBO_REP", "DUE", "2026-11-07", ""))}, "ARBO_REP", "DONE", "DONE", "DUE", 1},
		"reported before anybody said that it was due": {opened(due), []aftercare.Event{told(82, step("ARBO_REP", "DONE", "2026-11-04", ""))}, "ARBO_REP", "DONE", "DUE", "DONE", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, second := range []aftercare.Opened{{Incident: fight, Worker: bert}, {Incident: again, Worker: anna}, {Incident: again, Worker: bert}} {
				theirs, other := after(second.Incident, second.Worker)(c.others...), aftercare.ID(second.Incident, second.Worker)
				one, two := group(t, ofAnna, false, c.annas, theirs), group(t, other, false, c.annas, theirs)
				if a, b := one.Whole().Duty(c.step).Status, two.Whole().Duty(c.step).Status; a != c.one || b != c.other || len(one) != 1 {
					t.Errorf("split they are %s and %s", a, b)
				}
				for _, from := range []uuid.UUID{ofAnna, other} {
					g := group(t, from, true, c.annas, theirs)
					whole, dues := g.Whole(), 0
					for _, h := range whole.Facts() {
						if h.Fact == "ARBO_DUTY" {
							dues++
						}
					}
					if got := whole.Duty(c.step).Status; got != c.together || dues != c.dues || g.Stands() != ofAnna || whole.Worker != anna {
						t.Errorf("together it is %s, due %d times, under %v", got, dues, whole.Worker)
					}
				}
			}
		})
	}
}

func TestACareThatStandsUnderOnePseudonymAloneKeepsItsOwn(t *testing.T) {
	t.Parallel()
	g := group(t, aftercare.ID(fight, bert), true, ofBert(told(71, step("PEER", "DONE", "2026-11-02", ""))))
	if len(g) != 1 || g.Whole().Worker != bert || g.Stands() != aftercare.ID(fight, bert) {
		t.Errorf("%+v", g)
	}
	if g := group(t, ofAnna, true); len(g) != 1 || g.Whole().Opened() {
		t.Errorf("of nobody: %+v", g)
	}
	g = group(t, ofAnna, true, opened(told(71, step("PEER", "DUE", "2026-11-02", ""))), ofBert(aftercare.StepTold{ID: id(72), Step: person.Gone[aftercare.Step]()}))
	if s := g.Whole(); s.Unreadable() != 1 || s.Duty("LEGAL").Status != aftercare.Forgotten || s.Tellings[1].Home != aftercare.ID(fight, bert) {
		t.Errorf("%+v", s)
	}
}

// TestTogetherInAnyOrderOfReceipt: whatever was told in whichever file, in whatever order it
// came, the two together say the same, nothing of it is lost, and apart each is as it was.
func TestTogetherInAnyOrderOfReceipt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var all []aftercare.Event
		for i := range rapid.IntRange(1, 8).Draw(t, "tellings") {
			all = append(all, told(byte(100+i), step(rapid.SampledFrom([]codes.Code{"PEER", "ARBO_REP"}).Draw(t, "step"),
				rapid.SampledFrom([]codes.Code{"DUE", "OFFERED", "DONE", "DECLINED", codes.NotApplicable}).Draw(t, "status"),
				rapid.SampledFrom([]string{"2026-11", "2026-11-01", "2026-11-01T09:00", "2026-11-02"}).Draw(t, "on"), "")))
		}
		n := rapid.IntRange(0, len(all)).Draw(t, "of the one")
		m := rapid.IntRange(n, len(all)).Draw(t, "of the other")
		theirs, third := ofBert, after(again, bert)
		one := group(t, ofAnna, true, opened(all[:n]...), theirs(all[n:m]...), third(all[m:]...)).Whole()
		two := group(t, aftercare.ID(again, bert), true, opened(rapid.Permutation(all[:n]).Draw(t, "order")...), theirs(rapid.Permutation(all[n:m]).Draw(t, "order")...), third(all[m:]...)).Whole()
		if diff := cmp.Diff(one, two) + cmp.Diff(one.Duties(), two.Duties()) + cmp.Diff(one.Facts(), two.Facts()); diff != "" {
			t.Fatalf("depends on the order of receipt:\n%s", diff)
		}
		if len(one.Tellings) != len(all) || !slices.IsSortedFunc(one.Tellings, func(a, b aftercare.Telling) int { return slices.Compare(a.ID[:], b.ID[:]) }) {
			t.Fatalf("%d of %d tellings", len(one.Tellings), len(all))
		}
		for _, d := range one.Duties() {
			for _, part := range one.Parts {
				if part.Duty(d.Step).Status == "DONE" && d.Status != "DONE" {
					t.Fatalf("%s was done and is %s", d.Step, d.Status)
				}
			}
		}
		apart := group(t, aftercare.ID(again, bert), false, opened(all[:n]...), theirs(all[n:m]...), third(all[m:]...)).Whole()
		if diff := cmp.Diff(aftercare.Decider.Fold(third(all[m:]...)), apart); diff != "" {
			t.Fatalf("split it is another file:\n%s", diff)
		}
	})
}
