package agreement_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
)

// set has one version until the end of February and another since.
func set() agreement.Set {
	return agreement.Together(nil, nil, agreement.Decider.Fold([]agreement.Event{
		agreement.Adopted{Version: telling(func(v *agreement.Version) { v.ValidFrom, v.ValidTo, v.Term.WorkingDays = "", "2026-02-28", 5 })},
		agreement.Adopted{Version: telling(func(v *agreement.Version) { v.Number, v.ValidFrom, v.Term.WorkingDays = "2026-2", "2026-03-01", 3 })},
	}))
}

func TestARunningCaseKeepsItsVersion(t *testing.T) {
	t.Parallel()
	pinned := agreement.Uses{Applied: map[string]agreement.Ref{"UITKOMST-VERTELLEN": {Whose: agreement.Employer, Number: "2026-2"}}}
	for name, test := range map[string]struct {
		history string
		uses    agreement.Uses
		want    string
	}{
		"that of the day on which it started": {"OUTCOME_KNOWN@2026-02-27", agreement.Uses{}, "2026-1 LAPSED 2026-03-06"},
		"a day later it is another":           {"OUTCOME_KNOWN@2026-03-01", agreement.Uses{}, "2026-2 LAPSED 2026-03-04"},
		"unless somebody applied it":          {"OUTCOME_KNOWN@2026-02-27", pinned, "2026-2 LAPSED 2026-03-04"},
		"without a start there is one":        {"", agreement.Uses{}, "2026-2 NOT_STARTED"},
		"a version that is not there any more": {"OUTCOME_KNOWN@2026-02-27",
			agreement.Uses{Applied: map[string]agreement.Ref{"UITKOMST-VERTELLEN": {Whose: agreement.Store, Number: "2020-1"}}}, "2026-1 LAPSED 2026-03-06"},
	} {
		clocks := set().OfCase("UITKOMST-VERTELLEN", agreement.Case{History: history(t, test.history), Uses: test.uses}, place(t), at(t, "2026-06-01 12:00").Instant)
		if got := clocks[0].Version.Number + " " + shown(clocks); len(clocks) != 1 || got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
	both := set().OfCase("UITKOMST-VERTELLEN", agreement.Case{History: history(t, "OUTCOME_KNOWN@2026-02-27; OUTCOME_KNOWN@2026-03-02")}, place(t), at(t, "2026-06-01 12:00").Instant)
	if shown(both) != "LAPSED 2026-03-06" {
		t.Errorf("one term from the first start, whichever version: %s", shown(both))
	}
}

func TestWhatIfAPolicyHadApplied(t *testing.T) {
	t.Parallel()
	proposed := agreement.Held{Whose: agreement.Employer, Version: telling(func(v *agreement.Version) {
		v.Number, v.ValidFrom, v.Term = "2026-3", "2027-01-01", calendar.Term{WorkingDays: 1}
	})}
	var cases []agreement.Case
	for i, text := range []string{
		"OUTCOME_KNOWN@2026-02-02; VICTIM_TOLD@2026-02-03", // met either way
		"OUTCOME_KNOWN@2026-02-02; VICTIM_TOLD@2026-02-06", // in five days, not in one
		"OUTCOME_KNOWN@2026-04-01; VICTIM_TOLD@2026-04-20", // late either way
		"OUTCOME_KNOWN@2026-04-01",                         // lapsed either way
		"OUTCOME_KNOWN@2026-05-29",                         // a Friday: in one working day it is due today
		"OUTCOME_KNOWN@2025-12-31; VICTIM_TOLD@2026-02-06", // before
		"OCCURRED@2026-03-01",                              // not a case of this
		"OUTCOME_KNOWN@2026-05",                            // nobody knows since when
		"OUTCOME_KNOWN@2026-01-01; VICTIM_TOLD@2026-01-01", // on the very day
	} {
		cases = append(cases, agreement.Case{ID: uuid.UUID{byte(i)}, History: history(t, text)})
	}
	since := calendar.On(2026, 1, 1)
	got := set().WhatIf(proposed, since, cases, place(t), at(t, "2026-06-01 12:00").Instant)
	var lines []string
	for _, c := range got.Cases {
		lines = append(lines, fmt.Sprintf("%d: %s; would be %s", c.Case[0], shown(c.Actual), shown(c.Proposed)))
	}
	want := []string{
		"0: MET 2026-02-09; would be MET 2026-02-03",
		"1: MET 2026-02-09; would be MET_LATE 2026-02-03",
		"2: MET_LATE 2026-04-08; would be MET_LATE 2026-04-02",
		"3: LAPSED 2026-04-08; would be LAPSED 2026-04-02",
		"4: RUNNING 2026-06-03; would be DUE 2026-06-01",
		"8: MET 2026-01-09; would be MET 2026-01-05",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	actual := map[agreement.State]int{agreement.Met: 3, agreement.MetLate: 1, agreement.Lapsed: 1, agreement.Running: 1}
	then := map[agreement.State]int{agreement.Met: 2, agreement.MetLate: 2, agreement.Lapsed: 1, agreement.DueNow: 1}
	if diff := cmp.Diff([]any{actual, then, 2}, []any{got.Actual, got.Proposed, got.Undated}); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestNothingThatIsAdoptedLaterMovesARunningClock: whatever versions are adopted and
// withdrawn from some day on, what started until then stays under its version.
func TestNothingThatIsAdoptedLaterMovesARunningClock(t *testing.T) {
	t.Parallel()
	first := calendar.On(2026, 1, 1)
	rapid.Check(t, func(t *rapid.T) {
		var state agreement.Agreements
		today, changed := first, 0
		holds := func(d calendar.Day) string {
			held, _ := agreement.Together(agreement.Shipped(), nil, state).On("UITKOMST-VERTELLEN", d)
			return string(held.Whose) + " " + held.Number
		}
		for i := range rapid.IntRange(1, 12).Draw(t, "changes") {
			today += calendar.Day(rapid.IntRange(0, 20).Draw(t, "later"))
			before := map[calendar.Day]string{}
			for d := first; d <= today; d++ {
				before[d] = holds(d)
			}
			from := (today + calendar.Day(rapid.IntRange(-5, 30).Draw(t, "from"))).String()
			number := fmt.Sprintf("2026-%d", rapid.IntRange(1, 4).Draw(t, "number"))
			var command agreement.Command = agreement.Withdraw{By: registrar, Employer: rotterdam, Today: today, Agreement: "UITKOMST-VERTELLEN", Number: number, From: from}
			if rapid.Bool().Draw(t, "adopts") {
				command = agreement.Adopt{By: registrar, Employer: rotterdam, Today: today, Version: telling(func(v *agreement.Version) {
					v.Number, v.ValidFrom, v.Term.WorkingDays = number, from, 1+i
				})}
			}
			events, _ := agreement.Decider.Decide(state, command) // a refusal changes nothing
			for _, e := range events {
				state, changed = agreement.Decider.Evolve(state, e), changed+1
			}
			for d, was := range before {
				if is := holds(d); is != was {
					t.Fatalf("on %s, what started on %s went from %s to %s", today, d, was, is)
				}
			}
		}
		t.Logf("%d changes", changed)
	})
}
