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
	"ruggensteun/domain/person"
	"ruggensteun/projections"
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
	ID          uuid.UUID       `json:"id" format:"uuid"`
	Version     int64           `json:"version"`
	Employer    string          `json:"employer" doc:"Code of the employer."`
	Occurred    occurrence      `json:"occurred"`
	ReportedAt  time.Time       `json:"reported_at" doc:"When it was told, in UTC."`
	Place       place           `json:"place"`
	Behaviours  []codes.Code    `json:"behaviours"`
	Professions []codes.Code    `json:"professions"`
	WorkerCount *int            `json:"worker_count,omitempty" doc:"How many workers are on record; left out for whom persons do not concern, because whether it rises tells whether somebody just named was on record."`
	Personal    *personalPart   `json:"personal,omitempty" doc:"Who it was, injuries and free text; left out for whom it does not concern."`
	Corrections int             `json:"corrections" doc:"How often it was corrected."`
	Withdrawn   bool            `json:"withdrawn"`
	Withdrawal  codes.Code      `json:"withdrawal,omitempty" doc:"Why it was withdrawn."`
	Timeline    []timeline.Line `json:"timeline" doc:"How the record came to be."`
}

type personalPart struct {
	Workers     []workerPage `json:"workers"`
	Narrative   []textPage   `json:"narrative" doc:"Pieces of text in the order told."`
	Explanation *textPage    `json:"explanation,omitempty" doc:"Why it was withdrawn, in words."`
}

// A held value says whether there is one, because "never given" and "given, and
// forgotten since" are two different answers.
type workerPage struct {
	Person      uuid.UUID  `json:"person" format:"uuid" doc:"The same for the same staff number at one employer."`
	Identity    string     `json:"identity" enum:"absent,present,forgotten"`
	Name        string     `json:"name,omitempty"`
	AlsoNamed   []string   `json:"also_named,omitempty" doc:"Other names under which somebody told of this worker who could not see the record."`
	StaffNumber string     `json:"staff_number,omitempty"`
	Health      string     `json:"health" enum:"absent,present,forgotten"`
	Injury      codes.Code `json:"injury,omitempty"`
}

type textPage struct {
	State string `json:"state" enum:"present,forgotten"`
	Text  string `json:"text,omitempty"`
}

func (a *api) readIncident(ctx context.Context, in *readIncidentInput) (*incidentAnswer, error) {
	actor := callOf(ctx).actor
	id, owner, err := a.incidentNamed(ctx, in.ID, access.ReadIncident)
	if err != nil {
		return nil, err
	}
	personal := actor.May(access.ReadPersonal, owner) == nil
	history, err := a.history(ctx, incident.Stream(id), personal)
	if err != nil {
		return nil, err
	}
	e, err := a.employerOf(ctx, owner)
	if err != nil {
		return nil, err
	}
	last := history[len(history)-1]
	if err := a.record(ctx, access.Reading{What: "incident", ID: id, Personal: personal, Position: last.Position}); err != nil {
		return nil, err
	}
	page := pageOf(id, e.Code, history, personal)
	return &incidentAnswer{ETag: etag(last.Version), Position: last.Position.String(), Body: page}, nil
}

// history opens as much of a stream as the reader may see, and no more.
func (a *api) history(ctx context.Context, s eventlog.Stream, personal bool) ([]projections.Event, error) {
	recorded, err := a.Records.ReadStreamAs(ctx, callOf(ctx).actor.Over(access.ReadIncident), s)
	if err != nil {
		return nil, fmt.Errorf("read the history of %s: %w", s, err)
	}
	codec := a.Closed
	if personal {
		codec = a.Opened
	}
	bodies, err := codec.Decode(ctx, recorded)
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
			RecordedAt: r.RecordedAt.UTC(), Meta: meta, Body: bodies[i],
		}
	}
	return history, nil
}

func pageOf(id uuid.UUID, employer string, history []projections.Event, personal bool) incidentPage {
	state := incident.Decider.Initial
	for _, e := range history {
		if own, ok := e.Body.(incident.Event); ok { // nil after a recorded redaction
			state = incident.Decider.Evolve(state, own)
		}
	}
	page := incidentPage{
		ID: id, Version: int64(history[len(history)-1].Version), Employer: employer,
		Occurred: occurrenceOf(state.Occurred), ReportedAt: state.ReportedAt.UTC(),
		Place:      place{Type: state.Place.Type, Gemeente: state.Place.Gemeente, Unit: state.Place.Unit},
		Behaviours: some(state.Behaviours), Professions: some(state.Professions),
		Corrections: state.Corrections, Withdrawn: state.Withdrawn, Withdrawal: state.Withdrawal.Reason,
		Timeline: timeline.Lines(history, timeline.Reading(personal)),
	}
	if personal {
		page.Personal = personalOf(state)
		count := len(state.Workers)
		page.WorkerCount = &count
	}
	return page
}

func personalOf(state incident.Incident) *personalPart {
	part := &personalPart{Workers: []workerPage{}, Narrative: []textPage{}}
	for _, w := range state.Workers {
		who, _ := w.Identity.Get()
		health, _ := w.Health.Get()
		part.Workers = append(part.Workers, workerPage{
			Person: w.Person, Identity: w.Identity.State.String(), Name: who.Name, StaffNumber: who.StaffNumber,
			Health: w.Health.State.String(), Injury: health.Injury, AlsoNamed: alsoNamed(state, w.Person),
		})
	}
	for _, piece := range state.Narrative {
		part.Narrative = append(part.Narrative, textOf(piece))
	}
	if state.Withdrawal.Explanation.State != person.Absent {
		text := textOf(state.Withdrawal.Explanation)
		part.Explanation = &text
	}
	return part
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
