package figures

import (
	"slices"
	"strconv"
	"strings"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

// Free is the view of a question that somebody put together.
const Free = "figure"

// Named gives the question the name of a free one, and counts incidents where nothing was
// said.
func (q Question) Named() Question {
	q.View = Free
	if q.Unit == "" {
		q.Unit = CountIncidents
	}
	return q
}

// The words of a question in text, in the order in which they stand.
const (
	wordBy    = "by"
	wordWhere = "where"
	wordOf    = "of" // only those in which it was answered
	wordIn    = "in"
	wordPer   = "per"
	wordAsOf  = "as-of"
)

// String is the one text of a question, to be copied, cited and asked again with
// ParseQuestion; two questions that ask the same have the same text:
//
//	incident by place,behaviour-group where hour=22|23,profession=AMB in 2026-Q1 as-of 1042
func (q Question) String() string {
	words := []string{string(q.Unit)}
	add := func(word, value string) {
		if value != "" {
			words = append(words, word, value)
		}
	}
	switch {
	case q.Columns != All:
		add(wordBy, string(q.Rows)+","+string(q.Columns))
	default:
		add(wordBy, string(q.Rows))
	}
	add(wordOf, string(q.Base))
	add(wordWhere, q.Filters.text())
	add(wordIn, q.Period.String())
	add(wordPer, q.Per)
	if q.AsOf != 0 {
		add(wordAsOf, q.AsOf.String())
	}
	return strings.Join(words, " ")
}

func (f Filters) text() string {
	var parts []string
	for _, d := range f.ordered() {
		values := slices.Clone(f[d])
		slices.Sort(values)
		var names []string
		for _, v := range slices.Compact(values) {
			names = append(names, string(v))
		}
		parts = append(parts, string(d)+"="+strings.Join(names, "|"))
	}
	return strings.Join(parts, ",")
}

// String is the shortest way to write a period that ParsePeriod reads; "" for all of time.
func (p Period) String() string {
	if p.open() {
		return ""
	}
	last := p.Before.AddDate(0, 0, -1)
	for _, short := range []string{
		p.From.Format("2006"), p.From.Format("2006") + "-Q" + strconv.Itoa((int(p.From.Month())+2)/3), p.From.Format("2006-01"), p.From.Format("2006-01-02"),
	} {
		if same, err := ParsePeriod(short); err == nil && same == p {
			return short
		}
	}
	return p.From.Format("2006-01-02") + "/" + last.Format("2006-01-02")
}

const questionRemedy = `write it as "incident by place,hour where profession=AMB,means=KNIFE|FIREARM in 2026-Q1 as-of 1042"; everything behind the unit may be left out`

// ParseQuestion reads the text of a question. The error is a *fault.Fault that names
// "question" or the part that is wrong.
func ParseQuestion(text string) (Question, error) {
	words := strings.Fields(text)
	var wrong fault.Fields
	if len(words)%2 == 0 {
		wrong.Add("question", "cannot be read", questionRemedy)
		return Question{}, wrong.Err()
	}
	q := Question{Unit: Unit(words[0]), Filters: Filters{}}
	order := []string{wordBy, wordOf, wordWhere, wordIn, wordPer, wordAsOf}
	next := 0
	for i := 1; i < len(words); i += 2 {
		place := slices.Index(order, words[i])
		if place < next {
			wrong.Add("question", "has a word twice, in another order, or one that is not known", questionRemedy)
			return Question{}, wrong.Err()
		}
		next = place + 1
		if err := q.read(words[i], words[i+1]); err != nil {
			return Question{}, err
		}
	}
	return q.Named(), q.check()
}

func (q *Question) read(word, value string) (err error) {
	var wrong fault.Fields
	switch word {
	case wordBy:
		rows, columns, two := strings.Cut(value, ",")
		q.Rows, q.Columns = Dimension(rows), Dimension(columns)
		wrong.Check(!two || columns != "", "columns", "is empty", "leave the comma out, or name a dimension behind it")
	case wordOf:
		q.Base = Dimension(value)
	case wordWhere:
		var filters []string
		for _, part := range strings.Split(value, ",") {
			d, any, _ := strings.Cut(part, "=")
			for _, v := range strings.Split(any, "|") {
				filters = append(filters, d+"="+v)
			}
		}
		q.Filters, _, err = ParseFilters(filters)
		return err
	case wordIn:
		q.Period, err = ParsePeriod(value)
		return err
	case wordPer:
		q.Per = value
	case wordAsOf:
		n, err := strconv.ParseInt(value, 10, 64)
		wrong.Check(err == nil && n > 0, "as_of", "is not a position", "write it as it was answered: a whole number from 1")
		q.AsOf = eventlog.Position(n)
	}
	return wrong.Err()
}
