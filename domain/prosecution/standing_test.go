package prosecution_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
)

// heard gives events of notices, with ids from 31 on, in the order given.
func heard(all ...prosecution.Heard) []prosecution.Event {
	var events []prosecution.Event
	for i, h := range all {
		events = append(events, received(byte(31+i), h))
	}
	return events
}

// TestEveryStepIsAccepted: whatever step police, OM or court let know, it is recorded
// by itself, and the case can say where it stands.
func TestEveryStepIsAccepted(t *testing.T) {
	t.Parallel()
	for _, e := range append([]codes.Entry{{Code: codes.Other}}, codes.CaseStep.Codes...) {
		h := said(e.Code, "2026-11-12")
		h.Text = "x"
		events, err := prosecution.Decider.Decide(fold(), prosecution.Receive{Asked: asks(caseWorker), ID: id(31), Heard: h})
		if err != nil || len(events) != 1 {
			t.Errorf("%s: %d events, %v", e.Code, len(events), err)
			continue
		}
		after := prosecution.Decider.Evolve(fold(), events[0])
		if now := after.Standing(); len(now.Contradictions) != 0 || len(after.ByEffect()) != 1 {
			t.Errorf("%s alone contradicts itself: %+v", e.Code, now)
		}
	}
}

// TestEveryOutcomeIsAccepted: each can be told by a step, and is then where the case ended.
func TestEveryOutcomeIsAccepted(t *testing.T) {
	t.Parallel()
	for _, o := range codes.Outcome.Codes {
		by := 0
		for _, step := range codes.CaseStep.Codes {
			events, err := prosecution.Decider.Decide(fold(), prosecution.Receive{Asked: asks(caseWorker), ID: id(31), Heard: said(step.Code, "2026-11-12", outcome(o.Code))})
			if err != nil {
				if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "outcome is n") {
					t.Errorf("%s by %s: %v", o.Code, step.Code, err)
				}
				continue
			}
			by++
			if got := prosecution.Decider.Evolve(fold(), events[0]).Standing().Outcome; got != o.Code {
				t.Errorf("%s by %s: the case says %s", o.Code, step.Code, got)
			}
		}
		if by == 0 {
			t.Errorf("no step brings %s", o.Code)
		}
	}
}

