// Package timeline tells the history of one incident, suspect or case as a list of
// sentences: when what was recorded, and in which role.
package timeline

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
	"ruggensteun/projections"
	"ruggensteun/projections/figures"
)

// Line is one thing that was recorded.
type Line struct {
	Position eventlog.Position `json:"position"`
	Version  eventlog.Version  `json:"version"`
	At       time.Time         `json:"at"`
	Who      access.Role       `json:"who"`
	What     figures.Text      `json:"what"`
	// Invented: told by a demonstration; the sentence says so too.
	Invented bool `json:"invented,omitempty"`
	// Note is the free text that came with it, why something was corrected or
	// withdrawn; only for who may read personal details.
	Note string `json:"note,omitempty"`
	// NoteClosed: there is one, and it is not for this role.
	NoteClosed bool `json:"note_closed,omitempty"`
	// Only in a timeline of several histories: which one the line is of, and since when
	// it holds, or by receipt on which day it was heard.
	Of string        `json:"of,omitempty"` // incident, prosecution, aangifte, aftercare, casework, agreement_use, document
	ID *uuid.UUID    `json:"of_id,omitempty"`
	On *figures.Text `json:"on,omitempty"`
	// Notice is the one of a case that the line is of: the page of the case has what it says.
	Notice *uuid.UUID `json:"notice,omitempty"`
}

// Reading says how much of a history the viewer may see.
type Reading bool

const (
	// WithoutTexts leaves out all free text: it may name anybody.
	WithoutTexts Reading = false
	// WithTexts is for who passed access.ReadPersonal.
	WithTexts Reading = true
)

// Lines gives one line for each event. The sentences hold the incident's own
// codes and counts; who was hit, and how badly, is on the page below its own fence.
func Lines(events []projections.Event, r Reading) []Line {
	lines := make([]Line, len(events))
	for i, e := range events {
		lines[i] = Line{
			Position: e.Position, Version: e.Version, At: e.RecordedAt,
			Who: access.Role(e.Meta.Role), What: sentence(e.Body),
		}
		if e.Invented {
			lines[i].Invented, lines[i].What = true, behind(lines[i].What, text("verzonnen", "invented"))
		}
		if r == WithTexts {
			told := note(e.Body)
			lines[i].Note, lines[i].NoteClosed = readable(told), told.State == person.Closed
		}
	}
	return lines
}

// gone stands where there was a text; its key is destroyed.
const gone = "…"

// CloseNotes leaves of each note that there is one: for whoever may read codes of a history and no words
// of it. What was forgotten stays said to be.
func CloseNotes(lines []Line) {
	for i, l := range lines {
		if l.Note != "" && l.Note != gone {
			lines[i].Note, lines[i].NoteClosed = "", true
		}
	}
}

func readable(text person.Held[string]) string {
	if text.State == person.Forgotten {
		return gone
	}
	return text.Value
}
