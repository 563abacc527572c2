package intake

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

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
