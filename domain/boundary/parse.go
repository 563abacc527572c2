package boundary

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
)

// wrong is one thing that is the matter with what was given.
func wrong(field, problem, remedy string) error {
	var f fault.Fields
	f.Add(field, problem, remedy)
	return f.Err()
}

// Limits of a boundary file. The gemeenten of the Netherlands, generalised for a map, are
// some ten thousand points; an official file in full detail has to be generalised first.
const (
	MaxBytes  = 16 << 20
	maxAreas  = 2000
	maxPoints = 500_000
)

// Options say what of a file is wanted; all of it where they are left out.
type Options struct {
	Layer    string // the name of one object of a TopoJSON file
	Property string // that holds the code of an area; "" tries code and statcode, as PDOK writes it
}

// Layer is areas as one part of a file has them.
type Layer struct {
	Name   string
	Year   int // that the file says they are of; 0 where it says none
	Areas  []Area
	Points int
}

// Parse reads a GeoJSON or TopoJSON file. Of one with several layers it leaves out, by name, those
// without areas that have a code, unless one is asked for. The error is a *fault.Fault.
func Parse(data []byte, o Options) (layers []Layer, left []string, err error) {
	if len(data) > MaxBytes {
		return nil, nil, wrong("file", fmt.Sprintf("has %d bytes, and at most %d are read", len(data), MaxBytes), "take a generalised one")
	}
	var file struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, nil, wrong("file", "is not JSON", "save it as GeoJSON or TopoJSON")
	}
	switch file.Type {
	case "FeatureCollection":
		return features(data, o)
	case "Topology":
		return topologyOf(data, o)
	}
	return nil, nil, wrong("file", "is neither a FeatureCollection (GeoJSON) nor a Topology (TopoJSON)", "save it as one of these")
}

// parser takes the areas of one layer in.
type parser struct {
	property string
	areas    map[codes.Code][][]Point
	points   int
	year     int
}

func (p *parser) layer(name string) (Layer, error) {
	l := Layer{Name: name, Year: p.year, Points: p.points}
	for code, rings := range p.areas {
		l.Areas = append(l.Areas, Area{Code: code, Rings: rings})
	}
	if len(l.Areas) == 0 {
		return l, wrong("file", "has no area in it", "choose the layer with the areas")
	}
	slices.SortFunc(l.Areas, func(a, b Area) int { return cmp.Compare(a.Code, b.Code) })
	return l, nil
}

// add is of one area; one that comes in several parts is put together.
func (p *parser) add(properties map[string]json.RawMessage, rings [][]Point) error {
	code, err := p.code(properties)
	if err != nil {
		return err
	}
	if p.areas == nil {
		p.areas = map[codes.Code][][]Point{}
	}
	p.note(properties["jaarcode"])
	for _, ring := range rings {
		if p.points += len(ring); p.points > maxPoints {
			return tooManyPoints()
		}
		if len(ring) < 4 {
			return wrong("file", fmt.Sprintf("has a ring of %s with %d points, want 4 or more", code, len(ring)), "repair the file")
		}
		for _, at := range ring {
			if !(math.Abs(at.X) < 1e8 && math.Abs(at.Y) < 1e8) {
				return wrong("file", fmt.Sprintf("has a coordinate of %s that is out of range", code), "use degrees (WGS84) or metres (RD)")
			}
		}
		p.areas[code] = append(p.areas[code], ring)
	}
	if len(p.areas) > maxAreas {
		return wrong("file", fmt.Sprintf("has more than %d areas", maxAreas), "take a coarser division")
	}
	return nil
}

func tooManyPoints() error {
	return wrong("file", fmt.Sprintf("has more than %d points", maxPoints), "take a generalised one")
}

// note keeps the year that PDOK writes with each area; of several there is none.
func (p *parser) note(raw json.RawMessage) {
	year, err := strconv.Atoi(strings.Trim(string(raw), `"`))
	switch {
	case err != nil || year < 1900 || year > 2100:
	case p.year == 0:
		p.year = year
	case p.year != year:
		p.year = -1
	}
}

// codeForm is that of all codes of ours and of the CBS; what is shown of a file is of this form.
var codeForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,40}$`)

func (p *parser) code(properties map[string]json.RawMessage) (codes.Code, error) {
	names := []string{"code", "statcode"}
	if p.property != "" {
		names = []string{p.property}
	}
	for _, name := range names {
		var code codes.Code
		if json.Unmarshal(properties[name], &code) == nil && codeForm.MatchString(string(code)) {
			return code, nil
		}
	}
	return "", wrong("property", fmt.Sprintf("does not lead to a code of each area; looked at %s", short(strings.Join(names, " or "))), "name the property that holds it")
}

type geometry struct {
	Type        string                     `json:"type"`
	Coordinates json.RawMessage            `json:"coordinates"`
	Arcs        json.RawMessage            `json:"arcs"`
	Properties  map[string]json.RawMessage `json:"properties"`
	Geometries  []geometry                 `json:"geometries"`
}

func features(data []byte, o Options) ([]Layer, []string, error) {
	var file struct {
		Name     string `json:"name"`
		Features []struct {
			Geometry   *geometry                  `json:"geometry"`
			Properties map[string]json.RawMessage `json:"properties"`
		} `json:"features"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, nil, wrong("file", "has features that do not have the form of GeoJSON", "save it again as GeoJSON")
	}
	p := parser{property: o.Property}
	for _, f := range file.Features {
		if f.Geometry == nil {
			continue
		}
		rings, err := polygons(*f.Geometry, f.Geometry.Coordinates, ringOf)
		if err != nil {
			return nil, nil, err
		}
		if err := p.add(f.Properties, rings); err != nil {
			return nil, nil, err
		}
	}
	l, err := p.layer(file.Name)
	return []Layer{l}, nil, err
}

var errShape = wrong("file", "has an area that is neither a Polygon nor a MultiPolygon of that form", "choose the layer with the areas")

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
