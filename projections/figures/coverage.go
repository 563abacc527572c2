package figures

import (
	"math/bits"
	"slices"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
)

// Coverage is which employers reported anything of which months, whatever the filters
// say; a month counts whole, also where the period takes a part of it. A figure says
// nothing of a month that an employer did not report of.
type Coverage struct {
	// From and Through are the months of which reports are expected: of the period asked
	// for, else those that any employer in the viewer's scope reported of; "" when there
	// are none.
	From      codes.Code        `json:"from"`
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
	bits := p.covered()
	from, before := p.expected(scope, bits)
	for i, k := range p.employers {
		v, there := k.at(p.asOf)
		if !there || !scope.Includes(k.id) || !p.asksFor(k.codeAt(p.asOf)) {
			continue
		}
		of := EmployerCovered{Employer: k.codeAt(p.asOf), Name: v.row.Name, Months: []codes.Code{}}
		for _, month := range monthsIn(bits[i*monthWords : (i+1)*monthWords]) {
			if from <= month && month < before {
				of.Months = append(of.Months, monthAnswers().codes[month])
			}
		}
		found.Employers = append(found.Employers, of)
	}
	if from < before {
		found.From, found.Through, found.Months = monthAnswers().codes[from], monthAnswers().codes[before-1], before-from
	}
	return found
}

// expected are the months of which a report can be expected: those of the period that
// is asked for, as far as they had begun when the last event was recorded; and where it
// is open, those from the first to the last of which any employer in the scope reported.
// So an employer that came late or fell silent shows, also when it is asked for alone.
func (p *plan) expected(scope access.Scope, bits []uint64) (from, before int) {
	first, last := months, -1
	for i, k := range p.employers {
		if _, there := k.at(p.asOf); !there || !scope.Includes(k.id) {
			continue
		}
		for _, month := range monthsIn(bits[i*monthWords : (i+1)*monthWords]) {
			first, last = min(first, month), max(last, month)
		}
	}
	from, before = p.question.Period.months()
	if p.question.Period.From.IsZero() {
		from = first
	}
	if p.question.Period.Before.IsZero() {
		before = last + 1
	} else {
		before = min(before, max(p.lastRecorded(), last)+1)
	}
	return from, max(from, before)
}

// lastRecorded is the month in which something was recorded last, at the position that
// is asked for; before all months when nothing was.
func (p *plan) lastRecorded() int {
	for _, t := range slices.Backward(p.turns) {
		if t.from <= p.asOf {
			return t.month
		}
	}
	return -1
}

// turn is a position from which on things were recorded in another month.
type turn struct {
	from  eventlog.Position
	month int
}

// turned adds the months in which a batch was recorded.
func turned(turns []turn, b Batch) []turn {
	turns = slices.Clip(turns)
	note := func(at eventlog.Position, recorded time.Time) {
		month := monthOf(recorded)
		if n := len(turns); !recorded.IsZero() && (n == 0 || turns[n-1].month < month) {
			turns = append(turns, turn{from: at, month: month})
		}
	}
	employers := b.Employers
	for i := range b.Incidents {
		for ; len(employers) > 0 && employers[0].Position < b.Incidents[i].Position; employers = employers[1:] {
			note(employers[0].Position, employers[0].Row.RecordedAt)
		}
		note(b.Incidents[i].Position, b.Incidents[i].Row.RecordedAt)
	}
	for i := range employers {
		note(employers[i].Position, employers[i].Row.RecordedAt)
	}
	return turns
}

func monthOf(t time.Time) int { return (t.UTC().Year()-firstYear)*12 + int(t.UTC().Month()) - 1 }

// months are the whole months that a period touches: from the first one and before
// the one behind the last.
func (p Period) months() (from, before int) {
	before = months
	if !p.From.IsZero() {
		from = max(0, monthOf(p.From))
	}
	if !p.Before.IsZero() {
		before = min(months, monthOf(p.Before.AddDate(0, 0, -1))+1)
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
