package picture_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"ruggensteun/projections/picture"
)

const (
	twoSquares = `{"type":"FeatureCollection","features":[
 {"type":"Feature","properties":{"statcode":"GM0002","statnaam":"B"},"geometry":{"type":"MultiPolygon","coordinates":[[[[1,0],[2,0],[2,1],[1,1],[1,0]]]]}},
 {"type":"Feature","properties":{"statcode":"GM0001"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]],[[0.4,0.4],[0.6,0.4],[0.5,0.6],[0.4,0.4]]]}},
 {"type":"Feature","properties":null,"geometry":null}]}`
	// Two triangles that share the arc in the middle, which one goes along backwards.
	twoTriangles = `{"type":"Topology","transform":{"scale":[0.5,0.5],"translate":[4,52]},
 "arcs":[[[0,0],[2,2]],[[2,2],[-2,0],[0,-2]],[[0,0],[2,0],[0,2]]],
 "objects":{"a":{"type":"GeometryCollection","geometries":[
  {"type":"Polygon","arcs":[[0,1]],"properties":{"code":"N"}},{"type":"MultiPolygon","arcs":[[[2,-1]]],"properties":{"code":"S"}}]}}}`
)

func TestGeoJSONIsRead(t *testing.T) {
	t.Parallel()
	b, err := picture.Parse([]byte(twoSquares), "", "")
	if err != nil || len(b.Areas) != 2 || b.Areas[0].Code != "GM0001" || len(b.Areas[0].Rings) != 2 || b.Areas[1].Rings[0][2] != (picture.Point{X: 2, Y: 1}) {
		t.Fatalf("%+v, %v", b, err)
	}
	p := draw(t, picture.Map{Boundaries: b, Cells: map[string]picture.Cell{"GM0001": {N: 7}}}, frame(when, true))
	if svg := string(p.SVG); strings.Count(svg, "z\" fill=") != 2 || !strings.Contains(svg, ">?</text>") || p.Table.Rows[1][1] != "onbekend" {
		t.Error(svg)
	}
}

func TestTopoJSONIsRead(t *testing.T) {
	t.Parallel()
	b, err := picture.Parse([]byte(twoTriangles), "", "")
	if err != nil || len(b.Areas) != 2 {
		t.Fatalf("%+v, %v", b, err)
	}
	if got, want := fmt.Sprint(b.Areas[1].Rings), "[[{4 52} {5 52} {5 53} {4 52}]]"; got != want {
		t.Error(got)
	}
	if got, want := fmt.Sprint(b.Areas[0].Rings), "[[{4 52} {5 53} {4 53} {4 52}]]"; got != want {
		t.Error(got)
	}
}

// TestTheOfficialBoundaries: all areas, each closed, in the Netherlands, and as large together
// as the land is (CBS: 33,500 square kilometres, and some inland water).
func TestTheOfficialBoundaries(t *testing.T) {
	t.Parallel()
	for layer, want := range map[string]int{"vr_features": 25, "gm_features": 342} {
		b := boundaries(t, layer)
		if len(b.Areas) != want {
			t.Errorf("%s: %d areas, want %d", layer, len(b.Areas), want)
		}
		total := 0.0
		for _, a := range b.Areas {
			for _, ring := range a.Rings {
				if ring[0] != ring[len(ring)-1] {
					t.Errorf("%s is not closed", a.Code)
				}
				total += squareKilometres(ring)
				for _, p := range ring {
					if p.X < 3.3 || p.X > 7.3 || p.Y < 50.7 || p.Y > 53.6 {
						t.Fatalf("%s: %v", a.Code, p)
					}
				}
			}
		}
		if total < 33_000 || total > 38_000 {
			t.Errorf("%s: %.0f square kilometres", layer, total)
		}
	}
}

func squareKilometres(ring []picture.Point) (area float64) {
	for i := 1; i < len(ring); i++ {
		a, b := ring[i-1], ring[i]
		area += (a.X-ring[0].X)*(b.Y-ring[0].Y) - (b.X-ring[0].X)*(a.Y-ring[0].Y)
	}
	return math.Abs(area) / 2 * 111.3 * 111.3 * math.Cos(52.2*math.Pi/180)
}

func TestAFileThatCannotBeReadSaysWhatToDo(t *testing.T) {
	t.Parallel()
	change := func(of, old, with string) string { return strings.Replace(of, old, with, 1) }
	for name, c := range map[string]struct{ file, layer, property, want string }{
		"no JSON":           {"PK\x03\x04", "", "", "save it as GeoJSON or TopoJSON"},
		"something else":    {`{"type":"Feature"}`, "", "", "save it as one of these"},
		"nothing in it":     {`{"type":"FeatureCollection"}`, "", "", "choose the layer with the areas"},
		"points":            {change(twoSquares, `"Polygon"`, `"Point"`), "", "", "choose the layer with the areas"},
		"no code":           {twoSquares, "", "name", "name the property"},
		"another layer":     {twoTriangles, "b", "", "choose one of a"},
		"no such arc":       {change(twoTriangles, "[0,1]", "[0,9]"), "", "", "along arc 9, and there are 3"},
		"no such arc, back": {change(twoTriangles, "[0,1]", "[0,-9]"), "", "", "along arc 8, and there are 3"},
		"too few points":    {change(twoTriangles, "[0,1]", "[0]"), "", "", "repair the file"},
		"far away":          {change(twoSquares, "[1,0]", "[1e300,0]"), "", "", "use degrees"},
		"half a point":      {change(twoSquares, "[1,0]", "[1]"), "", "", "choose the layer"},
		"too large":         {strings.Repeat(" ", picture.MaxBytes+1), "", "", "take a generalised one"},
		"a bomb":            {change(twoTriangles, "[0,1]", "["+strings.Repeat("0,", 300_000)+"1]"), "", "", "take a generalised one"},
	} {
		if _, err := picture.Parse([]byte(c.file), c.layer, c.property); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// FuzzParse: whatever the bytes, there is an error or areas that can be drawn.
func FuzzParse(f *testing.F) {
	for _, file := range []string{twoSquares, twoTriangles, `{"type":"Topology","objects":{"a":{"type":"Polygon","arcs":[[]]}}}`, `{"type":"Topology","arcs":[[]],"objects":{"a":null}}`} {
		f.Add([]byte(file))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := picture.Parse(data, "", "")
		if err != nil {
			if !strings.Contains(err.Error(), ": ") {
				t.Fatal(err)
			}
			return
		}
		p, err := picture.Map{Boundaries: b}.Draw(frame(when, true))
		if err != nil {
			t.Fatal(err)
		}
		if problem := strict(p.SVG); problem != "" {
			t.Fatal(problem)
		}
	})
}
