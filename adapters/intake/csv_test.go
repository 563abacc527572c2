package intake

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ruggensteun/domain/fault"
)

func csvRows(t *testing.T, content string, f format) []string {
	t.Helper()
	table := newCSV(strings.NewReader(content), int64(len(content)), f)
	var list []string
	for {
		r, err := table.next()
		if err == io.EOF {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		line := string(r.problem)
		for _, c := range r.cells {
			line += "[" + c.text + "]"
			if c.broken {
				line += "!"
			}
		}
		list = append(list, line)
	}
}

func TestCSV(t *testing.T) {
	t.Parallel()
	comma := format{delimiter: ','}
	tests := map[string]struct {
		content string
		format  format
		want    []string
	}{
		"plain":                              {"a,b\nc,d\n", comma, []string{"[a][b]", "[c][d]"}},
		"no end of the last line":            {"a,b\nc,d", comma, []string{"[a][b]", "[c][d]"}},
		"lines of Windows":                   {"a,b\r\nc,d\r\n", comma, []string{"[a][b]", "[c][d]"}},
		"an empty row is a row":              {"a\n\nb\n", comma, []string{"[a]", "[]", "[b]"}},
		"empty cells":                        {",,\n", comma, []string{"[][][]"}},
		"quotes":                             {`"a,b","c ""d"""` + "\n", comma, []string{`[a,b][c "d"]`}},
		"a line break in quotes":             {"\"a\nb\",c\n", comma, []string{"[a\nb][c]"}},
		"and one of Windows":                 {"\"a\r\nb\",c\r\n", comma, []string{"[a\nb][c]"}},
		"blanks behind a quote":              {"\"a\"  ,b\n", comma, []string{"[a][b]"}},
		"a quote inside a cell":              {"5\" pipe,b\n", comma, []string{`[5" pipe][b]`}},
		"text behind a quote":                {"\"a\"b,c\nd,e\n", comma, []string{"broken_quote", "[d][e]"}},
		"a quote that never closes":          {"a,\"b\nc,d\ne,f", comma, []string{"broken_quote", "[c][d]", "[e][f]"}},
		"it does not swallow the next quote": {"a,\"b\nc,\"d\"\ne,f", comma, []string{"broken_quote", "[c][d]", "[e][f]"}},
		"another quote":                      {"'a;b';\"c\n", format{delimiter: ';', quote: '\''}, []string{`[a;b]["c]`}},
		"no quotes at all":                   {"\"a;b\n", format{delimiter: ';', noQuotes: true}, []string{`["a][b]`}},
		"tabs":                               {"a\tb\n", format{delimiter: '\t'}, []string{"[a][b]"}},
		"a mark of UTF-8":                    {"\xef\xbb\xbf\"a\",b\n", comma, []string{"[a][b]"}},
		"UTF-8":                              {"caf\u00e9\n", comma, []string{"[caf\u00e9]"}},
		"a byte that is no UTF-8":            {"caf\xe9,b\n", comma, []string{"[caf\ufffd]![b]"}},
		"Windows-1252":                       {"caf\xe9 \x80\n", format{delimiter: ',', encoding: cp1252Name}, []string{"[caf\u00e9 \u20ac]"}},
		"a byte that Windows-1252 has not":   {"\x81\n", format{delimiter: ',', encoding: cp1252Name}, []string{"[\ufffd]!"}},
		"what a terminal would obey":         {"a\x1b[31m,\u202eb\n", comma, []string{"[a\ufffd[31m]![\ufffdb]!"}},
		"a cell beyond all sense":            {strings.Repeat("x", longestCell+1) + ",b\n", comma, []string{"cell_too_long[][b]"}},
		"a cell just within":                 {strings.Repeat("x", longestCell) + ",b\n", comma, []string{"[" + strings.Repeat("x", longestCell) + "][b]"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, csvRows(t, test.content, test.format)); diff != "" {
				t.Errorf("(-want +read):\n%s", diff)
			}
		})
	}
}

