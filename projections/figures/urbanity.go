package figures

import (
	"slices"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/reference"
	"ruggensteun/projections/facts"
)

// Urbanity stands in no column: it follows from the gemeente, the day and the table
// that was loaded at the position that is asked for.

// loadedTables are all versions of the tables that were ever loaded, in order.
type loadedTables []facts.Version[facts.Reference]

// at is a table as loaded at a position; false before it was.
func (l loadedTables) at(name string, p eventlog.Position) (facts.Reference, bool) {
	for _, v := range slices.Backward(l) {
		if v.Row.Table == name && v.Position <= p {
			return v.Row, true
		}
	}
	return facts.Reference{}, false
}

// urbanity gives, by the number of the answer where it happened, what holds from which
// day on. Each begins with day 0.
type urbanity [][]urban

type urban struct {
	from   dayNumber
	answer uint32
}

// urbanAnswers are the classes and the ways of having none.
var urbanAnswers = func() answerList {
	all := [][]codes.Code{}
	for _, code := range append(codesOf(codes.Urbanity.Codes), lastCodes...) {
		all = append(all, one(code))
	}
	return listed(all)
}()

func urbanAnswer(code codes.Code) uint32 {
	return uint32(slices.Index(urbanAnswers.codes, code))
}

// newUrbanity knows nothing of a gemeente that is not in the table, nor of days before
// its first line. What is missing of the gemeente is missing of this.
func (p *plan) newUrbanity() urbanity {
	table, _ := p.references.at(reference.Urbanity, p.asOf)
	lines := map[codes.Code][]urban{}
	for i, of := range table.Of {
		day, err := time.Parse(time.DateOnly, table.Since[i])
		if err != nil {
			continue // the rules let none in
		}
		lines[of] = append(lines[of], urban{from: dayFrom(day), answer: urbanAnswer(table.Values[i])})
	}
	gemeenten := p.answersOf(Gemeente)
	all := make(urbanity, gemeenten.len())
	for n := range all {
		code := gemeenten.codes[gemeenten.of(uint32(n))[0]]
		nothing := codes.NotRecorded
		if code.Missing() {
			nothing = code
		}
		all[n] = append([]urban{{answer: urbanAnswer(nothing)}}, lines[code]...)
		slices.SortStableFunc(all[n], func(a, b urban) int { return int(a.from) - int(b.from) })
	}
	return all
}

// dayFrom is the number of a calendar day; of one outside the calendar its nearest.
func dayFrom(day time.Time) dayNumber {
	switch {
	case day.Year() < firstYear:
		return 0
	case day.Year() > lastYear:
		return noDay
	}
	return dayOf(minuteOf(day))
}

// on is what holds on a day. Where nobody knows the day it is the last that is known.
func (u urbanity) on(where uint32, day dayNumber) uint32 {
	lines := u[where]
	for i := len(lines) - 1; i > 0; i-- {
		if lines[i].from <= day {
			return lines[i].answer
		}
	}
	return lines[0].answer
}

func (p *plan) urbanNumbers(c *chunk, list, into []uint32) {
	for k, i := range list {
		day := c.day[i]
		if zone := p.seats[c.employer[i]].zone; zone != nil && c.slot[i].timed() {
			day = zone.dayAt(c.occurred[i], c.slot[i])
		}
		into[k] = p.urbanity.on(c.answers[whereColumn].get(i), day)
	}
}

// classed says by which table, where it matters.
func (p *plan) classed(l Language) string {
	if !p.question.uses(Urbanity) {
		return ""
	}
	table, loaded := p.references.at(reference.Urbanity, p.asOf)
	if !loaded {
		return Text{
			" Stedelijkheid is niet vastgelegd zolang er geen tabel van is geladen (ruggensteun reference load).",
			" Urbanity is not recorded as long as no table of it was loaded (ruggensteun reference load).",
		}.In(l)
	}
	return Text{" Stedelijkheid van de gemeente op de dag zelf, volgens: ", " Urbanity of the municipality on the day itself, by: "}.In(l) + table.Source + "."
}
