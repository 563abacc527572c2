package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

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
		f.unmapped(Behaviours, "G", fmt.Sprint(i), fmt.Sprint(i), i+1)
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

// TestHiddenValuesAreListedByTheirRows: who must map what is not shown can look up
// every different one in the file.
func TestHiddenValuesAreListedByTheirRows(t *testing.T) {
	t.Parallel()
	b := read(t, personalMapping, "Nr,Datum,Verhaal,Adres,Nummer,Naam,Letsel,Verzuim\n"+
		"1,,,,N1,,kanarie,\n2,,,,N1,,mus,\n3,,,,N1,,Kanarie,\n4,,,,N1,,"+strings.Repeat("mees ", 20)+",\n5,,,,N1,,"+strings.Repeat("vink ", 20)+",\n")
	var got []Finding
	for _, f := range b.Report().Findings {
		if f.Kind == Unmapped {
			got = append(got, f)
		}
	}
	want := []Finding{{Kind: Unmapped, Row: 2, Column: "Letsel", Field: Injury, Count: 2}, {Kind: Unmapped, Row: 3, Column: "Letsel", Field: Injury, Count: 1},
		{Kind: Unmapped, Row: 5, Column: "Letsel", Field: Injury, Count: 2}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestWhatIsFoundOftenHidesNothing: of each field some are printed, with how often.
func TestWhatIsFoundOftenHidesNothing(t *testing.T) {
	t.Parallel()
	content := "Nr,Gedrag,Plaats\n"
	for n := range 30 {
		content += fmt.Sprintf("%d,onzin %d,\n", n, n)
	}
	b := read(t, "employer: {code: GEM-X, zone: Europe/Amsterdam}\nkey: Nr\nfields: {behaviours: Gedrag, place.type: Plaats}\n", content+"31,HIT,maan\n")
	var out strings.Builder
	if err := b.Report().WriteText(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\n  for behaviours 30, place.type 1\n", `"onzin 9"`, `"maan"`, "and more; --json lists them"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %s in\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), `"onzin 11"`) {
		t.Errorf("too much in\n%s", out.String())
	}
}
