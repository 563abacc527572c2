package clocks_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/consumer"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections/worklist"
	"ruggensteun/projections/worklist/clocks"
)

func TestTheTopicCanBeListenedTo(t *testing.T) {
	t.Parallel()
	if !consumer.ValidName(clocks.Name) {
		t.Error("the name is none")
	}
	if _, err := consumer.ParseTopic(clocks.Topic); err != nil {
		t.Error(err)
	}
}

var (
	fight, file, jo, verdict = uuid.New(), uuid.New(), uuid.New(), uuid.New()
)

// said are alarms as "kind agreement", in the order in which they were raised.
func (w *world) said() (list []string) {
	all, _ := w.alarms()
	for _, a := range all {
		list = append(list, fmt.Sprintf("%s %s %s", a.At.In(amsterdam).Format("2006-01-02 15:04"), a.Kind, a.Clock.Agreement))
	}
	return list
}

func (w *world) says(want ...string) {
	w.t.Helper()
	if diff := cmp.Diff(want, w.said()); diff != "" {
		w.t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestTheNewspaperCase: the verdict came, and nobody tells the victim, who reads it in
// the newspaper. Verdict on Monday 2 November, heard of on Tuesday.
func TestTheNewspaperCase(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 2)
	w.happened(fight, local("2026-11-01 23:10"))
	w.openCase(file, fight, jo)
	w.record(prosecution.Stream(file), ada, notice(uuid.New(), "AANG", dayAt(w.time()), dayAt(w.time())))
	w.until(local("2026-11-03 10:00"))
	w.says() // the verdict is not heard of yet, and the police was told in time
	w.record(prosecution.Stream(file), ada, notice(verdict, "VERDICT", dayAt(local("2026-11-02 12:00")), dayAt(w.time())))
	w.until(local("2026-11-30 12:00"))
	w.says(
		"2026-11-04 00:00 DUE_SOON UITKOMST-VERTELLEN",
		"2026-11-05 00:00 DUE UITKOMST-VERTELLEN",
		"2026-11-06 00:00 LAPSED UITKOMST-VERTELLEN",
		"2026-11-07 00:00 TAKEN_OVER UITKOMST-VERTELLEN",
		"2026-11-15 00:00 DUE_SOON HOGER-BEROEP",
		"2026-11-16 00:00 DUE HOGER-BEROEP",
	)
	if alarms := w.work(file).Alarms; len(alarms) != 1 || alarms[0].Kind != casework.TakenOver || alarms[0].Clock.Value.Victim != jo || alarms[0].Clock.Value.About != verdict {
		t.Errorf("what is left to do is %+v", alarms)
	}
	w.record(prosecution.Stream(file), ada, told(uuid.New(), jo, verdict, dayAt(w.time())))
	w.until(local("2026-12-31 12:00"))
	if alarms := w.work(file).Alarms; len(alarms) != 0 {
		t.Errorf("the victim was told, and still there is %+v", alarms)
	}
}

func TestEveryVictimIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 1)
	bram := uuid.New()
	w.openCase(file, fight, jo, bram)
	w.record(prosecution.Stream(file), ada, notice(verdict, "VERDICT", dayAt(w.time()), dayAt(w.time())))
	w.record(prosecution.Stream(file), ada, told(uuid.New(), bram, verdict, dayAt(w.time())))
	w.until(local("2026-11-05 12:00"))
	all, _ := w.alarms()
	var lapsed []uuid.UUID
	for _, a := range all {
		if a.Kind == casework.Lapsed {
			lapsed = append(lapsed, a.Clock.Victim)
		}
	}
	if !slices.Equal(lapsed, []uuid.UUID{jo}) {
		t.Errorf("not told in time: %v", lapsed)
	}
}