func TestCSVLimits(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ content, want string }{
		"a file of one line": {strings.Repeat("x", longestRow+1), "row 1 is longer than 4 MiB"},
		"a delimiter only":   {strings.Repeat(",", mostColumns), "row 1 has more than 16384 columns"},
	} {
		table := newCSV(strings.NewReader(test.content), int64(len(test.content)), format{delimiter: ','})
		if _, err := table.next(); fault.KindOf(err) != fault.TooLarge || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestCSVPassesOnABrokenDisk: rows that could not be read are not the end of the file.
// TestSuggestListsNoMoreThanAnybodyReads.
func TestSuggestListsNoMoreThanAnybodyReads(t *testing.T) {
	t.Parallel()
	columns := make([]string, 10_000)
	for i := range columns {
		columns[i] = fmt.Sprintf("column %d", i)
	}
	if got := suggest("Datum", columns); len(got) > 2000 || !strings.HasSuffix(got, " and 9900 more") {
		t.Errorf("%d bytes: %.60s…", len(got), got)
	}
	if got := suggest("colum 17", columns); got != "did you mean column 17?" {
		t.Error(got)
	}
}

func TestCSVPassesOnABrokenDisk(t *testing.T) {
	t.Parallel()
	table := newCSV(strings.NewReader(""), 0, format{delimiter: ','})
	table.in = io.MultiReader(strings.NewReader("a,b\nc,"), iotest.ErrReader(io.ErrClosedPipe))
	for {
		_, err := table.next()
		if err == io.EOF {
			t.Fatal("the file seemed to end")
		}
		if err != nil {
			return
		}
	}
}

// TestCSVOfAnything: what is written by the rules is read as it was, whatever
// pieces the file comes in.
func TestCSVOfAnything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cells := rapid.SliceOfN(rapid.SliceOfN(rapid.StringOfN(rapid.SampledFrom([]rune("ab,\"\n ;é")), 0, 6, -1), 1, 4), 1, 5).Draw(t, "cells")
		var file bytes.Buffer
		for _, row := range cells {
			for i, c := range row {
				if i > 0 {
					file.WriteByte(',')
				}
				fmt.Fprintf(&file, `"%s"`, strings.ReplaceAll(c, `"`, `""`))
			}
			file.WriteByte('\n')
		}
		table := newCSV(bytes.NewReader(nil), 0, format{delimiter: ','})
		table.in = iotest.OneByteReader(&file)
		for _, want := range cells {
			r, err := table.next()
			if err != nil || r.problem != "" || len(r.cells) != len(want) {
				t.Fatalf("%v %s: %d cells, want %d", err, r.problem, len(r.cells), len(want))
			}
			for i := range want {
				if r.cells[i].text != want[i] {
					t.Fatalf("read %q, want %q", r.cells[i].text, want[i])
				}
			}
		}
	})
}

func TestDetectEncoding(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ content, want string }{
		"plain ASCII":                        {"abc", utf8Name},
		"UTF-8":                              {"caf\u00e9", utf8Name},
		"Windows-1252":                       {"caf\xe9", cp1252Name},
		"the first accent is far away":       {strings.Repeat("x", 200_000) + "\xe9", cp1252Name},
		"a letter across two reads":          {strings.Repeat("x", 64<<10-1) + "\u00e9", utf8Name},
		"UTF-8 with one byte broken":         {"caf\u00e9 caf\u00e9 caf\xe9", utf8Name},
		"Windows-1252 with a lucky sequence": {"\xe9 \xe8 \xc3\xa9", cp1252Name},
		"a letter cut at the end":            {"caf\u00e9 \xc3", utf8Name},
	} {
		got, err := detectEncoding(iotest.HalfReader(strings.NewReader(test.content)))
		if err != nil || got != test.want {
			t.Errorf("%s: %s, %v, want %s", name, got, err, test.want)
		}
	}
}
