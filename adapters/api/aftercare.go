package api

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/projections"
	"ruggensteun/projections/worklist"
)

var theCare = kind{"aftercare", aftercare.Stream}

type openAftercareInput struct{ Keyed }

type changeAftercareInput struct {
	Versioned
	ID string `path:"id" format:"uuid" doc:"Of the care for one worker after one incident."`
}

type aftercareForm struct {
	Employer string `json:"employer,omitempty" example:"GEM-ROTTERDAM" doc:"Code of the employer. May be left out by whoever works for one."`
	Incident string `json:"incident" format:"uuid" doc:"After which."`
	Worker   string `json:"worker" format:"uuid" doc:"Who was hit in it (person)."`
}

type careStepForm struct {
	ID     string      `json:"id,omitempty" format:"uuid" doc:"Of the telling. Left out: a new one."`
	Step   codes.Code  `json:"step" doc:"What is to be done, or was. Kept sealed."`
	Status codes.Code  `json:"status" doc:"How far it is; NOT_APPLICABLE when it need not be done any more."`
	On     *occurrence `json:"on,omitempty" doc:"On which day that was."`
	Due    string      `json:"due,omitempty" format:"date" example:"2026-12-01" doc:"Last day to do it, of what is due or offered."`
	Note   string      `json:"note,omitempty" doc:"Never what somebody suffers from: no illness, no diagnosis, no treatment. An employer may not keep that. None of a learning review. Kept sealed."`
}

type injuryCheckForm struct {
	On *occurrence `json:"on,omitempty" doc:"When it became known what the incident did to the worker."`
}

func (a *api) openAftercare(ctx context.Context, in *openAftercareInput) (*receiptAnswer, error) {
	var body aftercareForm
	c, err := a.newRecord(ctx, in.Keyed, access.ChangeAftercare, func() string { return body.Employer }, &body)
	if err != nil {
		return nil, err
	}
	cmd := aftercare.Open{Asked: c.ofCare(ctx), Incident: idOf(body.Incident, "incident", &c.wrong), Worker: idOf(body.Worker, "worker", &c.wrong)}
	s, _, err := incident.Decider.Load(ctx, a.journal, incident.Stream(cmd.Incident))
	if err != nil {
		return nil, err
	}
	if s.Employer, err = a.ownerNamed(ctx, anIncident, cmd.Incident, s.Employer); err != nil {
		return nil, err
	}
	cmd.Unit = callOf(ctx).actor.Unit // that of the incident, or the target is nobody's
	if cmd.Worker, err = a.recordedAs(ctx, s, cmd.Worker); err != nil {
		return nil, err
	}
	w, hit := workerIn(s, cmd.Worker)
	health, _ := w.Health.Get()
	cmd.Target = aftercare.Target{Employer: s.Employer, Regime: s.Regime, Hit: hit, Health: health}
	cmd.Telling, cmd.On = a.NewID(), minuteAt(c.employer, c.at)
	c.id = aftercare.ID(cmd.Incident, cmd.Worker)
	out, err := runRecord(ctx, a, c, aftercare.Decider, aftercare.Stream(c.id), aftercare.Command(cmd))
	if err != nil {
		return nil, err
	}
	return made(out, "/aftercare/"+out.Body.ID.String()), nil
}

// recordedAs is under which pseudonym an incident has a worker: the given one, unless it has
// only another one of his.
func (a *api) recordedAs(ctx context.Context, s incident.Incident, worker uuid.UUID) (uuid.UUID, error) {
	if _, hit := workerIn(s, worker); hit || worker == uuid.Nil {
		return worker, nil
	}
	family, err := pseudonym.FamilyOf(worker, a.pseudonymAt(ctx))
	for _, id := range family {
		if _, hit := workerIn(s, id); hit {
			return id, err
		}
	}
	return worker, err
}

func workerIn(s incident.Incident, worker uuid.UUID) (incident.Worker, bool) {
	i := slices.IndexFunc(s.Workers, func(w incident.Worker) bool { return w.Person == worker })
	if i < 0 {
		return incident.Worker{}, false
	}
	return s.Workers[i], true
}

func (a *api) tellCare(ctx context.Context, in *changeAftercareInput) (*receiptAnswer, error) {
	var body careStepForm
	c, err := a.changeRecord(ctx, in.Versioned, theCare, in.ID, access.ChangeAftercare, "tell step of", &body)
	if err != nil {
		return nil, err
	}
	zone, err := zoneOf(c.employer)
	if err != nil {
		return nil, err
	}
	return a.runCare(ctx, c, aftercare.Tell{
		Asked: c.ofCare(ctx), ID: a.idOrNew(body.ID, "id", &c.wrong), Note: body.Note,
		Step: aftercare.Step{Step: body.Step, Status: body.Status, On: body.On.read("on", zone, &c.wrong), Due: body.Due},
	})
}

func (a *api) retractCare(ctx context.Context, in *changeAftercareInput) (*receiptAnswer, error) {
	var body removalForm
	c, err := a.changeRecord(ctx, in.Versioned, theCare, in.ID, access.ChangeAftercare, "retract step of", &body)
	if err != nil {
		return nil, err
	}
	cmd := aftercare.Retract{Asked: c.ofCare(ctx), ID: idOf(body.ID, "id", &c.wrong), Reason: body.Reason}
	d, err := a.careDossierOf(ctx, c.id)
	if err != nil {
		return nil, err
	}
	for _, t := range d.group.Whole().Tellings {
		if held := d.elsewhere(t.Home); t.ID == cmd.ID && held != nil {
			cmd.Held = *held
		}
	}
	return a.runCare(ctx, c, cmd)
}