func TestAStartThatIsCorrectedEndsItsAlarmAndANewDateRaisesAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 2)
	w.happened(fight, local("2026-11-02 08:00"))
	w.openCase(file, fight)
	w.until(local("2026-11-05 09:00"))
	later := minute(local("2026-11-04 08:00"))
	w.record(incident.Stream(fight), ada, incident.Corrected{Occurred: &later})
	w.until(local("2026-11-06 12:00"))
	w.says(
		"2026-11-03 00:00 DUE_SOON AANGIFTE-2-WERKDAGEN", "2026-11-04 00:00 DUE AANGIFTE-2-WERKDAGEN", "2026-11-05 00:00 LAPSED AANGIFTE-2-WERKDAGEN",
		"2026-11-05 09:00 DUE_SOON AANGIFTE-2-WERKDAGEN", "2026-11-06 00:00 DUE AANGIFTE-2-WERKDAGEN",
	)
	w.record(incident.Stream(fight), ada, incident.Withdrawn{Reason: "DUPLICATE"})
	w.until(local("2026-11-30 12:00"))
	if alarms := w.work(file).Alarms; len(alarms) != 0 || len(w.said()) != 5 {
		t.Errorf("it never happened, and still there is %+v of %v", alarms, w.said())
	}
}

func TestAFreeDayOfTheEmployerMovesItsTerms(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 1)
	w.openCase(file, fight, jo)
	w.record(prosecution.Stream(file), ada, notice(verdict, "VERDICT", dayAt(w.time()), dayAt(w.time())))
	w.until(local("2026-11-02 10:00"))
	before := w.file(file)
	w.record(employer.Stream(zuid), ada, employer.Changed{Holidays: &[]employer.Holiday{{Date: "2026-11-03", Name: "Brugdag"}}})
	w.until(local("2026-11-02 11:00"))
	due := func(f worklist.File) calendar.Day {
		i := slices.IndexFunc(f.Clocks, func(c worklist.Clock) bool { return c.Agreement == "UITKOMST-VERTELLEN" })
		return f.Clocks[i].DueOn
	}
	if a, b := due(before), due(w.file(file)); a != calendar.On(2026, 11, 4) || b != calendar.On(2026, 11, 5) {
		t.Errorf("due on %s, and with the day off on %s", a, b)
	}
}

func TestWhatIsPutAwayComesBackByItselfAndLapsesAllTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 2)
	w.openCase(file, fight, jo)
	w.ask(file, ada, func(a casework.Asked) casework.Command {
		return casework.Snooze{Asked: a, Today: calendar.On(2026, 11, 2), Until: calendar.On(2026, 11, 4), Reason: "Wacht op zitting."}
	})
	w.record(prosecution.Stream(file), ada, notice(verdict, "VERDICT", dayAt(w.time()), dayAt(w.time())))
	w.until(local("2026-11-03 23:00"))
	w.says()
	if w.file(file).SnoozedUntil != calendar.On(2026, 11, 4) {
		t.Error("the list does not say that it is put away")
	}
	w.until(local("2026-11-04 12:00"))
	w.says("2026-11-04 00:00 DUE UITKOMST-VERTELLEN")
	if w.file(file).SnoozedUntil != 0 {
		t.Error("the list says that it is still put away")
	}
	w.ask(file, ada, func(a casework.Asked) casework.Command {
		return casework.Snooze{Asked: a, Today: calendar.On(2026, 11, 4), Until: calendar.On(2026, 11, 20), Reason: "Ziek."}
	})
	w.until(local("2026-11-19 12:00"))
	w.says("2026-11-04 00:00 DUE UITKOMST-VERTELLEN", "2026-11-05 00:00 LAPSED UITKOMST-VERTELLEN", "2026-11-06 00:00 TAKEN_OVER UITKOMST-VERTELLEN")
	w.until(local("2026-11-20 12:00"))
	if got := w.said(); len(got) != 3 {
		t.Errorf("the term for an appeal passed while it was away, and there is %v", got)
	}
}

