package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/certificate"
	"ruggensteun/domain/disposal"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/domain/retention"
	"ruggensteun/projections/figures"
)

type disposeInput struct {
	RawBody []byte `contentType:"application/json"`
}

type disposeForm struct {
	Round   string       `json:"round,omitempty" format:"uuid" doc:"The round to go on with; a new one when left out."`
	Most    int          `json:"most,omitempty" doc:"How many records and persons at most, 1 to 500; 100 when left out. Ask again with the round until nothing is left."`
	DryRun  bool         `json:"dry_run,omitempty" doc:"Only say what would be erased and what would stay, of all there is; nothing is recorded but the reading."`
	Forever bool         `json:"forever,omitempty" doc:"Must be true unless it is a dry run: nobody can bring it back."`
	Backups []backupForm `json:"backups,omitempty" doc:"Where backups with keys are, as far as the caller knows; every certificate says until when they last."`
}

type disposeAnswer struct {
	Body disposalPage
}

type disposalPage struct {
	Round    uuid.UUID      `json:"round" format:"uuid" doc:"Give it to go on with this round."`
	Employer string         `json:"employer" doc:"Code of the employer."`
	On       string         `json:"on" format:"date" doc:"The day that was looked at."`
	DryRun   bool           `json:"dry_run,omitempty" doc:"Nothing was erased."`
	Erased   []disposedLine `json:"erased" doc:"What was erased now; in a dry run what would be."`
	Stayed   []stayedLine   `json:"stayed" doc:"What is due and stays, with the reason."`
	Left     int            `json:"left" doc:"How many records and persons are still to come in this round."`
	Invented bool           `json:"invented,omitempty" doc:"A demonstration made some of it up."`
	Notice   *figures.Text  `json:"notice,omitempty" doc:"Says that it did."`
}

type disposedLine struct {
	Kind        retention.Kind   `json:"kind"`
	Of          uuid.UUID        `json:"of" format:"uuid" doc:"Opaque: the record, or the pseudonym."`
	Purposes    []person.Purpose `json:"purposes"`
	Certificate *uuid.UUID       `json:"certificate,omitempty" format:"uuid"`
}

type stayedLine struct {
	Kind     retention.Kind   `json:"kind"`
	Of       uuid.UUID        `json:"of" format:"uuid"`
	Purposes []person.Purpose `json:"purposes"`
	Why      disposal.Why     `json:"why" enum:"HELD,TOGETHER,REFUSED" doc:"A hold keeps it, or a request for access that is not answered yet, another pseudonym of the same worker is kept longer, or the rules of the record let it not go."`
	Until    string           `json:"until,omitempty" format:"date" doc:"Last day of the hold."`
	Text     string           `json:"text,omitempty" doc:"What the rules say."`
}

const (
	usualDisposal = 100
	mostDisposal  = 500
	// disposing leaves what remains of a request for certifying what went.
	disposing = 8 * time.Second
)

// dispose erases what is kept longer than its period, some of it at a time. Which it sets out to erase
// is recorded before the first key goes: who comes after a program that was killed certifies what that
// one erased, under the same ids, and goes on with what is still due.
func (a *api) dispose(ctx context.Context, in *disposeInput) (*disposeAnswer, error) {
	e, err := a.atTheDesk(ctx, "", access.ForgetPerson)
	if err != nil {
		return nil, err
	}
	var body disposeForm
	var wrong fault.Fields
	if err := decode(in.RawBody, &body, &wrong); err != nil {
		return nil, err
	}
	r, err := a.disposalOf(e, body, &wrong)
	if err != nil {
		return nil, err
	}
	if err := r.load(ctx); err != nil {
		return nil, err
	}
	if err := r.finishUndone(ctx); err != nil {
		return nil, err
	}
	if err := r.plan(ctx); err != nil {
		return nil, err
	}
	if err := a.record(ctx, access.Reading{What: "disposal", ID: e.ID}); err != nil {
		return nil, err
	}
	if err := r.carryOut(ctx); err != nil {
		return nil, err
	}
	return &disposeAnswer{r.page()}, nil
}

// round is one of them, under way.
type round struct {
	*api
	id       uuid.UUID
	employer employer.Employer
	today    calendar.Day
	most     int
	dry      bool
	backups  []certificate.Backup
	before   disposal.Rounds
	items    []planned
	left     int
	invented bool
	erased   []disposal.Done
	stayed   []stayedItem
	// recovered was erased by a round that was broken off, and is certified by this one.
	recovered []disposal.Done
}

// planned is what is due, and whether something keeps it.
type planned struct {
	disposal.Item
	why   disposal.Why
	until string
}

type stayedItem struct {
	disposal.Stayed
	text string
}

