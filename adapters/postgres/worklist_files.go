package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
	"ruggensteun/domain/casework"
	"ruggensteun/projections/worklist"
)

// Files gives a page of files with their terms, in the scope of whoever asks.
func (w *Worklist) Files(ctx context.Context, scope access.Scope, q worklist.FileQuery) (page worklist.FilePage, err error) {
	q.Employer = ownerIn(scope, q.Employer)
	sql, arguments := filesSQL(q, scope.Unit)
	err = w.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, knownToSQL).Scan(&page.Position); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, sql, arguments)
		if err != nil {
			return err
		}
		page.Files, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (f worklist.File, err error) {
			n := newNullable()
			err = row.Scan(fileRefs(&f, n)...)
			n.set()
			return f, err
		})
		if err != nil {
			return err
		}
		page = q.Cut(page)
		return withClocks(ctx, tx, page.Files)
	})
	if err != nil {
		return worklist.FilePage{}, fmt.Errorf("list the files: %w", err)
	}
	return page, nil
}

func filesSQL(q worklist.FileQuery, unit string) (string, pgx.NamedArgs) {
	conditions := []string{"true"}
	add := func(asked bool, condition string) {
		if asked {
			conditions = append(conditions, condition)
		}
	}
	add(q.Employer != uuid.Nil, "employer = @employer::uuid")
	add(q.Kind != "", "kind = @kind::text")
	add(unit != "", "units = ARRAY[@only::text]")
	add(q.Incident != uuid.Nil, "id IN (SELECT file FROM work_links WHERE link = @incident::uuid)")
	add(q.Actor != uuid.Nil, "(responsible = @actor::uuid OR offered_to IN (@actor::uuid, '"+casework.Team.String()+"'))")
	add(q.Closed != nil, "closed = @closed::boolean")
	add(q.After != uuid.Nil, "id < @after::uuid")
	return fmt.Sprintf("SELECT %s FROM work_files WHERE %s ORDER BY id DESC LIMIT @limit::integer", from("", fileColumns), strings.Join(conditions, " AND ")),
		pgx.NamedArgs{
			"employer": q.Employer, "kind": q.Kind, "only": unit, "incident": q.Incident, "actor": q.Actor, "closed": q.Closed, "after": q.After, "limit": q.Limit + 1,
		}
}

// withClocks fills in the terms of files.
func withClocks(ctx context.Context, tx pgx.Tx, files []worklist.File) error {
	at := make(map[uuid.UUID]*worklist.File, len(files))
	ids := make([]uuid.UUID, len(files))
	for i := range files {
		ids[i], at[files[i].ID] = files[i].ID, &files[i]
	}
	rows, err := tx.Query(ctx, "SELECT file, "+from("", clockColumns)+" FROM work_clocks WHERE file = ANY ($1) ORDER BY file, n", ids)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id uuid.UUID
		var c worklist.Clock
		n := newNullable()
		if err := rows.Scan(append([]any{&id}, clockRefs(&c, n)...)...); err != nil {
			return err
		}
		n.set()
		at[id].Clocks = append(at[id].Clocks, c)
	}
	return rows.Err()
}
