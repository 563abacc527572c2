package incident

import (
	"fmt"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

// PhotoKind is what a photo is among attachments.
const PhotoKind codes.Code = "PHOTO"

// Photo is an attachment that is kept here and not elsewhere: a picture without anything
// that the telephone wrote beside it. Its bytes are sealed apart (adapters/blobs); here are
// the parts of their key.
type Photo struct {
	Attachment
	By            uuid.UUID // who added it (actor)
	Media         string    // of the picture
	Width, Height int
	Description   person.Held[string] // what is to be seen, for who cannot see it
	Parts         []PhotoPart
}

// PhotoPart is one part of a photo's key, and under whose keys it is sealed. All of them are
// needed: whoever is forgotten takes the photo along.
type PhotoPart struct {
	Under person.KeyRef
	Share person.Held[string] // base64
}

// AddPhoto adds a picture that was cleaned, sealed and kept. By and Description of the Photo are
// taken from who asks and from what is told.
type AddPhoto struct {
	Asked
	Photo       Photo
	Description string
}

// TakeBackPhoto takes a photo away that does not belong here, or shows too much.
type TakeBackPhoto struct {
	Asked
	ID     uuid.UUID
	Reason string
}

// PhotoAdded: this photo belongs to the incident. Detached ends it, as of any attachment.
type PhotoAdded struct{ Photo }

func (AddPhoto) incidentCommand()      {}
func (TakeBackPhoto) incidentCommand() {}
func (PhotoAdded) EventType() string   { return "incident.photo_added.v1" }
func (PhotoAdded) incidentEvent()      {}

// MostPhotos is how many an incident has at most at one time.
const MostPhotos = 20

const longestDescription = 300

// PhotoMedia are what a picture may be after it was cleaned.
var PhotoMedia = []string{"image/jpeg", "image/png"}

// PhotoKeys are under whose keys the parts of a photo's key are sealed: the free text of the
// incident, for a photo tells as much, and whoever was hit, for it may show him and his injury.
func (s Incident) PhotoKeys(id uuid.UUID) []person.KeyRef {
	keys := []person.KeyRef{{Kind: person.KeyOfIncident, Subject: id, Purpose: person.ForNarrative}}
	for _, w := range s.Workers {
		keys = append(keys, person.KeysOf(person.KeyOfPerson, w.Person, []person.Purpose{person.ForIdentity, person.ForHealth})...)
	}
	return keys
}

// AsksPhoto says whether a photo would be added, before its bytes are kept: what is refused
// leaves nothing behind. There tells that it was added before.
func (s Incident) AsksPhoto(c Asked, id uuid.UUID, description string) (there bool, err error) {
	if err := open(s, c, access.AddDetails); err != nil {
		return false, err
	}
	f := newForm(c, s.Occurred)
	f.short("description", description, longestDescription)
	f.Check(id != uuid.Nil, "id", "is missing", "give the photo an id")
	if err := f.Err(); err != nil {
		return false, err
	}
	if _, there := s.Photo(id); there {
		return true, nil
	}
	return false, s.roomForPhoto(id)
}

func (s Incident) roomForPhoto(id uuid.UUID) error {
	switch {
	case slices.ContainsFunc(s.Attachments, func(a Attachment) bool { return a.ID == id }):
		return fault.New(fault.Refused, "there is another attachment with this id: use a new id")
	case len(s.Photos) >= MostPhotos:
		return fault.New(fault.Refused, fmt.Sprintf("there are %d photos here already: take one back that says least", MostPhotos))
	case len(s.Attachments) >= mostAttachments:
		return fault.New(fault.Refused, fmt.Sprintf("there are %d attachments already: put several files in one", mostAttachments))
	}
	return nil
}

// 18. A photo is added by whoever knows more, as often as he likes under one id.
func addPhoto(s Incident, c AddPhoto) ([]Event, error) {
	there, err := s.AsksPhoto(c.Asked, c.Photo.ID, c.Description)
	if err != nil || there {
		return nil, err
	}
	f := newForm(c.Asked, s.Occurred)
	p := c.Photo
	p.By, p.Kind, p.Description = c.By.ID, PhotoKind, f.short("description", c.Description, longestDescription)
	f.attachment(p.Attachment)
	f.Check(slices.Contains(PhotoMedia, p.Media), "media", "is no picture", "send a photo as JPEG, PNG or WebP")
	f.Check(p.Width > 0 && p.Height > 0, "size", "is not a size that can be", "send a photo as JPEG, PNG or WebP")
	f.Check(len(p.Parts) > 0, "parts", "are missing", "seal the photo under the keys of the incident")
	return facts(PhotoAdded{p}, f.Err())
}

// 19. Who added a photo takes it back, and so does who may correct the record; also of a record that
// was closed, for a photo that shows too much is not left until somebody reopens it.
func takeBackPhoto(s Incident, c TakeBackPhoto) ([]Event, error) {
	if err := standing(s, c.Asked, access.TakeBackPhoto); err != nil {
		return nil, err
	}
	p, there := s.Photo(c.ID)
	if !there {
		return nil, nil // already as asked
	}
	if p.By != c.By.ID && c.By.May(access.CorrectIncident, s.Employer, s.Place.Unit) != nil {
		return nil, fault.New(fault.Forbidden, "somebody else added this photo: ask him, or your employer's registrar, to take it back")
	}
	f := newForm(c.Asked, s.Occurred)
	return facts(Detached{ID: c.ID, Reason: f.why(c.Reason)}, f.Err())
}

// Photo finds one that was not taken back.
func (s Incident) Photo(id uuid.UUID) (Photo, bool) {
	if i := slices.IndexFunc(s.Photos, func(p Photo) bool { return p.ID == id }); i >= 0 {
		return s.Photos[i], true
	}
	return Photo{}, false
}

// ShownTo tells whether a photo is for whoever asks, who may read some of the incident: a reporter
// sees what he added himself, for who else was hit is no concern of his.
func (p Photo) ShownTo(by access.Actor) bool {
	return by.Role != access.Reporter || p.By == by.ID
}

// Readable tells whether the key of the photo can still be put together.
func (p Photo) Readable() bool { return !p.has(person.Absent, person.Forgotten, person.Closed) }

// Forgotten tells whether it can never be again.
func (p Photo) Forgotten() bool { return p.has(person.Absent, person.Forgotten) }

func (p Photo) has(states ...person.State) bool {
	return len(p.Parts) == 0 || slices.ContainsFunc(p.Parts, func(part PhotoPart) bool { return slices.Contains(states, part.Share.State) })
}

// erased is the photo after the free text of its incident was forgotten.
func (p Photo) erased() Photo {
	p.Description, p.Parts = p.Description.Erased(), slices.Clone(p.Parts)
	for i, part := range p.Parts {
		if part.Under.Kind == person.KeyOfIncident {
			p.Parts[i].Share = part.Share.Erased()
		}
	}
	return p
}
