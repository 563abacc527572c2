package api

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/projections"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/timeline"
)

type readAftercareInput struct {
	ID string `path:"id" format:"uuid" doc:"Of the care for one worker after one incident."`
}

type aftercareAnswer struct {
	ETag     string `header:"ETag" doc:"The version, in quotes; for If-Match."`
	Position string `header:"Position" doc:"Of the last change in the log."`
	Body     aftercarePage
}

type aftercarePage struct {
	ID       uuid.UUID       `json:"id" format:"uuid"`
	Version  int64           `json:"version"`
	Employer string          `json:"employer" doc:"Code of the employer."`
	Invented bool            `json:"invented,omitempty" doc:"Made up by a demonstration."`
	Notice   *figures.Text   `json:"notice,omitempty" doc:"Says that it was."`
	Regime   codes.Code      `json:"regime"`
	Incident uuid.UUID       `json:"incident" format:"uuid"`
	Worker   uuid.UUID       `json:"worker" format:"uuid" doc:"The person."`
	Warning  figures.Text    `json:"warning" doc:"What may not be written in a note."`
	Duties   []dutyPage      `json:"duties" doc:"All steps there are, each as it was last told by the day that it is about."`
	Tellings []careTelling   `json:"tellings" doc:"By the day that they are about; those that count no more or cannot be read come last."`
	Clocks   []clockPage     `json:"clocks" doc:"Terms that started, as they stand at the moment of asking."`
	Work     workPage        `json:"work" doc:"Who follows it, and what calls for somebody."`
	Timeline []timeline.Line `json:"timeline" doc:"How the record came to be."`
}

type dutyPage struct {
	Step    codes.Code  `json:"step"`
	Status  codes.Code  `json:"status" doc:"NOT_RECORDED when nobody said anything of it."`
	On      *occurrence `json:"on,omitempty"`
	Due     string      `json:"due,omitempty" format:"date"`
	Open    bool        `json:"open" doc:"Something is still to be done."`
	Overdue bool        `json:"overdue" doc:"It should have been done before today."`
}

type careTelling struct {
	ID        uuid.UUID   `json:"id" format:"uuid"`
	State     string      `json:"state" enum:"present,forgotten"`
	Step      codes.Code  `json:"step,omitempty"`
	Status    codes.Code  `json:"status,omitempty"`
	On        *occurrence `json:"on,omitempty"`
	Due       string      `json:"due,omitempty" format:"date"`
	Note      *textPage   `json:"note,omitempty"`
	Retracted bool        `json:"retracted,omitempty"`
}

func (a *api) readAftercare(ctx context.Context, in *readAftercareInput) (*aftercareAnswer, error) {
	id, owner, err := a.named(ctx, theCare, in.ID, access.ReadAftercare)
	if err != nil {
		return nil, err
	}
	history, err := a.history(ctx, aftercare.Stream(id), access.ReadAftercare, true)
	if err != nil {
		return nil, err
	}
	e, err := a.employerOf(ctx, owner)
	if err != nil {
		return nil, err
	}
	g, err := a.groundOf(ctx, e, id)
	if err != nil {
		return nil, err
	}
	state := folded(aftercare.Decider, history)
	clocks, err := a.clocksOfCare(ctx, state, g)
	if err != nil {
		return nil, err
	}
	work, lines, err := a.workOf(ctx, id, access.ReadAftercare, e)
	if err != nil {
		return nil, err
	}
	last := history[len(history)-1]
	if err := a.record(ctx, access.Reading{What: "aftercare", ID: id, Personal: true, Position: last.Position}); err != nil {
		return nil, err
	}
	page := carePageOf(id, state, history, calendar.DayOf(g.Now.In(g.Zone)).String())
	page.Employer, page.Clocks, page.Work = e.Code, clocks, work
	page.Timeline = inOrder(page.Timeline, lines)
	return &aftercareAnswer{ETag: etag(last.Version), Position: last.Position.String(), Body: page}, nil
}

func carePageOf(id uuid.UUID, s aftercare.Care, history []projections.Event, today string) aftercarePage {
	page := aftercarePage{
		ID: id, Version: int64(history[len(history)-1].Version), Invented: inventedIn(history), Notice: noticeOf(inventedIn(history)),
		Regime: s.Regime, Incident: s.Incident, Worker: s.Worker, Timeline: timeline.Lines(history, timeline.WithTexts),
	}
	page.Warning.NL, page.Warning.EN = aftercare.NoteWarning()
	overdue := s.Overdue(today)
	page.Duties = inFull(s.Duties(), func(d aftercare.Duty) dutyPage {
		return dutyPage{
			Step: d.Step, Status: d.Status, On: occurrenceIfAny(d.On), Due: d.Due, Open: d.Open(),
			Overdue: slices.ContainsFunc(overdue, func(o aftercare.Duty) bool { return o.Step == d.Step }),
		}
	})
	line := s.ByEffect()
	for _, t := range s.Tellings {
		if !slices.ContainsFunc(line, func(o aftercare.Telling) bool { return o.ID == t.ID }) {
			line = append(line, t)
		}
	}
	page.Tellings = inFull(line, func(t aftercare.Telling) careTelling {
		step, _ := t.Step.Get()
		return careTelling{t.ID, t.Step.State.String(), step.Step, step.Status, occurrenceIfAny(step.On), step.Due, textIfAny(t.Note), t.Retracted}
	})
	return page
}
