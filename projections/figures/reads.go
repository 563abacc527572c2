package figures

import "ruggensteun/projections/disclosure"

// Reads is how a cell reads in a sheet: its number, or the words that stand for one that is
// kept back or that only says that there are few ("" where there is a number).
func (a Answer) Reads(c Cell, l Language) (n int, words string) {
	switch {
	case c.NotBrokenDown:
		return 0, Text{"niet uitgesplitst", "not broken down"}.In(l)
	case c.N == 0 && a.Protection != nil:
		return 0, disclosure.FewLabel
	}
	return c.N, ""
}

// Notes say how far an answer can be trusted, a paragraph each: how it was protected,
// completeness, reports that came late, coverage.
func (a Answer) Notes(l Language) []string { return notes(a, l) }

// TotalLabel is what stands over what was counted once and not added up.
func TotalLabel(l Language) string { return totalText.In(l) }
