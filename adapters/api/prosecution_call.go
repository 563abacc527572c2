package api

import (
	"context"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/prosecution"
)

// callForm is a call as somebody has it on a note: with whom, the number, what is next
// and when.
type callForm struct {
	ID        string      `json:"id,omitempty" format:"uuid" doc:"Of the notice that it becomes. Left out: a new one."`
	With      codes.Code  `json:"with,omitempty" doc:"With whom; POLICE when left out."`
	At        *occurrence `json:"at,omitempty" doc:"When; now when left out."`
	Reference string      `json:"reference,omitempty" doc:"Number of the case there. Kept sealed."`
	Next      string      `json:"next" doc:"What was said, and what comes next. Kept sealed."`
	By        *occurrence `json:"by,omitempty" doc:"For which day it was agreed; starts the term for the next step."`
}

func (a *api) logCall(ctx context.Context, in *changeCaseInput) (*receiptAnswer, error) {
	return changedCase(ctx, a, in, access.ChangeCase, "log call", func(c *recordChange, body callForm) (prosecution.Command, error) {
		zone, err := zoneOf(c.employer)
		if err != nil {
			return nil, err
		}
		at := minuteAt(c.employer, c.at)
		if body.At != nil {
			at = body.At.read("at", zone, &c.wrong)
		}
		by := body.By.read("by", zone, &c.wrong)
		c.wrong.Check(!by.Before(at), "by", "lies before the call", "give the day on which the next step is, or leave it out")
		c.wrong.Check(body.Next != "", "next", "is missing", "say in a few words what was said and what comes next")
		with := body.With
		if with == "" {
			with = "POLICE"
		}
		return prosecution.Receive{Asked: c.ofCase(ctx), ID: a.idOrNew(body.ID, "id", &c.wrong), Heard: prosecution.Heard{
			Received: at, Source: with, Reference: body.Reference, Text: body.Next,
			Told: prosecution.Told{Step: codes.Other, Effect: at, Details: prosecution.Details{Hearing: by}},
		}}, nil
	})
}
