package intake

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
)

// Mapping says how one kind of file is to be read. MAPPING.md is its manual.
type Mapping struct {
	Employer Employer

	format   format
	key      []int // slots of the columns that name an incident at its source
	group    []int // slots of the columns by which rows belong together
	fillDown []int
	skip     []condition
	fields   []question
	workers  []personRows
	suspects []personRows
	notices  bool // each row is a notice of a case; there are no persons then

	slots   []string     // the columns it reads, each once
	private map[int]bool // slots that a personal field is read from
}

// Employer is whose file it is. Code alone refers to an employer on record; with
// the rest the mapping declares it.
type Employer struct {
	Code  string
	Name  string
	Kind  codes.Code
	Zone  string // IANA name; "" when the employer on record has it
	Areas []employer.Area
	Units []employer.Unit

	location *time.Location
}

// Declared tells whether the mapping says all that it takes to register the employer.
func (e Employer) Declared() bool { return e.Name != "" && e.Kind != "" && e.Zone != "" }

// format is how the file is written; what is "" or 0 is found out.
type format struct {
	kind      string // "csv" or "xlsx"
	delimiter byte
	quote     byte
	noQuotes  bool
	encoding  string
	sheet     string
	header    int // row, from 1
	noHeader  bool
	fillShort bool
}

// question is one field with the rules that answer it, in order.
type question struct {
	target target
	rules  []rule
}

// personRows says which rows are workers, or suspects.
type personRows struct {
	when   []condition
	by     []int // slots; rows that agree in them are one person
	fields []question
}

// ParseMapping reads a mapping. The error is a *fault.Fault that names every
// mistake with its line.
func ParseMapping(text []byte) (*Mapping, error) {
	root, err := openDocument(text)
	if err != nil {
		return nil, err
	}
	m := &Mapping{private: make(map[int]bool)}
	parts := root.keys(map[string]func(section){
		"employer":  m.readEmployer,
		"format":    m.format.read,
		"key":       func(s section) { m.key = m.columns(s) },
		"group":     func(s section) { m.group = m.columns(s) },
		"fill_down": func(s section) { m.fillDown = m.columns(s) },
		"skip":      func(s section) { m.skip = m.conditions(s) },
		"fields":    func(section) {}, // after the employer, whose units it may name
		"notice":    func(section) { m.notices = true },
		"workers":   func(section) {},
		"suspects":  func(section) {},
	}, "employer", "format", "key", "group", "fill_down", "skip", "fields", "notice", "workers", "suspects")
	for _, p := range parts {
		switch p.name {
		case "fields":
			m.fields = m.questions(p.section, ofIncident)
		case "notice":
			m.fields = m.questions(p.section, ofNotice)
		case "workers":
			m.workers = m.persons(p.section, ofWorker)
		case "suspects":
			m.suspects = m.persons(p.section, ofSuspect)
		}
	}
	m.complete(root)
	if m.group == nil {
		m.group = m.key
	}
	m.markPrivate()
	if err := root.doc.err(); err != nil {
		return nil, err
	}
	return m, nil
}

// complete tells what a mapping lacks, and what does not go together: a file is of
// incidents or of notices.
func (m *Mapping) complete(root section) {
	required, help := []string{"employer", "key", "fields"}, "ruggensteun import --help-mapping"
	if m.notices {
		required, help = []string{"employer", "key"}, "ruggensteun notice --help-mapping"
	}
	for _, key := range required {
		if !root.has(key) {
			root.fail("lacks "+key, "add it; "+help+" explains how")
		}
	}
	for _, key := range []string{"fields", "workers", "suspects", "group"} {
		if m.notices && root.has(key) {
			root.fail("has both notice and "+key, "keep notice: a row of notices is about one case")
		}
	}
}

// slot gives a column of the file its place among those that are read.
func (m *Mapping) slot(s section) int {
	name := plain(s.word())
	if name == "" {
		s.fail("names no column", "write the column's heading, or its letter where there is no heading")
	}
	if i := slices.Index(m.slots, name); i >= 0 {
		return i
	}
	m.slots = append(m.slots, name)
	return len(m.slots) - 1
}

func (m *Mapping) columns(s section) []int {
	var list []int
	for _, item := range s.items() {
		list = append(list, m.slot(item))
	}
	return list
}

