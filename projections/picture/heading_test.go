package picture_test

import (
	"slices"
	"strings"
	"testing"

	"ruggensteun/projections/picture"
)

func TestColumnsAreNamedSoThatTheyCanBeRead(t *testing.T) {
	t.Parallel()
	days := []picture.Text{both("maandag"), both("dinsdag"), both("woensdag"), both("donderdag"), both("vrijdag"), both("zaterdag"), both("zondag")}
	kinds := []picture.Text{both("verbaal geweld"), both("tegen goederen"), both("discriminatie")}
	for name, c := range map[string]struct {
		columns  []picture.Text
		weekdays bool
		narrow   bool
		want     string
	}{
		"all fit":                            {kinds, false, false, ">verbaal geweld<"},
		"weekdays on a telephone":            {days, true, true, ">ma<"},
		"long names are broken":              {slices.Repeat(kinds, 4), false, false, ">geweld<"},
		"and upright where there is no room": {slices.Repeat(kinds, 4), false, true, "rotate(-90)"},
	} {
		g := picture.Grid{Rows: make([]picture.Text, 20), Columns: c.columns, Weekdays: c.weekdays, RowsAre: both("dag"), ColumnsAre: both("soort")}
		for range g.Rows {
			g.Cells = append(g.Cells, make([]picture.Cell, len(c.columns)))
		}
		f := frame(when, c.narrow)
		if svg := string(draw(t, g, f).SVG); !strings.Contains(svg, c.want) {
			t.Errorf("%s: there is no %s in\n%.1500s", name, c.want, svg)
		}
	}
}

func TestAShareIsOfAllWhereStagesExcludeEachOther(t *testing.T) {
	t.Parallel()
	f := picture.Funnel{StagesAre: both("stap"), Stages: []picture.Text{both("sepot"), both("dagvaarding")}, Cells: []picture.Cell{{N: 30}, {N: 60}}, Base: &picture.Cell{N: 120}}
	p := draw(t, f, frame(when, false))
	if svg := string(p.SVG); !strings.Contains(svg, "60 (50 %)") || strings.Contains(svg, "↓") || p.Table.Rows[0][2] != "25 %" {
		t.Errorf("of 120 it says %v and\n%s", p.Table.Rows, svg)
	}
	f.Base.N = 9
	if svg := string(draw(t, f, frame(when, false)).SVG); strings.Contains(svg, "%)") {
		t.Errorf("of nine a share is given:\n%s", svg)
	}
}

func TestWhatIsInventedSaysSoBeforeItsTitle(t *testing.T) {
	t.Parallel()
	f := frame(when, false)
	f.Mark, f.Twin = both("VERZONNEN: niets hiervan is gebeurd."), "/v1/figures?rows=place&asOf=7"
	svg := string(draw(t, outcomes(), f).SVG)
	mark, title := strings.Index(svg, ">VERZONNEN"), strings.LastIndex(svg, f.Title.NL)
	if mark < 0 || mark > title || !strings.Contains(svg, "/v1/figures?rows=place&amp;asOf=7</desc>") {
		t.Errorf("at %d before %d:\n%.1200s", mark, title, svg)
	}
}
