package pdf_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"github.com/carlos7ags/folio/reader"

	"ruggensteun/adapters/pdf"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/document"
	"ruggensteun/domain/template"
)

// letter is one of so many paragraphs, with everything that can stand on paper.
func letter(language codes.Code, paragraphs int) document.Written {
	lines := []template.Line{
		{Block: template.Subheading, Runs: []template.Run{{Text: "Wat is er besloten?"}}},
		{Runs: []template.Run{{Text: "Beste Şükrü Öztürk-Çelik, bel "}, {Text: "[nog invullen: telefoonnummer]", Blank: true}, {Text: ". Het kost niets."}}},
		{Block: template.Item, Runs: []template.Run{{Text: "taakstraf: 60 uur"}}},
		{Block: template.Item, Runs: []template.Run{{Text: "contactverbod"}}},
		{Block: template.Row, Label: "Domicilie", Runs: []template.Run{{Text: "Coolsingel 40"}}},
		{Block: template.Amount, Label: "Toegewezen", Runs: []template.Run{{Text: "€ 1.234,50"}}},
		{Block: template.Amount, Label: "Nog te betalen", Runs: []template.Run{{Text: "€ 0,05"}}, Total: true},
	}
	for i := range paragraphs {
		lines = append(lines, template.Line{Runs: []template.Run{{Text: strings.Repeat(fmt.Sprintf("Alinea %d gaat over niets. ", i), 12)}}})
	}
	return document.Written{
		Filled: template.Filled{Title: "Wat er met uw zaak is gebeurd", Language: language, Lines: lines},
		Kind:   "LETTER_VICTIM", Sender: "Gemeente Rotterdam", Date: "26 november 2026", Reference: "RS-000000-0AB123",
		Letter: template.Letterhead{Address: []string{"Coolsingel 40", "3011 AD Rotterdam"}, Phone: "010 000 00 00"},
	}
}

func pages(t *testing.T, w document.Written, invented bool) (file []byte, texts []string) {
	t.Helper()
	file, err := pdf.Printer{}.Print(w, invented)
	if err != nil {
		t.Fatal(err)
	}
	r, err := reader.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := range r.PageCount() {
		page, err := r.Page(i)
		if err != nil {
			t.Fatal(err)
		}
		text, err := page.ExtractText()
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, squeezed(text))
	}
	return file, texts
}

// squeezed has no spaces: between words the paper has room and no character, which people and
// most readers see as a space, and this one does not.
func squeezed(text string) string { return strings.Join(strings.Fields(text), "") }

func TestEverythingIsOnThePaperAndCanBeCopiedFromIt(t *testing.T) {
	t.Parallel()
	_, texts := pages(t, letter("NL", 0), false)
	for _, want := range []string{
		"Gemeente Rotterdam", "Coolsingel 40, 3011 AD Rotterdam", "26 november 2026", "RS-000000-0AB123", "Wat er met uw zaak is gebeurd", "Wat is er besloten?",
		"Beste Şükrü Öztürk-Çelik, bel [nog invullen: telefoonnummer]. Het kost niets.", "taakstraf: 60 uur", "contactverbod", "Domicilie", "€ 1.234,50", "Nog te betalen", "€ 0,05", "Pagina 1 van 1",
	} {
		if len(texts) != 1 || !strings.Contains(texts[0], squeezed(want)) {
			t.Errorf("%q is not on the one page:\n%s", want, texts)
		}
	}
}

func TestEveryPageHasItsNumberAndSaysWhatIsInvented(t *testing.T) {
	t.Parallel()
	for _, invented := range []bool{true, false} {
		w := letter("EN", 20)
		w.Sample = !invented
		_, texts := pages(t, w, invented)
		if len(texts) < 3 {
			t.Fatalf("%d pages", len(texts))
		}
		for i, text := range texts {
			if want := fmt.Sprintf("Page %d of %d", i+1, len(texts)); !strings.Contains(text, squeezed(want)) {
				t.Errorf("page %d does not say %q", i+1, want)
			}
			if says := strings.Contains(text, "VERZONNEN") && strings.Contains(text, "INVENTED"); says != invented {
				t.Errorf("page %d says that it is invented: %v", i+1, says)
			}
			if says := strings.Contains(text, "VOORBEELD") && strings.Contains(text, "SAMPLE"); says != w.Sample {
				t.Errorf("page %d says that it is a sample: %v", i+1, says)
			}
		}
	}
}

func TestTheSameDocumentIsTheSameFile(t *testing.T) {
	t.Parallel()
	first, _ := pages(t, letter("NL", 3), false)
	for range 3 {
		again, _ := pages(t, letter("NL", 3), false)
		if sha256.Sum256(first) != sha256.Sum256(again) {
			t.Fatal("they differ")
		}
	}
}

// TestTheFileIsTaggedAndItsPropertiesNameNobody looks at the file as a reader for blind people
// and a search engine do.
func TestTheFileIsTaggedAndItsPropertiesNameNobody(t *testing.T) {
	t.Parallel()
	w := letter("NL", 0)
	file, _ := pages(t, w, false)
	for _, want := range []string{"/StructTreeRoot", "/MarkInfo", "/Lang (nl-NL)", "/DisplayDocTitle true"} {
		if !bytes.Contains(file, []byte(want)) {
			t.Errorf("%s is not in the file", want)
		}
	}
	r, err := reader.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	title, author, subject, creator, producer := r.Info()
	if title != w.Title || author != "" || subject != "" || creator != "Ruggensteun" || producer != "Ruggensteun" {
		t.Errorf("%q %q %q %q %q", title, author, subject, creator, producer)
	}
}
