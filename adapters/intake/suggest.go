package intake

import (
	"fmt"
	"strings"

	"ruggensteun/domain/codes"
)

// mostTold is how many words are listed: a file may have ten thousand columns.
const mostTold = 100

// suggest says which of the known words somebody may have meant, else all of them as far as
// anybody reads on.
func suggest(typed string, known []string) string {
	best, far := "", 3+len(typed)/4 // beyond that it was no slip of the finger
	for _, word := range known {
		if d := codes.Distance(strings.ToLower(typed), strings.ToLower(word)); d < far {
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
