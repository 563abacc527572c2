package world_test

import (
	"slices"
	"testing"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/disclosure/attacktest"
	"ruggensteun/projections/disclosure/attacktest/figurestest"
	"ruggensteun/projections/disclosure/attacktest/glpk"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/facts/factstest"
	"ruggensteun/projections/figures"
)

// TestNobodyOfTheInventedWorldIsGivenAway attacks the engine itself, on the world that the
// demonstration shows, as it became known month by month.
func TestNobodyOfTheInventedWorldIsGivenAway(t *testing.T) {
	t.Parallel()
	shown := shownRegister(t)
	years := []disclosure.Period{attacktest.Periods(2025)[1], attacktest.Periods(2026)[1]}
	for viewer, scope := range map[disclosure.Viewer]access.Scope{
		disclosure.Analyst: {All: true, For: access.ForAnalysts},
		disclosure.Public:  {All: true, For: access.ForPublic},
	} {
		t.Run(string(scope.For), func(t *testing.T) {
			t.Parallel()
			attacktest.Run(t, attacktest.Target{
				Oracle: &figurestest.Oracle{Epochs: shown.epochs, Answer: func(q figures.Question) figures.Answer {
					a, err := shown.engine.Ask(q, scope)
					if err != nil {
						panic(err)
					}
					return a
				}}, World: shown.world, Viewer: viewer, Table: disclosure.Default(),
				Dimensions: shown.world.Dimensions[1:], Joint: shown.world.Dimensions[:2], Periods: []disclosure.Period{{}}, Parts: []disclosure.Period{{}},
				Partitions: [][]disclosure.Period{years}, Slices: quiet(),
				Epoch: shown.world.Epochs - 1, Solve: glpk.Solver(t),
			})
		})
	}
}

// register is the same incidents twice: as the engine has them, and as records to be judged by.
type register struct {
	engine *figures.Engine
	epochs []figures.Epoch
	world  *attacktest.World
}

// quiet are years and quarters of one profession: large enough to be printed, and so quiet
// that some reports come alone.
func quiet() (cells []attacktest.Cell) {
	for _, year := range []int{2025, 2026} {
		for _, profession := range []string{"POL", "BOA1", "AMB"} {
			cells = append(cells, attacktest.Cell{}.And(string(figures.Profession), profession).Over(attacktest.Periods(year)[1:6])...)
		}
	}
	return cells
}

func shownRegister(t *testing.T) *register {
	l := shownWorld(t)
	engine, err := figures.New(time.LoadLocation)
	if err != nil {
		t.Fatal(err)
	}
	key, err := disclosure.NewKey([]byte("an invented key, of 32 bytes too"))
	if err != nil {
		t.Fatal(err)
	}
	engine.Protect(key, disclosure.Default())
	incidents := factstest.Fold(facts.Incidents, l.history)
	batch := figures.Batch{Through: eventlog.Position(len(l.history)), Employers: factstest.Fold(facts.Employers, l.history), Incidents: incidents}
	if err := engine.Apply(batch); err != nil {
		t.Fatal(err)
	}
	epochs := epochsOf(t, l.history)
	return &register{engine, epochs, figurestest.Records(incidents, epochs, amsterdam(t))}
}

// epochsOf are the month ends, as they would have been had the world been told in its time.
func epochsOf(t *testing.T, history []projections.Event) (epochs []figures.Epoch) {
	first, last := history[0].RecordedAt, history[len(history)-1].RecordedAt
	for _, end := range disclosure.MonthEnds(first, last, amsterdam(t)) {
		n, _ := slices.BinarySearchFunc(history, end, func(e projections.Event, end time.Time) int { return e.RecordedAt.Compare(end) })
		if n > 0 {
			epochs = append(epochs, figures.Epoch{End: end, Position: eventlog.Position(n)})
		}
	}
	return epochs
}
