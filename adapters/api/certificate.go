package api

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/access"
	"ruggensteun/domain/accessrequest"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/certificate"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/document"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/export"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/domain/retention"
	"ruggensteun/domain/triage"
	keeping "ruggensteun/projections/retention"
)

type eraseInput struct {
	RawBody []byte `contentType:"application/json"`
}

type eraseForm struct {
	Kind      retention.Kind   `json:"kind" enum:"INCIDENT,WORKER,SUSPECT,CASE,AANGIFTE,NOTICE" doc:"Kind of record, or of whom."`
	Of        string           `json:"of" format:"uuid" doc:"Id of the record, or the pseudonym."`
	What      []person.Purpose `json:"what" doc:"Of a worker: identity, health, care. Of a suspect: identity, profile, history. Of an incident: address, reference, narrative, profile. Of a case: prosecution, damages, reference, narrative. Of an aangifte: reference, narrative. Of a waiting notice: prosecution, narrative."`
	Reason    codes.Code       `json:"reason" doc:"Why it may be kept no longer."`
	Forever   bool             `json:"forever" doc:"Must be true: nobody can bring it back."`
	KeepCases bool             `json:"keep_cases,omitempty" doc:"Of a suspect: criminal cases that remember may stay."`
	Backups   []backupForm     `json:"backups,omitempty" doc:"Where backups with keys are, as far as the caller knows; the certificate says until when they last."`
}

type backupForm struct {
	Name string `json:"name" doc:"Where, in a few words."`
	Kept string `json:"kept" example:"P30D" doc:"How long each is kept: period of ISO 8601."`
}

type readCertificateInput struct {
	ID string `path:"id" format:"uuid" doc:"Of the certificate."`
}

type certificateMade struct {
	Location string `header:"Location" doc:"Where the certificate can be read."`
	Body     certificatePage
}

type certificateAnswer struct {
	Body certificatePage
}

type certificatePage struct {
	ID       uuid.UUID        `json:"id" format:"uuid"`
	Kind     retention.Kind   `json:"kind"`
	Of       uuid.UUID        `json:"of" format:"uuid" doc:"Opaque: the record, or the pseudonym. Who it was is said nowhere."`
	Purposes []person.Purpose `json:"purposes" doc:"What was forgotten."`
	Reason   codes.Code       `json:"reason"`
	At       time.Time        `json:"at"`
	Erased   []int64          `json:"erased" doc:"Positions at which it is recorded that it was forgotten. This fact stands for those that it replaces, so counts are as they were, as of every moment."`
	Told     []spanPage       `json:"told" doc:"Positions at which what was forgotten stands, and opens for nobody any more."`
	Events   int              `json:"events" doc:"How many events that is."`
	Keys     []uuid.UUID      `json:"keys" doc:"Ids of the keys that were destroyed; the first 5000."`
	KeyCount int              `json:"key_count"`
	Backups  []backupPage     `json:"backups" doc:"What may hold these keys for a while, as the caller said. A backup of the events alone opens nothing."`
	Exports  []exportedPage   `json:"exports" doc:"Files with all that the employer owns that left when it could be read, which nobody can take back. All other files hold figures and codes."`
	Papers   []uuid.UUID      `json:"papers" doc:"Documents that open no more. One that was issued is with whom it was given to."`
}

type spanPage struct {
	First int64 `json:"first"`
	Last  int64 `json:"last"`
}

type backupPage struct {
	Name  string `json:"name"`
	Until string `json:"until" format:"date"`
}

type exportedPage struct {
	Hash string    `json:"hash"`
	At   time.Time `json:"at"`
}

