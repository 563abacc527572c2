package api

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/question"
	"ruggensteun/projections/figures"
)

type saveQuestionInput struct{ Keyed }

type changeQuestionInput struct {
	Keyed
	ID string `path:"id" format:"uuid" doc:"Of the question."`
}

type questionForm struct {
	Name     figures.Text `json:"name" doc:"What it is called, in both languages; it names nobody."`
	Question string       `json:"question" doc:"In its text, as every answer repeats it. Without as-of it is answered as of the moment of asking." example:"incident by weekday,hour where profession=AMB"`
}

type questionNameForm struct {
	Name figures.Text `json:"name"`
}

type questionPage struct {
	ID       uuid.UUID    `json:"id" format:"uuid"`
	Name     figures.Text `json:"name"`
	Question string       `json:"question"`
	Employer *uuid.UUID   `json:"employer,omitempty" format:"uuid" doc:"In whose list it stands; everybody's when left out."`
	SavedAt  time.Time    `json:"saved_at"`
	Where    string       `json:"where" doc:"The link to hand on: whoever follows it is answered within his own rights."`
}

type questionsAnswer struct {
	Body struct {
		Questions []questionPage `json:"questions" doc:"The oldest first."`
	}
}

type askSavedInput struct {
	ID          string `path:"id" format:"uuid" doc:"Of the question."`
	Viewer      string `query:"viewer" doc:"analyst or public: what they would see. What the caller may see itself when left out." example:"analyst"`
	AsOf        string `query:"asOf" doc:"As known then, in place of what the question says: a position in the log, or a time with an offset." example:"2026-04-01T00:00:00+02:00"`
	MinPosition string `query:"minPosition" doc:"Wait until the figures include this position." example:"1042"`
	PictureInput
}

type savedAnswer struct {
	Position    string `header:"Position" doc:"The figure is as known at this position in the log."`
	Disposition string `header:"Content-Disposition" doc:"The name of a file."`
	Link        string `header:"Link" doc:"Of a picture: where the same stands as a table."`
	Body        savedPage
}

// savedPage is a question with its answer, or a picture or file of that.
type savedPage struct {
	QuestionFields
	Answer   figures.Answer `json:"answer"`
	Pictures *Pictures      `json:"pictures,omitempty"`
	drawing
}

func pageOfQuestion(q question.Question) questionPage {
	return questionPage{ID: q.ID, Name: figures.Text{NL: q.Name.NL, EN: q.Name.EN}, Question: q.Text, Employer: idIfAny(q.Employer), SavedAt: q.At, Where: base + "/questions/" + q.ID.String()}
}

func (a *api) shelf(ctx context.Context) (question.Shelf, error) {
	s, _, err := question.Decider.Load(ctx, a.journal, question.Stream())
	return s, err
}

// saveQuestion answers with the id of the question: the stream is that of all of them.
func (a *api) saveQuestion(ctx context.Context, in *saveQuestionInput) (*receiptAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.SaveQuestion, actor.Employer); err != nil {
		return nil, err
	}
	var body questionForm
	var wrong fault.Fields
	if err := decode(in.RawBody, &body, &wrong); err != nil {
		return nil, err
	}
	r := a.request(ctx, in.Keyed, "save question", &wrong)
	q, err := figures.ParseQuestion(body.Question)
	withFields(&wrong, err)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	cmd := question.Save{By: actor, ID: a.NewID(), Name: question.Name{NL: body.Name.NL, EN: body.Name.EN}, Text: q.String(), At: a.instant()}
	out, err := run(ctx, a, question.Decider, question.Stream(), question.Command(cmd), r)
	if err != nil {
		return nil, err
	}
	if out.Body.ID, err = a.savedAt(ctx, out.Body, cmd); err != nil {
		return nil, err
	}
	return made(out, "/questions/"+out.Body.ID.String()), nil
}

