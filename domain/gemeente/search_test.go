package gemeente

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func names(found []Gemeente) []string {
	var all []string
	for _, g := range found {
		all = append(all, g.Name)
	}
	return all
}

func TestSearch(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		typed, on string // "" is a time that nobody knows
		want      []string
	}{
		"the beginning of a name":               {"rotterd", "2026-11-26", []string{"Rotterdam"}},
		"capitals make no difference":           {"ZWOL", "2026-11-26", []string{"Zwolle"}},
		"accents make no difference":            {"sudwest fry", "2026-11-26", []string{"Súdwest-Fryslân"}},
		"accents that were typed":               {"SÚDWEST-FRYSLÂN", "2026-11-26", []string{"Súdwest-Fryslân"}},
		"an accent that was typed apart":        {"Su\u0301dwest", "2026-11-26", []string{"Súdwest-Fryslân"}},
		"a name by which many know it":          {"den haag", "2026-11-26", []string{"'s-Gravenhage"}},
		"without the 's":                        {"gravenh", "2026-11-26", []string{"'s-Gravenhage"}},
		"Den Bosch":                             {"Den B", "2026-11-26", []string{"'s-Hertogenbosch"}},
		"names that begin so, then other words": {"zee", "2026-11-26", []string{"Zeewolde", "Voorne aan Zee"}},
		"several of one name":                   {"bergen", "2026-11-26", []string{"Bergen (L.)", "Bergen (NH.)", "Bergen op Zoom"}},
		"one that was merged away, in its time": {"weesp", "2022-02-01", []string{"Weesp"}},
		"one that was merged away, after it":    {"weesp", "2022-04-01", nil},
		"one that moved is found once":          {"weesp", "", []string{"Weesp"}},
		"the old names when it was long ago":    {"briel", "2020-05-05", []string{"Brielle"}},
		"what is no name":                       {"xqz", "2026-11-26", nil},
		"much too long":                         {strings.Repeat("a", 1<<20), "2026-11-26", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := never
			if test.on != "" {
				at = day(test.on)
			}
			got := names(Search(test.typed, at))
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestNothingTypedGivesAll(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"", " ", "'-"} {
		if got := Search(typed, day("2023-06-01")); len(got) != 342 {
			t.Errorf("%q: %d gemeenten", typed, len(got))
		}
	}
	if got := Search("", never); len(got) != len(table)-1 { // Weesp moved
		t.Errorf("%d gemeenten of all times, %d lines", len(got), len(table))
	}
}

// TestEverybodyIsFoundByEveryBeginningOfTheName types any name letter by letter, in
// capitals or without accents.
func TestEverybodyIsFoundByEveryBeginningOfTheName(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := rapid.SampledFrom(table).Draw(t, "gemeente")
		letters := []rune(g.Name)
		typed := string(letters[:rapid.IntRange(1, len(letters)).Draw(t, "letters")])
		typed = rapid.SampledFrom([]func(string) string{strings.ToUpper, strings.ToLower, spelling}).Draw(t, "how")(typed)
		at := day("2019-01-01")
		if g.From != "" {
			at = day(g.From)
		}
		if !slices.Contains(names(Search(typed, at)), g.Name) {
			t.Fatalf("%q does not find %s on %s", typed, g.Name, at)
		}
	})
}
