package export

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// Format names this form of a Pack. Another one gets another name.
const Format = "ruggensteun-export-1"

// The names of what is in a Pack beside the records and the documents.
const (
	ManifestName = "manifest.json"
	ReadMeName   = "LEESMIJ.txt"
)

// RecordsName is the file of one kind of record.
func RecordsName(category string) string { return "records/" + category + ".ndjson" }

// DocumentName is the file of a document that was written.
func DocumentName(id uuid.UUID) string { return "documents/" + id.String() + ".pdf" }

// PhotoName is the file of a photo of an incident; ending is .jpg or .png.
func PhotoName(id uuid.UUID, ending string) string { return "photos/" + id.String() + ending }

// Owner is whose records are in a Pack.
type Owner struct {
	ID   uuid.UUID `json:"id"`
	Code string    `json:"code"`
	Name string    `json:"name"`
	Zone string    `json:"zone"` // of clocks: Europe/Amsterdam
}

// Manifest says what is in a Pack. It is the last file in it, because only then are the
// hashes known.
type Manifest struct {
	Format   string            `json:"format"`
	Export   uuid.UUID         `json:"export"`  // as it was recorded when it began
	Program  string            `json:"program"` // and version, that made it
	Owner    Owner             `json:"employer"`
	Position eventlog.Position `json:"position"` // all that was recorded up to here, and nothing later
	MadeAt   time.Time         `json:"made_at"`
	MadeBy   string            `json:"made_by"` // role
	Purpose  string            `json:"purpose"`
	Invented bool              `json:"invented,omitempty"` // at least some of it a demonstration made up
	Records  int               `json:"records"`            // lines, in all files
	Files    []File            `json:"files"`
	LeftOut  map[string]Text   `json:"left_out"`
	Schema   Schema            `json:"schema"`
}

// File is one file in a Pack.
type File struct {
	Name    string `json:"name"`
	What    Text   `json:"what"`
	Records int    `json:"records"` // lines; 0 of a document or a photo
	Bytes   int64  `json:"bytes"`
	Hash    string `json:"sha256"`
}

// Schema is what a program needs to know to read the records.
type Schema struct {
	Line  map[string]Text `json:"line"`  // the fields of every line
	Types []TypeFields    `json:"types"` // what is in the body, by the line's type
}

// TypeFields are the fields that stand in the bodies of one type in this Pack, by their path
// ("workers[].hit"), with the kinds of JSON that each takes.
type TypeFields struct {
	Type    string              `json:"type"`
	Records int                 `json:"records"`
	Fields  map[string][]string `json:"fields"`
}

// Line is one line of a file of records: one fact, as it was recorded. All lines of one record
// stand together, the oldest first; the last word of each field is what holds now.
type Line struct {
	Record     uuid.UUID         `json:"record"`
	Version    eventlog.Version  `json:"version"`
	Position   eventlog.Position `json:"position"`
	ID         uuid.UUID         `json:"id"`
	Type       string            `json:"type"`
	RecordedAt time.Time         `json:"recorded_at"`
	Metadata   Raw               `json:"metadata"`
	Removed    bool              `json:"removed,omitempty"`
	Body       Raw               `json:"body,omitempty"`
}

// Raw is JSON that stays as it is.
type Raw []byte

// MarshalJSON implements json.Marshaler.
func (r Raw) MarshalJSON() ([]byte, error) { return r, nil }

// UnmarshalJSON implements json.Unmarshaler.
func (r *Raw) UnmarshalJSON(text []byte) error { *r = append((*r)[:0], text...); return nil }

func lineFields() map[string]Text {
	return map[string]Text{
		"record":      {NL: "id van wat het betreft: een incident, een zaak; andere regels noemen het zo", EN: "id of what it is about: an incident, a case; other lines name it by this"},
		"version":     {NL: "de hoeveelste gebeurtenis van dit record", EN: "which event of this record it is, from 1"},
		"position":    {NL: "plaats in het logboek: wat eerder werd vastgelegd heeft een lagere", EN: "place in the log: what was recorded earlier has a lower one"},
		"id":          {NL: "id van de gebeurtenis", EN: "id of the event"},
		"type":        {NL: "wat er gebeurde, met de versie van de vorm van body", EN: "what happened, with the version of the shape of body"},
		"recorded_at": {NL: "wanneer het werd vastgelegd, in UTC", EN: "when it was recorded, in UTC"},
		"metadata":    {NL: "wie (pseudoniem), in welke rol, met welk doel en langs welke weg", EN: "who (a pseudonym), in which role, for which purpose and through which door"},
		"removed":     {NL: "true: de inhoud werd verwijderd, zie records/redaction.ndjson", EN: "true: what it said was removed, see records/redaction.ndjson"},
		"body":        {NL: `wat er werd vastgelegd; {"forgotten":true} staat op de plaats van wat vergeten is`, EN: `what was recorded; {"forgotten":true} stands in the place of what was forgotten`},
	}
}

const readMe = `%s
Alles wat van %s (%s) is vastgelegd, tot en met positie %s van het logboek.
All that is on record of the employer, up to that position of the log.

Uitvoer / export: %s

records/*.ndjson   een regel per gebeurtenis; alle regels van een record staan bij elkaar
documents/*.pdf    wat geschreven werd
photos/*           foto's van incidenten, zonder plaats en tijd van de camera
manifest.json      wat erin zit, met aantallen, SHA-256 en een beschrijving van de velden;
                   ontbreekt het, dan is dit bestand niet heel

Er staan namen, letsel en verdenkingen in. Bewaar het versleuteld en niet langer dan nodig.
It names people, injuries and suspicions. Keep it encrypted, and no longer than needed.

Controleren / to check:   ruggensteun export verify BESTAND
Wie nam het mee / who took it:   ruggensteun export trace BESTAND
`
