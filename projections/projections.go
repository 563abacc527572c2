// Package projections is the contract of a read model: a pure fold from events
// to typed rows that can be thrown away and made again from the log.
//
// Rows are insert-only versions, but for what is erased (Erasing). A version
// starts at the position of the event that made it and lasts until the next
// version of the same key, so every question can be asked as of any position. The
// runner (adapters/postgres) loads the rows that a batch touches, folds them in
// event order and writes the new versions in bulk, in the transaction that moves
// the projection's position.
package projections

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/processing"
)

// Event is a recorded event as folds see it: opened, in its newest shape.
type Event struct {
	Position   eventlog.Position
	Stream     eventlog.Stream
	Version    eventlog.Version
	Employer   uuid.UUID
	RecordedAt time.Time
	Body       decider.Event // nil when the payload was removed by a recorded redaction
	Invented   bool          // told by a demonstration (eventlog.Demonstration)
	// Meta is filled where one thing's history is read (timeline). A runner may
	// leave it zero, so a fold must not look at it.
	Meta eventlog.Meta
	// Lines of the logbook of processing that are to stand there once rows are made of this event and those that
	// were opened with it. The runner writes them together; a fold must not look at them.
	Lines []processing.Record
}

// Projection is a read model: tables that are folded from the same events and
// share one position.
type Projection struct {
	Name string // "facts"
	// Revision rises whenever a fold, a column or the meaning of either changes.
	// Its tables live in a PostgreSQL schema of their own (facts_r9), so that
	// the next one is built beside the one that is being read.
	Revision int
	Tables   []Table
}

// Head is what the runner keeps of every row, before the table's own columns:
//
//	key uuid, position bigint, parent uuid, employer uuid   PRIMARY KEY (key, position)
type Head struct {
	Key      uuid.UUID         // the thing: an incident, an involvement
	Position eventlog.Position // of the event that made this version
	Parent   uuid.UUID         // the thing it belongs to; itself when it stands alone
	Employer uuid.UUID         // row-level security is by this column
}

// Touched names the rows that an event changes.
type Touched struct {
	Keys    []uuid.UUID // these rows, whether they exist or not
	Parents []uuid.UUID // and all rows that exist below these, e.g. for a withdrawal
}

// Column is one column of a table's own.
type Column struct {
	Name string // snake_case
	Type string // PostgreSQL type with constraint: "text NOT NULL", "text[] NOT NULL"
}

// Table is one kind of row, with its type erased for the runner. Make one with TableOf.
type Table interface {
	Name() string
	Columns() []Column
	// Indexes are statements with %s for the qualified table name, made after a bulk
	// load. Those on (key, position), (parent, key) and (position) every table has.
	Indexes() []string
	Touches(e Event) Touched
	// Fold gives the row's next version, and false when the event changes nothing
	// in it. row is nil when there is none yet. It never changes the row it is given.
	Fold(row any, h Head, e Event) (any, Head, bool)
	// Erasing is nil for a table that holds nothing that is ever forgotten.
	Erasing() *Erasing
	// New gives an empty row, and Refs pointers to its columns in order, for
	// scanning and for writing.
	New() any
	Refs(row any) []any
}

// Spec is a Table with its type.
type Spec[R any] struct {
	Name    string
	Columns []Column
	Indexes []string
	Touches func(e Event) Touched
	// Fold gets the zero row and exists false for a key that has no version yet.
	// h.Key is set; h.Parent and h.Employer may be set at the first version.
	Fold    func(row R, exists bool, h Head, e Event) (R, Head, bool)
	Refs    func(row *R) []any
	Erasing *Erasing // nil: nothing in it is ever forgotten
}

// TableOf hides the row type, so that tables of all kinds fit in one list.
func TableOf[R any](s Spec[R]) Table { return table[R]{s} }

type table[R any] struct{ spec Spec[R] }

func (t table[R]) Name() string            { return t.spec.Name }
func (t table[R]) Columns() []Column       { return t.spec.Columns }
func (t table[R]) Indexes() []string       { return t.spec.Indexes }
func (t table[R]) Touches(e Event) Touched { return t.spec.Touches(e) }
func (t table[R]) Erasing() *Erasing       { return t.spec.Erasing }
func (t table[R]) New() any                { return new(R) }
func (t table[R]) Refs(row any) []any      { return t.spec.Refs(row.(*R)) }

func (t table[R]) Fold(row any, h Head, e Event) (any, Head, bool) {
	var before R
	exists := row != nil
	if exists {
		before = *row.(*R)
	}
	after, head, changed := t.spec.Fold(before, exists, h, e)
	if !changed {
		return row, h, false
	}
	head.Key, head.Position = h.Key, e.Position
	return &after, head, true
}
