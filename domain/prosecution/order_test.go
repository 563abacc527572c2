package prosecution_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
)

var someSteps = rapid.SampledFrom(func() []codes.Code {
	var all []codes.Code
	for _, e := range codes.CaseStep.Codes {
		all = append(all, e.Code)
	}
	return all
}())

// anyHeard is of few days, so that notices meet on one, in every precision.
func anyHeard(t *rapid.T) prosecution.Heard {
	h := said(someSteps.Draw(t, "step"), rapid.SampledFrom([]string{
		"2026-09", "2026-10", "2026-10-01", "2026-10-02", "2026-10-02T09:00", "2026-10-02T14:30", "2026-10-03", "2026-11-01", "UNKNOWN",
	}).Draw(t, "effect"), outcome(rapid.SampledFrom([]codes.Code{"", "", "CONV", "ACQ", "SUMM_VOID"}).Draw(t, "outcome")))
	h.Told.Sepot = rapid.SampledFrom([]codes.Code{"", "01", "02", "42"}).Draw(t, "sepot")
	h.Told.Decision = rapid.SampledFrom([]codes.Code{"", "GRANTED", "REJECTED"}).Draw(t, "decision")
	for _, kind := range codes.AmountKind.Codes {
		if n := rapid.Int64Range(0, 40).Draw(t, "cents"); n > 30 {
			h.Amounts = append(h.Amounts, cents(rapid.SampledFrom([]uuid.UUID{anna, bert, rotterdam.ID}).Draw(t, "claimant"), kind.Code, n-31))
		}
	}
	return h
}

// anyNotices are notices and, for some of them and always behind them, corrections and
// withdrawals.
func anyNotices(t *rapid.T) []prosecution.Event {
	var events []prosecution.Event
	for i := range rapid.IntRange(1, 10).Draw(t, "notices") {
		n := byte(100 + i)
		events = append(events, received(n, anyHeard(t)))
		for range rapid.IntRange(0, 2).Draw(t, "corrections") {
			events = append(events, prosecution.NoticeCorrected{Notice: kept(n, anyHeard(t)), Again: rapid.Bool().Draw(t, "again")})
		}
		if rapid.IntRange(0, 5).Draw(t, "withdrawn") == 0 {
			events = append(events, prosecution.NoticeWithdrawn{ID: id(n), Reason: person.Of("x")})
		}
	}
	return events
}

func about(e prosecution.Event) uuid.UUID {
	switch e := e.(type) {
	case prosecution.NoticeReceived:
		return e.ID
	case prosecution.NoticeCorrected:
		return e.ID
	case prosecution.NoticeWithdrawn:
		return e.ID
	}
	return uuid.Nil
}

// shuffled draws another order, in which what is about one notice keeps its own.
func shuffled(t *rapid.T, events []prosecution.Event) []prosecution.Event {
	mixed := rapid.Permutation(events).Draw(t, "order of receipt")
	own := map[uuid.UUID][]prosecution.Event{}
	for _, e := range events {
		own[about(e)] = append(own[about(e)], e)
	}
	for i, e := range mixed {
		mixed[i] = own[about(e)][0]
		own[about(e)] = own[about(e)][1:]
	}
	return mixed
}

// TestOrderOfReceiptDoesNotMatter: the same notices in any order, with corrections
// after what they correct, end in the same state, standing, ledger and timeline.
func TestOrderOfReceiptDoesNotMatter(t *testing.T) {
	t.Parallel()
	mixed := 0
	rapid.Check(t, func(t *rapid.T) {
		events := anyNotices(t)
		other := shuffled(t, events)
		if !slices.EqualFunc(events, other, func(a, b prosecution.Event) bool { return about(a) == about(b) }) {
			mixed++
		}
		one, two := fold(events...), fold(other...)
		for what, pair := range map[string][2]any{
			"state":      {one, two},
			"standing":   {one.Standing(), two.Standing()},
			"ledger":     {one.Ledger(), two.Ledger()},
			"timeline":   {one.ByEffect(), two.ByEffect()},
			"uninformed": {one.Uninformed(), two.Uninformed()},
		} {
			if diff := cmp.Diff(pair[0], pair[1]); diff != "" {
				t.Fatalf("the %s depends on the order of receipt:\n%s", what, diff)
			}
		}
	})
	if mixed == 0 {
		t.Error("no order was ever another one")
	}
}

// TestTheTimelineFollowsTheClock: where it is certain what came first, it stands first,
// and everything that counts is in it once.
func TestTheTimelineFollowsTheClock(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := fold(anyNotices(t)...)
		line := s.ByEffect()
		counts := 0
		for _, n := range s.Notices {
			if !n.Withdrawn {
				counts++
			}
		}
		if len(line) != counts {
			t.Fatalf("%d of %d notices", len(line), counts)
		}
		for i, a := range line {
			for _, b := range line[i+1:] {
				x, y := a.Told.Value.Effect, b.Told.Value.Effect
				if x.Known() && y.Known() && y.Before(x) {
					t.Fatalf("%v stands before %v", x, y)
				}
			}
		}
	})
}

func TestWhatIsKnownLessWellStandsWhereTheProcedureHasIt(t *testing.T) {
	t.Parallel()
	var got []codes.Code
	for _, n := range fold(heard(
		said("FINAL", "UNKNOWN"), said("VERDICT", "2026-10-02"), said("HEARING", "2026-10-02T09:30"), said("SUMMONS", "2026-10"),
		said("EXEC_START", "2026-11-01"), said("DEMAND", "2026-10-02T11:00"), said("ARRESTED", "2026-09-30"), said("JOIN_BP", "2026-10-02"),
	)...).ByEffect() {
		got = append(got, n.Told.Value.Step)
	}
	if diff := cmp.Diff([]codes.Code{"ARRESTED", "SUMMONS", "JOIN_BP", "HEARING", "DEMAND", "VERDICT", "FINAL", "EXEC_START"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestOfOneStepTheVaguestComesLast: two verdicts of one month, of which one letter gives
// the day. What nobody can order is in the same order for everybody.
func TestOfOneStepTheVaguestComesLast(t *testing.T) {
	t.Parallel()
	for _, vague := range []string{"2026-10", "UNKNOWN"} {
		state := fold(received(31, said("VERDICT", vague, outcome("CONV"))), received(32, said("VERDICT", "2026-10-12", outcome("ACQ"))))
		if ordered := state.ByEffect(); len(ordered) != 2 || ordered[0].ID != id(32) {
			t.Errorf("%s comes first", vague)
		}
	}
}
