package api

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/document"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/projections"
	"ruggensteun/projections/timeline"
)

type assignForm struct {
	Responsible string `json:"responsible,omitempty" format:"uuid" doc:"Actor who follows it; whoever asks when left out."`
	StandIn     string `json:"stand_in,omitempty" format:"uuid" doc:"Actor who is asked to take it over when nobody does anything although a term lapsed; nobody when left out."`
}

type handOverForm struct {
	To string `json:"to" format:"uuid" doc:"Actor who is asked. It stays with whoever has it until that one accepts."`
}

type snoozeForm struct {
	Until  string `json:"until" format:"date" example:"2027-01-12" doc:"The day on which it is back. That a term lapses is told all the same."`
	Reason string `json:"reason" doc:"Why, in words. Kept sealed."`
}

type nameTellingForm struct {
	ID       string      `json:"id,omitempty" format:"uuid" doc:"Of the telling. Left out: a new one."`
	Victim   string      `json:"victim" format:"uuid" doc:"The worker who was told (person)."`
	Channel  codes.Code  `json:"channel" doc:"How it was told."`
	On       *occurrence `json:"on,omitempty" doc:"When it was told."`
	Document string      `json:"document,omitempty" format:"uuid" doc:"The document that was sent with it, of those of the case, or of the incident that the care is about. Left out when there was none."`
}

// asIsForm is of what needs no words.
type asIsForm struct{}

// worked is a kind of file that somebody follows.
type worked struct {
	kind
	action access.Action
}

var (
	workedCase = worked{aCase, access.FollowCase}
	workedCare = worked{theCare, access.FollowCare}
)

// workOn reads a form, makes the command of it and carries it out.
func workOn[F any](ctx context.Context, a *api, k worked, in Versioned, id, about string, command func(*recordChange, F, casework.Asked) (casework.Command, error)) (*receiptAnswer, error) {
	var body F
	c, err := a.changeRecord(ctx, in, k.kind, id, k.action, about, &body)
	if err != nil {
		return nil, err
	}
	file, err := a.workedFile(ctx, k, c)
	if err != nil {
		return nil, err
	}
	cmd, err := command(c, body, casework.Asked{By: callOf(ctx).actor, At: c.at, File: file})
	if err != nil {
		return nil, err
	}
	return runRecord(ctx, a, c, casework.Decider, casework.Stream(c.id), cmd)
}

// workedFile is the file as the rules of the work on it know it. Nothing that is sealed is
// opened for it.
func (a *api) workedFile(ctx context.Context, k worked, c *recordChange) (casework.File, error) {
	file := casework.File{Employer: c.employer.ID, Unit: c.unit}
	if k.action == access.FollowCare {
		history, err := a.history(ctx, k.stream(c.id), k.action, false)
		file.Worker = folded(aftercare.Decider, history).Worker
		file.Victims = []uuid.UUID{file.Worker}
		if err == nil {
			file.Survivor, err = a.followedIn(ctx, c.id, k.action)
		}
		return file, err
	}
	family, err := a.closedFamilyOf(ctx, c.id, k.action)
	if err != nil {
		return file, err
	}
	file.Victims, file.Survivor = family.Of(c.id).Workers, family.Beside(c.id).Survivor
	return file, nil
}

// closedFamilyOf is familyOf without what notices say.
func (a *api) closedFamilyOf(ctx context.Context, id uuid.UUID, action access.Action) (prosecution.Family, error) {
	return prosecution.FamilyOf(id, func(id uuid.UUID) (prosecution.Case, error) {
		history, err := a.history(ctx, prosecution.Stream(id), action, false)
		return folded(prosecution.Decider, history), err
	})
}

