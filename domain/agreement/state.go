package agreement

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
)

// Agreements are the versions that were adopted in one stream, in order.
type Agreements []Held

func (s Agreements) index(code, number string) int {
	return slices.IndexFunc(s, func(h Held) bool { return h.Code == code && h.Number == number })
}

// next is a number that is still free: the next one of the same year.
func (s Agreements) next(code, number string) string {
	year, n := numberOf(number)
	for s.index(code, fmt.Sprintf("%d-%d", year, n)) >= 0 {
		n++
	}
	return fmt.Sprintf("%d-%d", year, n)
}

func (s Agreements) held(whose Whose) []Held {
	list := slices.Clone([]Held(s))
	for i := range list {
		list[i].Whose = whose
	}
	return list
}

// Uses is what somebody decided of the terms of one case, or of the care for one worker:
// which versions they run under, and facts that no other record tells.
type Uses struct {
	Applied map[string]Ref // by agreement
	Told    []Told         // by id
}

// Told is a fact of terms as somebody told it.
type Told struct {
	ID        uuid.UUID
	Fact      codes.Code // one of codes.ClockFact that is told: see TellFact
	On        moment.Moment
	Agreement string     // of which the term is meant; "" is all that know the fact
	Because   codes.Code // codes.SuspensionReason, of SUSPENDED
	Retracted bool
}

// facts are those told that a term of an agreement is counted of.
func (u Uses) facts(code string) []Happened {
	var all []Happened
	for _, t := range u.Told {
		if !t.Retracted && (t.Agreement == "" || t.Agreement == code) {
			all = append(all, Happened{Fact: t.Fact, At: t.On})
		}
	}
	return all
}

// Beside adds the facts that were told of another case which turned out to be this one: what
// was told once is not asked for again. The versions that were applied stay this one's own.
func (u Uses) Beside(other Uses) Uses {
	for _, t := range other.Told {
		if i, found := u.find(t.ID); !found {
			u.Told = slices.Insert(slices.Clone(u.Told), i, t)
		}
	}
	return u
}

func (u Uses) find(id uuid.UUID) (int, bool) {
	return slices.BinarySearchFunc(u.Told, id, func(t Told, id uuid.UUID) int { return bytes.Compare(t.ID[:], id[:]) })
}
