package intake

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
)

func mappingOf(t testing.TB, text string) *Mapping {
	t.Helper()
	m, err := ParseMapping([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func read(t *testing.T, mapping, content string) *Batch {
	t.Helper()
	b, err := Read(t.Context(), strings.NewReader(content), int64(len(content)), mappingOf(t, mapping), Options{Temporary: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b
}

func records(t *testing.T, b *Batch) []Record {
	t.Helper()
	var list []Record
	for r, err := range b.Records(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}

const personalMapping = `
employer: {code: GEM-X, zone: Europe/Amsterdam}
key: Nr
fields:
  occurred: {column: Datum, formats: DD-MM-YYYY HH:mm}
  behaviours: {column: Verhaal, values: {"*slaan*": HIT}}
  narrative: Verhaal
  place.address: Adres
  workers_counted: Adres
workers:
  rows: all
  fields:
    staff_number: Nummer
    name: Naam
    injury: {column: Letsel, values: {licht: I2}}
    absence_days: Verzuim
`

// TestNothingPersonalIsTold: whatever is wrong with a row, neither the report nor
// an error repeats a cell that a personal field is read from. In the file of
// rejects it stands, and only its owner can read that.
func TestNothingPersonalIsTold(t *testing.T) {
	t.Parallel()
	const canary = "kanarie"
	header := "Nr,Datum,Verhaal,Adres,Nummer,Naam,Letsel,Verzuim\n"
	for name, rows := range map[string]string{
		"rows that agree on nothing":        "1,01-03-2025 10:00,kanarie A,kanarie B,N1,kanarie C,kanarie D,kanarie E\n1,01-03-2025 10:00,kanarie F,kanarie G,N1,kanarie H,kanarie I,kanarie J\n",
		"a time that is a story":            "1,kanarie gisteren,v,a,n,m,licht,1\n",
		"a row that is too long":            "1,01-03-2025 10:00,kanarie, kanarie,kanarie,kanarie,kanarie,1,kanarie\n",
		"a quote that is left open":         "1,01-03-2025 10:00,\"kanarie,kanarie,1,2,3,4\n",
		"broken bytes":                      "1,01-03-2025 10:00,kanarie\xff,kanarie\xff,\xff,kanarie\xff,licht,1\n\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9,,,,,,,\n",
		"a row cut short":                   "1,01-03-2025 10:00,kanarie\n",
		"a clock that never showed it":      "1,30-03-2025 02:30,kanarie,kanarie,n,kanarie,kanarie,1\n",
		"a date whose order was not said":   "1,01-03-2025 10:00,kanarie,kanarie,n,kanarie,kanarie,1\n",
		"an incident that the rules refuse": "1,01-03-2025 10:00,kanarie,kanarie,n,kanarie,kanarie,1\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mapping, content := personalMapping, header+rows
			if strings.Contains(name, "order") {
				mapping = strings.Replace(mapping, "{column: Datum, formats: DD-MM-YYYY HH:mm}", "Datum", 1)
			}
			b, err := Read(t.Context(), strings.NewReader(content), int64(len(content)), mappingOf(t, mapping), Options{Temporary: t.TempDir()})
			var out strings.Builder
			if err != nil {
				fmt.Fprint(&out, err)
			} else {
				defer b.Close()
				all := records(t, b)
				if strings.Contains(name, "refuse") {
					err = b.Reject(all[0], "is against the rules")
				}
				fmt.Fprintf(&out, "%+v %#v", all, all)
				r := b.Report()
				err = errors.Join(err, r.WriteText(&out), r.WriteJSON(&out))
				if err != nil || !strings.Contains(out.String(), "rows") {
					t.Errorf("%v in %s", err, out.String())
				}
			}
			if strings.Contains(out.String(), canary) || out.Len() == 0 {
				t.Errorf("a personal cell is told:\n%s", out.String())
			}
		})
	}
}

const rejectedMapping = `
employer: {code: GEM-X, zone: Europe/Amsterdam}
key: Nr
fields:
  occurred: {column: Datum, formats: DD-MM-YYYY HH:mm}
  behaviours: Gedrag
`

// TestRejects: they come back in the layout of the file with the reason, and once
// mended the same mapping reads them.
func TestRejects(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ content, want string }{
		"UTF-8 with its mark and lines of Windows": {
			"\xef\xbb\xbfNr;Datum;Gedrag;\"Caf\u00e9\"\r\n1;01-03-2025 10:00;HIT;x\r\n2;30-03-2025 02:30;HIT;\"a \"\"b\"\"\r\nc\"\r\n1;01-03-2025 10:00;SPIT;\r\n2;30-03-2025 10:00;PUSH;\r\n",
			"\xef\xbb\xbfNr;Datum;Gedrag;\"Caf\u00e9\";\"reason\"\r\n2;30-03-2025 02:30;HIT;\"a \"\"b\"\"\r\nc\";\"Datum never was: the clock went from 02:00 straight to 03:00: check the time, or add the offset that your watch was set to, e.g. +01:00\"\r\n" +
				"2;30-03-2025 10:00;PUSH;;\"its incident is rejected for row 3: Datum never was: the clock went from 02:00 straight to 03:00: check the time, or add the offset that your watch was set to, e.g. +01:00\"\r\n",
		},
		"Windows-1252, a title above, no end of the last line": {
			"Overzicht caf\xe9\nNr,Datum,Gedrag,Opm\n1,gisteren,HIT,caf\xe9",
			"Overzicht caf\xe9\nNr,Datum,Gedrag,Opm,\"reason\"\n1,gisteren,HIT,caf\xe9,\"Datum is not a time in the formats of the mapping: mend the cell, or add its format to the mapping\"\n",
		},
		"headings with empty ones behind them": {
			"Nr;Datum;Gedrag;;\n1;x;HIT\n2;01-03-2025 10:00;HIT;;\n", "Nr;Datum;Gedrag;;;\"reason\"\n1;x;HIT;;;\"Datum is not a time in the formats of the mapping: mend the cell, or add its format to the mapping\"\n",
		},
		"a row that is too short gets its reason in the right column": {
			"Nr,Datum,Gedrag,Opm\n1\n", "Nr,Datum,Gedrag,Opm,\"reason\"\n1,,,,\"fewer cells than headings, 1 cells under 4 headings: did a line break cut it in two?\"\n",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := read(t, rejectedMapping, test.content)
			path := filepath.Join(t.TempDir(), "rejects.csv")
			if err := os.WriteFile(path, []byte("an older one"), 0o644); err != nil {
				t.Fatal(err)
			}
			n, err := b.WriteRejects(t.Context(), path)
			if err != nil || n != b.Report().RejectedRows {
				t.Fatalf("%d rows of %d, %v", n, b.Report().RejectedRows, err)
			}
			got, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, string(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("mode %v, %v", info.Mode(), err)
			}
			mended := strings.NewReplacer("02:30", "03:30", "1;x;", "1;01-03-2025 10:00;", "gisteren", "01-03-2025 10:00").Replace(string(got))
			if r := read(t, rejectedMapping, mended).Report(); r.RejectedRows != 0 || r.Incidents != 1 {
				t.Errorf("mended, %d incidents and %d rows rejected: %+v", r.Incidents, r.RejectedRows, r.Findings)
			}
		})
	}
}

func TestRejectsOfAWorkbook(t *testing.T) {
	t.Parallel()
	const mapping = "employer: {code: GEM-X, zone: Europe/Amsterdam}\nkey: Nr\nfields: {occurred: Datum, reported: Dag, behaviours: Gedrag}"
	content := string(sheetOf(t, "Nr,Datum,Dag,Gedrag\n1,2025-03-30 02:30,2025-03-31,HIT\n^,^,^,SPIT\n2,2025-03-01 10:00,2025-03-02,HIT\n3,morgen,2025-03-02,HIT\n"))
	b := read(t, mapping, content)
	path := filepath.Join(t.TempDir(), "rejects.xlsx")
	if n, err := b.WriteRejects(t.Context(), path); n != 3 || err != nil {
		t.Fatalf("%d rows, %v", n, err)
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	again := read(t, mapping, string(got))
	var out strings.Builder
	for _, line := range reasons(t, again) {
		fmt.Fprintln(&out, line)
	}
	const want = "row 2: Datum never was: the clock went from 02:00 straight to 03:00: check the time, or add the offset that your watch was set to, e.g. +01:00\n" +
		"row 3: its incident is rejected for row 2: Datum never was: the clock went from 02:00 straight to 03:00: check the time, or add the offset that your watch was set to, e.g. +01:00\n" +
		"row 4: Datum is not a time in the formats of the mapping: mend the cell, or add its format to the mapping\n"
	if diff := cmp.Diff(want, out.String()); diff != "" || again.Report().Unused[0] != reasonHeading {
		t.Errorf("read again, beside %v (-want +got):\n%s", again.Report().Unused, diff)
	}
}

func TestNoRejectsNoFile(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	n, err := read(t, smallMapping, "Nr,Gedrag\n1,HIT\n").WriteRejects(t.Context(), folder+"/rejects.csv")
	if n != 0 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	nothingLeft(t, folder)
}

func TestRejectsThatCannotBeWrittenLeaveNothing(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	b := read(t, rejectedMapping, "Nr,Datum,Gedrag\n1,x,HIT\n")
	if _, err := b.WriteRejects(ctx, folder+"/rejects.csv"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	nothingLeft(t, folder)
}

// TestRejectTakesARecordOut: what the rules refuse later is as if reading had.
func TestRejectTakesARecordOut(t *testing.T) {
	t.Parallel()
	b := read(t, smallMapping, "Nr,Gedrag\n1,HIT\n2,SPIT\n1,PUSH\n")
	first := records(t, b)[0]
	for range 2 {
		if err := b.Reject(first, "is of the wrong year"); err != nil {
			t.Fatal(err)
		}
	}
	left := records(t, b)
	if r := b.Report(); len(left) != 1 || left[0].Key != "2" || r.Incidents != 1 || r.RejectedIncidents != 1 || r.RejectedRows != 2 || r.Counts[RejectedLater] != 1 {
		t.Errorf("%d left, report %+v", len(left), r)
	}
	if diff := cmp.Diff([]string{"row 2: is of the wrong year", "row 4: is of the wrong year"}, reasons(t, b)); diff != "" {
		t.Error(diff)
	}
}

// TestADoubledHourIsListedOncePerIncident, not for each of its rows.
func TestADoubledHourIsListedOncePerIncident(t *testing.T) {
	t.Parallel()
	b := read(t, rejectedMapping, "Nr,Datum,Gedrag\n1,26-10-2025 02:30,HIT\n1,26-10-2025 02:30,SPIT\n2,26-10-2025 02:59,HIT\n")
	if r := b.Report(); r.Counts[DoubledHour] != 2 || r.Incidents != 2 {
		t.Errorf("report %+v", r)
	}
}

func TestTwoIncidentsWithOneKey(t *testing.T) {
	t.Parallel()
	b := read(t, "employer: {code: GEM-X, zone: Europe/Amsterdam}\nkey: K\ngroup: [A, B]\nfields: {behaviours: G}",
		"K,A,B,G\nk1,1,2,HIT\nk1,1,2,SPIT\nk1,2,2,HIT\nk2,3,3,HIT\nk1,4,4,HIT\n")
	left := records(t, b)
	if r := b.Report(); len(left) != 1 || left[0].Key != "k2" || r.Incidents != 1 || r.RejectedIncidents != 3 || r.RejectedRows != 4 || r.Counts[KeyTwice] != 3 {
		t.Errorf("%d left, report %+v", len(left), r)
	}
	if diff := cmp.Diff("row 2: K has the same key as the incident at row 4", reasons(t, b)[0]); diff != "" {
		t.Error(diff)
	}
}

// TestBrokenKeysNeverMeet: what cannot be read looks all the same.
func TestBrokenKeysNeverMeet(t *testing.T) {
	t.Parallel()
	b := read(t, "format: {encoding: utf-8}\n"+smallMapping, "Nr,Gedrag\nZ\xe9,HIT\nZ\xe8,SPIT\nZ1,HIT\xff\n")
	if r := b.Report(); r.Incidents != 1 || r.RejectedRows != 2 || r.Counts[NoKey] != 2 || r.Counts[BrokenText] != 3 || r.Counts[Unmapped] != 1 {
		t.Errorf("report %+v", r)
	}
}

func TestKeysOfSeveralColumnsNeverMeet(t *testing.T) {
	t.Parallel()
	b := read(t, "employer: {code: GEM-X, zone: Europe/Amsterdam}\nkey: [A, B]\nfields: {behaviours: G}", "A,B,G\na|b,c,HIT\na,b|c,SPIT\n\\,|,HIT\n")
	if all := records(t, b); len(all) != 3 || all[0].Key != `a\|b|c` || all[1].Key != `a|b\|c` {
		t.Errorf("got %d records", len(all))
	}
}

func TestAnIncidentBeyondAllSense(t *testing.T) {
	t.Parallel()
	content := "Nr,Gedrag\n2,HIT\n" + strings.Repeat("1,HIT\n", mostRowsTogether+5)
	r := read(t, smallMapping, content).Report()
	if r.Incidents != 1 || r.RejectedRows != mostRowsTogether+5 || r.Counts[TooMuch] != 1 {
		t.Errorf("report %+v", r)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ mapping, content, want string }{
		"an empty file":               {smallMapping, "", "is empty"},
		"UTF-16":                      {smallMapping, "\xff\xfeN\x00", "save it as CSV UTF-8"},
		"a PDF":                       {smallMapping, "%PDF-1.7", "is a PDF"},
		"headings that are not there": {smallMapping, "Nummer,Gedragg\n1,HIT\n", "column Gedrag is not among the headings in row 1: did you mean Gedragg?"},
		"another kind than mapped":    {"format: {kind: xlsx}\n" + smallMapping, "Nr,Gedrag\n", "is not xlsx"},
		"no zone":                     {"employer: {code: X}\nkey: Nr\nfields: {behaviours: Gedrag}", "Nr,Gedrag\n", "add zone under employer"},
		"a letter that is no column":  {"employer: {code: X, zone: UTC}\nformat: {header: none}\nkey: A\nfields: {behaviours: Z}", "1,HIT\n", "column Z is not in the file"},
		"a header that is not there":  {"format: {header: 9}\n" + smallMapping, "Nr,Gedrag\n", "no row of headings where the mapping says"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			_, err := Read(t.Context(), strings.NewReader(test.content), int64(len(test.content)), mappingOf(t, test.mapping), Options{Temporary: folder})
			if fault.KindOf(err) == "" || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			nothingLeft(t, folder)
		})
	}
}

func TestDetection(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ content, encoding, delimiter string }{
		"commas":                          {"Nr,Gedrag\n1,HIT\n", "utf-8", ","},
		"semicolons, with commas in text": {"Nr;Gedrag;a,b,c,d\n1;HIT;x,y,z\n", "utf-8", ";"},
		"tabs":                            {"Nr\tGedrag\n1\tHIT\n", "utf-8", "\t"},
		"pipes":                           {"Nr|Gedrag\n1|HIT\n", "utf-8", "|"},
		"the line of a spreadsheet":       {"sep=;\nNr;Gedrag\n1;HIT\n", "utf-8", ";"},
		"capitals and blanks in headings": {" NR ; gedrag\n1;HIT\n", "utf-8", ";"},
		"Windows-1252":                    {"Nr;Gedrag;x\n1;HIT;caf\xe9\n", "windows-1252", ";"},
	} {
		b := read(t, smallMapping, test.content)
		if r := b.Report(); r.Encoding != test.encoding || r.Delimiter != test.delimiter || r.Incidents != 1 {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestReadStopsWhenAsked(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	folder := t.TempDir()
	content := "Nr,Gedrag\n" + strings.Repeat("1,HIT\n", 5000)
	_, err := Read(ctx, strings.NewReader(content), int64(len(content)), mappingOf(t, smallMapping), Options{Temporary: folder, Progress: func(int) { stop() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	nothingLeft(t, folder)
}

func TestTheReportAsJSON(t *testing.T) {
	t.Parallel()
	b := read(t, smallMapping, "Nr,Gedrag,Over\n1,HIT,x\n\n1,slaan,x\n,HIT,\n")
	var out bytes.Buffer
	if err := b.Report().WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	var got Report
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := Report{Employer: "GEM-X", Kind: "csv", Encoding: "utf-8", Delimiter: ",", HeaderRow: 1, Rows: 3, EmptyRows: 1, Groups: 1, Incidents: 1, RejectedRows: 1,
		Columns: []Column{{Name: "Nr"}, {Name: "Gedrag", Fields: []Field{Behaviours}, Differ: 1}}, Unused: []string{"Over"},
		Counts: map[Kind]int{Unmapped: 1, NoKey: 1},
		Findings: []Finding{{Kind: Unmapped, Row: 4, Column: "Gedrag", Field: Behaviours, Count: 1, Values: []string{"slaan"}},
			{Kind: NoKey, Row: 5, Column: "Nr", Count: 1}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFindingsAreBounded(t *testing.T) {
	t.Parallel()
	f := newFindings()
	for i := range mostListed + 5 {
		f.add(Finding{Kind: LongRow, Row: i + 1})
		f.unmapped(Behaviours, "G", fmt.Sprint(i), i+1)
	}
	listed := make(map[Kind]int)
	for _, found := range f.all() {
		listed[found.Kind]++
	}
	if diff := cmp.Diff(map[Kind]int{LongRow: mostListed, Unmapped: mostValues + 1}, listed); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[Kind]int{LongRow: mostListed + 5, Unmapped: mostListed + 5}, f.counts); diff != "" {
		t.Error(diff)
	}
}

// TestUnmappedStayApart: four ways of having no answer come through as they are.
func TestUnmappedStayApart(t *testing.T) {
	t.Parallel()
	b := read(t, smallMapping, "Nr,Gedrag\n1,UNKNOWN\n2,NOT_APPLICABLE\n3,OTHER\n4,\n5,UNKNOWN\n5,HIT\n")
	want := []codes.Code{codes.Unknown, codes.NotApplicable, codes.Other, codes.NotRecorded, "HIT"}
	for i, r := range records(t, b) {
		if got := r.Answers[Behaviours].Code(); got != want[i] {
			t.Errorf("%s: %s, want %s", r.Key, got, want[i])
		}
	}
}

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
		t.Skip("reads 100,000 rows of 1 KiB")
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
