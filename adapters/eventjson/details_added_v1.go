package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

// detailsAddedV1 knew behaviours, professions, workers and text.
type detailsAddedV1 struct {
	Behaviours  []codes.Code
	Professions []codes.Code
	Workers     []incident.Worker
	Narrative   person.Held[string]
}

func walkDetailsAddedV1(f fields, stream uuid.UUID, e *detailsAddedV1) {
	words(f, "behaviours", &e.Behaviours)
	words(f, "professions", &e.Professions)
	list(f, "workers", &e.Workers, walkWorker)
	held(f, "narrative", ofIncident(stream, person.ForNarrative), &e.Narrative, narrative)
}

func upcastDetailsAddedV1(old detailsAddedV1) (incident.DetailsAdded, error) {
	return incident.DetailsAdded{
		Behaviours: old.Behaviours, Professions: old.Professions, Workers: old.Workers, Narrative: old.Narrative,
	}, nil
}
