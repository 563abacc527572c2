package intake

import (
	"strconv"
	"strings"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

// reader turns the cells of rows into answers and notes what it finds.
type reader struct {
	*Mapping
	zone  *time.Location
	names []string // of the columns, as the file has them, by slot
	found *findings
	order map[Field]*orderTrouble

	differs bool // of the notice at hand, rows say something in two ways
}

// orderTrouble is a column of dates of which the order of day and month was not said.
type orderTrouble struct {
	column string
	rows   []int // the first two
	first  int   // rows whose first number is above 12, and whose second is
	second int
}

// said is the answer of one row to one question, before rows are united.
type said struct {
	answer Answer
	shown  string // how the report may show it; "" when it may not
	reject Kind   // why the row cannot be used; "" when it can
	why    string
	column string // of a time
}

// ask answers a question from one row: of the rules in order, the first with an
// answer, or all of them where a field takes several.
func (r *reader) ask(q question, row int, cells []cell) said {
	all := said{answer: Answer{Missing: codes.NotRecorded}}
	for _, rule := range q.rules {
		if !hold(rule.when, cells) {
			continue
		}
		s := r.apply(rule, q.target, row, cells)
		switch {
		case s.reject != "":
			return s
		case q.target.several:
			all.answer = unite(all.answer, s.answer, r.differ(row))
		case s.answer.Known():
			return s
		case all.answer.Missing == codes.NotRecorded:
			all = s
		}
	}
	return all
}

func (r *reader) apply(rule rule, t target, row int, cells []cell) said {
	if len(rule.slots) == 0 {
		return r.constant(rule, t, row, cells)
	}
	text, typed := rule.cell(cells)
	if plain(text) == "" && (rule.values == nil || !rule.values.has("")) {
		return said{answer: Answer{Missing: rule.empty}}
	}
	if t.shape == code {
		answer, unused := r.codes(rule, t, row, text, cells)
		if unused != nil && r.notices {
			return r.unknown(*unused)
		}
		return said{answer: answer, shown: r.show(rule, t, text)}
	}
	if rule.values != nil {
		if answer, found := rule.values.find(text); found {
			return said{answer: missing(answer[0])}
		}
	}
	switch t.shape {
	case clock:
		return r.time(rule, t, row, text, typed)
	case number:
		return r.number(rule, t, row, text)
	}
	return said{answer: Answer{Text: person.Of(strings.TrimSpace(text))}}
}

// unknown rejects a notice of which a cell says something that the mapping does not know:
// a judgment without its outcome is another judgment.
func (r *reader) unknown(rule rule) said {
	return said{reject: UnknownValue, why: "holds a value that the mapping does not know: add it under values, or mend the cell", column: r.columnOf(rule)}
}

func (r *reader) constant(rule rule, t target, row int, cells []cell) said {
	switch {
	case len(rule.constant) > 0 && rule.constant[0].Missing():
		return said{answer: missing(rule.constant[0])}
	case t.strict && t.check(rule.constant[0]) != nil:
		r.found.unmapped(t.field, "", "", string(rule.constant[0]), row)
		return said{answer: missing(codes.NotRecorded)}
	case t.shape == code:
		answer := Answer{Codes: rule.constant}
		if fits := r.putBeside(&answer, rule, row, cells, make([]int, len(rule.constant)), 1); !fits && r.notices {
			return r.unknown(*rule.besides())
		}
		return said{answer: answer, shown: string(rule.constant[0])}
	case t.shape == number:
		n, _ := strconv.Atoi(rule.text) // checked when the mapping was read
		return said{answer: Answer{Number: person.Of(n)}, shown: rule.text}
	}
	return said{answer: Answer{Text: person.Of(rule.text)}}
}

func missing(why codes.Code) Answer { return Answer{Missing: why} }

// cell joins the rule's cells; empty ones leave no mark.
func (r rule) cell(cells []cell) (text string, typed bool) {
	var parts []string
	for _, slot := range r.slots {
		c := cells[slot]
		typed = typed || c.typed()
		if plain(c.text) != "" {
			parts = append(parts, strings.TrimSpace(c.text))
		}
	}
	return strings.Join(parts, r.join), typed
}

// show gives a text where the report may show it.
func (r *reader) show(rule rule, t target, text string) string {
	if t.personal || !r.shown(rule.slots) {
		return ""
	}
	return shorten(text)
}

// codes reads the codes of a cell. Each belongs to the part of the cell that it
// stands in, by which it is matched with what stands beside.
//
// It also gives the rule of which something could not be used; nil when all could.
func (r *reader) codes(own rule, t target, row int, text string, cells []cell) (_ Answer, unused *rule) {
	parts := own.parts(text)
	var list []codes.Code
	var partOf []int
	for i, part := range parts {
		if own.split != "" && plain(part) == "" {
			continue
		}
		answer, found := own.lookUp(t, part)
		if !found {
			r.found.unmapped(t.field, r.columnOf(own), part, r.show(own, t, part), row)
			answer, unused = []codes.Code{codes.NotRecorded}, &own
		}
		before := list
		list = codes.Unite(before, answer)
		for len(partOf) < len(list) {
			partOf = append(partOf, i)
		}
		if len(before) == 1 && before[0].Missing() && !list[0].Missing() {
			partOf[0] = i
		}
	}
	if len(list) == 0 {
		return missing(own.empty), unused
	}
	if list[0].Missing() {
		return missing(list[0]), unused
	}
	answer := Answer{Codes: list}
	if fits := r.putBeside(&answer, own, row, cells, partOf, len(parts)); !fits && unused == nil {
		unused = own.besides()
	}
	return answer, unused
}

// parts are the answers in one cell; blank ones at its end are none.
func (r rule) parts(text string) []string {
	if r.split == "" {
		return []string{text}
	}
	parts := strings.Split(text, r.split)
	for len(parts) > 1 && plain(parts[len(parts)-1]) == "" {
		parts = parts[:len(parts)-1]
	}
	return parts
}

// lookUp finds what a text stands for. Without values it is a code itself, or the
// name of one.
func (r rule) lookUp(t target, text string) ([]codes.Code, bool) {
	if r.values != nil {
		answer, found := r.values.find(text)
		if found && t.strict && t.check(answer[0]) != nil {
			return nil, false
		}
		return answer, found
	}
	c := codes.Code(plain(text))
	if t.check(c) == nil {
		return []codes.Code{c}, true
	}
	if t.called == nil {
		return nil, false
	}
	c, found := t.called(text)
	return []codes.Code{c}, found
}

func (r *reader) number(rule rule, t target, row int, text string) said {
	n, err := strconv.Atoi(plain(text))
	if err != nil || n < 0 || n > t.most {
		r.found.unmapped(t.field, r.columnOf(rule), text, r.show(rule, t, text), row)
		if r.notices {
			return r.unknown(rule)
		}
		return said{answer: missing(codes.NotRecorded)}
	}
	return said{answer: Answer{Number: person.Of(n)}, shown: r.show(rule, t, text)}
}

func (r *reader) time(rule rule, t target, row int, text string, typed bool) said {
	read := readTime(plain(text), typed, rule.formats, r.zone)
	column := r.columnOf(rule)
	switch read.trouble {
	case undeclaredOrder:
		r.noteOrder(t.field, column, row, text)
		return said{answer: missing(codes.NotRecorded)}
	case unreadable:
		return said{reject: UnreadableTime, why: read.why.Error(), column: column}
	case skippedHour:
		return said{reject: SkippedHour, why: read.why.Error(), column: column}
	}
	if !read.moment.Known() {
		return said{answer: missing(read.moment.Finer)}
	}
	return said{answer: Answer{Time: read.moment}, shown: written(read.moment), column: column}
}

func (r *reader) columnOf(rule rule) string {
	var list []string
	for _, slot := range rule.slots {
		list = append(list, r.names[slot])
	}
	return strings.Join(list, " + ")
}

func (r *reader) noteOrder(field Field, column string, row int, text string) {
	o := r.order[field]
	if o == nil {
		o = &orderTrouble{column: column}
		r.order[field] = o
	}
	o.note(row, text)
}

// written is a moment as precisely as it is known.
func written(m moment.Moment) string {
	layout := map[moment.Precision]string{moment.Minute: "2006-01-02T15:04-07:00", moment.Hour: "2006-01-02T15-07:00", moment.Day: time.DateOnly, moment.Month: "2006-01"}[m.Precision]
	return m.Local().Format(layout)
}

// unite adds the answer of another rule or row to a field that takes several.
// Differ is told of what stands beside one code in two ways.
func unite(have, more Answer, differ func(Field, codes.Code, codes.Code)) Answer {
	switch {
	case !more.Known() && !have.Known():
		return missing(lessEmpty(have.Missing, more.Missing))
	case !more.Known():
		return have
	case !have.Known():
		return more
	}
	united := Answer{Text: have.Text, Codes: codes.Unite(have.Codes, more.Codes)}
	uniteBeside(&united, have, more, differ)
	if text, ok := more.Text.Get(); ok {
		united.Text = addText(have.Text, text)
	}
	return united
}

// lessEmpty prefers what was said over NOT_RECORDED, and what was said first.
func lessEmpty(first, second codes.Code) codes.Code {
	if first == codes.NotRecorded {
		return second
	}
	return first
}

// addText keeps every text once, parted by an empty line.
func addText(have person.Held[string], more string) person.Held[string] {
	text, there := have.Get()
	for piece := range strings.SplitSeq(text, textBreak) {
		if there && piece == more {
			return have
		}
	}
	if there {
		more = text + textBreak + more
	}
	return person.Of(more)
}

const textBreak = "\n\n"
