package api

import (
	"context"
	"reflect"
	"strconv"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

// Attempts keeps who asked for a record that was not his to know of, for its owner. Keep costs
// the same whether or not there is one, and is durable when it returns.
type Attempts interface {
	Keep(ctx context.Context, a access.Attempted, s eventlog.Stream) error
	List(ctx context.Context, scope access.Scope, owner uuid.UUID, before int64, limit int) (access.AttemptsPage, error)
}

// attempted keeps that a record was asked for that is not for who asked, before he is told that
// there is none, and gives the answer. It is asked of records that do not exist as well, so
// that nothing tells the two apart. An answer that cannot be accounted for is not given.
func (a *api) attempted(ctx context.Context, k kind, id uuid.UUID, within access.Fence, answer error) error {
	return a.attemptedOf(ctx, uuid.Nil, k, id, within, answer)
}

// attemptedOf is attempted where it was found already whose the record is.
func (a *api) attemptedOf(ctx context.Context, owner uuid.UUID, k kind, id uuid.UUID, within access.Fence, answer error) error {
	c := callOf(ctx)
	tried := access.Attempted{
		At: a.Clock(), Actor: c.actor, Owner: owner, Refused: within, What: k.noun, Record: id, Route: c.route, Correlation: c.id,
	}
	if err := a.Attempts.Keep(ctx, tried, k.stream(id)); err != nil {
		return fault.Wrap(fault.Unavailable, "nothing is answered, because it cannot be recorded now who asks: try again", err)
	}
	return answer
}

// attemptedBeside is attempted for a record that a body names: what is wrong with it is said of
// its field, in the same words whether it is another's or nobody's.
func (a *api) attemptedBeside(ctx context.Context, k kind, id, owner uuid.UUID) error {
	if id == uuid.Nil || owner == callOf(ctx).actor.Employer {
		return nil
	}
	return a.attemptedOf(ctx, owner, k, id, access.ByUnit, nil)
}

type attemptsInput struct {
	Limit int    `query:"limit" doc:"How many on a page, 1 to 200; 50 when left out."`
	After string `query:"after" doc:"The next of the page before."`
}

type attemptsAnswer struct {
	Body struct {
		Attempts []attemptPage `json:"attempts" doc:"The newest first."`
		Next     string        `json:"next,omitempty" doc:"Send as after for the next page; left out on the last one."`
	}
}

type attemptPage struct {
	At       time.Time    `json:"at" doc:"In UTC."`
	Actor    uuid.UUID    `json:"actor" format:"uuid" doc:"Opaque: who is behind it is known to whom he works for."`
	Role     access.Role  `json:"role"`
	Employer string       `json:"employer,omitempty" doc:"Code of whom he works for; left out of who works for none."`
	Refused  access.Fence `json:"refused" enum:"EMPLOYER,UNIT,ROLE" doc:"What stopped him: the record is another employer's, or another unit's, or his role reads no such records."`
	What     string       `json:"what" doc:"The kind of record." example:"incident"`
	Record   uuid.UUID    `json:"record" format:"uuid"`
	Route    string       `json:"route" example:"GET /incidents/{id}"`
}

func (a *api) listAttempts(ctx context.Context, in *attemptsInput) (*attemptsAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.ReadAttempts, actor.Employer); err != nil {
		return nil, err
	}
	limit, before := 50, int64(0)
	var wrong fault.Fields
	if in.Limit != 0 {
		limit = in.Limit
	}
	wrong.Check(limit >= 1 && limit <= 200, "limit", "is not between 1 and 200", "leave it out for 50")
	if in.After != "" {
		n, err := strconv.ParseInt(in.After, 10, 64)
		wrong.Check(err == nil && n > 0, "after", "is no page of this list", "send the next of the page before")
		before = n
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	page, err := a.Attempts.List(ctx, actor.Over(access.ReadAttempts), actor.Employer, before, limit)
	if err != nil {
		return nil, err
	}
	out := &attemptsAnswer{}
	if page.Next != 0 {
		out.Body.Next = strconv.FormatInt(page.Next, 10)
	}
	out.Body.Attempts = make([]attemptPage, len(page.Attempts))
	for i, t := range page.Attempts {
		line := attemptPage{At: t.At.UTC(), Actor: t.Actor.ID, Role: t.Actor.Role, Refused: t.Refused, What: t.What, Record: t.Record, Route: t.Route}
		if t.Actor.Employer != uuid.Nil {
			e, err := a.employerOf(ctx, t.Actor.Employer)
			if err != nil {
				return nil, err
			}
			line.Employer = e.Code
		}
		out.Body.Attempts[i] = line
	}
	return out, a.record(ctx, access.Reading{What: "attempts"})
}

func (a *api) routesOfAttempts() []route {
	return []route{
		{"GET", "/attempts", "listAttempts", "Wie probeerde iets te zien dat niet voor hem is?",
			"Lists who asked for a record of the employer that was not for them: of another employer, another unit, or in a role that reads no such records. They were told what is told of a record that does not exist, and nothing of this list. Only the employer's privacy officer. The reading is recorded.",
			false, 200, reflect.Type(nil), nil, bind(a, a.listAttempts)},
	}
}
