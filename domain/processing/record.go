package processing

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// Status is how a processing went, as OpenTelemetry counts.
type Status uint8

const (
	Unset Status = iota // without an internal error
	Ok
	Error
)

// Record is one line of the logbook: one processing of the details of one person at most. It never says
// who did it; that stands in our own audit log, which has the same trace.
type Record struct {
	Trace       access.Trace
	Status      Status
	Name        string // for people
	Began       time.Time
	Ended       time.Time
	Activity    string // dpl.core.processing_activity_id
	Subject     string // dpl.core.data_subject_id: a keyed code; "" where nobody is known
	SubjectType string // dpl.core.data_subject_id_type
	Processor   string // dpl.core.foreign_operation.processor; "" unless another application called
	Owner       uuid.UUID
}

// What the code of a data subject is of.
const (
	TypePerson = "urn:ruggensteun:pseudonym:person"
	TypeCase   = "urn:ruggensteun:pseudonym:case" // of the one suspect whom a case is against
)

var subjectTypes = map[string]string{"person": TypePerson, "case": TypeCase}

// subject is somebody, by the id that keys are held under.
type subject struct {
	kind string
	id   uuid.UUID
}

// Records are the lines for a reading or a change: one for each data subject. With several there is one
// more for what is done as a whole, which the others are part of. There are none of what opens nobody's
// details. Code gives what stands for a subject. The error is that the register lacks the activity:
// then nothing may be shown.
func Records(r access.Reading, code func(kind string, id uuid.UUID) string) ([]Record, error) {
	if !r.Personal {
		return nil, nil
	}
	activity, found := Of(r)
	if !found {
		return nil, fmt.Errorf("no processing activity stands in the register for %q: add it to domain/processing/activities.json", r.What)
	}
	whole := Record{
		Trace: r.Trace, Name: nameOf(r), Began: millis(r.Began), Ended: millis(r.At),
		Activity: activity.ID, Owner: r.Owner,
	}
	if r.Began.IsZero() || r.Began.After(r.At) {
		whole.Began = whole.Ended
	}
	if r.Trace.Called {
		whole.Processor = callerOf(r.Actor)
	}
	who := subjectsOf(r)
	if len(who) == 1 {
		whole.Subject, whole.SubjectType = code(who[0].kind, who[0].id), subjectTypes[who[0].kind]
		return []Record{whole}, nil
	}
	records := []Record{whole}
	for i, s := range who {
		part := whole
		part.Trace, part.Processor = r.Trace.Child(i+1), ""
		part.Subject, part.SubjectType = code(s.kind, s.id), subjectTypes[s.kind]
		records = append(records, part)
	}
	return records, nil
}

// subjectsOf are whom the details are about. A narrative is under the key of its incident and names anybody.
func subjectsOf(r access.Reading) (who []subject) {
	for _, h := range r.Opened {
		if s := (subject{h.Kind, h.Subject}); subjectTypes[h.Kind] != "" && !slices.Contains(who, s) {
			who = append(who, s)
		}
	}
	slices.SortFunc(who, func(a, b subject) int { return strings.Compare(a.kind+a.id.String(), b.kind+b.id.String()) })
	return who
}

func nameOf(r access.Reading) string {
	if r.Changing {
		return "change " + r.What
	}
	return "read " + r.What
}

// callerOf is on whose behalf another application asked. Trace Context does not say which application it
// was, and who asked may be a person, who must not stand here.
func callerOf(a access.Actor) string {
	if a.Employer == uuid.Nil {
		return "urn:ruggensteun:role:" + string(a.Role)
	}
	return "urn:ruggensteun:employer:" + a.Employer.String()
}

// millis is as exact as the standard asks.
func millis(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

// Kept is a line as the logbook has it.
type Kept struct {
	ID int64 // in the order in which they became visible
	Record
	Resource string // the program and its version
}