// TestSilenceOnALapsedTermIsOfferedToTheStandIn: the case worker is ill from Thursday on.
func TestSilenceOnALapsedTermIsOfferedToTheStandIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 2)
	w.openCase(file, fight, jo)
	w.ask(file, ada, func(a casework.Asked) casework.Command {
		return casework.Assign{Asked: a, Responsible: ada.ID, StandIn: bo.ID}
	})
	w.record(prosecution.Stream(file), ada, notice(verdict, "VERDICT", dayAt(w.time()), dayAt(w.time())))
	w.until(local("2026-11-05 10:00")) // it lapsed last night
	w.ask(file, ada, func(a casework.Asked) casework.Command {
		return casework.Snooze{Asked: a, Today: calendar.On(2026, 11, 5), Until: calendar.On(2026, 11, 6), Reason: "Bel morgen."}
	})
	w.until(local("2026-11-09 23:59")) // Friday and Monday are two working days
	if offer := w.work(file).Offer; offer != (casework.Offer{}) {
		t.Fatalf("offered too early: %+v", offer)
	}
	w.until(local("2026-11-10 00:00"))
	since := local("2026-11-05 10:00")
	if s := w.work(file); s.Offer.To != bo.ID || !s.Offer.SilentSince.Equal(since) || s.Responsible != ada.ID || w.file(file).OfferedTo != bo.ID {
		t.Fatalf("%+v, silent since %s", s, since)
	}
	w.until(local("2026-11-12 12:00"))
	w.ask(file, bo, func(a casework.Asked) casework.Command { return casework.Accept{Asked: a} })
	w.until(local("2026-11-12 13:00"))
	if f := w.file(file); f.Responsible != bo.ID || f.StandIn != ada.ID || f.OfferedTo != uuid.Nil {
		t.Errorf("it was accepted, and the list says %+v", f)
	}
	offers := 0
	recorded, err := w.log.ReadStream(t.Context(), casework.Stream(file), 0)
	w.must(err)
	for _, e := range recorded {
		if e.Type == "casework.handover_offered.v1" {
			offers++
		}
	}
	if offers != 1 {
		t.Errorf("the stand-in was asked %d times", offers)
	}
}

// TestAFileThatTheStandInLeavesToo goes to everybody who follows files after as long a
// silence again, and to nobody else after that.
func TestAFileThatTheStandInLeavesToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 2)
	w.openCase(file, fight, jo)
	w.ask(file, ada, func(a casework.Asked) casework.Command {
		return casework.Assign{Asked: a, Responsible: ada.ID, StandIn: bo.ID}
	})
	w.record(prosecution.Stream(file), ada, notice(verdict, "VERDICT", dayAt(w.time()), dayAt(w.time())))
	w.until(local("2026-11-09 23:59")) // it lapsed on Wednesday night: Friday and Monday
	if offer := w.work(file).Offer; offer != (casework.Offer{}) {
		t.Fatalf("offered too early: %+v", offer)
	}
	w.until(local("2026-11-12 23:59")) // asked as Tuesday began: Wednesday and Thursday
	if offer := w.work(file).Offer; offer.To != bo.ID {
		t.Fatalf("the stand-in had not as long: %+v", offer)
	}
	w.until(local("2026-11-13 00:00"))
	if s, f := w.work(file), w.file(file); s.Offer.To != casework.Team || f.OfferedTo != casework.Team || s.Responsible != ada.ID {
		t.Fatalf("%+v", s.Offer)
	}
	w.until(local("2026-12-24 12:00"))
	offers := 0
	recorded, err := w.log.ReadStream(t.Context(), casework.Stream(file), 0)
	w.must(err)
	for _, e := range recorded {
		if e.Type == "casework.handover_offered.v1" {
			offers++
		}
	}
	if offers != 2 {
		t.Errorf("it was offered %d times", offers)
	}
}

