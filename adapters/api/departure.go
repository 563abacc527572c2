package api

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/certificate"
	"ruggensteun/domain/departure"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/export"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/figures"
)

// Departures carries out that an employer leaves. Each of it may be done any number of times.
type Departures interface {
	// Left tells whether nothing more may be recorded of an employer.
	Left(ctx context.Context, employer uuid.UUID) (bool, error)
	// Since counts what was recorded of it behind a position, beside some categories.
	Since(ctx context.Context, employer uuid.UUID, p eventlog.Position, beside []string) (int, error)
	// Close refuses everything more of it but those of leaving, and ends sessions.
	Close(ctx context.Context, employer uuid.UUID, confirmed eventlog.Position) error
	// Keys counts all keys there were, and gives the ids of the first.
	Keys(ctx context.Context, employer uuid.UUID, most int) (int, []uuid.UUID, error)
	// Redact removes payloads in a part of the log; Redacted says how far that came, and Removed
	// what of its events is gone and what stays.
	Redact(ctx context.Context, employer uuid.UUID, by eventlog.Position, except []string, after, through eventlog.Position) error
	Redacted(ctx context.Context, by eventlog.Position) (eventlog.Position, error)
	Removed(ctx context.Context, employer uuid.UUID, by eventlog.Position) (removed, kept int, first, last eventlog.Position, err error)
	// Clear removes index, documents, and rows of lists.
	Clear(ctx context.Context, employer uuid.UUID) (departure.Finished, error)
}

// asideOfLeaving are the categories that say nothing which a file with everything could lack.
var asideOfLeaving = []string{departure.Category, export.Category, certificate.Category}

type departureInput struct {
	Code    string `path:"code" doc:"Code of the employer."`
	RawBody []byte `contentType:"application/json"`
}

type readDepartureInput struct {
	Code string `path:"code" doc:"Code of the employer."`
}

type departureForm struct {
	Export string `json:"export" doc:"SHA-256 of the file with everything, which you have and have tried."`
}

type departureConfirmationForm struct {
	Export  string       `json:"export" doc:"SHA-256 of the file whose receipt the employer confirmed."`
	Forever bool         `json:"forever" doc:"Must be true: nobody can bring it back."`
	Backups []backupForm `json:"backups,omitempty" doc:"Where backups with keys are; the certificate says until when they last."`
}

type departureAnswer struct {
	Body departurePage
}

type departurePage struct {
	Employer    string             `json:"employer" doc:"Code of the employer."`
	Standing    departure.Standing `json:"standing" enum:"STAYS,WAITING,READY,LAPSED,LEAVING,LEFT" doc:"How it stands now."`
	Export      string             `json:"export,omitempty" doc:"Hash of the file that the employer has."`
	AskedBy     *uuid.UUID         `json:"asked_by,omitempty" format:"uuid" doc:"Opaque."`
	AskedAs     access.Role        `json:"asked_as,omitempty"`
	AskedAt     *time.Time         `json:"asked_at,omitempty"`
	From        *time.Time         `json:"from,omitempty" doc:"Since when it may be confirmed."`
	Since       *int               `json:"recorded_since,omitempty" doc:"Events since that file was made: while there are any, a newer file is needed."`
	Holds       *int               `json:"holds,omitempty" doc:"That keep something from being erased: while there are any, it cannot be confirmed."`
	Links       *int               `json:"links,omitempty" doc:"With files of suspects at other employers, which end by it. Tell the persons by letter, as when they began."`
	ConfirmedBy *uuid.UUID         `json:"confirmed_by,omitempty" format:"uuid" doc:"Opaque."`
	ConfirmedAt *time.Time         `json:"confirmed_at,omitempty"`
	Step        string             `json:"step,omitempty" enum:"KEYS,PAYLOADS,LISTS,CERTIFICATE" doc:"Of what was confirmed, what is done next."`
	Done        int64              `json:"done,omitempty" doc:"Positions of the log that were gone through."`
	Total       int64              `json:"total,omitempty"`
	Certificate *uuid.UUID         `json:"certificate,omitempty" format:"uuid"`
	Result      *departureResult   `json:"result,omitempty" doc:"What went, and what stays."`
	Invented    bool               `json:"invented,omitempty" doc:"A demonstration made this employer up."`
	Notice      *figures.Text      `json:"notice,omitempty" doc:"Says that it did."`
}

type departureResult struct {
	Keys      int       `json:"keys" doc:"Destroyed."`
	Removed   int       `json:"removed" doc:"Payloads of events, of which the hash stays."`
	Kept      int       `json:"kept" doc:"Events on which figures rest: codes, days and opaque ids. What was sealed in them opens nowhere."`
	Marks     int       `json:"marks" doc:"Of the index by which things were found."`
	Documents int       `json:"documents" doc:"Sealed."`
	Rows      int       `json:"rows" doc:"Of lists that only this employer saw."`
	Sessions  int       `json:"sessions" doc:"That ended."`
	At        time.Time `json:"at"`
}

