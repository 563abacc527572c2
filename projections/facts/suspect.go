package facts

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
	"ruggensteun/projections"
)

// Profile is what was seen of a suspect, as far as figures need it: in an incident
// on the day, or in a file.
type Profile struct {
	Subject    uuid.UUID // with what it is forgotten: the file, or the incident of somebody without one
	AgeBand    codes.Code
	RecordedAt time.Time
}

// ProfileKey names the row of what was seen of a suspect in an incident; the row of a
// file has the file's own id. A link that is of somebody else by now has another row.
func ProfileKey(incidentID, link, file uuid.UUID) uuid.UUID {
	return uuid.NewSHA1(incidentID, append(link[:], file[:]...))
}

// Profiles is the table of what was seen of suspects; the parent is the incident or
// the file.
var Profiles = projections.Spec[Profile]{
	Name: "profile",
	Columns: []projections.Column{
		{Name: "subject", Type: "uuid NOT NULL"},
		{Name: "age_band", Type: "text NOT NULL"},
		{Name: "recorded_at", Type: "timestamptz NOT NULL"},
	},
	Touches: touchesProfile,
	Fold:    foldProfile,
	Refs:    func(r *Profile) []any { return []any{&r.Subject, &r.AgeBand, &r.RecordedAt} },
	Erasing: &projections.Erasing{
		Types:   []string{suspect.ErasedType(person.ForProfile), incident.ErasedType(person.ForProfile)},
		Subject: "subject", Column: "age_band", Left: string(Forgotten),
		Forget: forgetProfile,
	},
}

func touchesProfile(e projections.Event) projections.Touched {
	switch body := e.Body.(type) {
	case incident.SuspectLinked:
		return projections.Touched{Keys: []uuid.UUID{ProfileKey(e.Stream.ID, body.ID, body.Suspect)}}
	case suspect.Opened, suspect.Described:
		return projections.Touched{Keys: []uuid.UUID{e.Stream.ID}}
	}
	return projections.Touched{}
}

func foldProfile(row Profile, exists bool, h projections.Head, e projections.Event) (Profile, projections.Head, bool) {
	after := Profile{Subject: e.Stream.ID}
	switch body := e.Body.(type) {
	case incident.SuspectLinked:
		after.Subject, after.AgeBand = subjectOf(e.Stream.ID, body), ageIn(body.Profile)
	case suspect.Event:
		before := suspect.File{Profile: row.held(exists)}
		after.AgeBand = ageIn(suspect.Decider.Evolve(before, body).Profile)
	default:
		return row, h, false
	}
	if exists && after.AgeBand == row.AgeBand {
		return row, h, false
	}
	after.RecordedAt = e.RecordedAt.UTC()
	h.Parent, h.Employer = e.Stream.ID, e.Employer
	return after, h, true
}

// subjectOf is what forgets a link's profile, whose key it is sealed under: the file,
// or the incident.
func subjectOf(incidentID uuid.UUID, e incident.SuspectLinked) uuid.UUID {
	if e.Suspect != uuid.Nil {
		return e.Suspect
	}
	return incidentID
}

func (r Profile) held(exists bool) person.Held[person.Profile] {
	switch {
	case !exists:
		return person.Held[person.Profile]{}
	case r.AgeBand == Forgotten:
		return person.Gone[person.Profile]()
	}
	return person.Of(person.Profile{AgeBand: orAbsent(r.AgeBand)})
}

func ageIn(held person.Held[person.Profile]) codes.Code {
	switch held.State {
	case person.Present:
		return orNotRecorded(held.Value.AgeBand)
	case person.Forgotten:
		return Forgotten
	}
	return codes.NotRecorded
}

func forgetProfile(e projections.Event, gone func(uuid.UUID) bool) projections.Event {
	switch body := e.Body.(type) {
	case incident.SuspectLinked:
		if gone(subjectOf(e.Stream.ID, body)) {
			body.Profile = person.Gone[person.Profile]()
			e.Body = body
		}
	case suspect.Opened:
		if gone(e.Stream.ID) {
			body.Profile = person.Gone[person.Profile]()
			e.Body = body
		}
	case suspect.Described:
		if gone(e.Stream.ID) {
			body.Profile = person.Gone[person.Profile]()
			e.Body = body
		}
	}
	return e
}
