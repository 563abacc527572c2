package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"ruggensteun/domain/fault"
)

const hostileHead = `<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>Nr</v></c><c r="B1" t="str"><v>Gedrag</v></c></row>`

// TestACellInManyPiecesTakesNoMemory: each piece is short, and a comment lies between
// it and the next. It does not run beside other tests, whose memory it would count.
func TestACellInManyPiecesTakesNoMemory(t *testing.T) {
	const pieces = 100_000
	content := book(t, hostileHead+`<row r="2"><c r="A2"><v>`+strings.Repeat("12<!---->", pieces)+`</v></c><c r="B2" t="str"><v>HIT</v></c></row></sheetData></worksheet>`)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	b, err := Read(t.Context(), bytes.NewReader(content), int64(len(content)), mappingOf(t, smallMapping), Options{Temporary: t.TempDir()})
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }()
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 200 {
		t.Errorf("a cell of %d bytes took %d MiB", 2*pieces, used)
	}
	if r := b.Report(); r.Counts[CellTooLong] != 1 {
		t.Errorf("found %v, want one cell that is too long", r.Counts)
	}
}

// TestManySheetsAreRefused: each is looked into before anybody can say stop.
func TestManySheetsAreRefused(t *testing.T) {
	t.Parallel()
	var sheets strings.Builder
	for n := range mostSheets + 1 {
		fmt.Fprintf(&sheets, `<sheet name="S%d" r:id="r1"/>`, n)
	}
	content := book(t, hostileHead+`</sheetData></worksheet>`, [2]string{"xl/workbook.xml", `<workbook xmlns:r="x"><sheets>` + sheets.String() + `</sheets></workbook>`})
	_, err := Read(t.Context(), bytes.NewReader(content), int64(len(content)), mappingOf(t, smallMapping), Options{Temporary: t.TempDir()})
	if fault.KindOf(err) != fault.TooLarge || !strings.Contains(err.Error(), "sheets") {
		t.Errorf("got %v", err)
	}
}

// stopping asks to stop once so many pieces of the file were read.
type stopping struct {
	io.ReaderAt
	stop func()
	left int
}

func (s *stopping) ReadAt(p []byte, at int64) (int, error) {
	if s.left--; s.left == 0 {
		s.stop()
	}
	return s.ReaderAt.ReadAt(p, at)
}

// TestAWorkbookStopsBetweenItsRows: what unpacks to much and holds no row is read for
// minutes.
func TestAWorkbookStopsBetweenItsRows(t *testing.T) {
	t.Parallel()
	const much = `<cols><col min="1" max="1"/></cols>`
	content := book(t, strings.Replace(hostileHead, "<sheetData>", strings.Repeat(much, 100_000)+"<sheetData>", 1)+`</sheetData></worksheet>`)
	for _, after := range []int{2, 6, 9} {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		_, err := Read(ctx, &stopping{bytes.NewReader(content), stop, after}, int64(len(content)), mappingOf(t, smallMapping), Options{Temporary: t.TempDir()})
		if !errors.Is(err, context.Canceled) || fault.KindOf(err) != "" {
			t.Errorf("stopped after %d pieces: %v", after, err)
		}
	}
}