func TestWhereACaseStands(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		heard          []prosecution.Heard
		stage, outcome codes.Code
		missing        string // steps not received
	}{
		"nothing was heard":                   {nil, "NOTHING", "PENDING", ""},
		"an aangifte":                         {[]prosecution.Heard{said("AANG", "2026-11-01")}, "COMPLAINT", "PENDING", ""},
		"a late aangifte moves nothing":       {[]prosecution.Heard{said("INV_START", "2026-11-01"), said("AANG", "2026-11-05")}, "INVESTIGATED", "PENDING", ""},
		"a verdict alone":                     {[]prosecution.Heard{said("VERDICT", "2026-11-12", outcome("CONV"))}, "JUDGED", "CONV", "INV_START SUSP_ID PV_OM SUMMONS HEARING"},
		"a verdict that says nothing":         {[]prosecution.Heard{said("VERDICT", "2026-11-12")}, "JUDGED", "NOT_RECORDED", "INV_START SUSP_ID PV_OM SUMMONS HEARING"},
		"a verdict after an objection":        {[]prosecution.Heard{said("SB", "2026-10-01"), said("SB_VERZET", "2026-10-05"), said("HEARING", "2026-11-12"), said("VERDICT", "2026-11-12", outcome("CONV"))}, "JUDGED", "CONV", "INV_START SUSP_ID PV_OM"},
		"ZSM instead of a file":               {[]prosecution.Heard{said("SUSP_ID", "2026-10-01"), said("ZSM", "2026-10-01"), said("SEPOT", "2026-10-02", ground("02"))}, "DISMISSED", "SEPOT_TECH", ""},
		"a policy dismissal":                  {[]prosecution.Heard{said("SEPOT", "2026-10-02", ground("42"))}, "DISMISSED", "SEPOT_POL", "INV_START SUSP_ID PV_OM"},
		"on conditions":                       {[]prosecution.Heard{said("SEPOT", "2026-10-02", ground("42"), func(t *prosecution.Told) { t.Conditional = "YES" })}, "DISMISSED", "SEPOT_COND", "INV_START SUSP_ID PV_OM"},
		"with a number that nobody knows":     {[]prosecution.Heard{said("SEPOT", "2026-10-02", ground("17"))}, "DISMISSED", "UNKNOWN", "INV_START SUSP_ID PV_OM"},
		"the ground is revised":               {[]prosecution.Heard{said("SEPOT_REV", "2026-10-09", ground("43")), said("SEPOT", "2026-10-02", ground("02"))}, "DISMISSED", "SEPOT_POL", "INV_START SUSP_ID PV_OM"},
		"the court orders prosecution":        {[]prosecution.Heard{said("SEPOT", "2026-10-02", ground("02")), said("ART12", "2026-10-05"), said("ART12_DEC", "2026-11-01", func(t *prosecution.Told) { t.Decision = "GRANTED" })}, "AT_OM", "PENDING", "INV_START SUSP_ID PV_OM"},
		"or does not":                         {[]prosecution.Heard{said("SEPOT", "2026-10-02", ground("02")), said("ART12", "2026-10-05"), said("ART12_DEC", "2026-11-01", func(t *prosecution.Told) { t.Decision = "REJECTED" })}, "DISMISSED", "SEPOT_TECH", "INV_START SUSP_ID PV_OM"},
		"summoned after a dismissal":          {[]prosecution.Heard{said("SEPOT", "2026-10-02", ground("02")), said("SUMMONS", "2026-11-01")}, "SUMMONED", "PENDING", "INV_START SUSP_ID PV_OM"},
		"on appeal the verdict stands":        {[]prosecution.Heard{said("VERDICT", "2026-10-12", outcome("ACQ")), said("APPEAL", "2026-10-15")}, "ON_APPEAL", "ACQ", "INV_START SUSP_ID PV_OM SUMMONS HEARING"},
		"until the court of appeal judges":    {[]prosecution.Heard{said("ARREST_HOF", "2026-11-12", outcome("CONV")), said("VERDICT", "2026-10-12", outcome("ACQ"))}, "JUDGED", "CONV", "INV_START SUSP_ID PV_OM SUMMONS HEARING APPEAL"},
		"or the appeal is withdrawn":          {[]prosecution.Heard{said("VERDICT", "2026-10-12", outcome("ACQ")), said("APPEAL", "2026-10-15"), said("APPEAL_WD", "2026-10-20")}, "JUDGED", "ACQ", "INV_START SUSP_ID PV_OM SUMMONS HEARING"},
		"cassation without another outcome":   {[]prosecution.Heard{said("ARREST_HOF", "2026-09-12", outcome("CONV")), said("CASS", "2026-09-15"), said("HR", "2026-11-12")}, "JUDGED", "CONV", "INV_START SUSP_ID PV_OM SUMMONS HEARING VERDICT APPEAL"},
		"a penal order is pending":            {[]prosecution.Heard{said("SB", "2026-10-12")}, "PENAL_ORDER", "PENDING", "INV_START SUSP_ID PV_OM"},
		"until it is irrevocable":             {[]prosecution.Heard{said("SB", "2026-10-12"), said("FINAL", "2026-10-28")}, "FINAL", "SB_FINAL", "INV_START SUSP_ID PV_OM"},
		"a void summons may come again":       {[]prosecution.Heard{said("SUMMONS", "2026-09-01"), said("VERDICT", "2026-10-12", outcome("SUMM_VOID")), said("SUMMONS", "2026-10-20")}, "SUMMONED", "SUMM_VOID", "INV_START SUSP_ID PV_OM HEARING"},
		"what is known to the month":          {[]prosecution.Heard{said("VERDICT", "2026-10", outcome("CONV")), said("HEARING", "2026-10-12T09:30"), said("SUMMONS", "2026-10-01")}, "JUDGED", "CONV", "INV_START SUSP_ID PV_OM"},
		"what nobody can date":                {[]prosecution.Heard{said("VERDICT", "UNKNOWN", outcome("CONV")), said("FINAL", "2026-10-28")}, "FINAL", "CONV", "INV_START SUSP_ID PV_OM SUMMONS HEARING"},
		"arrested before anybody knew who":    {[]prosecution.Heard{said("ARRESTED", "2026-10-01T23:10"), said("SUSP_ID", "2026-10-02")}, "INVESTIGATED", "PENDING", ""},
		"a sentence that was not carried out": {[]prosecution.Heard{said("FINAL", "2026-10-01", outcome("CONV")), said("EXEC_FAIL", "2026-11-02")}, "EXEC_FAILED", "CONV", "INV_START SUSP_ID PV_OM SUMMONS HEARING VERDICT"},
	} {
		now := fold(heard(c.heard...)...).Standing()
		var missing []string
		for _, m := range now.NotReceived {
			missing = append(missing, string(m))
		}
		if now.Stage != c.stage || now.Outcome != c.outcome || strings.Join(missing, " ") != c.missing || len(now.Contradictions) > 0 {
			t.Errorf("%s: %s, %s, not received %v, %v; want %s, %s, %s", name, now.Stage, now.Outcome, missing, now.Contradictions, c.stage, c.outcome, c.missing)
		}
	}
}

