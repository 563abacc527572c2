package api

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/projections"
	"ruggensteun/projections/figures"
)

type photosAnswer struct {
	Body struct {
		Invented bool          `json:"invented,omitempty" doc:"Made up by a demonstration."`
		Notice   *figures.Text `json:"notice,omitempty" doc:"Says that it was."`
		NotYours *figures.Text `json:"not_yours,omitempty" doc:"Says why they are closed, and what to do, where this is not the reader's own case."`
		Most     int           `json:"most" doc:"How many an incident has at most."`
		Photos   []photoPage   `json:"photos" doc:"In the order in which they were added, without those that were taken back. To a reporter: those that he added himself."`
	}
}

type photoPage struct {
	ID          uuid.UUID   `json:"id" format:"uuid"`
	State       string      `json:"state" enum:"present,forgotten,closed" doc:"Forgotten: a key that it was sealed under was destroyed, and nobody can see it. Closed: it is not the reader's own case."`
	Description string      `json:"description,omitempty" doc:"What is to be seen."`
	Media       string      `json:"media" enum:"image/jpeg,image/png"`
	Width       int         `json:"width"`
	Height      int         `json:"height"`
	Size        int         `json:"size" doc:"Number of sealed bytes."`
	At          *time.Time  `json:"at,omitempty" doc:"When it was added, in UTC."`
	Who         access.Role `json:"who,omitempty" doc:"In which role it was added."`
	Removable   bool        `json:"removable" doc:"Whether who asks may take it back."`
}

// photosSeen is as much of the photos of an incident as whoever asks may have opened.
type photosSeen struct {
	id, owner uuid.UUID
	history   []projections.Event
	state     incident.Incident
}

func (s photosSeen) position() eventlog.Position { return s.history[len(s.history)-1].Position }

// photosOf opens what the reader's role opens in his own cases, and what he added himself besides: a
// reporter opens nothing else, and what he took he has seen.
func (a *api) photosOf(ctx context.Context, text string) (photosSeen, error) {
	actor := callOf(ctx).actor
	id, owner, err := a.incidentNamed(ctx, text, access.ReadPhoto)
	if err != nil {
		return photosSeen{}, err
	}
	stream := incident.Stream(id)
	history, err := a.history(ctx, stream, access.ReadPhoto, true)
	if err != nil {
		return photosSeen{}, err
	}
	recorded, err := a.Records.ReadStreamAs(ctx, actor.Over(access.ReadPhoto), stream)
	if err != nil {
		return photosSeen{}, fmt.Errorf("read the history of %s: %w", stream, err)
	}
	for i := range history {
		added, is := history[i].Body.(incident.PhotoAdded)
		if !is || added.By != actor.ID || added.Readable() || i >= len(recorded) {
			continue
		}
		own, err := a.Parted(person.ForNarrative, person.ForIdentity, person.ForHealth).Decode(callOf(ctx).watched(ctx, id, owner), recorded[i:i+1])
		if err != nil {
			return photosSeen{}, fmt.Errorf("open what was added to %s: %w", stream, err)
		}
		history[i].Body = own[0]
	}
	return photosSeen{id, owner, history, folded(incident.Decider, history)}, nil
}

func (a *api) listPhotos(ctx context.Context, in *photosInput) (*photosAnswer, error) {
	seen, err := a.photosOf(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if err := a.record(ctx, access.Reading{What: "photos", ID: seen.id, Personal: true, Position: seen.position()}); err != nil {
		return nil, err
	}
	out := &photosAnswer{}
	out.Body.Invented, out.Body.Notice = inventedIn(seen.history), noticeOf(inventedIn(seen.history))
	out.Body.Most, out.Body.Photos = incident.MostPhotos, []photoPage{}
	for _, p := range seen.state.Photos {
		if p.ShownTo(callOf(ctx).actor) {
			out.Body.Photos = append(out.Body.Photos, seen.page(callOf(ctx).actor, p))
			if !p.Readable() && !p.Forgotten() {
				out.Body.NotYours = a.notYours(ctx)
			}
		}
	}
	return out, nil
}

func (s photosSeen) page(actor access.Actor, p incident.Photo) photoPage {
	page := photoPage{ID: p.ID, State: "present", Media: p.Media, Width: p.Width, Height: p.Height, Size: p.Size}
	page.Description, _ = p.Description.Get()
	switch {
	case p.Forgotten():
		page.State = "forgotten"
	case !p.Readable():
		page.State = "closed"
	}
	page.Removable = !s.state.Withdrawn && actor.MaySome(access.TakeBackPhoto, s.owner) == nil &&
		(p.By == actor.ID || actor.MaySome(access.CorrectIncident, s.owner) == nil)
	for _, e := range s.history {
		if added, is := e.Body.(incident.PhotoAdded); is && added.ID == p.ID {
			at := e.RecordedAt
			page.At, page.Who = &at, access.Role(e.Meta.Role)
		}
	}
	return page
}