func (a *api) disposalOf(e employer.Employer, body disposeForm, wrong *fault.Fields) (*round, error) {
	r := &round{api: a, employer: e, most: cmp.Or(body.Most, usualDisposal), dry: body.DryRun}
	var err error
	if r.today, err = a.todayAt(e); err != nil {
		return nil, err
	}
	if r.backups, err = a.backupsOf(e, body.Backups, wrong); err != nil {
		return nil, err
	}
	wrong.Check(r.most >= 1 && r.most <= mostDisposal, "most", "is not a number of records", fmt.Sprintf("use 1 to %d", mostDisposal))
	wrong.Check(body.Forever || body.DryRun, "forever", "is not said", "say true: what is erased is gone for everybody, and nobody can bring it back; or ask for a dry_run")
	if r.id = a.NewID(); body.Round != "" {
		r.id, err = uuid.Parse(body.Round)
		wrong.Check(err == nil, "round", "is not an id", "give the round of the answer before, or leave it out")
	}
	return r, wrong.Err()
}

func (r *round) load(ctx context.Context) (err error) {
	r.before, _, err = disposal.Decider.Load(ctx, r.journal, disposal.Stream(r.employer.ID))
	return err
}

// plan finds what is due and was not tried in this round.
func (r *round) plan(ctx context.Context) error {
	all, err := r.due(ctx)
	if err != nil {
		return err
	}
	tried := map[string]bool{}
	if last, there := r.before.Last(); there && last.ID == r.id {
		for _, s := range r.before.Stayed {
			tried[disposalName(s.Item)] = true
		}
	}
	all = slices.DeleteFunc(all, func(p planned) bool { return tried[disposalName(p.Item)] })
	n := len(all)
	if !r.dry {
		n = min(r.most, n)
	}
	r.items, r.left = all[:n], len(all)-n
	return nil
}

func disposalName(i disposal.Item) string { return disposal.Certificate(uuid.Nil, i).String() }

// due is what is to be erased today, by record or person. Pseudonyms of one worker are forgotten
// together, so that of these nothing goes while one of them is kept longer.
func (r *round) due(ctx context.Context) ([]planned, error) {
	head, err := r.Log.Head(ctx)
	if err != nil {
		return nil, fmt.Errorf("ask for the end of the log: %w", err)
	}
	ledger, err := r.keptBy(ctx, r.employer.ID, head)
	if err != nil {
		return nil, err
	}
	book, err := r.periodsOf(ctx, r.employer.ID)
	if err != nil {
		return nil, err
	}
	holding, err := r.notErasable(ctx, r.employer)
	if err != nil {
		return nil, err
	}
	zone, err := zoneOf(r.employer)
	if err != nil {
		return nil, err
	}
	kept := ledger.Kept()
	over, stays := map[keptOf]bool{}, map[keptOf]bool{}
	due := book.Within(kept, r.Clock(), calendar.Term{}, zone)
	for _, d := range due {
		over[keptOf{d.Kind, d.ID, d.Purpose}] = true
		r.invented = r.invented || d.Invented
	}
	for _, k := range kept {
		if of := (keptOf{k.Kind, k.ID, k.Purpose}); !over[of] {
			stays[of] = true
		}
	}
	return r.grouped(ctx, due, stays, holding)
}

type keptOf struct {
	kind    retention.Kind
	id      uuid.UUID
	purpose person.Purpose
}

// grouped puts together what goes at once, what is due first before the others.
func (r *round) grouped(ctx context.Context, due []retention.Due, stays map[keptOf]bool, holding holding) (all []planned, err error) {
	at := map[string]int{}
	for _, d := range due {
		of, p := d.ID, planned{until: holding.until(d.ID)}
		if d.Kind == retention.Worker {
			family, err := pseudonym.FamilyOf(d.ID, r.pseudonymAt(ctx))
			if err != nil {
				return nil, err
			}
			of = family[0]
			for _, id := range family {
				p.until = max(p.until, holding.until(id))
				if stays[keptOf{d.Kind, id, d.Purpose}] {
					p.why = disposal.Together
				}
			}
		}
		if p.until != "" {
			p.why = disposal.Held
		}
		name := fmt.Sprint(d.Kind, of, p.why, p.until)
		i, there := at[name]
		if !there {
			i = len(all)
			p.Item = disposal.Item{Kind: d.Kind, Of: of}
			at[name], all = i, append(all, p)
		}
		if !slices.Contains(all[i].Purposes, d.Purpose) {
			all[i].Purposes = append(all[i].Purposes, d.Purpose)
		}
	}
	for i := range all {
		all[i].Purposes = all[i].Sorted()
	}
	return all, nil
}

