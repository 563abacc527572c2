package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/eventjson"
	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections/worklist"
	"ruggensteun/projections/worklist/clocks"
)

// measureStart is how long whoever keeps the clocks needs on a full table until it has
// found all that waits and knows when to look next.
func (w *benchWork) measureStart(ctx context.Context) error {
	db, err := postgres.Connect(ctx, w.logins)
	if err != nil {
		return err
	}
	defer db.Close()
	began := time.Now()
	list := postgres.OpenWorklist(db)
	waiting, err := list.Waiting(ctx, w.now, w.size.cases)
	if err != nil {
		return err
	}
	next, err := list.NextAt(ctx)
	if err != nil {
		return err
	}
	w.report.add(benchLine{
		Name: "clocks started on a full table", Ours: quantity{time.Since(began).Seconds(), "s"}, Goal: &goal{Of: "ours", Most: clocksGoal}, Promises: []string{"nothing kept in memory"},
		Note: fmt.Sprintf("%d files wait, the first since %s", len(waiting), w.now.Sub(next).Round(time.Minute)),
	})
	return nil
}

// measureCounting counts real cases anew as the clock on the wall lets it: every stream
// of each is read and opened, what follows is recorded, and the file is put.
func (w *benchWork) measureCounting(ctx context.Context) error {
	if err := w.list.Empty(ctx); err != nil {
		return err
	}
	codec := eventjson.New(w.vault, uuid.NewV7, clocks.Opens()...)
	keeper := &clocks.Keeper{
		Log: w.log, Codec: codec, Journal: decider.NewJournal(w.log, codec), Files: w.list,
		Now: time.Now, NewID: uuid.New, Logger: w.logger,
	}
	r := rand.New(rand.NewPCG(4, 0))
	for i := range w.size.counted {
		id, err := w.realCase(ctx, r, i)
		if err != nil {
			return err
		}
		due := worklist.File{ID: id, Kind: worklist.OfCase, Employer: benchEmployer.ID, NextAt: w.now.Add(-time.Minute)}
		if _, err := w.list.Put(ctx, due); err != nil {
			return err
		}
	}
	var rates [2]quantity
	for i := range rates { // at first alarms are raised, and then nothing is new
		began := time.Now()
		n, err := keeper.Look(ctx)
		if err != nil || n != w.size.counted {
			return fmt.Errorf("counted %d of %d files: %w", n, w.size.counted, err)
		}
		rates[i] = ofRate(n, time.Since(began))
		if i == 0 {
			err = w.waitAgain(ctx)
		}
		if err != nil {
			return err
		}
	}
	w.report.add(benchLine{
		Name: "files counted anew, nothing new", Ours: rates[1], Promises: []string{"every stream read and opened"},
		Note: fmt.Sprintf("%d real cases, one after the other; %s when each raises its alarms, durably", w.size.counted, rates[0]),
	})
	return nil
}

// waitAgain lets all files that are there wait for the time once more.
func (w *benchWork) waitAgain(ctx context.Context) error {
	ids, err := w.list.Of(ctx, benchEmployer.ID, uuid.Nil, w.size.counted)
	if err != nil {
		return err
	}
	head, err := w.log.Head(ctx)
	for _, id := range ids {
		if err == nil {
			_, err = w.list.Put(ctx, worklist.File{ID: id, Kind: worklist.OfCase, Employer: benchEmployer.ID, Position: head, NextAt: w.now.Add(-time.Minute)})
		}
	}
	return err
}

// realCase records a case with an incident, a worker and what was heard of it.
func (w *benchWork) realCase(ctx context.Context, r *rand.Rand, n int) (uuid.UUID, error) {
	j, id, happened, worker := w.journal(), uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())
	registered := w.works.decided[n%benchTemplates]
	if _, err := j.Append(ctx, incident.Stream(happened), 0, []decider.Event{registered}, w.works.request(w.works.serial.Add(1))); err != nil {
		return id, err
	}
	events := []decider.Event{
		prosecution.Opened{Employer: benchEmployer.ID, Regime: "AVG"},
		prosecution.Linked{Link: prosecution.Link{Kind: prosecution.ToIncident, ID: happened}},
		prosecution.Linked{Link: prosecution.Link{Kind: prosecution.ToWorker, ID: worker}},
	}
	for _, step := range []codes.Code{"MELD_POL", "ARRESTED", "PV_OM", "SUMMONS", "VERDICT"} {
		at, err := moment.New(w.now.Add(-time.Duration(1+r.IntN(60*24))*time.Hour), 60, moment.Minute, "")
		if err != nil {
			return id, err
		}
		told := prosecution.Told{Step: step, Effect: at}
		if step == "VERDICT" {
			told.Outcome = "CONV"
		}
		events = append(events, prosecution.NoticeReceived{Notice: prosecution.Notice{ID: uuid.Must(uuid.NewV7()), Received: at, Source: "OM", Told: person.Of(told)}})
	}
	_, err := j.Append(ctx, prosecution.Stream(id), eventlog.Version(0), events, w.works.request(w.works.serial.Add(1)))
	return id, err
}
