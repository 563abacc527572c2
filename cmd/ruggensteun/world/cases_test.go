package world_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/cmd/ruggensteun/world"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/suspect"
)

// lastDay is a minute before the default world ends.
func lastDay(t testing.TB) time.Time {
	return time.Date(2026, 10, 31, 23, 59, 0, 0, amsterdam(t))
}

var (
	defaultOnce   sync.Once
	defaultLedger *ledger
	errDefault    error
)

// shownWorld is the one that a demonstration shows.
func shownWorld(t testing.TB) *ledger {
	t.Helper()
	defaultOnce.Do(func() { defaultLedger, errDefault = tellTo(newWorld(t, world.DefaultSeed, world.DefaultIncidents)) })
	if errDefault != nil {
		t.Fatal(errDefault)
	}
	return defaultLedger
}

func TestCasesStandInEveryStageOnTheLastDay(t *testing.T) {
	t.Parallel()
	stands := map[codes.Code]int{}
	for _, s := range shownWorld(t).cases {
		stands[s.Standing().Stage]++
	}
	for _, e := range codes.CaseStage.Codes {
		if stands[e.Code] == 0 {
			t.Errorf("no case stands at %s (%s)", e.Code, e.EN)
		}
	}
}

func TestClocksStandInEveryStateOnTheLastDay(t *testing.T) {
	t.Parallel()
	l := shownWorld(t)
	states := map[agreement.State]int{}
	for id, s := range l.cases {
		for _, c := range l.clocks(t, id, s, lastDay(t)) {
			states[c.State]++
		}
	}
	for _, state := range agreement.States() {
		if states[state] == 0 {
			t.Errorf("no clock is %s", state)
		}
	}
}

// clocks are the terms of a case that rest on its notices, its incidents and its aangiften.
func (l *ledger) clocks(t *testing.T, id uuid.UUID, s prosecution.Case, now time.Time) []agreement.Clock {
	t.Helper()
	place := agreement.Place{Calendar: calendar.New(calendar.Decrees(), nil), Zone: amsterdam(t)}
	facts := s.Facts()
	for _, i := range s.Incidents {
		facts = append(facts, agreement.Happened{Fact: "OCCURRED", At: l.incidents[i].Occurred})
	}
	var all []agreement.Clock
	set := agreement.Together(agreement.Shipped(), nil, l.agreed[s.Employer])
	for _, code := range set.Codes() {
		histories := [][]agreement.Happened{facts}
		if code == "UITKOMST-VERTELLEN" {
			histories = nil
			for _, o := range s.Outcomes() {
				histories = append(histories, o.History)
			}
		}
		for _, h := range histories {
			all = append(all, set.OfCase(code, agreement.Case{History: h, Uses: l.uses[id]}, place, now)...)
		}
	}
	return all
}

// notices are those of a step in all cases, as they stand.
func (l *ledger) notices(steps ...codes.Code) []prosecution.Told {
	var all []prosecution.Told
	for _, s := range l.cases {
		for _, n := range s.ByEffect() {
			if slices.Contains(steps, n.Told.Value.Step) {
				all = append(all, n.Told.Value)
			}
		}
	}
	return all
}

func part[T any](all []T, is func(T) bool) float64 {
	n := 0
	for _, one := range all {
		if is(one) {
			n++
		}
	}
	return float64(n) / float64(max(len(all), 1))
}

// A band of eight percent is about two standard errors of so many cases, and leaves room
// for the parts that are cast.
func within(t *testing.T, what, source string, got, want float64, n int) {
	t.Helper()
	if got < want-0.08 || got > want+0.08 || n < 45 {
		t.Errorf("%s is %.3f of %d, want %.2f ± 0.08 (%s)", what, got, n, want, source)
	}
}

func TestWhatTheOMAndTheCourtsDecide(t *testing.T) {
	t.Parallel()
	l := sample(t)
	const om = "Criminaliteit en rechtshandhaving 2018: of 178,000 decisions 94,000 summons, 20 % dismissed, 18 % penal orders, 5 % dismissed on conditions, 3 % settled"
	decided := l.notices("SUMMONS", "SEPOT", "SB", "TRANS", "MEDIATION")
	for step, want := range map[codes.Code]float64{"SUMMONS": 0.53, "SEPOT": 0.25, "SB": 0.18, "TRANS": 0.03} {
		within(t, string(step), om, part(decided, func(n prosecution.Told) bool { return n.Step == step }), want, len(decided))
	}
	judged := l.notices("VERDICT")
	within(t, "found guilty", "Criminaliteit en rechtshandhaving 2012 and 2017: nine of ten", part(judged, func(n prosecution.Told) bool { return n.Outcome == "CONV" || n.Outcome == "ART9A" }), 0.9, len(judged))
	made := 0
	for _, a := range l.aangiften {
		if a.Name == "NUMBER" {
			made++
		}
	}
	within(t, "under a number", "NU-NR: about 5 % of 2,770 in 2012 to 2014", float64(made)/float64(len(l.aangiften)), 0.05, len(l.aangiften))
}