// TestAVictimHearsWhoFollowsTheCaseAfterAHandOver: until then it stands in the list.
func TestAVictimHearsWhoFollowsTheCaseAfterAHandOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 2)
	w.openCase(file, fight, jo)
	victims := func(a casework.Asked) casework.Asked {
		a.File.Victims = []uuid.UUID{jo}
		return a
	}
	w.ask(file, ada, func(a casework.Asked) casework.Command { return casework.Assign{Asked: a, Responsible: ada.ID} })
	w.ask(file, ada, func(a casework.Asked) casework.Command { return casework.HandOver{Asked: a, To: bo.ID} })
	w.ask(file, bo, func(a casework.Asked) casework.Command { return casework.Accept{Asked: victims(a)} })
	w.until(local("2026-11-05 12:00"))
	w.says(
		"2026-11-03 00:00 DUE_SOON NIEUWE-NAAM-VERTELLEN", "2026-11-04 00:00 DUE NIEUWE-NAAM-VERTELLEN",
		"2026-11-05 00:00 LAPSED NIEUWE-NAAM-VERTELLEN",
	)
	if clocks := w.file(file).Clocks; len(clocks) != 1 || clocks[0].Victim != jo || clocks[0].Ended {
		t.Fatalf("the list has %+v", clocks)
	}
	w.ask(file, bo, func(a casework.Asked) casework.Command {
		return casework.TellName{Asked: victims(a), ID: uuid.New(), Victim: jo, Channel: "PHONE", On: minute(w.time())}
	})
	w.until(local("2026-11-05 13:00"))
	if s, clocks := w.work(file), w.file(file).Clocks; len(s.Alarms) != 0 || len(clocks) != 1 || !clocks[0].Ended {
		t.Errorf("it was told, and there is %+v in %+v", s.Alarms, clocks)
	}
}

// TestSilenceWithoutAStandInIsOfferedToEverybody who follows files.
func TestSilenceWithoutAStandInIsOfferedToEverybody(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 2)
	w.openCase(file, fight, jo)
	w.ask(file, ada, func(a casework.Asked) casework.Command { return casework.Assign{Asked: a, Responsible: ada.ID} })
	w.record(prosecution.Stream(file), ada, notice(verdict, "VERDICT", dayAt(w.time()), dayAt(w.time())))
	w.until(local("2026-11-11 10:00"))
	if s, f := w.work(file), w.file(file); s.Offer.To != casework.Team || f.OfferedTo != casework.Team || s.Responsible != ada.ID {
		t.Fatalf("%+v", s.Offer)
	}
	w.ask(file, bo, func(a casework.Asked) casework.Command { return casework.Accept{Asked: a} })
	if s := w.work(file); s.Responsible != bo.ID || s.Offer != (casework.Offer{}) {
		t.Errorf("%+v", s)
	}
}

func TestAnEmployerThatSwitchesSilenceOffHasNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 1)
	for _, v := range agreement.Shipped() {
		if v.Code == "STILTE-BIJ-ROOD" {
			v.Off = true
			w.record(agreement.Stream(zuid), ada, agreement.Adopted{Version: v})
		}
	}
	w.openCase(file, fight, jo)
	w.ask(file, ada, func(a casework.Asked) casework.Command {
		return casework.Assign{Asked: a, Responsible: ada.ID, StandIn: bo.ID}
	})
	w.record(prosecution.Stream(file), ada, notice(verdict, "VERDICT", dayAt(w.time()), dayAt(w.time())))
	w.until(local("2027-01-20 12:00"))
	if s := w.work(file); s.Offer.To != uuid.Nil || len(s.Alarms) == 0 {
		t.Errorf("%+v", s)
	}
}

func TestTheCareForAWorkerHasClocksToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 2)
	w.happened(fight, local("2026-11-02 08:00"))
	care := w.openCare(fight, jo)
	w.until(local("2026-11-02 20:00"))
	w.record(eventlog.Stream{Category: "aftercare", ID: care}, ada, step(uuid.New(), jo, "MGR_TALK", w.time()))
	w.until(local("2026-11-30 12:00"))
	w.says(
		"2026-11-03 04:00 DUE_SOON REACTIE-24-UUR", "2026-11-03 07:00 DUE REACTIE-24-UUR",
		"2026-11-03 08:00 LAPSED REACTIE-24-UUR", "2026-11-03 08:00 TAKEN_OVER REACTIE-24-UUR",
	)
	if f := w.file(care); f.Kind != worklist.OfCare || f.Incident != fight || !slices.Contains(f.Links, jo) {
		t.Errorf("%+v", f)
	}
}

func TestAClosedCaseRaisesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 1)
	w.openCase(file, fight, jo)
	w.record(prosecution.Stream(file), ada, notice(verdict, "VERDICT", dayAt(w.time()), dayAt(w.time())))
	w.until(local("2026-11-05 12:00"))
	w.record(prosecution.Stream(file), ada, prosecution.Closed{})
	w.until(local("2026-12-05 12:00"))
	if s, f := w.work(file), w.file(file); len(s.Alarms) != 0 || s.Raised != 3 || !f.Closed || !f.NextAt.IsZero() {
		t.Errorf("%+v\n%+v", s, f)
	}
	w.record(prosecution.Stream(file), ada, prosecution.Reopened{})
	w.until(local("2026-12-06 12:00"))
	if s := w.work(file); len(s.Alarms) != 1 || s.Alarms[0].Kind != casework.TakenOver {
		t.Errorf("reopened: %+v", s)
	}
}

// TestForgettingRaisesNothing: what met a term may be among what was forgotten.
func TestForgettingRaisesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 1)
	w.happened(fight, local("2026-11-02 08:00"))
	w.openCase(file, fight, jo)
	w.record(prosecution.Stream(file), ada, notice(uuid.New(), "MELD_POL", dayAt(w.time()), dayAt(w.time())))
	w.until(local("2026-11-02 10:00"))
	w.record(prosecution.Stream(file), ada, prosecution.Erased{Purpose: "prosecution", Reason: "ERASURE"})
	w.until(local("2026-12-05 12:00"))
	w.says()
	w.record(prosecution.Stream(file), ada, notice(verdict, "VERDICT", dayAt(w.time()), dayAt(w.time())))
	w.until(local("2026-12-12 12:00"))
	if got := w.said(); len(got) != 4 {
		t.Errorf("of a verdict that came later: %v", got)
	}
}

// TestCasesThatAreOneAreFollowedInOne, and as two again when they are split.
func TestCasesThatAreOneAreFollowedInOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 2)
	stays := uuid.New()
	for _, id := range []uuid.UUID{stays, file} {
		w.openCase(id, fight, jo)
	}
	w.record(prosecution.Stream(file), ada, notice(verdict, "VERDICT", dayAt(w.time()), dayAt(w.time())))
	w.until(local("2026-11-05 12:00"))
	kinds := func(id uuid.UUID) (list []casework.AlarmKind) {
		for _, a := range w.work(id).Alarms {
			list = append(list, a.Kind)
		}
		return list
	}
	lapsed := []casework.AlarmKind{casework.Lapsed}
	if !slices.Equal(kinds(file), lapsed) || kinds(stays) != nil {
		t.Errorf("as two: %v and %v", kinds(file), kinds(stays))
	}
	w.record(prosecution.Stream(stays), ada, prosecution.Absorbed{Case: file})
	w.record(prosecution.Stream(file), ada, prosecution.Merged{Into: stays})
	w.until(local("2026-11-05 13:00"))
	if kinds(file) != nil || !slices.Equal(kinds(stays), lapsed) || !w.file(file).Closed {
		t.Errorf("as one: %v and %v", kinds(file), kinds(stays))
	}
	// What is recorded in the one that was merged is heard of in the one that stays.
	w.record(prosecution.Stream(file), ada, told(uuid.New(), jo, verdict, dayAt(w.time())))
	w.until(local("2026-11-05 14:00"))
	if kinds(stays) != nil {
		t.Errorf("told in the other one: %v", kinds(stays))
	}
	w.record(prosecution.Stream(stays), ada, prosecution.Released{Case: file})
	w.record(prosecution.Stream(file), ada, prosecution.SplitOff{From: stays})
	w.until(local("2026-11-16 12:00"))
	if f := w.file(file); f.Closed || !slices.Equal(kinds(file), []casework.AlarmKind{casework.Due}) || kinds(stays) != nil {
		t.Errorf("as two again: %v and %v, %+v", kinds(file), kinds(stays), f)
	}
}

