package person

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
)

// Purpose is what a detail is kept for. Each person has one data key per
// purpose, so that one can be destroyed while another must still be kept.
type Purpose string

const (
	ForIdentity  Purpose = "identity"  // who it is
	ForHealth    Purpose = "health"    // injury and absence, never a diagnosis (UAVG 30)
	ForNarrative Purpose = "narrative" // free text, under its incident's key: it names anybody
	ForAddress   Purpose = "address"   // where to the door, under its incident's key: somebody lives there
	ForReference Purpose = "reference" // numbers in systems of others, under its incident's key: they lead to names
	ForProfile   Purpose = "profile"   // sex, age band and relation of a suspect, never origin
	ForHistory   Purpose = "history"   // what was known of a suspect before, and from whom

	ForProsecution Purpose = "prosecution" // what somebody is accused of and sentenced to, under its case's key (AVG 10)
	ForDamages     Purpose = "damages"     // who is owed what, under its case's key: it outlives what is kept of the suspect
	ForCare        Purpose = "care"        // what the employer did for a worker, under the worker's key
)

// Purposes are all of them, for readers that may open everything.
func Purposes() []Purpose {
	return []Purpose{ForIdentity, ForHealth, ForNarrative, ForAddress, ForReference, ForProfile, ForHistory, ForProsecution, ForDamages, ForCare}
}

// Identity is who somebody is. Sealed under the person's identity key.
type Identity struct {
	Name        string `json:"name,omitempty"`
	StaffNumber string `json:"staff_number,omitempty"`
}

// Health is what the incident did to somebody, as last known, and never a
// diagnosis (UAVG 30). Sealed under the person's health key. Each answer may be
// missing in its own way; "" and empty are not recorded.
type Health struct {
	Injury    codes.Code   // codes.Injury
	Mind      codes.Code   // codes.MindInjury
	Exposures []codes.Code // codes.Exposure
	Absence   Absence
}

// Absence is how long somebody could not work. None at all is zero days.
type Absence struct {
	From, To string // first and last day (2006-01-02); "" when not known, or not back yet
	Days     codes.Count
}

// Told tells whether anything was said of it.
func (a Absence) Told() bool { return a != Absence{} }

// Equal tells whether two say the same.
func (h Health) Equal(o Health) bool {
	return h.Injury == o.Injury && h.Mind == o.Mind && slices.Equal(h.Exposures, o.Exposures) && h.Absence == o.Absence
}

// Suspect is who a suspect is. Sealed under the suspect's identity key. It holds
// what tells two people apart and nothing else.
type Suspect struct {
	Name   string
	BornOn string // day (2006-01-02); "" when not known
}

// Profile is what was seen or told of a suspect: never origin. Sealed under the
// suspect's profile key; "" is not recorded.
type Profile struct {
	Sex      codes.Code // codes.Sex
	AgeBand  codes.Code // codes.AgeBand
	Relation codes.Code // codes.Relation
}

// History is one thing that was known of a suspect before. Sealed under the
// suspect's history key.
type History struct {
	Flag       codes.Code // codes.HistoryFlag
	Provenance codes.Code // codes.Provenance
	On         string     // day (2006-01-02) of the notice, or on which it was known
	Document   string     // number of the notice or judgment; "" where none is needed
}

// Clearance is why a suspect turned out not to have done it. Sealed under the
// suspect's history key.
type Clearance struct {
	Ground   codes.Code // codes.Clearance
	On       string     // day (2006-01-02) of the decision
	Document string
}

// KeyRef names whose keys a detail is sealed under. A subject and purpose may
// have several keys, one for each append that sealed something; forgetting
// destroys them all.
type KeyRef struct {
	Kind    KeyKind
	Subject uuid.UUID // the person, the incident or the case
	Purpose Purpose
}

// KeysOf are the keys of one subject for some purposes.
func KeysOf(kind KeyKind, subject uuid.UUID, purposes []Purpose) []KeyRef {
	refs := make([]KeyRef, len(purposes))
	for i, p := range purposes {
		refs[i] = KeyRef{Kind: kind, Subject: subject, Purpose: p}
	}
	return refs
}

// KeyKind is what the subject of a key is.
type KeyKind string

const (
	KeyOfPerson   KeyKind = "person"
	KeyOfIncident KeyKind = "incident"
	KeyOfCase     KeyKind = "case" // a criminal case, an aangifte, or a permit
)
