package postgres

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/jackc/pgx/v5"

	"ruggensteun/projections"
)

// plainName is what a projection, table or column may be called. Names come
// from code; the check keeps a slip there from becoming another statement.
var plainName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,40}$`)

var headColumns = []string{"key", "position", "parent", "employer"}

func schemaOf(name string, revision int) string { return fmt.Sprintf("%s_r%d", name, revision) }

func qualified(schema, table string) string { return pgx.Identifier{schema, table}.Sanitize() }

func quoted(name string) string { return pgx.Identifier{name}.Sanitize() }

// checkProjection refuses a projection that cannot have tables, before any is made.
func checkProjection(p projections.Projection) error {
	if !plainName.MatchString(p.Name) || p.Revision < 1 || len(p.Tables) == 0 {
		return errors.New("a projection needs a lower-case name, a revision from 1, and tables")
	}
	tables := map[string]bool{}
	for _, t := range p.Tables {
		if !plainName.MatchString(t.Name()) || tables[t.Name()] {
			return fmt.Errorf("projection %s: table name %q is taken or not a plain lower-case name", p.Name, t.Name())
		}
		tables[t.Name()] = true
		if err := checkColumns(t); err != nil {
			return fmt.Errorf("projection %s, table %s: %w", p.Name, t.Name(), err)
		}
		if err := checkErasing(t); err != nil {
			return fmt.Errorf("projection %s, table %s: %w", p.Name, t.Name(), err)
		}
	}
	return nil
}

func checkColumns(t projections.Table) error {
	taken := map[string]bool{}
	for _, name := range headColumns {
		taken[name] = true
	}
	for _, c := range t.Columns() {
		if !plainName.MatchString(c.Name) || taken[c.Name] {
			return fmt.Errorf("column name %q is taken or not a plain lower-case name", c.Name)
		}
		taken[c.Name] = true
	}
	if refs := t.Refs(t.New()); len(refs) != len(t.Columns()) {
		return fmt.Errorf("%d columns but %d references to them", len(t.Columns()), len(refs))
	}
	return nil
}
