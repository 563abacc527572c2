package prosecution_test

import (
	"testing"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/prosecution"
)

// TestEachOutcomeHasATermOfItsOwn: a word about one does not count for another, nor a word
// about what a notice said before.
func TestEachOutcomeHasATermOfItsOwn(t *testing.T) {
	t.Parallel()
	verdict, summons := id(31), id(32)
	told := func(revision int, notice byte) prosecution.VictimTold {
		return prosecution.VictimTold{ID: id(71), Victim: anna, Of: []prosecution.Revision{{Notice: id(notice), Revision: revision}}, Channel: "PHONE", On: on("2026-11-19")}
	}
	for name, c := range map[string]struct {
		events []prosecution.Event
		facts  []codes.Code // of the only outcome
		at     string       // of the last
	}{
		"nobody was told":                    {nil, []codes.Code{"OUTCOME_KNOWN"}, "2026-11-20"},
		"told before it came in":             {[]prosecution.Event{told(0, 31)}, []codes.Code{"OUTCOME_KNOWN", "VICTIM_TOLD"}, "2026-11-20"},
		"told of the summons":                {[]prosecution.Event{told(0, 32)}, []codes.Code{"OUTCOME_KNOWN"}, "2026-11-20"},
		"told of what it said before":        {[]prosecution.Event{told(0, 31), prosecution.NoticeCorrected{Notice: kept(31, said("VERDICT", "2026-11-19")), Again: true}}, []codes.Code{"OUTCOME_KNOWN"}, "2026-11-20"},
		"an outcome that was withdrawn":      {[]prosecution.Event{prosecution.NoticeWithdrawn{ID: verdict}}, nil, ""},
		"a summons is not how a case ended":  {[]prosecution.Event{prosecution.NoticeWithdrawn{ID: summons}}, []codes.Code{"OUTCOME_KNOWN"}, "2026-11-20"},
		"somebody who is no victim any more": {[]prosecution.Event{prosecution.Unlinked{Link: prosecution.Link{Kind: prosecution.ToWorker, ID: anna}}}, nil, ""},
	} {
		s := prosecution.Decider.Fold(append([]prosecution.Event{
			prosecution.Opened{Employer: rotterdam.ID, Regime: "AVG"}, link(prosecution.ToWorker, anna),
			received(31, said("VERDICT", "2026-11-18")), received(32, said("SUMMONS", "2026-11-17")),
		}, c.events...))
		outcomes := s.Outcomes()
		if len(outcomes) == 0 && c.facts == nil {
			continue
		}
		if len(outcomes) != 1 || outcomes[0].Victim != anna || outcomes[0].Notice != verdict || len(outcomes[0].History) != len(c.facts) {
			t.Errorf("%s: %+v", name, outcomes)
			continue
		}
		for i, h := range outcomes[0].History {
			if h.Fact != c.facts[i] {
				t.Errorf("%s: fact %d is %s, want %s", name, i, h.Fact, c.facts[i])
			}
		}
		if last := outcomes[0].History[len(c.facts)-1]; !last.At.Equal(on(c.at)) {
			t.Errorf("%s: at %v, want %s", name, last.At, c.at)
		}
	}
}

// TestFactsAreByEffect: what came in last may have happened first.
func TestFactsAreByEffect(t *testing.T) {
	t.Parallel()
	s := prosecution.Decider.Fold([]prosecution.Event{
		prosecution.Opened{Employer: rotterdam.ID, Regime: "AVG"}, received(31, said("VERDICT", "2026-11-09")), received(32, said("AANG", "2026-10-01")),
	})
	facts := s.Facts()
	if len(facts) != 2 || facts[0].Fact != "AANG" || !facts[0].At.Equal(on("2026-10-01")) || !facts[0].Known.Equal(on("2026-11-20").Instant) || facts[1].Fact != "VERDICT" {
		t.Errorf("%+v", facts)
	}
}
