package figures

import (
	"slices"

	"ruggensteun/domain/codes"
)

// axis is a dimension laid out as rows or columns of a table.
type axis struct {
	dimension Dimension
	read      Dimension // what it is read from, see beside
	values    []codes.Code
	answers   answerList
	places    []uint32 // by the number of a code: 1 + the place of its value
	buckets   buckets
}

// newAxis lays out the codes of the list in their order, then what else occurs
// by name, then the ways of having no answer.
func (p *plan) newAxis(d, other Dimension) axis {
	a := axis{dimension: d, read: beside(d, other), values: codesOf(dimensions[d].list.Codes)}
	a.answers = p.answersOf(a.read)
	place := make(map[codes.Code]uint32, len(a.values))
	for i, code := range a.values {
		place[code] = uint32(i + 1)
	}
	for _, code := range beyond(place, slices.Concat(a.answers.codes, p.question.Standing[d])) {
		a.values = append(a.values, code)
		place[code] = uint32(len(a.values))
	}
	a.places = make([]uint32, len(a.answers.codes))
	for i, code := range a.answers.codes {
		a.places[i] = place[code]
	}
	a.buckets = newBuckets(a.answers, a.places)
	return a
}

// buckets are the places that each answer counts under: 0 for the total, then each
// of its values once.
type buckets struct {
	ends  []uint32
	items []uint32
}

func newBuckets(answers answerList, places []uint32) buckets {
	b := buckets{ends: make([]uint32, answers.len()), items: make([]uint32, 0, answers.len()+len(answers.items))}
	for i := range b.ends {
		from := len(b.items)
		b.items = append(b.items, 0)
		for _, code := range answers.of(uint32(i)) {
			if place := places[code]; !slices.Contains(b.items[from:], place) {
				b.items = append(b.items, place)
			}
		}
		b.ends[i] = uint32(len(b.items))
	}
	return b
}

func (b buckets) of(answer uint32) []uint32 {
	from := uint32(0)
	if answer > 0 {
		from = b.ends[answer-1]
	}
	return b.items[from:b.ends[answer]]
}

// beyond gives the codes that occur and are not listed.
func beyond(listed map[codes.Code]uint32, occurring []codes.Code) []codes.Code {
	seen := map[codes.Code]bool{}
	for _, code := range occurring {
		if _, found := listed[code]; !found {
			seen[code] = true
		}
	}
	var named, without []codes.Code
	for code := range seen {
		if !isLast(code) {
			named = append(named, code)
		}
	}
	slices.Sort(named)
	for _, code := range lastCodes {
		if seen[code] {
			without = append(without, code)
		}
	}
	return append(named, without...)
}

var lastCodes = []codes.Code{codes.Other, codes.NotApplicable, codes.Unknown, codes.NotRecorded, noIncident}

func isLast(code codes.Code) bool { return slices.Contains(lastCodes, code) }
