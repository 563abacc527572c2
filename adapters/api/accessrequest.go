package api

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/accessrequest"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/export"
	"ruggensteun/domain/permit"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
	"ruggensteun/projections/figures"
)

var anAccessRequest = kind{"request", accessrequest.Stream}

type openAccessInput struct{ Keyed }

type changeAccessInput struct {
	Versioned
	ID string `path:"id" format:"uuid" doc:"Of the request."`
}

type readAccessInput struct {
	ID string `path:"id" format:"uuid" doc:"Of the request."`
}

type listAccessInput struct {
	Employer string `query:"employer" doc:"Code of the employer; whom the caller works for when left out."`
}

type openAccessForm struct {
	Kind     accessrequest.Kind     `json:"kind" enum:"WORKER,SUSPECT,USER" doc:"Of whom: a worker by his pseudonym, a suspect by his file, a user of the register by his opaque id."`
	Of       string                 `json:"of" format:"uuid"`
	Permit   string                 `json:"permit,omitempty" format:"uuid" doc:"By which a worker or suspect was found; a second person granted it."`
	Received string                 `json:"received,omitempty" format:"date" doc:"Day on which it came in; today when left out."`
	Verified accessrequest.Verified `json:"verified" enum:"IN_PERSON,LOGIN,KNOWN,REPRESENTATIVE" doc:"How it was established who asks. No copy of a document is kept."`
}

type extendAccessForm struct {
	Why    accessrequest.Why `json:"why" enum:"COMPLEX,MANY" doc:"What the law asks: the request is complex, or there are many."`
	Reason string            `json:"reason" doc:"In words, as he is told. Sealed."`
}

type withholdAccessForm struct {
	Record string               `json:"record" format:"uuid" doc:"Id of a record, as his file shows it."`
	Ground accessrequest.Ground `json:"ground" enum:"RIGHTS_OF_OTHERS,INVESTIGATION,CLAIM,SUPERVISION" doc:"On which it may be kept from him."`
	Reason string               `json:"reason" doc:"Why. Sealed; his file names the ground only."`
}

type deliverAccessForm struct {
	Hash string            `json:"hash" doc:"SHA-256 of the file that he got, in hexadecimal."`
	How  accessrequest.How `json:"how" enum:"BY_HAND,BY_POST,SECURE_MAIL"`
	On   string            `json:"on,omitempty" format:"date" doc:"Day on which he got it; today when left out."`
}

type refuseAccessForm struct {
	Ground accessrequest.Refusal `json:"ground" enum:"UNVERIFIED,UNFOUNDED,WITHDRAWN" doc:"Why nothing is given."`
	Reason string                `json:"reason" doc:"In words, as he is told. Sealed."`
}

type accessRequestsAnswer struct {
	Body struct {
		Employer string              `json:"employer" doc:"Code of the employer."`
		Requests []accessRequestPage `json:"requests" doc:"What is to be answered first comes first, then what was answered."`
		Overdue  int                 `json:"overdue" doc:"How many should have been answered."`
		Invented bool                `json:"invented,omitempty" doc:"A demonstration made some up."`
		Notice   *figures.Text       `json:"notice,omitempty" doc:"Says that it did."`
	}
}

type accessRequestAnswer struct{ Body accessRequestPage }

type accessRequestPage struct {
	ID        uuid.UUID              `json:"id" format:"uuid"`
	Kind      accessrequest.Kind     `json:"kind"`
	Of        uuid.UUID              `json:"of" format:"uuid" doc:"Opaque."`
	Received  string                 `json:"received" format:"date"`
	Verified  accessrequest.Verified `json:"verified"`
	Permit    *uuid.UUID             `json:"permit,omitempty" format:"uuid"`
	Due       string                 `json:"due" format:"date" doc:"Last day on which he is to be answered."`
	Overdue   bool                   `json:"overdue,omitempty"`
	State     accessrequest.State    `json:"state" doc:"OPEN, DELIVERED or REFUSED."`
	Extended  *extendedPage          `json:"extended,omitempty"`
	Withheld  []withheldPage         `json:"withheld" doc:"What is kept from him."`
	Delivered *deliveredPage         `json:"delivered,omitempty"`
	Refused   *refusedPage           `json:"refused,omitempty"`
	Invented  bool                   `json:"invented,omitempty" doc:"A demonstration made it up."`
	Notice    *figures.Text          `json:"notice,omitempty" doc:"Says that it did."`
}

type extendedPage struct {
	Why    accessrequest.Why `json:"why"`
	Reason *string           `json:"reason,omitempty" doc:"Left out where it was forgotten."`
	At     time.Time         `json:"at"`
}

