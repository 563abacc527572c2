package picture_test

import (
	"bytes"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruggensteun/domain/boundary"
	"ruggensteun/domain/codes"
	"ruggensteun/projections/picture"
)

func both(s string) picture.Text { return picture.Text{NL: s, EN: s} }

func week() picture.Grid {
	g := picture.Grid{RowsAre: picture.Text{NL: "dag", EN: "day"}, ColumnsAre: picture.Text{NL: "uur", EN: "hour"}}
	for h := range 24 {
		g.Columns = append(g.Columns, both(fmt.Sprintf("%02d", h)))
	}
	for d, name := range []picture.Text{{NL: "maandag", EN: "Monday"}, {NL: "dinsdag", EN: "Tuesday"}, {NL: "woensdag", EN: "Wednesday"}, {NL: "donderdag", EN: "Thursday"}, {NL: "vrijdag", EN: "Friday"}, {NL: "zaterdag", EN: "Saturday"}, {NL: "zondag", EN: "Sunday"}} {
		g.Rows = append(g.Rows, name)
		var row []picture.Cell
		for h := range 24 {
			n := int(30 * (1 + math.Sin(float64(h-16)/24*2*math.Pi)) * (1 + 0.8*math.Exp(-math.Pow(float64(d)-5.2, 2))))
			switch {
			case h == 9 && d < 3:
				row = append(row, picture.Cell{State: picture.NotBrokenDown})
			case h == 11 && d == 6:
				row = append(row, picture.Cell{State: picture.Unknown})
			case n < 4:
				row = append(row, picture.Cell{N: 0, Shown: "0–4"})
			default:
				row = append(row, picture.Cell{N: n})
			}
		}
		g.Cells = append(g.Cells, row)
	}
	return g
}

func frame(title picture.Text, narrow bool) picture.Frame {
	return picture.Frame{Title: title, Unit: picture.Text{NL: "aantal incidenten", EN: "number of incidents"}, Narrow: narrow,
		Note: picture.Text{NL: "Verzonnen cijfers. Beschermde getallen: elk getal kan tot 5 afwijken, en totalen tellen niet precies op.", EN: "Invented figures. Protected numbers: each may be off by up to 5, and totals need not add up."}}
}

func years() picture.Trend {
	t := picture.Trend{PeriodsAre: picture.Text{NL: "maand", EN: "month"}}
	for i := range 24 {
		m := picture.Moment{Label: both(fmt.Sprintf("%d-%02d", 2025+i/12, i%12+1)), Known: picture.Cell{N: 900 + int(150*math.Sin(float64(i)/3)) + i*12}}
		if i == 6 {
			m.Known = picture.Cell{State: picture.NotBrokenDown}
		}
		if i == 17 {
			m.Mark = picture.Text{NL: "meldcampagne ‘Meld het’", EN: "campaign ‘Report it’"}
		}
		if left := 23 - i; left < 4 {
			e := m.Known.N
			m.Known.N = e * []int{62, 83, 92, 97}[left] / 100
			w := []int{110, 60, 30, 14}[left]
			m.Range = &picture.Range{Expected: e, Lower: e - w, Upper: e + w*5/4}
		}
		t.Points = append(t.Points, m)
	}
	return t
}

func tilesOf(layout picture.Layout, list codes.List) picture.Tiles {
	t := picture.Tiles{Layout: layout, Labels: map[string]picture.Text{}, Cells: map[string]picture.Cell{}, AreasAre: picture.Text{NL: list.NL, EN: list.EN}}
	for i, e := range list.Codes {
		code := string(e.Code)
		if _, is := layout[code]; !is {
			continue
		}
		t.Order = append(t.Order, code)
		t.Labels[code] = picture.Text{NL: e.NL, EN: e.EN}
		t.Cells[code] = picture.Cell{N: (i*i*37 + 11*i) % 480}
		if i%7 == 3 {
			t.Cells[code] = picture.Cell{State: picture.NotBrokenDown}
		}
	}
	return t
}

func outcomes() picture.Bars {
	return picture.Bars{
		LabelsAre: picture.Text{NL: "soort plaats", EN: "kind of place"},
		Labels:    []picture.Text{{NL: "openbare weg of water", EN: "public road or water"}, {NL: "woning", EN: "home"}, {NL: "politiebureau", EN: "police station"}, {NL: "zorginstelling", EN: "care institution"}, {NL: "horeca", EN: "bar or restaurant"}, {NL: "onbekend", EN: "unknown"}},
		Cells:     []picture.Cell{{N: 5312}, {N: 2104}, {N: 980}, {N: 411}, {State: picture.NotBrokenDown}, {N: 0, Shown: "0–4"}},
	}
}

