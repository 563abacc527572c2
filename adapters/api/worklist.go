package api

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/worklist"
)

// Worklist gives what is to be done, and the files in which, as far as they are in the scope.
type Worklist interface {
	List(ctx context.Context, scope access.Scope, q worklist.Query) (worklist.Page, error)
	Digest(ctx context.Context, scope access.Scope, q worklist.Query) (worklist.Digest, error)
	Kept(ctx context.Context, scope access.Scope, q worklist.KeptQuery) (worklist.KeptPage, error)
	Files(ctx context.Context, scope access.Scope, q worklist.FileQuery) (worklist.FilePage, error)
	// Await returns once the list includes a position; the error is a *fault.Fault of
	// kind Unavailable when that takes too long.
	Await(ctx context.Context, p eventlog.Position) error
}

// WorkInput is what the list and its digest are both narrowed by.
type WorkInput struct {
	State     []string   `query:"state,explode" doc:"LAPSED, DUE, DUE_SOON, NOT_RECEIVED, RUNNING or SUSPENDED; several mean any of them. All when left out."`
	Mine      string     `query:"mine" doc:"true for what the caller is to see to: in files that the caller follows or was asked to take over, and as a stand-in once it is the stand-in's turn."`
	Actor     string     `query:"actor" doc:"The same for another actor."`
	Party     codes.Code `query:"party" doc:"Whom the agreement names, or who took over, of the list party."`
	Agreement string     `query:"agreement" doc:"Code of an agreement."`
	Incident  string     `query:"incident" doc:"Id of an incident that the case or the care rests on."`
	Unit      codes.Code `query:"unit" doc:"Code of a unit of the employer, of any incident that the case or the care rests on."`
	Kind      string     `query:"kind" doc:"CASE for criminal cases, CARE for the care for workers. Both when left out."`
	Snoozed   string     `query:"snoozed" doc:"true to show what was put away too. What has lapsed always shows."`
	Language  string     `query:"language" doc:"nl or en, of because; nl when left out."`
	Least     string     `query:"minPosition" doc:"Wait until the list includes this position, as a change answered it; 503 when it does not within a few seconds." example:"1042"`
}

type worklistPageInput struct {
	WorkInput
	Limit int    `query:"limit" doc:"How many on a page, 1 to 200; 50 when left out."`
	After string `query:"after" doc:"The next of the page before. All pages are as of the moment of the first."`
}

type worklistAnswer struct {
	Position string `header:"Position" doc:"The list is as known at this position in the log."`
	Next     string `header:"Next" doc:"As next in the body, for whoever asks for CSV."`
	Body     workList
}

type workList struct {
	AsOf     time.Time     `json:"as_of" doc:"The moment of which the states are."`
	Work     []workLine    `json:"work" doc:"The most urgent first: what has lapsed, what is due or due soon, what was not received, what runs, what stands still; of each what is due first."`
	Counts   *workCounts   `json:"counts,omitempty" doc:"How many stand in each state on all pages, whatever states were asked for. On the first page only."`
	PutAway  int           `json:"put_away,omitempty" doc:"How many terms were left out because their case was put away for a while. On the first page only."`
	Invented int           `json:"invented,omitempty" doc:"How many on this page a demonstration made up."`
	Notice   *figures.Text `json:"notice,omitempty" doc:"Says that they were."`
	Next     string        `json:"next,omitempty" doc:"Send as after for the next page; left out on the last one."`
	taken
}

// workCounts are exact up to 200; 201 is more than that.
type workCounts struct {
	Lapsed      int `json:"LAPSED" doc:"As all of these exact up to 200; 201 means more."`
	Due         int `json:"DUE"`
	DueSoon     int `json:"DUE_SOON"`
	NotReceived int `json:"NOT_RECEIVED"`
	Running     int `json:"RUNNING"`
	Suspended   int `json:"SUSPENDED"`
}

