package eventjson

import (
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/document"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

// walkPhotoAdded has neither the picture nor its name: the bytes are sealed apart.
func walkPhotoAdded(f fields, stream uuid.UUID, e *incident.PhotoAdded) {
	e.ID = f.id("id", e.ID)
	e.By = f.id("by", e.By)
	word(f, "kind", &e.Kind)
	word(f, "media", &e.Media)
	e.Width, e.Height = f.number("width", e.Width), f.number("height", e.Height)
	word(f, "hash", &e.Hash)
	e.Size = f.number("size", e.Size)
	list(f, "parts", &e.Parts, walkPhotoPart)
	held(f, "description", ofIncident(stream, person.ForNarrative), &e.Description, narrative)
}

func walkPhotoPart(f fields, p *incident.PhotoPart) {
	word(f, "kind", &p.Under.Kind)
	p.Under.Subject = f.id("subject", p.Under.Subject)
	word(f, "purpose", &p.Under.Purpose)
	held(f, "share", p.Under, &p.Share, narrative)
}

// keepsShares are the events that hold parts of the key of what is sealed apart.
var keepsShares = []string{(document.Drafted{}).EventType(), (incident.PhotoAdded{}).EventType()}

func isPartOfKey(eventType, field string) bool {
	for _, name := range keepsShares {
		if name == eventType {
			return strings.HasSuffix(field, ".share")
		}
	}
	return false
}
