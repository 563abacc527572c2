package aftercare

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/pseudonym"
)

// Other is a file of care as its own stream knows it.
type Other struct {
	ID    uuid.UUID
	State Care
}

// Group are the files of one worker after one incident: one for each pseudonym under which
// the employer looked after him, and for each record of what happened that was merged with
// the others. First stands the one in which the others are followed: of the record that
// the others count under, and of the pseudonym that he goes by, where there is one.
type Group []Other

// Records reads what a group is gathered from. What was merged is told on both sides.
type Records struct {
	Care     func(uuid.UUID) (Care, error)
	Who      func(uuid.UUID) (pseudonym.State, error)
	Happened func(uuid.UUID) (incident.Incident, error)
}

// GroupOf gathers a file with those that are of the same worker after the same incident. Of
// a file that is not there it is that alone. The error is that of any of them.
func GroupOf(id uuid.UUID, r Records) (Group, error) {
	own, err := r.Care(id)
	if err != nil || !own.Opened() {
		return Group{{ID: id, State: own}}, err
	}
	persons, err := pseudonym.FamilyOf(own.Worker, r.Who)
	if err != nil {
		return nil, err
	}
	incidents, err := incident.FamilyOf(own.Incident, r.Happened)
	if err != nil {
		return nil, err
	}
	var all Group
	for _, o := range Files(incidents, persons) {
		if o.State = own; o.ID != id {
			if o.State, err = r.Care(o.ID); err != nil {
				return nil, err
			}
		}
		if o.State.Opened() {
			all = append(all, o)
		}
	}
	return all, nil
}

// Files are those that there may be of pseudonyms after incidents that are one: the first
// incident's first, and of each the first pseudonym's, the others in the order of their
// ids, which does not change with what was merged first.
func Files(incidents, persons []uuid.UUID) Group {
	incidents, persons = ordered(incidents), ordered(persons)
	var all Group
	for _, incident := range incidents {
		for _, person := range persons {
			all = append(all, Other{ID: ID(incident, person)})
		}
	}
	return all
}

// ordered leaves the first where it is.
func ordered(ids []uuid.UUID) []uuid.UUID {
	ids = slices.Clone(ids)
	slices.SortFunc(ids[1:], func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	return ids
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
