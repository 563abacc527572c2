package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/identity"
	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
)

// benchNarrative is about as long as what people write (300 bytes).
const benchNarrative = "Verzonnen voorbeeld. Bij een controle werd een man boos toen hem om zijn legitimatie werd gevraagd. " +
	"Hij schold de medewerker uit, duwde hem tegen de muur en dreigde hem thuis op te zoeken. Omstanders bemoeiden " +
	"zich ermee; na de komst van een tweede koppel kalmeerde de situatie en kon hij worden aangehouden."

// workload makes what is registered during a run: invented incidents, one
// worker and one narrative each.
type workload struct {
	store     *store
	from      incident.Asked
	templates []incident.Register
	decided   []incident.Registered // of the templates: deciding is not what is measured
	serial    atomic.Int64
}

// benchTemplates is how many different incidents there are.
const benchTemplates = 512

func newWorkload(ctx context.Context, s *store) (*workload, error) {
	zone, err := time.LoadLocation(employer.DefaultZone)
	if err != nil {
		return nil, err
	}
	from, now := benchEmployer, time.Now().In(zone)
	registrar, err := identity.AtTerminal(access.Registrar, from.ID)
	if err != nil {
		return nil, err
	}
	w := &workload{store: s, from: incident.Asked{By: registrar.Actor, At: now, Employer: employer.Employer{
		ID: from.ID, Code: from.Code, Name: from.Name, Kind: from.Kind, Zone: employer.DefaultZone,
	}}}
	if err := w.registerEmployer(ctx, from); err != nil {
		return nil, err
	}
	return w, w.decideTemplates(now)
}

func (w *workload) registerEmployer(ctx context.Context, from employer.Register) error {
	operator, err := identity.AtTerminal(access.Operator, uuid.Nil)
	if err != nil {
		return err
	}
	from.By, from.At = operator.Actor, w.from.At
	r := w.keyed(operator.Actor, "bench employer")
	_, err = employer.Decider.Run(ctx, w.store.journal(), employer.Stream(from.ID), from, r)
	return err
}

func (w *workload) decideTemplates(now time.Time) error {
	for i := range benchTemplates {
		r := rand.New(rand.NewPCG(1, uint64(i)))
		cmd := benchIncident(r, now)
		cmd.Asked, cmd.Narrative = w.from, benchNarrative
		cmd.Workers = []incident.WorkerHit{benchWorker(r, i%benchWorkers)}
		events, err := incident.Decider.Decide(incident.Incident{}, cmd)
		if err != nil {
			return fmt.Errorf("invent an incident: %w", err)
		}
		w.templates = append(w.templates, cmd)
		w.decided = append(w.decided, events[0].(incident.Registered))
	}
	return nil
}

// request is a new one each time, with a body of the length of a real one.
func (w *workload) request(n int64) decider.Request {
	r := w.keyed(w.from.By, fmt.Sprintf("bench %d", n))
	r.Body = []byte(fmt.Sprintf("%d %s", n, benchNarrative))
	return r
}

func (w *workload) keyed(by access.Actor, key string) decider.Request {
	return decider.Request{
		Employer: w.from.Employer.ID, Key: key, Body: []byte(key),
		Meta: eventlog.Meta{
			Actor: by.ID, Role: string(by.Role), Purpose: string(by.Purpose),
			Channel: demoChannel, Correlation: uuid.Must(uuid.NewV7()),
		},
	}
}

// register seals and appends one registration, as a handler's journal does.
func (w *workload) register(ctx context.Context, j decider.Journal) (eventlog.Receipt, error) {
	n := w.serial.Add(1)
	e := w.decided[n%benchTemplates]
	return j.Append(ctx, incident.Stream(uuid.Must(uuid.NewV7())), 0, []decider.Event{e}, w.request(n))
}

// command is the whole of a registration: look for a replay, read, decide,
// seal, append.
func (w *workload) command(ctx context.Context, j decider.Journal) error {
	n := w.serial.Add(1)
	_, err := incident.Decider.Run(ctx, j, incident.Stream(uuid.Must(uuid.NewV7())), w.templates[n%benchTemplates], w.request(n))
	return err
}

// sealed makes an append that is ready to be sent.
func (w *workload) sealed(ctx context.Context) (eventlog.Append, error) {
	n := w.serial.Add(1)
	stream, r := incident.Stream(uuid.Must(uuid.NewV7())), w.request(n)
	encoded, err := w.store.opened.Encode(ctx, stream, []decider.Event{w.decided[n%benchTemplates]}, r)
	if err != nil {
		return eventlog.Append{}, err
	}
	key, err := w.store.opened.Fingerprint(ctx, r)
	return eventlog.Append{
		Employer: r.Employer,
		Changes:  []eventlog.Change{{Stream: stream, Events: encoded.Events}},
		Key:      &key, DataKeys: encoded.DataKeys, Marks: encoded.Marks,
	}, err
}