type withheldPage struct {
	Record uuid.UUID            `json:"record" format:"uuid"`
	Ground accessrequest.Ground `json:"ground"`
	Reason *string              `json:"reason,omitempty"`
	At     time.Time            `json:"at"`
}

type deliveredPage struct {
	Hash string            `json:"hash"`
	How  accessrequest.How `json:"how"`
	On   string            `json:"on" format:"date"`
	By   uuid.UUID         `json:"by" format:"uuid" doc:"Opaque: who says so."`
	At   time.Time         `json:"at"`
}

type refusedPage struct {
	Ground accessrequest.Refusal `json:"ground"`
	Reason *string               `json:"reason,omitempty"`
	At     time.Time             `json:"at"`
}

func (a *api) openAccess(ctx context.Context, in *openAccessInput) (*receiptAnswer, error) {
	e, err := a.atTheDesk(ctx, "", access.AnswerAccess)
	if err != nil {
		return nil, err
	}
	c, body := &recordChange{employer: e, id: a.NewID(), at: a.instant()}, openAccessForm{}
	if err := decode(in.RawBody, &body, &c.wrong); err != nil {
		return nil, err
	}
	c.request = a.request(ctx, in.Keyed, "open access request", &c.wrong)
	c.request.Employer = e.ID
	asked, err := a.askedOf(ctx, c)
	if err != nil {
		return nil, err
	}
	cmd := accessrequest.Open{Asked: asked, On: accessrequest.Subject{Kind: body.Kind, ID: idOf(body.Of, "of", &c.wrong)}, Received: cmp.Or(body.Received, asked.Today.String()), Verified: body.Verified}
	if cmd.Known, err = a.keptOfSomebody(ctx, e, cmd.On); err != nil {
		return nil, err
	}
	if cmd.On.Kind != accessrequest.User {
		cmd.Permit = idOf(body.Permit, "permit", &c.wrong)
		if cmd.Found, err = a.foundBy(ctx, e.ID, cmd.Permit, cmd.On.ID); err != nil {
			return nil, err
		}
	}
	out, err := runRecord(ctx, a, c, accessrequest.Decider, accessrequest.Stream(c.id), accessrequest.Command(cmd))
	if err != nil {
		return nil, err
	}
	return made(out, "/access-requests/"+out.Body.ID.String()), nil
}

func (a *api) askedOf(ctx context.Context, c *recordChange) (accessrequest.Asked, error) {
	today, err := a.todayAt(c.employer)
	return accessrequest.Asked{By: callOf(ctx).actor, Employer: c.employer.ID, Today: today, At: c.at}, err
}

// keptOfSomebody tells whether there is anything of him here.
func (a *api) keptOfSomebody(ctx context.Context, e employer.Employer, s accessrequest.Subject) (bool, error) {
	switch s.Kind {
	case accessrequest.Worker:
		_, known, err := a.personKnown(ctx, e.ID, s.ID.String())
		return known, err
	case accessrequest.Suspect:
		recorded, err := a.Records.ReadStreamAs(ctx, callOf(ctx).actor.Over(access.AnswerAccess), suspect.Stream(s.ID))
		return len(recorded) > 0 && recorded[0].Employer == e.ID, err
	}
	said, err := a.Access.HeldAs(ctx, callOf(ctx).actor.Over(access.ReadReaders), e.ID, a.Clock().Add(time.Second))
	return slices.ContainsFunc(said, func(h access.Said) bool { return h.Actor == s.ID && h.Employer == e.ID }), err
}

// foundBy tells whether a permit of the employer was used and found somebody.
func (a *api) foundBy(ctx context.Context, owner, id, of uuid.UUID) (bool, error) {
	recorded, err := a.Log.ReadStream(ctx, permit.Stream(id), 0)
	if err != nil || len(recorded) == 0 || recorded[0].Employer != owner {
		return false, err
	}
	bodies, err := a.Closed.Decode(ctx, recorded)
	for _, body := range bodies {
		if used, is := body.(permit.Used); is && slices.Contains(used.Found, of) {
			return true, err
		}
	}
	return false, err
}

// changeAccess reads the form of what is decided of a request.
func (a *api) changeAccess(ctx context.Context, in *changeAccessInput, about string, body any) (*recordChange, accessrequest.Asked, error) {
	id, owner, err := a.named(ctx, anAccessRequest, in.ID, access.AnswerAccess)
	if err != nil {
		return nil, accessrequest.Asked{}, err
	}
	c := &recordChange{id: id, at: a.instant()}
	if err := decode(in.RawBody, body, &c.wrong); err != nil {
		return nil, accessrequest.Asked{}, err
	}
	c.request = a.changing(ctx, in.Versioned, about+" "+id.String(), &c.wrong)
	c.request.Employer = owner
	if c.employer, err = a.employerOf(ctx, owner); err != nil {
		return nil, accessrequest.Asked{}, err
	}
	asked, err := a.askedOf(ctx, c)
	return c, asked, err
}

