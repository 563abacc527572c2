package eventjson

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

// registeredV1 is the first shape of a report: a time that was always known to
// the minute, one behaviour and one profession.
type registeredV1 struct {
	Employer   uuid.UUID
	Occurred   string // RFC 3339, with the offset of the place
	ReportedAt time.Time
	Place      incident.Place
	Behaviour  codes.Code
	Profession codes.Code
	Workers    []incident.Worker
	Narrative  person.Held[string]
}

func walkRegisteredV1(f fields, stream uuid.UUID, e *registeredV1) {
	e.Employer = f.id("employer", e.Employer)
	word(f, "occurred", &e.Occurred)
	e.ReportedAt = f.instant("reported_at", e.ReportedAt)
	object(f, "place", &e.Place, walkPlace)
	word(f, "behaviour", &e.Behaviour)
	word(f, "profession", &e.Profession)
	list(f, "workers", &e.Workers, walkWorker)
	held(f, "narrative", ofIncident(stream, person.ForNarrative), &e.Narrative, narrative)
}

// upcastRegisteredV1 gives the second shape, which knows how precise a time is
// and takes several codes.
func upcastRegisteredV1(old registeredV1) (registeredV2, error) {
	local, err := time.Parse(time.RFC3339, old.Occurred)
	if err != nil {
		return registeredV2{}, fmt.Errorf("field occurred is not a time with an offset") // the parser's error repeats the text
	}
	_, offset := local.Zone()
	return registeredV2{
		Employer:    old.Employer,
		Occurred:    moment.Moment{Instant: local.UTC().Truncate(time.Minute), Offset: offset / 60, Precision: moment.Minute},
		ReportedAt:  old.ReportedAt,
		Place:       old.Place,
		Behaviours:  severalOf(old.Behaviour),
		Professions: severalOf(old.Profession),
		Workers:     old.Workers,
		Narrative:   old.Narrative,
	}, nil
}

// severalOf: what was not recorded is an empty list now; what was asked and not
// known stays an answer.
func severalOf(code codes.Code) []codes.Code {
	if code == "" || code == codes.NotRecorded {
		return nil
	}
	return []codes.Code{code}
}