func TestInstances(t *testing.T) {
	t.Parallel()
	demand := func(effect string, uplift codes.Code) prosecution.Heard {
		return said("DEMAND", effect, func(t *prosecution.Told) {
			t.Uplift, t.Sanctions = uplift, []prosecution.Sanction{{Kind: "PRISON_U", Size: 30}}
		})
	}
	judges := func(step codes.Code, effect string, o, uplift codes.Code) prosecution.Heard {
		return said(step, effect, outcome(o), func(t *prosecution.Told) { t.Uplift = uplift })
	}
	now := fold(heard(
		judges("ARREST_HOF", "2026-09-12", "CONV", "NOT_STATED"), demand("2026-09-01", "NO"), said("APPEAL", "2026-05-20"),
		judges("VERDICT", "2026-05-12", "CONV", "YES"), demand("2026-05-01", "YES"), said("SUMMONS", "2026-04-01"),
	)...).Standing()
	want := func(uplift, weighed codes.Code, at string) prosecution.Instance {
		return prosecution.Instance{Reached: true, Demanded: []prosecution.Sanction{{Kind: "PRISON_U", Size: 30}}, Uplift: uplift, Judged: true, On: on(at), Outcome: "CONV", Weighed: weighed}
	}
	if diff := cmp.Diff([]prosecution.Instance{want("YES", "YES", "2026-05-12"), want("NO", "NOT_STATED", "2026-09-12"), {}}, []prosecution.Instance{now.First, now.Appeal, now.Cassation}); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestContradictions(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		heard []prosecution.Heard
		says  string // "": there is none
	}{
		"a verdict before its summons took effect": {[]prosecution.Heard{said("VERDICT", "2026-11-01"), said("SUMMONS", "2026-11-12")}, "judgment (2026-11-01) lies before summons (2026-11-12): one of the two dates is wrong"},
		"but not when there is an earlier one":     {[]prosecution.Heard{said("SUMMONS", "2026-10-01"), said("VERDICT", "2026-11-01"), said("SUMMONS", "2026-11-12")}, ""},
		"on one day the clock decides":             {[]prosecution.Heard{said("SUMMONS", "2026-11-01T15:00"), said("HEARING", "2026-11-01"), said("VERDICT", "2026-11-01T14:00")}, "judgment (2026-11-01) lies before summons"},
		"nor when one is known to the day":         {[]prosecution.Heard{said("SUMMONS", "2026-11-01T15:00"), said("HEARING", "2026-11-01"), said("VERDICT", "2026-11-01")}, ""},
		"nor when one is known to the month":       {[]prosecution.Heard{said("SUMMONS", "2026-11-10"), said("VERDICT", "2026-11")}, ""},
		"nor when nobody knows when":               {[]prosecution.Heard{said("SUMMONS", "2026-11-10"), said("VERDICT", "UNKNOWN")}, ""},
		"an appeal against a verdict to come":      {[]prosecution.Heard{said("APPEAL", "2026-10-01"), said("VERDICT", "2026-10-12")}, "appeal (2026-10-01) lies before judgment"},
		"released before the arrest":               {[]prosecution.Heard{said("RELEASED", "2026-10-01"), said("ARRESTED", "2026-10-02")}, "released (2026-10-01) lies before arrested"},
		"a hearing on appeal is not the first one": {[]prosecution.Heard{said("SUMMONS", "2026-01-01"), said("VERDICT", "2026-02-01"), said("APPEAL", "2026-02-05"), said("HEARING", "2026-09-01")}, ""},
		"a sentence may run before it is final":    {[]prosecution.Heard{said("EXEC_START", "2026-10-01"), said("FINAL", "2026-10-12", outcome("CONV"))}, ""},
	} {
		var got []string
		for _, k := range fold(heard(c.heard...)...).Standing().Contradictions {
			got = append(got, k.EN)
			if k.NL == "" || k.Earlier == k.Later {
				t.Errorf("%s: %+v is not whole", name, k)
			}
		}
		if c.says == "" && len(got) > 0 || c.says != "" && (len(got) != 1 || !strings.HasPrefix(got[0], c.says)) {
			t.Errorf("%s: %q, want %q", name, got, c.says)
		}
	}
}

