package intake

import (
	"slices"
	"strconv"

	"ruggensteun/domain/codes"
)

// rule is one way to answer a question from a row.
type rule struct {
	slots    []int
	join     string
	constant []codes.Code // answers without looking at a column
	text     string       // the same, for words
	split    string       // what parts several answers in one cell
	values   *valueMap
	formats  []dateFormat
	empty    codes.Code // what an empty cell means; NotRecorded unless the mapping says otherwise
	when     []condition
	beside   []besideRule
}

// besideRule answers what stands beside the codes that a rule finds.
type besideRule struct {
	target target
	rule   rule
}

func (m *Mapping) rule(s section, t target) rule {
	r := rule{join: " ", empty: codes.NotRecorded}
	if t.shape == prose {
		r.join = "\n"
	}
	if len(s.node.Content) == 0 { // fields: {occurred: DATE} is short for {column: DATE}
		r.slots = []int{m.slot(s)}
		needs(s, t)
		return r
	}
	var match, capitals string
	order := []string{"column", "columns", "join", "constant", "split", "values", "match", "case", "formats", "empty", "when"}
	readers := map[string]func(section){
		"column":   func(s section) { r.slots = []int{m.slot(s)} },
		"columns":  func(s section) { r.slots = m.columns(s) },
		"join":     func(s section) { r.join = s.word() },
		"constant": func(s section) { r.readConstant(s, t) },
		"split":    func(s section) { r.split = s.word() },
		"values":   func(s section) { r.values = readValues(s, t) },
		"match":    func(s section) { match = s.oneOf("first", "all") },
		"case":     func(s section) { capitals = s.oneOf("fold", "exact") },
		"formats":  func(s section) { r.formats = readFormats(s) },
		"empty":    func(s section) { r.empty = s.missing() },
		"when":     func(s section) { r.when = m.conditions(s) },
	}
	for _, b := range t.beside {
		order = append(order, b.key())
		readers[b.key()] = func(s section) { r.beside = append(r.beside, besideRule{b, m.rule(s, b)}) }
	}
	s.keys(readers, order...)
	r.check(s, t)
	needs(s, t)
	if r.values != nil {
		r.values.settle(match == "all", capitals == "exact")
	}
	return r
}

// needs tells of what must stand beside and does not.
func needs(s section, t target) {
	for _, b := range t.beside {
		if b.needed && !s.has(b.key()) {
			s.fail("lacks "+b.key(), "add it: "+b.explain+", as a column or a constant")
		}
	}
}

// check refuses keys that contradict each other or the kind of field.
func (r rule) check(s section, t target) {
	given := func(keys ...string) bool { return slices.ContainsFunc(keys, s.has) }
	refuse := func(wrong bool, problem, remedy string) {
		if wrong {
			s.fail(problem, remedy)
		}
	}
	refuse(given("column") && given("columns"), "has both column and columns", "keep one")
	refuse(given("constant") == given("column", "columns"), "must have either a column or a constant", "keep one of column, columns, constant")
	refuse(given("constant") && given("values", "split", "formats", "empty", "join"), "is a constant and says how to read a cell", "keep constant, and when if it depends on the row")
	refuse(given("formats") && t.shape != clock, "has formats and is no time", "leave formats out")
	refuse(given("split") && (t.shape != code || !t.several && !t.isBeside()), "cannot be split: it has one answer", "leave split out")
	refuse(given("split") && r.split == "", "is split at nothing", `write what stands between two answers, e.g. ";"`)
	refuse(given("match", "case") && !given("values"), "says how to match values and has none", "add values")
	refuse(given("match") && !t.several, "can match several values and has one answer", "leave match out")
}

func (r *rule) readConstant(s section, t target) {
	switch t.shape {
	case code:
		r.constant = s.codes(t.check)
		if len(r.constant) > 1 && !t.several {
			s.fail("has several codes and takes one", "keep one")
		}
	case clock:
		r.constant = []codes.Code{s.missing()}
	case number:
		r.text = s.word()
		if n, err := strconv.Atoi(r.text); err != nil || n < 0 {
			s.fail("is not a count", "write a number from 0 on")
		}
	default:
		r.text = s.word()
	}
}

// missing gives one of the three ways of not having an answer.
func (s section) missing() codes.Code {
	return codes.Code(s.oneOf(string(codes.Unknown), string(codes.NotRecorded), string(codes.NotApplicable)))
}

// condition picks rows by what a column holds.
type condition struct {
	slot     int
	patterns []pattern
	not      bool
}

func (m *Mapping) conditions(s section) []condition {
	var list []condition
	for _, item := range s.items() {
		var c condition
		read := func(not bool) func(section) {
			return func(s section) {
				c.not = not
				for _, word := range s.words() {
					c.patterns = append(c.patterns, compile(word, false))
				}
			}
		}
		item.keys(map[string]func(section){
			"column": func(s section) { c.slot = m.slot(s) },
			"is":     read(false),
			"not":    read(true),
		}, "column", "is", "not")
		if !item.has("column") || item.has("is") == item.has("not") {
			item.fail("is not a condition", "give column, and either is or not")
		}
		list = append(list, c)
	}
	return list
}

func (c condition) holds(cells []cell) bool {
	text := fold(cells[c.slot].text)
	return slices.ContainsFunc(c.patterns, func(p pattern) bool { return p.matches(text) }) != c.not
}

// hold tells whether all of them do.
func hold(all []condition, cells []cell) bool {
	return !slices.ContainsFunc(all, func(c condition) bool { return !c.holds(cells) })
}