// departing is one departure with whose it is.
type departing struct {
	departure.Departure
	employer employer.Employer
	at       time.Time
	today    calendar.Day
}

func (a *api) departing(ctx context.Context, code string, action access.Action) (d departing, err error) {
	id, err := a.employerWith(ctx, code, action)
	if err != nil {
		return d, err
	}
	return a.departingOf(ctx, id)
}

func (a *api) departingOf(ctx context.Context, id uuid.UUID) (d departing, err error) {
	d.at = a.instant()
	if d.employer, err = a.employerOf(ctx, id); err != nil {
		return d, err
	}
	if d.today, err = a.dayAt(d.employer, d.at); err != nil {
		return d, err
	}
	d.Departure, _, err = departure.Decider.Load(ctx, a.journal, departure.Stream(id))
	return d, err
}

func (a *api) word(ctx context.Context, d departing) departure.Word {
	return departure.Word{By: callOf(ctx).actor, Employer: d.employer.ID, At: d.at}
}

func (a *api) askDeparture(ctx context.Context, in *departureInput) (*departureAnswer, error) {
	d, err := a.departing(ctx, in.Code, access.AskDeparture)
	if err != nil {
		return nil, err
	}
	var body departureForm
	var wrong fault.Fields
	if err := decode(in.RawBody, &body, &wrong); err != nil {
		return nil, err
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	taken, err := a.takenBy(ctx, d, body.Export)
	if err != nil {
		return nil, err
	}
	return a.depart(ctx, d, departure.Ask{Word: a.word(ctx, d), Taken: taken})
}

func (a *api) withdrawDeparture(ctx context.Context, in *departureInput) (*departureAnswer, error) {
	d, err := a.departing(ctx, in.Code, access.ReadDeparture)
	if err != nil {
		return nil, err
	}
	return a.depart(ctx, d, departure.Withdraw{Word: a.word(ctx, d)})
}

func (a *api) confirmDeparture(ctx context.Context, in *departureInput) (*departureAnswer, error) {
	d, err := a.departing(ctx, in.Code, access.ConfirmDeparture)
	if err != nil {
		return nil, err
	}
	var body departureConfirmationForm
	var wrong fault.Fields
	if err := decode(in.RawBody, &body, &wrong); err != nil {
		return nil, err
	}
	backups, err := a.backupsOf(d.employer, body.Backups, &wrong)
	if err != nil {
		return nil, err
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	taken, err := a.takenBy(ctx, d, body.Export)
	if err != nil {
		return nil, err
	}
	taken.Forever = body.Forever
	links, err := a.fileLinks(ctx)
	if err != nil {
		return nil, err
	}
	out, err := a.depart(ctx, d, departure.Confirm{Word: a.word(ctx, d), Taken: taken, Links: links.Open(d.employer.ID, d.today), Backups: backups})
	if err != nil {
		return nil, err
	}
	return out, a.closeRecords(ctx, d.employer.ID)
}

// depart records what was decided and shows how it then stands.
func (a *api) depart(ctx context.Context, d departing, c departure.Command) (*departureAnswer, error) {
	if err := a.tellOfDeparture(ctx, d, c); err != nil {
		return nil, err
	}
	after, err := a.departingOf(ctx, d.employer.ID)
	if err != nil {
		return nil, err
	}
	return a.departureNow(ctx, after)
}

func (a *api) tellOfDeparture(ctx context.Context, d departing, c departure.Command) error {
	r := a.request(ctx, Keyed{}, "departure of "+d.employer.ID.String(), &fault.Fields{})
	r.Employer = d.employer.ID
	_, err := run(ctx, a, departure.Decider, departure.Stream(d.employer.ID), c, r)
	return err
}

// takenBy looks up the file that somebody names, and what it lacks by now.
func (a *api) takenBy(ctx context.Context, d departing, hash string) (t departure.Taken, err error) {
	t.Export = hash
	held, err := a.holds(ctx, d.employer.ID)
	if err != nil {
		return t, err
	}
	for _, h := range held.Now(d.today) {
		t.Holds++
		if until, err := calendar.ParseDay(h.Until); err == nil {
			t.HeldTo = max(t.HeldTo, until)
		}
	}
	if t.Export, err = export.ParseHash(hash); err != nil {
		t.Export = hash
		return t, nil // the rules say what is wrong with it
	}
	years, _, err := a.exportYears(ctx, &exportsInput{Hash: noHash})
	if err != nil {
		return t, err
	}
	for _, year := range years {
		list, err := a.exportsTaken(ctx, d.employer.ID, d.employer.Code, year)
		if err != nil {
			return t, err
		}
		for _, x := range list {
			if x.Form == string(export.Everything) && x.Hash == t.Export && !x.Unfinished {
				t.Known = true
				t.Since, err = a.Departures.Since(ctx, d.employer.ID, eventlog.Position(x.Position), asideOfLeaving)
				if err != nil {
					return t, err
				}
			}
		}
	}
	return t, nil
}

// exportsTaken are those of a year, whoever asks: the rules of leaving ask for them.
func (a *api) exportsTaken(ctx context.Context, owner uuid.UUID, code string, year int) ([]listedExport, error) {
	recorded, err := a.Log.ReadStream(ctx, export.Stream(owner, year), 0)
	if err != nil {
		return nil, fmt.Errorf("read what was taken out in %d: %w", year, err)
	}
	bodies, err := a.Closed.Decode(ctx, recorded)
	if err != nil {
		return nil, fmt.Errorf("read what was taken out in %d: %w", year, err)
	}
	return listedExports(code, recorded, bodies)
}

func (a *api) readDeparture(ctx context.Context, in *readDepartureInput) (*departureAnswer, error) {
	d, err := a.departing(ctx, in.Code, access.ReadDeparture)
	if err != nil {
		return nil, err
	}
	if d.Departure, _, err = departure.Decider.Load(ctx, a.shown(ctx, access.ReadDeparture), departure.Stream(d.employer.ID)); err != nil {
		return nil, err
	}
	return a.departureNow(ctx, d)
}

func (a *api) departureNow(ctx context.Context, d departing) (*departureAnswer, error) {
	out := &departureAnswer{}
	p := &out.Body
	p.Employer, p.Standing = d.employer.Code, d.Stands(d.at)
	invented, err := a.invented(ctx, employer.Stream(d.employer.ID), access.ReadDeparture)
	if err != nil {
		return nil, err
	}
	p.Invented, p.Notice = invented, noticeOf(invented)
	if p.Standing == departure.Stays {
		return out, nil
	}
	from := d.From()
	p.Export, p.AskedBy, p.AskedAs, p.AskedAt, p.From = d.Export, idIfAny(d.Asked.By), d.Asked.Role, &d.Asked.At, &from
	if d.Closed() {
		p.ConfirmedBy, p.ConfirmedAt = idIfAny(d.Confirmed.By), &d.Confirmed.At
		return out, a.howFar(ctx, d, p)
	}
	taken, err := a.takenBy(ctx, d, d.Export)
	if err != nil {
		return nil, err
	}
	links, err := a.fileLinks(ctx)
	if err != nil {
		return nil, err
	}
	open := len(links.Open(d.employer.ID, d.today))
	p.Since, p.Holds, p.Links = &taken.Since, &taken.Holds, &open
	return out, nil
}

// howFar says which part of what was confirmed is next.
func (a *api) howFar(ctx context.Context, d departing, p *departurePage) error {
	if !d.Finished.At.IsZero() {
		f := d.Finished
		p.Certificate = idIfAny(f.Certificate)
		p.Result = &departureResult{
			Keys: d.Erased.Keys, Removed: f.Removed, Kept: f.Kept, Marks: f.Marks, Documents: f.Documents, Rows: f.Rows, Sessions: f.Sessions, At: f.At,
		}
		return nil
	}
	if p.Step = "KEYS"; d.Erased.At.IsZero() {
		return nil
	}
	by, err := a.redactedBy(ctx, d.employer.ID)
	if p.Step = "PAYLOADS"; err != nil || by == 0 {
		return err
	}
	through, err := a.Departures.Redacted(ctx, by)
	p.Done, p.Total = int64(through), int64(by)
	return err
}

// refusesWhoLeft lets nobody of an employer that left in, but to see how it left.
func (a *api) refusesWhoLeft(ctx context.Context, actor access.Actor, route string) error {
	if actor.Employer == uuid.Nil || a.gone.stays(actor.Employer) || stillAsked[route] {
		return nil
	}
	left, err := a.Departures.Left(ctx, actor.Employer)
	switch {
	case err != nil:
		return err
	case left:
		return errLeft
	}
	a.gone.seen(actor.Employer)
	return nil
}

var errLeft = fault.New(fault.Forbidden, "this employer left: what was kept of it is gone, and only how it left, with its certificates, can still be read")

// stillAsked are the questions that somebody of an employer that left may ask.
var stillAsked = map[string]bool{
	"GET /employers/{code}/departure": true, "GET /certificates/{id}": true, "GET /certificates/{id}/paper": true, "GET /certificates": true,
}

// ofWhoLeft says why an append was refused where that is the reason.
func (a *api) ofWhoLeft(ctx context.Context, employer uuid.UUID, err error) error {
	if !errors.Is(err, eventlog.ErrInvalid) {
		return err
	}
	if left, asked := a.Departures.Left(ctx, employer); asked != nil || !left {
		return err
	}
	return fault.New(fault.Refused, "this employer left: nothing more is recorded of it")
}
