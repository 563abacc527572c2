package triage

import (
	"bytes"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/prosecution"
)

// The reasons of codes.TriageReason.
const (
	noNumber     codes.Code = "NO_NUMBER"
	noSuchNumber codes.Code = "NO_SUCH_NUMBER"
	several      codes.Code = "SEVERAL"
	otherLaw     codes.Code = "OTHER_LAW"

	// NotTaken is that of a notice whose one case refused it.
	NotTaken codes.Code = "NOT_TAKEN"
)

// Candidate is a case that something in a notice leads to, as its own stream knows it.
type Candidate struct {
	Case     uuid.UUID
	Regime   codes.Code
	Numbered bool // it is known under some number elsewhere
}

// Found is what each clue of a notice leads to. A list is nil where there is no such
// clue, and empty where it leads nowhere.
type Found struct {
	Case     []Candidate   // by our own id
	Numbers  [][]Candidate // by each number
	Aangifte []Candidate
	Incident []Candidate
}

// Judge gives the one case that a notice is of, or why it waits. All clues that lead
// somewhere must agree. OM and courts register per suspect, so an aangifte or an incident
// alone does not lead a notice with a number of its own into a case that is known under
// another one.
func Judge(regime codes.Code, f Found) (uuid.UUID, Waiting) {
	direct := append([][]Candidate{f.Case}, f.Numbers...)
	all := leading(append(slices.Clone(direct), f.Aangifte, f.Incident))
	if len(all) == 0 {
		if f.Case == nil && len(f.Numbers) == 0 && f.Aangifte == nil && f.Incident == nil {
			return uuid.Nil, Waiting{Reason: noNumber}
		}
		return uuid.Nil, Waiting{Reason: noSuchNumber}
	}
	union := ids(slices.Concat(all...))
	var lawful [][]Candidate
	for _, set := range all {
		lawful = append(lawful, slices.DeleteFunc(slices.Clone(set), func(c Candidate) bool { return c.Regime != regime }))
	}
	if lawful = leading(lawful); len(lawful) == 0 {
		return uuid.Nil, Waiting{Reason: otherLaw, Candidates: union}
	}
	one := shared(lawful)
	if len(one) != 1 {
		return uuid.Nil, Waiting{Reason: several, Candidates: union}
	}
	if len(leading(direct)) == 0 && len(f.Numbers) > 0 && one[0].Numbered {
		return uuid.Nil, Waiting{Reason: noSuchNumber, Candidates: union}
	}
	return one[0].Case, Waiting{}
}

// leading leaves out the clues that lead nowhere.
func leading(sets [][]Candidate) [][]Candidate {
	return slices.DeleteFunc(sets, func(set []Candidate) bool { return len(set) == 0 })
}

// shared are the cases that every clue leads to.
func shared(sets [][]Candidate) []Candidate {
	var all []Candidate
	for _, c := range sets[0] {
		in := func(set []Candidate) bool {
			return slices.ContainsFunc(set, func(o Candidate) bool { return o.Case == c.Case })
		}
		everywhere := !slices.ContainsFunc(sets, func(set []Candidate) bool { return !in(set) })
		if everywhere && !slices.ContainsFunc(all, func(o Candidate) bool { return o.Case == c.Case }) {
			all = append(all, c)
		}
	}
	return all
}

func ids(list []Candidate) []uuid.UUID {
	var all []uuid.UUID
	for _, c := range list {
		all = append(all, c.Case)
	}
	slices.SortFunc(all, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	return slices.Compact(all)
}

// ClueOfNumber is how a case is found again that knows a number, as it is compared.
func ClueOfNumber(number string) string { return "number/" + number }

// ClueOf is how a case is found again that is linked to something.
func ClueOf(l prosecution.Link) string { return string(l.Kind) + "/" + l.ID.String() }
