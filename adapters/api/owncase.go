package api

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/access"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/attention"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/document"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/permit"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/suspect"
	"ruggensteun/domain/triage"
	"ruggensteun/projections/figures"
)

// permitHeader names the permit with which somebody opens who it is outside his own case. It is a
// header, so that every road to a record takes it, and the address that is shared holds none.
const permitHeader = "Permit"

// opensWho are the roads that take it.
var opensWho = []string{
	"readIncident", "timelineOfIncident", "listIncidentDocuments", "openIncidentDocument", "readSuspect", "readAangifte", "readAftercare",
	"readCase", "timelineOfCase", "listCaseDocuments", "openCaseDocument",
	"listPhotos", "openPhoto",
}

// notYours is what stands where who it is stays closed.
var notYours = figures.Text{
	NL: "Wie het is blijft hier dicht: deze zaak is niet van u. Pak haar op als niemand haar volgt (open een zaak of nazorg, of wijs die aan uzelf toe), laat haar aan u overdragen, of vraag een toestemming: POST /v1/permits met kind OPEN_IDENTITY, of ruggensteun permit request.",
	EN: "Who it is stays closed here: this case is not yours. Take it up where nobody follows it (open a case or aftercare, or assign it to yourself), have it handed over to you, or ask for a permit: POST /v1/permits with kind OPEN_IDENTITY, or ruggensteun permit request.",
}

// onlyYours refuses what cannot be shown with parts closed, such as a letter.
func onlyYours() error {
	return fault.New(fault.Forbidden, "it names people, and this case is not yours: take it up where nobody follows it (open a case or aftercare, or assign it to yourself), have it handed over to you, or ask for a permit (POST /v1/permits with kind OPEN_IDENTITY, or permit request) and send it along (header Permit, or --permit)")
}

// belonging is what one request found out about whose case is whose.
type belonging struct {
	permit string // that came with the request, as it was sent
	mine   map[eventlog.Stream]bool
	shown  map[uuid.UUID]bool // with the permit: each is one use
	closed bool               // something stayed closed because it is not the reader's own
}

// notYours is what an answer says when something in it stayed closed.
func (a *api) notYours(ctx context.Context) *figures.Text {
	if !callOf(ctx).closed {
		return nil
	}
	return &notYours
}

// openedOf opens as much of a history as its reader may have opened: where the role has cases of its
// own, who it is only of those, or with a permit that names the record.
func (a *api) openedOf(ctx context.Context, s eventlog.Stream, action access.Action, recorded []eventlog.Recorded) (decider.Codec, error) {
	actor := callOf(ctx).actor
	switch {
	case slices.Contains(ofTheDesk, s.Category):
		return a.Opened, nil
	case !actor.Role.HasOwnCases(), len(recorded) == 0:
		return a.openedFor(actor), nil
	case s.Category == triage.Category, action == access.CodeSample:
		return a.openedFor(actor), nil // of no case yet; and drawn for whoever codes it, without who it is
	}
	open, err := a.openHere(ctx, s, action, recorded)
	if err != nil {
		return nil, err
	}
	if open {
		return a.openedFor(actor), nil
	}
	callOf(ctx).closed = true
	return a.Parted(actor.OpensElsewhere()...), nil
}

func (a *api) openHere(ctx context.Context, s eventlog.Stream, action access.Action, recorded []eventlog.Recorded) (bool, error) {
	w := whose{a, ctx, callOf(ctx).actor, recorded[0].Employer, action}
	mine, err := w.is(s, recorded)
	if err != nil {
		return false, fmt.Errorf("find out whose case %s is: %w", s, err)
	}
	if mine {
		return true, nil
	}
	return a.permitted(ctx, s.ID, recorded[0].Employer)
}

// insistOwn refuses what is made of who it is, unless the record is the asker's own case.
func (a *api) insistOwn(ctx context.Context, s eventlog.Stream, action access.Action) error {
	foreign, err := a.notOwn(ctx, s, action)
	if err == nil && foreign {
		err = onlyYours()
	}
	return err
}

// notOwn tells whether a record is not the asker's own case, as far as the role has such, and no
// permit opens it.
func (a *api) notOwn(ctx context.Context, s eventlog.Stream, action access.Action) (bool, error) {
	if !callOf(ctx).actor.Role.HasOwnCases() {
		return false, nil
	}
	recorded, err := a.Records.ReadStreamAs(ctx, callOf(ctx).actor.Over(action), s)
	if err != nil || len(recorded) == 0 {
		return false, err
	}
	open, err := a.openHere(ctx, s, action, recorded)
	return !open, err
}

