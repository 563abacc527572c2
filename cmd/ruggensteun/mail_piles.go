package main

import (
	"context"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/mailing"
	"ruggensteun/projections/worklist"
)

// piles is what is to be done at an employer, as the work list counts it: what was put
// away is left out.
func (s *store) piles(ctx context.Context, owner uuid.UUID, now time.Time, zone *time.Location) ([]mailing.Pile, error) {
	list := postgres.OpenWorklist(s.db)
	q := worklist.Query{Now: now, Today: calendar.DayOf(now.In(zone)), Employer: owner}
	d, err := list.Digest(ctx, access.Scope{Employer: owner}, q)
	if err != nil {
		return nil, err
	}
	offered, err := list.Offered(ctx, owner)
	if err != nil {
		return nil, err
	}
	piles := []mailing.Pile{}
	for _, g := range d.Groups {
		p := mailing.Pile{Actor: g.Actor, Party: g.Party, Counts: mailing.Counts{Lapsed: g.Lapsed, Due: g.Due, DueSoon: g.DueSoon, NotReceived: g.NotReceived}}
		if g.Party == standIn {
			p.Actor = uuid.Nil // not whoever let it pass
		}
		piles = append(piles, p)
	}
	for actor, n := range offered {
		piles = append(piles, mailing.Pile{Actor: actor, Party: standIn, Counts: mailing.Counts{Offered: n}})
	}
	return piles, nil
}

const standIn codes.Code = "STAND_IN"

// staff are the employers there are, and whether a demonstration told of each.
func (s *store) staff(ctx context.Context) (map[uuid.UUID]bool, error) {
	source := postgres.OpenFacts(s.db)
	head, err := source.Head(ctx)
	if err != nil {
		return nil, err
	}
	versions, err := source.Employers(ctx, 0, head)
	if err != nil {
		return nil, err
	}
	all := map[uuid.UUID]bool{}
	for _, e := range versions {
		all[e.Key] = e.Row.Invented
	}
	return all, nil
}
