package intake

import (
	"context"
	"errors"
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
	if diff := cmp.Diff("row 2: K has the same key as the incident at row 4: give each its own", reasons(t, b)[0]); diff != "" {
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

// Without headings the first row is that of an incident, and an error ends in logs.
func TestARowWithoutAnyHeadingIsNotRepeated(t *testing.T) {
	t.Parallel()
	content := "M-1,J. Kanarie\nM-2,P. Kanarie\n"
	_, err := Read(t.Context(), strings.NewReader(content), int64(len(content)), mappingOf(t, smallMapping), Options{Temporary: t.TempDir()})
	if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "header: none") || strings.Contains(err.Error(), "Kanarie") {
		t.Errorf("got %v", err)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ mapping, content, want string }{
		"an empty file":               {smallMapping, "", "is empty"},
		"UTF-16":                      {smallMapping, "\xff\xfeN\x00", "save it as CSV UTF-8"},
		"a PDF":                       {smallMapping, "%PDF-1.7", "is a PDF"},
		"a heading that is not there": {smallMapping, "Nr,Gedragg\n1,HIT\n", "column Gedrag is not among the headings in row 1: did you mean Gedragg?"},
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

// TestARowOfTotalsIsListed: it becomes an incident, which whoever imports must see.
func TestARowOfTotalsIsListed(t *testing.T) {
	t.Parallel()
	const mapping = "employer: {code: X, zone: UTC}\nkey: Nr\nfields: {occurred: D, behaviours: G, workers_counted: N}"
	b := read(t, mapping, "Nr,D,G,N\n1,2025-01-02,,2\n2,,HIT,2\nTotaal,,,4\n")
	want := []Finding{{Kind: NothingTold, Row: 4, Count: 1}}
	if diff := cmp.Diff(want, b.Report().Findings); diff != "" || b.Report().Incidents != 3 {
		t.Errorf("%d incidents (-want +got):\n%s", b.Report().Incidents, diff)
	}
}
