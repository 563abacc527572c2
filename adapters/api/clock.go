package api

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/worklist"
)

// clockPage is a term that started, as it stands at the moment of asking.
type clockPage struct {
	Agreement   string          `json:"agreement" doc:"Code of the agreement that it rests on."`
	Version     string          `json:"version"`
	Whose       agreement.Whose `json:"whose" enum:"PROGRAM,STORE,EMPLOYER" doc:"Came with the program, was adopted for all employers, or by this one."`
	Name        figures.Text    `json:"name"`
	State       agreement.State `json:"state" enum:"RUNNING,DUE_SOON,DUE,LAPSED,MET,MET_LATE,SUSPENDED,NOT_RECEIVED,PASSED" doc:"PASSED: it was a right, and its last day is over; whether it was used is not known or did not happen."`
	Right       bool            `json:"right,omitempty" doc:"Somebody may, and nobody must."`
	Due         string          `json:"due,omitempty" format:"date" doc:"The last day. Left out while there is none."`
	DueAt       string          `json:"due_at,omitempty" doc:"Of a term in hours: the moment, by the clock of the employer." example:"2026-11-03T08:00+01:00"`
	TooLate     *time.Time      `json:"too_late,omitempty" doc:"The first moment at which it is too late, in UTC."`
	Because     figures.Text    `json:"because" doc:"How the date came about."`
	Responsible codes.Code      `json:"responsible" doc:"Who must do it."`
	EndedBy     codes.Code      `json:"ended_by,omitempty" doc:"The fact that met it."`
	Victim      *uuid.UUID      `json:"victim,omitempty" format:"uuid" doc:"Who must be told, of a term for telling."`
	About       *uuid.UUID      `json:"about,omitempty" format:"uuid" doc:"The notice of which."`
}

// groundOf reads what the terms of one case or file of an employer are counted by.
func (a *api) groundOf(ctx context.Context, e employer.Employer, of uuid.UUID) (worklist.Ground, error) {
	zone, err := zoneOf(e)
	if err != nil {
		return worklist.Ground{}, err
	}
	set, err := a.agreementsOf(ctx, e.ID)
	if err != nil {
		return worklist.Ground{}, err
	}
	uses, _, err := agreement.UseDecider.Load(ctx, a.journal, agreement.UseStream(of))
	if err != nil {
		return worklist.Ground{}, err
	}
	work, _, err := casework.Decider.Load(ctx, a.journal, casework.Stream(of))
	return worklist.Ground{Work: work, Set: set, Place: agreement.Place{Calendar: calendar.New(calendar.Decrees(), e.Holidays), Zone: zone}, Uses: uses, Now: a.Clock()}, err
}

func (a *api) agreementsOf(ctx context.Context, employer uuid.UUID) (agreement.Set, error) {
	return a.agreementsIn(ctx, a.journal, employer)
}

// agreementsIn are those of everybody, and of the employer as far as a journal shows its own.
func (a *api) agreementsIn(ctx context.Context, from decider.Journal, employer uuid.UUID) (agreement.Set, error) {
	store, _, err := agreement.Decider.Load(ctx, a.journal, agreement.Stream(uuid.Nil))
	if err != nil {
		return nil, err
	}
	own, _, err := agreement.Decider.Load(ctx, from, agreement.Stream(employer))
	return agreement.Together(agreement.Shipped(), store, own), err
}

// clocksIn are terms as a page shows them.
func clocksIn(terms []worklist.Term) []clockPage {
	pages := inFull(terms, clockOf)
	slices.SortStableFunc(pages, byDue)
	return pages
}

// passed is a right that nobody was heard to use: nothing was missed, and nothing is owed.
const passed agreement.State = "PASSED"

