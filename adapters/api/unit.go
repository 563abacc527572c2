package api

import (
	"context"

	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/access"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/triage"
)

// unitFor is the unit that a record is of, for who is kept to one: by what the log says of its
// incidents at this moment. It is not looked up for anybody else, and nothing is opened for it.
func (a *api) unitFor(ctx context.Context, k kind, id uuid.UUID) (string, error) {
	if callOf(ctx).actor.Unit == "" {
		return "", nil
	}
	r := resting{closed: decider.NewJournal(a.Log, a.Closed)}
	if k.noun == anIncident.noun {
		return r.incident(ctx, id).Place.Unit, r.err
	}
	var units []string
	for _, one := range r.on(ctx, k, id) {
		// As on the work list: of what was merged, the record that it counts under.
		root := incident.Root(one, func(id uuid.UUID) incident.Incident { return r.incident(ctx, id) })
		units = append(units, r.incident(ctx, root).Place.Unit)
	}
	return access.TheUnit(units), r.err
}

// resting finds what a record rests on, and keeps the first thing that went wrong.
type resting struct {
	closed decider.Journal
	err    error
}

func (r *resting) incident(ctx context.Context, id uuid.UUID) incident.Incident {
	return loaded(ctx, r, incident.Decider, incident.Stream(id))
}

func loaded[C, S any, E decider.Event](ctx context.Context, r *resting, d decider.Decider[C, S, E], of eventlog.Stream) (state S) {
	if r.err == nil {
		state, _, r.err = d.Load(ctx, r.closed, of)
	}
	return state
}

// on are the incidents. A case rests on those of all that it was merged with, as it is read.
func (r *resting) on(ctx context.Context, k kind, id uuid.UUID) []uuid.UUID {
	switch k.noun {
	case aCase.noun:
		family, err := prosecution.FamilyOf(id, func(id uuid.UUID) (prosecution.Case, error) {
			return loaded(ctx, r, prosecution.Decider, prosecution.Stream(id)), r.err
		})
		if err != nil {
			r.err = err
			return nil
		}
		return family.Of(family.Root()).Incidents
	case anAangifte.noun:
		return loaded(ctx, r, aangifte.Decider, aangifte.Stream(id)).Content.Incidents
	case theCare.noun:
		if s := loaded(ctx, r, aftercare.Decider, aftercare.Stream(id)); s.Opened() {
			return []uuid.UUID{s.Incident}
		}
	}
	return nil
}

// isTheirs tells whether a record that was found beside another one is of the unit that the actor is
// kept to; of whoever is kept to none it is.
func (a *api) isTheirs(ctx context.Context, k kind, id uuid.UUID) (bool, error) {
	unit, err := a.unitFor(ctx, k, id)
	return err == nil && unit == callOf(ctx).actor.Unit, err
}

// ownerNamed is the employer of a record that a body names; none, and an attempt, where it is of
// another employer or unit.
func (a *api) ownerNamed(ctx context.Context, k kind, id, owner uuid.UUID) (uuid.UUID, error) {
	if err := a.attemptedBeside(ctx, k, id, owner); err != nil || id == uuid.Nil || owner != callOf(ctx).actor.Employer {
		return owner, err
	}
	theirs, err := a.isTheirs(ctx, k, id)
	if err != nil || theirs {
		return owner, err
	}
	return uuid.Nil, a.attemptedOf(ctx, owner, k, id, access.ByUnit, nil)
}

// theirs leaves out what is of another unit, where what is beside a record was found.
func (a *api) theirs(ctx context.Context, k kind, ids []uuid.UUID, err error) ([]uuid.UUID, error) {
	var own []uuid.UUID
	for _, id := range ids {
		is, asked := false, err
		if err == nil {
			is, asked = a.isTheirs(ctx, k, id)
		}
		if err = asked; is {
			own = append(own, id)
		}
	}
	return own, err
}

func (c *recordChange) ofNotice(ctx context.Context) triage.Asked {
	return triage.Asked{By: callOf(ctx).actor, At: c.at, Employer: c.employer}
}
