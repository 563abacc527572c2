package api

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"ruggensteun/adapters/photo"
	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

type addPhotoInput struct {
	ID      string `path:"id" format:"uuid" doc:"Of the incident."`
	Key     string `header:"Idempotency-Key" doc:"Makes the request safe to repeat: 1 to 255 printable characters, a new one for each photo. Without it, repeating after a broken connection may add it twice."`
	IfMatch string `header:"If-Match" doc:"The ETag of the version of the incident that the change was decided on. Without it the photo is added to whatever is there."`

	upload *upload
}

// Resolve leaves the body where it is, as uploadInput does.
func (in *addPhotoInput) Resolve(ctx huma.Context) []error {
	r, w := unwrapped(ctx)
	in.upload = newUpload(r, w, photoUploads)
	return nil
}

type photosInput struct {
	ID string `path:"id" format:"uuid" doc:"Of the incident."`
}

type photoInput struct {
	ID    string `path:"id" format:"uuid" doc:"Of the incident."`
	Photo string `path:"photo" format:"uuid" doc:"Of the photo."`
}

type changePhotoInput struct {
	Versioned
	ID    string `path:"id" format:"uuid" doc:"Of the incident."`
	Photo string `path:"photo" format:"uuid" doc:"Of the photo."`
}

type photoAnswer struct {
	Status   int
	ETag     string `header:"ETag" doc:"The version of the incident, in quotes; for If-Match."`
	Position string `header:"Position" doc:"The position in the log that includes this change; for minPosition."`
	Location string `header:"Location" doc:"Where to see the photo."`
	Body     photoAdded
}

// photoAdded repeats nothing that was told.
type photoAdded struct {
	ID       uuid.UUID `json:"id" format:"uuid" doc:"Of the photo."`
	Version  int64     `json:"version" doc:"Of the incident; the same as in the ETag."`
	Position int64     `json:"position" doc:"The position in the log that includes this change."`
	Recorded bool      `json:"recorded" doc:"False when it was there already."`
	Sent     int       `json:"sent" doc:"Number of bytes that were sent."`
	Kept     int       `json:"kept" doc:"Number of bytes that are kept, sealed: the picture alone."`
}

// addPhoto asks the rules before anything of the body is read, and again before anything is kept. The
// bytes are kept before the event is recorded: an event never names what is not there.
func (a *api) addPhoto(ctx context.Context, in *addPhotoInput) (*photoAnswer, error) {
	id, owner, err := a.incidentNamed(ctx, in.ID, access.AddDetails)
	if err != nil {
		return nil, err
	}
	form, err := in.upload.photo()
	if err != nil {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx) // the usual time was for the body, which took its own
	in.upload.answering()
	c := &change{id: id}
	digest := sha256.Sum256(form.content)
	c.request = a.changing(ctx, Versioned{Keyed{in.Key, append(digest[:], form.description...)}, in.IfMatch}, "add photo to "+id.String(), &c.wrong)
	c.request.Employer = owner
	if err := c.wrong.Err(); err != nil {
		return nil, err
	}
	if c.employer, err = a.employerOf(ctx, owner); err != nil {
		return nil, err
	}
	cmd := incident.AddPhoto{Asked: a.asked(ctx, c.employer), Photo: incident.Photo{Attachment: incident.Attachment{ID: a.photoID(ctx, in.Key, id)}}, Description: form.description}
	if err := a.keepPhoto(ctx, c, &cmd, form.content); err != nil {
		return nil, err
	}
	out, err := c.run(ctx, a, cmd)
	if err != nil {
		return nil, err
	}
	done := made(out, "/incidents/"+id.String()+"/photos/"+cmd.Photo.ID.String())
	return &photoAnswer{Status: done.Status, ETag: done.ETag, Position: done.Position, Location: done.Location, Body: photoAdded{
		ID: cmd.Photo.ID, Version: done.Body.Version, Position: done.Body.Position, Recorded: done.Body.Recorded, Sent: len(form.content), Kept: cmd.Photo.Size,
	}}, nil
}

// photoID is the same when a request is repeated, so that nothing is kept twice.
func (a *api) photoID(ctx context.Context, key string, of uuid.UUID) uuid.UUID {
	if key == "" {
		return a.NewID()
	}
	return uuid.NewSHA1(of, append(callOf(ctx).actor.ID[:], key...))
}

