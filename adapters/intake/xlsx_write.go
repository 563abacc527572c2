package intake

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
)

// xlsxWriter writes one sheet row by row, so that rejects of a workbook come back
// as a workbook: dates as dates, texts as texts.
type xlsxWriter struct {
	archive *zip.Writer
	out     *bufio.Writer
	number  int
	width   int // of the rows of the source; the reason stands behind it
}

// The parts of a workbook beside its sheet. The styles are in the order of cellKind.
const (
	xlsxNamespace = `http://schemas.openxmlformats.org/spreadsheetml/2006/main`
	xlsxOffice    = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	xlsxPackage   = `http://schemas.openxmlformats.org/package/2006/`
	xlsxTypes     = `<Types xmlns="` + xlsxPackage + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`
	xlsxRoot = `<Relationships xmlns="` + xlsxPackage + `relationships"><Relationship Id="rId1" Type="` + xlsxOffice + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	xlsxRels = `<Relationships xmlns="` + xlsxPackage + `relationships"><Relationship Id="rId1" Type="` + xlsxOffice + `/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="` + xlsxOffice + `/styles" Target="styles.xml"/></Relationships>`
	xlsxStyles = `<styleSheet xmlns="` + xlsxNamespace + `"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/>` +
		`<numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/><numFmt numFmtId="166" formatCode="hh:mm:ss"/></numFmts>` +
		`<fonts count="1"><font/></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>` +
		`<cellXfs count="5"><xf numFmtId="49" applyNumberFormat="1"/><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="166" applyNumberFormat="1"/></cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
)

func newXLSXWriter(to io.Writer, sheet string, since04 bool, width int) (*xlsxWriter, error) {
	w := &xlsxWriter{archive: zip.NewWriter(to), width: width}
	book := `<workbook xmlns="` + xlsxNamespace + `" xmlns:r="` + xlsxOffice + `"><workbookPr`
	if since04 {
		book += ` date1904="1"`
	}
	book += `/><sheets><sheet name="` + escapeXML(sheet) + `" sheetId="1" r:id="rId1"/></sheets></workbook>`
	for _, part := range [][2]string{{"[Content_Types].xml", xlsxTypes}, {"_rels/.rels", xlsxRoot}, {"xl/workbook.xml", book},
		{"xl/_rels/workbook.xml.rels", xlsxRels}, {"xl/styles.xml", xlsxStyles}} {
		out, err := w.archive.Create(part[0])
		if err == nil {
			_, err = io.WriteString(out, xml.Header+part[1])
		}
		if err != nil {
			return nil, fmt.Errorf("write the file of rejects: %w", err)
		}
	}
	out, err := w.archive.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return nil, fmt.Errorf("write the file of rejects: %w", err)
	}
	w.out = bufio.NewWriter(out)
	_, err = w.out.WriteString(xml.Header + `<worksheet xmlns="` + xlsxNamespace + `"><sheetData>`)
	return w, err
}

func (w *xlsxWriter) write(r row, more string) error {
	w.number++
	fmt.Fprintf(w.out, `<row r="%d">`, w.number)
	for i, c := range r.cells {
		w.cell(i, c)
	}
	if more != "" {
		w.cell(max(w.width, r.width()), cell{text: more})
	}
	if _, err := w.out.WriteString(`</row>`); err != nil { // bufio keeps the first error
		return fmt.Errorf("write the file of rejects: %w", err)
	}
	return nil
}

func (w *xlsxWriter) cell(column int, c cell) {
	switch {
	case c.text == "":
	case c.number != "":
		fmt.Fprintf(w.out, `<c r="%s%d" s="%d"><v>%s</v></c>`, letters(column), w.number, c.kind, escapeXML(c.number))
	default:
		fmt.Fprintf(w.out, `<c r="%s%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, letters(column), w.number, escapeXML(c.text))
	}
}

func (w *xlsxWriter) close() error {
	_, err := w.out.WriteString(`</sheetData></worksheet>`)
	if err == nil {
		err = w.out.Flush()
	}
	if err == nil {
		err = w.archive.Close()
	}
	if err != nil {
		return fmt.Errorf("write the file of rejects: %w", err)
	}
	return nil
}

func escapeXML(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // a buffer takes everything
	return b.String()
}