func (a *api) extendAccess(ctx context.Context, in *changeAccessInput) (*receiptAnswer, error) {
	var body extendAccessForm
	c, asked, err := a.changeAccess(ctx, in, "extend access request", &body)
	if err != nil {
		return nil, err
	}
	return runRecord(ctx, a, c, accessrequest.Decider, accessrequest.Stream(c.id), accessrequest.Command(accessrequest.Extend{Asked: asked, Why: body.Why, Reason: body.Reason}))
}

func (a *api) withholdAccess(ctx context.Context, in *changeAccessInput) (*receiptAnswer, error) {
	var body withholdAccessForm
	c, asked, err := a.changeAccess(ctx, in, "withhold of access request", &body)
	if err != nil {
		return nil, err
	}
	cmd := accessrequest.Withhold{Asked: asked, Record: idOf(body.Record, "record", &c.wrong), Ground: body.Ground, Reason: body.Reason}
	s, err := a.accessRequest(ctx, c.id)
	if err != nil {
		return nil, err
	}
	f := &subjectFile{api: a, employer: c.employer, request: s, id: c.id}
	if err := f.find(ctx); err != nil {
		return nil, err
	}
	cmd.Held = slices.ContainsFunc(f.records, func(r *fileRecord) bool { return r.stream.ID == cmd.Record })
	return runRecord(ctx, a, c, accessrequest.Decider, accessrequest.Stream(c.id), accessrequest.Command(cmd))
}

func (a *api) deliverAccess(ctx context.Context, in *changeAccessInput) (*receiptAnswer, error) {
	var body deliverAccessForm
	c, asked, err := a.changeAccess(ctx, in, "deliver access request", &body)
	if err != nil {
		return nil, err
	}
	cmd := accessrequest.Deliver{Asked: asked, Hash: strings.ToLower(body.Hash), How: body.How, Day: cmp.Or(body.On, asked.Today.String())}
	if cmd.Left, err = a.accessFileLeft(ctx, c, cmd.Hash); err != nil {
		return nil, err
	}
	return runRecord(ctx, a, c, accessrequest.Decider, accessrequest.Stream(c.id), accessrequest.Command(cmd))
}

// accessFileLeft tells whether a file of this request with this hash left.
func (a *api) accessFileLeft(ctx context.Context, c *recordChange, hash string) (bool, error) {
	years, _, err := a.exportYears(ctx, &exportsInput{Hash: noHash})
	if err != nil {
		return false, err
	}
	for _, year := range years {
		list, err := a.exportsOf(ctx, c.employer.ID, c.employer.Code, year)
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(list, func(x listedExport) bool {
			return x.Form == string(export.AccessFile) && x.Hash == hash && strings.Contains(x.Question, c.id.String())
		}) {
			return true, nil
		}
	}
	return false, nil
}

func (a *api) refuseAccess(ctx context.Context, in *changeAccessInput) (*receiptAnswer, error) {
	var body refuseAccessForm
	c, asked, err := a.changeAccess(ctx, in, "refuse access request", &body)
	if err != nil {
		return nil, err
	}
	return runRecord(ctx, a, c, accessrequest.Decider, accessrequest.Stream(c.id), accessrequest.Command(accessrequest.Refuse{Asked: asked, Ground: body.Ground, Reason: body.Reason}))
}

func (a *api) accessRequest(ctx context.Context, id uuid.UUID) (accessrequest.Request, error) {
	s, _, err := accessrequest.Decider.Load(ctx, a.journal, accessrequest.Stream(id))
	return s, err
}

func (a *api) readAccess(ctx context.Context, in *readAccessInput) (*accessRequestAnswer, error) {
	id, owner, err := a.named(ctx, anAccessRequest, in.ID, access.AnswerAccess)
	if err != nil {
		return nil, err
	}
	e, err := a.employerOf(ctx, owner)
	if err != nil {
		return nil, err
	}
	recorded, err := a.Records.ReadStreamAs(ctx, callOf(ctx).actor.Over(access.AnswerAccess), accessrequest.Stream(id))
	if err != nil {
		return nil, err
	}
	page, err := a.accessPage(ctx, e, recorded)
	if err != nil {
		return nil, err
	}
	return &accessRequestAnswer{page}, a.record(ctx, access.Reading{What: "accessrequest", ID: id, Personal: true, Owner: owner})
}

