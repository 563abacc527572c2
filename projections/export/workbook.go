// Package export puts an answer in a file that can be taken away: a workbook for a
// spreadsheet, or a package of open data with its description. Everything in it follows
// from the answer, so a file shows nobody more than the page did; and the same answer
// gives the same bytes, so that a stray file can be traced by its hash.
package export

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"ruggensteun/projections/figures"
)

// cell is a number or a text. A text is never a formula, also not once somebody saves the
// sheet as CSV: figures.Inert marks it.
type cell struct {
	text  string
	n     int
	exact string // a number that is not whole, as digits with a point; "" for n
	style style
}

// style is the place of a cell's form in stylesPart.
type style int

const (
	plain  style = iota // a number in whole figures, or a short text
	bold                // headings and totals
	folded              // a long text, over several lines
)

// sheet is one page of a workbook. Of a table the first row and column stay in sight.
type sheet struct {
	name   string
	widths []int // of the columns, in characters
	rows   [][]cell
	frozen bool
}

// The parts of a workbook beside its sheets (ECMA-376).
const (
	mainNamespace = `http://schemas.openxmlformats.org/spreadsheetml/2006/main`
	office        = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	packages      = `http://schemas.openxmlformats.org/package/2006/`
	spreadsheet   = `application/vnd.openxmlformats-officedocument.spreadsheetml.`
	stylesPart    = `<styleSheet xmlns="` + mainNamespace + `"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>` +
		`<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="0" fontId="1" applyFont="1"/>` +
		`<xf numFmtId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
	rootPart = `<Relationships xmlns="` + packages + `relationships"><Relationship Id="rId1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`
)

// writeWorkbook writes sheets as XLSX. No part carries a time, so the same sheets are the
// same bytes.
func writeWorkbook(w io.Writer, sheets ...sheet) error {
	types := `<Types xmlns="` + packages + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="` + spreadsheet + `sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="` + spreadsheet + `styles+xml"/>`
	book := `<workbook xmlns="` + mainNamespace + `" xmlns:r="` + office + `"><sheets>`
	relations := `<Relationships xmlns="` + packages + `relationships"><Relationship Id="rId0" Type="` + office + `/styles" Target="styles.xml"/>`
	for i, s := range sheets {
		n := strconv.Itoa(i + 1)
		types += `<Override PartName="/xl/worksheets/sheet` + n + `.xml" ContentType="` + spreadsheet + `worksheet+xml"/>`
		book += `<sheet name="` + escaped(s.name) + `" sheetId="` + n + `" r:id="rId` + n + `"/>`
		relations += `<Relationship Id="rId` + n + `" Type="` + office + `/worksheet" Target="worksheets/sheet` + n + `.xml"/>`
	}
	parts := []part{
		{"[Content_Types].xml", types + `</Types>`}, {"_rels/.rels", rootPart}, {"xl/workbook.xml", book + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", relations + `</Relationships>`}, {"xl/styles.xml", stylesPart},
	}
	for i, s := range sheets {
		parts = append(parts, part{"xl/worksheets/sheet" + strconv.Itoa(i+1) + ".xml", s.xml()})
	}
	for i := range parts {
		parts[i].content = xml.Header + parts[i].content
	}
	return writeZIP(w, parts)
}

type part struct{ name, content string }

func writeZIP(w io.Writer, parts []part) error {
	archive := zip.NewWriter(w)
	for _, p := range parts {
		out, err := archive.Create(p.name)
		if err == nil {
			_, err = io.WriteString(out, p.content)
		}
		if err != nil {
			return fmt.Errorf("write %s: %w", p.name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("write the end of the archive: %w", err)
	}
	return nil
}

func (s sheet) xml() string {
	var b strings.Builder
	b.WriteString(`<worksheet xmlns="` + mainNamespace + `">`)
	if s.frozen {
		b.WriteString(`<sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/></sheetView></sheetViews>`)
	}
	b.WriteString(`<cols>`)
	for i, width := range s.widths {
		fmt.Fprintf(&b, `<col min="%d" max="%[1]d" width="%d" customWidth="1"/>`, i+1, width)
	}
	b.WriteString(`</cols><sheetData>`)
	for i, row := range s.rows {
		fmt.Fprintf(&b, `<row r="%d">`, i+1)
		for j, c := range row {
			c.write(&b, columnName(j)+strconv.Itoa(i+1))
		}
		b.WriteString(`</row>`)
	}
	b.WriteString(`</sheetData></worksheet>`)
	return b.String()
}

func (c cell) write(b *strings.Builder, at string) {
	if c.text == "" {
		number := strconv.Itoa(c.n)
		if c.exact != "" {
			number = c.exact
		}
		fmt.Fprintf(b, `<c r="%s" s="%d"><v>%s</v></c>`, at, c.style, number)
		return
	}
	fmt.Fprintf(b, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, at, c.style, escaped(shortened(figures.Inert(c.text))))
}

// longestText is how much a spreadsheet takes in one cell.
const longestText = 32767

func shortened(text string) string {
	if utf8.RuneCountInString(text) <= longestText {
		return text
	}
	return string([]rune(text)[:longestText-1]) + "…"
}

// columnName is that of the column at a place from 0: A, Z, AA.
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a builder takes everything
	return b.String()
}
