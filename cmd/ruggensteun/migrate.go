package main

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"ruggensteun/adapters/embeddedpg"
)

const migrateUsage = `migrate [options]

Makes the logins, the schema and the tables, or brings them to the newest shape.
Every other command does this too; run it by itself where only an administrator
may. It needs no master key.
`

func (p *program) migrate(ctx context.Context, args []string) error {
	f, w := p.ownWork("migrate", migrateUsage)
	if err := parseAll(f, args); err != nil {
		return err
	}
	if err := w.mayOperate(anyEmployer); err != nil {
		return err
	}
	s := &store{logger: quiet()}
	defer s.Close()
	if err := s.openDatabase(ctx, p, *w, nil); err != nil {
		return err
	}
	if err := s.beginRules(ctx, "migrate", nil); err != nil {
		return err
	}
	_, err := fmt.Fprintln(p.out, "The database has the newest shape.")
	return err
}

// anyEmployer takes whatever employer --as names for one that exists: before
// migrating there may be nothing to look it up in, and whoever works for an
// employer may not operate the machine of any.
func anyEmployer(string) (uuid.UUID, error) { return uuid.Max, nil }

const postgresUsage = `postgres ACTION

Actions:
  install                find the PostgreSQL programs, or install them where
                         that may be done
`

func (p *program) postgres(ctx context.Context, args []string) error {
	rest, err := parse(p.flags("postgres", postgresUsage), args)
	if err != nil {
		return err
	}
	_, rest, err = actionOf("postgres", rest, "install")
	if err != nil {
		return err
	}
	if err := noMore(rest); err != nil {
		return err
	}
	found, err := embeddedpg.Ensure(ctx, p.err)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.out, "PostgreSQL %s in %s\n", found.Version, found.Dir)
	return err
}
