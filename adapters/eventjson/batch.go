package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/batch"
)

func walkStarted(f fields, _ uuid.UUID, e *batch.Started) {
	e.Batch = f.id("batch", e.Batch)
	word(f, "file", &e.File)
	word(f, "mapping", &e.Mapping)
	e.Incidents = f.number("incidents", e.Incidents)
}

func walkFinished(f fields, _ uuid.UUID, e *batch.Finished) {
	e.Batch = f.id("batch", e.Batch)
	e.Recorded = f.number("recorded", e.Recorded)
	e.Corrected = f.number("corrected", e.Corrected)
	e.Unchanged = f.number("unchanged", e.Unchanged)
	e.Rejected = f.number("rejected", e.Rejected)
	e.Listed = f.number("listed", e.Listed)
}

func walkUndone(f fields, _ uuid.UUID, e *batch.Undone) {
	e.Batch = f.id("batch", e.Batch)
	e.Withdrawn = f.number("withdrawn", e.Withdrawn)
	e.Left = f.number("left", e.Left)
}
