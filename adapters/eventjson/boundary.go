package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/boundary"
)

func walkBoundaryLoaded(f fields, _ uuid.UUID, e *boundary.Loaded) {
	word(f, "level", &e.Level)
	word(f, "since", &e.Since)
	word(f, "source", &e.Source)
	word(f, "licence", &e.Licence)
	word(f, "file", &e.File)
	word(f, "unit", &e.Shape.Unit)
	e.Shape.Tolerance = f.number("tolerance", e.Shape.Tolerance)
	words(f, "arcs", &e.Shape.Arcs)
	list(f, "outlines", &e.Shape.Outlines, walkOutline)
}

func walkOutline(f fields, o *boundary.Outline) {
	word(f, "code", &o.Code)
	words(f, "rings", &o.Rings)
}
