package intake

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	"ruggensteun/domain/fault"
)

// pending is the group whose rows are coming in.
type pending struct {
	*Batch
	group  *group
	key    string   // by which its rows belong together
	source string   // by which the source knows it; "" until a row says
	rows   []int    // all, also those that a refused group no longer looks at
	first  []string // the cells of its first row, by slot
	differ []bool   // by slot
	data   []byte
	cells  []cell
}

// largestGroup bounds what the rows of one incident take on their way.
const largestGroup = 64 << 20

// group folds every group once, to find all that is to be found before the first
// record is handed out, and puts the groups in the order of the file.
func (b *Batch) group(ctx context.Context) error {
	p := &pending{Batch: b}
	n := 0
	err := b.rows.sorted(func(e entry) error {
		if n++; n%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if p.group == nil || p.key != string(e.key) {
			if err := p.end(); err != nil {
				return err
			}
			p.begin(string(e.key))
		}
		p.add(e)
		return nil
	})
	if err == nil {
		err = p.end()
	}
	if err == nil {
		err = b.rows.Close() // a third of the space; the groups hold all of it
	}
	return err
}

func (p *pending) begin(key string) {
	p.group, p.key, p.source = p.reader.newGroup(key), key, ""
	p.rows, p.data, p.first, p.differ = nil, p.data[:0], nil, make([]bool, len(p.mapping.slots))
}

func (p *pending) add(e entry) {
	p.rows = append(p.rows, e.row)
	reason, rest := readCells(e.data, 1, nil)
	p.cells, _ = readCells(rest, len(p.mapping.slots), p.cells)
	p.compare()
	if why := reason[0].text; why != "" {
		p.group.refuse(Finding{Row: e.row, Why: why})
	}
	switch key := joinKey(p.mapping.key, p.cells); {
	case p.source == "":
		p.source = key
	case key != "" && key != p.source:
		p.group.refuse(Finding{Kind: KeysDiffer, Row: e.row, Column: p.reader.columnOf(rule{slots: p.mapping.key})})
	}
	p.group.add(e.row, p.cells)
	if len(p.data) > largestGroup {
		p.group.refuse(Finding{Kind: TooMuch, Row: e.row, Why: "the rows of the incident do not fit in memory together: is group the right column?"})
	}
	if p.group.reject == nil {
		p.data = binary.AppendUvarint(p.data, uint64(e.row))
		p.data = append(p.data, rest...)
	}
}

// compare notes in which columns the rows of a group differ, as they are written.
func (p *pending) compare() {
	if p.first == nil {
		for _, c := range p.cells {
			p.first = append(p.first, plain(c.text))
		}
		return
	}
	for slot, c := range p.cells {
		p.differ[slot] = p.differ[slot] || plain(c.text) != p.first[slot]
	}
}

// end hands the group on, or rejects its rows.
func (p *pending) end() error {
	if p.group == nil {
		return nil
	}
	p.report.Groups++
	for slot, differ := range p.differ {
		if differ {
			p.report.Columns[slot].Differ++
		}
	}
	if p.source == "" {
		p.group.refuse(Finding{Kind: NoKey, Row: p.rows[0], Column: p.reader.columnOf(rule{slots: p.mapping.key})})
	}
	record := p.group.finish()
	if why := p.group.reject; why != nil {
		return p.refused(*why)
	}
	p.report.Incidents++
	p.report.Workers += len(record.Workers)
	if err := p.keys.add(entry{key: []byte(p.source), row: p.rows[0], data: rowsOnly(len(record.Workers), p.rows)}); err != nil {
		return err
	}
	return p.groups.add(entry{row: p.rows[0], data: withKey(p.source, p.data)})
}

func (p *pending) refused(why Finding) error {
	p.report.RejectedIncidents++
	if why.Kind != "" { // else it was listed when the row was read
		p.found.add(why)
	}
	return p.rejectAll(p.rows, func(row int) string { return why.reason(row, p.mapping.noun()) })
}

func (b *Batch) rejectAll(rows []int, reason func(row int) string) error {
	for _, row := range rows {
		if err := b.reject(row, reason(row)); err != nil {
			return err
		}
	}
	return nil
}

