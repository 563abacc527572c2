package api

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/retention"
	"ruggensteun/projections"
	"ruggensteun/projections/figures"
	keeping "ruggensteun/projections/retention"
)

type dueInput struct {
	Within   string `query:"within" doc:"Period of ISO 8601 from now; P30D when left out, a year at most." example:"P30D"`
	Employer string `query:"employer" doc:"Code of the employer; whom the caller works for when left out."`
	Limit    int    `query:"limit" doc:"How many lines at most, 1 to 10000; 1000 when left out. CSV has all."`
}

type dueAnswer struct {
	Position string `header:"Position" doc:"The list is as known at this position in the log."`
	Body     dueList
}

type dueList struct {
	Employer string        `json:"employer" doc:"Code of the employer."`
	From     string        `json:"from" format:"date" doc:"Today, on the employer's calendar."`
	Through  string        `json:"through" format:"date" doc:"The last day."`
	Total    int           `json:"total" doc:"How many there are, also those that are left off."`
	Overdue  int           `json:"overdue" doc:"How many should have been erased before today."`
	Held     int           `json:"held" doc:"How many a hold keeps, or a request for access that is not answered yet."`
	Kinds    []dueCount    `json:"kinds" doc:"How many there are of each kind, purpose and law."`
	Due      []dueLine     `json:"due" doc:"What is to be erased first comes first."`
	LeftOff  int           `json:"left_off,omitempty" doc:"How many lines were left off; ask for more, or for CSV."`
	Invented bool          `json:"invented,omitempty" doc:"A demonstration made the employer up, or some of it."`
	Notice   *figures.Text `json:"notice,omitempty" doc:"Says that they were."`
	all      []dueLine
	taken
}

type dueCount struct {
	Kind    retention.Kind `json:"kind"`
	Purpose person.Purpose `json:"purpose"`
	Regime  codes.Code     `json:"regime"`
	Term    string         `json:"term"`
	N       int            `json:"n"`
	Held    int            `json:"held"`
}

type dueLine struct {
	On        string          `json:"on" format:"date" doc:"The day on which its period has passed."`
	Overdue   bool            `json:"overdue,omitempty" doc:"That day lies behind."`
	Kind      retention.Kind  `json:"kind"`
	ID        uuid.UUID       `json:"id" format:"uuid" doc:"Opaque: of the record, or the pseudonym."`
	Purpose   person.Purpose  `json:"purpose"`
	Regime    codes.Code      `json:"regime"`
	Term      string          `json:"term"`
	Starts    retention.Start `json:"starts"`
	Since     string          `json:"since" format:"date" doc:"The day that it counts from."`
	Whose     retention.Whose `json:"whose"`
	Version   string          `json:"version"`
	HeldUntil string          `json:"held_until,omitempty" format:"date" doc:"A hold keeps it until the end of this day, or who it is about is to have his access file by then."`
	Invented  bool            `json:"invented,omitempty"`
}

// DueColumns are those of what is to be erased as CSV.
var DueColumns = []string{"on", "overdue", "kind", "id", "purpose", "regime", "term", "starts", "since", "whose", "version", "held_until", "invented"}

func (l dueList) rows() ([][]string, error) { return sheetOf(DueColumns, l.all) }

const (
	usualDue = 1_000
	mostDue  = 10_000
)

// listDue says what is to be erased before a period has passed. It goes through all that the
// employer keeps, stream by stream and with nothing opened.
func (a *api) listDue(ctx context.Context, in *dueInput) (*dueAnswer, error) {
	e, err := a.atTheDesk(ctx, in.Employer, access.ReadRetention)
	if err != nil {
		return nil, err
	}
	within, limit, err := in.read()
	if err != nil {
		return nil, err
	}
	head, err := a.Log.Head(ctx)
	if err != nil {
		return nil, fmt.Errorf("ask for the end of the log: %w", err)
	}
	due, err := a.dueOf(ctx, e, head, within)
	if err != nil {
		return nil, err
	}
	zone, err := zoneOf(e)
	if err != nil {
		return nil, err
	}
	out := &dueAnswer{Position: head.String(), Body: dueList{Employer: e.Code, Kinds: []dueCount{}}}
	if out.Body.Invented, err = a.invented(ctx, employer.Stream(e.ID), access.ReadEmployer); err != nil {
		return nil, err
	}
	out.Body.take(due, calendar.DayOf(a.Clock().In(zone)), zone, limit)
	out.Body.Through = retention.Through(calendar.DayOf(a.Clock().In(zone)), within).String()
	if err := a.record(ctx, access.Reading{What: "retention-due", ID: e.ID, Position: head}); err != nil {
		return nil, err
	}
	out.Body.taken, err = a.takeSheet(ctx, "retention-due", out.Body, head)
	return out, err
}