// permitted uses the permit that came with the request, where it names this record: once for each
// record, and durable before anything is opened.
func (a *api) permitted(ctx context.Context, id, owner uuid.UUID) (bool, error) {
	c := callOf(ctx)
	if c.permit == "" || c.shown[id] {
		return c.shown[id], nil
	}
	of, _, err := a.named(ctx, aPermit, c.permit, access.ReadPermits)
	if err != nil {
		return false, err
	}
	state, _, err := permit.Decider.Load(ctx, a.journal, permit.Stream(of))
	if err != nil {
		return false, err
	}
	if state.Kind == permit.OpenIdentity && !slices.Contains(state.Of, id) {
		return false, nil // it stays closed, as without one
	}
	cmd := permit.Use{Asked: permit.Asked{By: c.actor, At: a.instant()}, Kind: permit.OpenIdentity, Of: []uuid.UUID{id}, Found: []uuid.UUID{id}}
	r := a.request(ctx, Keyed{}, "open identity", new(fault.Fields))
	r.Employer = owner
	if _, err := permit.Decider.Run(ctx, a.journal, permit.Stream(of), permit.Command(cmd), r); err != nil {
		return false, err
	}
	if c.shown == nil {
		c.shown = map[uuid.UUID]bool{}
	}
	c.shown[id] = true
	return true, nil
}

// toOpen reads which records a permit is asked for. What is another's is answered as what there is not.
func (a *api) toOpen(ctx context.Context, c *recordChange, given []string) (ids []uuid.UUID, err error) {
	for i, text := range given {
		name := fmt.Sprintf("of[%d]", i)
		id := idOf(text, name, &c.wrong)
		if id == uuid.Nil || i >= permit.MostOf { // refused by the rules, and need not be looked up
			ids = append(ids, id)
			continue
		}
		found, err := a.ofEmployer(ctx, c.employer.ID, id)
		if err != nil {
			return nil, err
		}
		c.wrong.Check(found, name, "is no record of your employer", "give the id of an incident, a suspect, a case, an aangifte or a file of aftercare")
		ids = append(ids, id)
	}
	return ids, nil
}

func (a *api) ofEmployer(ctx context.Context, employer, id uuid.UUID) (bool, error) {
	kinds := []kind{aCase, anIncident, aSuspect, anAangifte, theCare}
	for _, k := range kinds {
		recorded, err := a.Records.ReadStreamAs(ctx, access.Scope{Employer: employer}, k.stream(id))
		if err != nil || len(recorded) > 0 {
			return err == nil, err
		}
	}
	for _, k := range kinds { // an attempt is kept for its owner, where there is one
		if err := a.attempted(ctx, k, id, access.ByUnit, nil); err != nil {
			return false, err
		}
	}
	return false, nil
}

// whose finds out whether a record is somebody's own case. Nothing that is sealed is opened for it.
type whose struct {
	a        *api
	ctx      context.Context
	who      access.Actor
	employer uuid.UUID
	action   access.Action
}

// standing is how a file stands to somebody: a criminal case, an aangifte, or the care for a worker.
type standing struct{ mine, followed, begun bool }

// is answers for a record of any kind. What is of no kind that cases are about is nobody's own.
//
//  1. A case is whose who follows it, or stands in; so is what was merged with it.
//  2. An incident, the care after it and an aangifte of it are whose who follows a case about it, or
//     the care for somebody who was hit. A suspect is whose who follows a case against him.
//  3. As long as nobody follows any of these, they are whose who began one: he told it himself.
func (w whose) is(s eventlog.Stream, recorded []eventlog.Recorded) (bool, error) {
	c := callOf(w.ctx)
	if known, is := c.mine[s]; is {
		return known, nil
	}
	files, err := w.files(s)
	if err != nil {
		return false, err
	}
	if c.mine == nil {
		c.mine = map[eventlog.Stream]bool{}
	}
	c.mine[s] = w.judge(append(files, standing{begun: w.began(recorded)}))
	return c.mine[s], nil
}

func (w whose) judge(files []standing) bool {
	if slices.ContainsFunc(files, func(f standing) bool { return f.followed }) {
		return slices.ContainsFunc(files, func(f standing) bool { return f.mine })
	}
	return slices.ContainsFunc(files, func(f standing) bool { return f.begun })
}

func (w whose) files(s eventlog.Stream) ([]standing, error) {
	switch s.Category {
	case prosecution.Stream(s.ID).Category:
		return w.ofCase(s.ID)
	case incident.Stream(s.ID).Category:
		return w.ofIncident(s.ID)
	case aftercare.Stream(s.ID).Category:
		return w.ofCare(s.ID)
	case aangifte.Stream(s.ID).Category:
		return w.ofAangifte(s.ID)
	case suspect.Stream(s.ID).Category, attention.Stream(s.ID).Category:
		return w.ofSuspect(s.ID)
	case document.Stream(s.ID).Category, casework.Stream(s.ID).Category, agreement.UseStream(s.ID).Category:
		return w.ofWhatHasThisID(s.ID) // their id is that of what they are about
	}
	return nil, nil
}

