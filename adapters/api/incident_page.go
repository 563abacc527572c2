package api

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/projections"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/timeline"
)

type readIncidentInput struct {
	ID string `path:"id" format:"uuid" doc:"Of the incident."`
}

type incidentAnswer struct {
	ETag     string `header:"ETag" doc:"The version, in quotes; for If-Match."`
	Position string `header:"Position" doc:"Of the last change in the log."`
	Body     incidentPage
}

type incidentPage struct {
	ID          uuid.UUID           `json:"id" format:"uuid"`
	Version     int64               `json:"version"`
	Employer    string              `json:"employer" doc:"Code of the employer."`
	Invented    bool                `json:"invented,omitempty" doc:"Made up by a demonstration."`
	Notice      *figures.Text       `json:"notice,omitempty" doc:"Says that it was."`
	HeldUntil   string              `json:"held_until,omitempty" format:"date" doc:"A hold keeps it from being erased until the end of this day; told to who may know of holds."`
	Occurred    occurrence          `json:"occurred"`
	ReportedAt  time.Time           `json:"reported_at" doc:"When it was told, in UTC."`
	Reported    *occurrence         `json:"reported,omitempty" doc:"When the employer was first told, where that was before and elsewhere."`
	Place       place               `json:"place"`
	Behaviours  []codes.Code        `json:"behaviours"`
	Professions []codes.Code        `json:"professions"`
	Occasions   []codes.Code        `json:"occasions,omitempty"`
	Means       []means             `json:"means,omitempty"`
	Completions []completion        `json:"completions,omitempty"`
	Grounds     []codes.Code        `json:"grounds,omitempty" doc:"Of an insult: never of the worker or the suspect."`
	Deployment  codes.Code          `json:"deployment,omitempty"`
	Reach       codes.Code          `json:"reach,omitempty"`
	Hit         *count              `json:"hit,omitempty" doc:"As counted, whoever is named."`
	Course      []step              `json:"course,omitempty" doc:"How it went, in order."`
	Support     *support            `json:"support,omitempty" doc:"How far help from the police came."`
	Qualified   []qualificationForm `json:"qualifications,omitempty" doc:"What police, OM or court call it in law."`
	Attachments []attachmentPage    `json:"attachments,omitempty"`
	Suspects    *[]linkPage         `json:"suspects,omitempty" doc:"Who did it, as far as is known; left out for whom it does not concern."`
	Cases       []uuid.UUID         `json:"cases,omitempty" doc:"Criminal cases about it, newest first, at most 200; left out for whom they do not concern. A case shows here moments after it was linked."`
	MergedInto  *uuid.UUID          `json:"merged_into,omitempty" format:"uuid" doc:"Another incident that is the same one."`
	Closed      codes.Code          `json:"closed,omitempty" doc:"Why it takes no more additions."`
	Regime      codes.Code          `json:"regime" doc:"Under which law it is kept, for good."`
	WorkerCount *int                `json:"worker_count,omitempty" doc:"How many workers are on record; left out for whom persons do not concern, because whether it rises tells whether somebody just named was on record."`
	NotYours    *figures.Text       `json:"not_yours,omitempty" doc:"Says why who it was is closed, and what to do, where this is not the reader's own case."`
	Personal    *personalPart       `json:"personal,omitempty" doc:"Who it was, injuries and free text; left out for whom it does not concern."`
	Corrections int                 `json:"corrections" doc:"How often it was corrected."`
	Withdrawn   bool                `json:"withdrawn"`
	Withdrawal  codes.Code          `json:"withdrawal,omitempty" doc:"Why it was withdrawn."`
	Timeline    []timeline.Line     `json:"timeline" doc:"How the record came to be."`
}

type attachmentPage struct {
	ID   uuid.UUID  `json:"id" format:"uuid"`
	Kind codes.Code `json:"kind"`
	Hash string     `json:"hash" doc:"SHA-256 of the sealed bytes."`
	Size int        `json:"size" doc:"Number of sealed bytes."`
}

