package intake

import (
	"bufio"
	"bytes"
	"cmp"
	"container/heap"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
)

// sorter puts any number of entries in order in flat memory: it sorts as many as
// fit, writes them to a temporary file as a run, and in the end merges the runs.
type sorter struct {
	file  *temporaryFile
	arena []byte   // entries that wait, as they will be written
	order []placed // of the entries in arena
	runs  []run
}

// entry is what is sorted: by key, then by row.
type entry struct {
	key  []byte
	row  int
	data []byte
}

type placed struct {
	keyFrom, keyTo int // in arena
	row            int
	from, to       int
}

type run struct{ from, to int64 }

// arenaSize bounds the memory of a sorter, with mergeBuffer times the runs: a
// file of 10 GB makes some 1,200 runs.
const (
	arenaSize   = 8 << 20
	mergeBuffer = 32 << 10
)

func newSorter(folder string) (*sorter, error) {
	file, err := newTemporaryFile(folder)
	return &sorter{file: file}, err
}

// add takes a copy of the entry.
func (s *sorter) add(e entry) error {
	if len(s.arena)+len(e.key)+len(e.data)+3*binary.MaxVarintLen64 > arenaSize && len(s.order) > 0 {
		if err := s.spill(); err != nil {
			return err
		}
	}
	p := placed{row: e.row, from: len(s.arena)}
	s.arena = binary.AppendUvarint(s.arena, uint64(len(e.key)))
	p.keyFrom = len(s.arena)
	s.arena = append(s.arena, e.key...)
	p.keyTo = len(s.arena)
	s.arena = binary.AppendUvarint(s.arena, uint64(e.row))
	s.arena = binary.AppendUvarint(s.arena, uint64(len(e.data)))
	s.arena = append(s.arena, e.data...)
	p.to = len(s.arena)
	s.order = append(s.order, p)
	return nil
}

// spill writes what waits as one sorted run.
func (s *sorter) spill() error {
	slices.SortFunc(s.order, func(a, b placed) int {
		return cmp.Or(bytes.Compare(s.arena[a.keyFrom:a.keyTo], s.arena[b.keyFrom:b.keyTo]), cmp.Compare(a.row, b.row))
	})
	from := s.file.size
	for _, p := range s.order {
		if err := s.file.write(s.arena[p.from:p.to]); err != nil {
			return err
		}
	}
	s.runs = append(s.runs, run{from: from, to: s.file.size})
	s.arena, s.order = s.arena[:0], s.order[:0]
	return nil
}

// sorted hands out all entries in order; what it hands out is good until the
// next one. It can be called again, also after adding more.
func (s *sorter) sorted(show func(entry) error) error {
	if err := s.spill(); err != nil {
		return err
	}
	s.arena, s.order = nil, nil
	if err := s.file.flush(); err != nil {
		return err
	}
	var open cursors
	for _, r := range s.runs {
		c := &cursor{in: bufio.NewReaderSize(io.NewSectionReader(s.file, r.from, r.to-r.from), mergeBuffer)}
		more, err := c.next()
		if err != nil {
			return err
		}
		if more {
			open = append(open, c)
		}
	}
	heap.Init(&open)
	for len(open) > 0 {
		if err := show(open[0].entry); err != nil {
			return err
		}
		more, err := open[0].next()
		if err != nil {
			return err
		}
		if more {
			heap.Fix(&open, 0)
		} else {
			heap.Pop(&open)
		}
	}
	return nil
}

func (s *sorter) Close() error { return s.file.Close() }

// cursor walks through one run.
type cursor struct {
	in *bufio.Reader
	entry
}

func (c *cursor) next() (more bool, err error) {
	length, err := binary.ReadUvarint(c.in)
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	if err == nil {
		c.key, err = c.take(c.key, length)
	}
	var row uint64
	if err == nil {
		row, err = binary.ReadUvarint(c.in)
	}
	if err == nil {
		length, err = binary.ReadUvarint(c.in)
	}
	if err == nil {
		c.data, err = c.take(c.data, length)
	}
	if err != nil {
		return false, fmt.Errorf("read a temporary file: %w", err)
	}
	c.row = int(row)
	return true, nil
}

func (c *cursor) take(into []byte, length uint64) ([]byte, error) {
	into = slices.Grow(into[:0], int(length))[:length]
	_, err := io.ReadFull(c.in, into)
	return into, err
}

// cursors is a heap of runs by their next entry.
type cursors []*cursor

func (h cursors) Len() int { return len(h) }
func (h cursors) Less(i, j int) bool {
	return cmp.Or(bytes.Compare(h[i].key, h[j].key), cmp.Compare(h[i].row, h[j].row)) < 0
}
func (h cursors) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *cursors) Push(x any)   { *h = append(*h, x.(*cursor)) }
func (h *cursors) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// appendCells writes the cells of a row down; readCells reads them back.
func appendCells(b []byte, cells []cell) []byte {
	for _, c := range cells {
		flags := uint64(c.kind) << 1
		if c.broken {
			flags |= 1
		}
		b = binary.AppendUvarint(b, flags)
		b = binary.AppendUvarint(b, uint64(len(c.text)))
		b = append(b, c.text...)
	}
	return b
}

// readCells reads n cells, and gives what follows them.
func readCells(b []byte, n int, into []cell) (cells []cell, rest []byte) {
	into = into[:0]
	for range n {
		flags, used := binary.Uvarint(b)
		length, more := binary.Uvarint(b[used:])
		b = b[used+more:]
		into = append(into, cell{text: string(b[:length]), broken: flags&1 == 1, kind: cellKind(flags >> 1)})
		b = b[length:]
	}
	return into, b
}
