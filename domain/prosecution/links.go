package prosecution

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

// Link is one end of a case: many incidents, workers and aangiften, one suspect. Each
// of them can be in many cases, because OM and courts register per suspect.
type Link struct {
	Kind LinkKind
	ID   uuid.UUID
}

// LinkKind is what is linked.
type LinkKind string

const (
	ToIncident LinkKind = "INCIDENT"
	ToWorker   LinkKind = "WORKER" // by person id; a victim
	ToAangifte LinkKind = "AANGIFTE"
	ToSuspect  LinkKind = "SUSPECT" // by file
)

const (
	mostLinks = 200
	mostNamed = 10 // of those that would do
)

// set is where the links of a kind are kept; nil for a suspect and for no kind.
func (s *Case) set(kind LinkKind) *[]uuid.UUID {
	switch kind {
	case ToIncident:
		return &s.Incidents
	case ToWorker:
		return &s.Workers
	case ToAangifte:
		return &s.Aangiften
	}
	return nil
}

func (s Case) has(l Link) bool {
	if l.Kind == ToSuspect {
		return s.Suspect == l.ID
	}
	set := s.set(l.Kind)
	return set != nil && slices.Contains(*set, l.ID)
}

func (s Case) linked(l Link) Case {
	if l.Kind == ToSuspect {
		s.Suspect = l.ID
	} else if set := s.set(l.Kind); set != nil {
		*set = with(*set, l.ID, byID)
	}
	return s
}

func (s Case) unlinked(l Link) Case {
	if l.Kind == ToSuspect {
		s.Suspect = uuid.Nil
	} else if set := s.set(l.Kind); set != nil {
		if *set = slices.DeleteFunc(slices.Clone(*set), func(id uuid.UUID) bool { return id == l.ID }); len(*set) == 0 {
			*set = nil
		}
	}
	return s
}

// 2. What is linked is the same employer's and under the same law; a case has one
// suspect, and another one is another case (DOMAIN 6).
func join(s Case, c Join) ([]Event, error) {
	if err := current(s, c.Asked, c.Beside, access.ChangeCase); err != nil {
		return nil, err
	}
	f, whole := form{at: c.At}, Together(s, c.Others...)
	f.link(c.Link)
	if c.Kind != ToWorker && f.Err() == nil {
		f.Check(c.Target.Employer == s.Employer, "id", "is not on record here", "check the id")
		f.Check(c.Target.Employer != s.Employer || c.Target.Regime == s.Regime, "id", "is kept under another law", "open a case under the law of that record: a record is never kept under both")
	}
	if c.Kind == ToWorker && f.Err() == nil && !s.has(c.Link) {
		f.hit(c)
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	switch {
	case s.has(c.Link):
		return nil, nil // already as asked
	case c.Kind == ToSuspect && whole.Suspect != uuid.Nil && whole.Suspect != c.Link.ID:
		return nil, fault.New(fault.Refused, "this case has a suspect: open a case for each suspect, or unlink the wrong one first")
	case c.Kind != ToSuspect && len(*s.set(c.Kind)) >= mostLinks:
		return nil, fault.New(fault.Refused, "there are 200 links of this kind already: unlink what does not belong here")
	}
	return []Event{Linked{c.Link}}, nil
}

// hit: a victim of the case is somebody who was hit in what it is about. Else an
// outcome would be told to somebody whom it does not concern (AVG 10).
func (f *form) hit(c Join) {
	if slices.Contains(c.Target.Hit, c.Link.ID) {
		return
	}
	if len(c.Target.Hit) == 0 {
		f.Add("id", "was hit in no incident of this case", "link an incident first in which this worker was hit")
		return
	}
	could := c.Target.Hit[:min(len(c.Target.Hit), mostNamed)]
	var names []string
	for _, person := range could {
		names = append(names, person.String())
	}
	f.Add("id", "was hit in no incident of this case", "use "+strings.Join(names, " or ")+", or link an incident first in which this worker was hit")
}

// 3. What does not belong to the case is unlinked, with a reason.
func part(s Case, c Part) ([]Event, error) {
	if err := mine(s, c.Asked, access.ChangeCase); err != nil {
		return nil, err
	}
	f := form{at: c.At}
	f.link(c.Link)
	links := s.under(c.Link, Together(s, c.Others...).Same)
	if f.Err() != nil || len(links) == 0 {
		return nil, f.Err() // nothing to take away
	}
	reason := f.why(c.Reason)
	if err := f.Err(); err != nil {
		return nil, err
	}
	var events []Event
	for _, l := range links {
		events = append(events, Unlinked{Link: l, Reason: reason})
	}
	return events, nil
}

func (f *form) link(l Link) {
	known := slices.Contains([]LinkKind{ToIncident, ToWorker, ToAangifte, ToSuspect}, l.Kind)
	f.Check(known, "kind", "is nothing that a case is linked to", "use INCIDENT, WORKER, AANGIFTE or SUSPECT")
	f.Check(l.ID != uuid.Nil, "id", "is missing", "give the id of what is linked")
}
