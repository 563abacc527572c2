package aftercare

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/pseudonym"
)

// Other is a file of care as its own stream knows it.
type Other struct {
	ID    uuid.UUID
	State Care
}

// Group are the files of one worker after one incident: one for each pseudonym under which
// the employer looked after him. First stands the one in which the others are followed,
// that of the pseudonym that he goes by where there is one.
type Group []Other

// GroupOf gathers a file with those that are of the same worker after the same incident. Of
// a file that is not there it is that alone. The error is that of either.
func GroupOf(id uuid.UUID, at func(uuid.UUID) (Care, error), who func(uuid.UUID) (pseudonym.State, error)) (Group, error) {
	own, err := at(id)
	if err != nil || !own.Opened() {
		return Group{{ID: id, State: own}}, err
	}
	persons, err := pseudonym.FamilyOf(own.Worker, who)
	if err != nil {
		return nil, err
	}
	var all Group
	for _, o := range Files(own.Incident, persons) {
		if o.State = own; o.ID != id {
			if o.State, err = at(o.ID); err != nil {
				return nil, err
			}
		}
		if o.State.Opened() {
			all = append(all, o)
		}
	}
	return all, nil
}

// Files are those that there may be of pseudonyms after an incident: the first one's first,
// the others in the order of their pseudonyms, which does not change with who was merged first.
func Files(incident uuid.UUID, persons []uuid.UUID) Group {
	rest := slices.Clone(persons[1:])
	slices.SortFunc(rest, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	var all Group
	for _, person := range append(slices.Clone(persons[:1]), rest...) {
		all = append(all, Other{ID: ID(incident, person)})
	}
	return all
}

// Stands is the file in which all of them are followed.
func (g Group) Stands() uuid.UUID { return g[0].ID }

// Whole is the care for the worker as all the files tell it. It is a view: nothing is
// written, so that what was merged can be split and is as it was. What it says of whose
// file it is is that of the one that stands.
func (g Group) Whole() Care {
	whole := g[0].State
	if len(g) == 1 {
		return whole
	}
	for i, o := range g {
		whole.Parts = append(whole.Parts, o.State)
		if i == 0 {
			continue
		}
		for _, t := range o.State.Tellings {
			t.Home = o.ID
			at, _ := slices.BinarySearchFunc(whole.Tellings, t, Telling.order)
			whole.Tellings = slices.Insert(slices.Clone(whole.Tellings), at, t)
		}
	}
	return whole
}

func (t Telling) order(o Telling) int {
	return cmp.Or(bytes.Compare(t.ID[:], o.ID[:]), bytes.Compare(t.Home[:], o.Home[:]))
}

// done is what one of the files says was done, the first of them by the day that it was:
// what was done for the worker was done, under whatever pseudonym.
func (s Care) done(step codes.Code) (done Duty, found bool) {
	for _, part := range s.Parts {
		d := part.Duty(step)
		if d.Status == "DONE" && (!found || d.On.Before(done.On)) {
			done, found = d, true
		}
	}
	return done, found
}

// dues is from which of several files it counts when the report came to be due: it is one
// report. Where one of the files says that it was made, that one; else the one that knew first.
func (s Care) dues() []agreement.Happened {
	var first []agreement.Happened
	for _, part := range s.Parts {
		own := part.due()
		switch {
		case part.Duty(report).Status == "DONE":
			return own
		case len(own) > 0 && (first == nil || own[0].At.Before(first[0].At)):
			first = own
		}
	}
	return first
}
