package api

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/worklist"
)

// Terms counts terms from the log, as they were known at a position.
type Terms interface {
	// Recount gives how they stood at q.Now. The error is a *fault.Fault of kind TooLarge
	// where there are more files than can be counted while somebody waits.
	Recount(ctx context.Context, scope access.Scope, q worklist.KeptQuery, at eventlog.Position) (worklist.KeptPage, error)
}

type keptInput struct {
	Agreement string   `query:"agreement" doc:"Code of one agreement."`
	Employer  string   `query:"employer" doc:"Code of an employer; all whose figures the caller may see when left out."`
	Kind      string   `query:"kind" doc:"CASE for criminal cases, CARE for the care for workers. Both when left out."`
	Period    string   `query:"period" doc:"In which a term began: a year, a quarter, a month or two days, both included. One that began on a day that nobody knows is then left out." example:"2026-Q1"`
	From      string   `query:"from" doc:"First day on which a term began; likewise. Instead of period." example:"2026-01-01"`
	Until     string   `query:"until" doc:"Last day on which a term began; likewise." example:"2026-12-31"`
	By        []string `query:"by,explode" doc:"Tell terms apart by version (and whose it is), kind, and one of month, quarter and year in which a term began; several may be given."`
	Times     string   `query:"times" doc:"true: also how long the terms took (Kaplan-Meier), for which all files are counted from the log, at most 5,000."`
	AsOf      string   `query:"asOf" doc:"As known then, and as it stood then: a position in the log, or a time with an offset. All files are counted from the log, at most 5,000. As known now when left out." example:"2026-04-01T00:00:00+02:00"`
	Least     string   `query:"minPosition" doc:"Wait until the terms are counted up to this position; 503 when they are not within a few seconds." example:"1042"`
}

type keptAnswer struct {
	Position string `header:"Position" doc:"As known at this position in the log."`
	Body     keptList
}

type keptList struct {
	AsOf         time.Time     `json:"as_of" doc:"The moment of which the states are."`
	Unit         string        `json:"unit" enum:"term" doc:"What every number counts: terms, and not cases or incidents."`
	Base         figures.Text  `json:"base" doc:"What the shares are of."`
	Definition   string        `json:"definition"`
	DefinitionNL string        `json:"definition_nl"`
	Agreements   []keptLine    `json:"agreements"`
	Invented     int           `json:"invented,omitempty" doc:"How many of the terms a demonstration made up."`
	Notice       *figures.Text `json:"notice,omitempty" doc:"Says that they were."`
	taken
	timed bool // it was asked how long terms took
}

// keptLine is one agreement, or a part of it.
type keptLine struct {
	Agreement    string           `json:"agreement"`
	Name         *figures.Text    `json:"name,omitempty" doc:"Of the version that goes first now."`
	Version      string           `json:"version,omitempty"`
	Whose        agreement.Whose  `json:"whose,omitempty" enum:"PROGRAM,STORE,EMPLOYER"`
	Employer     string           `json:"employer,omitempty" doc:"Over all employers: code of the one that wrote these terms for itself. What two employers wrote under one code is told apart. Left out of terms that came with the program or hold for all."`
	Kind         worklist.Kind    `json:"kind,omitempty" enum:"CASE,CARE"`
	Period       string           `json:"period,omitempty" doc:"In which the terms began: 2026-11, 2026-Q4 or 2026. Left out where nobody knows."`
	Met          int              `json:"met" doc:"Met in time, or need not be met any more."`
	MetLate      int              `json:"met_late"`
	Lapsed       int              `json:"lapsed" doc:"Too late, and not done, in closed cases too."`
	LapsedClosed int              `json:"lapsed_closed" doc:"How many of these are of closed cases."`
	Ended        int              `json:"ended" doc:"The base of share_kept: met, met_late and lapsed together."`
	ShareKept    *float64         `json:"share_kept" doc:"met divided by ended, 0 to 1. Null where no term ended."`
	Few          bool             `json:"few,omitempty" doc:"Fewer than ten terms ended: the share says little."`
	Running      int              `json:"running"`
	DueSoon      int              `json:"due_soon"`
	Due          int              `json:"due"`
	NotReceived  int              `json:"not_received" doc:"Nobody told whether it was done, or when it began: in no share."`
	Suspended    int              `json:"suspended"`
	LeftOpen     int              `json:"left_open" doc:"Of closed cases: not done, and not too late."`
	Rights       int              `json:"rights" doc:"Somebody may and nobody must: in no share and no time."`
	Invented     int              `json:"invented,omitempty" doc:"How many of these terms a demonstration made up."`
	Time         *figures.Lasting `json:"time,omitempty" doc:"How long terms took, in calendar days from the day on which they began, suspensions included; where it was asked for."`
}

