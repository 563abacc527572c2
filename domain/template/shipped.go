package template

import (
	"embed"
	"fmt"
	"strings"

	"ruggensteun/domain/codes"
)

// The texts that come with the program: KIND.LANGUAGE.VERSION.txt, of which the first line is
// the title. One that has been shipped is never edited: a new version is a new file.
//
//go:embed texts/*.txt
var shippedTexts embed.FS

var shipped = mustRead()

// Shipped are the texts that come with the program.
func Shipped() []Held { return Stationery{}.All() }

// mustRead reads what is built into the program, so a mistake in it can only be ours, and a
// test finds it.
func mustRead() []Held {
	entries, err := shippedTexts.ReadDir("texts")
	if err != nil {
		panic(err)
	}
	var all []Held
	for _, e := range entries {
		content, err := shippedTexts.ReadFile("texts/" + e.Name())
		if err != nil {
			panic(err)
		}
		t, err := shippedText(e.Name(), string(content))
		if err != nil {
			panic(fmt.Sprintf("%s: %v", e.Name(), err))
		}
		all = append(all, Held{Whose: Program, Text: t})
	}
	return all
}

func shippedText(name, content string) (Text, error) {
	parts := strings.Split(name, ".")
	if len(parts) != 4 {
		return Text{}, fmt.Errorf("the name has %d parts", len(parts))
	}
	t := Text{Kind: codes.Code(parts[0]), Language: codes.Code(parts[1])}
	if _, err := fmt.Sscanf(parts[2], "%d", &t.Version); err != nil {
		return Text{}, err
	}
	t.Title, t.Body, _ = strings.Cut(content, "\n")
	return Check(t)
}
