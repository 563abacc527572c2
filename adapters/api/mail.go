package api

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/mailing"
	"ruggensteun/domain/person"
	"ruggensteun/projections/figures"
)

type mailAddressForm struct {
	Party   codes.Code    `json:"party,omitempty" doc:"Whose address it is: whoever is of this party (code list party)." example:"CASE_WORKER"`
	Actor   string        `json:"actor,omitempty" format:"uuid" doc:"Or one actor, by id, as GET /v1/actors has it."`
	Address string        `json:"address" format:"email" doc:"Where to write. It is sealed, and shown to who keeps addresses only."`
	Wants   mailing.Wants `json:"wants" enum:"AT_ONCE,DAILY,NOTHING" doc:"At once, when a term needs somebody; once a day, of all that is to be done; or not at all."`
	Hour    int           `json:"hour,omitempty" minimum:"0" maximum:"23" doc:"Of who wants it daily: the hour of the employer's clock."`
}

type mailRemovalForm struct {
	ID string `json:"id" format:"uuid" doc:"Of the address, as the list has it."`
}

type mailAddressPage struct {
	ID uuid.UUID `json:"id" format:"uuid"`
	MailAddressFields
	Forgotten bool `json:"forgotten,omitempty" doc:"The address cannot be read any more; nobody is written to there."`
}

type mailAddressesAnswer struct {
	Body struct {
		Invented  bool              `json:"invented,omitempty" doc:"Made up by a demonstration."`
		Notice    *figures.Text     `json:"notice,omitempty" doc:"Says that it was."`
		Addresses []mailAddressPage `json:"addresses"`
	}
}

type listMailsInput struct {
	Code string `path:"code" doc:"Of the employer."`
	Day  string `query:"day" format:"date" doc:"The day on the employer's calendar; today when left out."`
	File string `query:"file" format:"uuid" doc:"Only of this case or file of care."`
}

type mailPage struct {
	Address uuid.UUID         `json:"address" format:"uuid" doc:"The id of the address, also of one that was removed since."`
	Party   codes.Code        `json:"party,omitempty"`
	Actor   string            `json:"actor,omitempty" format:"uuid"`
	What    mailing.What      `json:"what" enum:"ALARM,HAND_OFF,SEVERAL,DIGEST"`
	File    string            `json:"file,omitempty" format:"uuid" doc:"What it is about, when that is one case or file of care."`
	Because eventlog.Position `json:"because" doc:"The position of the event that it tells of."`
	State   string            `json:"state" enum:"SENT,HELD,GIVEN_UP" doc:"The mail server took it; it was left for one mail with others; or the mail server would not take it."`
	Mail    string            `json:"mail,omitempty" doc:"What stands in its Message-ID."`
	Code    int               `json:"code,omitempty" doc:"What the mail server answered when it would not."`
	At      time.Time         `json:"at"`
}

type mailsAnswer struct {
	Body struct {
		Invented bool          `json:"invented,omitempty" doc:"Made up by a demonstration."`
		Notice   *figures.Text `json:"notice,omitempty" doc:"Says that it was."`
		Day      string        `json:"day" format:"date"`
		Mails    []mailPage    `json:"mails"`
	}
}

// book reads the form of a change of an employer's addresses.
func (a *api) book(ctx context.Context, in changeEmployerInput, about string, body any, wrong *fault.Fields) (decider.Request, error) {
	id, err := a.employerWith(ctx, in.Code, access.KeepAddresses)
	if err != nil {
		return decider.Request{}, err
	}
	if err := decode(in.RawBody, body, wrong); err != nil {
		return decider.Request{}, err
	}
	r := a.changing(ctx, in.Versioned, about+" "+id.String(), wrong)
	r.Employer = id
	return r, nil
}

func (a *api) setMailAddress(ctx context.Context, in *changeEmployerInput) (*receiptAnswer, error) {
	var body mailAddressForm
	var wrong fault.Fields
	r, err := a.book(ctx, *in, "set mail address", &body, &wrong)
	if err != nil {
		return nil, err
	}
	whom := mailing.Whom{Party: body.Party, Actor: optionalID(body.Actor, "actor", &wrong)}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	cmd := mailing.Set{
		By: callOf(ctx).actor, At: a.Clock(), Employer: r.Employer, ID: a.NewID(), Whom: whom, Address: body.Address, Wants: body.Wants, Hour: body.Hour,
	}
	if whom.Actor != uuid.Nil {
		if cmd.Known, err = a.knownIn(ctx, r.Employer, access.Roles()); err != nil {
			return nil, err
		}
	}
	return run(ctx, a, mailing.BookDecider, mailing.BookStream(r.Employer), mailing.BookCommand(cmd), r)
}

func optionalID(text, field string, wrong *fault.Fields) uuid.UUID {
	if text == "" {
		return uuid.Nil
	}
	id, err := uuid.Parse(text)
	wrong.Check(err == nil && id.String() == text, field, "is not an id", "copy it from where it is shown")
	return id
}

