package api

import (
	"context"
	"fmt"
	"sync"
	"time"

	"ruggensteun/domain/boundary"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/picture"
)

// atlas keeps the boundaries that were read already: they are large, seldom loaded, and wanted for
// each map.
type atlas struct {
	mu   sync.Mutex
	read eventlog.Version
	all  []placed
}

// placed is what was loaded, and where in the log.
type placed struct {
	at eventlog.Position
	boundary.Loaded
}

// atlasAt is what was loaded up to a position.
func (a *api) atlasAt(ctx context.Context, p eventlog.Position) (boundary.Atlas, error) {
	a.atlas.mu.Lock()
	defer a.atlas.mu.Unlock()
	recorded, err := a.Log.ReadStream(ctx, boundary.Stream, a.atlas.read)
	if err != nil {
		return boundary.Atlas{}, fmt.Errorf("read boundaries: %w", err)
	}
	events, err := a.Closed.Decode(ctx, recorded)
	if err != nil {
		return boundary.Atlas{}, fmt.Errorf("read boundaries: %w", err)
	}
	for i, e := range events {
		if loaded, is := e.(boundary.Loaded); is { // no payload is left where one was redacted
			a.atlas.all = append(a.atlas.all, placed{recorded[i].Position, loaded})
		}
		a.atlas.read = recorded[i].Version
	}
	var known boundary.Atlas
	for _, one := range a.atlas.all {
		if one.at <= p {
			known = known.With(one.Loaded)
		}
	}
	return known, nil
}

// borders are those that a map of an answer is drawn by.
type borders struct {
	boundary.Chosen
	areas []boundary.Area
}

// bordersOf are none where the rows are no areas, where tiles are asked for, or where none were
// loaded up to the answer's position. They are as on the last day of the period.
func (a *api) bordersOf(ctx context.Context, q figures.Question, p eventlog.Position, s show) (*borders, error) {
	level, areas := mapLevels[q.Rows]
	if !areas || !s.svg || s.tiles {
		return nil, nil
	}
	known, err := a.atlasAt(ctx, p)
	if err != nil {
		return nil, err
	}
	day := ""
	if !q.Period.Before.IsZero() {
		day = q.Period.Before.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	chosen, found, err := known.On(level, day)
	if err != nil || !found {
		return nil, err
	}
	b := &borders{Chosen: chosen}
	if b.areas, err = chosen.Shape.Areas(picture.Detail); err != nil {
		return nil, fmt.Errorf("draw the boundaries of %s since %s: %w", level, chosen.Since, err)
	}
	return b, nil
}

var mapLevels = map[figures.Dimension]boundary.Level{
	figures.Gemeente: boundary.Gemeente, figures.Region: boundary.Region, figures.PoliceUnit: boundary.PoliceUnit, figures.Province: boundary.Province,
}