type workLine struct {
	Case        uuid.UUID       `json:"case" format:"uuid" doc:"Id of the case, or of the care for a worker where kind says so."`
	Incident    *uuid.UUID      `json:"incident" format:"uuid" doc:"The first that it is about."`
	Due         *string         `json:"due" format:"date" doc:"The last day. Null while there is none."`
	DueAt       string          `json:"due_at,omitempty" doc:"Of a term in hours: the moment, by the clock of the employer." example:"2026-11-03T08:00+01:00"`
	Agreement   string          `json:"agreement" doc:"Code of the agreement that the date rests on."`
	Version     string          `json:"version"`
	Because     string          `json:"because" doc:"How the date came about."`
	Responsible codes.Code      `json:"responsible" doc:"Whose turn it is: whom the agreement names, or who takes over once the term has long passed."`
	State       agreement.State `json:"state" enum:"LAPSED,DUE,DUE_SOON,NOT_RECEIVED,RUNNING,SUSPENDED"`

	Kind      worklist.Kind   `json:"kind" enum:"CASE,CARE"`
	Whose     agreement.Whose `json:"whose" enum:"PROGRAM,STORE,EMPLOYER" doc:"Of the version of the agreement."`
	StartedBy codes.Code      `json:"started_by" doc:"The fact that began the term."`
	StartedOn string          `json:"started_on,omitempty" format:"date"`
	TooLate   *time.Time      `json:"too_late,omitempty" doc:"The first moment at which it is too late, in UTC."`
	Right     bool            `json:"right,omitempty" doc:"Somebody may, and nobody must."`
	TakenOver bool            `json:"taken_over,omitempty" doc:"It is the turn of who takes over."`
	Victim    *uuid.UUID      `json:"victim,omitempty" format:"uuid" doc:"Who must be told, of a term for telling."`
	About     *uuid.UUID      `json:"about,omitempty" format:"uuid" doc:"The notice of which."`
	FileHolders
	Invented bool `json:"invented,omitempty" doc:"Made up by a demonstration."`
}

// FileHolders are whose a file is. An actor is known to identity only.
type FileHolders struct {
	Assigned     *uuid.UUID `json:"assigned,omitempty" format:"uuid" doc:"The actor who follows it; left out where nobody does."`
	StandIn      *uuid.UUID `json:"stand_in,omitempty" format:"uuid" doc:"The actor who stands in."`
	OfferedTo    *uuid.UUID `json:"offered_to,omitempty" format:"uuid" doc:"The actor who was asked to take it over and has not answered."`
	OfferedAll   bool       `json:"offered_to_team,omitempty" doc:"Everybody who follows files was asked, as nobody did anything and there is no stand-in who answers: whoever accepts first has it."`
	SnoozedUntil string     `json:"snoozed_until,omitempty" format:"date" doc:"It was put away until this day."`
}

func holdersOf(f worklist.File) FileHolders {
	return FileHolders{Assigned: idIfAny(f.Responsible), StandIn: idIfAny(f.StandIn), OfferedTo: toOne(f.OfferedTo), OfferedAll: f.OfferedTo == casework.Team, SnoozedUntil: f.SnoozedUntil.String()}
}

func (a *api) listWork(ctx context.Context, in *worklistPageInput) (*worklistAnswer, error) {
	var wrong fault.Fields
	after, err := worklist.ParseCursor(in.After)
	wrong.Note("after", err)
	q, err := a.workQuery(ctx, &in.WorkInput, after, cmp.Or(in.Limit, worklist.Usual), &wrong)
	if err != nil {
		return nil, err
	}
	zone, err := a.zoneAt(ctx, callOf(ctx).actor.Employer)
	if err != nil {
		return nil, err
	}
	page, err := a.Worklist.List(ctx, workScope(callOf(ctx).actor), q)
	if err == nil && len(page.Rows) == 0 && after.Begins() {
		err = a.knowsUnit(ctx, q)
	}
	if err != nil {
		return nil, err
	}
	if err := a.record(ctx, access.Reading{What: "worklist", Position: page.Position}); err != nil {
		return nil, err
	}
	out := &worklistAnswer{Position: page.Position.String()}
	out.Body.AsOf, out.Body.Next, out.Body.PutAway, out.Body.Counts = q.Now.UTC(), page.Next.String(), page.PutAway, countsOf(page)
	out.Body.Work = make([]workLine, len(page.Rows))
	for i, r := range page.Rows {
		if out.Body.Work[i] = workLineOf(r, q.Now, zone, languageOf(in.Language)); r.Invented {
			out.Body.Invented++
		}
	}
	out.Body.Notice = NoticeOfSome(out.Body.Invented, len(page.Rows))
	out.Next = page.Next.String()
	out.Body.taken, err = a.takeSheet(ctx, "worklist", out.Body, page.Position)
	return out, err
}

