package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/export"
)

func walkTakenOut(f fields, _ uuid.UUID, e *export.TakenOut) {
	word(f, "form", &e.Form)
	wordIfAny(f, "question", &e.Question)
	word(f, "viewer", &e.Viewer)
	e.Position = eventlog.Position(f.number("position", int(e.Position)))
	e.Rows = f.number("rows", e.Rows)
	e.Size = f.number("size", e.Size)
	word(f, "hash", &e.Hash)
}

func walkExportBegun(f fields, _ uuid.UUID, e *export.Begun) {
	e.Export = f.id("export", e.Export)
	e.Position = eventlog.Position(f.number("position", int(e.Position)))
	e.Records = f.number("records", e.Records)
}

func walkExportBrokenOff(f fields, _ uuid.UUID, e *export.BrokenOff) {
	e.Export = f.id("export", e.Export)
	e.Records = f.number("records", e.Records)
	e.Size = f.number("size", e.Size)
}
