package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
)

const (
	knocksSQL = `
SELECT id, at, what, actor, role, employer, issuer, route, reason, correlation
FROM authlog
WHERE employer = $1
    AND ($2 = 0 OR id < $2)
ORDER BY id DESC
LIMIT $3`
	knockDaysSQL = `
SELECT date_trunc('day', at, 'UTC') AS day, what, count(*)
FROM authlog
WHERE at >= $1
GROUP BY day, what
ORDER BY day DESC, what`
)

// KnocksAs gives who came in at an employer and who was refused, the newest first; nothing outside the scope.
func (a *Access) KnocksAs(ctx context.Context, scope access.Scope, owner uuid.UUID, before int64, limit int) (page access.KnocksPage, err error) {
	if owner == uuid.Nil || !scope.Includes(owner) {
		return page, nil
	}
	err = a.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		page, err = knocks(ctx, tx, owner, before, limit)
		return err
	})
	return page, said("list who came in", err)
}

// KnocksOfNobody gives those of no employer: who did not say who he is, and who holds a role at none.
func (a *Access) KnocksOfNobody(ctx context.Context, before int64, limit int) (access.KnocksPage, error) {
	page, err := knocks(ctx, a.db.app, uuid.Nil, before, limit)
	return page, said("list who came in of no employer", err)
}

type queries interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

func knocks(ctx context.Context, q queries, owner uuid.UUID, before int64, limit int) (page access.KnocksPage, err error) {
	rows, err := q.Query(ctx, knocksSQL, owner, before, limit+1)
	if err != nil {
		return page, err
	}
	var ids []int64
	page.Knocks, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (k access.Knock, err error) {
		var id int64
		err = row.Scan(&id, &k.At, &k.What, &k.Actor.ID, &k.Actor.Role, &k.Actor.Employer, &k.Issuer, &k.Route, &k.Reason, &k.Correlation)
		ids = append(ids, id)
		return k, err
	})
	if err == nil && len(page.Knocks) > limit {
		page.Knocks, page.Next = page.Knocks[:limit], ids[limit-1]
	}
	return page, err
}

// KnockDays counts what happened since a moment, by day, of whoever.
func (a *Access) KnockDays(ctx context.Context, since time.Time) (list []access.KnocksOfDay, err error) {
	rows, err := a.db.app.Query(ctx, knockDaysSQL, since)
	if err != nil {
		return nil, said("count who came in", err)
	}
	list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (d access.KnocksOfDay, err error) {
		return d, row.Scan(&d.Day, &d.What, &d.Number)
	})
	return list, said("count who came in", err)
}
