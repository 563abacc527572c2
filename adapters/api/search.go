package api

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/permit"
	"ruggensteun/domain/person"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/domain/suspect"
)

// PersonDirectory finds persons in the blind index by what they were called at some time.
// Whether they still are is for the record to say: the index forgets nothing, and a record
// whose keys were destroyed says nothing.
type PersonDirectory interface {
	SearchHash(ctx context.Context, employer uuid.UUID, words ...string) (eventlog.Hash, error)
	IncidentsNaming(ctx context.Context, employer uuid.UUID, name string) ([]uuid.UUID, error)
	SuspectsBy(ctx context.Context, employer uuid.UUID, name, bornOn string) ([]uuid.UUID, error)
}

const (
	// mostFound is more than one person is recorded under; who finds more asks more exactly.
	mostFound = 5
	// searchSize is how long every answer is: its length says nothing of how many were found.
	searchSize = 1024
)

// searchInput has no Idempotency-Key: a repeat is another use of the permit, or one that
// lapsed would go on answering.
type searchInput struct {
	RawBody []byte `contentType:"application/json"`
}

type searchForm struct {
	Permit      string `json:"permit" format:"uuid" doc:"Of the permit that was granted for this very search."`
	Name        string `json:"name,omitempty" doc:"The whole name as it was recorded; capitals and spaces do not matter."`
	StaffNumber string `json:"staff_number,omitempty" doc:"Of a worker."`
	BornOn      string `json:"born_on,omitempty" example:"2001-02-03" doc:"Of a suspect."`
}

type searchAnswer struct {
	Position string `header:"Position" doc:"Of the use of the permit, in the log."`
	Body     searchPage
}

type searchPage struct {
	Recorded bool        `json:"recorded" doc:"Always true: the use was recorded before this answer."`
	Found    []foundPage `json:"found" doc:"At most 5, with nothing about them: what you may read of them is in their records."`
	More     bool        `json:"more" doc:"There are others: search more exactly."`
	UsesLeft int         `json:"uses_left" doc:"Of the permit."`
	Padding  string      `json:"padding" doc:"Makes every answer as long as any other."`
}

type foundPage struct {
	ID   uuid.UUID `json:"id" format:"uuid" doc:"The pseudonym."`
	Kind string    `json:"kind" enum:"WORKER,SUSPECT" doc:"Which kind of record it is the pseudonym of."`
}

func (a *api) searchPersons(ctx context.Context, in *searchInput) (*searchAnswer, error) {
	return a.search(ctx, in, searching{permit.SearchPersons, access.SearchPersons, "person", "WORKER", a.workersCalled})
}

func (a *api) searchSuspects(ctx context.Context, in *searchInput) (*searchAnswer, error) {
	return a.search(ctx, in, searching{permit.SearchSuspects, access.SearchSuspects, "suspect", "SUSPECT", a.suspectsCalled})
}

// searching is one kind of search.
type searching struct {
	permit     permit.Kind
	action     access.Action
	what, kind string // of record, in readings and in the answer
	find       func(ctx context.Context, employer uuid.UUID, s searchWords) ([]uuid.UUID, error)
}

// search answers after the use of the permit and each reading are durable. Whether anybody was
// found shows neither in how long the answer is nor in when it comes.
func (a *api) search(ctx context.Context, in *searchInput, s searching) (*searchAnswer, error) {
	began := time.Now()
	actor := callOf(ctx).actor
	if err := actor.May(s.action, actor.Employer); err != nil {
		return nil, err
	}
	cmd, id, words, err := a.usePermit(ctx, in, s)
	if err != nil {
		return nil, err
	}
	found, err := s.find(ctx, actor.Employer, words)
	if err != nil {
		return nil, fmt.Errorf("search a %s at employer %s: %w", s.what, actor.Employer, err)
	}
	page := searchPage{Recorded: true, Found: []foundPage{}, More: len(found) > mostFound}
	for _, one := range found[:min(mostFound, len(found))] {
		page.Found, cmd.Found = append(page.Found, foundPage{ID: one, Kind: s.kind}), append(cmd.Found, one)
	}
	r := a.request(ctx, Keyed{RawBody: in.RawBody}, string(s.action), new(fault.Fields))
	r.Employer = actor.Employer
	o, err := permit.Decider.Run(ctx, a.journal, permit.Stream(id), permit.Command(cmd), r)
	if err != nil {
		return nil, err
	}
	page.UsesLeft = o.State.Left(cmd.At)
	if err := a.record(ctx, a.readOf(s.what, cmd.Found, o.Last)...); err != nil {
		return nil, err
	}
	if err := a.padded(&page); err != nil {
		return nil, err
	}
	return &searchAnswer{Position: o.Last.String(), Body: page}, a.paced(ctx, began)
}

