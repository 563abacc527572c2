package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
)

// Access keeps who could see what: who held which role, by which rules was decided, who came in and who
// was refused.
type Access struct{ db *DB }

// OpenAccess gives that of a database.
func OpenAccess(db *DB) *Access { return &Access{db: db} }

const (
	keepRulesSQL = `
INSERT INTO rule_sets (hash, body)
VALUES ($1, $2)
ON CONFLICT DO NOTHING`
	beginRulesSQL = `
INSERT INTO rules_in_force (at, hash, door, trust, logins)
VALUES ($1, $2, $3, $4, $5)`
	// Whoever may take one of our roles, or needs none.
	loginsSQL = `
SELECT
    r.rolname,
    r.rolsuper,
    ARRAY(SELECT o.name FROM unnest($1::text[]) AS o (name) WHERE NOT r.rolsuper AND pg_has_role(r.oid, o.name, 'MEMBER'))
FROM pg_roles AS r
WHERE r.rolcanlogin
    AND (r.rolsuper OR EXISTS (SELECT FROM unnest($1::text[]) AS o (name) WHERE pg_has_role(r.oid, o.name, 'MEMBER')))
ORDER BY r.rolname`
)

// Begin keeps by which rules is decided from now on, whose word is taken on who has a role, and who can open
// the database. Where a server begins, roles end whose issuer may say them no more.
func (a *Access) Begin(ctx context.Context, at time.Time, door string, trust []access.Speaks) error {
	text := access.Rules().Text()
	hash := sha256.Sum256([]byte(text))
	speaks, err := json.Marshal(trust)
	if err != nil {
		return err
	}
	err = pgx.BeginFunc(ctx, a.db.app, func(tx pgx.Tx) error {
		logins, err := loginsOf(ctx, tx)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, keepRulesSQL, hash[:], text); err != nil {
			return err
		}
		if _, err = tx.Exec(ctx, beginRulesSQL, at, hash[:], door, string(speaks), logins); err != nil || door != "serve" {
			return err
		}
		return noLongerSaid(ctx, tx, at, trust)
	})
	return said("keep the rules of access", err)
}

func loginsOf(ctx context.Context, tx pgx.Tx) (string, error) {
	rows, err := tx.Query(ctx, loginsSQL, []string{OwnerRole, AppRole, ReaderRole})
	if err != nil {
		return "", err
	}
	logins, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (l access.Login, err error) {
		return l, row.Scan(&l.Name, &l.All, &l.As)
	})
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(logins)
	return string(text), err
}

const saidSQL = `
INSERT INTO role_held (at, actor, role, employer, issuer, held)
VALUES ($1, $2, $3, $4, $5, $6)`

// Held keeps that somebody was known to hold a role.
func (a *Access) Held(ctx context.Context, s access.Said) error {
	_, err := a.db.app.Exec(ctx, saidSQL, s.At, s.Actor, string(s.Role), s.Employer, s.Issuer, s.Held)
	return said("keep who holds a role", err)
}

const knockSQL = `
INSERT INTO authlog (at, what, actor, role, employer, issuer, route, reason, correlation)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

// Knocked keeps that somebody was let in or not.
func (a *Access) Knocked(ctx context.Context, k access.Knock) error {
	_, err := a.db.app.Exec(ctx, knockSQL, knockOf(k)...)
	return said("keep who came in", err)
}

func knockOf(k access.Knock) []any {
	return []any{k.At, string(k.What), k.Actor.ID, string(k.Actor.Role), k.Actor.Employer, k.Issuer, k.Route, k.Reason, k.Correlation}
}

const heldSQL = `
SELECT at, actor, role, employer, issuer, held
FROM role_held
WHERE at < $1
    AND (employer = $2 OR employer = '00000000-0000-0000-0000-000000000000')
ORDER BY id`

// HeldAs gives what was said before a moment of who held a role at an employer, or at none.
func (a *Access) HeldAs(ctx context.Context, scope access.Scope, owner uuid.UUID, before time.Time) (list []access.Said, err error) {
	if !scope.Includes(owner) {
		return nil, nil
	}
	err = a.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, heldSQL, before, owner)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, scanSaid)
		return err
	})
	return list, said("read who held a role", err)
}

const inForceSQL = `
SELECT f.at, f.hash, s.body, f.door, f.trust, f.logins
FROM rules_in_force AS f
JOIN rule_sets AS s USING (hash)
WHERE f.at < $1
ORDER BY f.at, f.id`

// InForce gives by which rules was decided before a moment, in the order of time.
func (a *Access) InForce(ctx context.Context, before time.Time) (list []access.InForce, err error) {
	rows, err := a.db.app.Query(ctx, inForceSQL, before)
	if err != nil {
		return nil, said("read by which rules was decided", err)
	}
	list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (f access.InForce, err error) {
		var hash []byte
		var body, trust, logins string
		if err := row.Scan(&f.At, &hash, &body, &f.Door, &trust, &logins); err != nil {
			return f, err
		}
		f.Hash = [32]byte(hash) // the table holds it to its length
		if f.Rules, err = access.ParseRules(body); err != nil {
			return f, err
		}
		if err := json.Unmarshal([]byte(trust), &f.Trust); err != nil {
			return f, err
		}
		return f, json.Unmarshal([]byte(logins), &f.Logins)
	})
	return list, said("read by which rules was decided", err)
}

const readByOthersSQL = `
SELECT at, actor, role, employer, purpose, what, personal, position, correlation, owner, trace, fields, channel
FROM readings
WHERE subject = $1
    AND at >= $2
    AND at < $3
    AND owner = $4
    AND NOT changes
ORDER BY at, id`

// ReadingsAs gives who read one record of an owner between two moments.
func (a *Access) ReadingsAs(ctx context.Context, scope access.Scope, owner, record uuid.UUID, from, to time.Time) (list []access.Reading, err error) {
	if !scope.Includes(owner) {
		return nil, nil
	}
	err = a.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, readByOthersSQL, record, from, to, owner)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (r access.Reading, err error) {
			var trace []byte
			var fields []string
			err = row.Scan(&r.At, &r.Actor.ID, &r.Actor.Role, &r.Actor.Employer, &r.Actor.Purpose, &r.What, &r.Personal, &r.Position, &r.Correlation, &r.Owner, &trace, &fields, &r.Channel)
			copy(r.Trace.ID[:], trace)
			for _, f := range fields {
				r.Opened = append(r.Opened, eventlog.Holder{Purpose: f})
			}
			r.ID = record
			return r, err
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read who read a record: %w", err)
	}
	return list, nil
}