// reject notes a row for the file of rejects.
func (b *Batch) reject(row int, reason string) error {
	b.report.RejectedRows++
	return b.rejects.add(entry{row: row, data: []byte(reason)})
}

// compareKeys refuses incidents that the source cannot tell apart: the second
// would become a correction of the first.
func (b *Batch) compareKeys(context.Context) error {
	var before entry
	told := false
	err := b.keys.sorted(func(e entry) error {
		if before.row == 0 || string(before.key) != string(e.key) {
			before, told = entry{key: slices.Clone(e.key), row: e.row, data: slices.Clone(e.data)}, false
			return nil
		}
		if !told {
			told = true
			if err := b.twice(before, e.row); err != nil {
				return err
			}
		}
		return b.twice(e, before.row)
	})
	if err == nil {
		err = b.keys.Close()
	}
	return err
}

// twice takes an incident out again.
func (b *Batch) twice(e entry, other int) error {
	b.gone[e.row] = true
	b.report.Incidents--
	b.report.RejectedIncidents++
	found := Finding{Kind: KeyTwice, Row: e.row, Column: b.reader.columnOf(rule{slots: b.mapping.key}),
		Why: fmt.Sprintf("has the same key as the incident at row %d", other)}
	b.found.add(found)
	workers, rest := binary.Uvarint(e.data)
	b.report.Workers -= int(workers)
	var rows []int
	for e.data = e.data[rest:]; len(e.data) > 0; {
		row, used := binary.Uvarint(e.data)
		e.data = e.data[used:]
		rows = append(rows, int(row))
	}
	return b.rejectAll(rows, func(int) string { return found.reason(e.row, b.mapping.noun()) })
}

func rowsOnly(workers int, rows []int) []byte {
	b := binary.AppendUvarint(nil, uint64(workers))
	for _, row := range rows {
		b = binary.AppendUvarint(b, uint64(row))
	}
	return b
}

func withKey(key string, rows []byte) []byte {
	return append(appendCells(nil, []cell{{text: key}}), rows...)
}

// record folds the rows of a group that was found in order.
func (r *reader) record(data []byte) Record {
	key, rest := readCells(data, 1, nil)
	g := r.newGroup(key[0].text)
	var cells []cell
	for len(rest) > 0 {
		row, used := binary.Uvarint(rest)
		cells, rest = readCells(rest[used:], len(r.slots), cells)
		g.add(int(row), cells)
	}
	return g.finish()
}

func (o *orderTrouble) note(row int, text string) {
	match := numeric.FindStringSubmatch(plain(text))
	if len(match) == 3 && len(match[1]) == 2 && match[1] > "12" {
		o.first++
	}
	if len(match) == 3 && len(match[2]) == 2 && match[2] > "12" {
		o.second++
	}
	o.rows = append(o.rows, row)
	slices.Sort(o.rows)
	o.rows = o.rows[:min(2, len(o.rows))]
}

// orderErr names two rows of every column whose dates can be read two ways.
func (r *reader) orderErr() error {
	var wrong fault.Fields
	for field, o := range r.order {
		rows := fmt.Sprintf("row %d", o.rows[0])
		if len(o.rows) > 1 {
			rows = fmt.Sprintf("rows %d and %d", o.rows[0], o.rows[1])
		}
		remedy := "declare formats: [DD-MM-YYYY] or [MM-DD-YYYY], as the file writes it, with HH:mm where it has hours"
		switch {
		case o.first > 0 && o.second == 0:
			remedy += fmt.Sprintf("; in %d rows the first number is above 12, so the day seems to come first", o.first)
		case o.second > 0 && o.first == 0:
			remedy += fmt.Sprintf("; in %d rows the second number is above 12, so the month seems to come first", o.second)
		}
		wrong.Add("column "+o.column+" for "+string(field), "has dates, e.g. in "+rows+", of which nothing says whether day or month comes first", remedy)
	}
	return retitle(wrong.Err(), "the file has dates that can be read in two ways")
}
