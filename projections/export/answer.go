package export

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"

	"ruggensteun/projections/figures"
)

// WriteWorkbook writes an answer as XLSX: a sheet with the table, one with rates where they
// were asked for, and one that says what was asked, what was counted, and how far to trust it.
func WriteWorkbook(w io.Writer, a figures.Answer, l figures.Language) error {
	about, err := aboutSheet(a, l)
	if err != nil {
		return err
	}
	if a.Rates == nil {
		return writeWorkbook(w, tableSheet(a, l), about)
	}
	return writeWorkbook(w, tableSheet(a, l), ratesSheet(a, l), about)
}

// Rows is how many lines of numbers stand in the table of an answer.
func Rows(a figures.Answer) int { return len(a.Rows) }

func tableSheet(a figures.Answer, l figures.Language) sheet {
	s := sheet{name: figures.Text{NL: "Tabel", EN: "Table"}.In(l), frozen: true}
	total := figures.TotalLabel(l)
	plainColumn := len(a.Columns) == 1 && a.Columns[0] == figures.Everything
	heading := []cell{{text: figures.Text{NL: "Omschrijving", EN: "Description"}.In(l), style: bold}, {text: "Code", style: bold}}
	if !plainColumn {
		for _, label := range a.ColumnLabels {
			heading = append(heading, cell{text: filled(label.In(l)), style: bold})
		}
	}
	s.add(append(heading, cell{text: total, style: bold}))
	line := func(label, code string, cells []figures.Cell, sum figures.Cell, st style) {
		row := []cell{{text: filled(label), style: st}, {text: filled(code), style: st}}
		if !plainColumn {
			for _, c := range cells {
				row = append(row, number(a, c, l, st))
			}
		}
		s.add(append(row, number(a, sum, l, bold)))
	}
	for i, code := range a.Rows {
		line(a.RowLabels[i].In(l), string(code), a.Cells[i], a.RowTotals[i], plain)
	}
	line(total, "TOTAL", a.ColumnTotals, a.Total, bold)
	return s
}

func number(a figures.Answer, c figures.Cell, l figures.Language, s style) cell {
	n, words := a.Reads(c, l)
	return cell{n: n, text: words, style: s}
}

// filled keeps a text that is empty from reading as a number.
func filled(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

// Bounds of a column's width, in characters.
const (
	narrowest = 8
	widest    = 48
)

func (s *sheet) add(row []cell) {
	s.rows = append(s.rows, row)
	for i, c := range row {
		if i == len(s.widths) {
			s.widths = append(s.widths, narrowest)
		}
		s.widths[i] = min(widest, max(s.widths[i], utf8.RuneCountInString(c.text)+2))
	}
}

func aboutSheet(a figures.Answer, l figures.Language) (sheet, error) {
	hash, err := Hash(a)
	if err != nil {
		return sheet{}, err
	}
	s := sheet{name: figures.Text{NL: "Toelichting", EN: "About"}.In(l), widths: []int{24, 100}}
	add := func(nl, en, text string) {
		if text != "" {
			s.rows = append(s.rows, []cell{{text: figures.Text{NL: nl, EN: en}.In(l), style: bold}, {text: text, style: folded}})
		}
	}
	add("Vraag", "Question", a.Question)
	add("Opnieuw vragen", "To ask again", fmt.Sprintf("ruggensteun ask %q", a.Question))
	add("Wat geteld is", "What was counted", figures.Text{NL: a.DefinitionNL, EN: a.Definition}.In(l))
	for _, note := range a.Notes(l) {
		add("Betrouwbaarheid", "How far to trust it", note)
	}
	add("Totalen", "Totals", figures.Text{
		NL: "Totalen zijn geteld en niet opgeteld: wat meer waarden heeft telt bij elk daarvan, en één keer in het totaal.",
		EN: "Totals are counted and not added up: what has several values counts under each of them, and once in the total.",
	}.In(l))
	add("Positie", "Position", a.Position.String())
	add("SHA-256 van het antwoord", "SHA-256 of the answer", hash)
	for _, e := range a.Coverage.Employers {
		add("Dekking", "Coverage", fmt.Sprintf(figures.Text{NL: "%s (%s): gemeld over %d van %d maanden", EN: "%s (%s): reported of %d of %d months"}.In(l), e.Name, e.Employer, len(e.Months), a.Coverage.Months))
	}
	return s, nil
}

// Hash is the SHA-256, in hexadecimal, of an answer as the API gives it in JSON: it tells
// whether two files show the same answer, in whatever form.
func Hash(a figures.Answer) (string, error) {
	text, err := json.Marshal(a)
	if err != nil {
		return "", fmt.Errorf("write an answer as JSON: %w", err)
	}
	sum := sha256.Sum256(append(text, '\n'))
	return hex.EncodeToString(sum[:]), nil
}