func (a *api) assign(ctx context.Context, k worked, in Versioned, id string) (*receiptAnswer, error) {
	return workOn(ctx, a, k, in, id, "assign", func(c *recordChange, body assignForm, asked casework.Asked) (casework.Command, error) {
		cmd := casework.Assign{Asked: asked, Responsible: asked.By.ID}
		if body.Responsible != "" {
			cmd.Responsible = idOf(body.Responsible, "responsible", &c.wrong)
		}
		if body.StandIn != "" {
			cmd.StandIn = idOf(body.StandIn, "stand_in", &c.wrong)
		}
		var err error
		cmd.Known, err = a.known(ctx, c.employer.ID, k.action)
		return cmd, err
	})
}

func (a *api) handOver(ctx context.Context, k worked, in Versioned, id string) (*receiptAnswer, error) {
	return workOn(ctx, a, k, in, id, "hand over", func(c *recordChange, body handOverForm, asked casework.Asked) (casework.Command, error) {
		known, err := a.known(ctx, c.employer.ID, k.action)
		return casework.HandOver{Asked: asked, To: idOf(body.To, "to", &c.wrong), Known: known}, err
	})
}

func (a *api) accept(ctx context.Context, k worked, in Versioned, id string) (*receiptAnswer, error) {
	return workOn(ctx, a, k, in, id, "accept", func(_ *recordChange, _ asIsForm, asked casework.Asked) (casework.Command, error) {
		return casework.Accept{Asked: asked}, nil
	})
}

func (a *api) tellName(ctx context.Context, k worked, in Versioned, id string) (*receiptAnswer, error) {
	return workOn(ctx, a, k, in, id, "tell name of", func(c *recordChange, body nameTellingForm, asked casework.Asked) (casework.Command, error) {
		zone, err := zoneOf(c.employer)
		if err != nil {
			return nil, err
		}
		cmd := casework.TellName{
			Asked: asked, ID: a.idOrNew(body.ID, "id", &c.wrong), Victim: idOf(body.Victim, "victim", &c.wrong),
			Channel: body.Channel, On: body.On.read("on", zone, &c.wrong),
		}
		if cmd.Victim, err = a.waitingAs(ctx, c.id, cmd.Victim); err != nil {
			return nil, err
		}
		if body.Document != "" {
			cmd.Document = idOf(body.Document, "document", &c.wrong)
			cmd.Papers, err = a.papersBeside(ctx, k, c)
		}
		return cmd, err
	})
}

// waitingAs is the pseudonym under which a victim waits for the new name: the given one,
// unless only another one of his does.
func (a *api) waitingAs(ctx context.Context, file, victim uuid.UUID) (uuid.UUID, error) {
	s, _, err := casework.Decider.Load(ctx, a.journal, casework.Stream(file))
	if err != nil || victim == uuid.Nil || slices.Contains(s.Unnamed(), victim) {
		return victim, err
	}
	family, err := pseudonym.FamilyOf(victim, a.pseudonymAt(ctx))
	for _, id := range family {
		if slices.Contains(s.Unnamed(), id) {
			return id, err
		}
	}
	return victim, err
}

// papersBeside are the documents of a case, or of the incident that the care is about.
// None is opened.
func (a *api) papersBeside(ctx context.Context, k worked, c *recordChange) (document.Papers, error) {
	about := c.id
	if k.action == access.FollowCare {
		care, err := a.history(ctx, k.stream(c.id), k.action, false)
		if err != nil {
			return nil, err
		}
		about = folded(aftercare.Decider, care).Incident
	}
	history, err := a.history(ctx, document.Stream(about), k.action, false)
	return folded(document.Decider, history), err
}

func (a *api) decline(ctx context.Context, k worked, in Versioned, id string) (*receiptAnswer, error) {
	return workOn(ctx, a, k, in, id, "decline", func(_ *recordChange, body reasonForm, asked casework.Asked) (casework.Command, error) {
		return casework.Decline{Asked: asked, Reason: body.Reason}, nil
	})
}

func (a *api) keep(ctx context.Context, k worked, in Versioned, id string) (*receiptAnswer, error) {
	return workOn(ctx, a, k, in, id, "keep", func(_ *recordChange, _ asIsForm, asked casework.Asked) (casework.Command, error) {
		return casework.Keep{Asked: asked}, nil
	})
}

