package figures

import (
	"math/bits"
	"slices"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
)

// Coverage is which employers reported anything of which months, whatever the filters
// say; a month counts whole, also where the period takes a part of it. A figure says
// nothing of a month that nobody reported of.
type Coverage struct {
	From      codes.Code        `json:"from"` // the first month that anybody in the figure reported of; "" when there is none
	Through   codes.Code        `json:"through"`
	Months    int               `json:"months"` // from the one to the other
	Employers []EmployerCovered `json:"employers"`
}

// EmployerCovered is what one employer reported of.
type EmployerCovered struct {
	Employer codes.Code   `json:"employer"`
	Name     string       `json:"name"`
	Months   []codes.Code `json:"months"`
}

const monthWords = (months + 63) / 64

// covered is of which months each employer reported, as known at one position: a bit
// for each month, whatever anybody filters on. It is the same for all questions of
// a snapshot, and so counted for the first one only.
type covered struct {
	limit ordinal
	bits  []uint64
}

func (p *plan) covered() []uint64 {
	if last := p.coverage.Load(); last != nil && last.limit == p.limit && !p.rezoned {
		return last.bits
	}
	all := covered{limit: p.limit, bits: make([]uint64, len(p.employers)*monthWords)}
	var work workspace
	for i, c := range p.chunks {
		first := ordinal(i * chunkSize)
		if first >= p.limit {
			break
		}
		list := c.visible(first, p.limit, work.list[:0])
		for k, month := range p.numbers(Month, c, list, work.rows[:]) {
			if month < months {
				all.bits[uint32(c.employer[list[k]])*monthWords+month/64] |= 1 << (month % 64)
			}
		}
	}
	p.coverage.Store(&all)
	return all.bits
}

func (p *plan) covers(scope access.Scope) Coverage {
	found := Coverage{Employers: []EmployerCovered{}}
	from, before := p.question.Period.months()
	first, last := months, -1
	bits := p.covered()
	for i, k := range p.employers {
		v, there := k.at(p.asOf)
		if !there || !scope.Includes(k.id) || !p.asksFor(k.codeAt(p.asOf)) {
			continue
		}
		of := EmployerCovered{Employer: k.codeAt(p.asOf), Name: v.row.Name, Months: []codes.Code{}}
		for _, month := range monthsIn(bits[i*monthWords : (i+1)*monthWords]) {
			if from <= month && month < before {
				of.Months = append(of.Months, monthAnswers().codes[month])
				first, last = min(first, month), max(last, month)
			}
		}
		found.Employers = append(found.Employers, of)
	}
	if first <= last {
		found.From, found.Through, found.Months = monthAnswers().codes[first], monthAnswers().codes[last], last-first+1
	}
	return found
}

// months are the whole months that a period touches: from the first one and before
// the one behind the last.
func (p Period) months() (from, before int) {
	before = months
	number := func(t time.Time) int { return (t.Year()-firstYear)*12 + int(t.Month()) - 1 }
	if !p.From.IsZero() {
		from = max(0, number(p.From))
	}
	if !p.Before.IsZero() {
		before = min(months, number(p.Before.AddDate(0, 0, -1))+1)
	}
	return from, before
}

func (p *plan) asksFor(employer codes.Code) bool {
	named, filtered := p.question.Filters[Employer]
	return !filtered || slices.Contains(named, employer)
}

func monthsIn(words []uint64) (list []int) {
	for w, word := range words {
		for ; word != 0; word &= word - 1 {
			list = append(list, w*64+bits.TrailingZeros64(word))
		}
	}
	return list
}
