package trend

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"ruggensteun/projections/figures"
)

// read is how a number reads; of protected figures 0 says that there may be some.
func (t Trend) read(c figures.Cell) string { return figures.Answer{Protection: t.Protection}.Read(c) }

// WriteTable lays a trend out for a terminal of so many columns: the months, the triangle of
// late reports, and what the numbers allow one to say.
func WriteTable(w io.Writer, t Trend, width int, l figures.Language) error {
	told := t.Told(l)
	var parts []string
	if told.Invented != "" {
		parts = append(parts, figures.Wrap(told.Invented, width))
	}
	parts = append(parts, figures.Lay(t.monthLines(l), width)+figures.Wrap(t.legend(l), width))
	if marks := t.markLines(l); marks != "" {
		parts = append(parts, marks)
	}
	if len(t.Triangle) > 0 {
		title := figures.Text{NL: "Bekend aan het eind van de maand zelf (0), een maand later (1), en zo verder:", EN: "Known at the end of the month itself (0), a month later (1), and so on:"}.In(l)
		parts = append(parts, figures.Wrap(title, width)+figures.Lay(t.triangleLines(l), width))
	}
	parts = append(parts, figures.Wrap(Title.In(l), width)+said(t.Said, width, l))
	beneath := ""
	for _, text := range append([]string{t.Tried().In(l), t.Method.In(l), told.Definition}, told.Notes...) {
		beneath += figures.Wrap(text, width)
	}
	if _, err := io.WriteString(w, strings.Join(append(parts, beneath), "\n")); err != nil {
		return fmt.Errorf("write a trend as a table: %w", err)
	}
	return nil
}

// legend explains the signs.
func (t Trend) legend(l figures.Language) string {
	text := figures.Text{NL: "≈ is een schatting en geen telling. Met een ? erachter: in welk deel dat onbekend of niet vastgelegd is.", EN: "≈ is an estimate and no count. With a ? behind it: in what part that is unknown or not recorded."}.In(l)
	kept := false
	for _, m := range t.Months {
		kept = kept || m.Known.NotBrokenDown
	}
	for _, line := range t.Triangle {
		for _, c := range line.Known {
			kept = kept || c.NotBrokenDown
		}
	}
	if kept {
		text += figures.Text{NL: " Een punt: niet uitgesplitst.", EN: " A dot: not broken down."}.In(l)
	}
	return text
}

func said(list []figures.Text, width int, l figures.Language) (text string) {
	for _, one := range list {
		text += figures.Wrap("- "+one.In(l), width)
	}
	return text
}

// shortUnknown are headings that leave room.
var shortUnknown = map[figures.Dimension]figures.Text{
	figures.Hour: {NL: "tijd ?", EN: "time ?"}, figures.Place: {NL: "plaats ?", EN: "place ?"}, figures.VerbalOnly: {NL: "gedrag ?", EN: "behaviour ?"},
}

func (t Trend) monthLines(l figures.Language) [][]string {
	head := []string{figures.Text{NL: "maand", EN: "month"}.In(l), figures.Text{NL: "bekend", EN: "known"}.In(l), figures.Text{NL: "geschat", EN: "estimate"}.In(l), figures.Text{NL: "bereik", EN: "range"}.In(l)}
	verbal := len(t.Months) > 0 && t.Months[0].Verbal != nil
	if verbal {
		head = append(head, figures.Text{NL: "alleen verbaal", EN: "verbal only"}.In(l))
	}
	if len(t.Months) > 0 {
		for _, s := range t.Months[0].Unknown {
			head = append(head, shortUnknown[s.Dimension].In(l))
		}
	}
	lines := [][]string{append(head, "")}
	for _, m := range t.Months {
		expected, between := m.estimated(l)
		line := []string{string(m.Month), t.read(m.Known), expected, between}
		if verbal {
			line = append(line, m.Verbal.percent())
		}
		for i := range m.Unknown {
			line = append(line, m.Unknown[i].percent())
		}
		lines = append(lines, append(line, m.signs()))
	}
	return lines
}

// estimated is never to be read as a count: it has a sign.
func (m Month) estimated(l figures.Language) (expected, between string) {
	switch {
	case m.Estimate != nil:
		return "≈" + strconv.Itoa(m.Estimate.Expected), fmt.Sprintf("%d–%d", m.Estimate.Lower, m.Estimate.Upper)
	case m.NoEstimate != nil:
		return "?", ""
	case !m.Over:
		return figures.Text{NL: "loopt nog", EN: "not over"}.In(l), ""
	}
	return "", ""
}

func (s Share) percent() string {
	if n, is := s.Percent(); is {
		return fmt.Sprintf("%d %%", n)
	}
	return ""
}

func (m Month) signs() string {
	var signs []string
	for _, n := range m.Marks {
		signs = append(signs, fmt.Sprintf("▼%d", n))
	}
	return strings.Join(signs, " ")
}

// Said is a mark in words.
func (m Mark) Said(l figures.Language) string {
	of := ""
	if m.Employer != "" {
		of = " (" + string(m.Employer) + ")"
	}
	return m.Kind.In(l) + " ‘" + m.Name.In(l) + "’" + of + ", " + m.When(l)
}

func (t Trend) markLines(l figures.Language) (text string) {
	shown := map[int]bool{}
	for _, m := range t.Months {
		for _, n := range m.Marks {
			shown[n] = true
		}
	}
	for i, m := range t.Marks {
		if shown[i+1] {
			text += figures.Wrap(fmt.Sprintf("▼%d %s", i+1, m.Said(l)), 1000)
		}
	}
	return text
}

// triangleLines are the months that are shown, with what was known when.
func (t Trend) triangleLines(l figures.Language) [][]string {
	lines := [][]string{{figures.Text{NL: "maand", EN: "month"}.In(l)}}
	for d := 0; d <= maxHorizon; d++ {
		lines[0] = append(lines[0], strconv.Itoa(d))
	}
	for _, line := range t.Triangle {
		if t.place(line.Month) < 0 {
			continue
		}
		words := []string{string(line.Month)}
		for d := 0; d <= maxHorizon; d++ {
			word := ""
			if d < len(line.Known) {
				word = t.read(line.Known[d])
			}
			words = append(words, word)
		}
		lines = append(lines, words)
	}
	return lines
}
