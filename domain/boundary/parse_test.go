package boundary_test

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"ruggensteun/domain/boundary"
	"ruggensteun/domain/fault"
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

func parse(t testing.TB, file string, o boundary.Options) boundary.Layer {
	t.Helper()
	layers, _, err := boundary.Parse([]byte(file), o)
	if err != nil || len(layers) != 1 {
		t.Fatalf("%d layers, %v", len(layers), err)
	}
	return layers[0]
}

func TestGeoJSONIsRead(t *testing.T) {
	t.Parallel()
	b := parse(t, twoSquares, boundary.Options{})
	if len(b.Areas) != 2 || b.Areas[0].Code != "GM0001" || len(b.Areas[0].Rings) != 2 || b.Areas[1].Rings[0][2] != (boundary.Point{X: 2, Y: 1}) || b.Points != 14 {
		t.Fatalf("%+v", b)
	}
}

func TestTopoJSONIsRead(t *testing.T) {
	t.Parallel()
	b := parse(t, twoTriangles, boundary.Options{})
	if got, want := fmt.Sprint(b.Areas[1].Rings), "[[{4 52} {5 52} {5 53} {4 52}]]"; got != want {
		t.Error(got)
	}
	if got, want := fmt.Sprint(b.Areas[0].Rings), "[[{4 52} {5 53} {4 53} {4 52}]]"; got != want {
		t.Error(got)
	}
}

func TestTheYearIsThatWhichAllAreasSay(t *testing.T) {
	t.Parallel()
	for with, want := range map[string]int{`"jaarcode":2023`: 2023, `"jaarcode":"2026"`: 2026, `"jaarcode":3`: 0, `"other":1`: 0} {
		if got := parse(t, strings.ReplaceAll(twoSquares, `"statcode"`, with+`,"statcode"`), boundary.Options{}).Year; got != want {
			t.Errorf("%s: %d, want %d", with, got, want)
		}
	}
	two := strings.Replace(strings.Replace(twoSquares, `"statcode"`, `"jaarcode":2022,"statcode"`, 1), `{"statcode"`, `{"jaarcode":2023,"statcode"`, 1)
	if got := parse(t, two, boundary.Options{}).Year; got > 0 {
		t.Errorf("of two years it says %d", got)
	}
}

// official is the real file, read where it lies.
func official(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("../../../shared/data/regions/nl-vr-gm-2023.topo.json")
	if err != nil {
		t.Skip("no shared/data/regions beside the project: no real boundaries are read")
	}
	return data
}

func officialAreas(t testing.TB, layer string) []boundary.Area {
	t.Helper()
	return parse(t, string(official(t)), boundary.Options{Layer: layer}).Areas
}

// TestTheOfficialBoundaries: all areas, each closed, in the Netherlands, and as large together
// as the land is (CBS: 33,500 square kilometres, and some inland water).
func TestTheOfficialBoundaries(t *testing.T) {
	t.Parallel()
	layers, left, err := boundary.Parse(official(t), boundary.Options{})
	if err != nil || len(layers) != 2 || len(left) != 1 || !strings.Contains(left[0], "nl_features") {
		t.Fatalf("%d layers, %v, %v", len(layers), left, err)
	}
	for _, l := range layers {
		if want := map[string]int{"vr_features": 25, "gm_features": 342}[l.Name]; len(l.Areas) != want {
			t.Errorf("%s: %d areas, want %d", l.Name, len(l.Areas), want)
		}
		total := 0.0
		for _, a := range l.Areas {
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
			t.Errorf("%s: %.0f square kilometres", l.Name, total)
		}
	}
}

func squareKilometres(ring []boundary.Point) (area float64) {
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
		"too large":         {strings.Repeat(" ", boundary.MaxBytes+1), "", "", "take a generalised one"},
		"a bomb":            {change(twoTriangles, "[0,1]", "["+strings.Repeat("0,", 300_000)+"1]"), "", "", "take a generalised one"},
	} {
		if _, _, err := boundary.Parse([]byte(c.file), boundary.Options{Layer: c.layer, Property: c.property}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// FuzzParse: whatever the bytes, there is an error that says what to do, or areas that can be
// kept, read back and drawn.
func FuzzParse(f *testing.F) {
	for _, file := range []string{
		twoSquares, twoTriangles, `{"type":"Topology","objects":{"a":{"type":"Polygon","arcs":[[]]}}}`, `{"type":"Topology","arcs":[[]],"objects":{"a":null}}`,
		strings.Replace(twoSquares, "[1,0]", "[NaN,0]", 1), strings.Replace(twoSquares, "[1,0]", "[1e400,0]", 1), strings.Replace(twoTriangles, "[0,1]", "[0,-9223372036854775808]", 1),
		`{"type":"Topology","arcs":[],"objects":{"a":` + strings.Repeat(`{"type":"GeometryCollection","geometries":[`, 200) + strings.Repeat("]}", 200) + "}}",
		strings.Replace(twoTriangles, `"scale":[0.5,0.5]`, `"scale":[1e300,-1e300]`, 1),
	} {
		f.Add([]byte(file))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		layers, _, err := boundary.Parse(data, boundary.Options{})
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatal(err)
			}
			return
		}
		for _, l := range layers {
			s, err := boundary.Shaped(l.Areas)
			if err != nil {
				continue
			}
			for _, detail := range []float64{0, 1.0 / 2000, 1} {
				areas, err := s.Areas(detail)
				if err != nil || len(areas) != len(l.Areas) {
					t.Fatalf("%d areas of %d, %v", len(areas), len(l.Areas), err)
				}
				for _, a := range areas {
					for _, ring := range a.Rings {
						if ring[0] != ring[len(ring)-1] {
							t.Fatalf("%s is not closed: %v", a.Code, ring)
						}
					}
				}
			}
		}
	})
}