type personalPart struct {
	Workers     []workerPage `json:"workers"`
	Narrative   []textPage   `json:"narrative" doc:"Pieces of text in the order told."`
	Address     *textPage    `json:"address,omitempty" doc:"Where to the door."`
	Reference   *textPage    `json:"reference,omitempty" doc:"Number in the employer's own system."`
	Force       []textPage   `json:"force_reports,omitempty" doc:"Numbers of the police's own reports of force."`
	Explanation *textPage    `json:"explanation,omitempty" doc:"Why it was withdrawn, in words."`
}

// A held value says whether there is one, because "never given", "given, and forgotten
// since" and "given, and not for you" are three different answers.
type workerPage struct {
	Person      uuid.UUID    `json:"person" format:"uuid" doc:"The same for the same staff number at one employer."`
	Identity    string       `json:"identity" enum:"absent,present,forgotten,closed" doc:"closed: given, and not for this role."`
	Name        string       `json:"name,omitempty"`
	AlsoNamed   []string     `json:"also_named,omitempty" doc:"Other names under which somebody told of this worker who could not see the record."`
	StaffNumber string       `json:"staff_number,omitempty"`
	Health      string       `json:"health" enum:"absent,present,forgotten,closed"`
	Injury      codes.Code   `json:"injury,omitempty"`
	Mind        codes.Code   `json:"mind,omitempty"`
	Exposures   []codes.Code `json:"exposures,omitempty"`
	Absence     *absence     `json:"absence,omitempty"`
}

type textPage struct {
	State string `json:"state" enum:"present,forgotten,closed"`
	Text  string `json:"text,omitempty"`
}

func (a *api) readIncident(ctx context.Context, in *readIncidentInput) (*incidentAnswer, error) {
	actor := callOf(ctx).actor
	id, owner, err := a.incidentNamed(ctx, in.ID, access.ReadIncident)
	if err != nil {
		return nil, err
	}
	personal := actor.MaySome(access.ReadPersonal, owner) == nil
	history, err := a.history(ctx, incident.Stream(id), access.ReadIncident, personal)
	if err != nil {
		return nil, err
	}
	e, err := a.employerOf(ctx, owner)
	if err != nil {
		return nil, err
	}
	cases, err := a.casesOf(ctx, id, owner)
	if err != nil {
		return nil, err
	}
	last := history[len(history)-1]
	if err := a.record(ctx, access.Reading{What: "incident", ID: id, Personal: personal, Position: last.Position}); err != nil {
		return nil, err
	}
	page := pageOf(id, e.Code, history, personal, actor.May(access.ReadSuspect, owner) == nil)
	page.Cases, page.NotYours = cases, a.notYours(ctx)
	if page.HeldUntil, err = a.heldFor(ctx, e, id); err != nil {
		return nil, err
	}
	return &incidentAnswer{ETag: etag(last.Version), Position: last.Position.String(), Body: page}, nil
}

// history opens as much of a stream as the reader may see, and no more: nothing unless it is
// personal, and then the kinds that the role opens.
func (a *api) history(ctx context.Context, s eventlog.Stream, action access.Action, personal bool) ([]projections.Event, error) {
	recorded, err := a.Records.ReadStreamAs(ctx, callOf(ctx).actor.Over(action), s)
	if err != nil {
		return nil, fmt.Errorf("read the history of %s: %w", s, err)
	}
	codec := a.Closed
	if personal {
		if codec, err = a.openedOf(ctx, s, action, recorded); err != nil {
			return nil, err
		}
	}
	var owner uuid.UUID
	if len(recorded) > 0 {
		owner = recorded[0].Employer
	}
	bodies, err := codec.Decode(callOf(ctx).watched(ctx, s.ID, owner), recorded)
	if err != nil {
		return nil, fmt.Errorf("open the history of %s: %w", s, err)
	}
	history := make([]projections.Event, len(recorded))
	for i, r := range recorded {
		meta, err := eventlog.ParseMeta(r.Metadata)
		if err != nil {
			return nil, fmt.Errorf("read who recorded version %d of %s: %w", r.Version, s, err)
		}
		history[i] = projections.Event{
			Position: r.Position, Stream: r.Stream, Version: r.Version, Employer: r.Employer,
			RecordedAt: r.RecordedAt.UTC(), Meta: meta, Body: bodies[i], Invented: eventlog.Invented(r.Metadata),
		}
	}
	return history, nil
}

