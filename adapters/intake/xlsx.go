package intake

import (
	"archive/zip"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"ruggensteun/domain/fault"
)

// Limits of a workbook, which is a zip: what looks small may unpack to anything.
const (
	mostParts     = 10_000
	mostSheets    = 1_000 // each is looked into for the headings, also when all are the same part
	largestPart   = 4 << 30
	steepestRatio = 500 // times smaller packed than unpacked; real sheets are 5 to 50 times
	smallPart     = 10 << 20
	mostStrings   = 5 << 20
)

var errWorkbook = fault.New(fault.Invalid, "the file is not a workbook we can read: open it in a spreadsheet program and save it as .xlsx again")

// workbook is an opened XLSX file (ECMA-376). Its sheets are read row by row and
// its shared texts from a temporary file, so that memory stays flat.
type workbook struct {
	parts   map[string]*zip.File
	sheets  []sheetRef
	since04 bool       // dates count from 1904
	styles  []cellKind // by the number of the cell's style
	strings *stringStore
}

type sheetRef struct{ name, part string }

func openWorkbook(file io.ReaderAt, size int64, temporary string) (*workbook, error) {
	w := &workbook{parts: make(map[string]*zip.File)}
	archive, err := zip.NewReader(file, size)
	if err != nil {
		return nil, w.explain(err)
	}
	if len(archive.File) > mostParts {
		return nil, fault.New(fault.TooLarge, fmt.Sprintf("the workbook has more than %d parts", mostParts))
	}
	for _, part := range archive.File {
		packed, unpacked := part.CompressedSize64, part.UncompressedSize64
		if unpacked > largestPart || unpacked > smallPart && unpacked/steepestRatio > packed {
			return nil, fault.New(fault.TooLarge, "the workbook unpacks to far more than its size: save only the sheet with the incidents")
		}
		w.parts[strings.ToLower(strings.TrimPrefix(part.Name, "/"))] = part
	}
	styles, texts, err := w.readContents()
	if err == nil && styles != "" {
		err = w.readStyles(styles)
	}
	if err == nil {
		w.strings, err = w.readStrings(texts, temporary)
	}
	if err != nil {
		return nil, w.explain(err)
	}
	return w, nil
}

func (w *workbook) Close() error { return w.strings.Close() }

// explain turns what the XML reader says, which may quote a cell, into words of ours.
func (w *workbook) explain(err error) error {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrAlgorithm) {
		return errWorkbook
	}
	var f *fault.Fault
	if errors.As(err, &f) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fault.Wrap(fault.Invalid, errWorkbook.Message, err)
}

// readContents finds the sheets in their order, and the parts that they share.
func (w *workbook) readContents() (styles, texts string, err error) {
	book := "xl/workbook.xml"
	root, _ := w.relationships("_rels/.rels", "") // without it there is the usual place
	for _, r := range root {
		if r.kind == "officeDocument" {
			book = r.target
		}
	}
	folder, name := path.Split(book)
	related, err := w.relationships(folder+"_rels/"+name+".rels", folder)
	if err != nil {
		return "", "", err
	}
	for _, r := range related {
		_, there := w.parts[strings.ToLower(r.target)]
		switch {
		case there && r.kind == "styles":
			styles = r.target
		case there && r.kind == "sharedStrings":
			texts = r.target
		}
	}
	err = w.walk(book, func(e xml.StartElement) {
		switch e.Name.Local {
		case "workbookPr":
			since := attribute(e, "date1904")
			w.since04 = since == "1" || since == "true"
		case "sheet":
			if part := related[relationship(e)].target; part != "" && len(w.sheets) <= mostSheets {
				name, _ := clean(attribute(e, "name"))
				w.sheets = append(w.sheets, sheetRef{name: name, part: part})
			}
		}
	})
	switch {
	case err != nil:
		return "", "", err
	case len(w.sheets) == 0:
		return "", "", errWorkbook
	case len(w.sheets) > mostSheets:
		return "", "", fault.New(fault.TooLarge, fmt.Sprintf("the workbook has more than %d sheets: save only the one with the incidents", mostSheets))
	}
	return styles, texts, nil
}