// TestWhatWasToldOfTermsHoldsForCasesThatAreOne: the victim knows its rights from the case
// that was merged, and the one that stays need not ask for it again; until they are split.
func TestWhatWasToldOfTermsHoldsForCasesThatAreOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 2)
	stays := uuid.New()
	w.openCase(file, fight)
	w.record(prosecution.Stream(stays), ada, prosecution.Opened{Employer: zuid, Regime: "AVG"}, notice(uuid.New(), "AANG", dayAt(w.time()), dayAt(w.time())))
	ended := func() bool {
		i := slices.IndexFunc(w.file(stays).Clocks, func(c worklist.Clock) bool { return c.Agreement == "RECHTEN-ART51AB" })
		if i < 0 {
			t.Fatalf("there is no such term: %+v", w.file(stays).Clocks)
		}
		return w.file(stays).Clocks[i].Ended
	}
	w.until(w.time().Add(time.Hour))
	if ended() {
		t.Error("as two: its victim was told nothing")
	}
	w.record(prosecution.Stream(stays), ada, prosecution.Absorbed{Case: file})
	w.record(prosecution.Stream(file), ada, prosecution.Merged{Into: stays})
	w.until(w.time().Add(time.Hour))
	if !ended() {
		t.Error("as one: told in the other one, and asked for again")
	}
	w.record(prosecution.Stream(stays), ada, prosecution.Released{Case: file})
	w.record(prosecution.Stream(file), ada, prosecution.SplitOff{From: stays})
	w.until(w.time().Add(time.Hour))
	if ended() {
		t.Error("as two again: told in the other one only")
	}
}

func TestAFileThatCannotBeCountedHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 1)
	bad := uuid.New()
	for _, id := range []uuid.UUID{bad, file} {
		w.openCase(id, fight, jo)
		w.record(prosecution.Stream(id), ada, notice(verdict, "VERDICT", dayAt(w.time()), dayAt(w.time())))
	}
	w.deliver(1)
	w.keepers[0].Log = unreadable{w.log, prosecution.Stream(bad)}
	w.at(local("2026-11-05 12:00"))
	if n, err := w.keepers[0].Look(t.Context()); n != 2 || err != nil {
		t.Errorf("looked at %d files, %v", n, err)
	}
	if s := w.work(file); len(s.Alarms) != 1 {
		t.Errorf("the other one has %+v", s.Alarms)
	}
}

type unreadable struct {
	clocks.Log
	stream eventlog.Stream
}

func (l unreadable) ReadStream(ctx context.Context, s eventlog.Stream, after eventlog.Version) ([]eventlog.Recorded, error) {
	if s == l.stream {
		return nil, fmt.Errorf("cannot be read")
	}
	return l.Log.ReadStream(ctx, s, after)
}

func TestTheProgramItselfIsNoSignOfLife(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 1)
	w.openCase(file, fight, jo)
	w.at(local("2026-11-03 09:00"))
	w.record(casework.Stream(uuid.New()), access.Clocks(), casework.Opened{Employer: zuid})
	recorded, err := w.log.Read(t.Context(), 0, 100)
	w.must(err)
	last, err := eventlog.ParseMeta(recorded[len(recorded)-1].Metadata)
	if err != nil || last.Role != "program" {
		t.Errorf("%+v, %v", last, err)
	}
}

func TestRunLooksAtEveryTickUntilItEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 1)
	w.openCase(file, fight, jo)
	w.record(prosecution.Stream(file), ada, notice(verdict, "VERDICT", dayAt(w.time()), dayAt(w.time())))
	w.deliver(1)
	w.at(local("2026-11-05 12:00"))
	ctx, end := context.WithCancel(t.Context())
	tick, ended := make(chan time.Time), make(chan struct{})
	go func() { w.keepers[0].Run(ctx, tick); close(ended) }()
	tick <- time.Time{}
	tick <- time.Time{} // taken when the look before is over
	end()
	<-ended
	if s := w.work(file); len(s.Alarms) != 1 || s.Alarms[0].Kind != casework.Lapsed {
		t.Errorf("%+v", s.Alarms)
	}
}

// TestTermsRunFromTheRecordThatAnIncidentCountsUnder, also when only that one is
// corrected, and from its own again when the two are split.
func TestTermsRunFromTheRecordThatAnIncidentCountsUnder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 2)
	other := uuid.New()
	w.happened(fight, local("2026-11-02 08:00"))
	w.happened(other, local("2026-11-02 07:30"))
	care := w.openCare(fight, jo)
	for _, step := range []struct {
		in   uuid.UUID
		what incident.Event
		due  string
	}{
		{fight, incident.Merged{Into: other}, "2026-11-03 07:30"},
		{other, incident.Corrected{Occurred: new(minute(local("2026-11-02 06:00")))}, "2026-11-03 06:00"},
		{fight, incident.SplitOff{From: other}, "2026-11-03 08:00"},
	} {
		w.record(incident.Stream(step.in), ada, step.what)
		w.until(w.time().Add(time.Minute))
		i := slices.IndexFunc(w.file(care).Clocks, func(c worklist.Clock) bool { return c.Agreement == "REACTIE-24-UUR" })
		if i < 0 || !w.file(care).Clocks[i].TooLate.Equal(local(step.due)) {
			t.Errorf("after %T it is due %v, not %s", step.what, w.file(care).Clocks, step.due)
		}
	}
}

// TestAFileKnowsTheUnitsOfItsIncidents, as they stand by now, and of the record that each
// counts under.
func TestAFileKnowsTheUnitsOfItsIncidents(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 2)
	other := uuid.New()
	w.happened(fight, local("2026-11-02 08:00"))
	w.happened(other, local("2026-11-02 07:30"))
	w.openCase(file, fight, jo)
	w.record(prosecution.Stream(file), ada, prosecution.Linked{Link: prosecution.Link{Kind: prosecution.ToIncident, ID: other}})
	for _, step := range []struct {
		in   uuid.UUID
		what incident.Event
		want []codes.Code
	}{
		{fight, incident.DetailsAdded{Place: &incident.Place{Unit: "NOORD"}}, []codes.Code{"NOORD", codes.NotRecorded}}, // of the whole employer
		{other, incident.DetailsAdded{Place: &incident.Place{Unit: "NOORD"}}, []codes.Code{"NOORD"}},
		{other, incident.Corrected{Place: &incident.Place{Unit: "WEST"}}, []codes.Code{"NOORD", "WEST"}},
		{fight, incident.Merged{Into: other}, []codes.Code{"WEST"}},
		{fight, incident.SplitOff{From: other}, []codes.Code{"NOORD", "WEST"}},
	} {
		w.record(incident.Stream(step.in), ada, step.what)
		w.until(w.time().Add(time.Minute))
		if got := slices.Sorted(slices.Values(w.file(file).Units)); !slices.Equal(got, step.want) {
			t.Errorf("after %T it is of %v, not %v", step.what, got, step.want)
		}
	}
}