func chain() picture.Funnel {
	return picture.Funnel{
		StagesAre: picture.Text{NL: "stap", EN: "step"},
		Stages:    []picture.Text{{NL: "aangifte gedaan", EN: "reported to the police"}, {NL: "verdachte bekend", EN: "suspect known"}, {NL: "naar het OM", EN: "sent to the prosecutor"}, {NL: "gedagvaard", EN: "summoned"}, {NL: "veroordeeld", EN: "convicted"}, {NL: "schade betaald", EN: "damages paid"}},
		Cells:     []picture.Cell{{N: 4210}, {N: 3105}, {N: 2480}, {N: 1510}, {N: 1290}, {State: picture.NotBrokenDown}},
	}
}

// country is made up: some areas, of which one has a hole and another two parts.
func country() picture.Map {
	square := func(x, y, side float64) []boundary.Point {
		return []boundary.Point{{X: x, Y: y}, {X: x + side, Y: y}, {X: x + side, Y: y + side}, {X: x, Y: y + side}, {X: x, Y: y}}
	}
	m := picture.Map{Labels: map[string]picture.Text{"A": both("Aadorp")}, AreasAre: picture.Text{NL: "gebied", EN: "area"}, Cells: map[string]picture.Cell{
		"A": {N: 12}, "B": {}, "C": {Shown: "0–4"}, "D": {State: picture.NotBrokenDown}, "E": {State: picture.Unknown}, "G": {N: 470}, "H": {N: 31},
	}}
	for i, code := range []codes.Code{"A", "B", "C", "D", "E", "F", "G", "H"} {
		x, y := 4+float64(i%3), 51+float64(i/3)
		a := boundary.Area{Code: code, Rings: [][]boundary.Point{square(x, y, 1)}}
		switch code {
		case "G":
			a.Rings = append(a.Rings, square(x+0.3, y+0.3, 0.2))
		case "H":
			a.Rings = append(a.Rings, square(6.2, 53.2, 0.5))
		}
		m.Areas = append(m.Areas, a)
	}
	return m
}

// official are the real boundaries, read where they lie, with numbers that are made up.
func official(t testing.TB, layer string, detail float64) picture.Map {
	t.Helper()
	file, err := os.ReadFile("../../../shared/data/regions/nl-vr-gm-2023.topo.json")
	if err != nil {
		t.Skip("no shared/data/regions beside the project: no real boundaries are drawn")
	}
	layers, _, err := boundary.Parse(file, boundary.Options{Layer: layer})
	if err != nil {
		t.Fatal(err)
	}
	s, err := boundary.Shaped(layers[0].Areas)
	if err != nil {
		t.Fatal(err)
	}
	m := picture.Map{Cells: map[string]picture.Cell{}, AreasAre: picture.Text{NL: "gebied", EN: "area"}}
	if m.Areas, err = s.Areas(detail); err != nil {
		t.Fatal(err)
	}
	for i, a := range m.Areas {
		m.Cells[string(a.Code)] = picture.Cell{N: (i*i*37 + 11*i) % 480}
		if i%9 == 4 {
			m.Cells[string(a.Code)] = picture.Cell{State: picture.NotBrokenDown}
		}
	}
	return m
}

// TestAMapOfTheCountryIsSentQuickly: all gemeenten, as detailed as anybody can see.
func TestAMapOfTheCountryIsSentQuickly(t *testing.T) {
	t.Parallel()
	for layer, most := range map[string]int{"gm_features": 150_000, "vr_features": 60_000} {
		p := draw(t, official(t, layer, picture.Detail), frame(when, false))
		t.Logf("%s: %d bytes", layer, len(p.SVG))
		if problem := strict(p.SVG); len(p.SVG) > most || problem != "" {
			t.Errorf("%s: %d bytes, want at most %d; %s", layer, len(p.SVG), most, problem)
		}
	}
}

// TestAMapTellsApartWhatIsNoNumber: nothing, 0–4, withheld, unknown and not asked each have a fill of
// their own, and say so in words.
func TestAMapTellsApartWhatIsNoNumber(t *testing.T) {
	t.Parallel()
	p := draw(t, country(), frame(when, false))
	fills := map[string]string{}
	for _, m := range regexp.MustCompile(`fill="([^"]+)" fill-rule="evenodd"[^>]*><title>([^<]+)<`).FindAllStringSubmatch(string(p.SVG), -1) {
		if said, twice := fills[m[1]]; twice && !(m[2] == "F: niet in de tabel" && said == "E: onbekend") {
			t.Errorf("%s and %s have one fill", said, m[2])
		}
		fills[m[1]] = m[2]
	}
	for _, row := range p.Table.Rows {
		if !strings.Contains(string(p.SVG), "<title>"+row[0]+": "+row[1]+"</title>") {
			t.Errorf("the table says %v, and the picture does not", row)
		}
	}
	if len(fills) != 7 || p.Table.Rows[2][1] != "0–4" || p.Table.Rows[5][1] != "niet in de tabel" || p.Table.Rows[0][0] != "Aadorp" {
		t.Errorf("%v %v", fills, p.Table.Rows)
	}
}

