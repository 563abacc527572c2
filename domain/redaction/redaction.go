// Package redaction is the removal of what was recorded when a retention term
// has ended or it should never have been written down: the removal is itself
// recorded, and what was removed leaves its hash behind.
package redaction

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

// Type is the name on disk. The database's own triggers know it too.
const Type = "log.redacted.v1"

// Stream is the history of one redaction.
func Stream(id uuid.UUID) eventlog.Stream { return eventlog.Stream{Category: "redaction", ID: id} }

// Redact asks to remove payloads of one employer for ever.
type Redact struct {
	By       access.Actor
	Employer uuid.UUID // whose events; zero for the store's own
	Reason   codes.Code
	Spans    []Span
	Except   []string // types of events whose payload stays
}

// Redacted: the payloads of the employer's events in these spans are to be
// gone; without any span, those of all its earlier events. Redactions
// themselves stay.
type Redacted struct {
	Reason codes.Code // codes.RedactionReason
	Spans  []Span
	Except []string // types that are left alone: of codes only, on which figures rest
}

// Span is a stretch of the log, both ends included. What belongs to other
// employers in it is left alone.
type Span struct{ First, Last eventlog.Position }

func (Redacted) EventType() string { return Type }

// Redaction is the state of one redaction.
type Redaction struct {
	Recorded bool
	Redacted
}

// Decider is the rules of redactions.
var Decider = decider.Decider[Redact, Redaction, Redacted]{Decide: decide, Evolve: evolve}

func evolve(_ Redaction, e Redacted) Redaction { return Redaction{Recorded: true, Redacted: e} }

// MaxSpans bounds one redaction: its event has to fit an append.
const MaxSpans = 4000

// Only the operator removes, on the employer's instruction, and the same
// redaction asked for again is recorded once.
func decide(s Redaction, c Redact) ([]Redacted, error) {
	if err := c.By.May(access.Operate, c.Employer); err != nil {
		return nil, err
	}
	var f fault.Fields
	f.Note("reason", codes.RedactionReason.CheckAnswer(c.Reason, time.Time{}))
	f.Check(len(c.Spans) <= MaxSpans, "spans", "are too many", "redact at most 4000 stretches of the log at a time")
	f.Check(inOrder(c.Spans), "spans", "are not in order", "give each as first and last position, counting from 1, and none twice")
	if err := f.Err(); err != nil {
		return nil, err
	}
	switch {
	case !s.Recorded:
		return []Redacted{{Reason: c.Reason, Spans: slices.Clone(c.Spans), Except: slices.Clone(c.Except)}}, nil
	case s.Reason == c.Reason && slices.Equal(s.Spans, c.Spans) && slices.Equal(s.Except, c.Except):
		return nil, nil // already as asked
	}
	return nil, fault.New(fault.Refused, "a redaction with this id was recorded for other events: take a new id")
}

func inOrder(spans []Span) bool {
	last := eventlog.Position(0)
	for _, s := range spans {
		if s.First <= last || s.Last < s.First {
			return false
		}
		last = s.Last
	}
	return true
}
