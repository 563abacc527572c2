package prosecution

import (
	"slices"

	"ruggensteun/domain/codes"
)

// Implied are the steps that must have been there where these were, and that these
// imply, without those that are among them; in the order of the procedure.
func Implied(by []codes.Code) []codes.Code {
	var missing []codes.Code
	there := slices.Clone(by)
	for i := 0; i < len(there); i++ {
		for _, set := range steps[there[i]].implies {
			if !slices.ContainsFunc(there, func(c codes.Code) bool { return isOne(c, set) }) {
				missing = append(missing, set[0])
				there = append(there, set[0])
			}
		}
	}
	slices.SortFunc(missing, func(a, b codes.Code) int { return rank(a) - rank(b) })
	return missing
}

// notReceived are the steps that those on record imply and that nobody told.
func notReceived(ordered []Kept) []codes.Code {
	var there []codes.Code
	for _, n := range ordered {
		there = append(there, n.Told.Value.Step)
	}
	return Implied(there)
}
