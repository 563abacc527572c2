package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"ruggensteun/adapters/postgres/baseline"
	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/projections/figures"
)

// Goals of a question: times faster than SQL on a flat table, and milliseconds.
const (
	questionGoal     = 5
	oneDimensionGoal = 20
	twoDimensionGoal = 100
)

// questionRounds is how often both sides are asked, by turns.
const questionRounds = 40

var questionPromises = []string{"as known at any position", "in scope"}

// benchQuestion is one question in both languages.
type benchQuestion struct {
	name   string
	ours   figures.Question
	theirs func(context.Context, *baseline.Flat) (total int, err error)
	most   float64
}

func questions() []benchQuestion {
	places, behaviours, professions := []codes.Code{"ROAD", "NIGHTLIFE"}, []codes.Code{"VERB_ABUSE", "VERB_THREAT", "PUSH"}, []codes.Code{"POL"}
	return []benchQuestion{
		{"question, one dimension", figures.Question{Unit: figures.CountIncidents, Rows: figures.Place},
			func(ctx context.Context, f *baseline.Flat) (int, error) { return f.ByPlace(ctx) }, oneDimensionGoal},
		{"question, two dimensions and three filters", figures.Question{
			Unit: figures.CountIncidents, Rows: figures.Weekday, Columns: figures.Hour,
			Filters: figures.Filters{figures.Place: places, figures.Behaviour: behaviours, figures.Profession: professions},
		}, func(ctx context.Context, f *baseline.Flat) (int, error) {
			return f.ByWeekdayAndHour(ctx, texts(places), texts(behaviours), texts(professions))
		}, twoDimensionGoal},
	}
}

func texts(list []codes.Code) []string {
	all := make([]string, len(list))
	for i, code := range list {
		all[i] = string(code)
	}
	return all
}

// measureQuestions loads the figures as a server does, and asks them and a flat
// table the same by turns. Both must come to the same number.
func (b *bench) measureQuestions(ctx context.Context) error {
	d, began := newDesk(b.store), time.Now()
	if err := d.load(ctx); err != nil {
		return err
	}
	b.report.add(benchLine{
		Name: "figures loaded", Ours: quantity{time.Since(began).Seconds(), "s"}, Promises: questionPromises,
		Note: fmt.Sprintf("%d events; columns in memory", d.engine.Load().Position()),
	})
	scope, err := b.works.from.By.Figures()
	if err != nil {
		return err
	}
	flat, err := baseline.OpenFlat(ctx, b.url)
	if err != nil {
		return err
	}
	defer flat.Close(ctx)
	for _, q := range questions() {
		if err := b.measureQuestion(ctx, q, d, scope, flat); err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
	}
	return nil
}

func (b *bench) measureQuestion(ctx context.Context, q benchQuestion, d *desk, scope access.Scope, flat *baseline.Flat) error {
	var ours, theirs []time.Duration
	for range questionRounds {
		began := time.Now()
		answer, err := d.Ask(q.ours, scope)
		if err != nil {
			return err
		}
		ours = append(ours, time.Since(began))
		began = time.Now()
		total, err := q.theirs(ctx, flat)
		if err != nil {
			return err
		}
		theirs = append(theirs, time.Since(began))
		if total != answer.Total {
			return fmt.Errorf("the figures count %d incidents, SQL counts %d", answer.Total, total)
		}
	}
	b.questionLines(q, ours, theirs)
	return nil
}

func (b *bench) questionLines(q benchQuestion, ours, theirs []time.Duration) {
	times := make([]float64, len(ours))
	for i := range times {
		times[i] = theirs[i].Seconds() / ours[i].Seconds()
	}
	faster := spreadOf(times)
	b.report.add(benchLine{
		Name: q.name, Ours: quantity{percentile(ours, 50), "ms"},
		Comparator: &comparator{"SQL on a flat table with indexes", quantity{percentile(theirs, 50), "ms"}, []string{"as known now only"}},
		Ratio:      &faster, Goal: &goal{Of: "ratio", Least: questionGoal}, Promises: questionPromises,
		Note: "ratio: times faster",
	})
	b.report.add(benchLine{
		Name: q.name + ", p95", Ours: quantity{percentile(ours, 95), "ms"},
		Goal: &goal{Of: "ours", Most: q.most}, Promises: slices.Clone(questionPromises),
	})
}
