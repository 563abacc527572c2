package api

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections"
)

// kind is a kind of record: how it is named to people, and where its history is.
type kind struct {
	noun   string
	stream func(uuid.UUID) eventlog.Stream
}

// named finds a record that this actor may do this to, and whose it is, without
// opening anything. An id that is none gets the answer of one that does not exist.
func (a *api) named(ctx context.Context, k kind, text string, action access.Action) (id, owner uuid.UUID, err error) {
	actor := callOf(ctx).actor
	// Whoever may do this to no record at all learns nothing of this one.
	refused := actor.MaySome(action, actor.Employer)
	id, err = uuid.Parse(text)
	isOne := err == nil && id.String() == text
	switch {
	case refused != nil && isOne:
		return uuid.Nil, uuid.Nil, a.attempted(ctx, k, id, access.ByRole, refused)
	case refused != nil:
		return uuid.Nil, uuid.Nil, refused
	case !isOne:
		return uuid.Nil, uuid.Nil, access.NoSuch(k.noun)
	}
	recorded, err := a.Records.ReadStreamAs(ctx, actor.Over(action), k.stream(id))
	if err != nil {
		return uuid.Nil, uuid.Nil, fmt.Errorf("read the history of %s %s: %w", k.noun, id, err)
	}
	if len(recorded) == 0 {
		return uuid.Nil, uuid.Nil, a.attempted(ctx, k, id, access.ByUnit, access.NoSuch(k.noun))
	}
	owner = recorded[0].Employer
	unit, err := a.unitFor(ctx, k, id)
	if err != nil {
		return uuid.Nil, uuid.Nil, err
	}
	if actor.May(action, owner, unit) != nil {
		// He may do it to some record, so it is this one that is not his: in the words of what is not there,
		// whatever the action says of records of another kind.
		return uuid.Nil, uuid.Nil, a.attempted(ctx, k, id, access.ByUnit, access.NoSuch(k.noun))
	}
	return id, owner, nil
}

// recordChange is a command on a record, on its way.
type recordChange struct {
	id       uuid.UUID
	employer employer.Employer
	unit     string // that it is of, for who is kept to one
	request  decider.Request
	wrong    fault.Fields
	at       time.Time // one moment for all that it records
}

// newRecord begins a record of an employer that may be named; body has been read.
func (a *api) newRecord(ctx context.Context, in Keyed, action access.Action, code func() string, body any) (*recordChange, error) {
	c := &recordChange{id: a.NewID(), at: a.Clock()}
	if err := decode(in.RawBody, body, &c.wrong); err != nil {
		return nil, err
	}
	c.request = a.request(ctx, in, string(action), &c.wrong)
	if err := c.wrong.Err(); err != nil {
		return nil, err
	}
	var err error
	if c.employer, err = a.employerNamed(ctx, code()); err != nil {
		return nil, err
	}
	c.request.Employer = c.employer.ID
	return c, callOf(ctx).actor.MaySome(action, c.employer.ID)
}

// changeRecord reads the form of a change. Whether there is such a record, and whether
// this actor may know of it, is asked first, so that what is wrong with the body tells
// nothing.
func (a *api) changeRecord(ctx context.Context, in Versioned, k kind, text string, action access.Action, about string, body any) (*recordChange, error) {
	id, owner, err := a.named(ctx, k, text, action)
	if err != nil {
		return nil, err
	}
	c := &recordChange{id: id, at: a.Clock()}
	if err := decode(in.RawBody, body, &c.wrong); err != nil {
		return nil, err
	}
	c.request = a.changing(ctx, in, about+" "+k.noun+" "+id.String(), &c.wrong)
	c.request.Employer = owner
	if err := c.wrong.Err(); err != nil {
		return nil, err
	}
	if c.unit, err = a.unitFor(ctx, k, id); err != nil {
		return nil, err
	}
	c.employer, err = a.employerOf(ctx, owner)
	return c, err
}

// runRecord carries a command out, unless its form could not be read: then it says what
// the trade finds wrong as well.
func runRecord[C, S any, E decider.Event](ctx context.Context, a *api, c *recordChange, d decider.Decider[C, S, E], s eventlog.Stream, cmd C) (*receiptAnswer, error) {
	if err := refused(ctx, a, c, d, s, cmd); err != nil {
		return nil, err
	}
	return run(ctx, a, d, s, cmd, c.request)
}

// refused is nil when the form could be read.
func refused[C, S any, E decider.Event](ctx context.Context, a *api, c *recordChange, d decider.Decider[C, S, E], s eventlog.Stream, cmd C) error {
	if c.wrong.Err() == nil {
		return nil
	}
	state, _, err := d.Load(ctx, a.journal, s)
	if err != nil {
		return err
	}
	return unfit(d, state, cmd, &c.wrong)
}

// folded is the state that a history leads to, as far as it was opened.
func folded[C, S any, E decider.Event](d decider.Decider[C, S, E], history []projections.Event) S {
	state := d.Initial
	for _, e := range history {
		if own, ok := e.Body.(E); ok { // nil after a recorded redaction
			state = d.Evolve(state, own)
		}
	}
	return state
}
