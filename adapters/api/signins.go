package api

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

type signInsInput struct {
	Limit int    `query:"limit" doc:"How many on a page, 1 to 200; 50 when left out."`
	After string `query:"after" doc:"The next of the page before."`
}

type signInsAnswer struct{ Body signInsPage }

type signInsPage struct {
	SignIns []signInPage    `json:"signins" doc:"The newest first: of the employer; for the operator those of no employer, which is who did not prove who he is, and operators and analysts."`
	Days    []signInDayPage `json:"days,omitempty" doc:"For the operator, on the first page: how often it happened on each of the last 30 days, at all employers together, and of whom is not told."`
	Next    string          `json:"next,omitempty" doc:"Send as after for the next page; left out on the last one."`
}

type signInPage struct {
	At        time.Time        `json:"at" doc:"In UTC."`
	What      access.KnockKind `json:"what" enum:"signed-in,signed-out,role-chosen,not-admitted,refused,introduced" doc:"Signed in or out; went on in another role; did not prove who he is; may not do what he asked; or was made known before he signed in."`
	Actor     *uuid.UUID       `json:"actor,omitempty" format:"uuid" doc:"Opaque: who is behind it, the login service knows. Left out of who did not say who he is."`
	Role      access.Role      `json:"role,omitempty" doc:"In which he asked; left out of who chose none yet."`
	Issuer    string           `json:"issuer,omitempty" doc:"The login service that said who it is; left out of programs, and of the terminal."`
	Route     string           `json:"route,omitempty" example:"GET /v1/incidents/{id}" doc:"What was refused."`
	Reason    string           `json:"reason,omitempty" doc:"The kind of refusal."`
	Reference string           `json:"reference,omitempty" doc:"What whoever was refused was shown, to ask about it."`
}

type signInDayPage struct {
	On     string           `json:"on" format:"date" doc:"The day, in UTC."`
	What   access.KnockKind `json:"what" enum:"signed-in,signed-out,role-chosen,not-admitted,refused,introduced"`
	Number int64            `json:"number"`
}

// countedDays are how many the operator sees numbers of.
const countedDays = 30

func (a *api) listSignIns(ctx context.Context, in *signInsInput) (*signInsAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.ReadSignIns, actor.Employer); err != nil {
		return nil, err
	}
	limit, before := cmp.Or(in.Limit, 50), int64(0)
	var wrong fault.Fields
	wrong.Check(limit >= 1 && limit <= 200, "limit", "is not between 1 and 200", "leave it out for 50")
	if in.After != "" {
		n, err := strconv.ParseInt(in.After, 10, 64)
		wrong.Check(err == nil && n > 0, "after", "is no page of this list", "send the next of the page before")
		before = n
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	out := &signInsAnswer{}
	page, err := a.signIns(ctx, before, limit, &out.Body)
	if err != nil {
		return nil, err
	}
	if page.Next != 0 {
		out.Body.Next = strconv.FormatInt(page.Next, 10)
	}
	out.Body.SignIns = make([]signInPage, len(page.Knocks))
	for i, k := range page.Knocks {
		out.Body.SignIns[i] = signInOf(k)
	}
	return out, a.record(ctx, access.Reading{What: "signins"})
}

// signIns is what the role sees: the privacy officer those of the employer, the operator those of none, and
// numbers of all.
func (a *api) signIns(ctx context.Context, before int64, limit int, numbers *signInsPage) (access.KnocksPage, error) {
	actor := callOf(ctx).actor
	if actor.Role.AtEmployer() {
		return a.Access.KnocksAs(ctx, actor.Over(access.ReadSignIns), actor.Employer, before, limit)
	}
	if before == 0 {
		days, err := a.Access.KnockDays(ctx, a.Clock().UTC().Truncate(24*time.Hour).AddDate(0, 0, 1-countedDays))
		if err != nil {
			return access.KnocksPage{}, err
		}
		for _, d := range days {
			numbers.Days = append(numbers.Days, signInDayPage{d.Day.UTC().Format(time.DateOnly), d.What, d.Number})
		}
	}
	return a.Access.KnocksOfNobody(ctx, before, limit)
}

func signInOf(k access.Knock) signInPage {
	line := signInPage{At: k.At.UTC(), What: k.What, Role: k.Actor.Role, Issuer: k.Issuer, Route: k.Route, Reason: k.Reason}
	if k.Actor.ID != uuid.Nil {
		line.Actor = &k.Actor.ID
	}
	if k.Correlation != uuid.Nil {
		line.Reference = (&call{id: k.Correlation}).reference()
	}
	return line
}