func clockOf(c worklist.Term) clockPage {
	page := clockPage{
		Agreement: c.Version.Code, Version: c.Version.Number, Whose: c.Version.Whose, Name: figures.Text(c.Version.Name), State: c.State,
		Right: c.Version.Right, Because: figures.Text{NL: c.NL(), EN: c.EN()}, Responsible: c.Version.Responsible,
	}
	if page.Right && (c.State == agreement.Lapsed || c.State == agreement.NotReceived && c.Due.Known()) {
		page.State = passed
	}
	if c.Due.Known() {
		end := c.Due.End.UTC()
		page.Due, page.TooLate = c.Due.Day.String(), &end
		if c.Version.Term.InHours() {
			page.DueAt = c.Due.End.Format(toTheMinute) // stands on that clock
		}
	}
	if c.EndedBy != nil {
		page.EndedBy = c.EndedBy.Fact
	}
	if c.Victim != uuid.Nil {
		page.Victim, page.About = &c.Victim, idIfAny(c.About)
	}
	return page
}

// clocksOfCase are its terms, as the work list has them.
func (a *api) clocksOfCase(ctx context.Context, d dossier, state prosecution.Case, e employer.Employer) ([]clockPage, error) {
	g, err := a.groundOf(ctx, e, d.id)
	if err != nil {
		return nil, err
	}
	for _, id := range d.within() {
		theirs, _, err := agreement.UseDecider.Load(ctx, a.journal, agreement.UseStream(id))
		if err != nil {
			return nil, err
		}
		g.Uses = g.Uses.Beside(theirs)
	}
	if state.Unreadable() > 0 {
		for _, id := range d.within() {
			g.Forgotten = later(g.Forgotten, worklist.ForgottenAt(d.histories[id]))
		}
	}
	if g.Beside, err = a.besideCase(ctx, state); err != nil {
		return nil, err
	}
	return clocksIn(worklist.TermsOfCase(state, g)), nil
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// byDue puts what is still to do first, and of that what is due first.
func byDue(a, b clockPage) int {
	met := func(c clockPage) int {
		if c.State == agreement.Met || c.State == agreement.MetLate || c.State == passed {
			return 1
		}
		return 0
	}
	day := func(c clockPage) string {
		if c.Due == "" {
			return "9999" // without a date, after all that have one
		}
		return c.Due
	}
	if c := met(a) - met(b); c != 0 {
		return c
	}
	switch x, y := day(a), day(b); {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// besideCase is when the incidents of a case happened, and when its aangiften were made.
// Nothing that is sealed is opened for it.
func (a *api) besideCase(ctx context.Context, state prosecution.Case) ([]agreement.Happened, error) {
	var facts []agreement.Happened
	for _, id := range state.Incidents {
		happened, err := a.occurred(ctx, id)
		if err != nil {
			return nil, err
		}
		facts = append(facts, happened...) // two that are one happened once: the same fact twice is one
	}
	for _, id := range state.Aangiften {
		history, err := a.history(ctx, aangifte.Stream(id), access.ReadCase, false)
		if err != nil {
			return nil, err
		}
		facts = append(facts, worklist.Made(folded(aangifte.Decider, history))...)
	}
	return facts, nil
}

// occurred is that an incident happened, as the record has it that it counts under: who
// finds that two are one has said which of them is right. None that was withdrawn did.
func (a *api) occurred(ctx context.Context, id uuid.UUID) ([]agreement.Happened, error) {
	_, history, err := a.countedUnder(ctx, id)
	if err != nil || len(history) == 0 {
		return nil, err
	}
	return worklist.Occurred(folded(incident.Decider, history), history[0].RecordedAt), nil
}

// countedUnder is the incident that one counts under since they were merged, itself when
// it was not. Nothing that is sealed is opened.
func (a *api) countedUnder(ctx context.Context, id uuid.UUID) (uuid.UUID, []projections.Event, error) {
	var failed error
	seen := map[uuid.UUID][]projections.Event{}
	root := incident.Root(id, func(id uuid.UUID) incident.Incident {
		if _, known := seen[id]; !known && failed == nil {
			seen[id], failed = a.history(ctx, incident.Stream(id), access.ReadIncident, false)
		}
		return folded(incident.Decider, seen[id])
	})
	return root, seen[root], failed
}
