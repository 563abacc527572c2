package agreement_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/codes"
)

// history reads facts as "VERDICT@2026-01-02; SEPOT@2026-01-03 15:04~2026-01-05 09:00":
// the time of effect, and after ~ when it was known.
func history(t testing.TB, text string) []agreement.Happened {
	t.Helper()
	var list []agreement.Happened
	for part := range strings.SplitSeq(text, "; ") {
		if part == "" {
			continue
		}
		fact, when, _ := strings.Cut(part, "@")
		effect, known, _ := strings.Cut(when, "~")
		h := agreement.Happened{Fact: codes.Code(fact), At: at(t, effect)}
		if known != "" {
			h.Known = at(t, known).Instant
		}
		list = append(list, h)
	}
	return list
}

// shown writes clocks as "LAPSED 2026-01-05".
func shown(clocks []agreement.Clock) string {
	var list []string
	for _, c := range clocks {
		list = append(list, strings.TrimSpace(string(c.State)+" "+c.Due.Day.String()))
	}
	return strings.Join(list, ", ")
}

func TestHowClocksStand(t *testing.T) {
	t.Parallel()
	hand := []agreement.Pair{{From: "ADJOURN", Until: "HEARING"}}
	for name, test := range map[string]struct {
		code    string
		change  func(*agreement.Held)
		history string
		now     string
		want    string
	}{
		"nothing happened":                      {"AANGIFTE-2-WERKDAGEN", nil, "", "2026-01-05 12:00", "NOT_STARTED"},
		"it starts":                             {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@2026-06-01 23:00", "2026-06-01 23:00", "RUNNING 2026-06-03"},
		"not before it happened":                {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@2026-06-01 23:00", "2026-06-01 22:59", "NOT_STARTED"},
		"nor before it was known":               {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@2026-06-01 23:00~2026-06-02 09:00", "2026-06-02 08:59", "NOT_STARTED"},
		"the day before, somebody is warned":    {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@2026-06-01 23:00", "2026-06-02 00:00", "DUE_SOON 2026-06-03"},
		"on the last day it is due":             {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@2026-06-01 23:00", "2026-06-03 23:59", "DUE 2026-06-03"},
		"and then it has lapsed":                {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@2026-06-01 23:00", "2026-06-04 00:00", "LAPSED 2026-06-03"},
		"done on the last day is in time":       {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@2026-06-01 23:00; AANG@2026-06-03 23:59", "2026-06-10 00:00", "MET 2026-06-03"},
		"also when nobody wrote the time down":  {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@2026-06-01 23:00; AANG@2026-06-03", "2026-06-10 00:00", "MET 2026-06-03"},
		"a day later is late":                   {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@2026-06-01 23:00; AANG@2026-06-04", "2026-06-10 00:00", "MET_LATE 2026-06-03"},
		"the month of the last day may be":      {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@2026-06-01 23:00; AANG@2026-06", "2026-07-10 00:00", "MET 2026-06-03"},
		"the month after it is not":             {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@2026-06-01 23:00; AANG@2026-07", "2026-07-10 00:00", "MET_LATE 2026-06-03"},
		"done on a day that nobody knows":       {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@2026-06-01 23:00; AANG@", "2026-07-10 00:00", "MET 2026-06-03"},
		"of two the first counts":               {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@2026-06-01 23:00; AANG@2026-06-04; MELD_POL@2026-06-02", "2026-06-10 00:00", "MET 2026-06-03"},
		"one that comes to light late counts":   {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@2026-06-01 23:00; AANG@2026-06-02~2026-08-01 09:00", "2026-08-01 09:00", "MET 2026-06-03"},
		"but not before it does":                {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@2026-06-01 23:00; AANG@2026-06-02~2026-08-01 09:00", "2026-07-31 09:00", "LAPSED 2026-06-03"},
		"a start on a day that nobody knows":    {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@", "2026-06-10 00:00", "NOT_RECEIVED"},
		"or only the month of":                  {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@2026-05", "2026-06-10 00:00", "NOT_RECEIVED"},
		"suspended":                             {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@2026-06-01 23:00; SUSPENDED@2026-06-02", "2026-06-20 12:00", "SUSPENDED"},
		"and resumed":                           {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@2026-06-01 23:00; SUSPENDED@2026-06-02; RESUMED@2026-06-16", "2026-06-16 12:00", "DUE_SOON 2026-06-17"},
		"a suspension with its end in sight":    {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@2026-06-01 23:00; SUSPENDED@2026-06-02; RESUMED@2026-06-16", "2026-06-20 12:00", "LAPSED 2026-06-17"},
		"suspended once more before it resumed": {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@2026-06-01 23:00; SUSPENDED@2026-06-02; SUSPENDED@2026-06-04; RESUMED@2026-06-16", "2026-06-16 12:00", "DUE_SOON 2026-06-17"},
		"met while suspended":                   {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@2026-06-01 23:00; SUSPENDED@2026-06-02; AANG@2026-06-05", "2026-06-20 12:00", "MET"},
		"a suspension that came too late":       {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@2026-06-01 23:00; SUSPENDED@2026-06-04", "2026-06-20 12:00", "LAPSED 2026-06-03"},
		"a suspension that is not of this term": {"AANGIFTE-2-WERKDAGEN", nil, "OCCURRED@2026-06-01 23:00; ADJOURN@2026-06-02", "2026-06-04 12:00", "LAPSED 2026-06-03"},
		"one that is":                           {"AANGIFTE-2-WERKDAGEN", func(v *agreement.Held) { v.Suspends = hand }, "OCCURRED@2026-06-01 23:00; ADJOURN@2026-06-02", "2026-06-04 12:00", "SUSPENDED"},
		"off":                                   {"AANGIFTE-48-UUR", nil, "OCCURRED@2026-06-01 23:00", "2026-06-04 12:00", ""},
		"hours run":                             {"REACTIE-24-UUR", nil, "OCCURRED@2026-06-01 23:00", "2026-06-02 18:59", "RUNNING 2026-06-02"},
		"are nearly over":                       {"REACTIE-24-UUR", nil, "OCCURRED@2026-06-01 23:00", "2026-06-02 19:00", "DUE_SOON 2026-06-02"},
		"are due in their last hour":            {"REACTIE-24-UUR", nil, "OCCURRED@2026-06-01 23:00", "2026-06-02 22:59", "DUE 2026-06-02"},
		"and lapse":                             {"REACTIE-24-UUR", nil, "OCCURRED@2026-06-01 23:00", "2026-06-02 23:00", "LAPSED 2026-06-02"},
		"a minute too late":                     {"REACTIE-24-UUR", nil, "OCCURRED@2026-06-01 23:00; OFF_WARN@2026-06-02 23:00", "2026-06-03 23:00", "MET_LATE 2026-06-02"},
		"some time on the last day":             {"REACTIE-24-UUR", nil, "OCCURRED@2026-06-01 23:00; OFF_BAN@2026-06-02", "2026-06-03 23:00", "MET 2026-06-02"},
		"hours that stand still":                {"REACTIE-24-UUR", nil, "OCCURRED@2026-06-01 23:00; SUSPENDED@2026-06-02 01:00", "2026-06-03 23:00", "SUSPENDED"},
		"what others do is not received":        {"ZSM-6-UUR", nil, "ARRESTED@2026-06-01 12:00", "2026-06-01 18:00", "NOT_RECEIVED 2026-06-01"},
		"and received late was late":            {"ZSM-6-UUR", nil, "ARRESTED@2026-06-01 12:00; ZSM@2026-06-01 19:00~2026-06-09 12:00", "2026-06-10 18:00", "MET_LATE 2026-06-01"},
		"nobody asked":                          {"BERICHT-POLITIE-14-DAGEN", nil, "INV_START@2026-06-01", "2026-06-10 12:00", "NOT_STARTED"},
		"asked before":                          {"BERICHT-POLITIE-14-DAGEN", nil, "VICT_INFO_REQ@2026-05-01; INV_START@2026-06-01", "2026-06-10 12:00", "RUNNING 2026-06-15"},
		"asked afterwards":                      {"BERICHT-POLITIE-14-DAGEN", nil, "VICT_INFO_REQ@2026-06-10; INV_START@2026-06-01; INV_STOP@2026-06-05", "2026-06-10 12:00", "RUNNING 2026-06-24"},
		"each has its own":                      {"BERICHT-POLITIE-14-DAGEN", nil, "VICT_INFO_REQ@2026-05-01; INV_START@2026-06-01; INV_STOP@2026-07-01; VICT_INFO_REC@2026-06-20", "2026-07-16 00:00", "MET_LATE 2026-06-15, NOT_RECEIVED 2026-07-15"},
		"and a notice meets all before it":      {"BERICHT-POLITIE-14-DAGEN", nil, "VICT_INFO_REQ@2026-05-01; INV_START@2026-06-01; INV_STOP@2026-06-10; VICT_INFO_REC@2026-06-20", "2026-07-16 00:00", "MET_LATE 2026-06-15, MET 2026-06-24"},
		"one term whatever comes":               {"BEKLAG-ART12", nil, "SEPOT@2026-01-10; SB@2026-02-10", "2026-03-01 12:00", "RUNNING 2026-04-10"},
		"from knowing":                          {"BEKLAG-ART12", nil, "SEPOT@2026-01-10~2026-02-10 09:00", "2026-03-01 12:00", "RUNNING 2026-05-11"}, // 10 May is a Sunday
		"the victim hears":                      {"UITKOMST-VERTELLEN", nil, "OUTCOME_KNOWN@2026-06-01; VICTIM_TOLD@2026-06-02", "2026-06-10 12:00", "MET 2026-06-03"},
		"the newspaper was first":               {"UITKOMST-VERTELLEN", nil, "OUTCOME_KNOWN@2026-06-01", "2026-06-04 00:00", "LAPSED 2026-06-03"},
		"told of another outcome before":        {"UITKOMST-VERTELLEN", nil, "OUTCOME_KNOWN@2026-06-01; VICTIM_TOLD@2026-05-02", "2026-06-04 00:00", "LAPSED 2026-06-03"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := shipped(t, test.code)
			if test.change != nil {
				test.change(&v)
			}
			got := agreement.Clocks(v, history(t, test.history), place(t), at(t, test.now).Instant)
			if shown(got) != test.want {
				t.Errorf("%s, want %s", shown(got), test.want)
			}
		})
	}
}

func TestAlarmsHaveTheirTimes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ code, start, warn, over string }{
		{"AANGIFTE-2-WERKDAGEN", "OCCURRED@2026-04-02", "2026-04-07 00:00", "2026-04-10 00:00"}, // over Easter; due on the 8th
		{"REACTIE-24-UUR", "OCCURRED@2026-03-28 22:30", "2026-03-29 19:30", "2026-03-29 23:30"},
		{"UITKOMST-VERTELLEN", "OUTCOME_KNOWN@2026-12-22", "2026-12-23 00:00", "2026-12-30 00:00"}, // due on the 28th, after an own day
		{"ZSM-6-UUR", "ARRESTED@2026-06-01 12:00", "", ""},
		{"ARBO-MELDING", "ARBO_DUTY@2026-06-01 12:00", "2026-06-01 00:00", "2026-06-03 00:00"},
	} {
		p := place(t)
		c := agreement.Clocks(shipped(t, test.code), history(t, test.start), p, at(t, "2026-12-31").Instant)[0]
		got := func(at time.Time) string {
			if at.IsZero() {
				return ""
			}
			return at.In(p.Zone).Format("2006-01-02 15:04")
		}
		if got(c.WarnAt) != test.warn || got(c.TakeOverAt) != test.over {
			t.Errorf("%s: warned %s, taken over %s, want %s and %s", test.code, got(c.WarnAt), got(c.TakeOverAt), test.warn, test.over)
		}
	}
}

var anyFact = rapid.SampledFrom([]codes.Code{
	"OCCURRED", "AANG", "MELD_POL", "SUSPENDED", "RESUMED", "OUTCOME_KNOWN", "VICTIM_TOLD", "VICT_INFO_REQ", "VICT_INFO_REC",
	"INV_START", "INV_STOP", "SEPOT", "SB", "ART12", "VERDICT", "APPEAL", "OFF_WARN",
})

func anyHistory(t testing.TB) *rapid.Generator[[]agreement.Happened] {
	return rapid.SliceOfN(rapid.Custom(func(r *rapid.T) agreement.Happened {
		day := time.Date(2026, 1, 1, rapid.IntRange(0, 23).Draw(r, "hour"), 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 200).Draw(r, "day"))
		layout := rapid.SampledFrom([]string{"2006-01-02 15:04", "2006-01-02 15:04", time.DateOnly, "2006-01"}).Draw(r, "precision")
		h := agreement.Happened{Fact: anyFact.Draw(r, "fact"), At: at(t, day.Format(layout))}
		if rapid.Bool().Draw(r, "heard later") {
			h.Known = h.At.Instant.Add(time.Duration(rapid.IntRange(0, 60*24).Draw(r, "hours")) * time.Hour)
		}
		return h
	}), 0, 12)
}

// TestTheOrderOfReceiptMakesNoDifference: the same facts in any order are the same clocks.
func TestTheOrderOfReceiptMakesNoDifference(t *testing.T) {
	t.Parallel()
	p := place(t)
	rapid.Check(t, func(r *rapid.T) {
		facts := anyHistory(t).Draw(r, "history")
		now := at(t, "2026-01-01").Instant.AddDate(0, 0, rapid.IntRange(0, 300).Draw(r, "now"))
		shuffled := rapid.Permutation(facts).Draw(r, "received")
		for _, v := range agreement.Shipped() {
			held := agreement.Held{Version: v, Whose: agreement.Program}
			one, other := agreement.Clocks(held, facts, p, now), agreement.Clocks(held, shuffled, p, now)
			if diff := cmp.Diff(one, other, cmpopts.IgnoreUnexported(agreement.Explanation{})); diff != "" {
				r.Fatalf("%s:\n%s", v.Code, diff)
			}
		}
	})
}

// TestAClockGoesOneWay: as time passes without anything happening a clock never goes
// back to a state before, and when it has ended it stays as it is.
func TestAClockGoesOneWay(t *testing.T) {
	t.Parallel()
	p := place(t)
	order := []agreement.State{agreement.Running, agreement.DueSoon, agreement.DueNow, agreement.Lapsed}
	rank := func(s agreement.State) int {
		if s == agreement.NotReceived {
			s = agreement.Lapsed
		}
		return slices.Index(order, s)
	}
	rapid.Check(t, func(r *rapid.T) {
		facts := anyHistory(t).Draw(r, "history")
		from := at(t, "2026-10-01").Instant // all has happened and is known
		for _, v := range agreement.Shipped() {
			held := agreement.Held{Version: v, Whose: agreement.Program}
			before := agreement.Clocks(held, facts, p, from)
			for day := range 20 {
				now := agreement.Clocks(held, facts, p, from.AddDate(0, 0, 7*day))
				if len(now) != len(before) {
					r.Fatalf("%s: a clock came or went by itself", v.Code)
				}
				for i := range now {
					if was, is := rank(before[i].State), rank(now[i].State); is < was || was < 0 && now[i].State != before[i].State {
						r.Fatalf("%s went from %s to %s by itself", v.Code, before[i].State, now[i].State)
					}
				}
				before = now
			}
		}
	})
}

func TestEveryStateIsMet(t *testing.T) {
	t.Parallel()
	seen := map[agreement.State]bool{}
	for _, now := range []string{"2026-06-01 23:00", "2026-06-02 00:00", "2026-06-03 00:00", "2026-06-04 00:00"} {
		for _, text := range []string{"", "OCCURRED@2026-06-01 23:00", "OCCURRED@2026-06-01; AANG@2026-06-02", "OCCURRED@2026-05-01; AANG@2026-06-02", "OCCURRED@2026-06-01; SUSPENDED@2026-06-02", "OCCURRED@2026-05"} {
			for _, c := range agreement.Clocks(shipped(t, "AANGIFTE-2-WERKDAGEN"), history(t, text), place(t), at(t, now).Instant) {
				seen[c.State] = true
			}
		}
	}
	for _, s := range agreement.States() {
		if !seen[s] {
			t.Errorf("no clock was ever %s", s)
		}
	}
	if len(seen) != len(agreement.States()) {
		t.Errorf("states without a name: %v", fmt.Sprint(seen))
	}
}