// eraseNow forgets by the road of each record, and certifies what that left behind. Repeating it
// is safe: what is destroyed anew is recorded and certified anew.
func (a *api) eraseNow(ctx context.Context, in *eraseInput) (*certificateMade, error) {
	e, err := a.atTheDesk(ctx, "", access.ForgetPerson)
	if err != nil {
		return nil, err
	}
	var body eraseForm
	var wrong fault.Fields
	if err := decode(in.RawBody, &body, &wrong); err != nil {
		return nil, err
	}
	backups, err := a.backupsOf(e, body.Backups, &wrong)
	if err != nil {
		return nil, err
	}
	wrong.Check(slices.Contains(retention.Kinds(), body.Kind), "kind", "is not a kind of record", "use INCIDENT, WORKER, SUSPECT, CASE, AANGIFTE or NOTICE")
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	if err := a.forgetKind(ctx, body); err != nil {
		return nil, err
	}
	c, err := a.certify(ctx, e, body, backups)
	if err != nil {
		return nil, err
	}
	out := &certificateMade{Location: base + "/certificates/" + c.ID.String()}
	out.Body = pageOfCertificate(c)
	return out, nil
}

func (a *api) backupsOf(e employer.Employer, said []backupForm, wrong *fault.Fields) ([]certificate.Backup, error) {
	today, err := a.todayAt(e)
	if err != nil {
		return nil, err
	}
	var names []string
	var kept []calendar.Term
	for i, b := range said {
		names = append(names, b.Name)
		kept = append(kept, termOf(b.Kept, fmt.Sprintf("backups[%d].kept", i), wrong))
	}
	return certificate.Backups(names, kept, today, wrong), nil
}

// forgetKind asks the same rules as whoever forgets this kind of record by itself.
func (a *api) forgetKind(ctx context.Context, body eraseForm) error {
	form := any(forgetForm{What: body.What, Reason: body.Reason, Forever: body.Forever})
	forget := map[retention.Kind]func(context.Context, *forgetInput) (*receiptAnswer, error){
		retention.Incident: a.forgetIncident, retention.Worker: a.forgetPerson, retention.Suspect: a.forgetSuspect,
		retention.Case: a.forgetCase, retention.Aangifte: a.forgetAangifte, retention.Notice: a.forgetTriage,
	}[body.Kind]
	if body.Kind == retention.Suspect {
		form = forgetSuspectForm{What: body.What, Reason: body.Reason, Forever: body.Forever, KeepCases: body.KeepCases}
	}
	raw, err := json.Marshal(form)
	if err != nil {
		return fmt.Errorf("forget %s: %w", body.Kind, err)
	}
	_, err = forget(ctx, &forgetInput{ID: body.Of, RawBody: raw})
	return err
}

// certify goes through all that the employer keeps and opens nothing.
func (a *api) certify(ctx context.Context, e employer.Employer, body eraseForm, backups []certificate.Backup) (certificate.Certificate, error) {
	id, err := uuid.Parse(body.Of)
	if err != nil {
		return certificate.Certificate{}, access.NoSuch("record")
	}
	c := certificate.Certificate{ID: a.NewID(), Kind: body.Kind, Of: id, Purposes: body.What, Reason: body.Reason, Backups: backups, At: a.instant()}
	return c, a.certifyAll(ctx, e, []*certificate.Certificate{&c})
}

// certifyAll makes certificates out, and goes through all that the employer keeps once.
func (a *api) certifyAll(ctx context.Context, e employer.Employer, all []*certificate.Certificate) (err error) {
	if len(all) == 0 {
		return nil
	}
	traces := make([]*tracing, len(all))
	for i, c := range all {
		traces[i] = &tracing{c: c, under: map[person.KeyRef]bool{}, keys: map[uuid.UUID]bool{}}
		if c.Erased, err = a.erasedAt(ctx, *c); err != nil {
			return err
		}
		refs, err := a.keysForgotten(ctx, *c)
		if err != nil {
			return err
		}
		for _, ref := range refs {
			traces[i].under[ref] = true
		}
	}
	if err := a.trace(ctx, e.ID, traces); err != nil {
		return err
	}
	for _, t := range traces {
		if t.c.Exports, err = a.exportsSince(ctx, e, t.c.Of, t.finish(), t.c.Erased); err != nil {
			return err
		}
		r := a.request(ctx, Keyed{}, "certify "+t.c.ID.String(), &fault.Fields{})
		r.Employer = e.ID
		if _, err := run(ctx, a, certificate.Decider, certificate.Stream(t.c.ID), certificate.Issue{By: callOf(ctx).actor, Employer: e.ID, Certificate: *t.c}, r); err != nil {
			return err
		}
	}
	return nil
}

