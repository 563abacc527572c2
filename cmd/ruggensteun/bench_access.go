package main

import (
	"context"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/access"
	"ruggensteun/projections/figures"
)

// accessGoal is how fast a figure is that was asked for by the rules, beside one that nobody guards.
const accessGoal = 0.8

// measureAccess asks the same with the rules and without: who asks is held against the rules, the
// figure is of what he may see, and that he saw it is durable before he has it.
func (b *bench) measureAccess(ctx context.Context, d *desk) error {
	by, kept := b.works.from.By, postgres.OpenReadings(b.db, postgres.ReadingOptions{})
	q := figures.Question{Unit: figures.CountIncidents, Rows: figures.Weekday, Columns: figures.Hour}
	var guarded, recorded, open []time.Duration
	for range questionRounds {
		began := time.Now()
		if _, err := d.Ask(q, access.Scope{All: true}); err != nil {
			return err
		}
		open = append(open, time.Since(began))
		began = time.Now()
		scope, err := by.Figures()
		if err != nil {
			return err
		}
		answer, err := d.Ask(q, scope)
		if err != nil {
			return err
		}
		guarded = append(guarded, time.Since(began))
		if err := kept.Record(ctx, access.Reading{Actor: by, At: began, What: "figure", Position: answer.Position, Correlation: uuid.New()}); err != nil {
			return err
		}
		recorded = append(recorded, time.Since(began))
	}
	b.accessLine("figure with access", guarded, open, &goal{Of: "ratio", Least: accessGoal}, []string{"rules", "scope"})
	b.accessLine("figure with access, reading durable first", recorded, open, nil, []string{"rules", "scope", "on record"})
	return nil
}

func (b *bench) accessLine(name string, ours, theirs []time.Duration, least *goal, promises []string) {
	beside := spreadOf(quotients(theirs, ours))
	b.report.add(benchLine{
		Name: name, Ours: quantity{percentile(ours, 50), "ms"},
		Comparator: &comparator{"the same that nobody guards", quantity{percentile(theirs, 50), "ms"}, nil},
		Ratio:      &beside, Goal: least, Promises: promises, Note: "ratio: times as fast",
	})
}
