package api

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
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
	Incident uuid.UUID       `json:"incident" format:"uuid" doc:"The record of what happened that counts."`
	Worker   uuid.UUID       `json:"worker" format:"uuid" doc:"The person: the pseudonym that the worker goes by."`
	Files    []careFilePage  `json:"files" doc:"Where this worker was recorded under several pseudonyms, or what happened was recorded several times: the file of each. What is in all of them is shown here, and stands apart again after a split."`
	Warning  figures.Text    `json:"warning" doc:"What may not be written in a note."`
	Duties   []dutyPage      `json:"duties" doc:"All steps there are, each as it was last told by the day that it is about."`
	Tellings []careTelling   `json:"tellings" doc:"By the day that they are about; those that count no more or cannot be read come last."`
	Clocks   []clockPage     `json:"clocks" doc:"Terms that started, as they stand at the moment of asking."`
	Work     workPage        `json:"work" doc:"Who follows it, and what calls for somebody."`
	NotYours *figures.Text   `json:"not_yours,omitempty" doc:"Says why what says who it is is closed, and what to do, where this is not the reader's own case."`
	Timeline []timeline.Line `json:"timeline" doc:"How the record came to be."`
}

type careFilePage struct {
	ID            uuid.UUID    `json:"id" format:"uuid" doc:"Of the file, in which its own tellings are taken back."`
	RecordedUnder uuid.UUID    `json:"recorded_under" format:"uuid" doc:"The pseudonym (person) under which its care was recorded."`
	RecordedAfter uuid.UUID    `json:"recorded_after" format:"uuid" doc:"The record of the incident after which it was begun."`
	Followed      bool         `json:"followed" doc:"The one whose work and terms stand for all."`
	Says          figures.Text `json:"says"`
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
	File      *uuid.UUID  `json:"file,omitempty" format:"uuid" doc:"The file that holds it, where that is another one of this worker; see files."`
	State     string      `json:"state" enum:"present,forgotten,closed"`
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
	d, err := a.careDossierOf(ctx, id)
	if err != nil {
		return nil, err
	}
	e, err := a.employerOf(ctx, owner)
	if err != nil {
		return nil, err
	}
	g, err := a.groundOf(ctx, e, d.group.Stands())
	if err != nil {
		return nil, err
	}
	clocks, err := a.clocksOfCare(ctx, d, g)
	if err != nil {
		return nil, err
	}
	work, lines, err := a.workOf(ctx, d.group.Stands(), access.ReadAftercare, e)
	if err != nil {
		return nil, err
	}
	last := d.own()[len(d.own())-1]
	for _, o := range d.group {
		if err := a.record(ctx, access.Reading{What: "aftercare", ID: o.ID, Personal: true, Position: last.Position}); err != nil {
			return nil, err
		}
	}
	page := carePageOf(d, calendar.DayOf(g.Now.In(g.Zone)).String())
	page.Employer, page.Clocks, page.Work = e.Code, clocks, work
	page.Timeline, page.NotYours = inOrder(page.Timeline, lines), a.notYours(ctx)
	return &aftercareAnswer{ETag: etag(last.Version), Position: last.Position.String(), Body: page}, nil
}

func carePageOf(d careDossier, today string) aftercarePage {
	s, history := d.group.Whole(), d.own()
	page := aftercarePage{
		ID: d.id, Version: int64(history[len(history)-1].Version), Invented: inventedIn(history), Notice: noticeOf(inventedIn(history)),
		Regime: s.Regime, Incident: d.countsUnder, Worker: d.goesBy, Files: d.files(), Timeline: d.timeline(),
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
		if !slices.ContainsFunc(line, func(o aftercare.Telling) bool { return o.ID == t.ID && o.Home == t.Home }) {
			line = append(line, t)
		}
	}
	page.Tellings = inFull(line, func(t aftercare.Telling) careTelling {
		step, _ := t.Step.Get()
		return careTelling{t.ID, d.elsewhere(t.Home), t.Step.State.String(), step.Step, step.Status, occurrenceIfAny(step.On), step.Due, textIfAny(t.Note), t.Retracted}
	})
	return page
}

// files say under which pseudonym and after which record each was begun; of a file that is
// as it was recorded there is nothing to say.
func (d careDossier) files() []careFilePage {
	all := []careFilePage{}
	if own := d.group[0].State; len(d.group) == 1 && own.Worker == d.goesBy && own.Incident == d.countsUnder {
		return all
	}
	for _, o := range d.group {
		all = append(all, careFilePage{o.ID, o.State.Worker, o.State.Incident, o.ID == d.group.Stands(), d.begun(o.State)})
	}
	return all
}

// elsewhere names the file that holds a telling, unless it is the one that is read. The
// tellings of the one that stands have no home in the view.
func (d careDossier) elsewhere(home uuid.UUID) *uuid.UUID {
	if home == uuid.Nil {
		home = d.group.Stands()
	}
	if home == d.id {
		return nil
	}
	return &home
}

// timeline is how all of them came to be, in the order of the log.
func (d careDossier) timeline() []timeline.Line {
	var all []timeline.Line
	for _, o := range d.group {
		lines := timeline.Lines(d.histories[o.ID], timeline.WithTexts)
		if o.ID != d.id {
			beside := d.otherwise(o.State)
			for i := range lines {
				lines[i].What = figures.Text{NL: lines[i].What.NL + beside.NL, EN: lines[i].What.EN + beside.EN}
			}
		}
		all = append(all, lines...)
	}
	return inOrder(all, nil)
}

// begun says of a file whose it is by now, and after what.
func (d careDossier) begun(s aftercare.Care) figures.Text {
	says := underWhom(s.Worker, d.goesBy)
	if s.Incident == d.countsUnder {
		return says
	}
	return figures.Text{
		NL: says.NL + "; vastgelegd na incident " + s.Incident.String() + ", telt nu onder incident " + d.countsUnder.String(),
		EN: says.EN + "; recorded after incident " + s.Incident.String() + ", now counted under incident " + d.countsUnder.String(),
	}
}

// otherwise says what of a file is otherwise than of the one that is read.
func (d careDossier) otherwise(s aftercare.Care) (says figures.Text) {
	own := folded(aftercare.Decider, d.own())
	if s.Worker != own.Worker {
		says = figures.Text{NL: " (vastgelegd onder " + s.Worker.String() + ")", EN: " (recorded under " + s.Worker.String() + ")"}
	}
	if s.Incident != own.Incident {
		says.NL += " (vastgelegd na incident " + s.Incident.String() + ")"
		says.EN += " (recorded after incident " + s.Incident.String() + ")"
	}
	return says
}

// underWhom says of a pseudonym under which something was recorded whose it is by now.
func underWhom(recorded, goesBy uuid.UUID) figures.Text {
	if recorded == goesBy {
		return figures.Text{NL: "Vastgelegd onder " + recorded.String(), EN: "Recorded under " + recorded.String()}
	}
	return figures.Text{
		NL: "Vastgelegd onder " + recorded.String() + ", telt nu onder " + goesBy.String(),
		EN: "Recorded under " + recorded.String() + ", now counted under " + goesBy.String(),
	}
}
