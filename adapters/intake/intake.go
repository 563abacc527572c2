package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
)

// Options are what a file and its mapping do not say.
type Options struct {
	// Zone is that of the employer on record, for a mapping that declares none.
	Zone *time.Location
	// Employer is the one on record, whose units and areas are those that count; the
	// zero Employer where there is none yet.
	Employer employer.Employer
	// Temporary is the folder for temporary files; "" is the system's.
	Temporary string
	// Progress is told every few hundred rows how many were read; may be nil.
	Progress func(rows int)
}

// Batch is a file that was read: everything is known of it, and its records wait
// in temporary files until they are asked for. Close removes those.
type Batch struct {
	mapping *Mapping
	options Options
	source  *source
	reader  *reader
	found   *findings
	rows    *sorter      // every usable row by the key of its group
	groups  *sorter      // every group by its first row
	keys    *sorter      // every source key with its group's first row; nil when groups are keys
	rejects *sorter      // rows with the reason
	gone    map[int]bool // first rows of incidents that were taken out after grouping
	report  Report
}

// Read reads a file with a mapping to its end, and groups its rows. Memory does
// not grow with the file. The error is a *fault.Fault when the file or mapping is
// to be mended; nothing of the file is kept then.
func Read(ctx context.Context, file io.ReaderAt, size int64, m *Mapping, o Options) (_ *Batch, err error) {
	m = m.onRecord(o.Employer)
	stop := &stoppable{ReaderAt: file, ctx: ctx}
	zone := o.Zone
	if m.Employer.location != nil {
		zone = m.Employer.location
	}
	if zone == nil {
		return nil, fault.New(fault.Invalid, "nothing says in which time zone the file's hours are: add zone under employer in the mapping")
	}
	b := &Batch{mapping: m, options: o, found: newFindings(), gone: make(map[int]bool)}
	defer func() {
		if err != nil {
			err = errors.Join(err, b.Close())
		}
	}()
	if b.source, err = openSource(stop, size, m, o.Temporary); err != nil {
		return nil, err
	}
	b.reader = &reader{Mapping: m, zone: zone, names: b.columnNames(), found: b.found, order: make(map[Field]*orderTrouble)}
	b.report = b.newReport()
	for _, s := range []**sorter{&b.rows, &b.groups, &b.keys, &b.rejects} {
		if *s, err = newSorter(o.Temporary); err != nil {
			return nil, err
		}
	}
	for _, step := range []func(context.Context) error{b.scan, b.group, b.compareKeys} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	stop.ctx = context.Background() // rejects are copied from it later
	return b, b.reader.orderErr()
}

// stoppable ends a reading that is between two rows for long: a workbook unpacks to
// hundreds of times its size, wherever it has none.
type stoppable struct {
	io.ReaderAt
	ctx context.Context
}

func (s *stoppable) ReadAt(p []byte, at int64) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.ReaderAt.ReadAt(p, at)
}

// Close removes what was kept in temporary files.
func (b *Batch) Close() error {
	var err error
	if b.source != nil {
		err = b.source.Close()
	}
	for _, s := range []*sorter{b.rows, b.groups, b.keys, b.rejects} {
		if s != nil {
			err = errors.Join(err, s.Close())
		}
	}
	return err
}

// columnNames gives the file's heading for every slot.
func (b *Batch) columnNames() []string {
	var list []string
	for _, column := range b.source.head.columns {
		list = append(list, b.source.head.names[column])
	}
	return list
}

// scan takes the rows from the file to the sorter.
func (b *Batch) scan(ctx context.Context) error {
	table, closeTable, err := b.source.rows()
	if err != nil {
		return err
	}
	defer closeTable()
	s := scanner{Batch: b, above: make([]cell, len(b.mapping.slots))}
	for n := 1; ; n++ {
		r, err := table.next()
		if err == io.EOF {
			return b.rows.spill()
		}
		if err != nil {
			return err
		}
		if r.number > b.source.head.row {
			if err := s.row(r); err != nil {
				return err
			}
		}
		if n%500 != 0 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if b.options.Progress != nil {
			b.options.Progress(n)
		}
	}
}

// scanner looks at the rows in the order of the file.
type scanner struct {
	*Batch
	above []cell // of the columns that are filled down
	cells []cell
	data  []byte
}

func (s *scanner) row(r row) error {
	if r.empty() {
		s.report.EmptyRows++
		return nil
	}
	s.report.Rows++
	s.cells = s.source.head.pick(r, s.cells)
	s.fillDown()
	skips := func(c condition) bool { return c.holds(s.cells) }
	if r.problem != BrokenQuote && slices.ContainsFunc(s.mapping.skip, skips) {
		s.report.SkippedRows++
		return nil
	}
	s.listBroken(r)
	problem := s.problem(r)
	key := joinKey(s.mapping.group, s.cells)
	if problem.Kind == "" && (key == "" || s.brokenKey()) {
		problem, key = Finding{Kind: NoKey, Row: r.number, Column: s.reader.columnOf(rule{slots: s.mapping.group})}, ""
	}
	if problem.Kind != "" {
		s.found.add(problem)
	}
	if key == "" || r.problem == BrokenQuote {
		return s.reject(r.number, problem.reason(r.number, s.mapping.noun()))
	}
	return s.keep(key, r.number, problem)
}

