package intake

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruggensteun/domain/fault"
)

const sheetMapping = `
employer: {code: GEM-X, zone: Europe/Amsterdam}
key: Zaak
fields:
  occurred: {columns: [Dag, Tijd]}
  reported: Gemeld
  behaviours: {column: Gedrag, values: {slaan: HIT, spugen: SPIT}}
  narrative: Verhaal
  workers_counted: Aantal
  triggers: {column: Wanneer, values: {2025-03-01 13:46:00: TR_FILM, 2025-03-03*: TR_FINE}}
`

// TestWorkbooksOfOthers reads the same sheet as three other programs wrote it
// (openpyxl 3.0, XlsxWriter 3.0, excelize 2.10): shared, inline and rich texts,
// formulas, joined cells, dates counted from 1900 and from 1904.
func TestWorkbooksOfOthers(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.xlsx")
	if err != nil || len(files) != 4 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	const want = `Z1, rows 4, 5: behaviours HIT SPIT; narrative "Eerste regel\nTweede regel & meer"; occurred 2025-03-01T13:46+01:00; reported 2025-03-02; triggers TR_FILM; workers_counted 2
1002, rows 6: behaviours HIT; narrative "Café"; occurred 2025-03-03; reported NOT_RECORDED; triggers TR_FINE; workers_counted NOT_RECORDED
`
	for _, name := range files {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, told(t, sheetMapping, content)); diff != "" {
				t.Errorf("(-want +read):\n%s", diff)
			}
		})
	}
}

func TestKindOfFormat(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]cellKind{
		"General": amount, "0.00": amount, "#,##0\\ \"days\"": amount, "[Red]0": amount, `"d"0`: amount, "@": amount,
		"dd-mm-yyyy": day, "[$-413]d mmmm yyyy;@": day, "mmm": day, "yyyy": day,
		"dd/mm/yyyy hh:mm": dayAndTime, "yyyy\\-mm\\-dd\\ hh:mm:ss": dayAndTime, "d-m-yy h:mm AM/PM": dayAndTime,
		"hh:mm": timeOfDay, "mm:ss": timeOfDay, "[h]:mm": timeOfDay, "[mm]:ss": timeOfDay,
	} {
		if got := kindOfFormat(format); got != want {
			t.Errorf("%s: %d, want %d", format, got, want)
		}
	}
}

func TestSerialText(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		serial            float64
		since04           bool
		withTime, withDay bool
		want              string
	}{
		{45717.5736111111, false, true, true, "2025-03-01 13:46:00"},
		{45717, false, false, true, "2025-03-01"},
		{45717.99999999, false, true, true, "2025-03-02 00:00:00"}, // what is not exact is rounded
		{44255, true, false, true, "2025-03-01"},
		{0.573611111, false, true, false, "13:46:00"},
		{36526, false, false, true, "2000-01-01"},
	} {
		if got, ok := serialText(test.serial, test.since04, test.withTime, test.withDay); !ok || got != test.want {
			t.Errorf("%v: %s, %v, want %s", test.serial, got, ok, test.want)
		}
	}
	for _, serial := range []float64{-1, 3e6} {
		if text, ok := serialText(serial, false, true, true); ok {
			t.Errorf("%v became %s", serial, text)
		}
	}
}

