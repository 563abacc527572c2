package template

import (
	"regexp"
	"strings"
)

// Kinds of blocks on paper.
type Block int

const (
	Paragraph Block = iota
	Heading
	Subheading
	Item
	Row    // a label, and what it is
	Amount // a label, and a sum to the right of it
)

// line is one block of a text before anything was filled in.
type line struct {
	block Block
	label string // of a row
	text  string
	at    int // which line of the text, from 1 on
}

// alone is the name of the placeholder that a line is nothing but.
func (l line) alone() (string, bool) {
	found := placeholder.FindStringSubmatch(l.text)
	return strings.Trim(l.text, "{}"), l.block == Paragraph && found != nil && found[0] == l.text
}

var placeholder = regexp.MustCompile(`\{([a-z_]+)\}`)

// between is what separates the label of a row from what it is.
const between = " :: "

// linesOf reads a text: lines that follow each other are one paragraph.
func linesOf(body string) []line {
	var all []line
	open := false // a paragraph that goes on with the next line
	for i, text := range strings.Split(body, "\n") {
		l := lineOf(strings.TrimSpace(text), i+1)
		_, alone := l.alone()
		switch {
		case l.text == "" && l.label == "":
			open = false
		case open && l.block == Paragraph && !alone:
			all[len(all)-1].text += " " + l.text
		default:
			all, open = append(all, l), l.block == Paragraph && !alone
		}
	}
	return all
}

func lineOf(text string, at int) line {
	for _, b := range []struct {
		mark  string
		block Block
	}{{"## ", Subheading}, {"# ", Heading}, {"- ", Item}} {
		if rest, is := strings.CutPrefix(text, b.mark); is {
			return line{block: b.block, text: strings.TrimSpace(rest), at: at}
		}
	}
	if label, value, is := strings.Cut(text, between); is {
		return line{block: Row, label: strings.TrimSpace(label), text: strings.TrimSpace(value), at: at}
	}
	return line{block: Paragraph, text: text, at: at}
}
