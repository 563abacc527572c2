package postgres

import (
	"context"
	"fmt"
)

// Empty throws all files away, as may be done at any time: the consumer that counts them
// makes them again from the first event on. It uses the owner's login.
func (w *Worklist) Empty(ctx context.Context) error {
	if _, err := w.db.owner.Exec(ctx, `TRUNCATE work_files, work_clocks, work_links`); err != nil {
		return fmt.Errorf("empty the work list: %w", unavailable(err))
	}
	return nil
}

// Settle does at once what autovacuum does in its own time, after many files were put in
// a minute. It uses the owner's login.
func (w *Worklist) Settle(ctx context.Context) error {
	for _, table := range []string{"work_files", "work_clocks", "work_links"} {
		if _, err := w.db.owner.Exec(ctx, "VACUUM (ANALYZE) "+table); err != nil {
			return fmt.Errorf("settle %s: %w", table, unavailable(err))
		}
	}
	return nil
}
