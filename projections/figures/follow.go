package figures

import (
	"context"
	"fmt"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/facts"
)

// Source gives the versions of the facts as they are stored.
type Source interface {
	// Head is the position through which all versions are there and visible.
	Head(ctx context.Context) (eventlog.Position, error)
	// Incidents hands over, page by page and in the order of position, every
	// version that began after one position and not after another. It may fill
	// the same page again once yield returns, and stops with yield's error.
	Incidents(ctx context.Context, after, through eventlog.Position, yield func([]facts.Version[facts.Incident]) error) error
	// Employers does the same for employers, of whom there are few.
	Employers(ctx context.Context, after, through eventlog.Position) ([]facts.Version[facts.Employer], error)
}

// CatchUp takes in all that the source has now; what was taken in before an error
// stays. Callers take turns.
func (e *Engine) CatchUp(ctx context.Context, source Source) error {
	e.feeding.Lock()
	defer e.feeding.Unlock()
	after := e.Position()
	head, err := source.Head(ctx)
	if err != nil {
		return fmt.Errorf("ask how far the facts go: %w", err)
	}
	if head <= after {
		return nil
	}
	employers, err := source.Employers(ctx, after, head)
	if err != nil {
		return fmt.Errorf("read employers after position %d: %w", after, err)
	}
	feed := feed{engine: e, employers: employers}
	if err := source.Incidents(ctx, after, head, feed.take); err != nil {
		return fmt.Errorf("read incidents after position %d: %w", e.Position(), err)
	}
	return feed.apply(head, feed.held)
}

// feed turns pages into batches. A page may end within a position, but a batch
// may not: what stands at the last position waits for the next page.
type feed struct {
	engine    *Engine
	employers []facts.Version[facts.Employer]
	held      []facts.Version[facts.Incident]
}

func (f *feed) take(page []facts.Version[facts.Incident]) error {
	all := append(f.held, page...)
	if len(all) == 0 {
		return nil
	}
	last := all[len(all)-1].Position
	whole := len(all)
	for whole > 0 && all[whole-1].Position == last {
		whole--
	}
	if whole > 0 {
		if err := f.apply(last-1, all[:whole]); err != nil {
			return err
		}
	}
	f.held = append([]facts.Version[facts.Incident]{}, all[whole:]...)
	return nil
}

func (f *feed) apply(through eventlog.Position, incidents []facts.Version[facts.Incident]) error {
	n := 0
	for n < len(f.employers) && f.employers[n].Position <= through {
		n++
	}
	b := Batch{Through: through, Incidents: incidents, Employers: f.employers[:n]}
	f.employers = f.employers[n:]
	return f.engine.Apply(b)
}
