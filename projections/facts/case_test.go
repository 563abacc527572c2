package facts_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/facts/factstest"
)

var theCase = uuid.UUID{0xC, 15: 1}

func onDay(d int) moment.Moment {
	return moment.Moment{Instant: time.Date(2026, 10, d, 0, 0, 0, 0, time.UTC), Precision: moment.Day, Finer: codes.Unknown}
}

// ofCase are events of one stream, from position 1 on.
func ofCase(bodies ...decider.Event) []projections.Event {
	var all []projections.Event
	for i, body := range bodies {
		s := prosecution.Stream(theCase)
		if _, is := body.(aangifte.Event); is {
			s = aangifte.Stream(theCase)
		}
		all = append(all, projections.Event{
			Position: eventlog.Position(i + 1), Stream: s, Version: eventlog.Version(i + 1), Employer: owner,
			RecordedAt: recorded.Add(time.Duration(i) * time.Hour), Body: body,
		})
	}
	return all
}

func notice(n byte, step codes.Code, day int, amounts ...prosecution.Amount) prosecution.Notice {
	told := prosecution.Told{Step: step, Effect: onDay(day), Details: prosecution.Details{Outcome: "CONV", Sepot: "02"}}
	kept := prosecution.Notice{ID: uuid.UUID{15: n}, Received: onDay(day + 3), Source: "COURT", Told: person.Of(told)}
	if len(amounts) > 0 {
		kept.Amounts = person.Of(amounts)
	}
	return kept
}

func received(n prosecution.Notice) decider.Event { return prosecution.NoticeReceived{Notice: n} }

func linkTo(kind prosecution.LinkKind, id uuid.UUID) prosecution.Linked {
	return prosecution.Linked{Link: prosecution.Link{Kind: kind, ID: id}}
}

func TestACaseIsWhatItsOwnRulesSay(t *testing.T) {
	t.Parallel()
	versions := factstest.Fold(facts.Cases, ofCase(
		linkTo(prosecution.ToIncident, bram), // before it was opened: nothing to link
		prosecution.Opened{Employer: owner, Regime: "WPG"}, linkTo(prosecution.ToIncident, one), linkTo(prosecution.ToWorker, anna),
		linkTo(prosecution.ToSuspect, bram), received(notice(1, "SEPOT", 2)), prosecution.NoticeWithdrawn{ID: uuid.UUID{15: 1}},
		prosecution.Merged{Into: bram}, prosecution.SplitOff{From: bram}, prosecution.Closed{}, prosecution.Reopened{}, prosecution.Unlinked{Link: prosecution.Link{Kind: prosecution.ToWorker, ID: anna}},
		prosecution.Erased{Purpose: person.ForProsecution},
	))
	if len(versions) != 10 {
		t.Fatalf("%d versions", len(versions))
	}
	last := versions[len(versions)-1]
	want := facts.Case{
		Regime: "WPG", Suspect: bram, Incidents: []uuid.UUID{one}, Workers: []uuid.UUID{}, Aangiften: []uuid.UUID{},
		Withdrawn: []uuid.UUID{{15: 1}}, RecordedAt: recorded.Add(11 * time.Hour),
	}
	if diff := cmp.Diff(want, last.Row); diff != "" || last.Employer != owner || last.Parent != theCase || last.Key != theCase {
		t.Errorf("head %+v (-want +got):\n%s", last.Head, diff)
	}
	if versions[5].Row.MergedInto != bram || !versions[7].Row.Closed || versions[8].Row.Closed {
		t.Error("it is not closed when it was, or stays closed")
	}
	if at := versions[7].Row.ClosedAt; at == nil || !at.Equal(recorded.Add(9*time.Hour)) || versions[8].Row.ClosedAt != nil {
		t.Errorf("it was closed at %v", at)
	}
}

// TestACaseStaysClosedSinceItWasClosed, whatever is recorded of it later.
func TestACaseStaysClosedSinceItWasClosed(t *testing.T) {
	t.Parallel()
	versions := factstest.Fold(facts.Cases, ofCase(
		prosecution.Opened{Employer: owner, Regime: "WPG"}, received(notice(1, "SEPOT", 2)), prosecution.Closed{}, prosecution.NoticeWithdrawn{ID: uuid.UUID{15: 1}},
	))
	last := versions[len(versions)-1].Row
	if last.ClosedAt == nil || !last.ClosedAt.Equal(recorded.Add(2*time.Hour)) || !last.RecordedAt.After(*last.ClosedAt) {
		t.Errorf("closed at %v, changed at %s", last.ClosedAt, last.RecordedAt)
	}
}

