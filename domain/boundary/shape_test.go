package boundary_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"ruggensteun/domain/boundary"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/gemeente"
)

func shaped(t testing.TB, areas []boundary.Area) boundary.Shape {
	t.Helper()
	s, err := boundary.Shaped(areas)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func areasOf(t testing.TB, s boundary.Shape, detail float64) []boundary.Area {
	t.Helper()
	areas, err := s.Areas(detail)
	if err != nil {
		t.Fatal(err)
	}
	return areas
}

func TestABorderOfTwoIsKeptOnce(t *testing.T) {
	t.Parallel()
	s := shaped(t, parse(t, twoSquares, boundary.Options{}).Areas)
	// The border between them, what is left of each, and the hole.
	if len(s.Arcs) != 4 || s.Points() != 2+4+4+4 || s.Unit != boundary.DegreeE4 || s.Tolerance != 0 {
		t.Errorf("%+v", s)
	}
	if got := fmt.Sprint(areasOf(t, s, 0)[0].Rings[1]); got != "[[0.4 0.4] [0.6 0.4] [0.5 0.6] [0.4 0.4]]" && got != "[{0.4 0.4} {0.6 0.4} {0.5 0.6} {0.4 0.4}]" {
		t.Error(got)
	}
}

func TestAnIslandAndTheHoleThatItLiesInShareTheirBorder(t *testing.T) {
	t.Parallel()
	const file = `{"type":"FeatureCollection","features":[
 {"properties":{"code":"A"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[3,3],[6,3],[6,6],[3,6],[3,3]]]}},
 {"properties":{"code":"B"},"geometry":{"type":"Polygon","coordinates":[[[6,6],[6,3],[3,3],[3,6],[6,6]]]}}]}`
	s := shaped(t, parse(t, file, boundary.Options{}).Areas)
	if len(s.Arcs) != 2 {
		t.Errorf("%q", s.Arcs)
	}
	whole, err := s.Joined(func(codes.Code) codes.Code { return "C" })
	if err != nil || len(whole.Outlines) != 1 || len(whole.Outlines[0].Rings) != 1 {
		t.Errorf("an island in a hole of its own whole leaves no border: %+v, %v", whole.Outlines, err)
	}
}

// within tells by the rule of even and odd, as a picture is filled.
func within(a boundary.Area, p boundary.Point) (in bool) {
	for _, ring := range a.Rings {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			if (a.Y > p.Y) != (b.Y > p.Y) && p.X < a.X+(p.Y-a.Y)*(b.X-a.X)/(b.Y-a.Y) {
				in = !in
			}
		}
	}
	return in
}

// places are points all over the country, off the grid so that none lies on a border.
func places() (list []boundary.Point) {
	for x := 3.301234567; x < 7.3; x += 0.0517 {
		for y := 50.701234567; y < 53.6; y += 0.0411 {
			list = append(list, boundary.Point{X: x, Y: y})
		}
	}
	return list
}

func coder(areas []boundary.Area) func(boundary.Point) codes.Code {
	return func(p boundary.Point) codes.Code {
		for _, a := range areas {
			if within(a, p) {
				return a.Code
			}
		}
		return ""
	}
}

// TestRegionsJoinedFromGemeentenAreThoseOfTheFile compares what is put together here with what CBS
// and Kadaster put together, at places all over the country.
func TestRegionsJoinedFromGemeentenAreThoseOfTheFile(t *testing.T) {
	t.Parallel()
	parts := shaped(t, officialAreas(t, "gm_features"))
	joined, err := parts.Joined(func(c codes.Code) codes.Code {
		g, known := gemeente.Find(c, time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC))
		if !known {
			t.Errorf("%s is not known", c)
		}
		return g.Region
	})
	if err != nil || len(joined.Outlines) != 25 {
		t.Fatalf("%d, %v", len(joined.Outlines), err)
	}
	ours, theirs, gm := coder(areasOf(t, joined, 0)), coder(officialAreas(t, "vr_features")), coder(areasOf(t, parts, 0))
	land, other := 0, 0
	for _, p := range places() {
		g, _ := gemeente.Find(gm(p), time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC))
		if got := ours(p); got != g.Region {
			t.Errorf("%v: joined %q, its gemeente lies in %q", p, got, g.Region)
		}
		if want := theirs(p); want != "" {
			if land++; ours(p) != want {
				other++
			}
		}
	}
	if land < 1000 || other*200 > land {
		t.Errorf("%d of %d places lie elsewhere", other, land)
	}
}

func TestTheOfficialGemeentenFitInOneEvent(t *testing.T) {
	t.Parallel()
	for _, layer := range []string{"gm_features", "vr_features"} {
		before := officialAreas(t, layer)
		s := shaped(t, before)
		if s.Tolerance != 0 {
			t.Errorf("%s: simplified to %d %s, and there is room", layer, s.Tolerance, s.Unit)
		}
		then, now := coder(before), coder(areasOf(t, s, 1.0/2000))
		land, other := 0, 0
		for _, p := range places() {
			if want := then(p); want != "" {
				if land++; now(p) != want {
					other++
				}
			}
		}
		if land < 1000 || other*100 > land {
			t.Errorf("%s: as it is drawn %d of %d places lie elsewhere", layer, other, land)
		}
	}
}

