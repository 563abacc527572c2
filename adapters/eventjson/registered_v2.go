package eventjson

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

// registeredV2 is a report from before anybody was asked under which law it is
// kept, why there was contact, with what it was done and how many were hit.
type registeredV2 struct {
	Employer    uuid.UUID
	Occurred    moment.Moment
	ReportedAt  time.Time
	Place       incident.Place
	Behaviours  []codes.Code
	Professions []codes.Code
	Workers     []incident.Worker
	Narrative   person.Held[string]
}

func walkRegisteredV2(f fields, stream uuid.UUID, e *registeredV2) {
	e.Employer = f.id("employer", e.Employer)
	object(f, "occurred", &e.Occurred, walkMoment)
	e.ReportedAt = f.instant("reported_at", e.ReportedAt)
	object(f, "place", &e.Place, walkPlace)
	words(f, "behaviours", &e.Behaviours)
	words(f, "professions", &e.Professions)
	list(f, "workers", &e.Workers, walkWorker)
	held(f, "narrative", ofIncident(stream, person.ForNarrative), &e.Narrative, narrative)
}

// upcastRegisteredV2: until the law was asked, only an employer's own register of
// what its workers met could be kept, which is one under the AVG (DOMAIN 5).
func upcastRegisteredV2(old registeredV2) (incident.Registered, error) {
	return incident.Registered{
		Employer: old.Employer, Regime: incident.AVG, Occurred: old.Occurred, ReportedAt: old.ReportedAt, Place: old.Place,
		Behaviours: old.Behaviours, Professions: old.Professions, Workers: old.Workers, Narrative: old.Narrative,
	}, nil
}
