package main

import (
	"context"
	"testing"

	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

// interrupted is a source of the figures of which something happens once it was asked how
// far it goes, and before it is read.
type interrupted struct {
	figures.Source
	by func()
}

func (s interrupted) Incidents(ctx context.Context, after, through eventlog.Position, yield func([]facts.Version[facts.Incident]) error) error {
	s.by()
	return s.Source.Incidents(ctx, after, through, yield)
}

// TestFiguresAreCountedAnewWhereTheirTablesAreSwitched, as a server does that begins while
// somebody asks; and where that never ends, it is said as it is.
func TestFiguresAreCountedAnewWhereTheirTablesAreSwitched(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	c.incident("GEM-X", "2026-03-06T23:10+01:00", "ROAD")
	c.total()
	loads := 0
	load := func(switches int) (*figures.Engine, error) {
		loads = 0
		return (&store{}).loadFigures(t.Context(), func() figures.Source {
			loads++
			return interrupted{postgres.OpenFacts(c.db.DB), func() {
				if loads <= switches {
					c.run("projections", "rebuild", "facts").ok()
				}
			}}
		})
	}
	if engine, err := load(1); err != nil || engine.Position() != 2 || loads != 2 {
		t.Errorf("after %d loads: %v", loads, err)
	}
	if _, err := load(loadTries); fault.KindOf(err) != fault.Unavailable || loads != loadTries {
		t.Errorf("after %d loads: %v", loads, err)
	}
}
