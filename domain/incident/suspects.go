package incident

import (
	"fmt"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
)

// Linked is a suspect of an incident: somebody with a file, somebody who can be
// described, somebody of whom nothing is known, or a group.
type Linked struct {
	ID      uuid.UUID   // of this link
	Kind    codes.Code  // codes.SuspectKind
	Suspect uuid.UUID   // the file, of who is known; zero otherwise
	Size    codes.Count // of a group; not recorded when nobody knows how many
	// Profile is as seen on the day: age and relation to the worker change from one
	// incident to the next. It is sealed under a key of the suspect, or of the incident.
	Profile person.Held[person.Profile]
}

// LinkSuspect tells who did it, as far as is known. With the id of a link on record
// it replaces that link: somebody who was only described is known now.
type LinkSuspect struct {
	Asked
	ID      uuid.UUID
	Kind    codes.Code
	Suspect uuid.UUID
	File    suspect.File // a fact from outside: the file of Suspect
	Size    codes.Count
	Profile person.Profile
}

// UnlinkSuspect tells that it was not this one.
type UnlinkSuspect struct {
	Asked
	ID     uuid.UUID // of the link
	Reason string
}

// SuspectLinked: this is who did it, as far as is known.
type SuspectLinked struct{ Linked }

// SuspectUnlinked: it was not this one.
type SuspectUnlinked struct {
	ID     uuid.UUID
	Reason person.Held[string]
}

func (LinkSuspect) incidentCommand()      {}
func (UnlinkSuspect) incidentCommand()    {}
func (SuspectLinked) EventType() string   { return "incident.suspect_linked.v1" }
func (SuspectUnlinked) EventType() string { return "incident.suspect_unlinked.v1" }
func (SuspectLinked) incidentEvent()      {}
func (SuspectUnlinked) incidentEvent()    {}

const (
	known        codes.Code = "KNOWN"
	unidentified codes.Code = "UNIDENTIFIED"
	group        codes.Code = "GROUP"

	mostSuspects = 100
	largestGroup = 100_000
)

// 15. Whoever was there describes; only who may see files links to one, or changes
// what was linked, so that nobody learns from an answer who has a file.
func linkSuspect(s Incident, c LinkSuspect) ([]Event, error) {
	if err := open(s, c.Asked, access.AddDetails); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(s.Suspects, func(l Linked) bool { return l.ID == c.ID })
	if may := c.By.May(access.LinkSuspect, s.Employer); may != nil {
		if c.Kind == known {
			return nil, may
		}
		if i >= 0 {
			return nil, fault.New(fault.Refused, "there is a suspect with this id already: use a new id, or let the registrar change it")
		}
	}
	f := newForm(c.Asked, s.Occurred)
	link := f.linked(c)
	if c.Kind == known {
		f.Check(c.File.Opened() && c.File.Employer == s.Employer, "suspect", "has no file here", "open a file first, or check its id")
		f.Check(!c.File.Opened() || c.File.Regime == s.Regime, "suspect", "has a file under another law", "open a file under the law of this incident: a record is never kept under both")
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	switch {
	case i >= 0 && s.Suspects[i] == link:
		return nil, nil // already as asked
	case c.Kind == known && slices.ContainsFunc(s.Suspects, func(l Linked) bool { return l.Suspect == c.Suspect && l.ID != c.ID }):
		return nil, fault.New(fault.Refused, "this suspect is linked to this incident already: nothing needs to be done")
	case i < 0 && len(s.Suspects) >= mostSuspects:
		return nil, fault.New(fault.Refused, fmt.Sprintf("there are %d suspects already: record the others as a group", mostSuspects))
	}
	return []Event{SuspectLinked{link}}, nil
}

func (f *form) linked(c LinkSuspect) Linked {
	f.Check(c.ID != uuid.Nil, "id", "is missing", "give the link an id")
	f.Note("kind", codes.SuspectKind.CheckOwn(c.Kind, f.day))
	f.Check((c.Suspect != uuid.Nil) == (c.Kind == known), "suspect", "does not go with the kind", "give the id of a file for KNOWN, and for no other")
	size := f.count("size", c.Size, largestGroup)
	f.Check(c.Kind == group || !size.Told(), "size", "is told of somebody who is no group", "leave it out, or use GROUP")
	f.Check(!size.Counted || size.Number >= 2, "size", "is no group", "a group is two or more; leave it out when nobody knows how many")
	return Linked{ID: c.ID, Kind: c.Kind, Suspect: c.Suspect, Size: size, Profile: f.profile(c.Kind, c.Profile)}
}

func (f *form) profile(kind codes.Code, p person.Profile) person.Held[person.Profile] {
	clean := person.Profile{
		Sex:      f.one("sex", codes.Sex, p.Sex),
		AgeBand:  f.one("age_band", codes.AgeBand, p.AgeBand),
		Relation: f.one("relation", codes.Relation, p.Relation),
	}
	f.Check(kind != group && kind != unidentified || clean.Sex+clean.AgeBand == "", "kind", "is one of whom sex and age are not told", "use DESCRIBED for somebody who was seen")
	if clean == (person.Profile{}) {
		return person.Held[person.Profile]{}
	}
	return person.Of(clean)
}

// 16. Who turned out to be the wrong one is unlinked, with a reason.
func unlinkSuspect(s Incident, c UnlinkSuspect) ([]Event, error) {
	if err := open(s, c.Asked, access.LinkSuspect); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(s.Suspects, func(l Linked) bool { return l.ID == c.ID }) {
		return nil, nil // already as asked
	}
	f := newForm(c.Asked, s.Occurred)
	return facts(SuspectUnlinked{ID: c.ID, Reason: f.why(c.Reason)}, f.Err())
}

// linkedAfter replaces a link that has the id, where it stands.
func linkedAfter(list []Linked, now Linked) []Linked {
	list = slices.Clone(list)
	if i := slices.IndexFunc(list, func(l Linked) bool { return l.ID == now.ID }); i >= 0 {
		list[i] = now
		return list
	}
	return append(list, now)
}