func (a *api) keptWork(ctx context.Context, in *keptInput) (*keptAnswer, error) {
	scope, err := callOf(ctx).actor.Figures()
	if err != nil {
		return nil, err
	}
	if err := scope.Exact(); err != nil {
		return nil, err
	}
	q, asOf, err := a.keptQuery(ctx, in, scope)
	if err != nil {
		return nil, err
	}
	page, err := a.kept(ctx, scope, &q, asOf, in.Times == "true")
	if err != nil {
		return nil, err
	}
	if err := a.record(ctx, access.Reading{What: "worklist", Position: page.Position}); err != nil {
		return nil, err
	}
	out, of := &keptAnswer{Position: page.Position.String()}, 0
	text, err := a.keptDefinition(ctx, q, in, page)
	if err != nil {
		return nil, err
	}
	out.Body.AsOf, out.Body.Unit, out.Body.Base, out.Body.Definition, out.Body.DefinitionNL = q.Now.UTC(), "term", keptBase, text.EN, text.NL
	out.Body.Agreements = make([]keptLine, len(page.Kept))
	names := keptNames{a: a, of: q.Employer}
	for i, k := range page.Kept {
		line := keptLineOf(k, scope)
		if err := names.put(ctx, k, &line); err != nil {
			return nil, err
		}
		if took, is := page.Took[k.KeptKey]; is && in.Times == "true" {
			time := figures.LastingOf(took.Times, took.Undated, scope)
			line.Time = &time
		}
		out.Body.Agreements[i] = line
		out.Body.Invented += line.Invented
		of += figures.Disclose(k.All, scope)
	}
	out.Body.Notice = NoticeOfSome(out.Body.Invented, of)
	out.Body.timed = in.Times == "true"
	out.Body.taken, err = a.takeSheet(ctx, "worklist agreements", out.Body, page.Position)
	return out, err
}

// keptNames says what agreements are called, and by whom those are that employers wrote
// for themselves.
type keptNames struct {
	a     *api
	of    uuid.UUID // the employer that the answer is about; zero: all
	known map[uuid.UUID]agreement.Set
	codes map[uuid.UUID]string
}

func (n *keptNames) put(ctx context.Context, k worklist.Kept, line *keptLine) error {
	owner := k.Owner
	if owner == uuid.Nil {
		owner = n.of
	}
	if n.known == nil {
		n.known, n.codes = map[uuid.UUID]agreement.Set{}, map[uuid.UUID]string{}
	}
	if n.known[owner] == nil {
		set, err := n.a.agreementsOf(ctx, owner)
		if err != nil {
			return err
		}
		n.known[owner] = set
	}
	if held := n.known[owner].Of(k.Agreement); len(held) > 0 {
		name := figures.Text(held[0].Name)
		line.Name = &name
	}
	if k.Owner == uuid.Nil {
		return nil
	}
	if n.codes[owner] == "" {
		e, err := n.a.employerOf(ctx, owner)
		if err != nil {
			return err
		}
		n.codes[owner] = e.Code
	}
	line.Employer = n.codes[owner]
	return nil
}

// kept asks the list where that says all that is asked for, and else the log.
func (a *api) kept(ctx context.Context, scope access.Scope, q *worklist.KeptQuery, asOf eventlog.Position, times bool) (worklist.KeptPage, error) {
	if asOf == 0 && !times {
		return a.Worklist.Kept(ctx, scope, *q)
	}
	if asOf == 0 {
		head, err := a.Log.Head(ctx)
		if err != nil {
			return worklist.KeptPage{}, err
		}
		asOf = head
	}
	return a.Terms.Recount(ctx, scope, *q, asOf)
}