func TestRemarks(t *testing.T) {
	t.Parallel()
	awarded := said("VERDICT", "2026-05-12", outcome("CONV"))
	awarded.Amounts = []prosecution.Amount{{Claimant: anna, Kind: "AWARDED", Cents: 1}}
	for name, c := range map[string]struct {
		heard []prosecution.Heard
		says  string
	}{
		"a number that our list does not have": {[]prosecution.Heard{said("SEPOT", "2026-10-02", ground("17"))}, "annex of 2022 was not checked"},
		"a judgment without an outcome":        {[]prosecution.Heard{said("VERDICT", "2026-10-02")}, "ask for it"},
		"two judgments of one day":             {[]prosecution.Heard{said("VERDICT", "2026-10-02", outcome("CONV")), said("VERDICT", "2026-10-02", outcome("ACQ")), said("HEARING", "2026-10-02")}, "one of them is wrong"},
		"an acquittal with damages":            {[]prosecution.Heard{awarded, said("ARREST_HOF", "2026-10-02", outcome("ACQ"))}, "ask what became of them"},
	} {
		found := false
		for _, r := range fold(heard(c.heard...)...).Standing().Remarks {
			found = found || strings.Contains(r.EN, c.says) && r.NL != ""
		}
		if !found {
			t.Errorf("%s is not remarked", name)
		}
	}
	if r := fold(heard(awarded, said("SEPOT", "2026-05-01", ground("02")))...).Standing().Remarks; len(r) != 0 {
		t.Errorf("remarked %v for nothing", r)
	}
}

func TestWhatCannotBeReadIsCountedAndNotGuessed(t *testing.T) {
	t.Parallel()
	gone := kept(31, said("VERDICT", "2026-10-02", outcome("CONV")))
	gone.Told = person.Gone[prosecution.Told]()
	gone.Amounts = person.Of([]prosecution.Amount{{Claimant: anna, Kind: "PAID", Cents: 5}})
	s := fold(prosecution.NoticeReceived{Notice: gone})
	if now := s.Standing(); now.Unreadable != 1 || now.Stage != "NOTHING" || len(now.NotReceived) > 0 {
		t.Errorf("%+v", now)
	}
	if l := s.Ledger(); len(l) != 1 || l[0].Paid != 5 {
		t.Errorf("the money went with it: %+v", l)
	}
}
