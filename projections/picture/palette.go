package picture

// The colours, dark on white. The steps get darker evenly, so that they stay apart in black
// and white and for who sees no colour; one hue, because more would claim an order they lack.
const (
	paper  = "#ffffff"
	ink    = "#17212b"
	soft   = "#56616c" // of what stands beside: axes, notes
	rule   = "#d5dbe1"
	accent = "#1d5a94"
	band   = "#c9dced"

	hatching = "#77828d"
)

// steps are the fills of the classes, from few to many.
var steps = []string{"#e9f0f7", "#bcd3e8", "#86afd3", "#5690c4", "#15437a"}

// inkOn is the text that can be read on a fill.
func inkOn(fill string) string {
	if fill == steps[4] || fill == accent {
		return paper
	}
	return ink
}
