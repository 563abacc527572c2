package api

import (
	"context"
	"fmt"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
)

type courseForm struct {
	Steps  []step `json:"steps" doc:"All steps in the order in which they happened; those on record as they are."`
	Reason string `json:"reason,omitempty" doc:"Why steps on record are gone or otherwise; makes it a correction. Kept sealed."`
}

type step struct {
	Phase      codes.Code  `json:"phase,omitempty" doc:"Phases may repeat."`
	At         *occurrence `json:"at,omitempty" doc:"Left out when only the order is known."`
	Actor      codes.Code  `json:"actor,omitempty" doc:"Who did something."`
	Act        codes.Code  `json:"act,omitempty" doc:"What was done to the workers; NOT_APPLICABLE when nothing of that kind."`
	Means      codes.Code  `json:"means,omitempty" doc:"With what."`
	Triggers   []trigger   `json:"triggers,omitempty" doc:"What set somebody off; never blame on the worker."`
	Amplifiers []amplifier `json:"amplifiers,omitempty" doc:"What made it worse."`
	Measures   []measure   `json:"measures,omitempty" doc:"What was tried to calm things down."`
}

type trigger struct {
	Trigger    codes.Code `json:"trigger"`
	AssessedBy codes.Code `json:"assessed_by,omitempty" doc:"Who judged it so."`
}

type amplifier struct {
	Amplifier codes.Code `json:"amplifier"`
	Certainty codes.Code `json:"certainty,omitempty" doc:"How it is known."`
	Number    *count     `json:"number,omitempty" doc:"Of bystanders, with CROWD_N only."`
}

type measure struct {
	Measure codes.Code `json:"measure"`
	Effect  codes.Code `json:"effect,omitempty" doc:"What it did."`
}

type supportForm struct {
	Support support `json:"support"`
	Reason  string  `json:"reason,omitempty" doc:"Why the record was wrong; makes it a correction, which replaces all of it. Kept sealed."`
}

type support struct {
	Status  codes.Code  `json:"status,omitempty" doc:"How far help came."`
	Asked   *occurrence `json:"asked,omitempty"`
	Promise *occurrence `json:"promise,omitempty"`
	Arrival *occurrence `json:"arrival,omitempty"`
	Minutes *count      `json:"minutes,omitempty" doc:"From asking to arriving, when the times are not known."`
}

type forceForm struct {
	Report string `json:"report" doc:"Number of the police's own report. Kept sealed. Nothing else about force by the police is kept here."`
}

func (a *api) tellCourse(ctx context.Context, in *changeIncidentInput) (*receiptAnswer, error) {
	var body courseForm
	c, zone, err := a.timedChange(ctx, in, "course", &body)
	if err != nil {
		return nil, err
	}
	cmd := incident.TellCourse{Asked: a.asked(ctx, c.employer), Reason: body.Reason}
	for i, s := range body.Steps {
		cmd.Steps = append(cmd.Steps, s.read(fmt.Sprintf("steps[%d]", i), zone, &c.wrong))
	}
	return c.run(ctx, a, cmd)
}

func (a *api) tellSupport(ctx context.Context, in *changeIncidentInput) (*receiptAnswer, error) {
	var body supportForm
	c, zone, err := a.timedChange(ctx, in, "police support", &body)
	if err != nil {
		return nil, err
	}
	s := body.Support
	return c.run(ctx, a, incident.TellSupport{
		Asked: a.asked(ctx, c.employer), Reason: body.Reason,
		Support: incident.Support{
			Status: s.Status, Minutes: s.Minutes.read(), Asked: s.Asked.read("support.asked", zone, &c.wrong),
			Promise: s.Promise.read("support.promise", zone, &c.wrong), Arrival: s.Arrival.read("support.arrival", zone, &c.wrong),
		},
	})
}

func (a *api) referToForce(ctx context.Context, in *changeIncidentInput) (*receiptAnswer, error) {
	var body forceForm
	c, err := a.changeAbout(ctx, in, access.AddDetails, "force report", &body)
	if err != nil {
		return nil, err
	}
	cmd := incident.ReferToForce{Asked: a.asked(ctx, c.employer), Report: body.Report}
	if cmd.Blind, err = a.notOwn(ctx, incident.Stream(c.id), access.AddDetails); err != nil {
		return nil, err
	}
	return c.run(ctx, a, cmd)
}

// timedChange is a change with times in it, which are read on the employer's clock.
func (a *api) timedChange(ctx context.Context, in *changeIncidentInput, about string, body any) (*change, *time.Location, error) {
	c, err := a.changeAbout(ctx, in, access.AddDetails, about, body)
	if err != nil {
		return nil, nil, err
	}
	zone, err := zoneOf(c.employer)
	return c, zone, err
}

func (s step) read(field string, zone *time.Location, wrong *fault.Fields) incident.Step {
	return incident.Step{
		Phase: s.Phase, At: s.At.read(under(field, "at"), zone, wrong), Actor: s.Actor, Act: s.Act, Means: s.Means,
		Triggers: turned(s.Triggers, func(t trigger) incident.Trigger { return incident.Trigger(t) }),
		Amplifiers: turned(s.Amplifiers, func(a amplifier) incident.Amplifier {
			return incident.Amplifier{Amplifier: a.Amplifier, Certainty: a.Certainty, Number: a.Number.read()}
		}),
		Measures: turned(s.Measures, func(m measure) incident.Measure { return incident.Measure(m) }),
	}
}

func stepOf(s incident.Step) step {
	return step{
		Phase: s.Phase, At: occurrenceIfAny(s.At), Actor: s.Actor, Act: s.Act, Means: s.Means,
		Triggers: turned(s.Triggers, func(t incident.Trigger) trigger { return trigger(t) }),
		Amplifiers: turned(s.Amplifiers, func(a incident.Amplifier) amplifier {
			return amplifier{Amplifier: a.Amplifier, Certainty: a.Certainty, Number: countOf(a.Number)}
		}),
		Measures: turned(s.Measures, func(m incident.Measure) measure { return measure(m) }),
	}
}

func supportOf(s incident.Support) *support {
	if s.Status == "" {
		return nil
	}
	return &support{
		Status: s.Status, Asked: occurrenceIfAny(s.Asked), Promise: occurrenceIfAny(s.Promise), Arrival: occurrenceIfAny(s.Arrival), Minutes: countOf(s.Wait()),
	}
}

func occurrenceIfAny(m moment.Moment) *occurrence {
	if !m.Known() {
		return nil
	}
	o := occurrenceOf(m)
	return &o
}