// removeMailAddress records it first: until the key is destroyed the address can be
// removed again, and nobody is written to there.
func (a *api) removeMailAddress(ctx context.Context, in *changeEmployerInput) (*receiptAnswer, error) {
	var body mailRemovalForm
	var wrong fault.Fields
	r, err := a.book(ctx, *in, "remove mail address", &body, &wrong)
	if err != nil {
		return nil, err
	}
	id := optionalID(body.ID, "id", &wrong)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	stream, cmd := mailing.BookStream(r.Employer), mailing.BookCommand(mailing.Remove{By: callOf(ctx).actor, Employer: r.Employer, ID: id})
	out, err := run(ctx, a, mailing.BookDecider, stream, cmd, r)
	if err != nil {
		return nil, err
	}
	whose := func(context.Context) ([]person.KeyRef, error) { return mailing.Keys(id), nil }
	if err := a.Keys.Erase(ctx, r.Employer, whose, func(context.Context) error { return nil }); err != nil {
		return nil, fmt.Errorf("destroy the key of a mail address: %w", err)
	}
	return out, nil
}

func (a *api) listMailAddresses(ctx context.Context, in *readEmployerInput) (*mailAddressesAnswer, error) {
	book, owner, err := a.readBook(ctx, in.Code, "mail addresses")
	if err != nil {
		return nil, err
	}
	invented, err := a.invented(ctx, employer.Stream(owner), access.KeepAddresses)
	if err != nil {
		return nil, err
	}
	out := &mailAddressesAnswer{}
	out.Body.Invented, out.Body.Notice = invented, noticeOf(invented)
	out.Body.Addresses = []mailAddressPage{}
	for _, e := range book.Entries {
		address, known := e.Address.Get()
		out.Body.Addresses = append(out.Body.Addresses, mailAddressPage{ID: e.ID, Forgotten: !known, MailAddressFields: mailAddressForm{
			Party: e.Party, Actor: textOfID(e.Actor), Address: address, Wants: e.Wants, Hour: e.Hour,
		}})
	}
	return out, nil
}

func (a *api) readBook(ctx context.Context, code, what string) (mailing.Book, uuid.UUID, error) {
	id, err := a.employerWith(ctx, code, access.KeepAddresses)
	if err != nil {
		return mailing.Book{}, uuid.Nil, err
	}
	head, err := a.Log.Head(ctx)
	if err != nil {
		return mailing.Book{}, uuid.Nil, fmt.Errorf("read the head of the log: %w", err)
	}
	book, _, err := mailing.BookDecider.Load(ctx, a.shown(ctx, access.KeepAddresses), mailing.BookStream(id))
	if err != nil {
		return mailing.Book{}, uuid.Nil, err
	}
	return book, id, a.record(ctx, access.Reading{What: what, ID: id, Position: head})
}

func textOfID(id uuid.UUID) string {
	if id == uuid.Nil {
		return ""
	}
	return id.String()
}

func (a *api) listMails(ctx context.Context, in *listMailsInput) (*mailsAnswer, error) {
	book, owner, err := a.readBook(ctx, in.Code, "mails")
	if err != nil {
		return nil, err
	}
	e, err := a.employerOf(ctx, owner)
	if err != nil {
		return nil, err
	}
	zone, err := zoneOf(e)
	if err != nil {
		return nil, err
	}
	var wrong fault.Fields
	day, file := calendar.DayOf(a.Clock().In(zone)), optionalID(in.File, "file", &wrong)
	if in.Day != "" {
		day, err = calendar.ParseDay(in.Day)
		wrong.Note("day", err)
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	invented, err := a.invented(ctx, employer.Stream(owner), access.KeepAddresses)
	if err != nil {
		return nil, err
	}
	out := &mailsAnswer{}
	out.Body.Invented, out.Body.Notice = invented, noticeOf(invented)
	out.Body.Day, out.Body.Mails = day.String(), []mailPage{}
	for _, entries := range [][]mailing.Entry{book.Entries, book.Removed} {
		for _, entry := range entries {
			mails, _, err := mailing.DayDecider.Load(ctx, a.shown(ctx, access.KeepAddresses), mailing.DayStream(entry.ID, day))
			if err != nil {
				return nil, err
			}
			out.Body.Mails = append(out.Body.Mails, mailsOf(entry, mails, file)...)
		}
	}
	return out, nil
}

func mailsOf(e mailing.Entry, day mailing.Day, file uuid.UUID) (pages []mailPage) {
	add := func(state string, about mailing.About, mail string, code int, at time.Time) {
		if file == uuid.Nil || about.File == file {
			pages = append(pages, mailPage{
				Address: e.ID, Party: e.Party, Actor: textOfID(e.Actor), What: about.What, File: textOfID(about.File), Because: about.Because,
				State: state, Mail: mail, Code: code, At: at,
			})
		}
	}
	for _, m := range day.Sent {
		add("SENT", m.About, m.Mail, 0, m.At)
	}
	for _, m := range day.Held {
		add("HELD", m.About, "", 0, m.At)
	}
	for _, m := range day.GivenUp {
		add("GIVEN_UP", m.About, m.Mail, m.Code, m.At)
	}
	return pages
}