func (a *api) keptQuery(ctx context.Context, in *keptInput, scope access.Scope) (q worklist.KeptQuery, asOf eventlog.Position, err error) {
	var wrong fault.Fields
	day := func(text, field string) (d calendar.Day) {
		if text != "" {
			d, err = calendar.ParseDay(text)
			wrong.Note(field, err)
		}
		return d
	}
	q = worklist.KeptQuery{Now: a.Clock(), Employer: scope.Employer, Agreement: in.Agreement, Kind: worklist.Kind(in.Kind), From: day(in.From, "from"), Until: day(in.Until, "until")}
	if in.Period != "" {
		wrong.Check(in.From+in.Until == "", "period", "is asked beside from or until", "leave one of them out")
		p, err := figures.ParsePeriod(in.Period)
		if err != nil {
			withFields(&wrong, err)
		} else {
			q.From, q.Until = calendar.DayOf(p.From), calendar.DayOf(p.Before)-1
		}
	}
	for _, by := range in.By {
		q.By = append(q.By, worklist.Split(by))
	}
	yes(in.Times, "times", &wrong)
	if err := q.Check(); err != nil {
		withFields(&wrong, err)
	}
	if err := a.keptOf(ctx, &q, in.Employer, scope, &wrong); err != nil {
		return q, 0, err
	}
	if asOf, err = a.keptAt(ctx, &q, in.AsOf, &wrong); err != nil {
		return q, 0, err
	}
	if err := wrong.Err(); err != nil {
		return q, 0, err
	}
	return q, asOf, a.workIncludes(ctx, in.Least)
}

// keptOf narrows to one employer, in the same words for one that does not exist as for
// one whose figures the caller may not see.
func (a *api) keptOf(ctx context.Context, q *worklist.KeptQuery, code string, scope access.Scope, wrong *fault.Fields) error {
	if code != "" {
		id, found, err := a.Directory.EmployerByCode(ctx, code)
		if err != nil {
			return err
		}
		if !found || !scope.Includes(id) {
			wrong.Add("employer", "is not an employer whose figures you may see", "check its code")
			return nil
		}
		q.Employer = id
	}
	if q.Employer == uuid.Nil { // of all: each may have agreements of its own
		wrong.Check(q.Agreement == "" || agreement.ShapedAsCode(q.Agreement), "agreement", "is not a code of an agreement", "use 2 to 40 capitals, digits and hyphens, e.g. UITKOMST-VERTELLEN")
		return nil
	}
	return a.knowsAgreement(ctx, q.Employer, q.Agreement, wrong)
}

// keptAt reads as of when, and makes that the moment of which the states are.
func (a *api) keptAt(ctx context.Context, q *worklist.KeptQuery, text string, wrong *fault.Fields) (eventlog.Position, error) {
	if text == "" {
		return 0, nil
	}
	head, err := a.Log.Head(ctx)
	if err != nil {
		return 0, err
	}
	at, err := a.asOf(ctx, text, head, wrong)
	if err != nil || at < 1 || at > head {
		return 0, err
	}
	if q.Now, err = time.Parse(time.RFC3339, text); err == nil {
		return at, nil
	}
	last, err := a.Log.Read(ctx, at-1, 1)
	if err != nil || len(last) == 0 {
		return 0, err
	}
	q.Now = last[0].RecordedAt
	return at, nil
}

// knowsAgreement refuses a code that would only give an empty list.
func (a *api) knowsAgreement(ctx context.Context, employer uuid.UUID, code string, wrong *fault.Fields) error {
	if code == "" {
		return nil
	}
	known, err := a.agreementsOf(ctx, employer)
	if err == nil && len(known.Of(code)) == 0 {
		wrong.Add("agreement", "is not an agreement here", "use one of "+strings.Join(known.Codes(), ", "))
	}
	return err
}

// keptLineOf shows each number as this viewer may see it, and works the share out from
// those.
func keptLineOf(k worklist.Kept, scope access.Scope) keptLine {
	for _, n := range []*int{&k.Met, &k.MetLate, &k.Lapsed, &k.LapsedClosed, &k.Running, &k.DueSoon, &k.Due, &k.NotReceived, &k.Suspended, &k.LeftOpen, &k.Rights, &k.Invented} {
		*n = figures.Disclose(*n, scope)
	}
	line := keptLine{
		Agreement: k.Agreement, Version: k.Version, Whose: k.Whose, Kind: k.Kind, Period: k.Period,
		Met: k.Met, MetLate: k.MetLate, Lapsed: k.Lapsed, LapsedClosed: k.LapsedClosed, Ended: k.Ended(), Few: k.Ended() > 0 && k.Ended() < figures.Fewest,
		Running: k.Running, DueSoon: k.DueSoon, Due: k.Due, NotReceived: k.NotReceived, Suspended: k.Suspended, LeftOpen: k.LeftOpen, Rights: k.Rights, Invented: k.Invented,
	}
	if share, any := k.Share(); any {
		line.ShareKept = &share
	}
	return line
}
