package picture

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Boundaries are areas with real borders.
type Boundaries struct {
	Areas []Area
}

// Area is what lies within its rings; a ring within a ring is a hole.
type Area struct {
	Code  string
	Rings [][]Point
}

// Point is east and north: degrees, or metres of the Rijksdriehoek.
type Point struct{ X, Y float64 }

// Limits of a boundary file. The gemeenten of the Netherlands, generalised for a map, are
// some ten thousand points; an official file in full detail has to be generalised first.
const (
	MaxBytes  = 32 << 20
	maxAreas  = 2000
	maxPoints = 500_000
)

// Parse reads a GeoJSON or TopoJSON file. Layer names the object of a TopoJSON file that is
// wanted; "" will do where there is one. Property is that which holds the code of an area;
// "" tries code and statcode, as PDOK writes it. An error says what to do about it.
func Parse(data []byte, layer, property string) (Boundaries, error) {
	if len(data) > MaxBytes {
		return Boundaries{}, fmt.Errorf("boundary file: %d bytes, and at most %d are read: take a generalised one", len(data), MaxBytes)
	}
	var file struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return Boundaries{}, errors.New("boundary file: not JSON: save it as GeoJSON or TopoJSON")
	}
	p := parser{property: property}
	var err error
	switch file.Type {
	case "FeatureCollection":
		err = p.features(data)
	case "Topology":
		err = p.topology(data, layer)
	default:
		err = errors.New("boundary file: neither a FeatureCollection (GeoJSON) nor a Topology (TopoJSON): save it as one of these")
	}
	if err != nil {
		return Boundaries{}, err
	}
	return p.boundaries()
}

type parser struct {
	property string
	areas    map[string][][]Point
	points   int
}

func (p *parser) boundaries() (Boundaries, error) {
	var b Boundaries
	for code, rings := range p.areas {
		b.Areas = append(b.Areas, Area{Code: code, Rings: rings})
	}
	if len(b.Areas) == 0 {
		return b, errors.New("boundary file: no area in it: choose the layer with the areas")
	}
	slices.SortFunc(b.Areas, func(a, b Area) int {
		if a.Code < b.Code {
			return -1
		}
		return 1
	})
	return b, nil
}

// add is of one area; one that comes in several parts is put together.
func (p *parser) add(properties map[string]json.RawMessage, rings [][]Point) error {
	code, err := p.code(properties)
	if err != nil {
		return err
	}
	if p.areas == nil {
		p.areas = map[string][][]Point{}
	}
	for _, ring := range rings {
		if p.points += len(ring); p.points > maxPoints {
			return fmt.Errorf("boundary file: more than %d points: take a generalised one", maxPoints)
		}
		if len(ring) < 4 {
			return fmt.Errorf("boundary file: a ring of %s has %d points, want 4 or more: repair the file", code, len(ring))
		}
		for _, at := range ring {
			if !(math.Abs(at.X) < 1e8 && math.Abs(at.Y) < 1e8) {
				return fmt.Errorf("boundary file: a coordinate of %s is out of range: use degrees (WGS84) or metres (RD)", code)
			}
		}
		p.areas[code] = append(p.areas[code], ring)
	}
	if len(p.areas) > maxAreas {
		return fmt.Errorf("boundary file: more than %d areas: take a coarser division", maxAreas)
	}
	return nil
}

func (p *parser) code(properties map[string]json.RawMessage) (string, error) {
	names := []string{"code", "statcode"}
	if p.property != "" {
		names = []string{p.property}
	}
	for _, name := range names {
		var code string
		if json.Unmarshal(properties[name], &code) == nil && code != "" && len(code) <= 40 {
			return code, nil
		}
	}
	return "", fmt.Errorf("boundary file: an area has no code in %q: name the property that holds it", names)
}

type geometry struct {
	Type        string                     `json:"type"`
	Coordinates json.RawMessage            `json:"coordinates"`
	Arcs        json.RawMessage            `json:"arcs"`
	Properties  map[string]json.RawMessage `json:"properties"`
	Geometries  []geometry                 `json:"geometries"`
}

func (p *parser) features(data []byte) error {
	var file struct {
		Features []struct {
			Geometry   *geometry                  `json:"geometry"`
			Properties map[string]json.RawMessage `json:"properties"`
		} `json:"features"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return errors.New("boundary file: its features do not have the form of GeoJSON: save it again as GeoJSON")
	}
	for _, f := range file.Features {
		if f.Geometry == nil {
			continue
		}
		rings, err := polygons(*f.Geometry, f.Geometry.Coordinates, ringOf)
		if err != nil {
			return err
		}
		if err := p.add(f.Properties, rings); err != nil {
			return err
		}
	}
	return nil
}

var errShape = errors.New("boundary file: an area is neither a Polygon nor a MultiPolygon of that form: choose the layer with the areas")

// polygons reads the rings of a geometry, each of which is written as R.
func polygons[R any](g geometry, raw json.RawMessage, ring func(R) ([]Point, error)) (rings [][]Point, err error) {
	var parts [][]R
	switch g.Type {
	case "Polygon":
		parts = make([][]R, 1)
		err = json.Unmarshal(raw, &parts[0])
	case "MultiPolygon":
		err = json.Unmarshal(raw, &parts)
	default:
		return nil, errShape
	}
	if err != nil {
		return nil, errShape
	}
	for _, part := range parts {
		for _, r := range part {
			points, err := ring(r)
			if err != nil {
				return nil, err
			}
			rings = append(rings, points)
		}
	}
	return rings, nil
}

func ringOf(pairs [][]float64) ([]Point, error) {
	ring := make([]Point, len(pairs))
	for i, pair := range pairs {
		if len(pair) < 2 {
			return nil, errShape
		}
		ring[i] = Point{pair[0], pair[1]}
	}
	return ring, nil
}
