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
	ordered := s.ByEffect()
	for _, n := range ordered {
		all = append(all, agreement.Happened{Fact: n.Told.Value.Step, At: effect(n), Known: n.Received.Instant})
		if told := n.Told.Value; told.Outcome != "" && !told.Outcome.Missing() {
			all = append(all, agreement.Happened{Fact: told.Outcome, At: effect(n), Known: n.Received.Instant})
		}
		all = append(all, agreed(n, ordered)...)
	}
	return all
}

// Tells says whether a fact is one that a case hears of itself.
func Tells(fact codes.Code) bool {
	return fact == "NEXT_DONE" || fact == "RIGHTS_TOLD" || slices.ContainsFunc(codes.CaseStep.Codes, func(e codes.Entry) bool { return e.Code == fact })
}

// agreed is the day for which something was agreed in a call, and that something was
// heard since. What was heard before that day came has overtaken it.
func agreed(call Kept, ordered []Kept) []agreement.Happened {
	told := call.Told.Value
	if told.Step != codes.Other || !told.Hearing.Known() {
		return nil
	}
	facts := []agreement.Happened{{Fact: "NEXT_STEP", At: told.Hearing, Known: call.Received.Instant}}
	for _, n := range ordered {
		switch {
		case !effect(call).Before(effect(n)):
			continue
		case effect(n).Before(told.Hearing):
			return nil
		}
		return append(facts, agreement.Happened{Fact: "NEXT_DONE", At: effect(n), Known: n.Received.Instant})
	}
	return facts
}

// Outcome is one outcome that one victim has to hear, with the history that the term for
// telling it is counted of.
type Outcome struct {
	Victim  uuid.UUID
	Notice  uuid.UUID
	Home    uuid.UUID // the case that holds the notice; zero is this one
	History []agreement.Happened
}

// Outcomes are those of every victim, in the order of the victims. Each has a history of
// its own: else a word about the summons would count for the verdict as well. One that
// came in twice, in cases that were merged since, is one outcome: that which came first.
func (s Case) Outcomes() []Outcome {
	var all []Outcome
	for _, victim := range s.Workers {
		for _, n := range s.ByEffect() {
			twins := s.twins(n)
			twice := slices.ContainsFunc(twins, func(o Kept) bool { return !o.Withdrawn && o.sooner(n) })
			if n.Told.Value.endsIt() && !twice {
				all = append(all, Outcome{Victim: victim, Notice: n.ID, Home: n.Home, History: s.toldTo(victim, n, twins)})
			}
		}
	}
	return all
}

func (s Case) toldTo(victim uuid.UUID, n Kept, twins []Kept) []agreement.Happened {
	facts := []agreement.Happened{{Fact: "OUTCOME_KNOWN", At: n.Received, Known: n.Received.Instant}}
	for _, one := range append([]Kept{n}, twins...) {
		told, heard := s.heardOf(victim, one)
		if !heard {
			continue
		}
		at := told.On
		if at.Before(n.Received) {
			at = n.Received // who heard it elsewhere before was told in time
		}
		facts = append(facts, agreement.Happened{Fact: "VICTIM_TOLD", At: at})
	}
	return facts
}

// endsIt tells whether a step says how a case ended, for now.
func (t Told) endsIt() bool {
	ends := slices.Contains([]codes.Code{sepot, sepotRev, verdict, arrestHof}, t.Step)
	return ends || steps[t.Step].tells && t.Outcome != "" && t.Outcome != pending
}

// informed is what a victim was told of a notice last.
func (s Case) informed(victim uuid.UUID, n Kept) (Informed, bool) {
	i, found := slices.BinarySearchFunc(s.Informed, Informed{Victim: victim, Revision: n.now()}, Informed.order)
	if !found {
		return Informed{}, false
	}
	return s.Informed[i], true
}
