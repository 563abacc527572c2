package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/reference"
)

func walkTableLoaded(f fields, _ uuid.UUID, e *reference.TableLoaded) {
	word(f, "table", &e.Table)
	word(f, "source", &e.Source)
	list(f, "rows", &e.Rows, walkReferenceRow)
}

func walkReferenceRow(f fields, r *reference.Row) {
	word(f, "of", &r.Of)
	word(f, "since", &r.Since)
	word(f, "value", &r.Value)
}