// workQuery reads what is asked for, and waits until the list is as far as that asks.
func (a *api) workQuery(ctx context.Context, in *WorkInput, after worklist.Cursor, limit int, wrong *fault.Fields) (worklist.Query, error) {
	actor := callOf(ctx).actor
	kind, err := workOf(actor, worklist.Kind(in.Kind))
	if err != nil {
		return worklist.Query{}, err
	}
	q := worklist.Query{
		Now: a.Clock(), Employer: actor.Employer, Party: in.Party, Agreement: in.Agreement, Kind: kind, Unit: in.Unit,
		Actor: idOf(in.Actor, "actor", wrong), Incident: idOf(in.Incident, "incident", wrong), After: after, Limit: limit,
		Snoozed: yes(in.Snoozed, "snoozed", wrong),
	}
	if !after.Begins() {
		q.Now = after.Now
	}
	if yes(in.Mine, "mine", wrong) {
		wrong.Check(in.Actor == "" || q.Actor == actor.ID, "mine", "is asked beside another actor", "leave one of them out")
		q.Actor = actor.ID
	}
	for _, s := range in.State {
		q.States = append(q.States, agreement.State(s))
	}
	wrong.Check(in.Language == "" || in.Language == "nl" || in.Language == "en", "language", "is not a language of this list", "use nl or en")
	if err := q.Check(); err != nil {
		if fault.KindOf(err) != fault.Invalid {
			return q, err
		}
		withFields(wrong, err)
	} else if err := a.knowsAgreement(ctx, actor.Employer, in.Agreement, wrong); err != nil {
		return q, err
	}
	if err := wrong.Err(); err != nil {
		return q, err
	}
	if q.Incident, err = a.underWhich(ctx, q.Incident); err != nil {
		return q, err
	}
	if err := a.workIncludes(ctx, in.Least); err != nil {
		return q, err
	}
	q.Today, err = a.todayOf(ctx, actor.Employer, q.Now)
	return q, err
}

// knowsUnit refuses a code that gave nothing and is no unit of the employer. One that it
// had before may still be that of incidents, so whatever is found by it is shown.
func (a *api) knowsUnit(ctx context.Context, q worklist.Query) error {
	if q.Unit == "" {
		return nil
	}
	e, err := a.employerOf(ctx, q.Employer)
	if err != nil || e.HasUnit(string(q.Unit)) {
		return err
	}
	remedy := "leave it out: this employer has no units"
	if len(e.Units) > 0 {
		remedy = "use one of " + strings.Join(e.UnitCodes(), ", ")
	}
	var wrong fault.Fields
	wrong.Add("unit", "is not a unit of this employer", remedy)
	return wrong.Err()
}

// workOf narrows a list to what the caller may read: cases, the care for workers, or
// both. The error is why neither, or not what was asked for.
func workOf(actor access.Actor, asked worklist.Kind) (worklist.Kind, error) {
	noCase, noCare := actor.MaySome(access.ReadCase, actor.Employer), actor.MaySome(access.ReadAftercare, actor.Employer)
	switch {
	case noCase != nil && (noCare != nil || asked == worklist.OfCase):
		return "", noCase
	case noCare != nil && asked == worklist.OfCare:
		return "", noCare
	case noCase != nil:
		return worklist.OfCare, nil
	case noCare != nil:
		return worklist.OfCase, nil
	}
	return asked, nil
}

// workScope is over whose files a list goes: who may read no cases, as a manager and the occupational physician's
// desk may not, has the care that he may read.
func workScope(actor access.Actor) access.Scope {
	if actor.MaySome(access.ReadCase, actor.Employer) != nil {
		return actor.Over(access.ReadAftercare)
	}
	return actor.Over(access.ReadCase)
}

func yes(text, field string, wrong *fault.Fields) bool {
	wrong.Check(text == "" || text == "true" || text == "false", field, "is neither true nor false", "use one of them, or leave it out for false")
	return text == "true"
}

// toTheMinute is how the end of a term in hours is written.
const toTheMinute = "2006-01-02T15:04Z07:00"

// todayOf is the day by the clock of an employer.
func (a *api) todayOf(ctx context.Context, id uuid.UUID, now time.Time) (calendar.Day, error) {
	zone, err := a.zoneAt(ctx, id)
	if err != nil {
		return 0, err
	}
	return calendar.DayOf(now.In(zone)), nil
}

func (a *api) zoneAt(ctx context.Context, employer uuid.UUID) (*time.Location, error) {
	e, err := a.employerOf(ctx, employer)
	if err != nil {
		return nil, err
	}
	return zoneOf(e)
}

// workIncludes waits for whoever counts the terms.
func (a *api) workIncludes(ctx context.Context, least string) error {
	if least == "" {
		return nil
	}
	head, err := a.Log.Head(ctx)
	if err != nil {
		return err
	}
	var wrong fault.Fields
	at := positionIn(least, "minPosition", head, &wrong)
	if err := wrong.Err(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, a.limits.wait)
	defer cancel()
	return a.Worklist.Await(ctx, at)
}

