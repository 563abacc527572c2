package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/triage"
)

func walkTriageReceived(f fields, stream uuid.UUID, e *triage.Received) {
	e.Employer = f.id("employer", e.Employer)
	word(f, "regime", &e.Regime)
	held(f, "content", ofCase(stream, person.ForProsecution), &e.Content, waitingNotice)
	walkWaiting(f, &e.Waiting)
}

func walkTriageCorrected(f fields, stream uuid.UUID, e *triage.Corrected) {
	held(f, "content", ofCase(stream, person.ForProsecution), &e.Content, waitingNotice)
	walkWaiting(f, &e.Waiting)
}

func walkWaiting(f fields, w *triage.Waiting) {
	word(f, "reason", &w.Reason)
	ids(f, "candidates", &w.Candidates)
}

var waitingNotice = objectContent(walkContent)

// walkContent is sealed as a whole: one key less than a case has, because nothing of a
// notice that waits outlives the rest.
func walkContent(f fields, c *triage.Content) {
	object(f, "received", &c.Received, walkMoment)
	word(f, "source", &c.Source)
	object(f, "told", &c.Told, walkTold)
	listIfAny(f, "amounts", &c.Amounts, walkAmount)
	wordIfAny(f, "reference", &c.Reference)
	wordIfAny(f, "text", &c.Text)
	wordIfAny(f, "case", &c.Case)
	wordsIfAny(f, "numbers", &c.Numbers)
	wordIfAny(f, "aangifte", &c.Clues.Aangifte)
	wordIfAny(f, "incident", &c.Incident)
}

func walkTriageMatched(f fields, _ uuid.UUID, e *triage.Matched) { e.Case = f.id("case", e.Case) }

func walkTriageSetAside(f fields, stream uuid.UUID, e *triage.SetAside) {
	held(f, "reason", ofCase(stream, person.ForNarrative), &e.Reason, narrative)
}

func walkTriageReopened(f fields, stream uuid.UUID, e *triage.Reopened) {
	held(f, "reason", ofCase(stream, person.ForNarrative), &e.Reason, narrative)
}

func walkTriageTakenBack(fields, uuid.UUID, *triage.TakenBack) {}

func walkTriageErased(purpose person.Purpose) walk[triage.Erased] {
	return func(f fields, _ uuid.UUID, e *triage.Erased) {
		e.Purpose = purpose
		word(f, "reason", &e.Reason)
	}
}

// clues are what a case is found by once it knows it (triage.Clues): numbers as they are
// compared, and what it is linked to.
func clues(e any) []string {
	switch e := e.(type) {
	case prosecution.NoticeReceived:
		return clueOf(e.Notice)
	case prosecution.NoticeCorrected:
		return clueOf(e.Notice)
	case prosecution.Linked:
		return []string{triage.ClueOf(e.Link)}
	}
	return nil
}

func clueOf(n prosecution.Notice) []string {
	if number := prosecution.Number(n.Reference.Value); number != "" {
		return []string{triage.ClueOfNumber(number)}
	}
	return nil
}
