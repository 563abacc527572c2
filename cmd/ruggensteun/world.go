package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/google/uuid"

	"ruggensteun/cmd/ruggensteun/world"
	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/suspect"
)

// demoChannel marks every event of the invented world, so that it can never be
// taken for somebody's record.
const demoChannel = "demo"

// How many tell at the same time, so that they share commits, and how much is told
// before anything that came later: the log grows in the world's time, so that a figure
// as of an earlier position is one of an earlier day.
const (
	demoWriters = 64
	demoChapter = 128
)

// teller tells the invented world to the log. Every command has a key of its own, so
// that a world that was interrupted is completed and not doubled.
type teller struct {
	journal decider.Sharing
	fresh   bool // the log was empty: nothing of this world can be there
	said    func(done, total int64)
	done    atomic.Int64
	total   int64
}

func newTeller(j decider.Sharing, fresh bool, said func(done, total int64)) *teller {
	if fresh {
		j = newRecalling(j)
	}
	return &teller{journal: j, fresh: fresh, said: said}
}

// all tells the world in its time: what belongs to one story in order, stories beside
// each other.
func (t *teller) all(ctx context.Context, o *world.Order) error {
	t.total = int64(o.Total)
	for chapter := range o.Chapters(demoChapter) {
		if err := t.chapter(ctx, chapter); err != nil {
			return err
		}
	}
	return nil
}

func (t *teller) chapter(ctx context.Context, chapter []world.Told) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	stories := make(chan []world.Told)
	var writers sync.WaitGroup
	for range demoWriters {
		writers.Go(func() {
			for story := range stories {
				if err := t.story(ctx, story); err != nil {
					fail(err)
				}
			}
		})
	}
	for _, story := range byStory(chapter) {
		stories <- story
	}
	close(stories)
	writers.Wait()
	return context.Cause(ctx)
}

// byStory keeps the order within a story, and the stories in the order in which they
// begin.
func byStory(chapter []world.Told) [][]world.Told {
	var stories [][]world.Told
	at := make(map[int]int)
	for _, told := range chapter {
		i, begun := at[told.Story]
		if !begun {
			i, stories = len(stories), append(stories, nil)
			at[told.Story] = i
		}
		stories[i] = append(stories[i], told)
	}
	return stories
}

func (t *teller) story(ctx context.Context, story []world.Told) error {
	for _, told := range story {
		if ctx.Err() != nil {
			return nil
		}
		if err := t.tell(ctx, told); err != nil {
			return fmt.Errorf("tell the invented world %s: %w", told.Key, err)
		}
		t.said(t.done.Add(1), t.total)
	}
	return nil
}

func (t *teller) tell(ctx context.Context, told world.Told) (err error) {
	switch c := told.Command.(type) {
	case employer.Register:
		_, err = employer.Decider.Run(ctx, t.at(true), told.Stream, c, request(told))
	case suspect.Command:
		_, opens := c.(suspect.Open)
		_, err = suspect.Decider.Run(ctx, t.at(opens), told.Stream, c, request(told))
	case incident.Command:
		if c, err = t.informed(ctx, c); err != nil {
			return err
		}
		err = t.ofIncident(ctx, told, c)
	case aangifte.Command:
		_, makes := c.(aangifte.Make)
		_, err = aangifte.Decider.Run(ctx, t.at(makes), told.Stream, c, request(told))
	case prosecution.Command:
		err = t.ofCase(ctx, told, c)
	case aftercare.Command:
		if c, err = t.heeding(ctx, told, c); err != nil {
			return err
		}
		_, opens := c.(aftercare.Open)
		_, err = aftercare.Decider.Run(ctx, t.at(opens), told.Stream, c, request(told))
	case casework.Command:
		_, assigns := c.(casework.Assign)
		c = world.Among(c, told.Employer)
		_, err = casework.Decider.Run(ctx, t.at(assigns), told.Stream, c, request(told))
	case agreement.Command:
		_, err = agreement.Decider.Run(ctx, t.journal, told.Stream, c, request(told))
	case agreement.UseCommand:
		_, err = agreement.UseDecider.Run(ctx, t.journal, told.Stream, c, request(told))
	default:
		err = fmt.Errorf("a %T is no command", c)
	}
	return err
}

// ofIncident tells the other side of a merge with it, as everywhere.
func (t *teller) ofIncident(ctx context.Context, told world.Told, c incident.Command) (err error) {
	switch c := c.(type) {
	case incident.Merge:
		_, err = decider.All(ctx, t.journal, incident.Decider, told.Stream, incident.Command(c), request(told), incident.Joining(c.ID, c.Into.ID, c.Asked))
	case incident.Split:
		_, err = decider.All(ctx, t.journal, incident.Decider, told.Stream, incident.Command(c), request(told), incident.Parting(told.Stream.ID, c.From, c.Asked))
	default:
		_, registers := c.(incident.Register)
		_, err = incident.Decider.Run(ctx, t.at(registers), told.Stream, c, request(told))
	}
	return err
}

// ofCase records what follows for the suspect's file with the command, as everywhere.
func (t *teller) ofCase(ctx context.Context, told world.Told, c prosecution.Command) error {
	if _, opens := c.(prosecution.Open); opens {
		_, err := prosecution.Decider.Run(ctx, t.at(true), told.Stream, c, request(told))
		return err
	}
	by := suspect.Asked{By: told.By, At: told.At, Employer: employer.Employer{ID: told.Employer}}
	_, err := decider.Both(ctx, t.journal, prosecution.Decider, suspect.Decider, prosecution.ForTheFile(by), told.Stream, c, request(told))
	return err
}

// heeding adds what the incident did to the worker, as the log has it by now.
func (t *teller) heeding(ctx context.Context, told world.Told, c aftercare.Command) (aftercare.Command, error) {
	h, heeds := c.(aftercare.Heed)
	if !heeds {
		return c, nil
	}
	care, _, err := aftercare.Decider.Load(ctx, t.journal, told.Stream)
	if err != nil {
		return nil, err
	}
	s, _, err := incident.Decider.Load(ctx, t.journal, incident.Stream(care.Incident))
	for _, w := range s.Workers {
		if w.Person == care.Worker {
			h.Health, _ = w.Health.Get()
		}
	}
	return h, err
}

// at spares a question whose answer is known: what begins a stream finds it empty.
func (t *teller) at(begins bool) decider.Journal {
	if t.fresh && begins {
		return beginning{t.journal}
	}
	return t.journal
}

// informed adds the facts from outside as they stand in the log.
func (t *teller) informed(ctx context.Context, c incident.Command) (_ incident.Command, err error) {
	switch c := c.(type) {
	case incident.LinkSuspect:
		if c.Suspect != uuid.Nil {
			c.File, _, err = suspect.Decider.Load(ctx, t.journal, suspect.Stream(c.Suspect))
		}
		return c, err
	case incident.Merge:
		c.Into.State, _, err = incident.Decider.Load(ctx, t.journal, incident.Stream(c.Into.ID))
		return c, err
	}
	return c, nil
}

func request(t world.Told) decider.Request {
	key := "demo/" + t.Key
	return decider.Request{
		Employer: t.Employer, Key: key, Body: []byte(key),
		Meta: eventlog.Meta{
			Actor: t.By.ID, Role: string(t.By.Role), Purpose: string(t.By.Purpose),
			Channel: demoChannel, Correlation: uuid.Must(uuid.NewV7()),
		},
	}
}