// savedAt is the id of what was saved: now, the first time where the request was a repeat, or
// before when it was kept already.
func (a *api) savedAt(ctx context.Context, r receipt, asked question.Save) (uuid.UUID, error) {
	if r.Recorded {
		recorded, err := a.Log.Read(ctx, eventlog.Position(r.Position-1), 1)
		if err != nil || len(recorded) == 0 {
			return uuid.Nil, fmt.Errorf("read the question that was saved at position %d: %w", r.Position, err)
		}
		bodies, err := a.Closed.Decode(ctx, recorded)
		if err != nil {
			return uuid.Nil, err
		}
		if saved, is := bodies[0].(question.Saved); is {
			return saved.ID, nil
		}
		return uuid.Nil, fmt.Errorf("position %d holds no question", r.Position)
	}
	s, err := a.shelf(ctx)
	q, _ := s.Kept(asked.By.Employer, asked.Name, asked.Text)
	return q.ID, err
}

func (a *api) listQuestions(ctx context.Context, _ *struct{}) (*questionsAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.ReadFigures, actor.Employer); err != nil {
		return nil, err
	}
	s, err := a.shelf(ctx)
	if err != nil {
		return nil, err
	}
	out := &questionsAnswer{}
	out.Body.Questions = inFull(s.For(actor.Employer), pageOfQuestion)
	return out, nil
}

// askSaved answers a question that somebody kept, within the rights of who asks. Who knows
// its id was given the link.
func (a *api) askSaved(ctx context.Context, in *askSavedInput) (*savedAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.MaySome(access.ReadFigures, actor.Employer); err != nil {
		return nil, err
	}
	s, err := a.shelf(ctx)
	if err != nil {
		return nil, err
	}
	id, err := uuid.Parse(in.ID)
	kept, found := s.Find(id)
	if err != nil || !found || id.String() != in.ID {
		return nil, access.NoSuch("question")
	}
	asked := &ViewInput{Viewer: in.Viewer, AsOf: in.AsOf, MinPosition: in.MinPosition}
	figure, err := a.view(ctx, asked, source{"/questions/" + kept.ID.String(), nil, in.PictureInput}, func(_ []string, asOf eventlog.Position) (figures.Question, error) {
		q, err := figures.ParseQuestion(kept.Text)
		if asOf != 0 {
			q.AsOf = asOf
		}
		return q, err
	})
	if err != nil {
		return nil, err
	}
	out := &savedAnswer{Position: figure.Position, Disposition: figure.Disposition, Link: figure.Link}
	out.Body.QuestionFields, out.Body.Answer, out.Body.Pictures, out.Body.drawing = pageOfQuestion(kept), figure.Body.Answer, figure.Body.Pictures, figure.Body.drawing
	return out, nil
}

func (a *api) renameQuestion(ctx context.Context, in *changeQuestionInput) (*receiptAnswer, error) {
	var body questionNameForm
	return a.changeQuestion(ctx, in, "rename question", &body, func(by access.Actor, id uuid.UUID) question.Command {
		return question.Rename{By: by, ID: id, Name: question.Name{NL: body.Name.NL, EN: body.Name.EN}}
	})
}

func (a *api) dropQuestion(ctx context.Context, in *changeQuestionInput) (*receiptAnswer, error) {
	var body asIsForm
	return a.changeQuestion(ctx, in, "drop question", &body, func(by access.Actor, id uuid.UUID) question.Command {
		return question.Drop{By: by, ID: id}
	})
}

func (a *api) changeQuestion(ctx context.Context, in *changeQuestionInput, about string, body any, command func(access.Actor, uuid.UUID) question.Command) (*receiptAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.SaveQuestion, actor.Employer); err != nil {
		return nil, err
	}
	id, err := uuid.Parse(in.ID)
	if err != nil || id.String() != in.ID {
		return nil, access.NoSuch("question")
	}
	var wrong fault.Fields
	if err := decode(in.RawBody, body, &wrong); err != nil {
		return nil, err
	}
	r := a.request(ctx, in.Keyed, about+" "+id.String(), &wrong)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	out, err := run(ctx, a, question.Decider, question.Stream(), command(actor, id), r)
	if err != nil {
		return nil, err
	}
	out.Body.ID = id
	return out, nil
}
