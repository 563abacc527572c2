package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// reasonHeading heads the column that rejects have more than the file.
const reasonHeading = "reason"

// rejectWriter writes rows in the layout of the source, with a cell more.
type rejectWriter interface {
	write(r row, more string) error
	close() error
}

// WriteRejects writes the rows that did not go in to a file of mode 0600, in the
// layout of the source with the reason in a column more: mended, the same mapping
// reads it. It reads the source once more. With nothing rejected there is no file.
func (b *Batch) WriteRejects(ctx context.Context, path string) (rows int, err error) {
	if b.report.RejectedRows == 0 {
		return 0, nil
	}
	// Under its own name only once it is whole: half a file looks like all of it.
	file, err := os.CreateTemp(filepath.Dir(path), ".ruggensteun-rejects-*")
	if err != nil {
		return 0, fmt.Errorf("make the file of rejects: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, file.Close(), os.Remove(file.Name()))
		}
	}()
	if rows, err = b.copyRejects(ctx, file); err != nil {
		return 0, err
	}
	if err = file.Sync(); err != nil {
		return 0, fmt.Errorf("write the file of rejects: %w", err)
	}
	if err = os.Rename(file.Name(), path); err != nil {
		return 0, fmt.Errorf("write the file of rejects: %w", err)
	}
	if err := file.Close(); err != nil {
		return 0, fmt.Errorf("write the file of rejects: %w", err)
	}
	return rows, nil
}

// CopyRejects writes what WriteRejects does to where the caller keeps it; nothing when
// nothing was rejected.
func (b *Batch) CopyRejects(ctx context.Context, to io.Writer) (rows int, err error) {
	if b.report.RejectedRows == 0 {
		return 0, nil
	}
	return b.copyRejects(ctx, to)
}

func (b *Batch) copyRejects(ctx context.Context, to io.Writer) (rows int, err error) {
	table, closeTable, err := b.source.rows()
	if err != nil {
		return 0, err
	}
	defer closeTable()
	out, err := b.source.rejectWriter(to)
	if err != nil {
		return 0, err
	}
	walk := &rejectWalk{table: table, out: out}
	if err := walk.head(b.source.head.row); err != nil {
		return 0, err
	}
	err = b.rejects.sorted(func(e entry) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return walk.copy(e.row, string(e.data))
	})
	return walk.rows, errors.Join(err, out.close())
}

// rejectWalk goes through the source beside the sorted rejects.
type rejectWalk struct {
	table table
	out   rejectWriter
	rows  int
}

// head copies everything up to the headings.
func (w *rejectWalk) head(until int) error {
	for n := 1; n <= until; n++ {
		r, err := w.table.next()
		if err != nil {
			return fmt.Errorf("read the file to import again: %w", err)
		}
		more := ""
		if n == until {
			more = reasonHeading
		}
		if err := w.out.write(r, more); err != nil {
			return err
		}
	}
	return nil
}

func (w *rejectWalk) copy(row int, reason string) error {
	for {
		r, err := w.table.next()
		if err != nil {
			return fmt.Errorf("read the file to import again: %w", err)
		}
		if r.number == row {
			w.rows++
			return w.out.write(r, reason)
		}
	}
}

func (s *source) rejectWriter(to io.Writer) (rejectWriter, error) {
	if s.book != nil {
		return newXLSXWriter(to, s.sheet.name, s.book.since04, len(s.head.names))
	}
	mark := make([]byte, len(utf8Mark))
	if _, err := s.file.ReadAt(mark, 0); err == nil && bytes.Equal(mark, utf8Mark) {
		if _, err := to.Write(utf8Mark); err != nil {
			return nil, fmt.Errorf("write the file of rejects: %w", err)
		}
	}
	return &csvRejects{to: to, format: s.format, width: s.head.cells}, nil
}

// csvRejects copies rows byte for byte.
type csvRejects struct {
	to     io.Writer
	format format
	width  int
}

func (c *csvRejects) write(r row, more string) error {
	line := bytes.TrimRight(r.raw, "\r\n")
	end := r.raw[len(line):]
	if len(end) == 0 {
		end = []byte("\n") // the last row of a file without one
	}
	b := bytes.Clone(line)
	if more != "" {
		// Before the reason go the cells that a short row lacks, or it would be read as one of them.
		for n := len(r.cells); n < c.width && r.problem != BrokenQuote; n++ {
			b = append(b, c.format.delimiter)
		}
		b = append(b, c.format.delimiter)
		b = append(b, c.cell(more)...)
	}
	_, err := c.to.Write(append(b, end...))
	if err != nil {
		return fmt.Errorf("write the file of rejects: %w", err)
	}
	return nil
}

// cell writes a text of ours in the quotes and the encoding of the file.
func (c *csvRejects) cell(text string) []byte {
	quote := `"`
	if c.format.quote != 0 {
		quote = string(c.format.quote)
	}
	if c.format.noQuotes {
		text, quote = strings.ReplaceAll(text, string(c.format.delimiter), " "), ""
	} else {
		text = quote + strings.ReplaceAll(text, quote, quote+quote) + quote
	}
	if c.format.encoding == cp1252Name {
		if b, err := encoding.ReplaceUnsupported(charmap.Windows1252.NewEncoder()).Bytes([]byte(text)); err == nil {
			return b
		}
	}
	return []byte(text)
}

func (c *csvRejects) close() error { return nil }
