package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

// correctedV1 corrected what the first two shapes of a report had.
type correctedV1 struct {
	Reason      person.Held[string]
	Occurred    *moment.Moment
	Place       *incident.Place
	Behaviours  *[]codes.Code
	Professions *[]codes.Code
	Narrative   *person.Held[string]
}

func walkCorrectedV1(f fields, stream uuid.UUID, e *correctedV1) {
	held(f, "reason", ofIncident(stream, person.ForNarrative), &e.Reason, narrative)
	pointed(f, "occurred", &e.Occurred, func(f fields, name string, m *moment.Moment) { object(f, name, m, walkMoment) })
	pointed(f, "place", &e.Place, func(f fields, name string, p *incident.Place) { object(f, name, p, walkPlace) })
	pointed(f, "behaviours", &e.Behaviours, words[codes.Code])
	pointed(f, "professions", &e.Professions, words[codes.Code])
	heldOrNull(f, "narrative", ofIncident(stream, person.ForNarrative), &e.Narrative, narrative)
}

func upcastCorrectedV1(old correctedV1) (incident.Corrected, error) {
	return incident.Corrected{
		Reason: old.Reason, Occurred: old.Occurred, Place: old.Place,
		Behaviours: old.Behaviours, Professions: old.Professions, Narrative: old.Narrative,
	}, nil
}