// carryOut erases what is planned as long as there is time, certifies what went and records both.
func (r *round) carryOut(ctx context.Context) error {
	if r.dry {
		return r.tryAll(rehearsing(ctx))
	}
	items := make([]disposal.Item, len(r.items))
	for i, p := range r.items {
		items[i] = p.Item
	}
	if err := r.note(ctx, disposal.Begin{Asked: r.asked(ctx), Begun: disposal.Begun{Round: r.id, On: r.today.String(), Items: items, At: r.instant()}}); err != nil {
		return err
	}
	if err := r.tryAll(ctx); err != nil {
		return err
	}
	return r.finish(ctx, r.id)
}

func (r *round) asked(ctx context.Context) disposal.Asked {
	return disposal.Asked{By: callOf(ctx).actor, Employer: r.employer.ID, At: r.instant()}
}

func (r *round) note(ctx context.Context, cmd disposal.Command) error {
	request := r.request(ctx, Keyed{}, "carry out periods "+r.id.String(), &fault.Fields{})
	request.Employer = r.employer.ID
	_, err := run(ctx, r.api, disposal.Decider, disposal.Stream(r.employer.ID), cmd, request)
	return err
}

func (r *round) finish(ctx context.Context, id uuid.UUID) error {
	if err := r.certifyAll(ctx, id); err != nil {
		return err
	}
	done := disposal.CarriedOut{Round: id, Erased: r.erased, Left: r.left, At: r.instant()}
	for _, s := range r.stayed {
		done.Stayed = append(done.Stayed, s.Stayed)
	}
	return r.note(ctx, disposal.Finish{Asked: r.asked(ctx), CarriedOut: done})
}

func (r *round) tryAll(ctx context.Context) error {
	began := time.Now()
	for i, p := range r.items {
		if !r.dry && time.Since(began) > disposing {
			r.left += len(r.items) - i
			return nil
		}
		if p.why != "" {
			r.stayed = append(r.stayed, stayedItem{Stayed: disposal.Stayed{Item: p.Item, Why: p.why, Until: p.until}})
			continue
		}
		if err := r.try(ctx, p.Item); err != nil {
			return err
		}
	}
	return nil
}

// try forgets all of it at once, and where a rule says no each purpose by itself.
func (r *round) try(ctx context.Context, i disposal.Item) error {
	err := r.forgetKind(ctx, eraseForm{Kind: i.Kind, Of: i.Of.String(), What: i.Purposes, Reason: disposal.Reason, Forever: true, KeepCases: true})
	var said *fault.Fault
	switch {
	case err == nil:
		r.erased = append(r.erased, disposal.Done{Item: i})
	case !errors.As(err, &said) || said.Kind == fault.Unavailable:
		return err
	case len(i.Purposes) > 1:
		for _, p := range i.Purposes {
			if err := r.try(ctx, disposal.Item{Kind: i.Kind, Of: i.Of, Purposes: []person.Purpose{p}}); err != nil {
				return err
			}
		}
	default:
		r.stayed = append(r.stayed, stayedItem{disposal.Stayed{Item: i, Why: disposal.Refused}, said.Error()})
	}
	return nil
}

// finishUndone certifies what a round erased that was broken off, and leaves the rest to this one.
func (r *round) finishUndone(ctx context.Context) error {
	last, there := r.before.Last()
	if len(r.before.Undone) == 0 || !there || r.dry {
		return nil
	}
	begun, err := r.begunAt(ctx)
	if err != nil {
		return err
	}
	for _, i := range r.before.Undone {
		gone, err := r.goneSince(ctx, i, begun)
		if err != nil {
			return err
		}
		if len(gone) > 0 {
			r.erased = append(r.erased, disposal.Done{Item: disposal.Item{Kind: i.Kind, Of: i.Of, Purposes: gone}})
		}
	}
	if err := r.finish(ctx, last.ID); err != nil {
		return err
	}
	r.recovered, r.erased = r.erased, nil
	return r.load(ctx)
}

// begunAt is where the last round says what it set out to erase.
func (r *round) begunAt(ctx context.Context) (at eventlog.Position, err error) {
	recorded, err := r.Log.ReadStream(ctx, disposal.Stream(r.employer.ID), 0)
	if err != nil {
		return 0, fmt.Errorf("read what was to be erased: %w", err)
	}
	for _, e := range recorded {
		if e.Type == (disposal.Begun{}).EventType() {
			at = e.Position
		}
	}
	return at, nil
}

