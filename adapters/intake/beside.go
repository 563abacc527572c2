package intake

import (
	"slices"

	"ruggensteun/domain/codes"
)

// differs stands beside a code of which rows said two things, until the rows are
// united: a third row must not fill it in.
const differs codes.Code = "!"

// putBeside fills in what the rule finds beside the codes of an answer. PartOf says
// in which of the parts of its cell each code stood. It gives false when something
// there could not be used.
func (r *reader) putBeside(answer *Answer, rule rule, row int, cells []cell, partOf []int, parts int) bool {
	all := true
	for _, b := range rule.beside {
		told, fits := r.besideParts(b, row, cells, parts)
		all = all && fits
		list := make([]codes.Code, len(answer.Codes))
		for i := range list {
			list[i] = told[partOf[i]]
		}
		if answer.beside == nil {
			answer.beside = make(map[Field][]codes.Code)
		}
		answer.beside[b.target.field] = list
	}
	return all
}

// besides is a rule that reads the columns of all that stands beside.
func (r rule) besides() *rule {
	var all rule
	for _, b := range r.beside {
		all.slots = append(all.slots, b.rule.slots...)
	}
	return &all
}

// besideParts gives one code for each part of the cell that it stands beside. One
// answer holds for all parts; another number of them than there are parts says
// nothing of which belongs to which.
func (r *reader) besideParts(b besideRule, row int, cells []cell, parts int) (_ []codes.Code, fits bool) {
	all := make([]codes.Code, parts)
	for i := range all {
		all[i] = codes.NotRecorded
	}
	if !hold(b.rule.when, cells) {
		return all, true
	}
	told, fits := b.rule.constant, true
	if len(b.rule.slots) > 0 {
		told, fits = r.besideCell(b, row, cells)
	}
	switch {
	case len(told) == 1:
		for i := range all {
			all[i] = told[0]
		}
	case len(told) == parts:
		copy(all, told)
	case len(told) > 0:
		r.found.add(Finding{Kind: Unpaired, Row: row, Column: r.columnOf(b.rule), Field: b.target.field})
		fits = false
	}
	return all, fits
}

func (r *reader) besideCell(b besideRule, row int, cells []cell) (told []codes.Code, fits bool) {
	text, _ := b.rule.cell(cells)
	if plain(text) == "" && (b.rule.values == nil || !b.rule.values.has("")) {
		return []codes.Code{b.rule.empty}, true
	}
	fits = true
	for _, part := range b.rule.parts(text) {
		c := codes.NotRecorded
		if answer, found := b.rule.lookUp(b.target, part); found {
			c = answer[0]
		} else if plain(part) != "" {
			r.found.unmapped(b.target.field, r.columnOf(b.rule), part, r.show(b.rule, b.target, part), row)
			fits = false
		}
		told = append(told, c)
	}
	return told, fits
}

// uniteBeside brings what stood beside the codes of two answers to the codes of both.
func uniteBeside(united *Answer, have, more Answer, differ func(Field, codes.Code, codes.Code)) {
	for _, from := range []Answer{have, more} {
		for field, list := range from.beside {
			if united.beside == nil {
				united.beside = make(map[Field][]codes.Code)
			}
			into := united.beside[field]
			for len(into) < len(united.Codes) {
				into = append(into, codes.NotRecorded)
			}
			for i, told := range list {
				at := slices.Index(united.Codes, from.Codes[i])
				into[at] = stronger(into[at], told, func() { differ(field, into[at], told) })
			}
			united.beside[field] = into
		}
	}
}

// stronger is one of two things said of the same code: not to know gives way.
func stronger(have, told codes.Code, differ func()) codes.Code {
	switch {
	case have == told, have == differs, told.Missing() && have != codes.NotRecorded:
		return have
	case have.Missing():
		return told
	}
	if told != differs {
		differ()
	}
	return differs
}

// differ lists what rows say in two ways.
func (r *reader) differ(row int) func(Field, codes.Code, codes.Code) {
	return func(field Field, one, other codes.Code) {
		found := Finding{Kind: Disagree, Row: row, Field: field}
		if r.besideShown(field) {
			found.Values = []string{string(one), string(other)}
		}
		r.found.add(found)
		if r.notices {
			r.differs = true
		}
	}
}

// besideShown tells whether no column that the field is read from is about persons.
func (m *Mapping) besideShown(field Field) bool {
	for _, q := range m.fields {
		for _, rule := range q.rules {
			for _, b := range rule.beside {
				if b.target.field == field && !m.shown(b.rule.slots) {
					return false
				}
			}
		}
	}
	return true
}

// asAnswers gives what stands beside the codes of a field as fields of their own:
// an entry for each that the mapping reads.
func asAnswers(all Answers, answer Answer, read []Field) {
	for _, field := range read {
		beside := Answer{Missing: codes.NotRecorded}
		if answer.Known() {
			beside = Answer{Codes: make([]codes.Code, len(answer.Codes))}
			for i := range beside.Codes {
				beside.Codes[i] = codes.NotRecorded
				if list := answer.beside[field]; list != nil && list[i] != differs {
					beside.Codes[i] = list[i]
				}
			}
		}
		all[field] = beside
	}
}

// besides are the fields that stand beside a question's codes, as far as the
// mapping reads them.
func (q question) besides() []Field {
	var list []Field
	for _, rule := range q.rules {
		for _, b := range rule.beside {
			if !slices.Contains(list, b.target.field) {
				list = append(list, b.target.field)
			}
		}
	}
	return list
}
