// Package pdf puts a letter or form on paper: pages that can be read, printed and searched, and
// read aloud.
//
// The same document gives the same bytes, wherever it is made: nothing of the machine or the
// moment is in it. The file's own properties hold what kind of document it is, and name nobody.
package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/carlos7ags/folio/document"
	"github.com/carlos7ags/folio/font"
	"github.com/carlos7ags/folio/layout"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	written "ruggensteun/domain/document"
	"ruggensteun/domain/template"
)

// Sizes are in points, as for a letter that somebody reads who is upset, or has old eyes.
const (
	textSize    = 11
	smallSize   = 9
	titleSize   = 16
	headingSize = 13
	leading     = 1.4
	labelWidth  = 120
	pageMargin  = 64
	pageWidth   = 595.28 // A4
	pageHeight  = 841.89
	textWidth   = pageWidth - 2*pageMargin
)

var (
	grey = layout.RGB(0.35, 0.35, 0.35) // dark enough to be read on white: more than 7 to 1
	mark = layout.RGB(1, 0.93, 0.6)
)

// notice stands on each page of what a demonstration made up.
const notice = "VERZONNEN, niet gebeurd · INVENTED, did not happen"

// sampled stands on each page of what is no document.
const sampled = "VOORBEELD, geen document · SAMPLE, not a document"

// Printer makes pages. The zero value is ready to use.
type Printer struct{}

// Print gives the file. invented marks every page, as a sample is marked.
func (Printer) Print(w written.Written, invented bool) ([]byte, error) {
	p, err := newPaper()
	if err != nil {
		return nil, err
	}
	p.letterhead(w)
	p.body(w)
	p.around(w, invented)
	var out bytes.Buffer
	if _, err := p.doc.WriteToWithOptions(&out, document.WriteOptions{Deterministic: true}); err != nil {
		return nil, fmt.Errorf("put a document of kind %s on paper: %w", w.Kind, err)
	}
	return out.Bytes(), nil
}

// faces are read once; what is embedded of them is a paper's own.
var faces = sync.OnceValues(func() ([2]font.Face, error) {
	regular, err := font.ParseTTF(goregular.TTF)
	if err != nil {
		return [2]font.Face{}, err
	}
	bold, err := font.ParseTTF(gobold.TTF)
	return [2]font.Face{regular, bold}, err
})

// paper is one document in the making.
type paper struct {
	doc           *document.Document
	regular, bold *font.EmbeddedFont
}

func newPaper() (*paper, error) {
	both, err := faces()
	if err != nil {
		return nil, fmt.Errorf("read the typeface: %w", err)
	}
	p := &paper{doc: document.NewDocument(document.PageSizeA4), regular: font.NewEmbeddedFont(both[0]), bold: font.NewEmbeddedFont(both[1])}
	p.doc.SetMargins(layout.Margins{Top: pageMargin, Right: pageMargin, Bottom: pageMargin, Left: pageMargin})
	p.doc.SetTagged(true)
	p.doc.SetViewerPreferences(document.ViewerPreferences{DisplayDocTitle: true})
	return p, nil
}

// settled is the day in the file's properties: when it was made is on the paper, and recorded.
var settled = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// around is what stands in the file and on every page beside the text.
func (p *paper) around(w written.Written, invented bool) {
	p.doc.Info = document.Info{
		Title: w.Title, Creator: "Ruggensteun", Producer: "Ruggensteun", CreationDate: settled, ModDate: settled,
		Language: map[bool]string{true: "en-GB", false: "nl-NL"}[w.Language == template.English],
	}
	pages := "Pagina %d van %d"
	if w.Language == template.English {
		pages = "Page %d of %d"
	}
	p.doc.SetFooter(func(ctx document.PageContext, page *document.Page) {
		p.beside(page, func() {
			p.words(page, w.Reference, p.regular, smallSize, pageMargin, pageMargin/2)
			p.toTheRight(page, fmt.Sprintf(pages, ctx.PageIndex+1, ctx.TotalPages))
			page.ContentStream().SetFillColorRGB(0.7, 0, 0)
			if invented {
				p.words(page, notice, p.bold, textSize, pageMargin, pageHeight-pageMargin/2)
			}
			if w.Sample {
				p.words(page, sampled, p.bold, textSize, pageMargin, pageHeight-pageMargin/2-textSize*leading)
			}
		})
	})
}

// beside marks what is drawn as no part of the text, so that it is not read aloud on every page.
func (p *paper) beside(page *document.Page, draw func()) {
	page.ContentStream().BeginMarkedContent("Artifact")
	page.ContentStream().SetFillColorRGB(0.35, 0.35, 0.35)
	draw()
	page.ContentStream().EndMarkedContent()
}

func (p *paper) words(page *document.Page, text string, face *font.EmbeddedFont, size, x, y float64) {
	page.AddTextEmbedded(text, face, size, x, y)
}

func (p *paper) toTheRight(page *document.Page, text string) {
	p.words(page, text, p.regular, smallSize, pageMargin+textWidth-p.regular.MeasureString(text, smallSize), pageMargin/2)
}