// book is a workbook with one sheet of which the XML is given.
func book(t *testing.T, sheet string, more ...[2]string) []byte {
	t.Helper()
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	parts := append([][2]string{
		{"xl/workbook.xml", `<workbook xmlns:r="x"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="t/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="r2" Type="t/styles" Target="/xl/styles.xml"/><Relationship Id="r3" Type="t/sharedStrings" Target="sharedStrings.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", sheet},
	}, more...)
	for _, part := range parts {
		w, err := archive.Create(part[0])
		if err == nil {
			_, err = w.Write([]byte(part[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

const smallMapping = `
employer: {code: GEM-X, zone: Europe/Amsterdam}
key: Nr
fields: {behaviours: Gedrag}
`

func TestWorkbooksThatAreNone(t *testing.T) {
	t.Parallel()
	const head = `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Nr</t></is></c><c r="B1" t="inlineStr"><is><t>Gedrag</t></is></c></row>`
	tests := map[string]struct {
		content []byte
		want    string
	}{
		"a zip that is cut short":                        {book(t, head+`</sheetData></worksheet>`)[:200], "not a workbook we can read"},
		"a zip without a workbook":                       {[]byte("PK\x03\x04"), "not a workbook we can read"},
		"a sheet that is cut short":                      {book(t, head+`<row r="2"><c r="A2"><v>1`), "not a workbook we can read"},
		"a row that comes before":                        {book(t, head+`<row r="1"></row></sheetData></worksheet>`), "not a workbook we can read"},
		"a row that no sheet has":                        {book(t, head+`<row r="99999999"></row></sheetData></worksheet>`), "not a workbook we can read"},
		"a column that no sheet has":                     {book(t, head+`<row r="2"><c r="ZZZZ2"><v>1</v></c></row></sheetData></worksheet>`), "more than 16384 columns"},
		"a shared text that is missing":                  {book(t, head+`<row r="2"><c r="A2" t="s"><v>7</v></c></row></sheetData></worksheet>`), "not a workbook we can read"},
		"a cell as long as a book":                       {book(t, head+`<row r="2"><c r="A2"><v>`+strings.Repeat("1", 3*longestCell)+`</v></c></row></sheetData></worksheet>`), "too large"},
		"a part that unpacks to much more than its size": {book(t, head+`</sheetData></worksheet>`, [2]string{"xl/media/x", strings.Repeat("\x00", smallPart+1)}), "unpacks to far more"},
		"an old workbook":                                {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "save it as .xlsx"},
		"no rows at all":                                 {book(t, `<worksheet><sheetData/></worksheet>`), "no row of headings"},
		"other headings":                                 {book(t, `<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>`), "column Nr is not among the headings in row 1"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, err := ParseMapping([]byte(smallMapping))
			if err != nil {
				t.Fatal(err)
			}
			folder := t.TempDir()
			_, err = Read(t.Context(), bytes.NewReader(test.content), int64(len(test.content)), m, Options{Temporary: folder})
			if fault.KindOf(err) == "" || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			nothingLeft(t, folder)
		})
	}
}

// TestTwoSheetsWithTheColumns: to take one of them would lose the other in silence.
func TestTwoSheetsWithTheColumns(t *testing.T) {
	t.Parallel()
	const rows = `<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>Nr</v></c><c r="B1" t="str"><v>Gedrag</v></c></row><row r="2"><c r="A2"><v>1</v></c></row></sheetData></worksheet>`
	content := book(t, rows, [2]string{"xl/worksheets/sheet2.xml", strings.Replace(rows, "<v>1</v>", "<v>2</v>", 1)},
		[2]string{"xl/workbook.xml", `<workbook xmlns:r="x"><sheets><sheet name="2024" r:id="r1"/><sheet name="2025" r:id="r4"/></sheets></workbook>`},
		[2]string{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="t/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r4" Type="t/worksheet" Target="worksheets/sheet2.xml"/></Relationships>`})
	if got := told(t, smallMapping, content); !strings.Contains(got, "more than one sheet (2024, 2025)") {
		t.Errorf("got %s", got)
	}
	if got := told(t, "format: {sheet: 2025}\n"+smallMapping, content); got != "2, rows 2: behaviours NOT_RECORDED\n" {
		t.Errorf("got %s", got)
	}
}

func nothingLeft(t *testing.T, folder string) {
	t.Helper()
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("%d temporary files are left, %v", len(left), err)
	}
}

// TestEmptyRowsKeepTheirNumbers: a sheet leaves out rows and cells that are empty.
func TestEmptyRowsKeepTheirNumbers(t *testing.T) {
	t.Parallel()
	content := book(t, `<x:worksheet xmlns:x="y"><x:sheetData><x:row r="3"><x:c r="B3" t="str"><x:v>Nr</x:v></x:c><x:c r="D3" t="str"><x:v>Gedrag</x:v></x:c></x:row>`+
		`<x:row r="7"><x:c r="B7"><x:f>1+1</x:f><x:v>1.2E+5</x:v></x:c><x:c r="D7" t="str"><x:v>HIT</x:v></x:c></x:row><x:row><x:c t="b"><x:v>1</x:v></x:c><x:c t="str"><x:v>a_x0041_b_x</x:v></x:c></x:row></x:sheetData></x:worksheet>`)
	want := "120000, rows 7: behaviours HIT\naAb_x, rows 8: behaviours NOT_RECORDED\n"
	if got := told(t, smallMapping, content); got != want {
		t.Errorf("got\n%s, want\n%s", got, want)
	}
}