// TestJudgesMostlyFollowWhatWasDemanded: by the 282 files the demand often leaves the
// uplift out, and courts follow the demand.
func TestJudgesMostlyFollowWhatWasDemanded(t *testing.T) {
	t.Parallel()
	var with, without []prosecution.Instance
	for _, s := range sample(t).cases {
		if first := s.Standing().First; first.Judged && first.Outcome == "CONV" && first.Uplift == "YES" {
			with = append(with, first)
		} else if first.Judged && first.Outcome == "CONV" && first.Uplift != "" {
			without = append(without, first)
		}
	}
	recognised := func(i prosecution.Instance) bool { return i.Weighed == "YES" }
	if part(with, recognised) < 2*part(without, recognised) || len(with) < 15 || len(without) < len(with)/2 {
		t.Errorf("recognised in %.2f of %d where it was demanded, in %.2f of %d elsewhere", part(with, recognised), len(with), part(without, recognised), len(without))
	}
}

// What is planted of the shown world, as WORLD.md tells it.

func TestVictimsOfOneEmployerHearLate(t *testing.T) {
	t.Parallel()
	l := shownWorld(t)
	late, all := map[bool]int{}, map[bool]int{}
	for id, s := range l.cases {
		planted := l.employers[s.Employer].Code == "DEMO-POL-02"
		for _, c := range l.clocks(t, id, s, lastDay(t)) {
			if c.Version.Code != "UITKOMST-VERTELLEN" || c.State == agreement.NotStarted {
				continue
			}
			all[planted]++
			if c.State == agreement.MetLate || c.State == agreement.Lapsed {
				late[planted]++
			}
		}
	}
	there, elsewhere := float64(late[true])/float64(all[true]), float64(late[false])/float64(all[false])
	if there < 0.6 || elsewhere > 0.45 || all[true] < 8 {
		t.Errorf("late is %.2f of %d there, and %.2f of %d elsewhere", there, all[true], elsewhere, all[false])
	}
}

func TestOneUnitLooksAfterNobody(t *testing.T) {
	t.Parallel()
	l := shownWorld(t)
	cared, hit := map[string]int{}, map[string]int{}
	after := map[uuid.UUID]bool{}
	for _, c := range l.cared {
		after[c.Incident] = true
	}
	for id, s := range l.incidents {
		if l.employers[s.Employer].Code == "DEMO-POL-01" && len(s.Workers) > 0 {
			hit[s.Place.Unit]++
			if after[id] {
				cared[s.Place.Unit]++
			}
		}
	}
	if cared["TEAM-2"] > 0 || hit["TEAM-2"] < 8 || cared["TEAM-1"] < hit["TEAM-1"]/4 {
		t.Errorf("cared for is %v of %v", cared, hit)
	}
}

// cast gives the case of a part, as Worth names it.
func (l *ledger) worth(t *testing.T, says string) prosecution.Case {
	t.Helper()
	for _, w := range newWorld(t, world.DefaultSeed, world.DefaultIncidents).Worth() {
		if w.EN == says {
			return l.cases[w.Case]
		}
	}
	t.Fatalf("no case is worth opening because of %q", says)
	return prosecution.Case{}
}

func TestTheCasesWorthOpeningAreWhatTheySay(t *testing.T) {
	t.Parallel()
	l := shownWorld(t)
	paper := l.worth(t, "the newspaper case: the worker read the verdict there, and nobody had told")
	verdict := paper.ByEffect()[len(paper.ByEffect())-1]
	if verdict.Source != "MEDIA" || verdict.Told.Value.Step != "VERDICT" || len(paper.Informed) > 0 {
		t.Errorf("the newspaper case ends with %s from %s, and %d were told", verdict.Told.Value.Step, verdict.Source, len(paper.Informed))
	}
	if s := l.worth(t, "a contradiction: a verdict from before its hearing"); len(s.Standing().Contradictions) == 0 {
		t.Error("nothing contradicts")
	}
	euro := l.worth(t, "paid to the last euro, and closed")
	var paid int64
	for _, a := range euro.Ledger() {
		paid += a.Paid
	}
	if !euro.Closed || len(euro.LooseEnds()) > 0 || paid == 0 {
		t.Errorf("paid to the last euro: closed %t, %v left, %d cents", euro.Closed, euro.LooseEnds(), paid)
	}
	owed := false
	for _, a := range l.worth(t, "advanced by the State, which goes after it").Ledger() {
		owed = owed || a.Advance > 0 && a.Recourse > 0 && a.ToRecover > 0
	}
	if !owed {
		t.Error("the State advanced nothing, or has it all back")
	}
	worse := l.worth(t, "an injury that turned out lasting, months later")
	care := l.cared[aftercare.ID(worse.Incidents[0], worse.Workers[0])]
	duty := care.Duty("ARBO_REP")
	if late := duty.On.Instant.Sub(l.incidents[worse.Incidents[0]].Occurred.Instant); duty.Status != "DUE" || late < 60*24*time.Hour {
		t.Errorf("the report is %s, known %s after the incident", duty.Status, late)
	}
}

