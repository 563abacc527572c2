package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// note keeps which fields a line's body has.
func (p *Pack) note(l Line) error {
	t := p.types[l.Type]
	if t == nil {
		t = &TypeFields{Type: l.Type, Fields: map[string][]string{}}
		p.types[l.Type], p.order = t, append(p.order, l.Type)
	}
	t.Records++
	if len(l.Body) == 0 {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(l.Body))
	d.UseNumber()
	var body any
	if err := d.Decode(&body); err != nil {
		return fmt.Errorf("read the fields of %s: %w", l.Type, err)
	}
	t.walk("", body)
	return nil
}

// mostFields is far more than any shape has: past it something is told of data as if it were
// of the shape.
const mostFields = 2000

func (t *TypeFields) walk(path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		if path != "" {
			t.add(path, "object")
			path += "."
		}
		for name, inner := range v {
			t.walk(path+name, inner)
		}
	case []any:
		t.add(path, "list")
		for _, inner := range v {
			t.walk(path+"[]", inner)
		}
	case string:
		t.add(path, "text")
	case json.Number:
		t.add(path, "number")
	case bool:
		t.add(path, "true or false")
	case nil:
		t.add(path, "null")
	}
}

func (t *TypeFields) add(path, kind string) {
	kinds, known := t.Fields[path]
	if slices.Contains(kinds, kind) || !known && len(t.Fields) >= mostFields {
		return
	}
	t.Fields[path] = append(kinds, kind)
	slices.Sort(t.Fields[path])
}
