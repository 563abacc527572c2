package boundary

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// topology is TopoJSON (github.com/topojson/topojson-specification): borders are kept once,
// as arcs, and an area says which it goes along; ^i is arc i backwards.
type topology struct {
	Arcs      [][][]float64       `json:"arcs"`
	Objects   map[string]geometry `json:"objects"`
	Transform *struct {
		Scale     [2]float64 `json:"scale"`
		Translate [2]float64 `json:"translate"`
	} `json:"transform"`

	lines [][]Point
}

func topologyOf(data []byte, o Options) (layers []Layer, left []string, err error) {
	var t topology
	if err := json.Unmarshal(data, &t); err != nil {
		return nil, nil, wrong("file", "has arcs or objects that do not have the form of TopoJSON", "save it again as TopoJSON")
	}
	if err := t.draw(); err != nil {
		return nil, nil, err
	}
	names := slices.Sorted(maps.Keys(t.Objects))
	if _, is := t.Objects[o.Layer]; o.Layer != "" && !is {
		return nil, nil, wrong("layer", "is not in the file", "choose one of "+short(strings.Join(names, ", ")))
	}
	points := 0
	for _, name := range names {
		if o.Layer != "" && name != o.Layer {
			continue
		}
		p := parser{property: o.Property, points: points}
		l, err := t.layer(&p, name)
		switch points = p.points; {
		case err == nil:
			layers = append(layers, l)
		case len(names) == 1 || o.Layer != "" || points > maxPoints:
			return nil, nil, err
		default:
			left = append(left, short(name))
		}
	}
	if len(layers) == 0 {
		return nil, nil, wrong("property", "does not lead to codes of areas in any layer of the file", "name the property that holds them; the layers are "+short(strings.Join(left, ", ")))
	}
	return layers, left, nil
}

func (t *topology) layer(p *parser, name string) (Layer, error) {
	before := p.points
	object := t.Objects[name]
	geometries := object.Geometries
	if object.Type != "GeometryCollection" {
		geometries = []geometry{object}
	}
	for _, g := range geometries {
		budget := maxPoints - p.points
		rings, err := polygons(g, g.Arcs, func(arcs []int) ([]Point, error) { return t.ring(arcs, &budget) })
		if err != nil {
			p.points = maxPoints - budget // what was looked at counts, or a small file takes for ever
			return Layer{}, err
		}
		if err := p.add(g.Properties, rings); err != nil {
			return Layer{}, err
		}
	}
	l, err := p.layer(name)
	l.Points -= before
	return l, err
}

// short is what can be said of a file: plain, and not all of it.
func short(s string) string {
	s = strings.ToValidUTF8(strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, s), "?")
	if r := []rune(s); len(r) > 200 {
		return string(r[:200]) + "…"
	}
	return s
}

// draw makes points of the arcs. With a transform each number is a step from the one before.
func (t *topology) draw() error {
	for _, arc := range t.Arcs {
		line := make([]Point, len(arc))
		x, y := 0.0, 0.0
		for i, pair := range arc {
			if len(pair) < 2 {
				return wrong("file", "has an arc with a point of fewer than two numbers", "save it again as TopoJSON")
			}
			line[i] = Point{pair[0], pair[1]}
			if t.Transform != nil {
				x, y = x+pair[0], y+pair[1]
				line[i] = Point{x*t.Transform.Scale[0] + t.Transform.Translate[0], y*t.Transform.Scale[1] + t.Transform.Translate[1]}
			}
		}
		t.lines = append(t.lines, line)
	}
	return nil
}

// ring joins arcs; where two meet their common point counts once. A small file can name
// an arc so often that there is no room for all its points: hence the budget.
func (t *topology) ring(arcs []int, budget *int) ([]Point, error) {
	var ring []Point
	for _, i := range arcs {
		backwards := i < 0
		if backwards {
			i = ^i
		}
		if i >= len(t.lines) {
			return nil, wrong("file", fmt.Sprintf("has an area that goes along arc %d, and there are %d", i, len(t.lines)), "save it again as TopoJSON")
		}
		line := t.lines[i]
		if *budget -= len(line) + 1; *budget < 0 {
			return nil, tooManyPoints()
		}
		if backwards {
			line = slices.Clone(line)
			slices.Reverse(line)
		}
		if len(ring) > 0 && len(line) > 0 {
			line = line[1:]
		}
		ring = append(ring, line...)
	}
	return ring, nil
}