// sea is one round area with so many points, and so many spikes that nothing can be left out.
func sea(points int) []boundary.Area {
	var ring []boundary.Point
	for i := range points {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(points))
		far := 1e5 + 1e3*float64(i%2) + 300*float64(i%7)
		ring = append(ring, boundary.Point{X: far * cos, Y: far * sin})
	}
	return []boundary.Area{{Code: "GM0001", Rings: [][]boundary.Point{append(ring, ring[0])}}}
}

func TestWhatIsTooFineIsSimplifiedUntilItFits(t *testing.T) {
	t.Parallel()
	s := shaped(t, sea(200_000))
	size := 0
	for _, a := range s.Arcs {
		size += len(a)
	}
	if s.Tolerance == 0 || size > 200<<10 || s.Points() < 4 || s.Unit != boundary.Metre {
		t.Errorf("%d bytes at %d %s, %d points", size, s.Tolerance, s.Unit, s.Points())
	}
}

func TestSimplifiedAreasStillFit(t *testing.T) {
	t.Parallel()
	// Two areas with a jagged border between: whatever is left out, both have the same.
	left, right := []boundary.Point{{X: 0, Y: 0}}, []boundary.Point{{X: 9, Y: 5}, {X: 9, Y: 0}}
	for i := range 51 {
		p := boundary.Point{X: 4 + 0.1*float64(i*i%7), Y: float64(i) / 10}
		left, right = append(left, p), append(right, p)
	}
	left = append(left, boundary.Point{X: 0, Y: 5}, left[0])
	right = append(right, right[0])
	s := shaped(t, []boundary.Area{{Code: "A", Rings: [][]boundary.Point{left}}, {Code: "B", Rings: [][]boundary.Point{right}}})
	for _, detail := range []float64{0, 0.01, 0.1} {
		areas := areasOf(t, s, detail)
		for y := 0.05; y < 5; y += 0.1 {
			for x := 0.05; x < 9; x += 0.1 {
				if p := (boundary.Point{X: x, Y: y}); within(areas[0], p) == within(areas[1], p) {
					t.Fatalf("%v: %v lies in both or in neither", detail, p)
				}
			}
		}
		if n := len(areas[0].Rings[0]); detail > 0.05 && n > 10 {
			t.Errorf("%v: %d points are left", detail, n)
		}
	}
}

func TestWhatIsNotAsItWasWrittenIsSaid(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]boundary.Shape{
		"words":             {Arcs: []string{"a b c d"}},
		"one point":         {Arcs: []string{"1 2"}},
		"half a point":      {Arcs: []string{"1 2 3 4 5"}},
		"an arc too many":   {Arcs: []string{"1 2 3 4"}, Outlines: []boundary.Outline{{Code: "A", Rings: []string{"0 1"}}}},
		"one too many back": {Arcs: []string{"1 2 3 4"}, Outlines: []boundary.Outline{{Code: "A", Rings: []string{"-2"}}}},
		"no arcs":           {Outlines: []boundary.Outline{{Code: "A", Rings: []string{""}}}},
	} {
		if _, err := s.Areas(0); err == nil || !strings.Contains(err.Error(), "not as they were written") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheAtlasOpensAtTheDay(t *testing.T) {
	t.Parallel()
	gm := shaped(t, []boundary.Area{
		{Code: "GM0599", Rings: [][]boundary.Point{{{X: 0, Y: 0}, {X: 1, Y: 0}, {X: 1, Y: 1}, {X: 0, Y: 0}}}},
		{Code: "GM0363", Rings: [][]boundary.Point{{{X: 5, Y: 5}, {X: 6, Y: 5}, {X: 6, Y: 6}, {X: 5, Y: 5}}}},
	})
	var a boundary.Atlas
	for _, e := range []boundary.Loaded{
		{Level: boundary.Gemeente, Since: "2024-01-01", Source: "2024", Shape: gm}, {Level: boundary.Gemeente, Since: "2022-01-01", Source: "2022", Shape: gm},
		{Level: boundary.Region, Since: "2023-01-01", Source: "own", Shape: gm},
	} {
		a = a.With(e)
	}
	for _, c := range []struct {
		level  boundary.Level
		day    string
		source string
		joined bool
		later  bool
	}{
		{boundary.Gemeente, "", "2024", false, false},
		{boundary.Gemeente, "2023-12-31", "2022", false, false},
		{boundary.Gemeente, "2024-01-01", "2024", false, false},
		{boundary.Gemeente, "2020-01-01", "2022", false, true},
		{boundary.Region, "2023-06-01", "own", false, false},
		{boundary.Region, "2022-06-01", "2022", true, false}, // those of the gemeenten held then, and its own did not
		{boundary.Region, "2020-06-01", "own", false, true},
		{boundary.Province, "2025-06-01", "2024", true, false},
		{boundary.PoliceUnit, "2020-06-01", "2022", true, true},
	} {
		got, found, err := a.On(c.level, c.day)
		if err != nil || !found || got.Source != c.source || got.Joined != c.joined || got.Later != c.later || got.Level != c.level {
			t.Errorf("%s on %s: %q joined %v later %v, %v %v", c.level, c.day, got.Source, got.Joined, got.Later, found, err)
		}
	}
	if c, _, _ := a.On(boundary.PoliceUnit, ""); !slices.EqualFunc(c.Shape.Outlines, []string{"AMS", "RTD"}, func(o boundary.Outline, code string) bool { return string(o.Code) == code }) {
		t.Errorf("%+v", c.Shape.Outlines)
	}
	if _, found, _ := (boundary.Atlas{}).On(boundary.Region, ""); found {
		t.Error("an empty atlas has a map")
	}
}
