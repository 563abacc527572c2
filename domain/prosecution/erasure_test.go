package prosecution_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/suspect"
)

func erased(purposes ...person.Purpose) (events []prosecution.Event) {
	for _, p := range purposes {
		events = append(events, prosecution.Erased{Purpose: p, Reason: "ERASURE"})
	}
	return events
}

// withoutKeys is the same history as it is read when the keys of all that was forgotten
// are destroyed.
func withoutKeys(events []prosecution.Event) []prosecution.Event {
	events = slices.Clone(events)
	for at, e := range events {
		gone, is := e.(prosecution.Erased)
		for i := range at {
			if is {
				events[i] = shorn(events[i], gone.Purpose)
			}
		}
	}
	return events
}

func shorn(e prosecution.Event, of person.Purpose) prosecution.Event {
	switch e := e.(type) {
	case prosecution.NoticeReceived:
		e.Notice = unread(e.Notice, of)
		return e
	case prosecution.NoticeCorrected:
		e.Notice = unread(e.Notice, of)
		return e
	}
	return e
}

func unread(n prosecution.Notice, of person.Purpose) prosecution.Notice {
	switch of {
	case person.ForProsecution:
		n.Told = n.Told.Erased()
	case person.ForDamages:
		n.Amounts = n.Amounts.Erased()
	case person.ForReference:
		n.Reference = n.Reference.Erased()
	case person.ForNarrative:
		n.Text = n.Text.Erased()
	}
	return n
}

func TestForget(t *testing.T) {
	forget := func(by access.Actor, purposes ...person.Purpose) prosecution.Forget {
		return prosecution.Forget{Asked: asks(by), Purposes: purposes, Reason: "ERASURE"}
	}
	trials{
		"the registrar forgets everything":         {given: opened(), when: forget(registrar, prosecution.Purposes()...), then: erased(person.ForProsecution, person.ForDamages, person.ForReference, person.ForNarrative)},
		"the operator does not":                    {given: opened(), when: forget(operator, person.ForProsecution), err: fault.Forbidden},
		"of a closed case too, which stays closed": {given: opened(prosecution.Closed{}), when: forget(registrar, person.ForProsecution), then: erased(person.ForProsecution)},
		"a debt outlives what was heard":           {given: opened(), when: forget(registrar, person.ForProsecution, person.ForNarrative), then: erased(person.ForProsecution, person.ForNarrative)},
		"the same said twice is said once":         {given: opened(), when: forget(registrar, person.ForDamages, person.ForDamages), then: erased(person.ForDamages)},
		"it is recorded again: more may be told":   {given: opened(erased(person.ForDamages)...), when: forget(registrar, person.ForDamages), then: erased(person.ForDamages)},
		"a case worker does not forget":            {given: opened(), when: forget(caseWorker, person.ForDamages), err: fault.Forbidden, says: "registrar"},
		"nor does a reporter":                      {given: opened(), when: forget(reporter, person.ForDamages), err: fault.Forbidden, says: "criminal data"},
		"to another employer there is no such one": {given: opened(), when: forget(stranger, person.ForDamages), err: fault.NotFound},
		"nor is there one that was never opened":   {when: forget(registrar, person.ForDamages), err: fault.NotFound},
		"something is to be forgotten":             {given: opened(), when: forget(registrar), err: fault.Invalid, says: "prosecution, damages, reference or narrative"},
		"health is not kept of a case":             {given: opened(), when: forget(registrar, person.ForDamages, person.ForHealth), err: fault.Invalid, says: "what[1] is not kept here"},
		"a reason is needed":                       {given: opened(), when: prosecution.Forget{Asked: asks(registrar), Purposes: prosecution.Purposes()}, err: fault.Invalid, says: "reason"},
	}.run(t)
}

// convicted is a verdict with money, a number and words, of which anna was told.
func convicted() []prosecution.Event {
	verdict := sum("VERDICT", "2026-10-12", cents(anna, "AWARDED", 45_000))
	verdict.Told.Outcome, verdict.Reference, verdict.Text = "CONV", "10/123456-25", "Taakstraf."
	return opened(link(prosecution.ToSuspect, file), received(31, verdict), tellAll(71, anna, 31, 0))
}

func TestWhatIsForgottenOfACaseAndWhatIsNot(t *testing.T) {
	t.Parallel()
	was := prosecution.Decider.Fold(convicted())
	for what, test := range map[person.Purpose]struct {
		states     [4]person.State // told, amounts, reference, text
		stage      string
		awarded    bool
		uninformed int
		unreadable int
	}{
		person.ForProsecution: {[4]person.State{person.Forgotten, person.Present, person.Present, person.Present}, "NOTHING", true, 0, 1},
		person.ForDamages:     {[4]person.State{person.Present, person.Forgotten, person.Present, person.Present}, "JUDGED", false, 1, 1},
		person.ForReference:   {[4]person.State{person.Present, person.Present, person.Forgotten, person.Present}, "JUDGED", true, 1, 0},
		person.ForNarrative:   {[4]person.State{person.Present, person.Present, person.Present, person.Forgotten}, "JUDGED", true, 1, 0},
	} {
		s := prosecution.Decider.Fold(append(convicted(), erased(what)...))
		n, now := s.Notices[0], s.Standing()
		if got := [4]person.State{n.Told.State, n.Amounts.State, n.Reference.State, n.Text.State}; got != test.states {
			t.Errorf("%s: %v", what, got)
		}
		if string(now.Stage) != test.stage || now.Unreadable != test.unreadable || len(s.Uninformed()) != test.uninformed || (len(s.Ledger()) == 1) != test.awarded {
			t.Errorf("%s: %+v, %d uninformed, ledger %v", what, now, len(s.Uninformed()), s.Ledger())
		}
		if s.Suspect != was.Suspect || !slices.Equal(s.Incidents, was.Incidents) || !slices.Equal(s.Workers, was.Workers) || !slices.Equal(s.Informed, was.Informed) || n.Source != "OM" {
			t.Errorf("%s: links, source or what a victim was told went with it", what)
		}
	}
}

