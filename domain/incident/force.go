package incident

import (
	"slices"

	"ruggensteun/domain/access"
	"ruggensteun/domain/person"
)

// ReferToForce points to the police's own report of the use of force. Force by the
// police is never recorded here: it has a registration and a judge of its own, and
// the two are never mixed.
type ReferToForce struct {
	Asked
	Report string // its number with the police
	Blind  bool   // as of AddDetails
}

// ForceReferenced: the police have a report of their use of force.
type ForceReferenced struct {
	Report person.Held[string]
}

func (ReferToForce) incidentCommand()     {}
func (ForceReferenced) EventType() string { return "incident.force_report_referenced.v1" }
func (ForceReferenced) incidentEvent()    {}

// 7. Of force by the police only the number of their own report is kept.
func referToForce(s Incident, c ReferToForce) ([]Event, error) {
	if err := open(s, c.Asked, access.AddDetails); err != nil {
		return nil, err
	}
	f := newForm(c.Asked, s.Occurred)
	f.blind = f.blind || c.Blind
	e := ForceReferenced{Report: f.short("report", c.Report, longestReference)}
	f.Check(e.Report.State == person.Present || f.Has("report"), "report", "is missing", "give the number that the police's own report has")
	if !f.blind && slices.Contains(s.ForceReports, e.Report) {
		return nil, f.Err()
	}
	return facts(e, f.Err())
}
