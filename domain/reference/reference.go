// Package reference is what figures need beside the employers' own records: tables of
// the country that somebody else publishes, each loaded whole, with its source and
// since when each line holds.
package reference

import (
	"cmp"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
)

// Category is that of the streams of tables, which are of no employer.
const Category = "reference"

// Stream is the history of one table.
func Stream(table string) eventlog.Stream {
	return eventlog.Stream{Category: Category, ID: uuid.NewSHA1(namespace, []byte(table))}
}

// namespace keeps the ids of tables apart from all others; it never changes.
var namespace = uuid.MustParse("5b0ed4c5-6d4c-4b55-9d0c-4f0c43e6a6a1")

// Row is one line of a table.
type Row struct {
	Of    codes.Code // what it is about: the CBS code of a gemeente, or an employer and a profession: GEM-X/BOA1
	Since string     // day (2006-01-02) from which on it holds, until a later line of the same
	Value codes.Code // what the table's kind says
}

// Command is something that is asked of a table.
type Command interface{ referenceCommand() }

// Load gives a table whole, in place of the one before.
type Load struct {
	By     access.Actor
	Table  string // of a Kind
	Source string // who published it, and when: it stands below each figure
	Rows   []Row
}

// TableLoaded: from here on figures use this table. It holds nothing of anybody.
type TableLoaded struct {
	Table  string
	Source string
	Rows   []Row // by what they are of, and since when
}

func (Load) referenceCommand() {}

// EventType implements decider.Event.
func (TableLoaded) EventType() string { return "reference.table_loaded.v1" }

// Table is one as it was loaded last; the zero Table never was.
type Table struct{ TableLoaded }

// Decider is the rules of loading.
var Decider = decider.Decider[Load, Table, TableLoaded]{Decide: decide, Evolve: evolve}

func evolve(_ Table, e TableLoaded) Table { return Table{e} }

// The same table twice adds nothing.
func decide(s Table, c Load) ([]TableLoaded, error) {
	if err := c.By.May(access.LoadReference, uuid.Nil); err != nil {
		return nil, err
	}
	e, err := c.checked()
	if err != nil || s.same(e) {
		return nil, err
	}
	return []TableLoaded{e}, nil
}

func (s Table) same(e TableLoaded) bool {
	return s.Table == e.Table && s.Source == e.Source && slices.Equal(s.Rows, e.Rows)
}

// inOrder makes the same lines the same table, in whatever order they come.
func inOrder(rows []Row) []Row {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Or(cmp.Compare(a.Of, b.Of), cmp.Compare(a.Since, b.Since)) })
	return rows
}
