package main

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/figures"
)

// Goals of protected figures: times as long as the exact answer to the same question, and as
// long over ten times as many rows.
const (
	protectedGoal = 1.3
	tenfoldGoal   = 12
)

const (
	// benchMonths are how many month ends lie behind the last row, at equal distances.
	benchMonths = 36
	// protectedRounds is how often each question is asked for the first time.
	protectedRounds = 15
)

var (
	ofOwners   = access.Scope{All: true}
	ofAnalysts = access.Scope{All: true, For: access.ForAnalysts}

	protectedPromises = []string{"as known at any month end", "protected", "refreshed month by month"}
)

// protectedQuestion is one that an analyst may ask: at most three dimensions and filters.
type protectedQuestion struct {
	name string
	q    figures.Question
}

func protectedQuestions() []protectedQuestion {
	police := figures.Filters{figures.Profession: {"POL"}}
	return []protectedQuestion{
		{"one dimension", figures.Question{Rows: figures.Place}},
		{"by month", figures.Question{Rows: figures.Month}},
		{"two dimensions", figures.Question{Rows: figures.Weekday, Columns: figures.Hour}},
		{"two dimensions and a filter", figures.Question{Rows: figures.Weekday, Columns: figures.Hour, Filters: police}},
		{"three filters", figures.Question{Filters: figures.Filters{figures.Profession: {"POL"}, figures.Place: {"ROAD"}, figures.Behaviour: {"PUSH"}}}},
	}
}

// monthEndsOf cuts a log into equal months.
func monthEndsOf(head eventlog.Position) (ends []figures.Epoch) {
	for i := range benchMonths {
		ends = append(ends, figures.Epoch{
			End:      time.Date(2023, time.Month(i+2), 1, 0, 0, 0, 0, time.UTC),
			Position: max(1, head*eventlog.Position(i+1)/benchMonths),
		})
	}
	return ends
}

// bothWays asks questions exactly and protected, by turns.
type bothWays struct {
	ask  func(figures.Question, access.Scope) (figures.Answer, error)
	ends []figures.Epoch
}

// askedTwice is how long one question took, round by round.
type askedTwice struct {
	exact, first, again []time.Duration
}

// opened is how long the first answer of a month end takes: what stands beside every table of
// it is worked out then too.
func (w bothWays) opened(at eventlog.Position) (time.Duration, error) {
	return w.timed(figures.Question{Unit: figures.CountIncidents, Epochs: w.ends, AsOf: at}, ofAnalysts)
}

func (w bothWays) timed(q figures.Question, s access.Scope) (time.Duration, error) {
	began := time.Now()
	_, err := w.ask(q, s)
	return time.Since(began), err
}

// asked asks one question in many rounds. A view of its own makes each the first of its kind: a
// table that was printed before is kept.
func (w bothWays) asked(q figures.Question, at eventlog.Position) (t askedTwice, err error) {
	q.Unit, q.Epochs, q.AsOf = figures.CountIncidents, w.ends, at
	for round := range protectedRounds + 1 {
		q.View = uuid.NewString()
		var took [3]time.Duration
		for i, scope := range []access.Scope{ofOwners, ofAnalysts, ofAnalysts} {
			if took[i], err = w.timed(q, scope); err != nil {
				return t, err
			}
		}
		if round > 0 { // the first exact one works out what stands beside it too
			t.exact, t.first, t.again = append(t.exact, took[0]), append(t.first, took[1]), append(t.again, took[2])
		}
	}
	return t, nil
}

// protectedLine reports one question beside its exact answer.
func protectedLine(name string, t askedTwice) benchLine {
	longer := spreadOf(quotients(t.first, t.exact))
	return benchLine{
		Name: "protected, " + name, Ours: quantity{percentile(t.first, 50), "ms"},
		Comparator: &comparator{"the same, exact", quantity{percentile(t.exact, 50), "ms"}, questionPromises},
		Ratio:      &longer, Goal: &goal{Of: "ratio", Most: protectedGoal}, Promises: protectedPromises,
		Note: fmt.Sprintf("ratio: times as long; asked again %.2f ms", percentile(t.again, 50)),
	}
}

// measure asks every question as of the last month end, and the first also as of an early one.
func (w bothWays) measure(add func(benchLine)) (map[string]askedTwice, error) {
	last, early := w.ends[len(w.ends)-1].Position, w.ends[len(w.ends)/3].Position
	took, err := w.opened(last)
	if err != nil {
		return nil, err
	}
	add(benchLine{Name: "protected, first answer of a month end", Ours: quantity{milliseconds(took), "ms"}, Promises: protectedPromises, Note: "with coverage, which is remembered"})
	if _, err := w.opened(early); err != nil {
		return nil, err
	}
	all := map[string]askedTwice{}
	for _, p := range protectedQuestions() {
		if all[p.name], err = w.asked(p.q, last); err != nil {
			return nil, fmt.Errorf("%s: %w", p.name, err)
		}
		add(protectedLine(p.name, all[p.name]))
	}
	before, err := w.asked(protectedQuestions()[0].q, early)
	if err != nil {
		return nil, err
	}
	add(protectedLine("one dimension, as of an early month", before))
	return all, nil
}

// measureProtected asks the figures of a server both ways.
func (b *bench) measureProtected(d *desk) error {
	_, err := bothWays{d.Ask, monthEndsOf(d.engine.Load().Position())}.measure(b.report.add)
	return err
}
