package figures

import "fmt"

// inventedNote says that what is counted, or some of it, was made up by a demonstration;
// "" when none of it was. It stands in every form of an answer.
func (a Answer) inventedNote(l Language) string {
	switch {
	case a.Invented == 0:
		return ""
	case a.Invented == a.Total.N:
		return Text{
			"VERZONNEN: alles wat hier geteld is komt uit een demonstratie, en niets ervan is gebeurd.",
			"INVENTED: everything counted here is of a demonstration, and none of it happened.",
		}.In(l)
	case a.Protection != nil: // how many there are in a small table is not told
		return Text{
			"VERZONNEN: van wat hier geteld is komt een deel uit een demonstratie, en dat is niet gebeurd.",
			"INVENTED: a part of what is counted here is of a demonstration, and did not happen.",
		}.In(l)
	}
	return fmt.Sprintf(Text{
		"VERZONNEN: %d van de %d %s die hier geteld zijn komen uit een demonstratie, en zijn niet gebeurd.",
		"INVENTED: %d of the %d %s counted here are of a demonstration, and did not happen.",
	}.In(l), a.Invented, a.Total.N, a.Unit.Named().In(l))
}

func prefixed(note string) string {
	if note == "" {
		return ""
	}
	return " " + note
}

// inventions counts what was made up, without looking where nothing was.
func (p *plan) inventions(c *chunk, list, into []uint32) (n int) {
	if !p.mayInvent {
		return 0
	}
	for _, answer := range p.numbers(Invented, c, list, into) {
		if p.inventing[answer] {
			n++
		}
	}
	return n
}

// whatIsInvented finds the answers that say so.
func (p *plan) whatIsInvented() {
	f := newFilter(Invented, p.answersOf(Invented), codesOf(invention.Codes[1:]))
	p.inventing = f.passes
	for _, passes := range f.passes {
		p.mayInvent = p.mayInvent || passes
	}
}
