package document

import (
	"regexp"
	"slices"
	"strings"

	"ruggensteun/domain/person"
)

// cleaning takes out of free text what leads to somebody's door. It is a net with holes:
// whoever reads the draft looks again, which the answer asks for.
type cleaning struct {
	words string
	taken []string
}

// leavings are what is looked for, in this order: what is longer goes first.
var leavings = []struct {
	what string
	is   *regexp.Regexp
}{
	{"een e-mailadres", regexp.MustCompile(`[\p{L}0-9._%+-]+@[\p{L}0-9-]+(\.[\p{L}0-9-]+)+`)},
	{"een adres", regexp.MustCompile(`\p{Lu}[\p{L}'-]*(straat|laan|weg|plein|kade|gracht|singel|dijk|hof|pad|steeg|plantsoen|markt|wal|dreef|baan)\s+[0-9]+\s?[a-zA-Z]?\b(,?\s+[0-9]{4}\s?[A-Z]{2}\b)?(\s+\p{Lu}[\p{L}-]+)?`)},
	{"een postcode", regexp.MustCompile(`\b[1-9][0-9]{3}\s?[A-Z]{2}\b`)},
	{"een telefoonnummer", regexp.MustCompile(`(\+31|0031|\b0)[\s-]?(\(0\)[\s-]?)?[1-9]([\s-]?[0-9]){7,8}\b`)},
	{"een nummer van negen cijfers", regexp.MustCompile(`\b[0-9]{9}\b|\b[0-9]{4}\.[0-9]{2}\.[0-9]{3}\b`)},
}

func (c *cleaning) personal() {
	for _, l := range leavings {
		c.take(l.what, l.is)
	}
}

func (c *cleaning) take(what string, is *regexp.Regexp) {
	cleaned := is.ReplaceAllString(c.words, "[weggelaten: "+what+"]")
	if cleaned != c.words && !slices.Contains(c.taken, what) {
		c.taken = append(c.taken, what)
	}
	c.words = cleaned
}

// shortestName: shorter words are not only names.
const shortestName = 4

// name takes out who somebody is: the whole name, its words, and the staff number.
func (c *cleaning) name(who person.Identity) {
	all := []string{who.Name, who.StaffNumber}
	for _, word := range strings.Fields(who.Name) {
		if len([]rune(word)) >= shortestName && strings.ToLower(word) != word {
			all = append(all, word)
		}
	}
	for _, one := range all {
		if one = strings.TrimSpace(one); one != "" {
			c.take("wie een werknemer is", regexp.MustCompile(`(?i)`+regexp.QuoteMeta(one)))
		}
	}
}
