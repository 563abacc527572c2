package clocks

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
)

// PointersName is that of the consumer that lets the incident that stays know of merges
// from before both sides were told of one. What is merged now tells both in one append, so
// once it is at the head it has nothing to do.
const PointersName = "merged-incidents"

// PointersTopic is what it listens to.
const PointersTopic = "incident.merged"

// PointBack tells the incident that stays of a merge that it does not know, and counts its
// files, which are followed with those of the other one from then on. Of one that was split
// since, or points to what was never registered, there is nothing to tell.
func (k *Keeper) PointBack(ctx context.Context, e eventlog.Recorded, key func(part string) string) error {
	merged, _, err := incident.Decider.Load(ctx, k.Journal, incident.Stream(e.Stream.ID))
	if err != nil || merged.MergedInto == uuid.Nil {
		return err
	}
	stays, _, err := incident.Decider.Load(ctx, k.Journal, incident.Stream(merged.MergedInto))
	if err != nil || !stays.Registered() || stays.MergedInto == e.Stream.ID {
		return err
	}
	by := incident.Asked{By: access.Clocks(), At: k.now(ctx), Employer: employer.Employer{ID: stays.Employer}}
	r := decider.Request{Employer: stays.Employer, Key: key("absorbed"), Meta: k.meta(cause{event: e.ID})}
	o, err := incident.Decider.Run(ctx, k.Journal, incident.Stream(merged.MergedInto), incident.Command(incident.Absorb{Asked: by, ID: e.Stream.ID}), r)
	if err != nil || o.First == 0 {
		return err // it knew, and so did whoever counted
	}
	ids, err := k.Files.Linked(ctx, merged.MergedInto)
	if err != nil {
		return err
	}
	e.Position = o.First // counted before that, they are counted anew
	return k.heardOf(ctx, ids, e, key, k.turn())
}

// otherSide are the files of the incident that another one was merged into, or split from:
// they are not linked to that one yet.
func (k *Keeper) otherSide(ctx context.Context, e eventlog.Recorded) ([]uuid.UUID, error) {
	if e.Type != (incident.Merged{}).EventType() && e.Type != (incident.SplitOff{}).EventType() {
		return nil, nil
	}
	bodies, err := k.Codec.Decode(ctx, []eventlog.Recorded{e})
	if err != nil {
		return nil, fmt.Errorf("read the event at position %d: %w", e.Position, err)
	}
	switch body := bodies[0].(type) {
	case incident.Merged:
		return k.Files.Linked(ctx, body.Into)
	case incident.SplitOff:
		return k.Files.Linked(ctx, body.From)
	}
	return nil, nil // removed by a recorded redaction
}