// goneSince are the purposes of which it was recorded behind a position that they were forgotten.
func (r *round) goneSince(ctx context.Context, i disposal.Item, begun eventlog.Position) (gone []person.Purpose, err error) {
	recorded, err := r.Log.ReadStream(ctx, streamOfKind(i.Kind, i.Of), 0)
	if err != nil {
		return nil, fmt.Errorf("read what was forgotten: %w", err)
	}
	for _, p := range i.Purposes {
		if slices.ContainsFunc(recorded, func(e eventlog.Recorded) bool {
			return e.Type == e.Stream.Category+"."+string(p)+"_erased.v1" && e.Position > begun
		}) {
			gone = append(gone, p)
		}
	}
	return gone, nil
}

// certifyAll makes out the certificates of all that went, and goes through what the employer keeps once.
func (r *round) certifyAll(ctx context.Context, id uuid.UUID) error {
	certificates := make([]*certificate.Certificate, len(r.erased))
	for i := range r.erased {
		d := &r.erased[i]
		d.Certificate = disposal.Certificate(id, d.Item)
		certificates[i] = &certificate.Certificate{
			ID: d.Certificate, Kind: d.Kind, Of: d.Of, Purposes: d.Purposes, Reason: disposal.Reason, Backups: r.backups, At: r.instant(),
		}
	}
	return r.api.certifyAll(ctx, r.employer, certificates)
}

func (r *round) page() disposalPage {
	p := disposalPage{Round: r.id, Employer: r.employer.Code, On: r.today.String(), DryRun: r.dry, Left: r.left, Invented: r.invented, Notice: noticeOf(r.invented)}
	p.Erased = inFull(slices.Concat(r.recovered, r.erased), func(d disposal.Done) disposedLine {
		line := disposedLine{Kind: d.Kind, Of: d.Of, Purposes: d.Purposes}
		if d.Certificate != uuid.Nil {
			line.Certificate = &d.Certificate
		}
		return line
	})
	p.Stayed = inFull(r.stayed, func(s stayedItem) stayedLine {
		return stayedLine{Kind: s.Kind, Of: s.Of, Purposes: s.Purposes, Why: s.Why, Until: s.Until, Text: s.text}
	})
	return p
}

type rehearsingKey struct{}

// rehearsing asks every rule and destroys nothing.
func rehearsing(ctx context.Context) context.Context {
	return context.WithValue(ctx, rehearsingKey{}, true)
}

func isRehearsal(ctx context.Context) bool { return ctx.Value(rehearsingKey{}) != nil }

type listDisposalsInput struct {
	Employer string `query:"employer" doc:"Code of the employer; whom the caller works for when left out."`
}

type disposalsAnswer struct {
	Body struct {
		Employer string         `json:"employer" doc:"Code of the employer."`
		Rounds   []disposalLine `json:"rounds" doc:"The last one first."`
		Stayed   []stayedLine   `json:"stayed" doc:"What stayed in the last one, and why."`
		Invented bool           `json:"invented,omitempty" doc:"A demonstration made the employer up."`
		Notice   *figures.Text  `json:"notice,omitempty" doc:"Says that it did."`
	}
}

type disposalLine struct {
	Round  uuid.UUID `json:"round" format:"uuid"`
	On     string    `json:"on" format:"date"`
	Begun  time.Time `json:"begun"`
	Last   time.Time `json:"last" doc:"When something was last heard of it."`
	Ended  bool      `json:"ended" doc:"Nothing was left of it."`
	Erased int       `json:"erased"`
	Stayed int       `json:"stayed"`
	Left   int       `json:"left"`
}

// listDisposals says when periods were carried out last.
func (a *api) listDisposals(ctx context.Context, in *listDisposalsInput) (*disposalsAnswer, error) {
	e, err := a.atTheDesk(ctx, in.Employer, access.ReadRetention)
	if err != nil {
		return nil, err
	}
	s, _, err := disposal.Decider.Load(ctx, a.shown(ctx, access.ReadRetention), disposal.Stream(e.ID))
	if err != nil {
		return nil, err
	}
	out := &disposalsAnswer{}
	out.Body.Employer = e.Code
	if out.Body.Invented, err = a.invented(ctx, employer.Stream(e.ID), access.ReadEmployer); err != nil {
		return nil, err
	}
	out.Body.Notice = noticeOf(out.Body.Invented)
	slices.Reverse(s.List)
	out.Body.Rounds = inFull(s.List, func(r disposal.Round) disposalLine {
		return disposalLine{r.ID, r.On, r.Begun, r.Last, r.Ended, r.Erased, r.Stayed, r.Left}
	})
	out.Body.Stayed = inFull(s.Stayed, func(s disposal.Stayed) stayedLine {
		return stayedLine{Kind: s.Kind, Of: s.Of, Purposes: s.Purposes, Why: s.Why, Until: s.Until}
	})
	return out, a.record(ctx, access.Reading{What: "disposals", ID: e.ID})
}