// erasedAt are the positions of the last time that each purpose was forgotten.
func (a *api) erasedAt(ctx context.Context, c certificate.Certificate) (all []eventlog.Position, err error) {
	recorded, err := a.Log.ReadStream(ctx, streamOfKind(c.Kind, c.Of), 0)
	if err != nil {
		return nil, fmt.Errorf("read what was forgotten: %w", err)
	}
	last := map[string]eventlog.Position{}
	for _, p := range c.Purposes {
		for _, r := range recorded {
			if r.Type == r.Stream.Category+"."+string(p)+"_erased.v1" {
				last[r.Type] = r.Position
			}
		}
	}
	for _, p := range last {
		all = append(all, p)
	}
	slices.Sort(all)
	return all, nil
}

// keysForgotten are those that forgetting this destroyed.
func (a *api) keysForgotten(ctx context.Context, c certificate.Certificate) ([]person.KeyRef, error) {
	switch c.Kind {
	case retention.Incident:
		return a.keysOfIncident(ctx, c.Of, c.Purposes)
	case retention.Worker:
		family, err := pseudonym.FamilyOf(c.Of, a.pseudonymAt(ctx))
		if err != nil {
			return nil, err
		}
		return keysOfPersons(family, c.Purposes)(ctx)
	case retention.Case:
		copies, err := a.copiesOf(ctx, c.Of)
		refs := prosecution.KeysOf(c.Of, c.Purposes)
		for _, copied := range copies {
			refs = append(refs, triage.KeysOf(copied, triage.CopiesOf(c.Purposes))...)
		}
		return refs, err
	case retention.Aangifte:
		return aangifte.KeysOf(c.Of, c.Purposes), nil
	case retention.Notice:
		return triage.KeysOf(c.Of, c.Purposes), nil
	}
	return person.KeysOf(person.KeyOfPerson, c.Of, c.Purposes), nil
}

// tracing is what is found of a certificate on the way through the log.
type tracing struct {
	c     *certificate.Certificate
	under map[person.KeyRef]bool
	keys  map[uuid.UUID]bool
	told  []eventlog.Position
}

func (t *tracing) until() eventlog.Position { return slices.Max(append(t.c.Erased, 0)) }

// trace finds every event in which something was sealed under the keys that went, before they did.
func (a *api) trace(ctx context.Context, owner uuid.UUID, all []*tracing) error {
	under, until := map[person.KeyRef][]*tracing{}, eventlog.Position(0)
	for _, t := range all {
		until = max(until, t.until())
		for ref := range t.under {
			under[ref] = append(under[ref], t)
		}
	}
	return a.eachSealed(ctx, owner, until, func(r eventlog.Recorded, body any, boxes []person.UnderKey) error {
		found := map[*tracing]bool{}
		for _, b := range boxes {
			for _, t := range under[b.Key] {
				if r.Position > t.until() {
					continue
				}
				id, err := a.Evidence.KeyOf(b.Box)
				if err != nil {
					return err
				}
				t.keys[id], found[t] = true, true
			}
		}
		for t := range found {
			if drafted, is := body.(document.Drafted); is {
				t.c.Papers = append(t.c.Papers, drafted.ID)
			}
			t.told = append(t.told, r.Position)
		}
		return nil
	})
}

// finish writes down what was found, and gives the first position of it.
func (t *tracing) finish() eventlog.Position {
	slices.Sort(t.told)
	t.c.Told, t.c.Events, t.c.KeyCount = certificate.Spans(t.told), len(t.told), len(t.keys)
	for id := range t.keys {
		t.c.Keys = append(t.c.Keys, id)
	}
	slices.SortFunc(t.c.Keys, func(x, y uuid.UUID) int { return slices.Compare(x[:], y[:]) })
	if len(t.told) == 0 {
		return t.until()
	}
	return t.told[0]
}

