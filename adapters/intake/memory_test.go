package intake

import (
	"fmt"
	"io"
	"runtime"
	"testing"
)

// endless is a file of n rows that is written while it is read.
type endless struct{ rows int }

const endlessRow = 1024

func (e endless) size() int64 { return int64(e.rows+1) * endlessRow }

func (e endless) ReadAt(p []byte, at int64) (n int, err error) {
	for n < len(p) && at < e.size() {
		i := at / endlessRow
		line := fmt.Sprintf("%-*d,HIT,%*s\n", 10, (i*7919)%int64(e.rows/2+1), endlessRow-16, "x")
		if i == 0 {
			line = fmt.Sprintf("%-10s,Gedrag,%*s\n", "Nr", endlessRow-19, "Verhaal")
		}
		used := copy(p[n:], line[at%endlessRow:])
		n, at = n+used, at+int64(used)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// TestMemoryIsFlat: ten times the rows take no more memory to speak of. It does
// not run beside other tests, whose memory it would count.
func TestMemoryIsFlat(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 100,000 rows of 1 KiB: not with -short")
	}
	mapping := mappingOf(t, smallMapping+"workers: {rows: all, fields: {staff_number: Verhaal}}\n")
	few, many := peak(t, mapping, 10_000), peak(t, mapping, 100_000)
	t.Logf("10,000 rows: %d KiB; 100,000 rows: %d KiB", few>>10, many>>10)
	// Sorters fill up to arenaSize each, and append may have grown them past that.
	if many > few+4*arenaSize {
		t.Errorf("memory grows with the file: %d KiB for 10,000 rows, %d KiB for 100,000", few>>10, many>>10)
	}
}

// peak is the most that was in use, sampled while reading.
func peak(t *testing.T, m *Mapping, rows int) uint64 {
	t.Helper()
	var most uint64
	sample := func(int) {
		var s runtime.MemStats
		runtime.ReadMemStats(&s)
		most = max(most, s.HeapInuse)
	}
	runtime.GC()
	file := endless{rows: rows}
	b, err := Read(t.Context(), file, file.size(), m, Options{Temporary: t.TempDir(), Progress: func(n int) {
		if n%10_000 == 0 {
			sample(n)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	n := 0
	for r, err := range b.Records(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if n += len(r.Rows); n%10_000 == 0 {
			sample(n)
		}
	}
	if n != rows {
		t.Fatalf("%d rows came back of %d", n, rows)
	}
	return most
}
