package api

import (
	"context"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
	"ruggensteun/projections"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/timeline"
)

type readSuspectInput struct {
	ID string `path:"id" format:"uuid" doc:"Of the suspect's file."`
}

type suspectAnswer struct {
	ETag     string `header:"ETag" doc:"The version, in quotes; for If-Match."`
	Position string `header:"Position" doc:"Of the last change in the log."`
	Body     suspectPage
}

type suspectPage struct {
	ID          uuid.UUID       `json:"id" format:"uuid"`
	Version     int64           `json:"version"`
	Employer    string          `json:"employer" doc:"Code of the employer."`
	Invented    bool            `json:"invented,omitempty" doc:"Made up by a demonstration."`
	Notice      *figures.Text   `json:"notice,omitempty" doc:"Says that it was."`
	Regime      codes.Code      `json:"regime"`
	HeldUntil   string          `json:"held_until,omitempty" format:"date" doc:"A hold keeps it from being erased until the end of this day; told to who may know of holds."`
	Profile     profilePage     `json:"profile"`
	Identity    identityPage    `json:"identity"`
	NotYours    *figures.Text   `json:"not_yours,omitempty" doc:"Says why who it is is closed, and what to do, where the reader follows no case against this suspect."`
	History     []historyPage   `json:"history"`
	UnderReview bool            `json:"under_review" doc:"Cleared of an incident: nothing may rest on the history until it was reviewed."`
	Clearances  []clearancePage `json:"clearances"`
	Attention   *attentionPage  `json:"attention,omitempty" doc:"Whether the employer warns its own people for this suspect."`
	Links       []fileLinkPage  `json:"links,omitempty" doc:"With files of other employers, as far as this one may know."`
	Timeline    []timeline.Line `json:"timeline" doc:"How the record came to be."`
}

type profilePage struct {
	State    string     `json:"state" enum:"absent,present,forgotten"`
	Sex      codes.Code `json:"sex,omitempty"`
	AgeBand  codes.Code `json:"age_band,omitempty"`
	Relation codes.Code `json:"relation,omitempty"`
}

type identityPage struct {
	State  string `json:"state" enum:"absent,present,forgotten,closed"`
	Name   string `json:"name,omitempty"`
	BornOn string `json:"born_on,omitempty"`
}

type historyPage struct {
	ID         uuid.UUID  `json:"id" format:"uuid"`
	State      string     `json:"state" enum:"present,forgotten"`
	Flag       codes.Code `json:"flag,omitempty"`
	Provenance codes.Code `json:"provenance,omitempty"`
	On         string     `json:"on,omitempty"`
	Document   string     `json:"document,omitempty"`
}

type clearancePage struct {
	Incident uuid.UUID  `json:"incident" format:"uuid"`
	State    string     `json:"state" enum:"present,forgotten"`
	Ground   codes.Code `json:"ground,omitempty"`
	On       string     `json:"on,omitempty"`
	Document string     `json:"document,omitempty"`
	Reviewed bool       `json:"reviewed"`
	Leaves   bool       `json:"leaves" doc:"By the review: the incident is history no more."`
}

// linkPage is a suspect of an incident, for who may read suspects.
type linkPage struct {
	ID      uuid.UUID   `json:"id" format:"uuid" doc:"Of the link."`
	Kind    codes.Code  `json:"kind"`
	Suspect *uuid.UUID  `json:"suspect,omitempty" format:"uuid" doc:"The file, of who is known."`
	Size    *count      `json:"size,omitempty"`
	Profile profilePage `json:"profile" doc:"As seen that day."`
}

func (a *api) readSuspect(ctx context.Context, in *readSuspectInput) (*suspectAnswer, error) {
	id, owner, err := a.suspectNamed(ctx, in.ID, access.ReadSuspect)
	if err != nil {
		return nil, err
	}
	history, err := a.history(ctx, suspect.Stream(id), access.ReadSuspect, true)
	if err != nil {
		return nil, err
	}
	e, err := a.employerOf(ctx, owner)
	if err != nil {
		return nil, err
	}
	last := history[len(history)-1]
	if err := a.record(ctx, access.Reading{What: "suspect", ID: id, Personal: true, Position: last.Position}); err != nil {
		return nil, err
	}
	page := suspectPageOf(id, e.Code, history)
	listing, told, err := a.attentionOf(ctx, id, owner, folded(suspect.Decider, history))
	if err != nil {
		return nil, err
	}
	page.Attention, page.Timeline = listing, inOrder(page.Timeline, timeline.Lines(told, timeline.WithTexts))
	if page.NotYours = a.notYours(ctx); page.NotYours != nil {
		page.closeWords()
	}
	if page.Links, err = a.linksOf(ctx, owner, id); err != nil {
		return nil, err
	}
	if page.HeldUntil, err = a.heldFor(ctx, e, id); err != nil {
		return nil, err
	}
	return &suspectAnswer{ETag: etag(last.Version), Position: last.Position.String(), Body: page}, nil
}

func suspectPageOf(id uuid.UUID, employer string, history []projections.Event) suspectPage {
	state := suspect.Decider.Initial
	for _, e := range history {
		if own, ok := e.Body.(suspect.Event); ok { // nil after a recorded redaction
			state = suspect.Decider.Evolve(state, own)
		}
	}
	who, _ := state.Identity.Get()
	page := suspectPage{
		ID: id, Version: int64(history[len(history)-1].Version), Employer: employer, Regime: state.Regime,
		Invented: inventedIn(history), Notice: noticeOf(inventedIn(history)),
		Profile:  profileOf(state.Profile),
		Identity: identityPage{State: state.Identity.State.String(), Name: who.Name, BornOn: who.BornOn},
		History:  []historyPage{}, Clearances: []clearancePage{}, UnderReview: state.UnderReview(),
		Timeline: timeline.Lines(history, timeline.WithTexts),
	}
	for _, h := range state.History {
		entry, _ := h.Entry.Get()
		page.History = append(page.History, historyPage{
			ID: h.ID, State: h.Entry.State.String(), Flag: entry.Flag, Provenance: entry.Provenance, On: entry.On, Document: entry.Document,
		})
	}
	for _, c := range state.Clearances {
		why, _ := c.Clearance.Get()
		page.Clearances = append(page.Clearances, clearancePage{
			Incident: c.Incident, State: c.Clearance.State.String(), Ground: why.Ground, On: why.On, Document: why.Document, Reviewed: c.Reviewed, Leaves: c.Leaves,
		})
	}
	return page
}

func profileOf(held person.Held[person.Profile]) profilePage {
	p, _ := held.Get()
	return profilePage{State: held.State.String(), Sex: p.Sex, AgeBand: p.AgeBand, Relation: p.Relation}
}

func linkOf(l incident.Linked) linkPage {
	page := linkPage{ID: l.ID, Kind: l.Kind, Size: countOf(l.Size), Profile: profileOf(l.Profile)}
	if l.Suspect != uuid.Nil {
		page.Suspect = &l.Suspect
	}
	return page
}