// eachSealed goes through all streams of an employer in which something can be sealed.
func (a *api) eachSealed(ctx context.Context, owner uuid.UUID, upTo eventlog.Position, take func(eventlog.Recorded, any, []person.UnderKey) error) error {
	scope := callOf(ctx).actor.Over(access.ForgetPerson)
	for _, category := range append(keeping.Categories(), "hold", accessrequest.Category) {
		var after eventlog.Place
		for {
			page, err := a.Records.ReadKindAs(ctx, scope, owner, category, after, upTo, aPage)
			if err != nil {
				return err
			}
			if len(page) == 0 {
				break
			}
			bodies, under, err := a.Evidence.Sealed(ctx, page)
			if err != nil {
				return err
			}
			for i, r := range page {
				if err := take(r, bodies[i], under[i]); err != nil {
					return err
				}
			}
			after = eventlog.PlaceOf(page[len(page)-1])
		}
	}
	return nil
}

// exportsSince are the files with everything that left while it could be read.
func (a *api) exportsSince(ctx context.Context, e employer.Employer, of uuid.UUID, first eventlog.Position, erased []eventlog.Position) (all []certificate.Export, err error) {
	years, _, err := a.exportYears(ctx, &exportsInput{Hash: noHash})
	if err != nil {
		return nil, err
	}
	for _, year := range years {
		list, err := a.exportsOf(ctx, e.ID, e.Code, year)
		if err != nil {
			return nil, err
		}
		for _, x := range list {
			if (x.Form == string(export.Everything) || x.Form == string(export.AccessFile) && strings.Contains(x.Question, of.String())) && x.Position >= int64(first) && x.Position < int64(slices.Max(append(erased, 0))) {
				all = append(all, certificate.Export{Hash: x.Hash, Position: eventlog.Position(x.Position), At: x.At})
			}
		}
	}
	return all, nil
}

// noHash lets all years be looked through.
const noHash = "0000000000000000000000000000000000000000000000000000000000000000"

func (a *api) readCertificate(ctx context.Context, in *readCertificateInput) (*certificateAnswer, error) {
	c, _, err := a.certificate(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &certificateAnswer{Body: pageOfCertificate(c)}, a.record(ctx, access.Reading{What: "certificate", ID: c.ID})
}

// certificate is one that the actor may see, with whose it is.
func (a *api) certificate(ctx context.Context, text string) (c certificate.Certificate, owner uuid.UUID, err error) {
	id, owner, err := a.named(ctx, kind{"certificate", certificate.Stream}, text, access.ReadRetention)
	if err != nil {
		return c, owner, err
	}
	s, _, err := certificate.Decider.Load(ctx, a.journal, certificate.Stream(id))
	if err != nil {
		return c, owner, err
	}
	if len(s.Issued) == 0 || owner == uuid.Nil {
		return c, owner, access.NoSuch("certificate")
	}
	return s.Issued[0], owner, nil
}

func pageOfCertificate(c certificate.Certificate) certificatePage {
	return certificatePage{
		ID: c.ID, Kind: c.Kind, Of: c.Of, Purposes: c.Purposes, Reason: c.Reason, At: c.At, Erased: inFull(c.Erased, func(p eventlog.Position) int64 { return int64(p) }),
		Told: inFull(c.Told, func(s certificate.Span) spanPage { return spanPage{int64(s.First), int64(s.Last)} }), Events: c.Events, Keys: ids(c.Keys), KeyCount: c.KeyCount,
		Backups: inFull(c.Backups, func(b certificate.Backup) backupPage { return backupPage(b) }),
		Exports: inFull(c.Exports, func(x certificate.Export) exportedPage { return exportedPage{x.Hash, x.At} }), Papers: ids(c.Papers),
	}
}
