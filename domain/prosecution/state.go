package prosecution

import (
	"bytes"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/pseudonym"
)

// Case is the state of one case. Its lists are sets in the order of their ids, so that
// nothing in it depends on the order in which things came in.
type Case struct {
	Employer  uuid.UUID // zero before it is opened
	Regime    codes.Code
	Incidents []uuid.UUID
	Workers   []uuid.UUID // who were its victims
	Aangiften []uuid.UUID
	Suspect   uuid.UUID // the file; zero while nobody knows who
	Notices   []Kept
	Informed  []Informed
	Tellings  []uuid.UUID
	Closed    bool

	MergedInto uuid.UUID   // another case that is the same one; zero when it stands for itself
	Merged     []uuid.UUID // cases that were merged into this one

	Same pseudonym.Same // of a view: which pseudonyms are of one worker (see As)
}

// Kept is a notice as it stands now.
type Kept struct {
	Notice
	Revision  int // how often it came to say something else
	Withdrawn bool
	Home      uuid.UUID // the case that holds it; zero is this one (see Together)
}

// Revision is what a notice said at some time.
type Revision struct {
	Notice   uuid.UUID
	Revision int
	Home     uuid.UUID // the case that holds the notice; zero is this one
}

// Informed is somebody who was told of a notice as it was then.
type Informed struct {
	Victim uuid.UUID
	Revision
	On moment.Moment
}

// Opened tells whether there is such a case at all.
func (s Case) Opened() bool { return s.Employer != uuid.Nil }

// Find gives a notice of the case, withdrawn ones too.
func (s Case) Find(id uuid.UUID) (Kept, bool) {
	if i := slices.IndexFunc(s.Notices, func(n Kept) bool { return n.ID == id }); i >= 0 {
		return s.Notices[i], true
	}
	return Kept{}, false
}

func evolve(s Case, e Event) Case {
	switch e := e.(type) {
	case Opened:
		return Case{Employer: e.Employer, Regime: e.Regime}
	case Linked:
		return s.linked(e.Link)
	case Unlinked:
		return s.unlinked(e.Link)
	case NoticeReceived:
		s.Notices = with(s.Notices, Kept{Notice: e.Notice}, Kept.order)
	case NoticeCorrected:
		return s.changed(e.ID, func(n *Kept) {
			n.Notice = e.Notice
			if e.Again {
				n.Revision++
			}
		})
	case NoticeWithdrawn:
		return s.changed(e.ID, func(n *Kept) {
			n.Withdrawn = true
			n.Revision++
		})
	case VictimTold:
		for _, r := range e.Of {
			s.Informed = with(s.Informed, Informed{Victim: e.Victim, Revision: r, On: e.On}, Informed.order)
		}
		s.Tellings = with(s.Tellings, e.ID, byID)
	case Closed:
		s.Closed = true
	case Reopened:
		s.Closed = false
	case Merged:
		s.MergedInto = e.Into
	case SplitOff:
		s.MergedInto = uuid.Nil
	case Absorbed:
		s.Merged = with(s.Merged, e.Case, byID)
	case Released:
		return s.released(e.Case)
	case Erased:
		return s.without(e.Purpose)
	}
	return s
}

func (s Case) changed(id uuid.UUID, change func(*Kept)) Case {
	if n, found := s.Find(id); found {
		change(&n)
		s.Notices = with(s.Notices, n, Kept.order)
	}
	return s
}

func (s Case) released(id uuid.UUID) Case {
	s.Merged = slices.DeleteFunc(slices.Clone(s.Merged), func(have uuid.UUID) bool { return have == id })
	if len(s.Merged) == 0 {
		s.Merged = nil
	}
	return s
}

// with puts an element into a sorted set, in the place of one that is its equal.
func with[T any](set []T, add T, order func(a, b T) int) []T {
	i, found := slices.BinarySearchFunc(set, add, order)
	if found {
		set = slices.Clone(set)
		set[i] = add
		return set
	}
	return slices.Insert(slices.Clone(set), i, add)
}

func byID(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) }

func (n Kept) order(o Kept) int {
	if c := byID(n.ID, o.ID); c != 0 {
		return c
	}
	return byID(n.Home, o.Home)
}

func (i Informed) order(o Informed) int {
	if c := byID(i.Victim, o.Victim); c != 0 {
		return c
	}
	return i.Revision.order(o.Revision)
}

// readable gives what a notice says, unless it counts no more or cannot be read.
func (n Kept) readable() (Told, bool) {
	told, is := n.Told.Get()
	return told, is && !n.Withdrawn
}

// Unreadable counts the notices of which this reader cannot see what they say, of the
// case or of money: their keys were destroyed, or this reader did not ask. A case is not
// closed in silence over a debt that nobody can see any more.
func (s Case) Unreadable() int {
	n := 0
	for _, k := range s.Notices {
		if !k.Withdrawn && (!shown(k.Told.State) || !shown(k.Amounts.State)) {
			n++
		}
	}
	return n
}

// shown: what was never given hides nothing.
func shown(s person.State) bool { return s == person.Present || s == person.Absent }
