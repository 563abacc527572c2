package gemeente

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// longestName bounds what is compared: nobody types a name that long.
const longestName = 60

// Search gives the gemeenten on the local day of at whose name begins with what was
// typed, and then those in whose name another word does; by name, with a zero at as
// each was last. Capitals, accents and signs make no difference: "sudwest fry" finds
// Súdwest-Fryslân and "den haag" finds 's-Gravenhage. Nothing typed gives all.
func Search(typed string, at time.Time) []Gemeente {
	if len(typed) > longestName {
		return nil
	}
	want := spelling(typed)
	var begin, within []Gemeente
	for _, g := range last(at) {
		switch names := []string{spelling(g.Name), spelling(g.OtherName)}; {
		case slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(n, want) }):
			begin = append(begin, g)
		case slices.ContainsFunc(names, func(n string) bool { return strings.Contains(" "+n, " "+want) }):
			within = append(within, g)
		}
	}
	byName := func(a, b Gemeente) int {
		return strings.Compare(spelling(a.Name)+string(a.Code), spelling(b.Name)+string(b.Code))
	}
	slices.SortFunc(begin, byName)
	slices.SortFunc(within, byName)
	return append(begin, within...)
}

// last gives each gemeente on the day once: when nobody knows the day, as it was last.
func last(at time.Time) []Gemeente {
	all := All(at)
	slices.Reverse(all) // the table is by code and then by day
	return slices.CompactFunc(all, func(a, b Gemeente) bool { return a.Code == b.Code })
}

var unaccented = strings.NewReplacer(
	"à", "a", "á", "a", "â", "a", "ã", "a", "ä", "a", "å", "a", "ç", "c", "è", "e", "é", "e", "ê", "e", "ë", "e",
	"ì", "i", "í", "i", "î", "i", "ï", "i", "ñ", "n", "ò", "o", "ó", "o", "ô", "o", "õ", "o", "ö", "o",
	"ù", "u", "ú", "u", "û", "u", "ü", "u", "ý", "y", "ÿ", "y",
)

// spelling is what counts when names are compared: small letters without accents, and one space for
// whatever else stands between words.
func spelling(name string) string {
	letter := func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r): // an accent that was typed apart
			return -1
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return r
		}
		return ' '
	}
	small := unaccented.Replace(strings.ToLower(name))
	return strings.Join(strings.Fields(strings.Map(letter, small)), " ")
}
