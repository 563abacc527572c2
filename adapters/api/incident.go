package api

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/projections/doubles"
)

var anIncident = kind{"incident", incident.Stream}

type registerIncidentInput struct{ Keyed }

type changeIncidentInput struct {
	Versioned
	ID string `path:"id" format:"uuid" doc:"Of the incident."`
}

func (a *api) registerIncident(ctx context.Context, in *registerIncidentInput) (*receiptAnswer, error) {
	var body registration
	c, err := a.reportOf(ctx, in, &body)
	if err != nil {
		return nil, err
	}
	zone, err := zoneOf(c.employer)
	if err != nil {
		return nil, err
	}
	cmd := incident.Register{
		Asked: a.asked(ctx, c.employer), Occurred: body.Occurred.read("occurred", zone, &c.wrong), Reported: body.Reported.read("reported", zone, &c.wrong), Place: body.Place.read(&c.wrong),
		Behaviours: body.Behaviours, Professions: body.Professions, Narrative: body.Narrative,
		Regime: body.Regime, Circumstances: body.around(), Address: body.Address, Reference: body.Reference,
	}
	out, err := withWorkers(ctx, a, c.employer.ID, body.Workers, func(hit []incident.WorkerHit) (*receiptAnswer, error) {
		cmd.Workers = hit
		return c.run(ctx, a, cmd, a.careFor(ctx, c, wishes(body.Workers), hit)...)
	})
	if err != nil {
		return nil, err
	}
	out.Body.Doubles = a.suggestAfter(ctx, c.employer.ID, out, doubles.Of(cmd.Occurred, cmd.Place).Under(cmd.Regime))
	return made(out, "/incidents/"+out.Body.ID.String()), nil
}

func (a *api) addDetails(ctx context.Context, in *changeIncidentInput) (*receiptAnswer, error) {
	var body details
	c, err := a.changeOf(ctx, in, access.AddDetails, &body)
	if err != nil {
		return nil, err
	}
	cmd := incident.AddDetails{
		Asked: a.asked(ctx, c.employer), Behaviours: body.Behaviours, Professions: body.Professions,
		Narrative: body.Narrative, Circumstances: body.around(), Address: body.Address,
	}
	if cmd.Blind, err = a.notOwn(ctx, incident.Stream(c.id), access.AddDetails); err != nil {
		return nil, err
	}
	if body.Place != nil {
		where := body.Place.read(&c.wrong)
		cmd.Place = &where
	}
	return withWorkers(ctx, a, c.employer.ID, body.Workers, func(hit []incident.WorkerHit) (*receiptAnswer, error) {
		cmd.Workers = hit
		return c.run(ctx, a, cmd, a.careFor(ctx, c, body.Workers, hit)...)
	})
}

// wishes are the workers of a new report whose care begins with it: of others there is none yet.
func wishes(given []worker) []worker {
	if !slices.ContainsFunc(given, func(w worker) bool { return w.Care }) {
		return nil
	}
	return given
}

// careFor is what follows for the care of those of whom it was told how badly they were
// hurt, or that somebody must look after them.
func (a *api) careFor(ctx context.Context, c *change, given []worker, hit []incident.WorkerHit) []decider.Follower[incident.Incident] {
	by := a.asked(ctx, c.employer)
	asked := aftercare.Asked{By: by.By, At: by.At, Employer: by.Employer, Unit: by.By.Unit} // of an incident that is there for him
	on := minuteAt(c.employer, asked.At)
	var all []decider.Follower[incident.Incident]
	var seen []uuid.UUID
	for i, told := range given {
		switch w := hit[i]; {
		case slices.Contains(seen, w.Person):
		case told.Care:
			seen = append(seen, w.Person)
			all = append(all, aftercare.OfWish(asked, c.id, w.Person, a.NewID(), on))
		case w.TellsHealth():
			seen = append(seen, w.Person)
			all = append(all, aftercare.OfHealth(asked, c.id, w.Person, a.NewID(), on))
		}
	}
	return all
}

// minuteAt is a moment as the employer's clock has it.
func minuteAt(e employer.Employer, at time.Time) moment.Moment {
	zone, err := zoneOf(e)
	if err != nil {
		zone = time.UTC // only the hour of the day is told otherwise
	}
	_, offset := at.In(zone).Zone()
	m, _ := moment.New(at, offset/60, moment.Minute, "")
	return m
}

func (a *api) correctIncident(ctx context.Context, in *changeIncidentInput) (*receiptAnswer, error) {
	var body correction
	c, err := a.changeOf(ctx, in, access.CorrectIncident, &body)
	if err != nil {
		return nil, err
	}
	cmd := incident.Correct{
		Asked: a.asked(ctx, c.employer), Reason: body.Reason,
		Behaviours: body.Behaviours, Professions: body.Professions, Narrative: body.Narrative,
	}
	zone, err := zoneOf(c.employer)
	if err != nil {
		return nil, err
	}
	if body.Occurred != nil {
		occurred := body.Occurred.read("occurred", zone, &c.wrong)
		cmd.Occurred = &occurred
	}
	if body.Reported != nil {
		reported := body.Reported.read("reported", zone, &c.wrong)
		cmd.Reported = &reported
	}
	if body.Place != nil {
		where := body.Place.read(&c.wrong)
		cmd.Place = &where
	}
	body.fill(&cmd)
	return c.run(ctx, a, cmd)
}

