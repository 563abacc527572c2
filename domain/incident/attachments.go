package incident

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

// Attachment is a file that is kept elsewhere, sealed. The record holds what proves
// that it was not changed, and never its content or its name: a file name such as
// "foto mevrouw De Vries" tells enough.
type Attachment struct {
	ID   uuid.UUID
	Kind codes.Code // codes.AttachmentKind
	Hash string     // SHA-256 of the sealed bytes, in 64 hexadecimal digits: that of the plain ones could be guessed
	Size int        // of the sealed bytes
}

// Attach adds a file that was sealed and stored.
type Attach struct {
	Asked
	Attachment
}

// Detach takes a file away that does not belong here.
type Detach struct {
	Asked
	ID     uuid.UUID
	Reason string
}

// Attached: this file belongs to the incident.
type Attached struct{ Attachment }

// Detached: it does not, or no longer.
type Detached struct {
	ID     uuid.UUID
	Reason person.Held[string]
}

func (Attach) incidentCommand()    {}
func (Detach) incidentCommand()    {}
func (Attached) EventType() string { return "incident.attachment_added.v1" }
func (Detached) EventType() string { return "incident.attachment_removed.v1" }
func (Attached) incidentEvent()    {}
func (Detached) incidentEvent()    {}

const (
	mostAttachments = 200
	largestFile     = 4 << 30 // bytes: hours of video from a bodycam
)

var sha256Hex = regexp.MustCompile(`^[0-9a-f]{64}$`)

// 10. A file is added by whoever knows more. The same one again is no other.
func attach(s Incident, c Attach) ([]Event, error) {
	if err := open(s, c.Asked, access.AddDetails); err != nil {
		return nil, err
	}
	f := newForm(c.Asked, s.Occurred)
	f.attachment(c.Attachment)
	if err := f.Err(); err != nil {
		return nil, err
	}
	for _, a := range s.Attachments {
		switch {
		case a == c.Attachment:
			return nil, nil
		case a.ID == c.Attachment.ID:
			return nil, fault.New(fault.Refused, "there is another attachment with this id: use a new id")
		case a.Hash == c.Attachment.Hash:
			return nil, fault.New(fault.Refused, "this file is attached already: nothing needs to be sent again")
		}
	}
	if len(s.Attachments) >= mostAttachments {
		return nil, fault.New(fault.Refused, fmt.Sprintf("there are %d attachments already: put several files in one", mostAttachments))
	}
	return []Event{Attached{c.Attachment}}, nil
}

func (f *form) attachment(a Attachment) {
	f.Check(a.ID != uuid.Nil, "id", "is missing", "give the attachment an id")
	f.Note("kind", codes.AttachmentKind.Check(a.Kind, f.day))
	f.Check(sha256Hex.MatchString(a.Hash), "hash", "is not a SHA-256", "give the 64 lower-case hexadecimal digits of the sealed bytes")
	f.Check(0 < a.Size && a.Size <= largestFile, "size", "is not a size that can be", fmt.Sprintf("give the number of sealed bytes, at most %d", largestFile))
}

// 11. Taking a file away is a correction.
func detach(s Incident, c Detach) ([]Event, error) {
	if err := open(s, c.Asked, access.CorrectIncident); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(s.Attachments, func(a Attachment) bool { return a.ID == c.ID }) {
		return nil, nil // already as asked
	}
	f := newForm(c.Asked, s.Occurred)
	return facts(Detached{ID: c.ID, Reason: f.why(c.Reason)}, f.Err())
}
