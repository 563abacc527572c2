package api

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/gemeente"
	"ruggensteun/projections/chain"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/offenders"
	"ruggensteun/projections/picture"
	"ruggensteun/projections/triggers"
)

// sketch draws one answer. It looks at nothing but the answer, which is printed, so the
// picture gives away no more than the table.
type sketch struct {
	figures.Answer
	question figures.Question
	show
	borders *borders // of a map; nil where none were loaded, or none are wanted
	said    []string // below the picture, before everything else
}

// drawn is a sketch with the boundaries that it is drawn by, which are of nobody.
func (a *api) drawn(ctx context.Context, s *sketch) (drawing, error) {
	var err error
	if s.borders, err = a.bordersOf(ctx, s.question, s.Position, s.show); err != nil {
		return drawing{}, err
	}
	return s.draw()
}

// Largest tables that can be read as a picture.
const (
	mostColumns = 32
	mostBars    = 40
	// roomyBars is up to how many bars those of nothing are drawn too.
	roomyBars = 25
)

func (s *sketch) draw() (drawing, error) {
	if len(s.Rows) == 0 {
		return drawing{}, undrawable("cannot be svg: there is nothing in this table to draw")
	}
	d, err := s.kind()
	if err != nil {
		return drawing{}, err
	}
	s.said = append(s.said, fmt.Sprintf("%s: %s.", s.in("Vraag", "Question"), s.Question))
	return draw(d, s.frame(s.title(), figures.Text{NL: "Aantal " + s.Answer.Unit.Named().NL, EN: "Number of " + s.Answer.Unit.Named().EN}, s.Told, s.said...))
}

// kind chooses what suits what is asked.
func (s *sketch) kind() (drawn, error) {
	rows, columns := s.question.Rows, s.question.Columns
	barred := s.question.View == triggers.Name || s.question.View == offenders.Name
	_, named := s.question.Filters[rows]
	layout, mapped := tileMaps[rows]
	switch {
	case columns != figures.All && !barred:
		return s.grid()
	case columns != figures.All:
		s.said = append(s.said, fmt.Sprintf(s.in("De tabel splitst dit verder uit naar %s.", "The table breaks this down further by %s."), columns.Named().In(s.language)))
	case rows == figures.Month || rows == figures.Year:
		return s.trend()
	case s.borders != nil && !named:
		return s.bordered(), nil
	case mapped && !named:
		return s.tiled(layout), nil
	}
	return s.bars()
}

var tileMaps = map[figures.Dimension]struct {
	layout picture.Layout
	list   codes.List
}{
	figures.Province: {picture.Provinces, codes.Province}, figures.Region: {picture.SafetyRegions, codes.SafetyRegion}, figures.PoliceUnit: {picture.PoliceUnits, codes.PoliceUnit},
}

func (s *sketch) in(nl, en string) string { return figures.Text{NL: nl, EN: en}.In(s.language) }

// capital begins a title; names of units begin with plain letters.
func capital(t figures.Text) figures.Text {
	return figures.Text{NL: strings.ToUpper(t.NL[:1]) + t.NL[1:], EN: strings.ToUpper(t.EN[:1]) + t.EN[1:]}
}

func (s *sketch) title() figures.Text {
	t := capital(s.Answer.Unit.Named())
	for i, d := range []figures.Dimension{s.question.Rows, s.question.Columns} {
		if d == figures.All {
			continue
		}
		nl, en := " naar ", " by "
		if i == 1 {
			nl, en = " en ", " and "
		}
		t.NL, t.EN = t.NL+nl+d.Named().NL, t.EN+en+d.Named().EN
		if s.question.View == triggers.Name || s.question.View == offenders.Name {
			break
		}
	}
	return t
}

// cell is one as it reads; that which is not broken down is drawn so.
func (s *sketch) cell(c figures.Cell) picture.Cell {
	if c.NotBrokenDown {
		return picture.Cell{State: picture.NotBrokenDown}
	}
	drawn := picture.Cell{N: c.N}
	if c.N == 0 && s.Protection != nil {
		drawn.Shown = s.Read(c)
	}
	return drawn
}

func drawnTexts(labels []figures.Text) []picture.Text {
	list := make([]picture.Text, len(labels))
	for i, l := range labels {
		list[i] = picture.Text(l)
	}
	return list
}