func (in *dueInput) read() (within calendar.Term, limit int, err error) {
	var wrong fault.Fields
	within = calendar.Term{Days: 30}
	if in.Within != "" {
		within = termOf(in.Within, "within", &wrong)
	}
	today := calendar.On(2001, 1, 1)
	wrong.Check(retention.Through(today, within) <= today+366, "within", "is more than a year", "write it as P30D, P3M or P1Y")
	wrong.Check(within.Hours == 0 && within.WorkingDays == 0 && within.ThirtyDayMonths == 0, "within", "is not a period of years, months, weeks or days", "write it as P30D, P3M or P1Y")
	if limit = in.Limit; limit == 0 {
		limit = usualDue
	}
	wrong.Check(limit >= 1 && limit <= mostDue, "limit", "is not a number of lines", "use 1 to "+strconv.Itoa(mostDue))
	return within, limit, wrong.Err()
}

// dueOf works it out as known at a position.
func (a *api) dueOf(ctx context.Context, e employer.Employer, head eventlog.Position, within calendar.Term) ([]heldDue, error) {
	book, err := a.periodsOf(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	ledger, err := a.keptBy(ctx, e.ID, head)
	if err != nil {
		return nil, err
	}
	zone, err := zoneOf(e)
	if err != nil {
		return nil, err
	}
	holding, err := a.notErasable(ctx, e)
	if err != nil {
		return nil, err
	}
	var all []heldDue
	for _, due := range book.Within(ledger.Kept(), a.Clock(), within, zone) {
		all = append(all, heldDue{due, holding.until(due.ID)})
	}
	return all, nil
}

// heldDue is what is to be erased, and the last day on which a hold keeps it; "" when none does.
type heldDue struct {
	retention.Due
	until string
}

// keptBy goes through all that an employer keeps, and opens nothing.
func (a *api) keptBy(ctx context.Context, owner uuid.UUID, head eventlog.Position) (*keeping.Ledger, error) {
	ledger, scope := keeping.NewLedger(), callOf(ctx).actor.Over(access.ReadRetention)
	for _, category := range keeping.Categories() {
		var after eventlog.Place
		for {
			page, err := a.Records.ReadKindAs(ctx, scope, owner, category, after, head, aPage)
			if err != nil {
				return nil, err
			}
			if len(page) == 0 {
				break
			}
			bodies, under, err := a.Evidence.Sealed(ctx, page)
			if err != nil {
				return nil, err
			}
			for i, r := range page {
				ledger.Take(projections.Event{Position: r.Position, Stream: r.Stream, Version: r.Version, Employer: r.Employer, RecordedAt: r.RecordedAt, Body: bodies[i], Invented: eventlog.Invented(r.Metadata)}, under[i])
			}
			after = eventlog.PlaceOf(page[len(page)-1])
		}
	}
	return ledger, nil
}

func (l *dueList) take(due []heldDue, today calendar.Day, zone *time.Location, limit int) {
	l.From = today.String()
	counts := map[dueCount]int{}
	for _, d := range due {
		line := dueLine{
			On: d.On.String(), Overdue: d.On < today, Kind: d.Kind, ID: d.ID, Purpose: d.Purpose, Regime: d.Regime, Term: d.Rule.Term.String(), Starts: d.Rule.Starts,
			Since: calendar.DayOf(d.Since().In(zone)).String(), Whose: d.Rule.Whose, Version: d.Rule.Number, HeldUntil: d.until, Invented: d.Invented,
		}
		l.all = append(l.all, line)
		of := dueCount{Kind: d.Kind, Purpose: d.Purpose, Regime: d.Regime, Term: line.Term}
		at, there := counts[of]
		if !there {
			at = len(l.Kinds)
			counts[of], l.Kinds = at, append(l.Kinds, of)
		}
		l.Kinds[at].N++
		if line.Overdue {
			l.Overdue++
		}
		if d.until != "" {
			l.Held++
			l.Kinds[at].Held++
		}
		l.Invented = l.Invented || d.Invented
	}
	l.Total, l.Notice = len(l.all), noticeOf(l.Invented)
	l.LeftOff = max(0, l.Total-limit)
	l.Due = append([]dueLine{}, l.all[:min(limit, l.Total)]...)
}
