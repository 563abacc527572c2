package api

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/hold"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/retention"
	"ruggensteun/domain/suspect"
	"ruggensteun/domain/triage"
	"ruggensteun/projections/figures"
)

type placeHoldInput struct{ Keyed }

type changeHoldInput struct {
	Keyed
	ID string `path:"id" format:"uuid" doc:"Of the hold."`
}

type listHoldsInput struct {
	Employer string `query:"employer" doc:"Code of the employer; whom the caller works for when left out."`
	Ended    string `query:"ended" doc:"true to show those that hold no more as well."`
}

type holdForm struct {
	Kind   retention.Kind `json:"kind" enum:"INCIDENT,WORKER,SUSPECT,CASE,AANGIFTE,NOTICE" doc:"Kind of record, or of whom."`
	Of     string         `json:"of" format:"uuid" doc:"Id of the record, or the pseudonym. A record that is held keeps who is in it."`
	Ground hold.Ground    `json:"ground" enum:"CLAIM,PROSECUTION,RESTRICTION,REQUEST,AUDIT" doc:"Why the law lets it be kept."`
	Reason string         `json:"reason" doc:"Sealed; who is refused an erasure is not told it."`
	Until  string         `json:"until" format:"date" doc:"Last day on which it holds; a year from today at the latest. It can be renewed."`
}

type holdRenewalForm struct {
	Until  string `json:"until" format:"date"`
	Reason string `json:"reason"`
}

type holdsAnswer struct {
	Body struct {
		Employer string        `json:"employer" doc:"Code of the employer."`
		Holds    []holdLine    `json:"holds" doc:"In the order in which they were placed."`
		Invented bool          `json:"invented,omitempty" doc:"A demonstration made some up."`
		Notice   *figures.Text `json:"notice,omitempty" doc:"Says that it did."`
	}
}

type holdLine struct {
	ID       uuid.UUID      `json:"id" format:"uuid"`
	Kind     retention.Kind `json:"kind"`
	Of       uuid.UUID      `json:"of" format:"uuid"`
	Ground   hold.Ground    `json:"ground"`
	Reason   *string        `json:"reason,omitempty" doc:"Left out where it was forgotten with what was held."`
	Until    string         `json:"until" format:"date"`
	Holds    bool           `json:"holds" doc:"It does now."`
	Renewals int            `json:"renewals,omitempty"`
	By       uuid.UUID      `json:"by" format:"uuid" doc:"Opaque: who placed it."`
	Role     access.Role    `json:"role"`
	PlacedAt time.Time      `json:"placed_at"`
	LiftedAt *time.Time     `json:"lifted_at,omitempty"`
}

// holds are all of an employer, with nothing opened.
func (a *api) holds(ctx context.Context, owner uuid.UUID) (hold.Holds, error) {
	recorded, err := a.Log.ReadStream(ctx, hold.Stream(owner), 0)
	if err != nil {
		return hold.Holds{}, fmt.Errorf("read the holds of %s: %w", owner, err)
	}
	bodies, err := a.Closed.Decode(ctx, recorded)
	if err != nil {
		return hold.Holds{}, fmt.Errorf("read the holds of %s: %w", owner, err)
	}
	var s hold.Holds
	for _, body := range bodies {
		if e, ours := body.(hold.Event); ours { // nil after a recorded redaction
			s = hold.Decider.Evolve(s, e)
		}
	}
	return s, nil
}

// holding is until when what is held, by id of record or person.
type holding map[uuid.UUID]string

func (h holding) until(id uuid.UUID) string { return h[id] }

func (h holding) keep(id uuid.UUID, until string) {
	if id != uuid.Nil {
		h[id] = max(h[id], until)
	}
}

