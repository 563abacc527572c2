package eventjson

import (
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

// Types are the names of everything that can be read.
func Types() []string { return slices.Sorted(maps.Keys(shapes)) }

// Written tells whether events of this type are still written.
func Written(name string) bool { return shapes[name].next == "" }

// DraftOld writes an event in a shape that no program writes any more. It gives the
// details to seal, and the event once they are.
func DraftOld(name string, event, stream uuid.UUID, e decider.Event) ([]person.Detail, func([][]byte) eventlog.Proposed) {
	w := newWriter(event)
	switch e := e.(type) {
	case incident.Registered:
		walkOldRegistered(w, name, stream, e)
	case incident.DetailsAdded:
		walkDetailsAddedV1(w, stream, &detailsAddedV1{Behaviours: e.Behaviours, Professions: e.Professions, Workers: e.Workers, Narrative: e.Narrative})
	case incident.Corrected:
		if name == "incident.corrected.v2" {
			walkCorrectedV2(w, stream, &e)
			break
		}
		walkCorrectedV1(w, stream, &correctedV1{
			Reason: e.Reason, Occurred: e.Occurred, Place: e.Place, Behaviours: e.Behaviours, Professions: e.Professions, Narrative: e.Narrative,
		})
	}
	return w.details, func(boxes [][]byte) eventlog.Proposed {
		return eventlog.Proposed{ID: event, Type: name, Payload: w.payload(boxes), Metadata: []byte("{}")}
	}
}

func walkOldRegistered(w *writer, name string, stream uuid.UUID, e incident.Registered) {
	switch name {
	case "incident.registered.v3":
		walkRegisteredV3(w, stream, &e)
		return
	case "incident.registered.v1":
		walkRegisteredV1(w, stream, &registeredV1{
			Employer: e.Employer, Occurred: e.Occurred.Local().Format(time.RFC3339), ReportedAt: e.ReportedAt, Place: e.Place,
			Behaviour: e.Behaviours[0], Profession: codes.NotRecorded, Workers: e.Workers, Narrative: e.Narrative,
		})
		return
	}
	walkRegisteredV2(w, stream, &registeredV2{
		Employer: e.Employer, Occurred: e.Occurred, ReportedAt: e.ReportedAt, Place: e.Place,
		Behaviours: e.Behaviours, Professions: e.Professions, Workers: e.Workers, Narrative: e.Narrative,
	})
}

// Unquote is the scanner's reading of a JSON text.
var Unquote = unquote
