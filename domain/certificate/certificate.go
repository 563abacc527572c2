// Package certificate is the proof that somebody was forgotten: at which positions of the log it
// stood, which keys were destroyed, until when backups may hold them still, and which files that
// left held it. It never says who it was.
package certificate

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/retention"
)

// Category is that of the streams of certificates.
const Category = "certificate"

// Stream is the history of one certificate.
func Stream(id uuid.UUID) eventlog.Stream { return eventlog.Stream{Category: Category, ID: id} }

// Span is a stretch of positions, both ends included.
type Span struct{ First, Last eventlog.Position }

// Backup is a place that may hold destroyed keys for a while.
type Backup struct {
	Name  string
	Until string // last day (2006-01-02) on which it may; it names nobody
}

// Export is a file that left with all that the employer owns.
type Export struct {
	Hash     string
	Position eventlog.Position // as known where it was made
	At       time.Time
}

// Certificate is what is proved.
type Certificate struct {
	ID       uuid.UUID
	Kind     retention.Kind
	Of       uuid.UUID // opaque: the record, or the pseudonym
	Purposes []person.Purpose
	Reason   codes.Code
	Erased   []eventlog.Position // where it is recorded that it was forgotten
	Told     []Span              // where what was forgotten stands, unreadable
	Events   int                 // how many events that is
	Keys     []uuid.UUID         // that were destroyed, as far as they are listed
	KeyCount int
	Backups  []Backup // as whoever asked knows them
	Exports  []Export
	Papers   []uuid.UUID // documents that open no more
	At       time.Time
}

// Issued: it was made out.
type Issued struct{ Certificate }

// EventType implements decider.Event.
func (Issued) EventType() string { return "certificate.issued.v1" }

// Command is something that is asked of certificates.
type Command interface{ certificateCommand() }

// Issue makes one out of what is on record.
type Issue struct {
	By       access.Actor
	Employer uuid.UUID
	Certificate
}

func (Issue) certificateCommand() {}

// State is the certificate once it was issued.
type State struct{ Issued []Certificate }

// Decider is the rules of certificates.
var Decider = decider.Decider[Issue, State, Issued]{Decide: decide, Evolve: func(s State, e Issued) State {
	return State{Issued: append(s.Issued[:len(s.Issued):len(s.Issued)], e.Certificate)}
}}

// OfEmployer is the kind of a certificate of all that was of an employer that left.
const OfEmployer retention.Kind = "EMPLOYER"

// Most that one lists, so that it fits an append: the counts are whole.
const (
	MostKeys    = 5_000
	MostSpans   = 5_000
	mostBackups = 50
	longestName = 120
)

// 1. Who may forget somebody lets it be certified; of an employer that left, who carried that out.
// 2. What was not forgotten is not certified, and nothing is certified twice under one id.
func decide(s State, c Issue) ([]Issued, error) {
	action := access.ForgetPerson
	if c.Kind == OfEmployer {
		action = access.ConfirmDeparture
	}
	if err := c.By.May(action, c.Employer); err != nil {
		return nil, err
	}
	if len(c.Erased) == 0 {
		return nil, fault.New(fault.Refused, "nothing of this was forgotten, so there is nothing to certify: forget it first")
	}
	if len(s.Issued) > 0 {
		return nil, nil
	}
	c.Certificate.Told, c.Certificate.Keys = c.Told[:min(len(c.Told), MostSpans)], c.Keys[:min(len(c.Keys), MostKeys)]
	return []Issued{{c.Certificate}}, nil
}

// Backups checks what somebody says of them; each is kept for a period from a day on.
func Backups(names []string, kept []calendar.Term, from calendar.Day, f *fault.Fields) (all []Backup) {
	f.Check(len(names) <= mostBackups, "backups", "are too many", "name the places, not each backup")
	for i, name := range names {
		f.Check(name != "" && len(name) <= longestName, "backups", "have one without a short name", "say where it is in a few words, e.g. nachtelijk")
		all = append(all, Backup{Name: name, Until: retention.Through(from, kept[i]).String()})
	}
	return all
}

// Spans joins positions that follow on one another; they come in order.
func Spans(positions []eventlog.Position) (all []Span) {
	for _, p := range positions {
		if n := len(all); n > 0 && all[n-1].Last+1 >= p {
			all[n-1].Last = p
			continue
		}
		all = append(all, Span{p, p})
	}
	return all
}