func (a *api) snooze(ctx context.Context, k worked, in Versioned, id string) (*receiptAnswer, error) {
	return workOn(ctx, a, k, in, id, "snooze", func(c *recordChange, body snoozeForm, asked casework.Asked) (casework.Command, error) {
		until, err := calendar.ParseDay(body.Until)
		c.wrong.Note("until", err)
		today, err := c.today()
		return casework.Snooze{Asked: asked, Today: today, Until: until, Reason: body.Reason}, err
	})
}

func (a *api) wake(ctx context.Context, k worked, in Versioned, id string) (*receiptAnswer, error) {
	return workOn(ctx, a, k, in, id, "wake", func(c *recordChange, _ asIsForm, asked casework.Asked) (casework.Command, error) {
		today, err := c.today()
		return casework.Wake{Asked: asked, Today: today}, err
	})
}

// today is the day on the employer's calendar.
func (c *recordChange) today() (calendar.Day, error) {
	zone, err := zoneOf(c.employer)
	if err != nil {
		return 0, err
	}
	return calendar.DayOf(c.at.In(zone)), nil
}

// ofACase and ofCare make an operation of what is done with either kind of file.
func (a *api) ofACase(do func(context.Context, worked, Versioned, string) (*receiptAnswer, error)) func(context.Context, *changeCaseInput) (*receiptAnswer, error) {
	return func(ctx context.Context, in *changeCaseInput) (*receiptAnswer, error) {
		return do(ctx, workedCase, in.Versioned, in.ID)
	}
}

func (a *api) ofCare(do func(context.Context, worked, Versioned, string) (*receiptAnswer, error)) func(context.Context, *changeAftercareInput) (*receiptAnswer, error) {
	return func(ctx context.Context, in *changeAftercareInput) (*receiptAnswer, error) {
		return do(ctx, workedCare, in.Versioned, in.ID)
	}
}

type workPage struct {
	You          uuid.UUID   `json:"you" format:"uuid" doc:"Whoever asks, as an actor."`
	Responsible  *uuid.UUID  `json:"responsible,omitempty" format:"uuid" doc:"Actor who follows it. Left out when nobody does."`
	StandIn      *uuid.UUID  `json:"stand_in,omitempty" format:"uuid"`
	OfferedTo    *uuid.UUID  `json:"offered_to,omitempty" format:"uuid" doc:"Actor who was asked to take it over and has not answered."`
	OfferedAll   bool        `json:"offered_to_team,omitempty" doc:"Everybody who follows files was asked: whoever accepts first has it."`
	SilentSince  *time.Time  `json:"silent_since,omitempty" doc:"It was offered because nobody did anything since then, in UTC."`
	SnoozedUntil string      `json:"snoozed_until,omitempty" format:"date" doc:"It is put away, and back on this day."`
	SnoozeReason *textPage   `json:"snooze_reason,omitempty"`
	Unnamed      []uuid.UUID `json:"unnamed" doc:"Victims (persons) who are to hear who follows it now, since a hand-over was accepted: each under the pseudonym that the worker goes by."`
	Named        []namedPage `json:"named" doc:"That they heard it."`
	Alarms       []alarmPage `json:"alarms" doc:"Those that are true, in the order in which they were raised."`
}

type namedPage struct {
	ID       uuid.UUID   `json:"id" format:"uuid" doc:"Of the telling."`
	Victim   uuid.UUID   `json:"victim" format:"uuid"`
	Name     uuid.UUID   `json:"name" format:"uuid" doc:"Whose name: an actor."`
	Channel  codes.Code  `json:"channel"`
	On       *occurrence `json:"on,omitempty"`
	Document *uuid.UUID  `json:"document,omitempty" format:"uuid" doc:"That was sent with it."`
}

