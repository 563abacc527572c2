package prosecution

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"
)

// Unplaced checks a notice of which nobody knows the case yet, and gives it as a case
// would keep it. Whom it names counts as belonging to that case: whether they do is
// asked once there is one. The error is a *fault.Fault that names every wrong field.
func Unplaced(at time.Time, employer uuid.UUID, h Heard) (Heard, error) {
	s := Case{Employer: employer}
	if h.Told.Worker != uuid.Nil {
		s.Workers = with(s.Workers, h.Told.Worker, byID)
	}
	if h.Told.Aangifte != uuid.Nil {
		s.Aangiften = with(s.Aangiften, h.Told.Aangifte, byID)
	}
	for _, a := range h.Amounts {
		s.Workers = with(s.Workers, a.Claimant, byID)
	}
	f := form{at: at}
	n := f.notice(s, uuid.Max, h)
	if err := f.Err(); err != nil {
		return Heard{}, err
	}
	return n.Heard(), nil
}

// Heard is the notice as it was told, as far as this reader can see it.
func (n Notice) Heard() Heard {
	return Heard{
		Received: n.Received, Source: n.Source, Told: n.Told.Value, Amounts: n.Amounts.Value,
		Reference: n.Reference.Value, Text: n.Text.Value,
	}
}

// Equal tells whether two say the same in every field.
func (h Heard) Equal(o Heard) bool {
	return h.Received.Equal(o.Received) && h.Source == o.Source && h.Told.equal(o.Told) &&
		slices.Equal(h.Amounts, o.Amounts) && h.Reference == o.Reference && h.Text == o.Text
}

// shortestNumber: what is shorter is a page or a year, and would lead anywhere.
const shortestNumber = 6

// Number is a parketnummer, or that of an aangifte or a collection, as it is compared:
// 10/123456-26 and 10.123456.26 are one number. "" where it is none.
func Number(text string) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, text)
	digits := strings.ContainsFunc(plain, unicode.IsDigit)
	if len(plain) < shortestNumber || !digits {
		return ""
	}
	return plain
}

// Numbers are those that a case is known by elsewhere: of every notice that counts, as
// far as this reader can see it.
func (s Case) Numbers() []string {
	var all []string
	for _, n := range s.Notices {
		if number := Number(n.Reference.Value); number != "" && !n.Withdrawn && !slices.Contains(all, number) {
			all = append(all, number)
		}
	}
	return all
}