// related is a part that another refers to.
type related struct{ kind, target string }

// relationships gives the parts that one in the folder refers to, by their ids.
func (w *workbook) relationships(part, folder string) (map[string]related, error) {
	list := make(map[string]related)
	err := w.walk(part, func(e xml.StartElement) {
		if e.Name.Local != "Relationship" {
			return
		}
		target := attribute(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(folder, target)
		}
		list[attribute(e, "Id")] = related{kind: path.Base(attribute(e, "Type")), target: strings.TrimPrefix(target, "/")}
	})
	return list, err
}

// readStyles finds which styles show a number as a date.
func (w *workbook) readStyles(part string) error {
	own := make(map[int]cellKind)
	inside := false
	return w.walk(part, func(e xml.StartElement) {
		switch e.Name.Local {
		case "numFmt":
			own[digits(attribute(e, "numFmtId"))] = kindOfFormat(attribute(e, "formatCode"))
		case "cellXfs":
			inside = true
		case "cellStyles", "dxfs", "tableStyles":
			inside = false
		case "xf":
			if inside {
				id := digits(attribute(e, "numFmtId"))
				kind, found := own[id]
				if !found {
					kind = kindOfBuiltin(id)
				}
				w.styles = append(w.styles, kind)
			}
		}
	})
}

// kindOfBuiltin knows the formats that a workbook need not write out (ECMA-376
// part 1, 18.8.30; 27 to 36 and 50 to 58 are those of East Asia).
func kindOfBuiltin(id int) cellKind {
	switch {
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return day
	case id == 22:
		return dayAndTime
	case id >= 18 && id <= 21, id >= 45 && id <= 47, id >= 32 && id <= 35, id == 55, id == 56:
		return timeOfDay
	}
	return amount
}

// kindOfFormat tells what a format such as dd/mm/yyyy hh:mm;@ shows. Texts in
// quotes, escaped letters and what is in brackets are no part of it, but for
// [h], which counts hours.
func kindOfFormat(format string) cellKind {
	var code strings.Builder
	format, _, _ = strings.Cut(strings.ToLower(format), ";")
	for i := 0; i < len(format); i++ {
		switch format[i] {
		case '"':
			i += 1 + max(0, strings.IndexByte(format[i+1:], '"'))
		case '\\', '_', '*':
			i++
		case '[':
			inside, _, _ := strings.Cut(format[i+1:], "]")
			if strings.Trim(inside, "hms") == "" {
				code.WriteString(inside)
			}
			i += len(inside) + 1
		default:
			code.WriteByte(format[i])
		}
	}
	text := strings.ReplaceAll(code.String(), "general", "")
	calendar, hours := strings.ContainsAny(text, "yd"), strings.ContainsAny(text, "hs")
	switch {
	case calendar && hours:
		return dayAndTime
	case calendar || !hours && strings.Contains(text, "m"):
		return day
	case hours:
		return timeOfDay
	}
	return amount
}

// walk shows every opening tag of a part.
func (w *workbook) walk(part string, show func(xml.StartElement)) error {
	in, err := w.open(part)
	if err != nil {
		return err
	}
	defer in.Close()
	for {
		token, err := in.token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok {
			show(start)
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	if i := slices.IndexFunc(e.Attr, func(a xml.Attr) bool { return a.Name.Local == name && a.Name.Space == "" }); i >= 0 {
		return e.Attr[i].Value
	}
	return ""
}

// relationship is the r:id of a sheet, whatever the prefix is called.
func relationship(e xml.StartElement) string {
	if i := slices.IndexFunc(e.Attr, func(a xml.Attr) bool { return a.Name.Local == "id" && a.Name.Space != "" }); i >= 0 {
		return e.Attr[i].Value
	}
	return ""
}

// digits gives -1 for what is no number.
func digits(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return -1
	}
	return n
}