// checkInjury compares with the injury as the incident has it now. Nothing of it is
// kept but whether it must be reported.
func (a *api) checkInjury(ctx context.Context, in *changeAftercareInput) (*receiptAnswer, error) {
	var body injuryCheckForm
	c, err := a.changeRecord(ctx, in.Versioned, theCare, in.ID, access.ChangeAftercare, "check injury for", &body)
	if err != nil {
		return nil, err
	}
	zone, err := zoneOf(c.employer)
	if err != nil {
		return nil, err
	}
	health, err := a.healthFor(ctx, c.id)
	if err != nil {
		return nil, err
	}
	return a.runCare(ctx, c, aftercare.Heed{Asked: c.ofCare(ctx), ID: a.NewID(), Health: health, On: body.On.read("on", zone, &c.wrong)})
}

func (a *api) healthFor(ctx context.Context, id uuid.UUID) (person.Health, error) {
	care, _, err := aftercare.Decider.Load(ctx, a.journal, aftercare.Stream(id))
	if err != nil {
		return person.Health{}, err
	}
	s, _, err := incident.Decider.Load(ctx, a.journal, incident.Stream(care.Incident))
	w, _ := workerIn(s, care.Worker)
	health, _ := w.Health.Get()
	return health, err
}

func (a *api) runCare(ctx context.Context, c *recordChange, cmd aftercare.Command) (*receiptAnswer, error) {
	return runRecord(ctx, a, c, aftercare.Decider, aftercare.Stream(c.id), cmd)
}

func (c *recordChange) ofCare(ctx context.Context) aftercare.Asked {
	return aftercare.Asked{By: callOf(ctx).actor, At: c.at, Employer: c.employer, Unit: c.unit}
}

// careDossier is a file of care as it is read: with those of the same worker after the same
// incident, which another pseudonym of his brought, or another record of the incident.
type careDossier struct {
	id        uuid.UUID
	histories map[uuid.UUID][]projections.Event
	group     aftercare.Group
	goesBy    uuid.UUID // the pseudonym of the worker that stands for all
	// countsUnder is the record of the incident that stands for all.
	countsUnder uuid.UUID
}

func (a *api) careDossierOf(ctx context.Context, id uuid.UUID) (d careDossier, err error) {
	d = careDossier{id: id, histories: map[uuid.UUID][]projections.Event{}}
	d.group, err = aftercare.GroupOf(id, aftercare.Records{
		Care: func(id uuid.UUID) (aftercare.Care, error) {
			history, err := a.history(ctx, aftercare.Stream(id), access.ReadAftercare, true)
			d.histories[id] = history
			return folded(aftercare.Decider, history), err
		},
		Who: a.pseudonymAt(ctx), Happened: a.incidentAt(ctx, access.ReadAftercare),
	})
	if err != nil {
		return d, err
	}
	first := d.group[0].State
	same, err := pseudonym.SameOf([]uuid.UUID{first.Worker}, a.pseudonymAt(ctx))
	if err != nil {
		return d, err
	}
	d.goesBy = same.Of(first.Worker)
	d.countsUnder, _, err = a.countedUnder(ctx, first.Incident)
	return d, err
}

// incidentAt is what the rules ask to find out which records are of one incident. Nothing
// that is sealed is opened.
func (a *api) incidentAt(ctx context.Context, action access.Action) func(uuid.UUID) (incident.Incident, error) {
	return func(id uuid.UUID) (incident.Incident, error) {
		history, err := a.history(ctx, incident.Stream(id), action, false)
		return folded(incident.Decider, history), err
	}
}

func (d careDossier) own() []projections.Event { return d.histories[d.id] }

// followedIn is the file of care in which this one is followed, where its worker goes by
// another pseudonym or its incident counts under another record; zero where it is this one. Nothing that is sealed is opened.
func (a *api) followedIn(ctx context.Context, id uuid.UUID, action access.Action) (uuid.UUID, error) {
	group, err := aftercare.GroupOf(id, aftercare.Records{
		Care: func(id uuid.UUID) (aftercare.Care, error) {
			history, err := a.history(ctx, aftercare.Stream(id), action, false)
			return folded(aftercare.Decider, history), err
		},
		Who: func(id uuid.UUID) (pseudonym.State, error) {
			history, err := a.history(ctx, pseudonym.Stream(id), action, false)
			return folded(pseudonym.Decider, history), err
		},
		Happened: a.incidentAt(ctx, action),
	})
	if err != nil || group.Stands() == id {
		return uuid.Nil, err
	}
	return group.Stands(), nil
}

// clocksOfCare are its terms, as the work list has them.
func (a *api) clocksOfCare(ctx context.Context, d careDossier, g worklist.Ground) (_ []clockPage, err error) {
	whole := d.group.Whole()
	if g.Beside, err = a.occurred(ctx, whole.Incident); err != nil {
		return nil, err
	}
	for _, o := range d.group {
		theirs, _, err := agreement.UseDecider.Load(ctx, a.journal, agreement.UseStream(o.ID))
		if err != nil {
			return nil, err
		}
		g.Uses = g.Uses.Beside(theirs)
		if whole.Unreadable() == 0 {
			continue
		}
		erased, err := a.history(ctx, erasure.Stream(o.State.Worker), access.ReadAftercare, false)
		if err != nil {
			return nil, err
		}
		g.Forgotten = later(g.Forgotten, worklist.ForgottenAt(erased))
	}
	return clocksIn(worklist.TermsOfCare(whole, g)), nil
}
