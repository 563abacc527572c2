package eventjson

import (
	"context"

	"github.com/google/uuid"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/suspect"
)

// Names are the marks by which a person search finds this record that are not there yet. Of
// what is closed or forgotten there are none.
func (c *Codec) Names(ctx context.Context, owner, stream uuid.UUID, e decider.Event) ([]eventlog.Mark, error) {
	switch e := e.(type) {
	case suspect.Identified:
		who, known := e.Identity.Get()
		if !known {
			return nil, nil
		}
		return c.vault.SuspectMarks(ctx, owner, who.Name, who.BornOn, stream)
	case incident.Registered:
		return c.vault.WorkerMarks(ctx, owner, namesOf(e.Workers), stream)
	case incident.DetailsAdded:
		return c.vault.WorkerMarks(ctx, owner, namesOf(e.Workers), stream)
	}
	return nil, nil
}

func namesOf(workers []incident.Worker) (names []string) {
	for _, w := range workers {
		if who, known := w.Identity.Get(); known {
			names = append(names, who.Name)
		}
	}
	return names
}
