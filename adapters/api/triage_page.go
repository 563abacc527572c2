package api

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/triage"
	"ruggensteun/projections"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/timeline"
)

type readTriageInput struct {
	ID string `path:"id" format:"uuid" doc:"Of the waiting notice."`
}

// triageLine is what somebody needs to see to know whether to look further.
type triageLine struct {
	ID        uuid.UUID    `json:"id" format:"uuid" doc:"Of the notice; it keeps it in its case."`
	State     triage.State `json:"state" enum:"OPEN,MATCHED,SET_ASIDE,TAKEN_BACK"`
	Since     time.Time    `json:"since" doc:"When it came, in UTC."`
	Reason    codes.Code   `json:"reason" doc:"Why it waited when it came."`
	Suggested []uuid.UUID  `json:"suggested" doc:"Cases that it may be of, by what they know now. Nothing is matched by itself."`
	Source    codes.Code   `json:"source,omitempty"`
	Step      codes.Code   `json:"step,omitempty"`
	Received  *occurrence  `json:"received,omitempty"`
	Effect    *occurrence  `json:"effect,omitempty"`
	Reference string       `json:"reference,omitempty" doc:"Its number there."`
	Invented  bool         `json:"invented,omitempty" doc:"Made up by a demonstration."`

	received, effect moment.Moment
}

type triageAnswer struct {
	ETag     string `header:"ETag" doc:"The version, in quotes; for If-Match."`
	Position string `header:"Position" doc:"Of the last change in the log."`
	Body     triagePage
}

type triagePage struct {
	ID         uuid.UUID       `json:"id" format:"uuid" doc:"Of the notice; it keeps it in its case."`
	Version    int64           `json:"version"`
	Employer   string          `json:"employer" doc:"Code of the employer."`
	Invented   bool            `json:"invented,omitempty" doc:"Made up by a demonstration."`
	Notice     *figures.Text   `json:"notice,omitempty" doc:"Says that it was."`
	Regime     codes.Code      `json:"regime" doc:"The law of the cases that it may be told in."`
	State      triage.State    `json:"state" enum:"OPEN,MATCHED,SET_ASIDE,TAKEN_BACK"`
	Case       *uuid.UUID      `json:"case,omitempty" format:"uuid" doc:"That it was told in."`
	Since      time.Time       `json:"since" doc:"When it came, in UTC."`
	Reason     codes.Code      `json:"reason" doc:"Why it waited when it came, or was last corrected."`
	Candidates []uuid.UUID     `json:"candidates" doc:"Cases that it might have been of then."`
	Suggested  []uuid.UUID     `json:"suggested" doc:"Those that it may be of by what they know now."`
	Said       noticePage      `json:"said" doc:"What the file says."`
	Clues      cluesPage       `json:"clues" doc:"What a case may be found by, as the file writes it."`
	Timeline   []timeline.Line `json:"timeline" doc:"What became of it."`
}

type cluesPage struct {
	Case     string   `json:"case,omitempty"`
	Numbers  []string `json:"numbers,omitempty"`
	Aangifte string   `json:"aangifte,omitempty"`
	Incident string   `json:"incident,omitempty"`
}

// waitingNotice is a notice as it is read.
type waitingNotice struct {
	id        uuid.UUID
	history   []projections.Event
	entry     triage.Entry
	suggested []uuid.UUID
}

func (w waitingNotice) line() triageLine {
	c, _ := w.entry.Content.Get()
	l := triageLine{
		ID: w.id, State: w.entry.State, Since: w.history[0].RecordedAt, Reason: w.entry.Reason, Suggested: ids(w.suggested), Source: c.Source, Step: c.Told.Step,
		Received: occurrenceIfAny(c.Received), Effect: occurrenceIfAny(c.Told.Effect), Reference: c.Reference, Invented: inventedIn(w.history),
		received: c.Received, effect: c.Told.Effect,
	}
	return l
}

func (w waitingNotice) page(code string) triagePage {
	last := w.history[len(w.history)-1]
	c, _ := w.entry.Content.Get()
	return triagePage{
		ID: w.id, Version: int64(last.Version), Employer: code, Invented: inventedIn(w.history), Notice: noticeOf(inventedIn(w.history)), Regime: w.entry.Regime,
		State: w.entry.State, Case: idIfAny(w.entry.Case), Since: w.history[0].RecordedAt, Reason: w.entry.Reason, Candidates: ids(w.entry.Candidates), Suggested: ids(w.suggested),
		Said: noticePageOf(w.kept(), w.entry.Employer), Clues: cluesPage{c.Clues.Case, c.Numbers, c.Clues.Aangifte, c.Incident}, Timeline: timeline.Lines(w.history, timeline.WithTexts),
	}
}

// kept is the notice as a case would keep it.
func (w waitingNotice) kept() prosecution.Kept {
	c, _ := w.entry.Content.Get()
	n := prosecution.Notice{ID: w.id, Received: c.Received, Source: c.Source, Told: person.Held[prosecution.Told]{State: w.entry.Content.State, Value: c.Told}}
	if len(c.Amounts) > 0 {
		n.Amounts = person.Of(c.Amounts)
	}
	if c.Reference != "" {
		n.Reference = person.Of(c.Reference)
	}
	if c.Text != "" {
		n.Text = person.Of(c.Text)
	}
	return prosecution.Kept{Notice: n}
}
