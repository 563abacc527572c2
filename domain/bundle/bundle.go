// Package bundle is a file that goes to a lawyer or a court: what was recorded of one case, with
// the hashes that the log gave it, in a form that can be checked without the store that made it.
//
// It is a zip in which nothing is compressed:
//
//	bundle.json        what is in it: the manifest below
//	bundle.sig         Ed25519 over the manifest: sign.go
//	events/N.json      the payload of the event at position N, sealed as it was recorded;
//	                   none where it was removed by a recorded redaction
//	readable/N.json    the same with each box opened, or said to be forgotten
//	documents/ID.pdf   what was written of the case, where it can be read
//	photos/ID.jpg      photos of its incidents, where they can be seen
//	timeline.pdf       what happened, for people
//	leesmij.txt        how to check it, and what that proves
//
// What stands in clear is bound twice, by the hash of the log and by the signature. What was
// opened is bound by the signature alone: nobody without the key can derive it from the box.
//
// The package needs nothing of a server or a store, so that whoever checks a bundle does not
// either. testdata holds published ones, made by another program.
package bundle

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// Format names the layout of the zip and the manifest. A later one gets another name.
const Format = "ruggensteun-bundle-1"

// Names of what is in every bundle.
const (
	ManifestName  = "bundle.json"
	SignatureName = "bundle.sig"
	PaperName     = "timeline.pdf"
	ReadMeName    = "leesmij.txt"
)

// Limits of a bundle, so that a hostile one costs whoever checks it no more than this.
const (
	MaxBytes  = 64 << 20 // of the zip, and of all that is in it
	MaxEvents = 5_000
)

// Sum is a SHA-256 in lower-case hexadecimal.
type Sum eventlog.Hash

func (s Sum) String() string { return eventlog.Hash(s).String() }

// MarshalText writes it.
func (s Sum) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText takes the form that MarshalText writes, and no other spelling of it.
func (s *Sum) UnmarshalText(text []byte) error {
	b, err := hex.DecodeString(string(text))
	if err != nil || len(b) != len(s) || !bytes.Equal(bytes.ToLower(text), text) {
		return errors.New("a hash is 64 lower-case hexadecimal digits")
	}
	copy(s[:], b)
	return nil
}

// Manifest says what is in a bundle. It is signed as the bytes that stand in the file.
type Manifest struct {
	Format   string    `json:"format"`
	Employer Employer  `json:"employer"`
	Case     uuid.UUID `json:"case"`
	Invented bool      `json:"invented"` // by a demonstration
	MadeAt   time.Time `json:"made_at"`  // by the clock of the server
	MadeBy   string    `json:"made_by"`  // the role
	// Reading is under which number the store recorded that this was made, and by whom.
	Reading uuid.UUID `json:"reading"`
	// LeftOut is what belongs to the case and is not here.
	LeftOut []string `json:"left_out"`
	// Head is the last event of the whole log when it was made.
	Head   Head    `json:"head"`
	Events []Event `json:"events"` // by position
	Files  []File  `json:"files"`  // all but bundle.json and bundle.sig, by name
}

// Employer is whose record it is.
type Employer struct {
	ID   uuid.UUID `json:"id"`
	Code string    `json:"code"`
	Name string    `json:"name"`
	Zone string    `json:"zone"` // IANA
}

// Head is an event by its place and hash only.
type Head struct {
	Position eventlog.Position `json:"position"`
	Hash     Sum               `json:"hash"`
}

// Event is all that the log hashes of an event but its payload (eventlog.Canonical), and the
// hash of the event before it, of whatever case that is.
type Event struct {
	Position    eventlog.Position `json:"position"`
	Stream      string            `json:"stream"`
	Version     eventlog.Version  `json:"version"`
	ID          uuid.UUID         `json:"id"`
	Type        string            `json:"type"`
	RecordedAt  time.Time         `json:"recorded_at"`
	Metadata    []byte            `json:"metadata"`
	PayloadHash Sum               `json:"payload_hash"`
	Previous    Sum               `json:"previous"`
	Hash        Sum               `json:"hash"`
	Redacted    bool              `json:"redacted,omitempty"`
}

// File is one file of the zip.
type File struct {
	Name   string `json:"name"`
	Size   int    `json:"size"`
	SHA256 Sum    `json:"sha256"`
}

// EventOf is how the manifest tells of a recorded event.
func EventOf(e eventlog.Recorded, previous eventlog.Hash) Event {
	return Event{
		Position: e.Position, Stream: e.Stream.String(), Version: e.Version, ID: e.ID, Type: e.Type, RecordedAt: e.RecordedAt.UTC(),
		Metadata: e.Metadata, PayloadHash: Sum(e.PayloadHash), Previous: Sum(previous), Hash: Sum(e.Hash), Redacted: e.Redacted,
	}
}

// recorded is the event as the log had it, without its payload.
func (e Event) recorded(employer uuid.UUID) (eventlog.Recorded, error) {
	stream, err := eventlog.ParseStream(e.Stream)
	return eventlog.Recorded{
		Position: e.Position, Employer: employer, Stream: stream, Version: e.Version, ID: e.ID, Type: e.Type, RecordedAt: e.RecordedAt,
		Metadata: e.Metadata, PayloadHash: eventlog.Hash(e.PayloadHash), Hash: eventlog.Hash(e.Hash), Redacted: e.Redacted,
	}, err
}

// SealedName is where the payload of an event is, as it was recorded.
func SealedName(p eventlog.Position) string { return fmt.Sprintf("events/%d.json", p) }

// ReadableName is where the same is, opened.
func ReadableName(p eventlog.Position) string { return fmt.Sprintf("readable/%d.json", p) }
