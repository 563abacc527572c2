package figures

import (
	"slices"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/projections/facts"
)

// Completeness is in how many incidents a question was answered. An incident with
// several answers, of which one says that there is none, counts as answered.
type Completeness struct {
	Dimension     Dimension `json:"dimension"`
	Of            int       `json:"of"`
	Answered      int       `json:"answered"`
	Unknown       int       `json:"unknown"`
	NotRecorded   int       `json:"not_recorded"`
	NotApplicable int       `json:"not_applicable"`
	Forgotten     int       `json:"forgotten"`
	UnderReview   int       `json:"under_review"` // of a suspect's history: nothing may rest on it yet
}

// DelayBand is how many of the incidents counted were reported within some time.
type DelayBand struct {
	Band  codes.Code `json:"band"`
	Label Text       `json:"label"`
	N     int        `json:"n"`
}

// survey is what has to be known of the incidents besides the table, to tell how far
// it can be trusted. Each is counted by the numbers of answers.
type survey struct {
	base     *sighted  // before incidents without an answer are left out
	filters  []sighted // before the filters leave out any
	rows     sighted
	columns  sighted
	delays   sighted
	invented int // by a demonstration
}

// sighted is how often each answer of a dimension was seen.
type sighted struct {
	dimension Dimension
	read      Dimension
	answers   answerList
	seen      []uint32
}

func (p *plan) newSurvey() survey {
	s := survey{
		rows: p.sighting(p.rows.dimension, p.rows.answers), columns: p.sighting(p.columns.dimension, p.columns.answers),
		delays: p.sighting(Delay, p.answersOf(Delay)),
	}
	for _, d := range p.question.Filters.ordered() {
		if d != Employer {
			s.filters = append(s.filters, p.sighting(d, p.answersOf(d)))
		}
	}
	if d := p.question.Base; d != All {
		base := p.sighting(d, p.answersOf(d))
		s.base = &base
	}
	return s
}

func (p *plan) sighting(d Dimension, answers answerList) sighted {
	return sighted{dimension: d, read: d, answers: answers, seen: make([]uint32, answers.len())}
}

func (s *sighted) count(numbers []uint32) {
	for _, n := range numbers {
		s.seen[n]++
	}
}

// completeness adds up what was seen, by whether it is an answer.
func (s *sighted) completeness(scope access.Scope) Completeness {
	var answered, unknown, notRecorded, notApplicable, forgotten, reviewed int
	for i, n := range s.seen {
		if n == 0 {
			continue
		}
		switch s.answers.kind(uint32(i)) {
		case codes.Unknown:
			unknown += int(n)
		case codes.NotRecorded:
			notRecorded += int(n)
		case codes.NotApplicable:
			notApplicable += int(n)
		case facts.Forgotten:
			forgotten += int(n)
		case underReview:
			reviewed += int(n)
		default:
			answered += int(n)
		}
	}
	show := func(n int) int { return disclose(n, scope).N }
	return Completeness{
		Dimension: s.dimension, Of: show(answered + unknown + notRecorded + notApplicable + forgotten + reviewed), Answered: show(answered),
		Unknown: show(unknown), NotRecorded: show(notRecorded), NotApplicable: show(notApplicable), Forgotten: show(forgotten),
		UnderReview: show(reviewed),
	}
}

// kinds are the ways of having no answer, the one that tells most first.
var kinds = []codes.Code{facts.Forgotten, underReview, codes.Unknown, codes.NotApplicable, codes.NotRecorded}

// kind is which way an answer is none; "" when it is one.
func (l answerList) kind(answer uint32) codes.Code {
	least := len(kinds)
	for _, number := range l.of(answer) {
		i := slices.Index(kinds, l.codes[number])
		if i < 0 {
			return ""
		}
		least = min(least, i)
	}
	if least == len(kinds) {
		return ""
	}
	return kinds[least]
}

// answered lets through which answers are some.
func answered(d Dimension, answers answerList) filter {
	f := filter{dimension: d, passes: make([]bool, answers.len())}
	for i := range f.passes {
		f.passes[i] = answers.kind(uint32(i)) == ""
	}
	return f
}

// complete tells of each dimension that the answer rests on, once: of those it is
// filtered on, how many incidents could not be chosen or left out for want of an answer.
func (p *plan) complete(s *survey, scope access.Scope) []Completeness {
	list := []Completeness{}
	add := func(of *sighted) {
		said := slices.ContainsFunc(list, func(c Completeness) bool { return c.Dimension == of.dimension })
		if !said && of.dimension != All && of.dimension != Employer {
			list = append(list, of.completeness(scope))
		}
	}
	if s.base != nil {
		add(s.base)
	}
	for i := range s.filters {
		add(&s.filters[i])
	}
	add(&s.rows)
	add(&s.columns)
	return list
}

// delayed is how long it took until the incidents counted were reported.
func (s *survey) delayed(scope access.Scope) []DelayBand {
	counts := map[codes.Code]int{}
	for i, n := range s.delays.seen {
		counts[s.delays.answers.codes[s.delays.answers.of(uint32(i))[0]]] += int(n)
	}
	var list []DelayBand
	for _, code := range append(codesOf(delayBands.Codes), codes.Unknown, codes.NotRecorded) {
		if code.Missing() && counts[code] == 0 {
			continue
		}
		list = append(list, DelayBand{Band: code, Label: labelOf(Delay, code), N: disclose(counts[code], scope).N})
	}
	return list
}
