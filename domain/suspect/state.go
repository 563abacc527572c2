package suspect

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
)

// File is the state of one file as it is known now. Other deciders take it as a
// fact in their commands.
type File struct {
	Employer   uuid.UUID // zero before it is opened
	Regime     codes.Code
	Profile    person.Held[person.Profile]
	Identity   person.Held[person.Suspect] // absent when nobody knows, and after it was unlinked
	History    []Entry
	Clearances []Clearing
}

// Entry is one thing that was known before.
type Entry struct {
	ID    uuid.UUID
	Entry person.Held[person.History]
}

// Clearing is one incident that this suspect did not do after all.
type Clearing struct {
	Incident  uuid.UUID
	Clearance person.Held[person.Clearance]
	Reviewed  bool
	Leaves    bool // by the review
}

// Opened tells whether there is such a file at all.
func (s File) Opened() bool { return s.Employer != uuid.Nil }

// UnderReview tells whether a clearance waits for its review: until then no figure
// and no decision may rest on the history.
func (s File) UnderReview() bool {
	return slices.ContainsFunc(s.Clearances, func(c Clearing) bool { return !c.Reviewed })
}

// Counts tells whether an incident is history of this suspect: who was cleared of
// it is out, unless a review decided otherwise.
func (s File) Counts(incident uuid.UUID) bool {
	return !slices.ContainsFunc(s.Clearances, func(c Clearing) bool {
		return c.Incident == incident && (!c.Reviewed || c.Leaves)
	})
}

func evolve(s File, e Event) File {
	switch e := e.(type) {
	case Opened:
		return File{Employer: e.Employer, Regime: e.Regime, Profile: e.Profile}
	case Described:
		s.Profile = profileAfter(s.Profile, e.Profile)
	case Identified:
		s.Identity = e.Identity
	case IdentityUnlinked:
		s.Identity = person.Held[person.Suspect]{}
	case HistoryTold:
		s.History = append(slices.Clone(s.History), Entry(e))
	case HistoryRetracted:
		s.History = slices.DeleteFunc(slices.Clone(s.History), func(h Entry) bool { return h.ID == e.ID })
	case Cleared:
		s.Clearances = append(slices.Clone(s.Clearances), Clearing{Incident: e.Incident, Clearance: e.Clearance})
	case Reviewed:
		s.Clearances = slices.Clone(s.Clearances)
		for i := range s.Clearances {
			if s.Clearances[i].Incident == e.Incident {
				s.Clearances[i].Reviewed, s.Clearances[i].Leaves = true, e.Leaves
			}
		}
	case Erased:
		return s.without(e.Purpose)
	}
	return s
}

// profileAfter: of what is known the last one told is right, and not to know it
// takes nothing back.
func profileAfter(have, now person.Held[person.Profile]) person.Held[person.Profile] {
	was, had := have.Get()
	told, is := now.Get()
	if !had || !is {
		if now.State == person.Absent {
			return have
		}
		return now
	}
	for _, answer := range [][2]*codes.Code{{&was.Sex, &told.Sex}, {&was.AgeBand, &told.AgeBand}, {&was.Relation, &told.Relation}} {
		if *answer[1] != "" && (!answer[1].Missing() || *answer[0] == "") {
			*answer[0] = *answer[1]
		}
	}
	return person.Of(was)
}