// usePermit reads the form and asks the rules before anything is looked up.
func (a *api) usePermit(ctx context.Context, in *searchInput, s searching) (cmd permit.Use, id uuid.UUID, words searchWords, err error) {
	var body searchForm
	var wrong fault.Fields
	if err := decode(in.RawBody, &body, &wrong); err != nil {
		return cmd, id, words, err
	}
	actor := callOf(ctx).actor
	words = searchWords{body.Name, body.StaffNumber, body.BornOn}
	wrong.Check(body.Permit != "", "permit", "is missing", "ask for one first: POST /v1/permits, or permit request")
	words.check(s.permit, &wrong, "")
	if err := wrong.Err(); err != nil {
		return cmd, id, words, err
	}
	if id, _, err = a.named(ctx, aPermit, body.Permit, access.ReadPermits); err != nil {
		return cmd, id, words, err
	}
	cmd = permit.Use{Asked: permit.Asked{By: actor, At: a.instant()}, Kind: s.permit}
	if cmd.Search, err = a.hash(ctx, actor.Employer, s.permit, words, &wrong, ""); err != nil {
		return cmd, id, words, err
	}
	state, _, err := permit.Decider.Load(ctx, a.journal, permit.Stream(id))
	if err == nil {
		_, err = permit.Decider.Decide(state, cmd)
	}
	return cmd, id, words, err
}

// readOf is a reading for each person found, and one of the search where nobody was.
func (a *api) readOf(what string, found []uuid.UUID, p eventlog.Position) (all []access.Reading) {
	for _, id := range found {
		all = append(all, access.Reading{What: what, ID: id, Personal: true, Position: p})
	}
	if len(all) == 0 {
		all = []access.Reading{{What: what + " search", Personal: true, Position: p}}
	}
	return all
}

func (a *api) padded(page *searchPage) error {
	text, err := json.Marshal(page)
	if err != nil {
		return err
	}
	page.Padding = strings.Repeat(" ", max(0, searchSize-len(text)))
	return nil
}

// paced lets an answer wait for the next beat since it began.
func (a *api) paced(ctx context.Context, began time.Time) error {
	if a.limits.search <= 0 {
		return nil
	}
	beat := time.NewTimer(a.limits.search - time.Since(began)%a.limits.search)
	defer beat.Stop()
	select {
	case <-beat.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// workersCalled are the pseudonyms that workers of this name or staff number go by.
func (a *api) workersCalled(ctx context.Context, employer uuid.UUID, s searchWords) (all []uuid.UUID, err error) {
	var persons []uuid.UUID
	if sameNumber(s.StaffNumber) != "" {
		persons, err = a.numbered(ctx, employer, s.StaffNumber)
	} else {
		persons, err = a.workersNamed(ctx, employer, sameNumber(s.Name))
	}
	for _, id := range persons {
		family, err := pseudonym.FamilyOf(id, a.pseudonymAt(ctx))
		if err != nil {
			return nil, err
		}
		if !slices.Contains(all, family[0]) {
			all = append(all, family[0])
		}
	}
	return all, err
}

// numbered is who has a staff number; nobody whose identity was forgotten: the index knows the
// number still, so that he is the same worker when he is hit again.
func (a *api) numbered(ctx context.Context, employer uuid.UUID, number string) ([]uuid.UUID, error) {
	id, found, err := a.Directory.PersonByStaffNumber(ctx, employer, number)
	if err != nil || !found {
		return nil, err
	}
	forgotten, _, err := erasure.Decider.Load(ctx, a.journal, erasure.Stream(id))
	if slices.ContainsFunc(forgotten.Erased, func(e erasure.Erased) bool { return e.Purpose == person.ForIdentity }) {
		return nil, err
	}
	return []uuid.UUID{id}, err
}

// workersNamed are workers whom an incident still calls so.
func (a *api) workersNamed(ctx context.Context, employer uuid.UUID, name string) (all []uuid.UUID, err error) {
	incidents, err := a.Directory.IncidentsNaming(ctx, employer, name)
	if err != nil {
		return nil, err
	}
	for _, id := range incidents {
		state, _, err := incident.Decider.Load(ctx, a.journal, incident.Stream(id))
		if err != nil {
			return nil, err
		}
		for _, w := range slices.Concat(state.Workers, state.Otherwise) {
			who, known := w.Identity.Get()
			if known && sameNumber(who.Name) == name && state.Employer == employer {
				all = append(all, w.Person)
			}
		}
	}
	return all, nil
}

// suspectsCalled are the files that still are of somebody of this name, of this day of birth.
func (a *api) suspectsCalled(ctx context.Context, employer uuid.UUID, s searchWords) (all []uuid.UUID, err error) {
	name, born := sameNumber(s.Name), sameNumber(s.BornOn)
	files, err := a.Directory.SuspectsBy(ctx, employer, name, born)
	if err != nil {
		return nil, err
	}
	for _, id := range files {
		state, _, err := suspect.Decider.Load(ctx, a.journal, suspect.Stream(id))
		if err != nil {
			return nil, err
		}
		who, known := state.Identity.Get()
		if known && state.Employer == employer && (name == "" || sameNumber(who.Name) == name) && (born == "" || sameNumber(who.BornOn) == born) {
			all = append(all, id)
		}
	}
	return all, nil
}
