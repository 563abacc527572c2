package export_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"ruggensteun/domain/codes"
	"ruggensteun/projections/export"
	"ruggensteun/projections/figures"
)

// protected is an answer with a number, one that is kept back and one that says "few"; a
// label would be a formula.
func protected() figures.Answer {
	same := func(s string) figures.Text { return figures.Text{NL: s, EN: s} }
	return figures.Answer{
		View: "figure", Question: "incident by place,profession in 2026-Q1 as-of 9", Unit: "incident", Position: 9, Definition: "Number of incidents", DefinitionNL: "Aantal incidenten",
		Rows: []codes.Code{"ROAD", "HOME"}, Columns: []codes.Code{"AMB", "POL"}, RowLabels: []figures.Text{same("=HYPERLINK(\"x\")"), same("woning & <erf>")}, ColumnLabels: []figures.Text{same("ambulance"), same("politie")},
		Cells:     [][]figures.Cell{{{N: 12}, {NotBrokenDown: true}}, {{N: 0}, {N: 7}}},
		RowTotals: []figures.Cell{{N: 15}, {N: 7}}, ColumnTotals: []figures.Cell{{N: 12}, {N: 10}}, Total: figures.Cell{N: 22},
		Protection: &figures.Text{NL: "Beschermde cijfers.", EN: "Protected figures."},
	}
}

func unzip(t *testing.T, made []byte) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(made), int64(len(made)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(text)
	}
	return parts
}

// values reads a sheet back: numbers as #12, texts as they are.
func values(t *testing.T, text string) (rows [][]string) {
	t.Helper()
	var sheet struct {
		Rows []struct {
			Cells []struct {
				Type    string  `xml:"t,attr"`
				Number  string  `xml:"v"`
				Text    string  `xml:"is>t"`
				Formula *string `xml:"f"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if err := xml.Unmarshal([]byte(text), &sheet); err != nil {
		t.Fatal(err)
	}
	for _, r := range sheet.Rows {
		var row []string
		for _, c := range r.Cells {
			if c.Formula != nil {
				t.Errorf("a formula: %q", *c.Formula)
			}
			if c.Type == "inlineStr" {
				row = append(row, c.Text)
			} else {
				row = append(row, "#"+c.Number)
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func TestAWorkbookHoldsNumbersAsNumbersAndNoFormula(t *testing.T) {
	t.Parallel()
	var first, second bytes.Buffer
	for _, to := range []io.Writer{&first, &second} {
		if err := export.WriteWorkbook(to, protected(), figures.Dutch); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same answer gives other bytes")
	}
	parts := unzip(t, first.Bytes())
	want := [][]string{
		{"Omschrijving", "Code", "ambulance", "politie", "totaal"},
		{"'=HYPERLINK(\"x\")", "ROAD", "#12", "niet uitgesplitst", "#15"},
		{"woning & <erf>", "HOME", "0–4", "#7", "#7"},
		{"totaal", "TOTAL", "#12", "#10", "#22"},
	}
	table := values(t, parts["xl/worksheets/sheet1.xml"])
	for i, row := range want {
		if strings.Join(table[i], "|") != strings.Join(row, "|") {
			t.Errorf("row %d is %q, want %q", i+1, table[i], row)
		}
	}
	if !strings.Contains(parts["xl/worksheets/sheet1.xml"], `state="frozen"`) {
		t.Error("the heading scrolls away")
	}
	hash, err := export.Hash(protected())
	if err != nil {
		t.Fatal(err)
	}
	about := ""
	for _, row := range values(t, parts["xl/worksheets/sheet2.xml"]) {
		about += strings.Join(row, ": ") + "\n"
	}
	for _, says := range []string{"Vraag: incident by place,profession in 2026-Q1 as-of 9", "Wat geteld is: Aantal incidenten", "Beschermde cijfers.", "Positie: 9", hash} {
		if !strings.Contains(about, says) {
			t.Errorf("%q does not stand in\n%s", says, about)
		}
	}
}

func TestAPackageOfOpenDataDescribesItsFile(t *testing.T) {
	t.Parallel()
	var made, again bytes.Buffer
	for _, to := range []io.Writer{&made, &again} {
		if err := export.WriteOpenData(to, protected(), export.Publisher{Name: "Beheer", Email: "beheer@example.org", URL: "https://example.org"}); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(made.Bytes(), again.Bytes()) {
		t.Error("the same answer gives other bytes")
	}
	parts := unzip(t, made.Bytes())
	var described struct {
		Type     string         `json:"@type"`
		Temporal map[string]any `json:"dct:temporal"`
		Rights   struct {
			ID string `json:"@id"`
		} `json:"dct:accessRights"`
		File struct {
			URL struct {
				ID string `json:"@id"`
			} `json:"dcat:downloadURL"`
			Checksum struct {
				Value struct {
					V string `json:"@value"`
				} `json:"spdx:checksumValue"`
			} `json:"spdx:checksum"`
		} `json:"dcat:distribution"`
	}
	if err := json.Unmarshal([]byte(parts["dcat.jsonld"]), &described); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(parts[described.File.URL.ID]))
	if described.Type != "dcat:Dataset" || described.File.Checksum.Value.V != hex.EncodeToString(sum[:]) || !strings.HasSuffix(described.Rights.ID, "access-right/PUBLIC") {
		t.Errorf("it says\n%s", parts["dcat.jsonld"])
	}
	for _, says := range []string{`"2026-01-01"`, `"2026-03-31"`, `"Beheer"`, `mailto:beheer@example.org`, `licence/CC0`, `data-theme/JUST`} {
		if !strings.Contains(parts["dcat.jsonld"], says) {
			t.Errorf("%s does not stand in\n%s", says, parts["dcat.jsonld"])
		}
	}
	if !strings.Contains(parts["LEESMIJ.txt"], "Beschermde cijfers.") || !strings.Contains(parts["cijfers.csv"], "0–4") {
		t.Errorf("the package holds %v", parts)
	}
}