type alarmPage struct {
	Number    int                `json:"number" doc:"Within the file."`
	Kind      casework.AlarmKind `json:"kind" enum:"DUE_SOON,DUE,NOT_RECEIVED,LAPSED,TAKEN_OVER"`
	RaisedAt  time.Time          `json:"raised_at" doc:"In UTC."`
	State     string             `json:"state" enum:"present,forgotten,closed"`
	Agreement string             `json:"agreement,omitempty"`
	Version   string             `json:"version,omitempty"`
	Due       string             `json:"due,omitempty" doc:"The last day, or the minute of a term in hours."`
	Victim    *uuid.UUID         `json:"victim,omitempty" format:"uuid"`
	About     *uuid.UUID         `json:"about,omitempty" format:"uuid" doc:"The notice of which somebody must be told."`
	Hidden    bool               `json:"hidden,omitempty" doc:"The file is put away, and this can wait."`
}

// workOf shows who follows a file, and how that came about. It is shown with the file,
// whose reading is recorded.
func (a *api) workOf(ctx context.Context, id uuid.UUID, action access.Action, e employer.Employer) (workPage, []timeline.Line, error) {
	zone, err := zoneOf(e)
	if err != nil {
		return workPage{}, nil, err
	}
	history, err := a.history(ctx, casework.Stream(id), action, true)
	if err != nil {
		return workPage{}, nil, err
	}
	decided, err := a.history(ctx, agreement.UseStream(id), action, true)
	if err != nil {
		return workPage{}, nil, err
	}
	same, err := pseudonym.SameOf(folded(casework.Decider, history).Victims(), a.pseudonymAt(ctx))
	if err != nil {
		return workPage{}, nil, err
	}
	page := workPageOf(history, same, callOf(ctx).actor.ID, calendar.DayOf(a.Clock().In(zone)))
	return page, inOrder(timeline.Lines(history, timeline.WithTexts), timeline.Lines(decided, timeline.WithTexts)), nil
}

// inOrder puts the lines of the work among those of its file, in the order of the log.
func inOrder(file, work []timeline.Line) []timeline.Line {
	all := slices.Concat(file, work)
	slices.SortStableFunc(all, func(a, b timeline.Line) int { return int(a.Position - b.Position) })
	return all
}

// toOne is who was asked, unless everybody was.
func toOne(offered uuid.UUID) *uuid.UUID {
	if offered == casework.Team {
		return nil
	}
	return idIfAny(offered)
}

func namedIn(s casework.Work) []namedPage {
	all := []namedPage{}
	for _, n := range s.Namings {
		if t := n.Told; t != nil {
			all = append(all, namedPage{t.ID, t.Victim, t.Name, t.Channel, occurrenceIfAny(t.On), idIfAny(t.Document)})
		}
	}
	return all
}

func workPageOf(history []projections.Event, same pseudonym.Same, reader uuid.UUID, today calendar.Day) workPage {
	s := folded(casework.Decider, history)
	page := workPage{
		You: reader, Responsible: idIfAny(s.Responsible), StandIn: idIfAny(s.StandIn), OfferedTo: toOne(s.Offer.To), OfferedAll: s.Offer.To == casework.Team,
		Unnamed: ids(s.UnnamedOf(same)), Named: namedIn(s),
		Alarms: inFull(s.Alarms, func(al casework.Alarm) alarmPage { return alarmOf(al, s.Away(today.String())) }),
	}
	if since := s.Offer.SilentSince; !since.IsZero() {
		page.SilentSince = &since
	}
	if s.Away(today.String()) {
		page.SnoozedUntil, page.SnoozeReason = s.SnoozedUntil, textIfAny(s.SnoozeReason)
	}
	return page
}

func alarmOf(a casework.Alarm, away bool) alarmPage {
	c, _ := a.Clock.Get()
	return alarmPage{
		Number: a.Number, Kind: a.Kind, RaisedAt: a.At, State: a.Clock.State.String(), Agreement: c.Agreement, Version: c.Version, Due: c.Due,
		Victim: idIfAny(c.Victim), About: idIfAny(c.About), Hidden: away && a.Kind.Waits(),
	}
}
