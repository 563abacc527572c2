package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"ruggensteun/adapters/postgres/baseline"
	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

// Goals of a question: times faster than SQL on a flat table and than an earlier
// moment, and milliseconds.
const (
	questionGoal     = 5
	earlierGoal      = 0.5 // of an earlier moment, beside now
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
		{"question, by month", figures.Question{Unit: figures.CountIncidents, Rows: figures.Month},
			func(ctx context.Context, f *baseline.Flat) (int, error) { return f.ByMonth(ctx) }, oneDimensionGoal},
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

// fillFacts makes the log as long as it is to be, and the rows from it.
func (b *bench) fillFacts(ctx context.Context) error {
	if err := b.fill(ctx, eventlog.Position(b.size.events)); err != nil {
		return err
	}
	bar := b.progressBar("making the rows")
	defer bar.done()
	_, err := b.runner.Rebuild(ctx, facts.Projection, bar.at)
	return err
}

// measureQuestions loads the figures as a server does, and asks them and a flat
// table the same by turns. Both must come to the same number.
func (b *bench) measureQuestions(ctx context.Context) error {
	if err := b.needKey(); err != nil {
		return err
	}
	debug.FreeOSMemory() // what earlier measurements held is not the columns'
	d, before, began := newDesk(b.store), heapNow(), time.Now()
	if err := d.load(ctx); err != nil {
		return err
	}
	took := time.Since(began)
	b.report.add(benchLine{
		Name: "figures loaded", Ours: quantity{took.Seconds(), "s"}, Promises: questionPromises,
		Note: fmt.Sprintf("%d events; %.0f MiB of columns in memory", d.engine.Load().Position(), mebibytes(heapNow()-before)),
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
	if err := b.measureEarlier(d, scope); err != nil {
		return err
	}
	if err := b.measureAccess(ctx, d); err != nil {
		return err
	}
	return b.measureProtected(d)
}

// needKey gives a store without a cell key one to measure with.
func (b *bench) needKey() (err error) {
	if b.cells.IsZero() {
		b.cells, err = benchKey()
	}
	return err
}

// heapNow is what is kept, without what has only not been collected yet.
func heapNow() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// measureEarlier asks as of halfway the log and as of now, by turns.
func (b *bench) measureEarlier(d *desk, scope access.Scope) error {
	now := figures.Question{Unit: figures.CountIncidents, Rows: figures.Place}
	then := now
	then.AsOf = d.engine.Load().Position() / 2
	var ours, theirs []time.Duration
	for range questionRounds {
		for q, took := range map[*figures.Question]*[]time.Duration{&now: &theirs, &then: &ours} {
			began := time.Now()
			if _, err := d.Ask(*q, scope); err != nil {
				return err
			}
			*took = append(*took, time.Since(began))
		}
	}
	beside := spreadOf(quotients(theirs, ours))
	b.report.add(benchLine{
		Name: "question, as known halfway", Ours: quantity{percentile(ours, 50), "ms"},
		Comparator: &comparator{"the same as known now", quantity{percentile(theirs, 50), "ms"}, questionPromises},
		Ratio:      &beside, Goal: &goal{Of: "ratio", Least: earlierGoal}, Promises: questionPromises,
		Note: "ratio: times faster",
	})
	return nil
}

// quotients are of each round's times.
func quotients(of, by []time.Duration) []float64 {
	each := make([]float64, len(of))
	for i := range each {
		each[i] = of[i].Seconds() / by[i].Seconds()
	}
	return each
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
		if total != answer.Total.N {
			return fmt.Errorf("the figures count %d incidents, SQL counts %d", answer.Total.N, total)
		}
	}
	b.questionLines(q, ours, theirs)
	return nil
}

func (b *bench) questionLines(q benchQuestion, ours, theirs []time.Duration) {
	faster := spreadOf(quotients(theirs, ours))
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
