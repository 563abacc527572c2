package api

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/triage"
	"ruggensteun/projections/figures"
	list "ruggensteun/projections/triage"
)

type listTriageInput struct {
	Employer string     `query:"employer" doc:"Code of an employer; all that the caller may see when left out."`
	State    string     `query:"state" doc:"OPEN (the usual), SET_ASIDE, MATCHED or TAKEN_BACK." example:"OPEN"`
	Reason   codes.Code `query:"reason" doc:"Why it waits, of the list triage-reason." example:"NO_SUCH_NUMBER"`
	Source   codes.Code `query:"source" doc:"Who told it, of the list notice-source. What a notice says is sealed: for this, step, from and through notices are opened one after the other, at most 2,000 for one answer. One that was forgotten fits none of them." example:"OM"`
	Step     codes.Code `query:"step" doc:"What it tells, of the list case-step; as source." example:"VERDICT"`
	From     string     `query:"from" doc:"First day on which it was received, by the clock there; as source." example:"2026-01-01"`
	Through  string     `query:"through" doc:"Last such day, included." example:"2026-03-31"`
	Limit    int        `query:"limit" doc:"How many on a page, 1 to 100; 50 when left out."`
	After    string     `query:"after" doc:"The next of the page before."`
}

type triageListAnswer struct {
	Position string `header:"Position" doc:"The list is as known at this position in the log."`
	Next     string `header:"Next" doc:"As next in the body, for whoever asks for CSV."`
	Stopped  string `header:"Stopped" doc:"As stopped in the body, for whoever asks for CSV: how many were opened before it looked no further."`
	Body     triageList
}

type triageList struct {
	Notices  []triageLine  `json:"notices" doc:"The longest waiting first."`
	Invented int           `json:"invented,omitempty" doc:"How many of these a demonstration made up."`
	Notice   *figures.Text `json:"notice,omitempty" doc:"Says that they were."`
	Opened   int           `json:"opened,omitempty" doc:"How many notices were opened to find these, where it was asked what they say."`
	Stopped  *figures.Text `json:"stopped,omitempty" doc:"Says that it looked no further, as enough were opened for one answer: there may be more that fit. Go on with next."`
	Next     string        `json:"next,omitempty" doc:"Send as after for the next page; left out on the last one."`
	asSheet
}

// TriageColumns are those of the list as CSV.
var TriageColumns = []string{"id", "state", "since", "reason", "source", "step", "received", "effect", "reference", "suggested", "invented"}

// rows has days and times by the clock there, as far as they are known.
func (l triageList) rows() ([][]string, error) {
	rows, err := sheetOf(TriageColumns, l.Notices)
	for i, line := range l.Notices {
		if err != nil {
			return nil, err
		}
		rows[i+1][6], rows[i+1][7] = cellOfMoment(line.received), cellOfMoment(line.effect)
	}
	return rows, err
}

func cellOfMoment(m moment.Moment) string {
	layout := map[moment.Precision]string{moment.Month: "2006-01", moment.Day: time.DateOnly, moment.Hour: "2006-01-02T15Z07:00", moment.Minute: toTheMinute}[m.Precision]
	return m.Local().Format(layout)
}

// partOpened of the time that a request may take goes to opening notices: what was found by
// then is worth more than no answer.
const partOpened = 2

