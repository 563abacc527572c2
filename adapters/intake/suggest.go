package intake

import (
	"fmt"
	"strings"
)

// mostTold is how many words are listed: a file may have ten thousand columns.
const mostTold = 100

// suggest says which of the known words somebody may have meant, else all of them as far as
// anybody reads on.
func suggest(typed string, known []string) string {
	best, far := "", 3+len(typed)/4 // beyond that it was no slip of the finger
	for _, word := range known {
		if d := distance(strings.ToLower(typed), strings.ToLower(word)); d < far {
			best, far = word, d
		}
	}
	if best != "" {
		return "did you mean " + best + "?"
	}
	if more := len(known) - mostTold; more > 0 {
		return fmt.Sprintf("use one of %s and %d more", strings.Join(known[:mostTold], ", "), more)
	}
	return "use one of " + strings.Join(known, ", ")
}

// distance counts the bytes to insert, drop or replace (Levenshtein), of words
// that are short enough to have been typed.
func distance(a, b string) int {
	const longest = 100
	a, b = a[:min(len(a), longest)], b[:min(len(b), longest)]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replace := diagonal
			if a[i] != b[j] {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
