package picture

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
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

func (p *parser) topology(data []byte, layer string) error {
	var t topology
	if err := json.Unmarshal(data, &t); err != nil {
		return errors.New("boundary file: its arcs or objects do not have the form of TopoJSON: save it again as TopoJSON")
	}
	object, err := t.layer(layer)
	if err != nil {
		return err
	}
	if err := t.draw(); err != nil {
		return err
	}
	geometries := object.Geometries
	if object.Type != "GeometryCollection" {
		geometries = []geometry{object}
	}
	for _, g := range geometries {
		budget := maxPoints - p.points
		rings, err := polygons(g, g.Arcs, func(arcs []int) ([]Point, error) { return t.ring(arcs, &budget) })
		if err != nil {
			return err
		}
		if err := p.add(g.Properties, rings); err != nil {
			return err
		}
	}
	return nil
}

func (t *topology) layer(name string) (geometry, error) {
	var names []string
	for n := range t.Objects {
		names = append(names, n)
	}
	slices.Sort(names)
	if name == "" && len(names) == 1 {
		name = names[0]
	}
	object, is := t.Objects[name]
	if !is {
		return object, fmt.Errorf("layer: %q is not in the file: choose one of %s", short(name), short(strings.Join(names, ", ")))
	}
	return object, nil
}

func short(s string) string {
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
				return errors.New("boundary file: an arc has a point of fewer than two numbers: save it again as TopoJSON")
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
			return nil, fmt.Errorf("boundary file: an area goes along arc %d, and there are %d: save it again as TopoJSON", i, len(t.lines))
		}
		line := t.lines[i]
		if *budget -= len(line) + 1; *budget < 0 {
			return nil, fmt.Errorf("boundary file: more than %d points: take a generalised one", maxPoints)
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
