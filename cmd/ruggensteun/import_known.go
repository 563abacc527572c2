package main

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/adapters/intake"
	"ruggensteun/domain/batch"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

// errUndone: the import that registered it was undone, so it is registered anew.
var errUndone = errors.New("the import of this incident was undone")

// history is an incident as it stands, beside what imports alone have said of it.
type history struct {
	now, said incident.Incident
	version   eventlog.Version
	batch     uuid.UUID // that registered it
	others    bool      // somebody else than this actor's imports told something
}

func (h *history) take(e eventlog.Recorded, body any, actor uuid.UUID) error {
	meta, err := eventlog.ParseMeta(e.Metadata)
	if err != nil {
		return fmt.Errorf("event %d: %w", e.Position, err)
	}
	imported := meta.Channel == batch.Channel
	h.version, h.others = e.Version, h.others || !imported || meta.Actor != actor
	if e.Version == 1 {
		h.batch = meta.Correlation
	}
	own, ours := body.(incident.Event) // nil when a redaction removed the payload
	if !ours {
		return nil
	}
	h.now = incident.Decider.Evolve(h.now, own)
	if imported {
		h.said = incident.Decider.Evolve(h.said, own)
	}
	return nil
}

func (i *importer) history(ctx context.Context, id uuid.UUID) (h history, err error) {
	recorded, err := i.log.ReadStream(ctx, incident.Stream(id), 0)
	if err != nil {
		return h, err
	}
	bodies, err := i.opened.Decode(ctx, recorded)
	if err != nil {
		return h, err
	}
	for n, e := range recorded {
		if err := h.take(e, bodies[n], i.actor.ID); err != nil {
			return h, err
		}
	}
	return h, nil
}

// comparison holds what the file says now against what the last import said,
// and against what is on record.
type comparison struct {
	*importer
	history
	want   incident.Incident
	m      mending
	v      *verdict
	reason string // of what is corrected
}

func (c *comparison) list(kind intake.Kind, field intake.Field, why string) {
	c.v.notes = append(c.v.notes, remark{kind, field, why})
}

// hidden tells whether persons on record must not be compared: whoever may not
// read them would learn from the answer whether a guess in a file is right.
// What only he himself said he knows.
func (c *comparison) hidden() bool { return c.blind && c.others }

func (c *comparison) fields(answers intake.Answers) {
	for _, t := range takenFields {
		if _, asked := answers[t.field]; !asked {
			continue
		}
		switch {
		case t.held != nil && c.hidden():
			c.list(intake.NotCompared, t.field, "")
		case t.held != nil && (destroyed(t.held(c.said)) || destroyed(t.held(c.now))):
			c.list(intake.Destroyed, t.field, "")
		case t.same(c.want, c.said) || t.same(c.want, c.now), t.left != nil && t.left(c):
		case t.changedSince(c.said, c.now):
			c.list(intake.ChangedSince, t.field, "")
		default:
			c.v.changes = append(c.v.changes, string(t.field))
			t.mend(c)
		}
	}
}

func (c *comparison) workers(told []incident.WorkerHit) {
	if c.hidden() {
		if len(told)+len(c.said.Workers) > 0 {
			c.list(intake.NotCompared, "", "workers")
		}
		return
	}
	for _, w := range c.said.Workers {
		if !slices.ContainsFunc(told, func(hit incident.WorkerHit) bool { return hit.Person == w.Person }) {
			c.list(intake.WorkerLeft, "", "the file has a worker no more")
		}
	}
	for _, hit := range told {
		c.worker(hit)
	}
}

func (c *comparison) worker(hit incident.WorkerHit) {
	want, _ := c.want.Worker(hit.Person)
	said, known := c.said.Worker(hit.Person)
	now, onRecord := c.now.Worker(hit.Person)
	after, _ := incident.Decider.Evolve(c.said, incident.DetailsAdded{Workers: []incident.Worker{want}}).Worker(hit.Person)
	nowAfter, _ := incident.Decider.Evolve(c.now, incident.DetailsAdded{Workers: []incident.Worker{want}}).Worker(hit.Person)
	switch {
	case gone(said), gone(now), !onRecord && hit.StaffNumber == "" && slices.ContainsFunc(c.now.Workers, gone):
		// Who has no number may be the one that was forgotten.
		c.list(intake.Destroyed, "", "a worker")
	case onRecord && !named(now, hit):
		c.list(intake.WorkerLeft, "", "a worker has another name")
	case known && reflect.DeepEqual(after, said), reflect.DeepEqual(nowAfter, now):
	case !reflect.DeepEqual(said, now):
		c.list(intake.ChangedSince, "", "a worker")
	default:
		c.changed("workers")
		c.m.add.Workers = append(c.m.add.Workers, hit)
	}
}

func (c *comparison) changed(what string) {
	if !slices.Contains(c.v.changes, what) {
		c.v.changes = append(c.v.changes, what)
	}
}

func gone(w incident.Worker) bool {
	return w.Identity.State == person.Forgotten || w.Health.State == person.Forgotten
}

// named tells whether somebody on record can be called this.
func named(w incident.Worker, hit incident.WorkerHit) bool {
	have := w.Identity.Value.Name
	return have == "" || hit.Name == "" || strings.EqualFold(have, strings.TrimSpace(hit.Name))
}

// mended tells the changes, all at once, and that there were any.
func (c *comparison) mended(ctx context.Context, t *task) (bool, error) {
	commands := c.m.commands(c.now, c.asked(), c.reason)
	switch {
	case len(commands) == 0:
		return false, nil
	case c.now.Closed:
		for _, what := range c.v.changes {
			c.list(intake.Closed, intake.Field(what), "")
		}
		return false, nil
	}
	if c.dry {
		events, err := together.Decide(c.now, commands)
		return len(events) > 0, err
	}
	before := c.version
	err := c.change(ctx, t, &c.version, commands)
	return c.version > before, err
}

// correctionReason stands in every correction that an import makes.
const correctionReason = "import: the employer's file says otherwise since the last one"

// known brings an incident on record up to the file.
func (i *importer) known(ctx context.Context, t *task, v *verdict) error {
	h, err := i.history(ctx, t.incident)
	if err != nil {
		return err
	}
	c := comparison{importer: i, history: h, v: v, reason: correctionReason}
	v.what = unchanged
	if h.batch == i.batch {
		v.what = recordedBefore
	}
	switch {
	case !h.now.Registered():
		c.list(intake.Destroyed, "", "the incident")
		return nil
	case h.now.Withdrawn && h.now.Withdrawal.Reason == codes.UndoneImport:
		return errUndone
	case h.now.Withdrawn:
		c.list(intake.TakenBack, "", "")
		return nil
	}
	hits := t.hits(i.persons, &h)
	events, err := together.Decide(together.Initial, tellingOf(t.record).commands(i.asked(), hits))
	if err != nil {
		return err
	}
	c.want = incident.Decider.Fold(events)
	c.fields(t.record.Answers)
	c.workers(hits)
	c.suspects(t.record.Suspects)
	if changed, err := c.mended(ctx, t); err != nil {
		return err
	} else if changed && v.what == unchanged {
		v.what = corrected
	} else if !changed {
		v.changes = nil
	}
	return nil
}
