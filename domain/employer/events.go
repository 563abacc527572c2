// Package employer is who registers incidents: what kind of organisation, in
// which time zone, with which areas, units and free days of its own. Each is
// the controller of its own records (AVG).
package employer

import (
	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
)

// Stream is the history of one employer.
func Stream(id uuid.UUID) eventlog.Stream {
	return eventlog.Stream{Category: "employer", ID: id}
}

// Event is a fact about an employer.
type Event interface {
	EventType() string
	employerEvent()
}

// Registered: an employer starts to register with us. Its key is made in the
// same append.
type Registered struct {
	ID       uuid.UUID
	Code     string     // short, chosen by the operator, unique in the store: "GEM-ROTTERDAM"
	Name     string     // of the organisation; not personal
	Kind     codes.Code // codes.EmployerKind
	Zone     string     // IANA name; its hours and weekdays are grouped in it
	Areas    []Area
	Units    []Unit
	Holidays []Holiday
}

// Changed: the employer's details are as given from now on; nil leaves as it was.
type Changed struct {
	Name     *string
	Kind     *codes.Code
	Zone     *string
	Areas    *[]Area
	Units    *[]Unit
	Holidays *[]Holiday
}

// Area is a part of the map that the employer itself distinguishes.
type Area struct {
	Code      string       `json:"code"`
	Name      string       `json:"name"`
	Gemeenten []codes.Code `json:"gemeenten,omitempty"` // CBS codes: "GM0599"
}

// Unit is a team, post or district of the employer.
type Unit struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// Holiday is a day off of the employer's own, beside the law's.
type Holiday struct {
	Date string `json:"date"` // 2006-01-02
	Name string `json:"name"`
}

func (Registered) EventType() string { return "employer.registered.v1" }
func (Changed) EventType() string    { return "employer.changed.v1" }

func (Registered) employerEvent() {}
func (Changed) employerEvent()    {}
