package calendar

import (
	"cmp"
	"slices"
)

// Merge puts suspensions in order and makes one of those that overlap or follow each
// other at once, so that no day is taken off twice. Empty ones fall away.
func Merge(spans []Span) []Span {
	var merged []Span
	for _, s := range slices.SortedFunc(slices.Values(spans), func(a, b Span) int { return cmp.Compare(a.From, b.From) }) {
		if s.To != 0 && s.To <= s.From {
			continue
		}
		last := len(merged) - 1
		switch {
		case last < 0 || merged[last].To != 0 && s.From > merged[last].To:
			merged = append(merged, s)
		case merged[last].To == 0:
		case s.To == 0 || s.To > merged[last].To:
			merged[last].To = s.To
		}
	}
	return merged
}

func mergeIntervals(list []Interval) []Interval {
	var merged []Interval
	for _, s := range slices.SortedFunc(slices.Values(list), func(a, b Interval) int { return a.From.Compare(b.From) }) {
		if !s.To.IsZero() && !s.To.After(s.From) {
			continue
		}
		last := len(merged) - 1
		switch {
		case last < 0 || !merged[last].To.IsZero() && s.From.After(merged[last].To):
			merged = append(merged, s)
		case merged[last].To.IsZero():
		case s.To.IsZero() || s.To.After(merged[last].To):
			merged[last].To = s.To
		}
	}
	return merged
}
