package prosecution

import (
	"cmp"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/moment"
)

// Owed is something that a victim must be told and was not.
type Owed struct {
	Victim uuid.UUID
	Revision
	Received  moment.Moment // since when the employer could have told it
	Withdrawn bool          // the victim was told of it, and it was wrong
	Again     bool          // the victim was told of it, and it changed since
}

// Uninformed is what the victims of the case must still be told, by victim and notice:
// every outcome, as it is now, and that what they were told was wrong.
func (s Case) Uninformed() []Owed {
	var all []Owed
	for _, n := range s.Notices {
		told, is := n.Told.Get()
		if !is || !steps[told.Step].tells {
			continue
		}
		for _, victim := range s.Workers {
			knew, before := s.informed(victim, n)
			if before && knew.Revision.Revision == n.Revision || !before && n.Withdrawn || s.knowsByTwin(victim, n) {
				continue
			}
			all = append(all, Owed{
				Victim: victim, Revision: n.now(), Received: n.Received,
				Withdrawn: n.Withdrawn, Again: before && !n.Withdrawn,
			})
		}
	}
	slices.SortStableFunc(all, func(a, b Owed) int {
		return cmp.Compare(slices.Index(s.Workers, a.Victim), slices.Index(s.Workers, b.Victim))
	})
	return all
}

func (n Kept) now() Revision { return Revision{Notice: n.ID, Revision: n.Revision, Home: n.Home} }

const mostTellings = 1_000

// 7. Who was hit is told of every outcome, by somebody, on a day, in some way; what was
// told is kept, and what changes is told again. The victim is never the last to know.
func tell(s Case, c Tell) ([]Event, error) {
	if err := tellable(s, c); err != nil {
		return nil, err
	}
	whole := Together(s, c.Others...)
	if slices.Contains(whole.Tellings, c.ID) {
		return nil, nil // already as asked
	}
	f := form{at: c.At}
	c.Victim = whole.Same.Of(c.Victim)
	f.Check(c.ID != uuid.Nil, "id", "is missing", "give the telling an id")
	f.Check(slices.Contains(whole.Workers, c.Victim), "victim", "is no victim of this case", "link the worker first, or check the id")
	f.Note("channel", codes.TellingChannel.CheckAnswer(c.Channel, c.At))
	f.day("on", "say on which day it was told", c.On)
	e := VictimTold{ID: c.ID, Victim: s.linkedAs(c.Victim, whole.Same), Channel: c.Channel, On: c.On, Of: whole.toldOf(&f, c), Text: f.prose("text", c.Text, longestText), Document: c.Letter.ID}
	f.letter(c.Letter, whole.Same.Of(c.Letter.Worker) == c.Victim)
	if err := f.Err(); err != nil {
		return nil, err
	}
	switch {
	case len(e.Of) == 0:
		return nil, fault.New(fault.Refused, "there is nothing that this victim was not told: name the notices that it was about")
	case len(s.Tellings) >= mostTellings:
		return nil, fault.New(fault.Refused, "there are 1000 tellings in this case already: follow it on in a new case")
	}
	return []Event{e}, nil
}

// letter is one of this case that went out, and to this victim: else the case would say
// that somebody knows what another one read.
func (f *form) letter(l Letter, theirs bool) {
	switch {
	case l.ID == uuid.Nil:
	case !l.Found:
		f.Add("document", "is none of this case", "use the id that the list of its documents gives, or leave it out")
	case l.Withdrawn:
		f.Add("document", "was withdrawn", "name the one that was sent instead")
	case !l.Issued:
		f.Add("document", "did not go out yet", "issue it first")
	case !theirs:
		f.Add("document", "is not written to this victim", "name the letter to this one, or leave it out")
	}
}

// tellable: what is told is told in the case that stands for the others, and kept in
// each that holds some of it.
func tellable(s Case, c Tell) error {
	if c.Through != uuid.Nil && c.Through == s.MergedInto {
		return mine(s, c.Asked, access.TellVictim)
	}
	return current(s, c.Asked, c.Beside, access.TellVictim)
}

// toldOf are the notices that a telling is about, as they are now; whoever hears of one
// has heard of its twin.
func (s Case) toldOf(f *form, c Tell) []Revision {
	var all []Revision
	add := func(n Kept) {
		for _, one := range append([]Kept{n}, s.twins(n)...) {
			if one.ID == n.ID || !one.Withdrawn {
				all = with(all, one.now(), Revision.order)
			}
		}
	}
	if len(c.Notices) == 0 {
		for _, o := range s.Uninformed() {
			if n, _ := s.At(o.Revision); o.Victim == c.Victim {
				add(n)
			}
		}
		return all
	}
	for _, id := range c.Notices {
		n, found := s.Find(id)
		f.Check(found, "notices", "name one that this case does not have", "check the ids of the notices")
		add(n)
	}
	return all
}

// At is Find where two cases that were merged hold a notice of the same id.
func (s Case) At(r Revision) (Kept, bool) {
	i, found := slices.BinarySearchFunc(s.Notices, Kept{Notice: Notice{ID: r.Notice}, Home: r.Home}, Kept.order)
	if !found {
		return Kept{}, false
	}
	return s.Notices[i], true
}

func (r Revision) order(o Revision) int {
	if c := byID(r.Notice, o.Notice); c != 0 {
		return c
	}
	return byID(r.Home, o.Home)
}
