package prosecution_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/suspect"
)

var byFile = suspect.Asked{By: caseWorker, At: noon, Employer: rotterdam}

// TestAClearedSuspectIsUpForReviewAtOnce walks what a case does to a suspect's file, by
// the rules of both.
func TestAClearedSuspectIsUpForReviewAtOnce(t *testing.T) {
	t.Parallel()
	acquittal := said("VERDICT", "2026-10-12", outcome("ACQ"))
	acquittal.Reference = "ECLI:1"
	overturned := said("ARREST_HOF", "2026-11-12", outcome("CONV"))
	freed := said("HR", "2026-11-19", outcome("ACQ"))
	w := &walked{t: t, state: fold(link(prosecution.ToSuspect, file)), file: suspect.Decider.Fold([]suspect.Event{suspect.Opened{Employer: rotterdam.ID, Regime: "AVG"}})}

	w.then(received(31, acquittal), "an acquittal takes the incident out of the history", false, true)
	clearance, _ := w.file.Clearances[0].Clearance.Get()
	if diff := cmp.Diff(person.Clearance{Ground: "ACQUITTAL", On: "2026-10-12", Document: "ECLI:1"}, clearance); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	w.then(received(32, said("APPEAL", "2026-10-15")), "an appeal changes nothing by itself", false, true)
	w.review(true)
	w.then(received(33, overturned), "when it is overturned nothing returns by itself", false, false)
	if diff := cmp.Diff([]uuid.UUID{fight}, w.reversed); diff != "" {
		t.Errorf("a person must look at it (-want +got):\n%s", diff)
	}
	w.review(false)
	w.then(received(34, said("EXEC_START", "2026-11-13")), "and a review stays", true, false)
	w.then(received(35, freed), "until another court acquits", false, false)
	w.review(false)
	w.then(received(36, said("FINAL", "2026-11-20")), "and the next review stays too", true, false)
}

// TestACorrectedNumberUndoesNoReview: a person looked, and the letter turns out to have
// another number.
func TestACorrectedNumberUndoesNoReview(t *testing.T) {
	t.Parallel()
	acquittal := said("VERDICT", "2026-10-12", outcome("ACQ"))
	w := &walked{t: t, state: fold(link(prosecution.ToSuspect, file)), file: suspect.Decider.Fold([]suspect.Event{suspect.Opened{Employer: rotterdam.ID, Regime: "AVG"}})}
	w.then(received(31, acquittal), "an acquittal takes the incident out of the history", false, true)
	w.review(false)
	acquittal.Reference = "ECLI:2"
	w.then(prosecution.NoticeCorrected{Notice: kept(31, acquittal)}, "the same acquittal", true, false)
	acquittal.Told.Effect = on("2026-10-13")
	w.then(prosecution.NoticeCorrected{Notice: kept(31, acquittal)}, "one of another day", false, false)
}

type walked struct {
	t        *testing.T
	state    prosecution.Case
	file     suspect.File
	reversed []uuid.UUID
}

func (w *walked) then(e prosecution.Event, what string, counts, waits bool) {
	w.t.Helper()
	before := w.state
	w.state = prosecution.Decider.Evolve(before, e)
	w.reversed = prosecution.Reversed(before, w.state, w.file)
	for _, c := range prosecution.Consequences(before, w.state, w.file, byFile) {
		w.ask(c)
	}
	if w.file.Counts(fight) != counts || w.file.UnderReview() != waits {
		w.t.Errorf("%s: counts %t, under review %t", what, w.file.Counts(fight), w.file.UnderReview())
	}
	for _, c := range prosecution.Consequences(w.state, w.state, w.file, byFile) {
		w.t.Errorf("%s: asked again without a change: %T", what, c)
	}
}

func (w *walked) review(leaves bool) {
	w.t.Helper()
	w.ask(suspect.Review{Asked: byFile, Incident: fight, Leaves: leaves, Reason: "gelezen"})
}

