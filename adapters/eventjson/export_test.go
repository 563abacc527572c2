package eventjson

import (
	"maps"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

// Types are the names of everything that can be read.
func Types() []string { return slices.Sorted(maps.Keys(shapes)) }

// Written tells whether events of this type are still written.
func Written(name string) bool { return shapes[name].next == "" }

// DraftV1 writes the first shape of a report, which no program does any more.
func DraftV1(event, stream uuid.UUID, e incident.Registered, occurred string, profession codes.Code) ([]person.Detail, func([][]byte) eventlog.Proposed) {
	w := newWriter(event)
	walkRegisteredV1(w, stream, &registeredV1{
		Employer: e.Employer, Occurred: occurred, ReportedAt: e.ReportedAt, Place: e.Place,
		Behaviour: e.Behaviours[0], Profession: profession, Workers: e.Workers, Narrative: e.Narrative,
	})
	return w.details, func(boxes [][]byte) eventlog.Proposed {
		return eventlog.Proposed{ID: event, Type: "incident.registered.v1", Payload: w.payload(boxes), Metadata: []byte("{}")}
	}
}

// Unquote is the scanner's reading of a JSON text.
var Unquote = unquote
