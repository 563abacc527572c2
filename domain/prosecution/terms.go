package prosecution

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/codes"
)

// Facts is the history that the terms of a case are counted of: every step that was
// heard of and can be read, by when it took effect and when it came in. What happened to
// the workers and what was made at the police has streams of its own, and is for whoever
// asks to add.
func (s Case) Facts() []agreement.Happened {
	var all []agreement.Happened
	for _, n := range s.ByEffect() {
		all = append(all, agreement.Happened{Fact: n.Told.Value.Step, At: effect(n), Known: n.Received.Instant})
	}
	return all
}

// Outcome is one outcome that one victim has to hear, with the history that the term for
// telling it is counted of.
type Outcome struct {
	Victim  uuid.UUID
	Notice  uuid.UUID
	History []agreement.Happened
}

// Outcomes are those of every victim, in the order of the victims. Each has a history of
// its own: else a word about the summons would count for the verdict as well.
func (s Case) Outcomes() []Outcome {
	var all []Outcome
	for _, victim := range s.Workers {
		for _, n := range s.ByEffect() {
			if n.Told.Value.endsIt() {
				all = append(all, Outcome{Victim: victim, Notice: n.ID, History: s.toldTo(victim, n)})
			}
		}
	}
	return all
}

func (s Case) toldTo(victim uuid.UUID, n Kept) []agreement.Happened {
	facts := []agreement.Happened{{Fact: "OUTCOME_KNOWN", At: n.Received, Known: n.Received.Instant}}
	told, before := s.informed(victim, n.ID)
	if !before || told.Revision.Revision != n.Revision {
		return facts
	}
	at := told.On
	if at.Before(n.Received) {
		at = n.Received // who heard it elsewhere before was told in time
	}
	return append(facts, agreement.Happened{Fact: "VICTIM_TOLD", At: at})
}

// endsIt tells whether a step says how a case ended, for now.
func (t Told) endsIt() bool {
	ends := slices.Contains([]codes.Code{sepot, sepotRev, verdict, arrestHof}, t.Step)
	return ends || steps[t.Step].tells && t.Outcome != "" && t.Outcome != pending
}

// informed is what a victim was told of a notice last.
func (s Case) informed(victim, notice uuid.UUID) (Informed, bool) {
	i, found := slices.BinarySearchFunc(s.Informed, Informed{Victim: victim, Revision: Revision{Notice: notice}}, Informed.order)
	if !found {
		return Informed{}, false
	}
	return s.Informed[i], true
}