func (w *walked) ask(c suspect.Command) {
	w.t.Helper()
	events, err := suspect.Decider.Decide(w.file, c)
	if err != nil {
		w.t.Fatalf("%T: %v", c, err)
	}
	for _, e := range events {
		w.file = suspect.Decider.Evolve(w.file, e)
	}
}

// TestAVerdictJustAfterMidnight: the file must not refuse what the case takes.
func TestAVerdictJustAfterMidnight(t *testing.T) {
	t.Parallel()
	late := byFile
	late.At = time.Date(2026, 11, 20, 23, 30, 0, 0, time.UTC) // half past midnight in the Netherlands
	after := fold(link(prosecution.ToSuspect, file), received(31, said("VERDICT", "2026-11-21", outcome("ACQ"))))
	opened := suspect.File{Employer: rotterdam.ID, Regime: "AVG"}
	asked := prosecution.Consequences(fold(), after, opened, late)
	if len(asked) != 1 {
		t.Fatalf("%d commands", len(asked))
	}
	if _, err := suspect.Decider.Decide(opened, asked[0]); err != nil {
		t.Error(err)
	}
}

func TestClearance(t *testing.T) {
	t.Parallel()
	suspected := link(prosecution.ToSuspect, file)
	for name, c := range map[string]struct {
		given  []prosecution.Event
		ground string // "": nobody is cleared
	}{
		"sepot 01":                              {[]prosecution.Event{received(31, said("SEPOT", "2026-10-12", ground("01")))}, "SEPOT_01"},
		"sepot 02 clears nobody":                {[]prosecution.Event{received(31, said("SEPOT", "2026-10-12", ground("02")))}, ""},
		"revised to 01":                         {[]prosecution.Event{received(31, said("SEPOT", "2026-10-12", ground("02"))), received(32, said("SEPOT_REV", "2026-11-12", ground("01")))}, "SEPOT_01"},
		"revised from 01":                       {[]prosecution.Event{received(32, said("SEPOT_REV", "2026-11-12", ground("40"))), received(31, said("SEPOT", "2026-10-12", ground("01")))}, ""},
		"an acquittal that was withdrawn":       {[]prosecution.Event{received(31, said("VERDICT", "2026-10-12", outcome("ACQ"))), prosecution.NoticeWithdrawn{ID: id(31)}}, ""},
		"convicted on appeal":                   {[]prosecution.Event{received(32, said("ARREST_HOF", "2026-11-12", outcome("CONV"))), received(31, said("VERDICT", "2026-10-12", outcome("ACQ")))}, ""},
		"on appeal, and nobody said how":        {[]prosecution.Event{received(32, said("ARREST_HOF", "2026-11-12")), received(31, said("VERDICT", "2026-10-12", outcome("ACQ")))}, ""},
		"summoned in spite of sepot 01":         {[]prosecution.Event{received(31, said("SEPOT", "2026-10-12", ground("01"))), received(32, said("SUMMONS", "2026-11-12"))}, ""},
		"discharged is proven, and no offender": {[]prosecution.Event{received(31, said("VERDICT", "2026-10-12", outcome("OVAR")))}, ""},
	} {
		got, is := fold(c.given...).Clearance()
		if is != (c.ground != "") || string(got.Ground) != c.ground || is && !strings.HasPrefix(got.Document, "notice ") {
			t.Errorf("%s: %+v, %t", name, got, is)
		}
		if asked := prosecution.Consequences(fold(), fold(c.given...), suspect.File{}, byFile); len(asked) != 0 {
			t.Errorf("%s: somebody unknown was cleared", name)
		}
		known := fold(append(c.given, suspected)...)
		if asked := prosecution.Consequences(fold(c.given...), known, suspect.File{Employer: rotterdam.ID}, byFile); (len(asked) == 1) != is {
			t.Errorf("%s: who became known afterwards: %v", name, asked)
		}
	}
}
