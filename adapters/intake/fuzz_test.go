package intake

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ruggensteun/domain/fault"
)

// account reads anything and checks that each row is accounted for once, and that
// what is wrong with the file is told to whoever can mend it.
func account(t *testing.T, m *Mapping, content []byte) {
	folder := t.TempDir()
	b, err := Read(t.Context(), bytes.NewReader(content), int64(len(content)), m, Options{Temporary: folder})
	if err != nil {
		if fault.KindOf(err) == "" {
			t.Fatalf("%v is not for the person who asked", err)
		}
		return
	}
	defer b.Close()
	read, incidents := 0, 0
	for r, err := range b.Records(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Key == "" || len(r.Rows) == 0 {
			t.Fatalf("a record without key or rows, at %v", r.Rows)
		}
		read += len(r.Rows)
		incidents++
	}
	report := b.Report()
	if incidents != report.Incidents || read+report.RejectedRows+report.SkippedRows != report.Rows || incidents+report.RejectedIncidents < report.Groups {
		t.Fatalf("%d incidents with %d rows: %+v", incidents, read, report)
	}
	n, err := b.WriteRejects(t.Context(), filepath.Join(folder, "rejects"))
	if err != nil || n != report.RejectedRows {
		t.Fatalf("%d rejects written of %d, %v", n, report.RejectedRows, err)
	}
	if err := report.WriteText(&strings.Builder{}); err != nil {
		t.Fatal(err)
	}
}

const fuzzedMapping = `
employer: {code: GEM-X, zone: Europe/Amsterdam}
key: Nr
fill_down: Nr
skip: {column: Gedrag, is: totaal*}
fields:
  occurred: {column: Datum, formats: [DD-MM-YYYY HH:mm, serial]}
  reported: Gemeld
  behaviours: {column: Gedrag, split: "+", values: {slaan: HIT, "*spug*": SPIT}}
  narrative: Gedrag
workers: {rows: all, fields: {staff_number: Nummer, injury: Letsel}}
`

func FuzzCSV(f *testing.F) {
	const head = "Nr;Datum;Gemeld;Gedrag;Nummer;Letsel\n"
	for _, seed := range []string{head + "1;01-03-2025 10:00;2025-03-01;slaan+spugen;7;I2\n1;;;;;\n", head + "\"1;\"\"2\n\"3\";30-03-2025 02:30;;;;\r\n", head + "1;26-10-2025 02:30;2025-10-26 02:10;totaal\xff\n",
		"\xef\xbb\xbfsep=;\n" + head, "", "\"", head + ";;;;;;;x\n"} {
		f.Add([]byte(seed))
	}
	m := mappingOf(f, fuzzedMapping)
	f.Fuzz(func(t *testing.T, content []byte) { account(t, m, content) })
}

// fuzzedNotices reads what a parket, the police or the CJIB could send.
const fuzzedNotices = `
employer: {code: GEM-X, zone: Europe/Amsterdam}
key: Bericht
notice:
  source: {column: Van, values: {parket: OM, politie: POLICE}}
  received: {column: Verzonden, formats: [DD-MM-YYYY]}
  effect: {column: Datum, formats: [DD-MM-YYYY]}
  step: {column: Soort, values: {vonnis: VERDICT, sepot: SEPOT, betaling: DMG_PAID}}
  reference: Parketnummer
  sanctions: {column: Straf, split: "|", values: {boete: FINE}, size: {column: Omvang, split: "|"}}
  amounts:
    - {constant: PAID, euros: Bedrag, when: {column: Soort, is: betaling}}
  text: Toelichting
`

// FuzzNotices: whatever the file, each row is a notice or is refused, by its line, with
// what is wrong and what to do.
func FuzzNotices(f *testing.F) {
	const head = "Bericht;Van;Verzonden;Datum;Soort;Parketnummer;Straf;Omvang;Bedrag;Toelichting\n"
	for _, seed := range []string{
		head + "B1;parket;20-03-2026;19-03-2026;vonnis;10/111111-26;boete;450,00;;hij spuugde\nB2;politie;20-03-2026;18-03-2026;sepot;;;;;\n",
		"\xef\xbb\xbf" + head + "B1;parket;20-03-2026;31-02-2026;betaling;;;;1.234,50;\r\n",
		head + "B1;parket;20-03-2026;19-03-2026;oordeel;;;;;\nB1;parket;20-03-2026;19-03-2026;sepot;;;;;\n", // a word that nobody knows, and its key again
		head + "\"B1;\"\"2\";parket;20-03-2026;19-03-2026;vonnis;;;;;\"een \"\"zin\"\"\nover twee regels\"\n\"B3;parket\n",
		head + "B1;parket;20-03-2026;19-03-2026;vonnis;;;;;caf\xe9 \x00 \x80\n;parket;20-03-2026;;vonnis;;;;;\n",
		head + "B1;parket;20-03-2026;19-03-2026;vonnis;;boete|boete;1|2|3;-5;lang\n",
		head + "B1;parket;2026-03-20;45000;betaling;;;;veel;;te;veel\nB2;parket\n\n",
		strings.ReplaceAll(head, ";", ",") + "B1,parket,20-03-2026,19-03-2026,vonnis,,,,,\n", "\xff\xfe" + head, head, "", ";;;\n",
	} {
		f.Add([]byte(seed))
	}
	m := mappingOf(f, fuzzedNotices)
	f.Fuzz(func(t *testing.T, content []byte) { refusals(t, m, content) })
}