type drawn interface {
	Draw(picture.Frame) (picture.Picture, error)
}

var when = picture.Text{NL: "Wanneer hulpverleners geweld meemaken", EN: "When people who came to help met violence"}

// all are pictures of every kind.
func all() map[string]drawn {
	return map[string]drawn{
		"grid": week(), "map": country(), "trend": years(), "bars": outcomes(), "funnel": chain(),
		"provinces":     tilesOf(picture.Provinces, codes.Province),
		"police-units":  tilesOf(picture.PoliceUnits, codes.PoliceUnit),
		"safety-region": tilesOf(picture.SafetyRegions, codes.SafetyRegion),
	}
}

func draw(t testing.TB, d drawn, f picture.Frame) picture.Picture {
	t.Helper()
	p, err := d.Draw(f)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var allowed = map[string]bool{"svg": true, "title": true, "desc": true, "defs": true, "pattern": true, "rect": true, "path": true, "text": true, "circle": true}

// TestAPictureStandsByItself: well-formed, named and described for who cannot see it, and
// without anything that a strict policy would refuse.
func TestAPictureStandsByItself(t *testing.T) {
	t.Parallel()
	for name, d := range all() {
		for _, narrow := range []bool{false, true} {
			for _, language := range []picture.Language{"nl", "en"} {
				f := frame(when, narrow)
				f.Language = language
				p := draw(t, d, f)
				if problem := strict(p.SVG); problem != "" {
					t.Errorf("%s, narrow %v: %s", name, narrow, problem)
				}
				if !strings.Contains(string(p.SVG[:300]), `role="img" lang="`+string(language)+`"`) || p.Table.Caption == "" {
					t.Errorf("%s: no role, language or caption", name)
				}
				if !bytes.Equal(p.SVG, draw(t, d, f).SVG) {
					t.Errorf("%s: not the same bytes again", name)
				}
			}
		}
	}
}

// strict says what a picture has that it may not have.
func strict(svg []byte) string {
	in := xml.NewDecoder(bytes.NewReader(svg))
	var order []string
	for {
		token, err := in.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err.Error()
		}
		if e, is := token.(xml.StartElement); is {
			order = append(order, e.Name.Local)
			if !allowed[e.Name.Local] {
				return "element " + e.Name.Local
			}
			for _, a := range e.Attr {
				if n := a.Name.Local; n == "style" || n == "class" || n == "href" || strings.HasPrefix(n, "on") || strings.Contains(a.Value, "url(") && !strings.HasPrefix(a.Value, "url(#") {
					return "attribute " + n + "=" + a.Value
				}
				if strings.Contains(a.Value, "NaN") || strings.Contains(a.Value, "Inf") {
					return "coordinate " + a.Value
				}
			}
		}
	}
	if len(order) < 4 || order[0] != "svg" || order[1] != "title" || order[2] != "desc" {
		return "no title and description at the beginning"
	}
	return ""
}

