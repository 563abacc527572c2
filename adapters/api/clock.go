package api

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections"
	"ruggensteun/projections/figures"
)

// clockPage is a term that started, as it stands at the moment of asking.
type clockPage struct {
	Agreement   string          `json:"agreement" doc:"Code of the agreement that it rests on."`
	Version     string          `json:"version"`
	Whose       agreement.Whose `json:"whose" enum:"PROGRAM,STORE,EMPLOYER" doc:"Came with the program, was adopted for all employers, or by this one."`
	Name        figures.Text    `json:"name"`
	State       agreement.State `json:"state" enum:"RUNNING,DUE_SOON,DUE,LAPSED,MET,MET_LATE,SUSPENDED,NOT_RECEIVED"`
	Due         string          `json:"due,omitempty" format:"date" doc:"The last day. Left out while there is none."`
	TooLate     *time.Time      `json:"too_late,omitempty" doc:"The first moment at which it is too late, in UTC."`
	Because     figures.Text    `json:"because" doc:"How the date came about."`
	Responsible codes.Code      `json:"responsible" doc:"Who must do it."`
	EndedBy     codes.Code      `json:"ended_by,omitempty" doc:"The fact that met it."`
	Victim      *uuid.UUID      `json:"victim,omitempty" format:"uuid" doc:"Who must be told, of a term for telling."`
	About       *uuid.UUID      `json:"about,omitempty" format:"uuid" doc:"The notice of which."`
}

// terms are the agreements of an employer and where its terms are counted.
type terms struct {
	agreement.Set
	agreement.Place
	uses agreement.Uses // versions that somebody applied to this case
	now  time.Time
}

// termsOf reads what the terms of one case or file of an employer are counted by.
func (a *api) termsOf(ctx context.Context, e employer.Employer, of uuid.UUID) (terms, error) {
	zone, err := zoneOf(e)
	if err != nil {
		return terms{}, err
	}
	set, err := a.agreementsOf(ctx, e.ID)
	if err != nil {
		return terms{}, err
	}
	uses, _, err := agreement.UseDecider.Load(ctx, a.journal, agreement.UseStream(of))
	return terms{Set: set, Place: agreement.Place{Calendar: calendar.New(calendar.Decrees(), e.Holidays), Zone: zone}, uses: uses, now: a.Clock()}, err
}

func (a *api) agreementsOf(ctx context.Context, employer uuid.UUID) (agreement.Set, error) {
	store, _, err := agreement.Decider.Load(ctx, a.journal, agreement.Stream(uuid.Nil))
	if err != nil {
		return nil, err
	}
	own, _, err := agreement.Decider.Load(ctx, a.journal, agreement.Stream(employer))
	return agreement.Together(agreement.Shipped(), store, own), err
}

// clocks gives those of one agreement that started.
func (t terms) clocks(code string, history []agreement.Happened) []clockPage {
	pages := []clockPage{}
	for _, c := range t.OfCase(code, agreement.Case{History: history, Uses: t.uses}, t.Place, t.now) {
		if c.State != agreement.NotStarted {
			pages = append(pages, clockOf(c))
		}
	}
	return pages
}

// endedBy tells whether one of the facts of a list ends some version of an agreement:
// whoever keeps a clock must be able to hear of its end.
func (t terms) endedBy(code string, is func(fact codes.Code) bool) bool {
	return slices.ContainsFunc(t.Of(code), func(h agreement.Held) bool { return slices.ContainsFunc(h.Ends, is) })
}

func clockOf(c agreement.Clock) clockPage {
	page := clockPage{
		Agreement: c.Version.Code, Version: c.Version.Number, Whose: c.Version.Whose, Name: figures.Text(c.Version.Name), State: c.State,
		Because: figures.Text{NL: c.NL(), EN: c.EN()}, Responsible: c.Version.Responsible,
	}
	if c.Due.Known() {
		end := c.Due.End.UTC()
		page.Due, page.TooLate = c.Due.Day.String(), &end
	}
	if c.EndedBy != nil {
		page.EndedBy = c.EndedBy.Fact
	}
	return page
}

// clocksOfCase are the terms that a step of a case ends, and those for telling each
// victim of each outcome. Terms of aftercare are on its own page.
func (a *api) clocksOfCase(ctx context.Context, id uuid.UUID, state prosecution.Case, e employer.Employer) ([]clockPage, error) {
	t, err := a.termsOf(ctx, e, id)
	if err != nil {
		return nil, err
	}
	facts, err := a.factsOfCase(ctx, state)
	if err != nil {
		return nil, err
	}
	pages := []clockPage{}
	for _, code := range t.Codes() {
		switch {
		case t.endedBy(code, func(fact codes.Code) bool { return fact == "VICTIM_TOLD" }):
			pages = append(pages, t.telling(code, state)...)
		case t.endedBy(code, prosecution.Tells):
			pages = append(pages, t.clocks(code, facts)...)
		}
	}
	slices.SortStableFunc(pages, byDue)
	return pages, nil
}

func (t terms) telling(code string, state prosecution.Case) []clockPage {
	var pages []clockPage
	for _, o := range state.Outcomes() {
		for _, c := range t.clocks(code, o.History) {
			c.Victim, c.About = &o.Victim, &o.Notice
			pages = append(pages, c)
		}
	}
	return pages
}

// byDue puts what is still to do first, and of that what is due first.
func byDue(a, b clockPage) int {
	met := func(c clockPage) int {
		if c.State == agreement.Met || c.State == agreement.MetLate {
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

// factsOfCase adds to what was heard when the incidents of a case happened, and when its
// aangiften were made. Nothing that is sealed is opened for it.
func (a *api) factsOfCase(ctx context.Context, state prosecution.Case) ([]agreement.Happened, error) {
	facts := state.Facts()
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
		if made := folded(aangifte.Decider, history); made.Made() && !made.Retracted {
			facts = append(facts, agreement.Happened{Fact: "AANG", At: made.On})
		}
	}
	return facts, nil
}

// occurred is that an incident happened, as the record has it that it counts under: who
// finds that two are one has said which of them is right. None that was withdrawn did.
func (a *api) occurred(ctx context.Context, id uuid.UUID) ([]agreement.Happened, error) {
	_, state, err := a.countedUnder(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("read when it happened: %w", err)
	}
	if !state.Registered() || state.Withdrawn {
		return nil, nil
	}
	return []agreement.Happened{{Fact: "OCCURRED", At: state.Occurred}}, nil
}

// countedUnder is the incident that one counts under since they were merged, itself when
// it was not. Nothing that is sealed is opened.
func (a *api) countedUnder(ctx context.Context, id uuid.UUID) (uuid.UUID, incident.Incident, error) {
	var failed error
	seen := map[uuid.UUID]incident.Incident{}
	root := incident.Root(id, func(id uuid.UUID) incident.Incident {
		if _, known := seen[id]; !known && failed == nil {
			var history []projections.Event
			history, failed = a.history(ctx, incident.Stream(id), access.ReadIncident, false)
			seen[id] = folded(incident.Decider, history)
		}
		return seen[id]
	})
	return root, seen[root], failed
}