func (s *sketch) grid() (drawn, error) {
	if len(s.Columns) > mostColumns {
		return nil, undrawable(fmt.Sprintf("cannot be svg: %d columns do not fit in a picture that can be read, and at most %d do", len(s.Columns), mostColumns))
	}
	g := picture.Grid{Rows: drawnTexts(s.RowLabels), Columns: drawnTexts(s.ColumnLabels), RowsAre: picture.Text(s.question.Rows.Named()), ColumnsAre: picture.Text(s.question.Columns.Named())}
	g.Weekdays = s.question.Rows == figures.Weekday || s.question.Columns == figures.Weekday
	if s.question.Columns == figures.Hour {
		for i, code := range s.Columns {
			g.Columns[i] = same(string(code)) // 24 of them stand beside each other
		}
		s.signs(s.Columns, g.Columns)
	}
	if g.Weekdays && s.narrow {
		s.signs(s.Rows, g.Rows)
	}
	for _, row := range s.Cells {
		var cells []picture.Cell
		for _, c := range row {
			cells = append(cells, s.cell(c))
		}
		g.Cells = append(g.Cells, cells)
	}
	return g, nil
}

// signs stand for what is not told, where there is no room for the words.
func (s *sketch) signs(values []codes.Code, labels []picture.Text) {
	for i, code := range values {
		said := ""
		switch code {
		case codes.Unknown:
			labels[i], said = same("?"), s.in("? onbekend.", "? unknown.")
		case codes.NotRecorded:
			labels[i], said = same("–"), s.in("– niet vastgelegd.", "– not recorded.")
		}
		if said != "" && !slices.Contains(s.said, said) {
			s.said = append(s.said, said)
		}
	}
}

func (s *sketch) trend() (drawn, error) {
	t := picture.Trend{PeriodsAre: picture.Text(s.question.Rows.Named())}
	var undated []int
	for i, code := range s.Rows {
		if code.Missing() {
			undated = append(undated, i)
			continue
		}
		t.Points = append(t.Points, picture.Moment{Label: picture.Text(s.RowLabels[i]), Known: s.cell(s.RowTotals[i])})
	}
	if len(t.Points) == 0 {
		return nil, undrawable("cannot be svg: no incident has a date")
	}
	s.beside(s.in("Niet in de lijn", "Not in the line"), undated)
	s.said = append(s.said, s.in("De nieuwste getallen kunnen nog stijgen: meldingen komen later.", "The newest numbers may still rise: reports come later."))
	return t, nil
}

func (s *sketch) tiled(m struct {
	layout picture.Layout
	list   codes.List
}) drawn {
	t := picture.Tiles{Layout: m.layout, Labels: map[string]picture.Text{}, Cells: map[string]picture.Cell{}, AreasAre: picture.Text(s.question.Rows.Named())}
	for _, e := range m.list.Codes {
		if _, is := m.layout[string(e.Code)]; is {
			t.Order = append(t.Order, string(e.Code))
		}
	}
	t.Labels, t.Cells = s.areas(func(code string) bool { _, is := m.layout[code]; return is })
	return t
}

// bordered is a map by real boundaries. What has no row has its name all the same.
func (s *sketch) bordered() drawn {
	there := map[codes.Code]bool{}
	for _, a := range s.borders.areas {
		there[a.Code] = true
	}
	m := picture.Map{Areas: s.borders.areas, AreasAre: picture.Text(s.question.Rows.Named())}
	m.Labels, m.Cells = s.areas(func(code string) bool { return there[codes.Code(code)] })
	for code := range there {
		if _, told := m.Labels[string(code)]; !told {
			m.Labels[string(code)] = s.borders.named(code)
		}
	}
	s.said = append(s.said, s.borders.credit(s.language))
	return m
}

// named is what an area is called that has no row.
func (b *borders) named(code codes.Code) picture.Text {
	if g, known := gemeente.Find(code, time.Time{}); known {
		return same(g.Name)
	}
	for _, m := range tileMaps {
		if e, known := m.list.Find(code); known {
			return picture.Text{NL: e.NL, EN: e.EN}
		}
	}
	return same(string(code))
}

// credit names who drew the boundaries, on what terms, and since when they hold.
func (b *borders) credit(l figures.Language) string {
	in := func(nl, en string) string { return figures.Text{NL: nl, EN: en}.In(l) }
	said := fmt.Sprintf(in("Grenzen: %s (%s), geldig vanaf %s", "Boundaries: %s (%s), in force from %s"), b.Source, b.Licence, b.Since)
	if b.Joined {
		said += in(", samengevoegd uit die van de gemeenten", ", joined from those of the gemeenten")
	}
	if b.Later {
		said += in("; van de gevraagde periode zijn er geen geladen", "; none were loaded of the period that was asked for")
	}
	return said + "."
}

