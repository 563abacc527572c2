package eventjson

import (
	"encoding/hex"

	"github.com/google/uuid"

	"ruggensteun/domain/document"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
	"ruggensteun/domain/template"
)

var says = objectContent(walkSays)

// walkDrafted seals what kind of document it is under the first of the keys that the document
// itself is under.
func walkDrafted(f fields, _ uuid.UUID, e *document.Drafted) {
	e.ID = f.id("id", e.ID)
	word(f, "about", &e.About)
	e.Employer = f.id("employer", e.Employer)
	idIfAny(f, "worker", &e.Worker)
	walkHash(f, "hash", &e.Hash)
	e.Size = f.number("size", e.Size)
	list(f, "parts", &e.Parts, walkPart)
	held(f, "says", firstOf(e.Parts), &e.Says, says)
}

func firstOf(parts []document.Part) person.KeyRef {
	if len(parts) == 0 {
		return person.KeyRef{}
	}
	return parts[0].Under
}

func walkPart(f fields, p *document.Part) {
	word(f, "kind", &p.Under.Kind)
	p.Under.Subject = f.id("subject", p.Under.Subject)
	word(f, "purpose", &p.Under.Purpose)
	held(f, "share", p.Under, &p.Share, narrative)
}

func walkSays(f fields, s *document.Says) {
	word(f, "kind", &s.Kind)
	word(f, "language", &s.Language)
	word(f, "whose", &s.Whose)
	s.Version = f.number("version", s.Version)
	wordsIfAny(f, "missing", &s.Missing)
}

// walkHash writes it in hex; one that cannot be read is zero, which no document has.
func walkHash(f fields, name string, h *eventlog.Hash) {
	text := h.String()
	word(f, name, &text)
	if b, err := hex.DecodeString(text); err == nil && len(b) == len(h) {
		*h = eventlog.Hash(b)
	}
}

func walkIssued(f fields, _ uuid.UUID, e *document.Issued) {
	e.ID = f.id("id", e.ID)
	flagIfSet(f, "incomplete", &e.Incomplete)
}

func walkDocumentWithdrawn(f fields, stream uuid.UUID, e *document.Withdrawn) {
	e.ID = f.id("id", e.ID)
	word(f, "about", &e.About)
	held(f, "reason", document.KeyOfReason(e.About, stream), &e.Reason, narrative)
}

func walkTemplateAdopted(f fields, _ uuid.UUID, e *template.Adopted) {
	walkTextOf(f, &e.Kind, &e.Language, &e.Version)
	word(f, "title", &e.Title)
	word(f, "body", &e.Body)
}

func walkTemplateWithdrawn(f fields, _ uuid.UUID, e *template.Withdrawn) {
	walkTextOf(f, &e.Kind, &e.Language, &e.Version)
}

func walkTextOf[T ~string](f fields, kind, language *T, version *int) {
	word(f, "kind", kind)
	word(f, "language", language)
	*version = f.number("version", *version)
}

func walkLetterheadSet(f fields, _ uuid.UUID, e *template.LetterheadSet) {
	words(f, "address", &e.Address)
	wordIfAny(f, "desk", &e.Desk)
	wordIfAny(f, "phone", &e.Phone)
	wordIfAny(f, "mail", &e.Mail)
}
