package prosecution

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
)

// Contradiction is an order of effect that cannot be: Later says that it took effect
// before Earlier, of which it is the consequence. One of the two dates is wrong.
type Contradiction struct {
	Earlier, Later uuid.UUID // notices
	NL, EN         string
}

// Remark is something that a person should look at, and no mistake for certain.
type Remark struct {
	Notice uuid.UUID
	NL, EN string
}

// contradictions compares only what is certain: a day is neither before nor after an
// hour of its own (moment.Before).
func contradictions(ordered []Kept, instances []codes.Code) []Contradiction {
	var all []Contradiction
	for i, later := range ordered {
		for _, set := range steps[later.Told.Value.Step].after {
			earlier, found := beforeAll(i, ordered, instances, set)
			if found {
				all = append(all, contradiction(earlier, later))
			}
		}
	}
	return all
}

// beforeAll gives one of the notices of a set that a notice comes before all of.
func beforeAll(i int, ordered []Kept, instances []codes.Code, set []codes.Code) (Kept, bool) {
	var earlier Kept
	for j, n := range ordered {
		switch {
		case !isOne(n.Told.Value.Step, set) || n.Told.Value.Step == hearing && instances[j] != instances[i]:
			continue
		case !effect(ordered[i]).Before(effect(n)):
			return Kept{}, false
		case earlier.ID == uuid.Nil:
			earlier = n
		}
	}
	return earlier, earlier.ID != uuid.Nil
}

func contradiction(earlier, later Kept) Contradiction {
	a, _ := codes.CaseStep.Find(earlier.Told.Value.Step)
	b, _ := codes.CaseStep.Find(later.Told.Value.Step)
	return Contradiction{
		Earlier: earlier.ID, Later: later.ID,
		NL: b.NL + " (" + day(later) + ") ligt vóór " + a.NL + " (" + day(earlier) + "): een van beide data klopt niet",
		EN: b.EN + " (" + day(later) + ") lies before " + a.EN + " (" + day(earlier) + "): one of the two dates is wrong",
	}
}

func day(n Kept) string { return effect(n).Local().Format(time.DateOnly) }

func (s Case) remarks(ordered []Kept, now Standing) []Remark {
	var all []Remark
	for i, n := range ordered {
		told := n.Told.Value
		if told.Sepot != "" && !told.Sepot.Missing() {
			if _, listed := codes.SepotGround.Find(told.Sepot); !listed {
				all = append(all, Remark{n.ID, "sepotcode die niet in onze lijst staat; de bijlage van 2022 is niet nagekeken", "ground of dismissal that our list does not have; the annex of 2022 was not checked"})
			}
		}
		if slices.Contains(judgments, told.Step) {
			if told.Outcome == "" && told.Step != supreme {
				all = append(all, Remark{n.ID, "uitspraak zonder uitkomst: vraag ernaar", "judgment without an outcome: ask for it"})
			}
			if i > 0 && differs(ordered[:i], n) {
				all = append(all, Remark{n.ID, "twee uitspraken van dezelfde dag zeggen iets anders: een van beide klopt niet", "two judgments of the same day say different things: one of them is wrong"})
			}
		}
	}
	if now.Outcome == acquitted {
		for _, a := range s.Ledger() {
			if a.Awarded.Cents > 0 {
				all = append(all, Remark{now.Deciding, "vrijgesproken, en er staat nog schade toegewezen: vraag wat daarvan overbleef", "acquitted, and damages are still awarded: ask what became of them"})
				break
			}
		}
	}
	return all
}

var judgments = []codes.Code{verdict, arrestHof, supreme}

func differs(before []Kept, n Kept) bool {
	return slices.ContainsFunc(before, func(o Kept) bool {
		return o.Told.Value.Step == n.Told.Value.Step && day(o) == day(n) && effect(o).Known() && o.Told.Value.Outcome != n.Told.Value.Outcome
	})
}