// TestEverythingThatCanBeOddIsThere: out of order, not received, corrected, withdrawn,
// cleared, closed with and without loose ends, reopened, declined and overdue.
func TestEverythingThatCanBeOddIsThere(t *testing.T) {
	t.Parallel()
	l := shownWorld(t)
	found := map[string]int{}
	for _, s := range l.cases {
		now := s.Standing()
		count := func(what string, is bool) {
			if is {
				found[what]++
			}
		}
		count("overtaken by its verdict", overtaken(s))
		count("a step not received", len(now.NotReceived) > 0)
		count("another ground of dismissal", len(s.Notices) > 0 && now.Sepot != "" && slices.ContainsFunc(s.Notices, func(n prosecution.Kept) bool { return n.Told.Value.Step == "SEPOT_REV" }))
		count("an appeal withdrawn", now.Appeal.Withdrawn)
		count("closed, and nothing left", s.Closed && len(s.LooseEnds()) == 0)
		count("closed, and something left", s.Closed && len(s.LooseEnds()) > 0)
		count("damages open", slices.ContainsFunc(s.Ledger(), func(a prosecution.Account) bool { return a.Open > 0 }))
		count("an uplift recognised", now.First.Weighed == "YES")
		count("an uplift not recognised", now.First.Uplift == "YES" && now.First.Judged && now.First.Weighed != "YES")
	}
	for _, f := range l.files {
		if slices.ContainsFunc(f.Clearances, func(c suspect.Clearing) bool { return c.Reviewed && c.Leaves }) {
			found["cleared, reviewed and out of the history"]++
		}
	}
	today := lastDay(t).Format(time.DateOnly)
	for _, c := range l.cared {
		if len(c.Overdue(today)) > 0 {
			found["aftercare overdue"]++
		}
		if slices.ContainsFunc(c.Duties(), func(d aftercare.Duty) bool { return d.Status == "DECLINED" }) {
			found["aftercare declined"]++
		}
	}
	for _, told := range l.told {
		switch told.Command.(type) {
		case prosecution.Reopen:
			found["reopened"]++
		case prosecution.Correct:
			found["a notice corrected"]++
		}
	}
	for _, what := range []string{
		"overtaken by its verdict", "a step not received", "another ground of dismissal", "an appeal withdrawn", "closed, and nothing left", "closed, and something left",
		"damages open", "an uplift recognised", "an uplift not recognised", "cleared, reviewed and out of the history", "aftercare overdue", "aftercare declined", "reopened", "a notice corrected",
	} {
		if found[what] == 0 {
			t.Errorf("there is nothing of %s", what)
		}
	}
}

// overtaken tells whether the verdict came in before the summons.
func overtaken(s prosecution.Case) bool {
	came := map[codes.Code]time.Time{}
	for _, n := range s.Notices {
		came[n.Told.Value.Step] = n.Received.Instant
	}
	summons, there := came["SUMMONS"]
	verdict, judged := came["VERDICT"]
	return there && judged && verdict.Before(summons)
}

// TestOneEmployerHasAnAgreementOfItsOwn also holds that a case runs under its newer version.
func TestOneEmployerHasAnAgreementOfItsOwn(t *testing.T) {
	t.Parallel()
	l := shownWorld(t)
	for id, own := range l.agreed {
		if l.employers[id].Code != "DEMO-POL-01" || len(own) != 2 {
			t.Errorf("%s adopted %d versions", l.employers[id].Code, len(own))
		}
	}
	if len(l.agreed) != 1 || len(l.uses) == 0 {
		t.Errorf("%d employers adopted, and a version was applied to %d cases", len(l.agreed), len(l.uses))
	}
}

// TestCasesAreSomebodys also holds that one waits for who was asked to take it over, and
// that one is put away until its day in court.
func TestCasesAreSomebodys(t *testing.T) {
	t.Parallel()
	l := shownWorld(t)
	assigned, offered, away := 0, 0, 0
	named := map[string]int{}
	for _, w := range l.work {
		for _, n := range w.Namings {
			switch {
			case n.Told == nil:
				named["never"]++
			case n.Told.On.Instant.Before(n.Since.AddDate(0, 0, 4)): // two working days
				named["in time"]++
			default:
				named["late"]++
			}
		}
		if w.Responsible != uuid.Nil {
			assigned++
		}
		if w.Offer.To != uuid.Nil {
			offered++
		}
		if w.Away(lastDay(t).Format(time.DateOnly)) {
			away++
		}
	}
	if assigned < len(l.cases)*3/4 || assigned == len(l.cases) || offered == 0 || away == 0 {
		t.Errorf("of %d cases %d are somebody's, %d are offered and %d are put away", len(l.cases), assigned, offered, away)
	}
	if named["in time"] == 0 || named["late"] == 0 || named["never"] == 0 {
		t.Errorf("the new name was told %v", named)
	}
}