func (a *api) accessPage(ctx context.Context, e employer.Employer, recorded []eventlog.Recorded) (p accessRequestPage, err error) {
	ctx = callOf(ctx).watched(ctx, recorded[0].Stream.ID, e.ID)
	bodies, err := a.Opened.Decode(ctx, recorded)
	if err != nil {
		return p, fmt.Errorf("read a request for access: %w", err)
	}
	var r accessrequest.Request
	for i, body := range bodies {
		if ours, is := body.(accessrequest.Event); is {
			r = accessrequest.Decider.Evolve(r, ours)
		}
		p.Invented = p.Invented || eventlog.Invented(recorded[i].Metadata)
	}
	today, err := a.todayAt(e)
	if err != nil {
		return p, err
	}
	p.ID, p.Kind, p.Of, p.Received, p.Verified = recorded[0].Stream.ID, r.On.Kind, r.On.ID, r.Received, r.Verified
	p.Due, p.Overdue, p.State, p.Notice = r.Due(), r.Overdue(today), r.State(), noticeOf(p.Invented)
	if r.Permit != uuid.Nil {
		p.Permit = &r.Permit
	}
	if x := r.Extended; x.Due != "" {
		p.Extended = &extendedPage{x.Why, saidReason(x.Reason), x.At}
	}
	p.Withheld = inFull(r.Withheld, func(w accessrequest.Withheld) withheldPage {
		return withheldPage{w.Record, w.Ground, saidReason(w.Reason), w.At}
	})
	if d := r.Delivered; d.Hash != "" {
		p.Delivered = &deliveredPage{d.Hash, d.How, d.Day, d.By, d.At}
	}
	if x := r.Refused; x.Ground != "" {
		p.Refused = &refusedPage{x.Ground, saidReason(x.Reason), x.At}
	}
	return p, nil
}

func (a *api) listAccess(ctx context.Context, in *listAccessInput) (*accessRequestsAnswer, error) {
	e, err := a.atTheDesk(ctx, in.Employer, access.AnswerAccess)
	if err != nil {
		return nil, err
	}
	head, err := a.Log.Head(ctx)
	if err != nil {
		return nil, fmt.Errorf("ask for the end of the log: %w", err)
	}
	out := &accessRequestsAnswer{}
	out.Body.Employer, out.Body.Requests = e.Code, []accessRequestPage{}
	readings := []access.Reading{}
	err = a.eachStream(ctx, access.AnswerAccess, e.ID, accessrequest.Category, head, func(recorded []eventlog.Recorded) error {
		page, err := a.accessPage(ctx, e, recorded)
		out.Body.Requests = append(out.Body.Requests, page)
		out.Body.Invented = out.Body.Invented || page.Invented
		if page.Overdue {
			out.Body.Overdue++
		}
		readings = append(readings, access.Reading{What: "accessrequest", ID: page.ID, Personal: true, Owner: e.ID, Position: head})
		return err
	})
	if err != nil {
		return nil, err
	}
	out.Body.Notice = noticeOf(out.Body.Invented)
	slices.SortStableFunc(out.Body.Requests, func(x, y accessRequestPage) int {
		open := func(p accessRequestPage) int {
			if p.State == accessrequest.Pending {
				return 0
			}
			return 1
		}
		return cmp.Or(cmp.Compare(open(x), open(y)), cmp.Compare(x.Due, y.Due))
	})
	return out, a.record(ctx, append(readings, access.Reading{What: "access requests", ID: e.ID, Position: head})...)
}

// eachStream gives the histories of one kind of an employer, one after the other.
func (a *api) eachStream(ctx context.Context, action access.Action, owner uuid.UUID, category string, upTo eventlog.Position, take func([]eventlog.Recorded) error) error {
	var after eventlog.Place
	var history []eventlog.Recorded
	for {
		page, err := a.Records.ReadKindAs(ctx, callOf(ctx).actor.Over(action), owner, category, after, upTo, aPage)
		if err != nil {
			return err
		}
		for _, e := range page {
			if len(history) > 0 && history[0].Stream != e.Stream {
				if err := take(history); err != nil {
					return err
				}
				history = nil
			}
			history = append(history, e)
		}
		if len(page) == 0 {
			break
		}
		after = eventlog.PlaceOf(page[len(page)-1])
	}
	if len(history) == 0 {
		return nil
	}
	return take(history)
}

// saidReason is nil where it was forgotten.
func saidReason(h person.Held[string]) *string {
	reason, readable := h.Get()
	if !readable {
		return nil
	}
	return &reason
}