// holding finds what the holds of an employer keep now: a record with all who are in it.
func (a *api) holding(ctx context.Context, e employer.Employer) (holding, error) {
	all, err := a.holds(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	today, err := a.todayAt(e)
	if err != nil {
		return nil, err
	}
	held := holding{}
	for _, h := range all.Now(today) {
		held.keep(h.On.ID, h.Until)
		within, err := a.within(ctx, h.On)
		if err != nil {
			return nil, err
		}
		for _, id := range within {
			held.keep(id, h.Until)
		}
	}
	return held, nil
}

// within are who and what is in a record that is held; of a person nobody.
func (a *api) within(ctx context.Context, s hold.Subject) (ids []uuid.UUID, err error) {
	if s.Kind == retention.Worker || s.Kind == retention.Suspect {
		return nil, nil
	}
	recorded, err := a.Log.ReadStream(ctx, streamOfKind(s.Kind, s.ID), 0)
	if err != nil {
		return nil, fmt.Errorf("read what is held: %w", err)
	}
	bodies, under, err := a.Evidence.Sealed(ctx, recorded)
	if err != nil {
		return nil, err
	}
	for i, body := range bodies {
		for _, u := range under[i] {
			ids = append(ids, u.Key.Subject)
		}
		switch e := body.(type) {
		case incident.SuspectLinked:
			ids = append(ids, e.Suspect)
		case prosecution.Linked:
			ids = append(ids, e.ID)
		case aangifte.Made:
			ids = append(append(ids, e.Workers...), e.Incidents...)
		case aangifte.Corrected:
			ids = append(append(ids, e.Workers...), e.Incidents...)
		}
	}
	return ids, nil
}

func streamOfKind(k retention.Kind, id uuid.UUID) eventlog.Stream {
	switch k {
	case retention.Incident:
		return incident.Stream(id)
	case retention.Worker:
		return erasure.Stream(id)
	case retention.Suspect:
		return suspect.Stream(id)
	case retention.Case:
		return prosecution.Stream(id)
	case retention.Aangifte:
		return aangifte.Stream(id)
	}
	return triage.Stream(id)
}

// notHeld refuses to erase what a hold keeps. It says that there is one, and never why.
func (a *api) notHeld(ctx context.Context, owner uuid.UUID, of ...uuid.UUID) error {
	all, err := a.holds(ctx, owner)
	if err != nil || len(all.List) == 0 {
		return err
	}
	e, err := a.employerOf(ctx, owner)
	if err != nil {
		return err
	}
	held, err := a.holding(ctx, e)
	if err != nil {
		return err
	}
	for _, id := range of {
		if until := held.until(id); until != "" {
			return fault.New(fault.Refused, "there is a hold on this until "+until+", so it is not erased: the employer's privacy officer can lift it, or it can be erased when it has ended")
		}
	}
	return nil
}

// noneHeld is notHeld for all whose keys would go. A hold that is placed at the very moment comes
// too late, as one that is placed a moment after.
func (a *api) noneHeld(ctx context.Context, owner, of uuid.UUID, whose func(context.Context) ([]person.KeyRef, error)) error {
	refs, err := whose(ctx)
	if err != nil {
		return err
	}
	all := []uuid.UUID{of}
	for _, ref := range refs {
		all = append(all, ref.Subject)
	}
	if err := a.nobodyAsks(ctx, owner, all); err != nil {
		return err
	}
	return a.notHeld(ctx, owner, all...)
}

// holdChange reads what is asked of the holds of the caller's employer.
func (a *api) holdChange(ctx context.Context, in Keyed, about string, body any) (*recordChange, hold.Asked, error) {
	e, err := a.atTheDesk(ctx, "", access.KeepHolds)
	if err != nil {
		return nil, hold.Asked{}, err
	}
	c := &recordChange{employer: e, at: a.instant()}
	if err := decode(in.RawBody, body, &c.wrong); err != nil {
		return nil, hold.Asked{}, err
	}
	c.request = a.request(ctx, in, about, &c.wrong)
	c.request.Employer = e.ID
	today, err := a.todayAt(e)
	return c, hold.Asked{By: callOf(ctx).actor, Employer: e.ID, Today: today, At: c.at}, err
}

func (a *api) placeHold(ctx context.Context, in *placeHoldInput) (*receiptAnswer, error) {
	var body holdForm
	c, asked, err := a.holdChange(ctx, in.Keyed, "place hold", &body)
	if err != nil {
		return nil, err
	}
	cmd := hold.Place{Asked: asked, ID: a.NewID(), On: hold.Subject{Kind: body.Kind}, Ground: body.Ground, Reason: body.Reason, Until: body.Until}
	if cmd.On.ID, cmd.Known, err = a.holdable(ctx, asked.Employer, body.Kind, body.Of); err != nil {
		return nil, err
	}
	out, err := runRecord(ctx, a, c, hold.Decider, hold.Stream(asked.Employer), hold.Command(cmd))
	if err != nil {
		return nil, err
	}
	if out.Body.ID, err = a.placedAs(ctx, cmd); err != nil {
		return nil, err
	}
	return made(out, "/holds"), nil
}

// placedAs is the id of what was placed, now or before.
func (a *api) placedAs(ctx context.Context, cmd hold.Place) (uuid.UUID, error) {
	all, err := a.holds(ctx, cmd.Employer)
	for _, h := range all.List {
		if h.LiftedAt.IsZero() && h.On == cmd.On && h.Ground == cmd.Ground && h.Until == cmd.Until {
			return h.ID, err
		}
	}
	return cmd.ID, err
}

// holdable tells whether there is such a record or person at the employer.
func (a *api) holdable(ctx context.Context, owner uuid.UUID, k retention.Kind, text string) (uuid.UUID, bool, error) {
	if k == retention.Worker {
		return a.personKnown(ctx, owner, text)
	}
	id, err := uuid.Parse(text)
	if err != nil || id.String() != text {
		return uuid.Nil, false, nil
	}
	recorded, err := a.Records.ReadStreamAs(ctx, callOf(ctx).actor.Over(access.KeepHolds), streamOfKind(k, id))
	return id, err == nil && len(recorded) > 0 && recorded[0].Employer == owner, err
}

func (a *api) renewHold(ctx context.Context, in *changeHoldInput) (*receiptAnswer, error) {
	var body holdRenewalForm
	return changedHold(ctx, a, in, "renew hold ", &body, func(asked hold.Asked, id uuid.UUID) hold.Command {
		return hold.Renew{Asked: asked, ID: id, Until: body.Until, Reason: body.Reason}
	})
}

func (a *api) liftHold(ctx context.Context, in *changeHoldInput) (*receiptAnswer, error) {
	var body reasonForm
	return changedHold(ctx, a, in, "lift hold ", &body, func(asked hold.Asked, id uuid.UUID) hold.Command {
		return hold.Lift{Asked: asked, ID: id, Reason: body.Reason}
	})
}

func changedHold(ctx context.Context, a *api, in *changeHoldInput, about string, body any, cmd func(hold.Asked, uuid.UUID) hold.Command) (*receiptAnswer, error) {
	c, asked, err := a.holdChange(ctx, in.Keyed, about+in.ID, body)
	if err != nil {
		return nil, err
	}
	id, err := uuid.Parse(in.ID)
	if err != nil || id.String() != in.ID {
		return nil, access.NoSuch("hold")
	}
	out, err := runRecord(ctx, a, c, hold.Decider, hold.Stream(asked.Employer), cmd(asked, id))
	if err == nil {
		out.Body.ID = id
	}
	return out, err
}

func (a *api) listHolds(ctx context.Context, in *listHoldsInput) (*holdsAnswer, error) {
	e, err := a.atTheDesk(ctx, in.Employer, access.ReadHolds)
	if err != nil {
		return nil, err
	}
	var wrong fault.Fields
	ended := yes(in.Ended, "ended", &wrong)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	today, err := a.todayAt(e)
	if err != nil {
		return nil, err
	}
	history, err := a.history(ctx, hold.Stream(e.ID), access.ReadHolds, true)
	if err != nil {
		return nil, err
	}
	out := &holdsAnswer{}
	out.Body.Employer, out.Body.Holds = e.Code, []holdLine{}
	out.Body.Invented, out.Body.Notice = inventedIn(history), noticeOf(inventedIn(history))
	for _, h := range folded(hold.Decider, history).List {
		if h.Holds(today) || ended {
			out.Body.Holds = append(out.Body.Holds, lineOfHold(h, today))
		}
	}
	reading := access.Reading{What: "holds", ID: e.ID, Personal: true}
	if len(history) > 0 {
		reading.Position = history[len(history)-1].Position
	}
	return out, a.record(ctx, reading)
}

func lineOfHold(h hold.Hold, today calendar.Day) holdLine {
	line := holdLine{ID: h.ID, Kind: h.On.Kind, Of: h.On.ID, Ground: h.Ground, Until: h.Until, Holds: h.Holds(today), Renewals: h.Renewals, By: h.By, Role: h.Role, PlacedAt: h.At}
	if reason, readable := h.Reason.Get(); readable {
		line.Reason = &reason
	}
	if !h.LiftedAt.IsZero() {
		line.LiftedAt = &h.LiftedAt
	}
	return line
}

// heldFor is until when a hold keeps a record, for the page of it; "" for who may not know.
func (a *api) heldFor(ctx context.Context, e employer.Employer, id uuid.UUID) (string, error) {
	if callOf(ctx).actor.May(access.ReadHolds, e.ID) != nil {
		return "", nil
	}
	all, err := a.holds(ctx, e.ID)
	if err != nil || len(all.List) == 0 {
		return "", err
	}
	held, err := a.holding(ctx, e)
	return held.until(id), err
}