// keepPhoto cleans it, and keeps it sealed, unless it is there or would be refused.
func (a *api) keepPhoto(ctx context.Context, c *change, cmd *incident.AddPhoto, content []byte) error {
	stream := incident.Stream(c.id)
	state, version, err := incident.Decider.Load(ctx, a.journal, stream)
	if err != nil {
		return err
	}
	repeated, err := decider.Repeated(ctx, a.journal, c.request)
	if err != nil {
		return err
	}
	if expected := c.request.Expected; !repeated && expected != nil && *expected != version {
		return stale(&eventlog.ConflictError{Stream: stream, Expected: *expected, Actual: version}, c.request)
	}
	if have, there := state.Photo(cmd.Photo.ID); there {
		cmd.Photo = have
		return nil
	}
	if repeated {
		return nil // it was added, and taken back since: the answer is that of the first time
	}
	if _, err := state.AsksPhoto(cmd.Asked, cmd.Photo.ID, cmd.Description); err != nil {
		return err
	}
	cleaned, err := photo.Clean(ctx, content)
	if err != nil {
		return err
	}
	keys := state.PhotoKeys(c.id)
	hash, size, shares, err := a.Documents.Keep(ctx, c.employer.ID, cleaned.Content, len(keys))
	if err != nil {
		return err
	}
	p := &cmd.Photo
	p.Kind, p.Hash, p.Size, p.Media, p.Width, p.Height = incident.PhotoKind, hex.EncodeToString(hash[:]), size, cleaned.Media, cleaned.Width, cleaned.Height
	for i, under := range keys {
		p.Parts = append(p.Parts, incident.PhotoPart{Under: under, Share: person.Of(base64.StdEncoding.EncodeToString(shares[i]))})
	}
	return nil
}

func (a *api) withdrawPhoto(ctx context.Context, in *changePhotoInput) (*receiptAnswer, error) {
	var body reasonForm
	c, err := a.changeAbout(ctx, &changeIncidentInput{in.Versioned, in.ID}, access.TakeBackPhoto, "take back photo "+in.Photo+" of", &body)
	if err != nil {
		return nil, err
	}
	id, err := uuid.Parse(in.Photo)
	if err != nil || id.String() != in.Photo {
		return nil, access.NoSuch("photo")
	}
	return c.run(ctx, a, incident.TakeBackPhoto{Asked: a.asked(ctx, c.employer), ID: id, Reason: body.Reason})
}

// openPhoto gives the picture. Neither its address nor its name says anything of anybody; opened by
// itself, nothing in it can run, ask or embed anything.
func (a *api) openPhoto(ctx context.Context, in *photoInput) (*huma.StreamResponse, error) {
	seen, err := a.photosOf(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	id, err := uuid.Parse(in.Photo)
	p, there := seen.state.Photo(id)
	switch {
	case err != nil, !there, !p.ShownTo(callOf(ctx).actor):
		return nil, access.NoSuch("photo")
	case p.Forgotten():
		return nil, fault.New(fault.Refused, "this photo is forgotten: a key that it was sealed under was destroyed, and nobody can see it any more")
	case !p.Readable():
		return nil, onlyYours()
	}
	content, err := a.unsealPhoto(ctx, p, seen.owner)
	if err != nil {
		return nil, err
	}
	if err := a.record(ctx, access.Reading{What: "photo", ID: id, Personal: true, Position: seen.position()}); err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(h huma.Context) {
		h.SetHeader("Content-Type", p.Media)
		h.SetHeader("Content-Disposition", fmt.Sprintf("inline; filename=%q", "foto-"+id.String()+photoExtension(p)))
		h.SetHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
		if inventedIn(seen.history) { // a picture has no line for it
			h.SetHeader(DemonstrationHeader, "invented")
		}
		h.SetStatus(http.StatusOK)
		_, _ = h.BodyWriter().Write(content) // a client that left is no error of ours
	}}, nil
}

func photoExtension(p incident.Photo) string {
	if p.Media == "image/png" {
		return ".png"
	}
	return ".jpg"
}

func (a *api) unsealPhoto(ctx context.Context, p incident.Photo, owner uuid.UUID) ([]byte, error) {
	shares := make([][]byte, len(p.Parts))
	for i, part := range p.Parts {
		var err error
		if shares[i], err = base64.StdEncoding.DecodeString(part.Share.Value); err != nil {
			return nil, fmt.Errorf("read part %d of the key of photo %s: it is no base64", i, p.ID)
		}
	}
	hash, err := hex.DecodeString(p.Hash)
	if err != nil || len(hash) != len(eventlog.Hash{}) {
		return nil, fmt.Errorf("photo %s has no hash of what was sealed", p.ID)
	}
	content, found, err := a.Documents.Read(ctx, access.Scope{Employer: owner}, eventlog.Hash(hash), shares)
	if err == nil && !found {
		err = fault.Wrap(fault.Unavailable, "this photo is on record and not in the store: let the operator run `ruggensteun verify`", fmt.Errorf("photo %s: no bytes with hash %s", p.ID, p.Hash))
	}
	return content, err
}

// isAddition tells whether an event may lead to a photo, before anything is opened.
func isAddition(e eventlog.Recorded) bool {
	return strings.HasPrefix(e.Type, "incident.photo_added.")
}
