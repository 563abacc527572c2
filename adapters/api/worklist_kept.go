package api

import (
	"context"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/worklist"
)

type keptInput struct {
	Agreement string   `query:"agreement" doc:"Code of one agreement."`
	Kind      string   `query:"kind" doc:"CASE for criminal cases, CARE for the care for workers. Both when left out."`
	From      string   `query:"from" doc:"First day on which a term began. One that began on a day that nobody knows is then left out." example:"2026-01-01"`
	Until     string   `query:"until" doc:"Last day on which a term began; likewise." example:"2026-12-31"`
	By        []string `query:"by,explode" doc:"Tell terms apart by version (and whose it is), kind, and one of month, quarter and year in which a term began; several may be given."`
	Least     string   `query:"minPosition" doc:"Wait until the terms are counted up to this position; 503 when they are not within a few seconds." example:"1042"`
}

type keptAnswer struct {
	Position string `header:"Position" doc:"As known at this position in the log."`
	Body     struct {
		AsOf       time.Time     `json:"as_of" doc:"The moment of which the states are: always now. What was known before is not kept."`
		Base       figures.Text  `json:"base" doc:"What the shares are of."`
		Agreements []keptLine    `json:"agreements"`
		Invented   int           `json:"invented,omitempty" doc:"How many of the terms a demonstration made up."`
		Notice     *figures.Text `json:"notice,omitempty" doc:"Says that they were."`
	}
}

// keptLine is one agreement, or a part of it.
type keptLine struct {
	Agreement    string          `json:"agreement"`
	Name         *figures.Text   `json:"name,omitempty" doc:"Of the version that goes first now."`
	Version      string          `json:"version,omitempty"`
	Whose        agreement.Whose `json:"whose,omitempty" enum:"PROGRAM,STORE,EMPLOYER"`
	Kind         worklist.Kind   `json:"kind,omitempty" enum:"CASE,CARE"`
	Period       string          `json:"period,omitempty" doc:"In which the terms began: 2026-11, 2026-Q4 or 2026. Left out where nobody knows."`
	Met          int             `json:"met" doc:"Met in time, or need not be met any more."`
	MetLate      int             `json:"met_late"`
	Lapsed       int             `json:"lapsed" doc:"Too late, and not done, in closed cases too."`
	LapsedClosed int             `json:"lapsed_closed" doc:"How many of these are of closed cases."`
	Ended        int             `json:"ended" doc:"The base of share_kept: met, met_late and lapsed together."`
	ShareKept    *float64        `json:"share_kept" doc:"met divided by ended, 0 to 1. Null where no term ended."`
	Running      int             `json:"running"`
	DueSoon      int             `json:"due_soon"`
	Due          int             `json:"due"`
	NotReceived  int             `json:"not_received" doc:"Nobody told whether it was done, or when it began: in no share."`
	Suspended    int             `json:"suspended"`
	LeftOpen     int             `json:"left_open" doc:"Of closed cases: not done, and not too late."`
	Rights       int             `json:"rights" doc:"Somebody may and nobody must: in no share."`
}

var keptBase = figures.Text{
	NL: "termijnen van zaken en nazorg die afliepen: op tijd gehaald, te laat gehaald of verstreken, ook in gesloten zaken",
	EN: "terms of cases and aftercare that ended: met in time, met late or lapsed, in closed cases too",
}

func (a *api) keptWork(ctx context.Context, in *keptInput) (*keptAnswer, error) {
	actor := callOf(ctx).actor
	q, err := a.keptQuery(ctx, in)
	if err != nil {
		return nil, err
	}
	page, err := a.Worklist.Kept(ctx, actor.Over(access.ReadCase), q)
	if err != nil {
		return nil, err
	}
	names, err := a.agreementsOf(ctx, actor.Employer)
	if err != nil {
		return nil, err
	}
	if err := a.record(ctx, access.Reading{What: "worklist", Position: page.Position}); err != nil {
		return nil, err
	}
	out, of := &keptAnswer{Position: page.Position.String()}, 0
	out.Body.AsOf, out.Body.Base, out.Body.Agreements = q.Now.UTC(), keptBase, make([]keptLine, len(page.Kept))
	for i, k := range page.Kept {
		line := keptLineOf(k)
		if held := names.Of(k.Agreement); len(held) > 0 {
			name := figures.Text(held[0].Name)
			line.Name = &name
		}
		out.Body.Agreements[i] = line
		out.Body.Invented += k.Invented
		of += k.All
	}
	out.Body.Notice = NoticeOfSome(out.Body.Invented, of)
	return out, nil
}

func (a *api) keptQuery(ctx context.Context, in *keptInput) (worklist.KeptQuery, error) {
	actor := callOf(ctx).actor
	kind, err := workOf(actor, worklist.Kind(in.Kind))
	if err != nil {
		return worklist.KeptQuery{}, err
	}
	var wrong fault.Fields
	day := func(text, field string) (d calendar.Day) {
		if text != "" {
			d, err = calendar.ParseDay(text)
			wrong.Note(field, err)
		}
		return d
	}
	q := worklist.KeptQuery{Now: a.Clock(), Employer: actor.Employer, Agreement: in.Agreement, Kind: kind, From: day(in.From, "from"), Until: day(in.Until, "until")}
	for _, by := range in.By {
		q.By = append(q.By, worklist.Split(by))
	}
	if err := q.Check(); err != nil {
		withFields(&wrong, err)
	}
	if err := wrong.Err(); err != nil {
		return q, err
	}
	return q, a.workIncludes(ctx, in.Least)
}

func keptLineOf(k worklist.Kept) keptLine {
	line := keptLine{
		Agreement: k.Agreement, Version: k.Version, Whose: k.Whose, Kind: k.Kind, Period: k.Period,
		Met: k.Met, MetLate: k.MetLate, Lapsed: k.Lapsed, LapsedClosed: k.LapsedClosed, Ended: k.Ended(),
		Running: k.Running, DueSoon: k.DueSoon, Due: k.Due, NotReceived: k.NotReceived, Suspended: k.Suspended, LeftOpen: k.LeftOpen, Rights: k.Rights,
	}
	if share, any := k.Share(); any {
		line.ShareKept = &share
	}
	return line
}