// brokenKey tells whether part of a key could not be read: two different keys
// may look the same then.
func (s *scanner) brokenKey() bool {
	broken := func(slot int) bool { return s.cells[slot].broken }
	return slices.ContainsFunc(s.mapping.group, broken) || slices.ContainsFunc(s.mapping.key, broken)
}

// keep hands the row on; one that cannot be used takes its incident with it.
func (s *scanner) keep(key string, row int, problem Finding) error {
	reason := ""
	if problem.Kind != "" && !(problem.Kind == ShortRow && problem.Why == "") {
		reason = problem.reason(row, s.mapping.noun())
	}
	s.data = appendCells(s.data[:0], []cell{{text: reason}})
	s.data = appendCells(s.data, s.cells)
	for slot, c := range s.cells {
		if plain(c.text) == "" {
			s.report.Columns[slot].Empty++
		}
	}
	return s.rows.add(entry{key: []byte(key), row: row, data: s.data})
}

func (s *scanner) fillDown() {
	for _, slot := range s.mapping.fillDown {
		if plain(s.cells[slot].text) == "" {
			s.cells[slot] = s.above[slot]
		}
		s.above[slot] = s.cells[slot]
	}
}

// problem tells why the row cannot be used. A row that is too short only for
// columns that nobody reads can.
func (s *scanner) problem(r row) Finding {
	width := s.source.head.width
	short := r.problem == "" && width > 0 && len(r.cells) < width
	found := Finding{Kind: r.problem, Row: r.number}
	switch {
	case r.problem == "" && width > 0 && r.width() > width:
		found.Kind, found.Why = LongRow, fmt.Sprintf("%d cells under %d headings: is a cell with a delimiter in it without quotes?", r.width(), width)
	case short && !s.source.format.fillShort && slices.Max(s.source.head.columns) >= len(r.cells):
		found.Kind, found.Why = ShortRow, fmt.Sprintf("%d cells under %d headings: did a line break cut it in two?", len(r.cells), width)
	case short:
		found.Kind = ShortRow
	}
	return found
}

func (s *scanner) listBroken(r row) {
	for i, c := range r.cells {
		if !c.broken {
			continue
		}
		column := letters(i)
		if i < len(s.source.head.names) {
			column = s.source.head.names[i]
		}
		s.found.add(Finding{Kind: BrokenText, Row: r.number, Column: column})
	}
}

// joinKey makes one key of several columns; "" when all are empty. Parts are
// escaped, so that a|b and c never meet a and b|c.
func joinKey(slots []int, cells []cell) string {
	if len(slots) == 1 {
		return plain(cells[slots[0]].text)
	}
	var parts []string
	some := false
	for _, slot := range slots {
		part := plain(cells[slot].text)
		some = some || part != ""
		parts = append(parts, strings.NewReplacer(`\`, `\\`, "|", `\|`).Replace(part))
	}
	if !some {
		return ""
	}
	return strings.Join(parts, "|")
}

// errStop ends a walk through sorted entries early.
var errStop = errors.New("stop")

// Records gives the incidents by the row they begin at. It can be asked again.
// An error ends it.
func (b *Batch) Records(ctx context.Context) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		muted := *b.reader
		muted.found = &findings{muted: true}
		err := b.groups.sorted(func(e entry) error {
			if err := ctx.Err(); err != nil || b.gone[e.row] {
				return err
			}
			if !yield(muted.record(e.data), nil) {
				return errStop
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStop) {
			yield(Record{}, err)
		}
	}
}

// List notes something about a record that was left as it is on record.
func (b *Batch) List(r Record, kind Kind, field Field, why string) {
	b.found.add(Finding{Kind: kind, Row: r.Rows[0], Field: field, Why: why})
}

// Reject takes a record out that the rules of the trade refuse, with the reason
// that its rows get in the file of rejects. The reason holds no personal detail.
func (b *Batch) Reject(r Record, reason string) error {
	if b.gone[r.Rows[0]] {
		return nil
	}
	b.gone[r.Rows[0]] = true
	b.report.Incidents--
	b.report.Workers -= len(r.Workers)
	b.report.RejectedIncidents++
	b.found.add(Finding{Kind: RejectedLater, Row: r.Rows[0], Why: reason})
	return b.rejectAll(r.Rows, func(int) string { return reason })
}