func TestWhatIsToldAfterForgettingIsKept(t *testing.T) {
	t.Parallel()
	s := prosecution.Decider.Fold(append(convicted(), erased(prosecution.Purposes()...)...))
	for name, c := range map[string]prosecution.Command{
		"the same notice, under its id": prosecution.Receive{Asked: asks(caseWorker), ID: id(31), Heard: said("VERDICT", "2026-10-12", outcome("CONV"))},
		"a correction of it":            prosecution.Correct{Asked: asks(caseWorker), ID: id(31), Heard: said("VERDICT", "2026-10-13", outcome("CONV")), Reason: "dag"},
		"closing it in silence":         prosecution.Close{Asked: asks(caseWorker)},
	} {
		if events, err := prosecution.Decider.Decide(s, c); fault.KindOf(err) != fault.Refused {
			t.Errorf("%s: %v, %v", name, events, err)
		}
	}
	for _, c := range []prosecution.Command{
		prosecution.Withdraw{Asked: asks(caseWorker), ID: id(31), Reason: "andere zaak"},
		prosecution.Receive{Asked: asks(caseWorker), ID: id(32), Heard: said("FINAL", "2026-11-01", outcome("CONV"))},
		prosecution.Close{Asked: asks(caseWorker), Explanation: "op verzoek vergeten"},
	} {
		events, err := prosecution.Decider.Decide(s, c)
		if err != nil || len(events) != 1 {
			t.Fatalf("%T after it: %v, %v", c, events, err)
		}
		s = prosecution.Decider.Evolve(s, events[0])
	}
	if now := s.Standing(); !s.Closed || !now.Final || now.Outcome != "CONV" || now.Unreadable != 0 {
		t.Errorf("%+v", now)
	}
}

// TestACorrectionTakesNoForgottenMoneyAway: left out, it would count as never told, and
// the case could be closed in silence.
func TestACorrectionTakesNoForgottenMoneyAway(t *testing.T) {
	given := append(convicted(), erased(person.ForDamages)...)
	other := said("VERDICT", "2026-10-13", outcome("CONV"))
	paid := other
	paid.Amounts = []prosecution.Amount{cents(anna, "AWARDED", 45_000)}
	trials{
		"without the money": {given: given, when: prosecution.Correct{Asked: asks(caseWorker), ID: id(31), Heard: other, Reason: "dag"}, err: fault.Refused, says: "of money was destroyed"},
		"with it": {given: given, when: prosecution.Correct{Asked: asks(caseWorker), ID: id(31), Heard: paid, Reason: "dag"},
			then: []prosecution.Event{prosecution.NoticeCorrected{Notice: kept(31, paid), Again: true, Reason: person.Of("dag")}}},
		"where there was none": {given: opened(append([]prosecution.Event{received(31, said("VERDICT", "2026-10-12", outcome("CONV")))}, erased(person.ForDamages)...)...),
			when: prosecution.Correct{Asked: asks(caseWorker), ID: id(31), Heard: other, Reason: "dag"},
			then: []prosecution.Event{prosecution.NoticeCorrected{Notice: kept(31, other), Again: true, Reason: person.Of("dag")}}},
	}.run(t)
}

func TestWhatWasNeverToldOfACaseWasNotForgotten(t *testing.T) {
	t.Parallel()
	bare := opened(received(31, said("SUSP_ID", "2026-10-12")))
	for _, p := range []person.Purpose{person.ForDamages, person.ForReference, person.ForNarrative} {
		if diff := cmp.Diff(prosecution.Decider.Fold(bare), prosecution.Decider.Fold(append(bare, erased(p)...))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", p, diff)
		}
	}
}

// TestForgettingACaseTakesNoClearanceBack: whom it cleared stays cleared, and nobody is
// asked to look whether the acquittal fell.
func TestForgettingACaseTakesNoClearanceBack(t *testing.T) {
	t.Parallel()
	w := &walked{t: t, state: fold(link(prosecution.ToSuspect, file)), file: suspect.Decider.Fold([]suspect.Event{suspect.Opened{Employer: rotterdam.ID, Regime: "AVG"}})}
	w.then(received(31, said("VERDICT", "2026-10-12", outcome("ACQ"))), "an acquittal takes the incident out of the history", false, true)
	acquitted := w.state
	w.then(prosecution.Erased{Purpose: person.ForProsecution}, "forgetting it changes nothing", false, true)
	if len(w.reversed) != 0 {
		t.Errorf("it is taken for one that fell: %v", w.reversed)
	}
	if got := prosecution.Reversed(acquitted, prosecution.Decider.Evolve(acquitted, prosecution.NoticeWithdrawn{ID: id(31)}), w.file); !slices.Equal(got, []uuid.UUID{fight}) {
		t.Errorf("and one that was withdrawn is looked at: %v", got)
	}
}

func TestTheKeysOfACase(t *testing.T) {
	t.Parallel()
	want := []person.KeyRef{
		{Kind: person.KeyOfCase, Subject: id(81), Purpose: person.ForDamages},
		{Kind: person.KeyOfCase, Subject: id(81), Purpose: person.ForNarrative},
	}
	if diff := cmp.Diff(want, prosecution.KeysOf(id(81), []person.Purpose{person.ForDamages, person.ForNarrative})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