// TestANoticeIsReadBackAsItWasTold, as far as anything is counted of it.
func TestANoticeIsReadBackAsItWasTold(t *testing.T) {
	t.Parallel()
	told := prosecution.Told{Step: "VERDICT", Effect: moment.Moment{Instant: time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC), Offset: 120, Precision: moment.Minute, Ambiguous: true}}
	told.Details = prosecution.Details{
		Aangifte: one, Worker: anna, VPT: "SET", Sepot: "77", Conditional: "YES", Summons: "SNEL", Uplift: "YES", Outcome: "CONV", Instance: "FIRST", Decision: "GRANTED",
	}
	for _, want := range []prosecution.Told{told, {Step: "FINAL", Effect: moment.Nothing(codes.Unknown)}, {}} {
		if diff := cmp.Diff(person.Of(want).Value, facts.ToldText(want).Held().Value); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	sums := []prosecution.Amount{{Claimant: anna, Kind: "AWARDED", Cents: 45_000}, {Claimant: owner, Kind: "CLAIMED"}}
	if diff := cmp.Diff(sums, facts.AmountsText(sums).Held().Value); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTheRowsOfANotice(t *testing.T) {
	t.Parallel()
	awarded := prosecution.Amount{Claimant: anna, Kind: "AWARDED", Cents: 100}
	paid := prosecution.Amount{Claimant: anna, Kind: "PAID", Cents: 40}
	opened := prosecution.Opened{Employer: owner, Regime: "AVG"}
	again := prosecution.NoticeCorrected{Notice: notice(1, "VERDICT", 5, awarded), Again: true}
	forProsecution, forDamages := prosecution.Erased{Purpose: person.ForProsecution}, prosecution.Erased{Purpose: person.ForDamages}
	text := func(n prosecution.Notice) string { return string(facts.ToldText(n.Told.Value)) }
	sums := func(all ...prosecution.Amount) string { return string(facts.AmountsText(all)) }
	for name, c := range map[string]struct {
		given      []decider.Event
		told, owed []string // of each version
		revisions  []int
	}{
		"received and corrected": {
			given:     []decider.Event{opened, received(notice(1, "VERDICT", 4)), again},
			told:      []string{text(notice(1, "VERDICT", 4)), text(again.Notice)},
			revisions: []int{0, 1}, owed: []string{sums(awarded)},
		},
		"a correction of another day of receipt is no other revision": {
			given: []decider.Event{opened, received(notice(1, "VERDICT", 4)), prosecution.NoticeCorrected{Notice: func() prosecution.Notice {
				n := notice(1, "VERDICT", 4)
				n.Received = onDay(20)
				return n
			}()}},
			told: []string{text(notice(1, "VERDICT", 4)), text(notice(1, "VERDICT", 4))}, revisions: []int{0, 0},
		},
		"what is forgotten leaves the first version of each": {
			given: []decider.Event{opened, received(notice(1, "VERDICT", 4, awarded)), again, prosecution.NoticeWithdrawn{ID: uuid.UUID{15: 1}}, forProsecution},
			told:  []string{"FORGOTTEN"}, revisions: []int{0}, owed: []string{sums(awarded)},
		},
		"a debt is forgotten by itself": {
			given:     []decider.Event{opened, received(notice(1, "VERDICT", 4, paid)), prosecution.NoticeCorrected{Notice: notice(1, "VERDICT", 4)}, forDamages},
			told:      []string{text(notice(1, "VERDICT", 4))},
			revisions: []int{0}, owed: []string{"FORGOTTEN"},
		},
		"what never spoke of money stays so": {
			given: []decider.Event{opened, received(notice(1, "VERDICT", 4)), forDamages},
			told:  []string{text(notice(1, "VERDICT", 4))}, revisions: []int{0},
		},
		"money that a correction told first is forgotten where it stood": {
			given: []decider.Event{opened, received(notice(1, "VERDICT", 4)), again, forDamages},
			told:  []string{text(notice(1, "VERDICT", 4)), text(again.Notice)}, revisions: []int{0, 1}, owed: []string{"FORGOTTEN"},
		},
		"what is told after an erasure is kept": {
			given: []decider.Event{opened, received(notice(1, "SEPOT", 4, paid)), forProsecution, forDamages, received(notice(2, "VERDICT", 6, awarded))},
			told:  []string{"FORGOTTEN", text(notice(2, "VERDICT", 6))}, revisions: []int{0, 0}, owed: []string{"FORGOTTEN", sums(awarded)},
		},
		"a correction of nothing": {given: []decider.Event{opened, prosecution.NoticeCorrected{Notice: notice(1, "VERDICT", 4)}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var told, owed []string
			var revisions []int
			for _, v := range factstest.Fold(facts.Steps, ofCase(c.given...)) {
				told, revisions = append(told, string(v.Row.Told)), append(revisions, v.Row.Revision)
				if v.Row.Case != theCase || v.Parent != theCase || v.Employer != owner || v.Row.Source != "COURT" {
					t.Errorf("%+v", v)
				}
			}
			for _, v := range factstest.Fold(facts.Damages, ofCase(c.given...)) {
				owed = append(owed, string(v.Row.Amounts))
			}
			if diff := cmp.Diff([]any{c.told, c.revisions, c.owed}, []any{told, revisions, owed}); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAVictimIsToldOnce(t *testing.T) {
	t.Parallel()
	told := prosecution.VictimTold{ID: bram, Victim: anna, Of: []prosecution.Revision{{Notice: one, Revision: 2}}, Channel: "PHONE", On: onDay(9)}
	versions := factstest.Fold(facts.Tellings, ofCase(prosecution.Opened{Employer: owner, Regime: "AVG"}, told, told))
	if len(versions) != 1 {
		t.Fatalf("%d versions", len(versions))
	}
	row := versions[0].Row
	if !slices.Equal(row.Notices, []uuid.UUID{one}) || !slices.Equal(row.Revisions, []codes.Code{"2"}) || row.Victim != anna || !row.On.Moment().Equal(onDay(9)) {
		t.Errorf("%+v", row)
	}
}

func TestAnAangifteIsAsItWasToldLast(t *testing.T) {
	t.Parallel()
	content := aangifte.Content{On: onDay(3), Complainant: "EMPLOYER", Workers: []uuid.UUID{anna}, Incidents: []uuid.UUID{one}}
	corrected := content
	corrected.On = moment.Nothing(codes.Unknown)
	versions := factstest.Fold(facts.Aangiften, ofCase(
		aangifte.Corrected{Content: content}, // of nothing
		aangifte.Made{Employer: owner, Regime: "AVG", Content: content}, aangifte.Corrected{Content: content},
		aangifte.Corrected{Content: corrected}, aangifte.Retracted{}, aangifte.Retracted{},
	))
	if len(versions) != 3 || versions[0].Row.Retracted || !versions[2].Row.Retracted || versions[1].Row.On.At != nil {
		t.Fatalf("%+v", versions)
	}
	if row := versions[0].Row; row.Name != codes.NotRecorded || row.Domicile != codes.NotRecorded || !slices.Equal(row.Workers, content.Workers) {
		t.Errorf("%+v", row)
	}
}

// TestTheOrderOfReceiptChangesNoRow: the same notices, each with its corrections behind
// it, end in the same rows whatever came first; but for when they were recorded.
func TestTheOrderOfReceiptChangesNoRow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var groups [][]decider.Event
		for i := range rapid.IntRange(1, 6).Draw(t, "notices") {
			n := byte(i + 1)
			group := []decider.Event{received(anyNotice(t, n))}
			for range rapid.IntRange(0, 2).Draw(t, "corrections") {
				group = append(group, prosecution.NoticeCorrected{Notice: anyNotice(t, n), Again: rapid.Bool().Draw(t, "again")})
			}
			if rapid.IntRange(0, 3).Draw(t, "withdrawn") == 0 {
				group = append(group, prosecution.NoticeWithdrawn{ID: uuid.UUID{15: n}})
			}
			groups = append(groups, group)
		}
		opened := prosecution.Opened{Employer: owner, Regime: "AVG"}
		var places []int
		for i, g := range groups {
			for range g {
				places = append(places, i)
			}
		}
		lay := func(places []int) []projections.Event {
			bodies, next := []decider.Event{opened}, make([]int, len(groups))
			for _, i := range places {
				bodies = append(bodies, groups[i][next[i]])
				next[i]++
			}
			return ofCase(bodies...)
		}
		one, two := lay(places), lay(rapid.Permutation(places).Draw(t, "order of receipt"))
		if diff := cmp.Diff(lastRows(one), lastRows(two)); diff != "" {
			t.Fatalf("the rows depend on the order of receipt:\n%s", diff)
		}
	})
}

func anyNotice(t *rapid.T, n byte) prosecution.Notice {
	kept := notice(n, rapid.SampledFrom([]codes.Code{"AANG", "SEPOT", "SUMMONS", "VERDICT"}).Draw(t, "step"), rapid.IntRange(1, 20).Draw(t, "day"))
	if rapid.Bool().Draw(t, "money") {
		kept.Amounts = person.Of([]prosecution.Amount{{Claimant: anna, Kind: "PAID", Cents: rapid.Int64Range(0, 9).Draw(t, "cents")}})
	}
	return kept
}

// lastRows are the rows of one case as they stand at the end, without when and where in
// the log. The withdrawn are a set.
func lastRows(events []projections.Event) (all []any) {
	steps, sums := map[uuid.UUID]facts.Step{}, map[uuid.UUID]facts.Amounts{}
	for _, v := range factstest.Fold(facts.Steps, events) {
		v.Row.RecordedAt = time.Time{}
		steps[v.Key] = v.Row
	}
	for _, v := range factstest.Fold(facts.Damages, events) {
		sums[v.Key] = v.Row.Amounts
	}
	var last facts.Case
	for _, v := range factstest.Fold(facts.Cases, events) {
		last = v.Row
	}
	last.RecordedAt = time.Time{}
	slices.SortFunc(last.Withdrawn, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	return []any{steps, sums, last}
}