func (a *api) withdrawIncident(ctx context.Context, in *changeIncidentInput) (*receiptAnswer, error) {
	var body withdrawal
	c, err := a.changeOf(ctx, in, access.WithdrawIncident, &body)
	if err != nil {
		return nil, err
	}
	return c.run(ctx, a, incident.Withdraw{Asked: a.asked(ctx, c.employer), Reason: body.Reason, Explanation: body.Explanation})
}

func (a *api) asked(ctx context.Context, e employer.Employer) incident.Asked {
	return incident.Asked{By: callOf(ctx).actor, At: a.Clock(), Employer: e}
}

// change is a command on an incident, on its way.
type change struct {
	id       uuid.UUID
	employer employer.Employer
	request  decider.Request
	wrong    fault.Fields
}

// reportOf reads what a report is about: a new incident, of which employer.
func (a *api) reportOf(ctx context.Context, in *registerIncidentInput, body *registration) (*change, error) {
	c := &change{id: a.NewID()}
	if err := decode(in.RawBody, body, &c.wrong); err != nil {
		return nil, err
	}
	c.request = a.request(ctx, in.Keyed, string(access.RegisterIncident), &c.wrong)
	if err := c.wrong.Err(); err != nil {
		return nil, err
	}
	var err error
	if c.employer, err = a.employerNamed(ctx, body.Employer); err != nil {
		return nil, err
	}
	c.request.Employer = c.employer.ID
	// Before anybody is looked up there. An employer that does not exist and one
	// that is another's get the same answer from who works for one.
	return c, callOf(ctx).actor.MaySome(access.RegisterIncident, c.employer.ID)
}

// changeOf reads what all changes of an incident have in common. Whether there is such an
// incident is asked first, and whether this actor may know of it, so that what
// is wrong with the body tells nothing.
func (a *api) changeOf(ctx context.Context, in *changeIncidentInput, action access.Action, body any) (*change, error) {
	return a.changeAbout(ctx, in, action, string(action), body)
}

// changeAbout is changeOf where one action has several commands: about tells them
// apart, so that a key is for one of them only.
func (a *api) changeAbout(ctx context.Context, in *changeIncidentInput, action access.Action, about string, body any) (*change, error) {
	id, owner, err := a.incidentNamed(ctx, in.ID, action)
	if err != nil {
		return nil, err
	}
	c := &change{id: id}
	if err := decode(in.RawBody, body, &c.wrong); err != nil {
		return nil, err
	}
	c.request = a.changing(ctx, in.Versioned, about+" "+id.String(), &c.wrong)
	c.request.Employer = owner
	if err := c.wrong.Err(); err != nil {
		return nil, err
	}
	c.employer, err = a.employerOf(ctx, owner)
	return c, err
}

func (c *change) run(ctx context.Context, a *api, cmd incident.Command, followers ...decider.Follower[incident.Incident]) (*receiptAnswer, error) {
	stream := incident.Stream(c.id)
	if c.wrong.Err() == nil {
		return carry(ctx, a, stream, c.request, func() (done, error) {
			o, err := decider.All(ctx, a.journal, incident.Decider, stream, cmd, c.request, followers...)
			return done{o.Receipt, o.Version}, err
		})
	}
	state, _, err := incident.Decider.Load(ctx, a.journal, incident.Stream(c.id))
	if err != nil {
		return nil, err
	}
	return nil, unfit(incident.Decider, state, cmd, &c.wrong)
}

// incidentNamed finds an incident that this actor may do this to, and whose
// record it is, without opening anything. An id that is none gets the answer of
// one that does not exist.
func (a *api) incidentNamed(ctx context.Context, text string, action access.Action) (id, owner uuid.UUID, err error) {
	return a.named(ctx, anIncident, text, action)
}

func zoneOf(e employer.Employer) (*time.Location, error) {
	name := e.Zone
	if name == "" {
		name = employer.DefaultZone
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("load the time zone of employer %s: %w", e.ID, err)
	}
	return zone, nil
}

// lookups bounds how often workers are looked up anew because somebody else
// registered one of them at the same moment. Each time, another one was there.
const lookups = 4

func withWorkers(ctx context.Context, a *api, owner uuid.UUID, given []worker, do func([]incident.WorkerHit) (*receiptAnswer, error)) (*receiptAnswer, error) {
	for try := 1; ; try++ {
		hit, err := a.lookUp(ctx, owner, given)
		if err != nil {
			return nil, err
		}
		out, err := do(hit)
		if !errors.Is(err, eventlog.ErrMarkTaken) || try == lookups {
			return out, err
		}
	}
}
