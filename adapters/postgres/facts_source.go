package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/departure"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

// ErrSwitched says that another revision of the facts is read by now. What was
// loaded from the one before is of one piece, but gets no news any more: load anew.
var ErrSwitched = errors.New("another revision of the read model is in use by now")

// ErrErased says that somebody was forgotten, in rows that were loaded before: they
// still hold what is to be gone. Load anew.
var ErrErased = errors.New("somebody was forgotten since the rows were read")

// factsPage is how many row versions are handed over at once.
const factsPage = 5000

// FactsSource gives the versions of the facts to the figures. It stays with the
// revision that it first saw.
type FactsSource struct {
	db     *DB
	schema string
	erased eventlog.Position // of the last erasure when the first rows were read
}

// OpenFacts gives a source on the revision that is read now.
func OpenFacts(db *DB) *FactsSource { return &FactsSource{db: db} }

// Head is the position through which all versions are there and visible. Errors:
// ErrSwitched, ErrErased or ErrNewer when what was loaded is not to be gone on with.
func (s *FactsSource) Head(ctx context.Context) (head eventlog.Position, err error) {
	err = s.reading(ctx, func(tx pgx.Tx) error {
		schema, at, err := ActiveSchema(ctx, tx, facts.Projection)
		if err != nil {
			return err
		}
		erased, err := lastErasure(ctx, tx, schema)
		switch {
		case err != nil:
			return err
		case s.schema == "":
			s.schema, s.erased = schema, erased
		case s.schema != schema:
			return ErrSwitched
		case s.erased != erased:
			return ErrErased
		}
		head = at
		return nil
	})
	if Switched(err) {
		return 0, ErrSwitched
	}
	return head, err
}

// lastErasure is read behind the head: rows are erased before the erasure shows, so
// whatever is read after this one is without what it names.
func lastErasure(ctx context.Context, tx pgx.Tx, schema string) (at eventlog.Position, err error) {
	err = tx.QueryRow(ctx, "SELECT coalesce(max(position), 0) FROM "+qualified(schema, facts.Erasures.Name)+" WHERE purpose = ANY ($1)",
		[]string{string(person.ForHealth), string(person.ForProfile), string(person.ForHistory), string(person.ForProsecution), string(person.ForDamages), string(departure.Everything)}).Scan(&at)
	return at, unavailable(err)
}

// Incidents hands over the versions of incidents, page by page.
func (s *FactsSource) Incidents(ctx context.Context, after, through eventlog.Position, yield func([]facts.Version[facts.Incident]) error) error {
	return readVersions(ctx, s, facts.Incidents, after, through, yield)
}

// Beside gives the versions of the rows that incidents show something of.
func (s *FactsSource) Beside(ctx context.Context, after, through eventlog.Position) (b figures.Beside, err error) {
	if b.Involvements, err = allVersions(ctx, s, facts.Involvements, after, through); err != nil {
		return b, err
	}
	if b.Profiles, err = allVersions(ctx, s, facts.Profiles, after, through); err != nil {
		return b, err
	}
	if b.Histories, err = allVersions(ctx, s, facts.Histories, after, through); err != nil {
		return b, err
	}
	if b.Clearances, err = allVersions(ctx, s, facts.Clearances, after, through); err != nil {
		return b, err
	}
	if b.Pseudonyms, err = allVersions(ctx, s, facts.Pseudonyms, after, through); err != nil {
		return b, err
	}
	b.Prosecuted, err = s.prosecuted(ctx, after, through)
	return b, err
}

func (s *FactsSource) prosecuted(ctx context.Context, after, through eventlog.Position) (p figures.Prosecuted, err error) {
	if p.Cases, err = allVersions(ctx, s, facts.Cases, after, through); err != nil {
		return p, err
	}
	if p.Steps, err = allVersions(ctx, s, facts.Steps, after, through); err != nil {
		return p, err
	}
	if p.Damages, err = allVersions(ctx, s, facts.Damages, after, through); err != nil {
		return p, err
	}
	p.Aangiften, err = allVersions(ctx, s, facts.Aangiften, after, through)
	return p, err
}

// Employers gives the versions of employers.
func (s *FactsSource) Employers(ctx context.Context, after, through eventlog.Position) ([]facts.Version[facts.Employer], error) {
	return allVersions(ctx, s, facts.Employers, after, through)
}

// References gives the versions of tables that were loaded.
func (s *FactsSource) References(ctx context.Context, after, through eventlog.Position) ([]facts.Version[facts.Reference], error) {
	return allVersions(ctx, s, facts.References, after, through)
}

func allVersions[R any](ctx context.Context, s *FactsSource, spec projections.Spec[R], after, through eventlog.Position) (all []facts.Version[R], err error) {
	err = readVersions(ctx, s, spec, after, through, func(page []facts.Version[R]) error {
		all = append(all, page...)
		return nil
	})
	return all, err
}

// reading uses the reader's login over all employers: the figures hold every
// employer's rows, and narrow each question to its asker's.
func (s *FactsSource) reading(ctx context.Context, fn func(pgx.Tx) error) error {
	return pgx.BeginTxFunc(ctx, s.db.reader, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT set_config('ruggensteun.scope', 'all', true)"); err != nil {
			return unavailable(err)
		}
		return fn(tx)
	})
}

func readVersions[R any](ctx context.Context, s *FactsSource, spec projections.Spec[R],
	after, through eventlog.Position, yield func([]facts.Version[R]) error,
) error {
	sql := versionsSQL(s.schema, spec)
	err := s.reading(ctx, func(tx pgx.Tx) error {
		// The server plans for the few rows that are new, not for the many there are.
		rows, err := tx.Query(ctx, sql, int64(after), int64(through))
		if err != nil {
			return unavailable(err)
		}
		defer rows.Close()
		return yieldPages(rows, spec, yield)
	})
	if Switched(err) {
		return ErrSwitched
	}
	if err != nil {
		return fmt.Errorf("read versions of %s: %w", spec.Name, err)
	}
	return nil
}

func yieldPages[R any](rows pgx.Rows, spec projections.Spec[R], yield func([]facts.Version[R]) error) error {
	page := make([]facts.Version[R], 0, factsPage)
	for rows.Next() {
		var v facts.Version[R]
		if err := rows.Scan(append([]any{&v.Key, &v.Position, &v.Parent, &v.Employer}, spec.Refs(&v.Row)...)...); err != nil {
			return unavailable(err) // the driver's own words quote the value
		}
		if page = append(page, v); len(page) == factsPage {
			if err := yield(page); err != nil {
				return err
			}
			page = page[:0]
		}
	}
	if err := rows.Err(); err != nil {
		return unavailable(err)
	}
	return yield(page)
}

func versionsSQL[R any](schema string, spec projections.Spec[R]) string {
	columns := []string{"key", "position", "parent", "employer"}
	for _, c := range spec.Columns {
		columns = append(columns, c.Name)
	}
	return fmt.Sprintf("SELECT %s\nFROM %s\nWHERE position > $1\n    AND position <= $2\nORDER BY position, key",
		strings.Join(columns, ", "), pgx.Identifier{schema, spec.Name}.Sanitize())
}