// areas are those of a map by their codes; what is on no map is told below.
func (s *sketch) areas(onMap func(string) bool) (map[string]picture.Text, map[string]picture.Cell) {
	labels, cells := map[string]picture.Text{}, map[string]picture.Cell{}
	var elsewhere []int
	for i, code := range s.Rows {
		if !onMap(string(code)) {
			elsewhere = append(elsewhere, i)
			continue
		}
		labels[string(code)], cells[string(code)] = picture.Text(s.RowLabels[i]), s.cell(s.RowTotals[i])
	}
	s.beside(s.in("Niet op de kaart", "Not on the map"), elsewhere)
	return labels, cells
}

// beside tells the rows that are not in the picture.
func (s *sketch) beside(what string, rows []int) {
	var parts []string
	for _, i := range rows {
		read := s.Read(s.RowTotals[i])
		if s.RowTotals[i].NotBrokenDown {
			read = s.in("niet uitgesplitst", "not broken down")
		}
		parts = append(parts, s.RowLabels[i].In(s.language)+" "+read)
	}
	if len(parts) > 0 {
		s.said = append(s.said, what+": "+strings.Join(parts, ", ")+".")
	}
}

func (s *sketch) bars() (drawn, error) {
	rows := s.barred()
	b := picture.Bars{LabelsAre: picture.Text(s.question.Rows.Named())}
	for _, i := range rows {
		label := picture.Text(s.RowLabels[i])
		if s.question.Rows == figures.Employer {
			label = s.registering(s.Rows[i], label)
		}
		b.Labels, b.Cells = append(b.Labels, label), append(b.Cells, s.cell(s.RowTotals[i]))
	}
	return b, nil
}

// barred are the rows that get a bar: all where there are few, else those of more than
// nothing, else the largest, in the order of the table.
func (s *sketch) barred() []int {
	var rows []int
	for i := range s.Rows {
		if len(s.Rows) <= roomyBars || s.RowTotals[i].N > 0 || s.RowTotals[i].NotBrokenDown {
			rows = append(rows, i)
		}
	}
	if len(rows) == 0 {
		rows = []int{0}
	}
	if len(rows) > mostBars {
		slices.SortStableFunc(rows, func(a, b int) int { return s.RowTotals[b].N - s.RowTotals[a].N })
		rows = rows[:mostBars]
		slices.Sort(rows)
	}
	if left := len(s.Rows) - len(rows); left > 0 {
		s.said = append(s.said, fmt.Sprintf(s.in("Hier weggelaten, en wel in de tabel: %d met de kleinste getallen.", "Left out here, and in the table: %d with the smallest numbers."), left))
	}
	return rows
}

// registering adds of how many months an employer reported: employers are not to be compared
// without it.
func (s *sketch) registering(code codes.Code, label picture.Text) picture.Text {
	for _, e := range s.Coverage.Employers {
		if e.Employer == code && s.Coverage.Months > 0 {
			return picture.Text{
				NL: fmt.Sprintf("%s (dekking %d/%d mnd)", code, len(e.Months), s.Coverage.Months),
				EN: fmt.Sprintf("%s (coverage %d/%d mo.)", code, len(e.Months), s.Coverage.Months),
			}
		}
	}
	return label
}

// drawFunnel shows how far everything together came. Its parts are no parts of each other
// (DOMAIN 3.4), so each share is of all.
func drawFunnel(f figures.Funnel, s show) (drawing, error) {
	if f.By != figures.All {
		return drawing{}, undrawable("cannot be svg where by is given, because a picture is of one funnel: leave by out, or filter on one value")
	}
	all := f.Groups[0]
	base := funnelCell(f, all.N)
	p := picture.Funnel{StagesAre: picture.Text{NL: "deel van de weg", EN: "part of the way"}, Base: &base}
	p.Stages, p.Cells = append(p.Stages, picture.Text{NL: "alle " + f.Unit.Named().NL, EN: "all " + f.Unit.Named().EN}), append(p.Cells, base)
	for _, stage := range all.Stages {
		p.Stages, p.Cells = append(p.Stages, picture.Text(stage.Label)), append(p.Cells, funnelCell(f, stage.Reached))
	}
	return draw(p, s.frame(chain.Title, figures.Text{NL: "Aantal " + f.Unit.Named().NL + " dat het heeft bereikt", EN: "Number of " + f.Unit.Named().EN + " that reached it"}, f.Told))
}

func funnelCell(f figures.Funnel, n figures.Count) picture.Cell {
	if n == figures.KeptBack {
		return picture.Cell{State: picture.NotBrokenDown}
	}
	drawn := picture.Cell{N: int(n)}
	if n == 0 && f.Protection != nil {
		drawn.Shown = n.Read(true)
	}
	return drawn
}
