package figures

import (
	"context"
	"fmt"
	"sort"

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
	// Beside gives those of the rows that incidents show something of, of a stretch
	// that is not long.
	Beside(ctx context.Context, after, through eventlog.Position) (Beside, error)
	// Employers gives those of employers, of whom there are few.
	Employers(ctx context.Context, after, through eventlog.Position) ([]facts.Version[facts.Employer], error)
	// References gives those of tables that were loaded, of whom there are few.
	References(ctx context.Context, after, through eventlog.Position) ([]facts.Version[facts.Reference], error)
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
	references, err := source.References(ctx, after, head)
	if err != nil {
		return fmt.Errorf("read loaded tables after position %d: %w", after, err)
	}
	feed := feed{engine: e, employers: employers, references: references}
	for after < head {
		through := min(after+stretchOfLog, head)
		if err := feed.stretch(ctx, source, after, through); err != nil {
			return err
		}
		after = through
	}
	return nil
}

// stretchOfLog is how much of the log is taken in at a time: tables are read one
// after the other, and what was read of one waits in memory for the next.
const stretchOfLog = 50_000

// feed turns pages into batches. A page may end within a position, but a batch
// may not: what stands at the last position waits for the next page.
type feed struct {
	engine     *Engine
	employers  []facts.Version[facts.Employer]
	references []facts.Version[facts.Reference]
	beside     Beside
	held       []facts.Version[facts.Incident]
}

func (f *feed) stretch(ctx context.Context, source Source, after, through eventlog.Position) (err error) {
	if f.beside, err = source.Beside(ctx, after, through); err != nil {
		return fmt.Errorf("read the rows beside incidents after position %d: %w", after, err)
	}
	if err := source.Incidents(ctx, after, through, f.take); err != nil {
		return fmt.Errorf("read incidents after position %d: %w", f.engine.Position(), err)
	}
	held := f.held
	f.held = nil
	return f.apply(through, held)
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
	b := Batch{Through: through, Incidents: incidents}
	b.Employers, f.employers = upTo(through, f.employers)
	b.References, f.references = upTo(through, f.references)
	b.Beside, f.beside = f.beside.upTo(through)
	return f.engine.Apply(b)
}

// upTo divides versions into those up to a position and those after it.
func upTo[R any](through eventlog.Position, all []facts.Version[R]) (now, later []facts.Version[R]) {
	n := sort.Search(len(all), func(i int) bool { return all[i].Position > through })
	return all[:n], all[n:]
}