func languageOf(text string) figures.Language {
	if text == "en" {
		return figures.English
	}
	return figures.Dutch
}

func countsOf(p worklist.Page) *workCounts {
	if p.Counts == nil {
		return nil
	}
	return &workCounts{
		Lapsed: p.Counts[agreement.Lapsed], Due: p.Counts[agreement.DueNow], DueSoon: p.Counts[agreement.DueSoon],
		NotReceived: p.Counts[agreement.NotReceived], Running: p.Counts[agreement.Running], Suspended: p.Counts[agreement.Suspended],
	}
}

func workLineOf(r worklist.Row, now time.Time, zone *time.Location, l figures.Language) workLine {
	c := r.Clock
	line := workLine{
		Case: r.ID, Incident: idIfAny(r.Incident), Agreement: c.Agreement, Version: c.Version, Because: figures.Text(c.Because).In(l),
		Responsible: c.Turn(now), State: c.State(now), Kind: r.Kind, Whose: c.Whose, StartedBy: c.Start, StartedOn: c.StartedOn.String(), Right: c.Right,
		TakenOver: c.Turn(now) != c.Responsible, Victim: idIfAny(c.Victim), About: idIfAny(c.About), FileHolders: holdersOf(r.File), Invented: r.Invented,
	}
	if c.DueOn != 0 {
		due := c.DueOn.String()
		line.Due = &due
	}
	if !c.TooLate.IsZero() {
		at := c.TooLate.UTC()
		line.TooLate = &at
	}
	if c.ToTheMinute() {
		line.DueAt = c.TooLate.In(zone).Format(toTheMinute)
	}
	return line
}

type digestAnswer struct {
	Position string `header:"Position" doc:"The digest is as known at this position in the log."`
	Body     digestList
}

type digestList struct {
	AsOf     time.Time     `json:"as_of" doc:"The moment of which the states are."`
	Groups   []digestGroup `json:"groups" doc:"Where most has lapsed first."`
	Invented int           `json:"invented,omitempty" doc:"How many of the terms in it a demonstration made up."`
	Notice   *figures.Text `json:"notice,omitempty" doc:"Says that they were."`
	taken
}

type digestGroup struct {
	Assigned    *uuid.UUID `json:"assigned,omitempty" format:"uuid" doc:"The actor who follows the files; left out where nobody does."`
	Responsible codes.Code `json:"responsible" doc:"Whose turn it is."`
	Agreement   string     `json:"agreement"`
	Lapsed      int        `json:"lapsed"`
	Due         int        `json:"due"`
	DueSoon     int        `json:"due_soon"`
	NotReceived int        `json:"not_received"`
	Oldest      *string    `json:"oldest" format:"date" doc:"The first due date of them. Null where none has one."`
	Invented    int        `json:"invented,omitempty" doc:"How many of these terms a demonstration made up."`
}

func (a *api) digestWork(ctx context.Context, in *WorkInput) (*digestAnswer, error) {
	q, err := a.workQuery(ctx, in, worklist.Cursor{}, worklist.Usual, &fault.Fields{})
	if err != nil {
		return nil, err
	}
	digest, err := a.Worklist.Digest(ctx, workScope(callOf(ctx).actor), q)
	if err == nil && len(digest.Groups) == 0 {
		err = a.knowsUnit(ctx, q)
	}
	if err != nil {
		return nil, err
	}
	if err := a.record(ctx, access.Reading{What: "worklist", Position: digest.Position}); err != nil {
		return nil, err
	}
	out, of := &digestAnswer{Position: digest.Position.String()}, 0
	out.Body.AsOf, out.Body.Groups = q.Now.UTC(), make([]digestGroup, len(digest.Groups))
	for i, g := range digest.Groups {
		line := digestGroup{
			Assigned: idIfAny(g.Actor), Responsible: g.Party, Agreement: g.Agreement,
			Lapsed: g.Lapsed, Due: g.Due, DueSoon: g.DueSoon, NotReceived: g.NotReceived, Invented: g.Invented,
		}
		if g.Oldest != 0 {
			day := g.Oldest.String()
			line.Oldest = &day
		}
		out.Body.Groups[i] = line
		out.Body.Invented += g.Invented
		of += g.Lapsed + g.Due + g.DueSoon + g.NotReceived
	}
	out.Body.Notice = NoticeOfSome(out.Body.Invented, of)
	out.Body.taken, err = a.takeSheet(ctx, "worklist digest", out.Body, digest.Position)
	return out, err
}
