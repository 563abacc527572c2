package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"
)

// terminalWidth is how many columns a terminal has; 0 when w is none, so that files and
// pipes get lines that are not broken.
func terminalWidth(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			return width
		}
	}
	return 0
}

// wrapped breaks a text at its spaces into lines of at most so many columns, or as
// long as its longest word; a width of 0 leaves it whole.
func wrapped(text string, width int) []string {
	if width <= 0 {
		return []string{text}
	}
	lines := []string{""}
	for _, word := range strings.Fields(text) {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case utf8.RuneCountInString(*last)+1+utf8.RuneCountInString(word) > width:
			lines = append(lines, word)
		default:
			*last += " " + word
		}
	}
	return lines
}

// printColumns lays rows of words side by side. What is too wide for the screen
// goes on below, in its own column; a width of 0 breaks nothing.
func printColumns(w io.Writer, rows [][]string, width int) error {
	widths := columnWidths(rows, width)
	for _, row := range rows {
		cells, height := make([][]string, len(row)), 0
		for i, text := range row {
			cells[i] = wrapped(text, widths[i])
			height = max(height, len(cells[i]))
		}
		for at := range height {
			var line strings.Builder
			for i, cell := range cells {
				text := ""
				if at < len(cell) {
					text = cell[at]
				}
				fmt.Fprintf(&line, "%-*s", widths[i]+gap, text)
			}
			if _, err := fmt.Fprintln(w, strings.TrimRight(line.String(), " ")); err != nil {
				return err
			}
		}
	}
	return nil
}

const (
	gap       = 2 // between columns
	narrowest = 8 // column on however small a screen
)

// columnWidths gives each column the room of its longest text; on a screen a
// middle one gets at most a third, and the last what is left.
func columnWidths(rows [][]string, width int) []int {
	var widths []int
	for _, row := range rows {
		for i, text := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(text))
		}
	}
	if width == 0 || len(widths) == 0 {
		return widths
	}
	left, third := width, max(width/3, narrowest)
	for i := range widths[:len(widths)-1] {
		if i > 0 {
			widths[i] = min(widths[i], third)
		}
		left -= widths[i] + gap
	}
	widths[len(widths)-1] = max(left, third)
	return widths
}
