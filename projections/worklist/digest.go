package worklist

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
)

// Alarms are the states that somebody should look at: a digest counts these.
func Alarms() []agreement.State {
	return []agreement.State{agreement.Lapsed, agreement.DueNow, agreement.DueSoon, agreement.NotReceived}
}

// Group is the alarms of one agreement that are for one party, in the files of one actor.
type Group struct {
	Actor     uuid.UUID // who is responsible for the files; zero is nobody
	Party     codes.Code
	Agreement string

	Lapsed, Due, DueSoon, NotReceived int
	Invented                          int          // how many of these a demonstration made up
	Oldest                            calendar.Day // the first due date of them; 0 when none has one
}

// Digest is all alarms in groups, the most pressing first.
type Digest struct {
	Groups   []Group
	Position eventlog.Position
}

// DigestOf groups the alarms that belong in the list, of all its pages.
func (q Query) DigestOf(files []File) []Group {
	groups := map[Group]*Group{}
	for _, f := range files {
		for n, c := range f.Clocks {
			r := Row{File: f, Clock: c, N: n}
			if state := c.State(q.Now); q.Holds(r) && slices.Contains(Alarms(), state) {
				key := Group{Actor: f.Responsible, Party: c.Turn(q.Now), Agreement: c.Agreement}
				g := groups[key]
				if g == nil {
					g = &Group{Actor: key.Actor, Party: key.Party, Agreement: key.Agreement}
					groups[key] = g
				}
				g.add(r, state)
			}
		}
	}
	list := make([]Group, 0, len(groups))
	for _, g := range groups {
		list = append(list, *g)
	}
	slices.SortFunc(list, CompareGroups)
	return list
}

func (g *Group) add(r Row, s agreement.State) {
	switch s {
	case agreement.Lapsed:
		g.Lapsed++
	case agreement.DueNow:
		g.Due++
	case agreement.DueSoon:
		g.DueSoon++
	default:
		g.NotReceived++
	}
	if r.Invented {
		g.Invented++
	}
	if due := r.Clock.DueOn; due != 0 && (g.Oldest == 0 || due < g.Oldest) {
		g.Oldest = due
	}
}

// CompareGroups puts those first of which most has lapsed, then by what is due, due
// soon and not received.
func CompareGroups(a, b Group) int {
	return cmp.Or(
		cmp.Compare(b.Lapsed, a.Lapsed), cmp.Compare(b.Due, a.Due), cmp.Compare(b.DueSoon, a.DueSoon), cmp.Compare(b.NotReceived, a.NotReceived),
		cmp.Compare(a.Agreement, b.Agreement), cmp.Compare(a.Party, b.Party), bytes.Compare(a.Actor[:], b.Actor[:]),
	)
}
