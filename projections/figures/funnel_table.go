package figures

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// WriteFunnelTable lays a funnel out for a terminal: of each group two tables, how far
// and how long, and below them how to read both.
func WriteFunnelTable(w io.Writer, f Funnel, width int, l Language) error {
	var b strings.Builder
	if note := f.inventedNote(l); note != "" {
		b.WriteString(wrap(note, width) + "\n")
	}
	for _, g := range f.Groups {
		b.WriteString(printable(fmt.Sprintf("%s: %s %s", g.Label.In(l), f.Unit.Named().In(l), g.N.Read(f.Protection != nil))) + "\n\n")
		b.WriteString(f.farTable(g, l))
		if g.Few {
			b.WriteString(wrap(fmt.Sprintf(Text{
				"Van minder dan tien %s staat er geen percentage; ook de tijden zeggen dan weinig.",
				"Of fewer than ten %s no share is given; the times say little then, too.",
			}.In(l), f.Unit.Named().In(l)), width))
		}
		b.WriteString("\n" + f.longTable(g, l) + "\n")
	}
	definition := strings.TrimSuffix(Text{f.DefinitionNL, f.Definition}.In(l), prefixed(f.inventedNote(l)))
	if f.keepsBack() {
		definition = Text{". niet uitgesplitst. ", ". not broken down. "}.In(l) + definition
	}
	b.WriteString(wrap(definition, width))
	for _, note := range f.notes(l) {
		b.WriteString(wrap(note, width))
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write the chain as a table: %w", err)
	}
	return nil
}

// notes say how far to trust it, and how it was protected.
func (f Funnel) notes(l Language) []string {
	return notes(Answer{Completeness: f.Completeness, Coverage: f.Coverage, Protection: f.Protection}, l)
}

// keepsBack tells whether a number that is told of others is not broken down.
func (f Funnel) keepsBack() bool {
	return slices.ContainsFunc(f.Groups, func(g FunnelGroup) bool {
		return slices.ContainsFunc(g.Stages, func(s FunnelStage) bool {
			n := s.counts()
			return slices.Contains(n[:toldReaches], KeptBack)
		})
	})
}

// farTable is how far things came. Ways of not being there that nothing is in, or that are
// not told, are left out.
func (f Funnel) farTable(g FunnelGroup, l Language) string {
	protected := f.Protection != nil
	share := Text{"% van ", "% of "}.In(l) + f.Unit.Named().In(l)
	header, columns := []string{Text{"hoe ver", "how far"}.In(l), Reaches[Reached].In(l), share}, []int{}
	for r := NotReceived; r < reaches; r++ {
		if !protected && (r <= NotReached || hasAny(g, r)) || int(r) < toldReaches {
			columns = append(columns, int(r))
			header = append(header, Reaches[r].In(l))
		}
	}
	lines := [][]string{header}
	for _, s := range g.Stages {
		n := s.counts()
		line := []string{s.Label.In(l), n[Reached].Read(protected), n[Reached].shareOf(g.N, protected)}
		for _, r := range columns {
			line = append(line, n[r].Read(protected))
		}
		lines = append(lines, line)
	}
	return aligned(lines)
}

func (s FunnelStage) counts() [reaches]Count {
	return [reaches]Count{s.Reached, s.NotReceived, s.Open, s.NotReached, s.Forgotten, s.NoCase}
}

func hasAny(g FunnelGroup, r Reaching) bool {
	for _, s := range g.Stages {
		if s.counts()[r] > 0 {
			return true
		}
	}
	return false
}

// percent is a share in whole per cents; of too few there is none.
func percent(n, of int) string {
	if of < Fewest {
		return "–"
	}
	return strconv.Itoa((200*n+of)/(2*of)) + "%"
}

// longTable is how long things stayed; states that nothing came to are left out.
func (f Funnel) longTable(g FunnelGroup, l Language) string {
	if f.Protection != nil {
		return daysTable(g, l)
	}
	lines := [][]string{{
		Text{"hoe lang, in dagen", "how long, in days"}.In(l), Text{"van", "of"}.In(l), Text{"verder", "on"}.In(l), Text{"daar", "there"}.In(l),
		Text{"zonder", "without"}.In(l), Text{"25% na", "25% after"}.In(l), Text{"50% na", "50% after"}.In(l), Text{"75% na", "75% after"}.In(l),
	}}
	for _, s := range g.Stages {
		if t := s.Time; t != nil && t.N+t.Undated > 0 {
			lines = append(lines, []string{
				s.Label.In(l), t.N.Read(false), t.Left.Read(false), t.Open.Read(false), t.Undated.Read(false),
				t.Lower.Text(t.N, l), t.Median.Text(t.N, l), t.Upper.Text(t.N, l),
			})
		}
	}
	if len(lines) == 1 {
		return Text{"Van niets is bekend wanneer het begon.\n", "Of nothing it is known when it began.\n"}.In(l)
	}
	return aligned(lines) + Text{
		"verder: ging door; daar: was er nog toen het laatst iets is vastgelegd; zonder: telt hier niet mee.\n",
		"on: went on; there: was still there when something was recorded last; without: does not count here.\n",
	}.In(l)
}

// daysTable is what protected figures say of it.
func daysTable(g FunnelGroup, l Language) string {
	lines := [][]string{{
		Text{"hoe lang, in dagen", "how long, in days"}.In(l), Text{"25% na", "25% after"}.In(l), Text{"50% na", "50% after"}.In(l), Text{"75% na", "75% after"}.In(l),
	}}
	for _, s := range g.Stages {
		if t := s.Time; t != nil {
			lines = append(lines, []string{s.Label.In(l), t.Lower.Text(t.N, l), t.Median.Text(t.N, l), t.Upper.Text(t.N, l)})
		}
	}
	if len(lines) == 1 {
		return Text{"Nergens is van genoeg bekend hoe lang het duurde.\n", "Nowhere it is known of enough how long it took.\n"}.In(l)
	}
	return aligned(lines)
}

// Text is 31 (20–45), and 31 (20–) where the upper limit was not reached.
func (t Lasted) Text(n Count, l Language) string {
	if n == 0 {
		return "–"
	}
	day := func(d *int) string {
		if d == nil {
			return ""
		}
		return strconv.Itoa(*d)
	}
	at := Text{"niet bereikt", "not reached"}.In(l)
	if t.Days != nil {
		at = day(t.Days)
	}
	if t.From == nil && t.To == nil {
		return at
	}
	return at + " (" + day(t.From) + "–" + day(t.To) + ")"
}

// aligned puts the first column to the left and the others to the right.
func aligned(lines [][]string) string {
	widths := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, word := range line {
			widths[i] = max(widths[i], utf8.RuneCountInString(word))
		}
	}
	var b strings.Builder
	for _, line := range lines {
		for i, word := range line {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(word))
			switch {
			case i == 0:
				b.WriteString(printable(word) + pad)
			default:
				b.WriteString("  " + pad + printable(word))
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}
