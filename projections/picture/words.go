package picture

import (
	"fmt"
	"strconv"
	"strings"
)

var (
	notBrokenDown = Text{"niet uitgesplitst", "not broken down"}
	unknown       = Text{"onbekend", "unknown"}
	absent        = Text{"niet in de tabel", "not in the table"}
	sameAsTable   = Text{"Dezelfde getallen als tabel:", "The same numbers as a table:"}
)

// number writes thousands apart, as the language does.
func (l Language) number(n int) string {
	digits := strconv.Itoa(n)
	apart := "."
	if l == English {
		apart = ","
	}
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + apart + digits[at:]
	}
	return digits
}

// written is a cell in a table.
func (l Language) written(c Cell) string {
	switch {
	case c.State == NotBrokenDown:
		return l.of(notBrokenDown)
	case c.State == Unknown:
		return l.of(unknown)
	case c.State == Absent:
		return l.of(absent)
	case c.Shown != "":
		return c.Shown
	}
	return l.number(c.N)
}

// brief is a cell where there is little room: the legend explains the sign.
func (l Language) brief(c Cell) string {
	if c.State == Unknown {
		return "?"
	}
	return l.written(c)
}

// percent is a share of what was printed. It is "" where there is no such number.
func (l Language) percent(part, of Cell) string {
	if part.State != Counted || of.State != Counted || of.N == 0 {
		return ""
	}
	share := fmt.Sprintf("%.0f", min(100, 100*float64(part.N)/float64(of.N)))
	if l == English {
		return share + "%"
	}
	return share + " %"
}

// wide is about how wide a text is in a sans-serif of so many pixels. There are no font
// metrics here, so it errs on the wide side.
func wide(s string, size float64) float64 {
	w := 0.0
	for _, r := range s {
		switch {
		case strings.ContainsRune("iljtfrI.,:;'|!()[] ", r):
			w += 0.33
		case strings.ContainsRune("mwMW%@", r):
			w += 0.88
		case r >= 'A' && r <= 'Z':
			w += 0.68
		default:
			w += 0.56
		}
	}
	return w * size
}

// wrap breaks a text into lines that fit; a word that does not is cut.
func wrap(s string, size, room float64) (lines []string) {
	line := ""
	for _, word := range strings.Fields(s) {
		if line != "" && wide(line+" "+word, size) > room {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += cut(word, size, room)
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// cut shortens a text to what fits.
func cut(s string, size, room float64) string {
	if wide(s, size) <= room {
		return s
	}
	runes := []rune(s)
	runes = runes[:min(len(runes), 200)]
	for len(runes) > 1 && wide(string(runes)+"…", size) > room {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}
