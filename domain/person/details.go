package person

import (
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
)

// Purposes are all of them, for readers that may open everything.
func Purposes() []Purpose { return []Purpose{ForIdentity, ForHealth, ForNarrative} }

// Identity is who somebody is. Sealed under the person's identity key.
type Identity struct {
	Name        string `json:"name,omitempty"`
	StaffNumber string `json:"staff_number,omitempty"`
}

// Health is what the incident did to somebody's body. Sealed under the
// person's health key.
type Health struct {
	Injury codes.Code `json:"injury"` // codes.Injury
}

// KeyRef names whose keys a detail is sealed under. A subject and purpose may
// have several keys, one for each append that sealed something; forgetting
// destroys them all.
type KeyRef struct {
	Kind    KeyKind
	Subject uuid.UUID // the person or the incident
	Purpose Purpose
}

// KeyKind is what the subject of a key is.
type KeyKind string

const (
	KeyOfPerson   KeyKind = "person"
	KeyOfIncident KeyKind = "incident"
)
