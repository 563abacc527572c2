package main

import (
	"context"
	"reflect"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/adapters/intake"
	"ruggensteun/domain/batch"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
)

// restoreReason stands in every correction that takes one of an import back.
const restoreReason = "import undone: as it would be without it"

// without is an incident as it stands, beside what it would be if a batch had never
// told anything of it. What others told after the batch counts in both: where they
// corrected the same field there is no difference, and nothing is taken back.
type without struct {
	now, want incident.Incident
	version   eventlog.Version
	own       bool // the batch registered it
}

func (u *undoing) without(ctx context.Context, id uuid.UUID) (w without, err error) {
	recorded, err := u.log.ReadStream(ctx, incident.Stream(id), 0)
	if err != nil {
		return w, err
	}
	bodies, err := u.opened.Decode(ctx, recorded)
	if err != nil {
		return w, err
	}
	for n, e := range recorded {
		meta, err := eventlog.ParseMeta(e.Metadata)
		if err != nil {
			return w, err
		}
		ofBatch := meta.Channel == batch.Channel && meta.Correlation == u.batch
		w.version, w.own = e.Version, w.own || ofBatch && e.Version == 1
		own, ours := bodies[n].(incident.Event)
		if !ours {
			continue // its payload was removed by a recorded redaction
		}
		w.now = incident.Decider.Evolve(w.now, own)
		if !ofBatch {
			w.want = incident.Decider.Evolve(w.want, own)
		}
	}
	return w, nil
}

// restoreOnce makes of an incident that others registered what it would be without
// the batch.
func (u *undoing) restoreOnce(ctx context.Context, id uuid.UUID) error {
	w, err := u.without(ctx, id)
	if err != nil || w.own || w.now.Withdrawn || !w.want.Registered() {
		return err
	}
	c := &comparison{importer: u.importer, history: history{now: w.now, said: w.now, version: w.version}, want: w.want, v: &verdict{}, reason: restoreReason}
	c.restore()
	commands := c.m.commands(c.now, c.asked(), c.reason)
	if len(commands) > 0 {
		_, err = together.Run(ctx, decider.NewJournal(u.log, u.opened), incident.Stream(id), commands, u.undo(id, w.version))
	}
	switch kind := fault.KindOf(err); {
	case kind == fault.Refused || kind == fault.Invalid:
		u.count(func(r *undoReport) { r.Stays = append(r.Stays, stay{Incident: id, Why: because(err)}) })
		return nil
	case err != nil:
		return err
	}
	u.count(func(r *undoReport) {
		r.Restored += min(1, len(commands))
		for _, n := range c.v.notes {
			r.Stays = append(r.Stays, stay{Incident: id, What: or(string(n.field), n.why), Why: whyItStays[n.kind]})
		}
	})
	return nil
}

var whyItStays = map[intake.Kind]string{
	intake.Destroyed:   "what is on record was destroyed when its term ended",
	intake.NotCompared: "let the registrar undo it: you may not change suspects",
	intake.WorkerLeft:  "of workers who were named nothing is taken back",
	intake.Fixed:       "it never changes once it is recorded",
}

// restore finds what to change.
func (c *comparison) restore() {
	for _, t := range takenFields {
		switch {
		case t.same(c.want, c.now):
		case t.held != nil && (destroyed(t.held(c.want)) || destroyed(t.held(c.now))):
			c.list(intake.Destroyed, t.field, "")
		default:
			t.mend(c)
		}
	}
	gone, come := unmatched(c.now.Suspects, c.want.Suspects)
	switch {
	case len(gone)+len(come) == 0:
	case slices.ContainsFunc(append(gone, come...), lost):
		c.list(intake.Destroyed, "", "suspects")
	default:
		c.mendSuspects(gone, come)
	}
	if !c.blind && !reflect.DeepEqual(c.want.Workers, c.now.Workers) {
		c.list(intake.WorkerLeft, "", "what it told of workers")
	}
}
