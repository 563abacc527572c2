package api

import (
	"context"
	"reflect"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/attention"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
	"ruggensteun/projections"
)

type attentionForm struct {
	Ground codes.Code          `json:"ground" enum:"BAN,THREAT,VIOLENCE" doc:"On what ground. Kept sealed, as the rest of why."`
	Why    string              `json:"why" doc:"What happened, so that who reviews it can judge it."`
	Notice attentionNoticeForm `json:"notice" doc:"The letter by which the person was told."`
	Review string              `json:"review" format:"date" doc:"The last day by which somebody looks at it again: within 6 months. It lapses if nobody does."`
	End    string              `json:"end" format:"date" doc:"The last day on which it holds: within 12 months."`
}

type attentionNoticeForm struct {
	On       string `json:"on" format:"date" doc:"Day of the letter: not ahead, and at most 92 days ago."`
	Document string `json:"document" doc:"Where it is kept."`
}

type attentionReviewForm struct {
	Reason string `json:"reason" doc:"Why it must stay. Kept sealed."`
	Review string `json:"review" format:"date" doc:"The last day by which somebody looks at it again."`
	End    string `json:"end" format:"date" doc:"The last day on which it holds."`
}

type attentionPage struct {
	Standing attention.Standing   `json:"standing" enum:"HOLDS,ENDED,LAPSED" doc:"As of today. LAPSED: nobody looked at it again in time. ENDED also where it is not known any more who it is."`
	Ground   codes.Code           `json:"ground,omitempty"`
	Why      *textPage            `json:"why"`
	Notice   *attentionNoticeForm `json:"notice,omitempty"`
	Review   string               `json:"review" format:"date"`
	End      string               `json:"end" format:"date"`
}

func (a *api) listAttention(ctx context.Context, in *changeSuspectInput) (*receiptAnswer, error) {
	var body attentionForm
	return a.changeAttention(ctx, in, access.KeepAttention, "list attention", &body, func(by attention.Asked, wrong *fault.Fields) attention.Command {
		return attention.List{
			Asked: by, Ground: body.Ground, Text: body.Why, Notice: attention.Notice(body.Notice),
			Review: dayGiven(body.Review, "review", wrong), End: dayGiven(body.End, "end", wrong),
		}
	})
}

func (a *api) renewAttention(ctx context.Context, in *changeSuspectInput) (*receiptAnswer, error) {
	var body attentionReviewForm
	return a.changeAttention(ctx, in, access.KeepAttention, "renew attention", &body, func(by attention.Asked, wrong *fault.Fields) attention.Command {
		return attention.Renew{Asked: by, Reason: body.Reason, Review: dayGiven(body.Review, "review", wrong), End: dayGiven(body.End, "end", wrong)}
	})
}

func (a *api) endAttention(ctx context.Context, in *changeSuspectInput) (*receiptAnswer, error) {
	var body reasonForm
	return a.changeAttention(ctx, in, access.EndAttention, "end attention", &body, func(by attention.Asked, _ *fault.Fields) attention.Command {
		return attention.End{Asked: by, Reason: body.Reason}
	})
}

// changeAttention reads the suspect's file as a fact from outside. The version that If-Match
// names is that of the listing, which is another stream than the file.
func (a *api) changeAttention(ctx context.Context, in *changeSuspectInput, action access.Action, about string, body any, command func(attention.Asked, *fault.Fields) attention.Command) (*receiptAnswer, error) {
	c, err := a.changeRecord(ctx, in.Versioned, aSuspect, in.ID, action, about, body)
	if err != nil {
		return nil, err
	}
	by := attention.Asked{By: callOf(ctx).actor, At: kept(c.at)}
	if by.File, _, err = suspect.Decider.Load(ctx, a.journal, suspect.Stream(c.id)); err != nil {
		return nil, err
	}
	zone, err := zoneOf(c.employer)
	if err != nil {
		return nil, err
	}
	by.Today = calendar.DayOf(c.at.In(zone))
	return runRecord(ctx, a, c, attention.Decider, attention.Stream(c.id), command(by, &c.wrong))
}

// dayGiven reads a day; nothing is no day, which the rules say what to do about.
func dayGiven(text, field string, wrong *fault.Fields) calendar.Day {
	if text == "" {
		return 0
	}
	day, err := calendar.ParseDay(text)
	wrong.Note(field, err)
	return day
}

// attentionOf is what there is for a suspect, and what was told of it; nil where there never was.
func (a *api) attentionOf(ctx context.Context, id, owner uuid.UUID, file suspect.File) (*attentionPage, []projections.Event, error) {
	history, err := a.history(ctx, attention.Stream(id), access.ReadSuspect, true)
	if err != nil || len(history) == 0 {
		return nil, nil, err
	}
	e, err := a.employerOf(ctx, owner)
	if err != nil {
		return nil, nil, err
	}
	zone, err := zoneOf(e)
	if err != nil {
		return nil, nil, err
	}
	l := folded(attention.Decider, history)
	why, known := l.Why.Get()
	page := &attentionPage{
		Standing: l.Stands(calendar.DayOf(a.Clock().In(zone)), isKnown(file.Identity)),
		Ground:   why.Ground, Why: &textPage{State: l.Why.State.String(), Text: why.Text}, Review: l.Review.String(), End: l.End.String(),
	}
	if known {
		notice := attentionNoticeForm(why.Notice)
		page.Notice = &notice
	}
	return page, history, nil
}

func (a *api) routesOfAttention() []route {
	return []route{
		{"POST", "/suspects/{id}/attention", "listAttention", "Op de attentielijst zetten",
			"Warns the employer's own people for a suspect who is identified: on a ground, after a letter to the person, with a day of review and a last day, or it is refused. It ends by itself. Nothing does this but a person, and there is no score.",
			false, 200, reflect.TypeFor[attentionForm](), changing, bind(a, a.listAttention)},
		{"POST", "/suspects/{id}/attention-renewal", "renewAttention", "Een attentie na beoordeling verlengen",
			"Says after a review that it must stay, for a bounded time. One that lapsed is made anew, after a new letter.",
			false, 200, reflect.TypeFor[attentionReviewForm](), changing, bind(a, a.renewAttention)},
		{"POST", "/suspects/{id}/attention-ending", "endAttention", "Een attentie beëindigen",
			"Ends it, with a reason: the registrar, or the privacy officer when an objection is upheld.",
			false, 200, reflect.TypeFor[reasonForm](), changing, bind(a, a.endAttention)},
	}
}

// isKnown tells whether somebody is known by name, whoever may see it.
func isKnown[T any](h person.Held[T]) bool {
	return h.State == person.Present || h.State == person.Closed
}
