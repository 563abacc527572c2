package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/mailing"
)

// mostHeldDays is how far back a program looks, when it starts, for what was held and
// never written of because no program ran.
const mostHeldDays = 7

// round makes what the clock asks for. It only records that it is to be written; the
// consumer writes it, so that two programs that make rounds write once.
type round struct {
	*postOffice
	back calendar.Day         // days to look back for what was held
	done map[uuid.UUID]string // the last day whose digest is known to be made, by address
	// invented are the employers that a demonstration told of: so is whatever is written to them.
	invented map[uuid.UUID]bool
}

func (r *round) make(ctx context.Context) error {
	employers, err := r.staff(ctx)
	if err != nil {
		return err
	}
	r.invented = employers
	var failed error
	for id := range employers {
		if err := r.ofEmployer(ctx, id); err != nil {
			failed = errors.Join(failed, fmt.Errorf("mail of employer %s: %w", id, err))
		}
	}
	if failed == nil {
		r.back = 1
	}
	return failed
}

func (r *round) ofEmployer(ctx context.Context, id uuid.UUID) error {
	book, _, err := mailing.BookDecider.Load(ctx, r.journal, mailing.BookStream(id))
	if err != nil || len(book.Entries) == 0 {
		return err
	}
	zone, err := r.zoneOf(ctx, id)
	if err != nil {
		return err
	}
	now := r.clock()
	var piles []mailing.Pile // asked when the first digest needs them
	for _, e := range book.Entries {
		switch e.Wants {
		case mailing.AtOnce:
			err = r.gather(ctx, id, e, now, zone)
		case mailing.Daily:
			err = r.digest(ctx, id, e, now, zone, func() (mailing.Counts, error) {
				if piles == nil {
					if piles, err = r.piles(ctx, id, now, zone); err != nil {
						return mailing.Counts{}, err
					}
				}
				return book.Share(e, piles), nil
			})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *round) digest(ctx context.Context, owner uuid.UUID, e mailing.Entry, now time.Time, zone *time.Location, count func() (mailing.Counts, error)) error {
	day, due := e.DigestDay(now, zone)
	if !due || r.done[e.ID] == day.String() {
		return nil
	}
	stream := mailing.DayStream(e.ID, day)
	known, _, err := mailing.DayDecider.Load(ctx, r.journal, stream)
	if err != nil {
		return err
	}
	if known.Digest == nil {
		counts, err := count()
		if err != nil {
			return err
		}
		// One that is made late counts what is to be done now.
		cmd := mailing.MakeDigest{Asked: r.asked(owner, e, now), Day: day.String(), Counts: counts}
		if _, err := mailing.DayDecider.Run(ctx, r.journal, stream, cmd, ofProgram(owner, "digest/"+stream.String(), stream.ID, r.invented[owner])); err != nil {
			return err
		}
	}
	r.done[e.ID] = day.String()
	return nil
}

// gather lets what was held be written of when it has waited long enough.
func (r *round) gather(ctx context.Context, owner uuid.UUID, e mailing.Entry, now time.Time, zone *time.Location) error {
	today := calendar.DayOf(now.In(zone))
	for day := today - r.back; day <= today; day++ {
		stream := mailing.DayStream(e.ID, day)
		known, version, err := mailing.DayDecider.Load(ctx, r.journal, stream)
		if err != nil {
			return err
		}
		if !known.Ripe(now) {
			continue
		}
		key := fmt.Sprintf("gather/%s/%d", stream, version)
		if _, err := mailing.DayDecider.Run(ctx, r.journal, stream, mailing.Gather{Asked: r.asked(owner, e, now)}, ofProgram(owner, key, stream.ID, r.invented[owner])); err != nil {
			return err
		}
	}
	return nil
}

func (r *round) asked(owner uuid.UUID, e mailing.Entry, now time.Time) mailing.Asked {
	return mailing.Asked{By: access.Mailing(), At: now, Employer: owner, Address: e.ID}
}