func pageOf(id uuid.UUID, employer string, history []projections.Event, personal, suspects bool) incidentPage {
	state := incident.Decider.Initial
	for _, e := range history {
		if own, ok := e.Body.(incident.Event); ok { // nil after a recorded redaction
			state = incident.Decider.Evolve(state, own)
		}
	}
	page := incidentPage{
		ID: id, Version: int64(history[len(history)-1].Version), Employer: employer,
		Invented: inventedIn(history), Notice: noticeOf(inventedIn(history)),
		Occurred: occurrenceOf(state.Occurred), ReportedAt: state.ReportedAt.UTC(),
		Place:      placeOf(state.Place),
		Behaviours: some(state.Behaviours), Professions: some(state.Professions), Occasions: state.Occasions, Grounds: state.Grounds,
		Means:       turned(state.Means, func(m incident.Means) means { return means(m) }),
		Completions: turned(state.Completions, func(c incident.Completion) completion { return completion(c) }),
		Deployment:  state.Deployment, Reach: state.Reach, Hit: countOf(state.Hit), Regime: state.Regime,
		Corrections: state.Corrections, Withdrawn: state.Withdrawn, Withdrawal: state.Withdrawal.Reason,
		Timeline: timeline.Lines(history, timeline.Reading(personal)),
	}
	if !state.Reported.Equal(moment.Moment{}) {
		reported := occurrenceOf(state.Reported)
		page.Reported = &reported
	}
	page.tellMore(state)
	if suspects && personal {
		links := append([]linkPage{}, turned(state.Suspects, linkOf)...)
		page.Suspects = &links
	}
	if personal {
		page.Personal = personalOf(state)
		count := len(state.Workers)
		page.WorkerCount = &count
	}
	return page
}

// tellMore puts what has a life of its own on the page.
func (p *incidentPage) tellMore(state incident.Incident) {
	p.Course, p.Support = turned(state.Course, stepOf), supportOf(state.Support)
	p.Qualified = turned(state.Qualifications, func(q incident.Qualification) qualificationForm { return qualificationForm(q) })
	p.Attachments = turned(state.Attachments, func(a incident.Attachment) attachmentPage { return attachmentPage(a) })
	p.Closed = state.Closing.Reason
	if state.MergedInto != uuid.Nil {
		p.MergedInto = &state.MergedInto
	}
}

func personalOf(state incident.Incident) *personalPart {
	part := &personalPart{Workers: []workerPage{}, Narrative: []textPage{}}
	for _, w := range state.Workers {
		who, _ := w.Identity.Get()
		health, _ := w.Health.Get()
		part.Workers = append(part.Workers, workerPage{
			Person: w.Person, Identity: w.Identity.State.String(), Name: who.Name, StaffNumber: who.StaffNumber,
			Health: w.Health.State.String(), Injury: health.Injury, Mind: health.Mind, Exposures: health.Exposures, Absence: absenceOf(health.Absence),
			AlsoNamed: alsoNamed(state, w.Person),
		})
	}
	for _, piece := range state.Narrative {
		part.Narrative = append(part.Narrative, textOf(piece))
	}
	part.Force = turned(state.ForceReports, textOf)
	part.Address, part.Reference, part.Explanation = textIfAny(state.Address), textIfAny(state.Reference), textIfAny(state.Withdrawal.Explanation)
	return part
}

func textIfAny(held person.Held[string]) *textPage {
	if held.State == person.Absent {
		return nil
	}
	text := textOf(held)
	return &text
}

func alsoNamed(state incident.Incident, id uuid.UUID) (names []string) {
	for _, w := range state.Otherwise {
		if who, known := w.Identity.Get(); known && w.Person == id {
			names = append(names, who.Name)
		}
	}
	return names
}

func textOf(held person.Held[string]) textPage {
	text, _ := held.Get()
	return textPage{State: held.State.String(), Text: text}
}

// some makes an empty list [] and not null, so that programs can walk it.
func some(list []codes.Code) []codes.Code {
	if list == nil {
		return []codes.Code{}
	}
	return list
}
