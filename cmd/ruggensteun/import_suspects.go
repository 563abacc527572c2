package main

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/adapters/intake"
	"ruggensteun/domain/access"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

// seen is a suspect as a file can tell of one: nothing in it says who it is, so two
// that are told the same are two of the same.
type seen struct {
	incident.Linked
}

func seenAs(l incident.Linked) seen {
	l.ID = uuid.Nil
	return seen{l}
}

// unmatched takes out of one list what stands in the other, each as often as it
// does, and gives what is left of both.
func unmatched(a, b []incident.Linked) (left, right []incident.Linked) {
	right = slices.Clone(b)
	for _, l := range a {
		i := slices.IndexFunc(right, func(r incident.Linked) bool { return seenAs(r) == seenAs(l) })
		if i < 0 {
			left = append(left, l)
			continue
		}
		right = slices.Delete(right, i, i+1)
	}
	return left, right
}

func sameSuspects(a, b []incident.Linked) bool {
	left, right := unmatched(a, b)
	return len(left)+len(right) == 0
}

// lost tells whether nobody knows any more how somebody was described.
func lost(l incident.Linked) bool { return l.Profile.State == person.Forgotten }

// suspects compares those of the file, if it was asked for any.
func (c *comparison) suspects(asked []intake.Suspect) {
	said, now, want := c.said.Suspects, c.now.Suspects, c.want.Suspects
	switch {
	case asked == nil:
	case c.hidden():
		if len(want)+len(said) > 0 {
			c.list(intake.NotCompared, "", "suspects")
		}
	case slices.ContainsFunc(said, lost) || slices.ContainsFunc(now, lost):
		c.list(intake.Destroyed, "", "a suspect")
	case sameSuspects(want, said) || sameSuspects(want, now):
	case !sameSuspects(said, now):
		c.list(intake.ChangedSince, "", "suspects")
	default:
		c.mendSuspects(unmatched(now, want))
	}
}

// mendSuspects makes of those on record what the file says now, one for one, as far
// as there are as many.
func (c *comparison) mendSuspects(gone, come []incident.Linked) {
	if len(gone) > 0 && c.actor.May(access.LinkSuspect, c.employer.ID) != nil {
		c.list(intake.NotCompared, "", "suspects")
		return
	}
	if len(gone)+len(come) > 0 {
		c.changed("suspects")
	}
	for _, l := range come {
		cmd := incident.LinkSuspect{Asked: c.asked(), ID: uuid.Must(uuid.NewV7()), Kind: l.Kind, Size: l.Size, Profile: l.Profile.Value}
		if len(gone) > 0 {
			cmd.ID, gone = gone[0].ID, gone[1:]
		}
		c.m.more = append(c.m.more, cmd)
	}
	for _, l := range gone {
		c.m.more = append(c.m.more, incident.UnlinkSuspect{Asked: c.asked(), ID: l.ID, Reason: c.reason})
	}
}