func (w whose) ofWhatHasThisID(id uuid.UUID) ([]standing, error) {
	for _, s := range []eventlog.Stream{prosecution.Stream(id), incident.Stream(id), aftercare.Stream(id)} {
		recorded, err := w.read(s)
		if err != nil {
			return nil, err
		}
		if len(recorded) > 0 {
			files, err := w.files(s)
			return append(files, standing{begun: w.began(recorded)}), err
		}
	}
	return nil, nil
}

// ofCase is a case with what was merged into it, and it into.
func (w whose) ofCase(id uuid.UUID) (files []standing, err error) {
	_, err = prosecution.FamilyOf(id, func(one uuid.UUID) (prosecution.Case, error) {
		history, err := w.a.history(w.ctx, prosecution.Stream(one), w.action, false)
		if err != nil || len(history) == 0 {
			return prosecution.Case{}, err
		}
		f, err := w.file(one)
		f.begun = history[0].Meta.Actor == w.who.ID
		files = append(files, f)
		return folded(prosecution.Decider, history), err
	})
	return files, err
}

func (w whose) ofIncident(id uuid.UUID) ([]standing, error) {
	root, _, err := w.a.countedUnder(w.ctx, id)
	if err != nil {
		return nil, err
	}
	var all []standing
	for _, one := range slices.Compact([]uuid.UUID{id, root}) {
		cases, aangiften, care, err := w.a.Listing.Around(w.ctx, access.Scope{Employer: w.employer}, one)
		if err != nil {
			return nil, err
		}
		for _, of := range cases {
			files, err := w.ofCase(of)
			if err != nil {
				return nil, err
			}
			all = append(all, files...)
		}
		for _, s := range slices.Concat(turned(aangiften, aangifte.Stream), turned(care, aftercare.Stream)) {
			f, err := w.begunFile(s)
			if err != nil {
				return nil, err
			}
			all = append(all, f)
		}
	}
	return all, nil
}

func (w whose) ofCare(id uuid.UUID) ([]standing, error) {
	history, err := w.a.history(w.ctx, aftercare.Stream(id), w.action, false)
	if err != nil {
		return nil, err
	}
	files, err := w.ofIncident(folded(aftercare.Decider, history).Incident)
	if err != nil {
		return nil, err
	}
	own, err := w.file(id) // the list of what is around an incident may lag behind
	return append(files, own), err
}

func (w whose) ofAangifte(id uuid.UUID) (all []standing, err error) {
	history, err := w.a.history(w.ctx, aangifte.Stream(id), w.action, false)
	if err != nil {
		return nil, err
	}
	for _, one := range folded(aangifte.Decider, history).Incidents {
		files, err := w.ofIncident(one)
		if err != nil {
			return nil, err
		}
		all = append(all, files...)
	}
	return all, nil
}

func (w whose) ofSuspect(id uuid.UUID) (all []standing, err error) {
	cases, err := w.a.Listing.Against(w.ctx, access.Scope{Employer: w.employer}, id)
	if err != nil {
		return nil, err
	}
	for _, of := range cases {
		files, err := w.ofCase(of)
		if err != nil {
			return nil, err
		}
		all = append(all, files...)
	}
	return all, nil
}

// file is who follows it, by its own history: read models may lag behind.
func (w whose) file(id uuid.UUID) (standing, error) {
	recorded, err := w.read(casework.Stream(id))
	if err != nil {
		return standing{}, err
	}
	bodies, err := w.a.Closed.Decode(w.ctx, recorded)
	if err != nil {
		return standing{}, err
	}
	work := casework.Decider.Initial
	for _, body := range bodies {
		if e, is := body.(casework.Event); is { // nil after a recorded redaction
			work = casework.Decider.Evolve(work, e)
		}
	}
	return standing{mine: work.FollowedBy(w.who.ID), followed: work.Responsible != uuid.Nil}, nil
}

func (w whose) begunFile(s eventlog.Stream) (standing, error) {
	recorded, err := w.read(s)
	if err != nil {
		return standing{}, err
	}
	f, err := w.file(s.ID)
	f.begun = w.began(recorded)
	return f, err
}

func (w whose) read(s eventlog.Stream) ([]eventlog.Recorded, error) {
	return w.a.Records.ReadStreamAs(w.ctx, access.Scope{Employer: w.employer}, s)
}

// began tells whether somebody recorded the first that was told of something.
func (w whose) began(recorded []eventlog.Recorded) bool {
	if len(recorded) == 0 {
		return false
	}
	meta, err := eventlog.ParseMeta(recorded[0].Metadata)
	return err == nil && meta.Actor == w.who.ID
}
