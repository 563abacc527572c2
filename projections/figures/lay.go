package figures

// Lay lays words out for a terminal of so many columns, each as wide as its widest. The first
// line is the heading, the first word of each its label. What is too wide is broken, with the
// labels again.
func Lay(lines [][]string, width int) (text string) {
	g := grid{lines: lines}
	g.measure()
	for i, part := range g.parts(width) {
		if i > 0 {
			text += "\n"
		}
		text += part.text(width)
	}
	return text
}

// Wrap breaks a text into lines of so many columns, and takes out what would move the cursor.
func Wrap(text string, width int) string { return wrap(text, width) }