// listTriage opens each notice that it shows, because a list of ids is no work list; so
// reading it is reading each of them. One that was opened and does not fit is shown to
// nobody.
func (a *api) listTriage(ctx context.Context, in *listTriageInput) (*triageListAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.ReadTriage, actor.Employer); err != nil {
		return nil, err
	}
	q, said, err := a.triageQuery(ctx, in)
	if err != nil {
		return nil, err
	}
	found, err := a.lookThrough(ctx, actor.Over(access.ReadTriage), q, said)
	if err != nil {
		return nil, err
	}
	out := &triageListAnswer{Position: found.Position.String(), Next: found.next.String()}
	out.Body.Notices, out.Body.Next, out.Body.csv = []triageLine{}, found.next.String(), callOf(ctx).prefersCSV()
	for i, w := range found.notices {
		if w.suggested, err = a.suggestedFor(ctx, w.entry); err != nil {
			return nil, err
		}
		if err := a.record(ctx, access.Reading{What: "triage", ID: w.id, Personal: true, Position: found.Position}); err != nil {
			return nil, err
		}
		line := w.line()
		line.State = found.Lines[i].State // as known at the position of the page
		if line.Invented {
			out.Body.Invented++
		}
		out.Body.Notices = append(out.Body.Notices, line)
	}
	out.Body.Notice = NoticeOfSome(out.Body.Invented, len(found.notices))
	if said.Any() {
		out.Body.Opened = found.opened
	}
	if found.stopped {
		out.Stopped, out.Body.Stopped = strconv.Itoa(found.opened), stoppedAfter(found.opened)
	}
	return out, a.record(ctx, access.Reading{What: "triage list", Personal: found.opened > 0, Position: found.Position})
}

func stoppedAfter(n int) *figures.Text {
	return &figures.Text{
		NL: fmt.Sprintf("Er is niet verder gekeken: %d berichten zijn geopend, en dat is genoeg voor één antwoord. Er kunnen er meer zijn die voldoen; ga verder met next.", n),
		EN: fmt.Sprintf("It looked no further: %d notices were opened, which is enough for one answer. There may be more that fit; go on with next.", n),
	}
}

// found are the notices of a page, in the order of its lines.
type found struct {
	list.Page
	notices []waitingNotice
	next    list.Cursor
	opened  int
	stopped bool
}

// lookThrough opens what the list holds until a page of notices fits, or enough were opened.
func (a *api) lookThrough(ctx context.Context, scope access.Scope, q list.Query, said list.Said) (f found, err error) {
	enough, cancel := context.WithTimeout(ctx, a.limits.request/partOpened)
	defer cancel()
	wanted := q.Limit
	if said.Any() {
		q.Limit = list.Most
	}
	for first := true; ; first = false {
		page, err := a.Triage.Waiting(ctx, scope, q)
		if err != nil {
			return f, err
		}
		if first {
			f.Position = page.Position
		}
		for i, l := range page.Lines {
			if f.stopped = said.Any() && (f.opened == a.limits.opened || f.opened > 0 && enough.Err() != nil); f.stopped {
				f.next = q.After
				return f, nil
			}
			w, err := a.toldBy(ctx, l.ID)
			if err != nil {
				return f, err
			}
			f.opened++
			q.After = list.CursorAt(l)
			if content, readable := w.entry.Content.Get(); !said.Fits(content, readable) {
				continue
			}
			f.Lines, f.notices = append(f.Lines, l), append(f.notices, w)
			if len(f.notices) == wanted {
				if page.More || i < len(page.Lines)-1 {
					f.next = q.After
				}
				return f, nil
			}
		}
		if !page.More {
			return f, nil
		}
	}
}

func (a *api) triageQuery(ctx context.Context, in *listTriageInput) (q list.Query, said list.Said, err error) {
	var wrong fault.Fields
	q = list.Query{State: triage.State(cmp.Or(in.State, string(triage.Open))), Reason: in.Reason, Limit: cmp.Or(in.Limit, list.Usual)}
	said = list.Said{Source: in.Source, Step: in.Step, From: in.From, Through: in.Through}
	q.After, err = list.ParseCursor(in.After)
	wrong.Note("after", err)
	if err := q.Check(said); err != nil {
		withFields(&wrong, err)
	}
	if in.Employer != "" {
		if q.Employer, _, err = a.Directory.EmployerByCode(ctx, in.Employer); err != nil {
			return q, said, err
		}
		wrong.Check(q.Employer != uuid.Nil && callOf(ctx).actor.Over(access.ReadTriage).Includes(q.Employer), "employer", "is not known", "check the code")
	}
	return q, said, wrong.Err()
}