// TestAHugeCellIsRefusedByItsLine, which no fuzzer could make smaller in its time.
func TestAHugeCellIsRefusedByItsLine(t *testing.T) {
	t.Parallel()
	row := "B1;parket;20-03-2026;19-03-2026;vonnis;;;;;" + strings.Repeat("lang ", longestCell/4) + "\n"
	found := refusals(t, mappingOf(t, fuzzedNotices), []byte("Bericht;Van;Verzonden;Datum;Soort;Parketnummer;Straf;Omvang;Bedrag;Toelichting\n"+row))
	if len(found) != 1 || found[0].Kind != CellTooLong || found[0].Row != 2 {
		t.Errorf("found %+v", found)
	}
}

// refusals accounts for a file, and gives what keeps rows of it out.
func refusals(t *testing.T, m *Mapping, content []byte) (all []Finding) {
	t.Helper()
	account(t, m, content)
	b, err := Read(t.Context(), bytes.NewReader(content), int64(len(content)), m, Options{Temporary: t.TempDir()})
	if err != nil {
		return nil // account looked at why
	}
	defer b.Close()
	for _, found := range b.Report().Findings {
		if !found.Kind.Rejects() {
			continue
		}
		if all = append(all, found); !mendable(found) {
			t.Fatalf("row %d is refused by %s, column %q: %s", found.Row, found.Kind, found.Column, found.Reason("notice"))
		}
	}
	return all
}

// mendable tells whether a refusal says which line it is about, which cell where it is one,
// and what to do.
func mendable(f Finding) bool {
	named := f.Column != "" || f.Field != ""
	switch f.Kind {
	case BrokenQuote, CellTooLong, LongRow, TooMuch, NotAlike: // of a whole row, or several
		named = true
	}
	separator := ": "
	if f.Kind == NotAlike {
		separator = ", "
	}
	_, remedy, _ := strings.Cut(f.Reason("notice"), separator)
	return f.Row >= 2 && named && remedy != ""
}

func FuzzXLSX(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.xlsx")
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	m := mappingOf(f, sheetMapping)
	f.Fuzz(func(t *testing.T, content []byte) { account(t, m, content) })
}

// FuzzSheet reaches behind the zip, which hardly any other bytes are.
func FuzzSheet(f *testing.F) {
	const head = `<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>Nr</v></c><c t="inlineStr"><is><t>Gedrag</t></is></c></row>`
	for _, seed := range []string{head + `<row r="2"><c r="A2" s="1"><v>45717.5</v></c><c r="B2" t="s"><v>0</v></c></row></sheetData><mergeCells><mergeCell ref="A2:A9"/></mergeCells></worksheet>`,
		head + `<row><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c></row><row r="1048576"/>`, head + `<row r="3"><c r="XFD3" t="d"><v>2025-03-01</v></c></row>`} {
		f.Add(seed, `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy"/></numFmts><cellXfs><xf/><xf numFmtId="164"/></cellXfs></styleSheet>`, `<sst><si><t>HIT</t></si></sst>`)
	}
	m := mappingOf(f, smallMapping)
	f.Fuzz(func(t *testing.T, sheet, styles, texts string) {
		account(t, m, book(t, sheet, [2]string{"xl/styles.xml", styles}, [2]string{"xl/sharedStrings.xml", texts}))
	})
}

func FuzzMapping(f *testing.F) {
	for _, name := range ShippedMappings() {
		text, err := ShippedMapping(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	for _, example := range block.FindAllStringSubmatch(MappingHelp, -1) {
		if example[1] == "yaml" {
			f.Add([]byte(example[2]))
		}
	}
	const content = "Nr,Datum,Gedrag,Zaak,A,B\n1,2025-03-01,HIT,1,2,3\n2,,,,,\n"
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := ParseMapping(text)
		if err != nil {
			if fault.KindOf(err) == "" {
				t.Fatalf("%v is not for the person who wrote the mapping", err)
			}
			return
		}
		account(t, m, []byte(content)) // a mapping that was accepted never breaks on a file
	})
}

func FuzzTime(f *testing.F) {
	for _, seed := range [][2]string{{"DD-MM-YYYY HH:mm", "26-10-2025 02:30"}, {"serial", "45717.5"}, {"D MMMM YYYY h.mm A", "1 maart 2025 9.05 PM"}, {"YYYYMMDDZ", "20250301+0100"}, {"", "2025-03-30T02"}} {
		f.Add(seed[0], seed[1])
	}
	amsterdam, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, written, text string) {
		var formats []dateFormat
		if written != "" {
			format, err := newDateFormat(written)
			if err != nil {
				return
			}
			formats = append(formats, format)
		}
		read := readTime(text, false, formats, amsterdam)
		var wrong *fault.Wrong
		switch {
		case read.trouble == fine && read.why != nil, read.trouble != fine && read.moment.Known():
			t.Fatalf("%q as %q: both a time and none: %+v", text, written, read)
		case read.why != nil && !errors.As(read.why, &wrong):
			t.Fatalf("%q as %q: %v is not for whoever mends the file", text, written, read.why)
		}
	})
}