// letterhead is who writes, and when.
func (p *paper) letterhead(w written.Written) {
	p.doc.Add(p.paragraph(p.run(w.Sender, p.bold, 14)).SetSpaceAfter(2))
	contact := []string{strings.Join(w.Letter.Address, ", ")}
	for _, part := range []string{w.Letter.Desk, w.Letter.Phone, w.Letter.Mail} {
		if part != "" {
			contact = append(contact, part)
		}
	}
	if line := strings.Trim(strings.Join(contact, " · "), " ·"); line != "" {
		p.doc.Add(p.paragraph(p.run(line, p.regular, smallSize).WithColor(grey)))
	}
	p.doc.Add(layout.NewLineSeparator().SetColor(grey).SetSpaceBefore(4).SetSpaceAfter(12))
	date, reference := "Datum", "Kenmerk"
	if w.Language == template.English {
		date, reference = "Date", "Reference"
	}
	if w.Date != "" {
		p.doc.Add(p.row(date, []template.Run{{Text: w.Date}}, 1))
	}
	p.doc.Add(p.row(reference, []template.Run{{Text: w.Reference}}, 1))
}

func (p *paper) body(w written.Written) {
	title := layout.NewHeadingEmbedded(w.Title, layout.H1, p.bold).SetRuns([]layout.TextRun{p.run(w.Title, p.bold, titleSize)})
	p.doc.Add(layout.NewParagraphEmbedded(" ", p.regular, 6))
	p.doc.Add(title)
	p.doc.Add(layout.NewParagraphEmbedded(" ", p.regular, 4))
	for i := 0; i < len(w.Lines); {
		n := alike(w.Lines[i:])
		p.blocks(w.Lines[i : i+n])
		i += n
	}
}

// alike is how many lines belong together: items of a list, amounts of a table.
func alike(lines []template.Line) int {
	n := 1
	if b := lines[0].Block; b == template.Item || b == template.Amount {
		for n < len(lines) && lines[n].Block == b {
			n++
		}
	}
	return n
}

func (p *paper) blocks(lines []template.Line) {
	switch l := lines[0]; l.Block {
	case template.Heading, template.Subheading:
		text := words(l.Runs)
		p.doc.Add(layout.NewHeadingEmbedded(text, layout.H2, p.bold).SetRuns([]layout.TextRun{p.run(text, p.bold, headingSize)}))
	case template.Item:
		p.items(lines)
	case template.Row:
		p.doc.Add(p.row(l.Label, l.Runs, 2))
	case template.Amount:
		p.amounts(lines)
	default:
		p.doc.Add(p.paragraph(p.runs(l.Runs)...).SetSpaceAfter(8))
	}
}

func (p *paper) items(lines []template.Line) {
	list := layout.NewListEmbedded(p.regular, textSize).SetLeading(leading)
	for _, l := range lines {
		list.AddItemRuns(p.runs(l.Runs))
	}
	p.doc.Add(list)
	p.doc.Add(layout.NewParagraphEmbedded(" ", p.regular, 4))
}

// row is a label beside what it is.
func (p *paper) row(label string, runs []template.Run, space float64) layout.Element {
	t := layout.NewTable().SetColumnWidths([]float64{labelWidth, textWidth - labelWidth})
	r := t.AddRow()
	plain(r.AddCellElement(p.paragraph(p.run(label, p.bold, textSize))), space)
	plain(r.AddCellElement(p.paragraph(p.runs(runs)...)), space)
	return t
}

func plain(c *layout.Cell, space float64) *layout.Cell {
	return c.SetBorders(layout.CellBorders{}).SetPaddingSides(layout.Padding{Top: space, Bottom: space, Right: 8})
}

// amounts stand to the right, so that their commas are below each other.
func (p *paper) amounts(lines []template.Line) {
	t := layout.NewTable().SetColumnWidths([]float64{textWidth - labelWidth, labelWidth})
	for _, l := range lines {
		face := p.regular
		if l.Total {
			face = p.bold
		}
		r := t.AddRow()
		line := layout.CellBorders{Top: layout.Border{Width: 0.5, Color: grey, Style: layout.BorderSolid}}
		r.AddCellElement(p.paragraph(p.run(l.Label, face, textSize))).SetBorders(line).SetPaddingSides(layout.Padding{Top: 3, Bottom: 3})
		r.AddCellElement(p.paragraph(p.run(words(l.Runs), face, textSize)).SetAlign(layout.AlignRight)).SetBorders(line).SetPaddingSides(layout.Padding{Top: 3, Bottom: 3})
	}
	p.doc.Add(t)
	p.doc.Add(layout.NewParagraphEmbedded(" ", p.regular, 4))
}

func words(runs []template.Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// runs marks what nobody knows yet, so that no blank goes out unseen. Words that follow each
// other are one run, and a full stop belongs to the blank before it: between runs the library
// loses the space after one that stands alone.
func (p *paper) runs(all []template.Run) []layout.TextRun {
	var out []layout.TextRun
	for _, r := range together(all) {
		if r.Blank {
			out = append(out, p.run(r.Text, p.bold, textSize).WithBackgroundColor(mark))
		} else {
			out = append(out, p.run(r.Text, p.regular, textSize))
		}
	}
	return out
}

func together(all []template.Run) []template.Run {
	var out []template.Run
	for _, r := range all {
		last := len(out) - 1
		if last >= 0 && !r.Blank && !out[last].Blank {
			out[last].Text += r.Text
			continue
		}
		if last >= 0 && !r.Blank {
			rest := strings.TrimLeft(r.Text, ".,:;)!?")
			out[last].Text += r.Text[:len(r.Text)-len(rest)]
			r.Text = rest
		}
		if r.Text != "" {
			out = append(out, r)
		}
	}
	return out
}

func (p *paper) run(text string, face *font.EmbeddedFont, size float64) layout.TextRun {
	return layout.NewRunEmbedded(text, face, size)
}

func (p *paper) paragraph(runs ...layout.TextRun) *layout.Paragraph {
	return layout.NewStyledParagraph(runs...).SetLeading(leading).SetOrphans(2).SetWidows(2)
}
