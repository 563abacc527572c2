package figures

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/gemeente"
	"ruggensteun/domain/reference"
)

// Rules is the version of the definitions and of the rules by which numbers are counted and
// printed. It rises whenever the same records would give another number; a test holds
// it against the numbers of an invented register.
const Rules = "2026-2"

// Method is what protected numbers are printed by. The key is named by its fingerprint.
type Method struct{ Key, Table, Rules string }

// Method tells it, for whoever keeps what was printed. The error is that of a protected
// question without a key.
func (e *Engine) Method() (Method, error) {
	if e.method == nil {
		return Method{}, noMethod
	}
	return Method{Key: e.cellKey, Table: e.method.Table.Fingerprint(), Rules: Rules}, nil
}

// Classification is a list that a question is laid out by or filtered on, with which version
// of it that was: 16 hexadecimal digits.
type Classification struct{ Name, Version string }

// Classifications are those of a question as of its position (not 0), by name. What only
// divides the clock and the calendar has none. The error is there for who must load an
// engine first.
func (e *Engine) Classifications(q Question) ([]Classification, error) {
	list := []Classification{}
	for _, d := range Dimensions() {
		if content := classification(d, e.latest.Load().references, q.AsOf); q.uses(d) && content != nil {
			list = append(list, Classification{Name: string(d), Version: versionOf(content)})
		}
	}
	return list, nil
}

// classification is everything that decides which value of a dimension something counts
// under, beside what was recorded of it.
func classification(d Dimension, tables loadedTables, at eventlog.Position) []any {
	var content []any
	if list := dimensions[d].list; len(list.Codes) > 0 && d != Weekday && d != Hour {
		content = append(content, meanings(list))
	}
	switch {
	case d == BehaviourGroup, d == VerbalOnly:
		content = append(content, meanings(codes.Behaviour))
	case d == TimeBand:
		content = append(content, bandsText(English))
	case slices.Contains(divided, d):
		content = append(content, gemeente.All(time.Time{}))
	}
	if d == Urbanity {
		table, _ := tables.at(reference.Urbanity, at)
		table.RecordedAt = time.Time{} // when it was loaded says nothing of what it says
		content = append(content, table)
	}
	return content
}

// meanings leaves out what only helps whoever hesitates.
func meanings(list codes.List) [][]string {
	var all [][]string
	for _, e := range list.Codes {
		all = append(all, []string{string(e.Code), e.NL, e.EN, e.From, e.To, string(e.RollUp)})
	}
	return all
}

func versionOf(content any) string {
	text, err := json.Marshal(content)
	if err != nil {
		panic(fmt.Sprintf("figures: lists of codes cannot be written as JSON: %v", err)) // they hold texts only
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// PrintedCell is one number with the text of its cell, which is the same in whatever table
// the cell stands.
type PrintedCell struct {
	Of string
	Cell
}

// Printed are all numbers of a table with its totals, as an earlier or a later table may
// print them too. The error says that the answer repeats no question.
func (a Answer) Printed() ([]PrintedCell, error) {
	q, err := ParseQuestion(a.Question)
	if err != nil {
		return nil, fmt.Errorf("read the question of an answer: %w", err)
	}
	all := []PrintedCell{{q.cell(Everything, Everything), a.Total}}
	for i, row := range a.Rows {
		if q.Rows != All {
			all = append(all, PrintedCell{q.cell(row, Everything), a.RowTotals[i]})
		}
		for j, column := range a.Columns {
			if q.Columns != All {
				all = append(all, PrintedCell{q.cell(row, column), a.Cells[i][j]})
			}
		}
	}
	for j, column := range a.Columns {
		if q.Columns != All && q.Rows != All {
			all = append(all, PrintedCell{q.cell(Everything, column), a.ColumnTotals[j]})
		}
	}
	return all, nil
}

// cell is the question of one cell alone: what it is laid out by has become filters, and a
// month or a year has become the period.
func (q Question) cell(row, column codes.Code) string {
	one := Question{Unit: q.Unit, Base: q.Base, Filters: maps.Clone(q.Filters), Period: q.Period}
	if one.Filters == nil {
		one.Filters = Filters{}
	}
	one.narrow(q.Rows, row)
	one.narrow(q.Columns, column)
	return one.String()
}

func (q *Question) narrow(d Dimension, value codes.Code) {
	if d == All || value == Everything {
		return
	}
	if d == Month || d == Year {
		if p, err := ParsePeriod(string(value)); err == nil {
			q.Period = q.Period.within(p)
			return
		}
	}
	q.Filters[d] = []codes.Code{value}
}

// within is what both periods have in common.
func (p Period) within(o Period) Period {
	if p.From.Before(o.From) {
		p.From = o.From
	}
	if p.Before.IsZero() || !o.Before.IsZero() && o.Before.Before(p.Before) {
		p.Before = o.Before
	}
	return p
}
