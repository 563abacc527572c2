package postgres

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
)

// Those of whom it was said last that they do not hold it are left out after the last was found, and
// not before: else what was said earlier would count again.
const knownSQL = `
SELECT at, actor, role, employer, issuer, held
FROM (
    SELECT DISTINCT ON (actor, role) at, actor, role, employer, issuer, held
    FROM role_held
    WHERE employer = $1
        AND split_part(role, ':', 1) = ANY($2)
    ORDER BY actor, role, id DESC
) AS last
WHERE held
ORDER BY actor, role`

// KnownAs gives what was said last of those who hold one of these roles at an employer, in whichever unit.
func (a *Access) KnownAs(ctx context.Context, scope access.Scope, owner uuid.UUID, roles []access.Role) (list []access.Said, err error) {
	if owner == uuid.Nil || !scope.Includes(owner) {
		return nil, nil
	}
	err = a.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, knownSQL, owner, roles)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, scanSaid)
		return err
	})
	return list, said("read who is known to hold a role", err)
}

func scanSaid(row pgx.CollectableRow) (s access.Said, err error) {
	return s, row.Scan(&s.At, &s.Actor, &s.Role, &s.Employer, &s.Issuer, &s.Held)
}

// Introduce keeps that somebody holds a role who has not asked for anything yet, and that it was said here.
// Saying it again of who is known changes nothing.
func (a *Access) Introduce(ctx context.Context, s access.Said) (known bool, err error) {
	err = pgx.BeginFunc(ctx, a.db.app, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, heldNowSQL, s.Actor, string(s.Role), s.Employer).Scan(&known)
		if known, err = one("see whether somebody is known", err); err != nil || known {
			return err
		}
		if _, err := tx.Exec(ctx, saidSQL, s.At, s.Actor, string(s.Role), s.Employer, s.Issuer, true); err != nil {
			return err
		}
		k := access.Knock{At: s.At, What: access.Introduced, Actor: access.Actor{ID: s.Actor, Role: s.Role, Employer: s.Employer}, Issuer: s.Issuer}
		_, err = tx.Exec(ctx, knockSQL, knockOf(k)...)
		return err
	})
	return known, said("make somebody known", err)
}

const heldNowSQL = `
SELECT held
FROM (
    SELECT held
    FROM role_held
    WHERE actor = $1
        AND role = $2
        AND employer = $3
    ORDER BY id DESC
    LIMIT 1
) AS last
WHERE held`