// markPrivate finds the columns that a personal field is read from: what is in
// them is shown for no other field either, e.g. a narrative that is searched for
// words that name a behaviour.
func (m *Mapping) markPrivate() {
	for _, p := range slices.Concat(m.workers, m.suspects) {
		for _, slot := range p.by {
			m.private[slot] = true
		}
	}
	for _, q := range m.allQuestions() {
		for _, r := range q.rules {
			for _, slot := range r.slots {
				m.private[slot] = m.private[slot] || q.target.personal
			}
		}
	}
}

func (m *Mapping) shown(slots []int) bool {
	return !slices.ContainsFunc(slots, func(slot int) bool { return m.private[slot] })
}

func (m *Mapping) questions(s section, table []target) []question {
	var list []question
	for _, p := range s.parts() {
		t, found := find(table, Field(p.name))
		if !found {
			p.key.fail("is not a field", suggest(p.name, names(table)))
			continue
		}
		m.Employer.declares(&t)
		q := question{target: t}
		for _, item := range p.items() {
			q.rules = append(q.rules, m.rule(item, t))
		}
		list = append(list, q)
	}
	return list
}

func (m *Mapping) persons(s section, table []target) []personRows {
	var list []personRows
	for _, item := range s.items() {
		var p personRows
		item.keys(map[string]func(section){
			"rows":   func(s section) { p.when = m.personRows(s) },
			"by":     func(s section) { p.by = m.columns(s) },
			"fields": func(s section) { p.fields = m.questions(s, table) },
		}, "rows", "by", "fields")
		if !item.has("rows") {
			item.fail("does not say which rows it is about", "write rows: all, or rows: with a column and is")
		}
		list = append(list, p)
	}
	return list
}

func (m *Mapping) personRows(s section) []condition {
	if s.node.Value == "all" {
		return nil
	}
	return m.conditions(s)
}

// allQuestions are those about incidents and about persons.
func (m *Mapping) allQuestions() []question {
	all := slices.Clone(m.fields)
	for _, p := range slices.Concat(m.workers, m.suspects) {
		all = append(all, p.fields...)
	}
	return all
}

func (f *format) read(s section) {
	s.keys(map[string]func(section){
		"kind":       func(s section) { f.kind = s.oneOf("csv", "xlsx") },
		"delimiter":  func(s section) { f.delimiter = s.delimiter() },
		"quote":      func(s section) { f.quote, f.noQuotes = s.quote() },
		"encoding":   func(s section) { f.encoding = s.oneOf(utf8Name, cp1252Name) },
		"sheet":      func(s section) { f.sheet = s.word() },
		"header":     func(s section) { f.header, f.noHeader = s.header() },
		"short_rows": func(s section) { f.fillShort = s.oneOf("reject", "fill") == "fill" },
	}, "kind", "delimiter", "quote", "encoding", "sheet", "header", "short_rows")
}

func (s section) delimiter() byte {
	word := s.word()
	for name, d := range map[string]byte{"comma": ',', "semicolon": ';', "tab": '\t', "pipe": '|'} {
		if word == name || word == string(d) {
			return d
		}
	}
	s.fail("is not a delimiter", "use comma, semicolon, tab or pipe")
	return 0
}

func (s section) quote() (mark byte, none bool) {
	switch word := s.word(); word {
	case `"`, "'":
		return word[0], false
	case "none":
		return 0, true
	}
	s.fail("is not a quotation mark", `use '"', "'" or none`)
	return 0, false
}

func (s section) header() (row int, none bool) {
	word := s.word()
	if word == "none" {
		return 0, true
	}
	row, err := strconv.Atoi(word)
	if err != nil || row < 1 || row > deepestHeader {
		s.fail("is not a row", fmt.Sprintf("use the number of the row with the headings, 1 to %d, or none", deepestHeader))
	}
	return row, false
}

// plain is how words of a file and of a mapping are compared: without blanks
// around them, and with one between two.
func plain(s string) string {
	if s == "" || isPlain(s) { // nearly all cells are
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

func isPlain(s string) bool {
	blank := true
	for i := range len(s) {
		c := s[i]
		if c >= 0x80 || c < ' ' || c == ' ' && blank {
			return false
		}
		blank = c == ' '
	}
	return !blank
}