// TestWhatIsWithheldLeavesNoTrace: a number that was not printed changes not one byte.
func TestWhatIsWithheldLeavesNoTrace(t *testing.T) {
	t.Parallel()
	hide := func(c *picture.Cell) {
		if c.State != picture.Counted {
			c.N, c.Shown = 987654, "987654"
		}
	}
	for name, d := range all() {
		before := draw(t, d, frame(when, false))
		switch of := d.(type) {
		case picture.Grid:
			for i := range of.Cells {
				for j := range of.Cells[i] {
					hide(&of.Cells[i][j])
				}
			}
		case picture.Trend:
			for i := range of.Points {
				hide(&of.Points[i].Known)
			}
		case picture.Bars:
			for i := range of.Cells {
				hide(&of.Cells[i])
			}
		case picture.Funnel:
			for i := range of.Cells {
				hide(&of.Cells[i])
			}
		case picture.Tiles:
			hideAll(of.Cells, hide)
		case picture.Map:
			hideAll(of.Cells, hide)
		}
		if diff := cmp.Diff(before, draw(t, d, frame(when, false))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func hideAll(cells map[string]picture.Cell, hide func(*picture.Cell)) {
	for code, c := range cells {
		hide(&c)
		cells[code] = c
	}
}

func TestTextOfOthersIsOnlyText(t *testing.T) {
	t.Parallel()
	evil := picture.Text{NL: "</text><script>alert(1)</script>\x00\"&", EN: "x"}
	b := picture.Bars{Labels: []picture.Text{evil}, Cells: []picture.Cell{{N: 1, Shown: evil.NL}}}
	f := frame(evil, false)
	f.Unit, f.Note = evil, evil
	if problem := strict(draw(t, b, f).SVG); problem != "" {
		t.Error(problem)
	}
	long := strings.Repeat("w", 1<<20)
	f.Note = both(long)
	if n := len(draw(t, b, f).SVG); n > 20_000 {
		t.Errorf("%d bytes", n)
	}
}

// TestTheTableSaysWhatThePictureShows, withheld cells in words.
func TestTheTableSaysWhatThePictureShows(t *testing.T) {
	t.Parallel()
	f := frame(when, false)
	want := picture.Table{Caption: when.NL, Head: []string{"stap", "aantal incidenten", "deel van de vorige", "deel van de eerste"}, Rows: [][]string{
		{"aangifte gedaan", "4.210", "", ""}, {"verdachte bekend", "3.105", "74 %", "74 %"}, {"naar het OM", "2.480", "80 %", "59 %"},
		{"gedagvaard", "1.510", "61 %", "36 %"}, {"veroordeeld", "1.290", "85 %", "31 %"}, {"schade betaald", "niet uitgesplitst", "", ""},
	}}
	if diff := cmp.Diff(want, draw(t, chain(), f).Table); diff != "" {
		t.Error(diff)
	}
	f.Language = picture.English
	last := draw(t, years(), f).Table.Rows[23]
	if diff := cmp.Diff([]string{"2026-12", "820", "1,323", "1,213", "1,460", ""}, last); diff != "" {
		t.Error(diff)
	}
	grid := draw(t, week(), f).Table
	if grid.Rows[5][0] != "Saturday" || grid.Rows[5][11] != "0–4" || grid.Rows[0][10] != "not broken down" || len(grid.Head) != 25 {
		t.Error(grid.Rows[5])
	}
}

// TestEveryAreaHasATile of its own; the national services of the police are nowhere.
func TestEveryAreaHasATile(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		layout  picture.Layout
		list    codes.List
		without string
	}{
		"provinces":      {picture.Provinces, codes.Province, ""},
		"police units":   {picture.PoliceUnits, codes.PoliceUnit, " LEE PDC"},
		"safety regions": {picture.SafetyRegions, codes.SafetyRegion, ""},
	} {
		taken := map[picture.Place]string{}
		without := ""
		for _, e := range c.list.Codes {
			p, is := c.layout[string(e.Code)]
			if !is {
				without += " " + string(e.Code)
				continue
			}
			if taken[p] != "" {
				t.Errorf("%s: %s and %s in one place", name, e.Code, taken[p])
			}
			taken[p] = string(e.Code)
		}
		if len(taken) != len(c.layout) || without != c.without {
			t.Errorf("%s: %d of %d tiles have a code of the list, without one are%s", name, len(taken), len(c.layout), without)
		}
	}
}

func TestWhatCannotBeDrawnSaysWhatToDo(t *testing.T) {
	t.Parallel()
	one := []picture.Text{both("x")}
	for want, d := range map[string]drawn{
		"nothing to draw":           picture.Bars{},
		"stages: 1 labels for 2":    picture.Funnel{Stages: one, Cells: make([]picture.Cell, 2)},
		"leave out or add up":       picture.Bars{Labels: make([]picture.Text, 401), Cells: make([]picture.Cell, 401)},
		"cells[0]: -1":              picture.Bars{Labels: one, Cells: []picture.Cell{{N: -1}}},
		"columns of row 0: 1":       picture.Grid{Rows: one, Columns: one, Cells: [][]picture.Cell{{{}, {}}}},
		"points[0].range: 3, 2, 1":  picture.Trend{Points: []picture.Moment{{Range: &picture.Range{Expected: 2, Lower: 3, Upper: 1}}}},
		"order: 1 areas, want":      picture.Tiles{Layout: picture.Provinces, Order: []string{"PV20"}},
		`order: "XX" is not in the`: picture.Tiles{Layout: picture.Layout{"PV20": {}}, Order: []string{"XX"}},
		"at least one":              picture.Map{},
	} {
		if _, err := d.Draw(picture.Frame{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

var write = flag.Bool("write", false, "write the golden pictures anew; look at them before they are kept")

// TestThePicturesAreThoseThatWereLookedAt holds small ones to the byte.
func TestThePicturesAreThoseThatWereLookedAt(t *testing.T) {
	t.Parallel()
	small := week()
	small.Columns = small.Columns[8:12]
	for i := range small.Cells {
		small.Cells[i] = small.Cells[i][8:12]
	}
	for name, d := range map[string]drawn{"grid": small, "map": country(), "trend": years(), "bars": outcomes(), "funnel": chain(), "provinces": tilesOf(picture.Provinces, codes.Province)} {
		file := filepath.Join("testdata", name+".svg")
		got := draw(t, d, frame(when, name == "bars")).SVG
		if *write {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not as it was (%v): look at the new one, and keep it with go test ./projections/picture -args -write", file, err)
		}
	}
}
