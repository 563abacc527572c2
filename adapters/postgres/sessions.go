package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
)

// Sessions keeps who is signed in.
type Sessions struct{ db *DB }

// OpenSessions gives those of a database.
func OpenSessions(db *DB) *Sessions { return &Sessions{db: db} }

const beginAttemptSQL = `
INSERT INTO sign_in_attempts (state, browser, issuer, nonce, verifier, back, ends)
VALUES ($1, $2, $3, $4, $5, $6, $7)`

// Walks the index by end; where there are few, all of it is on a page or two.
const crowdedOutSQL = `
DELETE FROM sign_in_attempts
WHERE ends <= (SELECT ends FROM sign_in_attempts ORDER BY ends DESC OFFSET $1 LIMIT 1)`

// Begin keeps an attempt, and drops the oldest where there are too many. Two that end at the
// same microsecond go together.
func (s *Sessions) Begin(ctx context.Context, a access.Attempt, most int) error {
	_, err := s.db.app.Exec(ctx, beginAttemptSQL, a.State[:], a.Browser[:], a.Issuer, a.Nonce, a.Verifier, a.Return, a.Ends)
	if err != nil {
		return said("keep an attempt to sign in", err)
	}
	_, err = s.db.app.Exec(ctx, crowdedOutSQL, most)
	return said("drop attempts to sign in that are too many", err)
}

// The row goes whether or not it was in time, so that it counts once.
const finishAttemptSQL = `
DELETE FROM sign_in_attempts
WHERE state = $1
RETURNING state, browser, issuer, nonce, verifier, back, ends`

// Finish gives an attempt and forgets it.
func (s *Sessions) Finish(ctx context.Context, state access.SecretHash, now time.Time) (access.Attempt, bool, error) {
	var a access.Attempt
	var kept, browser []byte
	err := s.db.app.QueryRow(ctx, finishAttemptSQL, state[:]).Scan(&kept, &browser, &a.Issuer, &a.Nonce, &a.Verifier, &a.Return, &a.Ends)
	found, err := one("finish an attempt to sign in", err)
	if !found || !now.Before(a.Ends) {
		return access.Attempt{}, false, err
	}
	a.State, a.Browser = access.SecretHash(kept), access.SecretHash(browser)
	return a, true, nil
}

const openSessionSQL = `
INSERT INTO sessions (secret, actor, employer, roles, role, issuer, began, used, ends)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

// Open keeps a session, and with it that somebody signed in and which roles he was said to hold.
func (s *Sessions) Open(ctx context.Context, o access.Session) error {
	err := pgx.BeginFunc(ctx, s.db.app, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, openSessionSQL, o.Secret[:], o.Holder.ID, o.Holder.Employer, o.Holder.Roles, o.Role, o.Issuer, o.Began, o.Used, o.Ends)
		if err != nil {
			return err
		}
		return signedIn(ctx, tx, o)
	})
	return said("open a session", err)
}

// A role that the same issuer gave before and gives no more is held no longer.
const heldNoMoreSQL = `
INSERT INTO role_held (at, actor, role, employer, issuer, held)
SELECT $1, actor, role, employer, issuer, false
FROM (
    SELECT DISTINCT ON (role, employer) actor, role, employer, issuer, held
    FROM role_held
    WHERE actor = $2
    ORDER BY role, employer, id DESC
) AS last
WHERE held
    AND role <> ALL($3::text[])`

func signedIn(ctx context.Context, tx pgx.Tx, o access.Session) error {
	k := access.Knock{At: o.Began, What: access.SignedIn, Actor: access.Actor{ID: o.Holder.ID, Role: o.Role, Employer: o.Holder.Employer}, Issuer: o.Issuer}
	if _, err := tx.Exec(ctx, knockSQL, knockOf(k)...); err != nil {
		return err
	}
	roles := make([]string, len(o.Holder.Roles))
	for i, role := range o.Holder.Roles {
		roles[i] = string(role)
		at := o.Holder.Employer
		if !role.AtEmployer() {
			at = uuid.Nil
		}
		if _, err := tx.Exec(ctx, saidSQL, o.Began, o.Holder.ID, roles[i], at, o.Issuer, true); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, heldNoMoreSQL, o.Began, o.Holder.ID, roles)
	return err
}

// Written once a minute at most: a page asks several things at once, and each would
// wait for the one before it.
const (
	findSessionSQL = `
SELECT secret, actor, employer, roles, role, issuer, began, used, ends
FROM sessions
WHERE secret = $1
    AND ends > $2
    AND used > $2::timestamptz - $3::interval`
	usedSQL = `
UPDATE sessions
SET used = $2
WHERE secret = $1
    AND used <= $2::timestamptz - interval '1 minute'`
)

// Find gives a session that goes on.
func (s *Sessions) Find(ctx context.Context, secret access.SecretHash, now time.Time, idle time.Duration) (access.Session, bool, error) {
	o, found, err := s.session(ctx, "find a session", findSessionSQL, secret[:], now, idle)
	if err != nil || !found || now.Sub(o.Used) < time.Minute {
		return o, found, err
	}
	if _, err := s.db.app.Exec(ctx, usedSQL, secret[:], now); err != nil {
		return access.Session{}, false, said("note that a session was used", err)
	}
	o.Used = now
	return o, true, nil
}

// Choose says in which role its holder goes on.
func (s *Sessions) Choose(ctx context.Context, secret access.SecretHash, role access.Role) error {
	_, err := s.db.app.Exec(ctx, chooseSQL, secret[:], role)
	return said("choose a role", err)
}

// Either with its line in the log.
const (
	chooseSQL = `
WITH chosen AS (
    UPDATE sessions SET role = $2 WHERE secret = $1
    RETURNING actor, employer, issuer
)
INSERT INTO authlog (at, what, actor, role, employer, issuer, route, reason, correlation)
SELECT clock_timestamp(), 'role-chosen', actor, $2, employer, issuer, '', '', '00000000-0000-0000-0000-000000000000' FROM chosen`
	endSessionSQL = `
WITH ended AS (
    DELETE FROM sessions
    WHERE secret = $1
    RETURNING secret, actor, employer, roles, role, issuer, began, used, ends
), told AS (
    INSERT INTO authlog (at, what, actor, role, employer, issuer, route, reason, correlation)
    SELECT clock_timestamp(), 'signed-out', actor, role, employer, issuer, '', '', '00000000-0000-0000-0000-000000000000' FROM ended
)
SELECT secret, actor, employer, roles, role, issuer, began, used, ends FROM ended`
)

// End ends a session.
func (s *Sessions) End(ctx context.Context, secret access.SecretHash) (access.Session, bool, error) {
	return s.session(ctx, "end a session", endSessionSQL, secret[:])
}

// Sweep drops what ended.
func (s *Sessions) Sweep(ctx context.Context, now time.Time) error {
	for _, sql := range []string{`DELETE FROM sign_in_attempts WHERE ends <= $1`, `DELETE FROM sessions WHERE ends <= $1`} {
		if _, err := s.db.app.Exec(ctx, sql, now); err != nil {
			return said("sweep sessions that ended", err)
		}
	}
	return nil
}

func (s *Sessions) session(ctx context.Context, what, sql string, args ...any) (o access.Session, found bool, err error) {
	var secret []byte
	err = s.db.app.QueryRow(ctx, sql, args...).Scan(&secret, &o.Holder.ID, &o.Holder.Employer, &o.Holder.Roles, &o.Role, &o.Issuer, &o.Began, &o.Used, &o.Ends)
	if found, err = one(what, err); !found {
		return access.Session{}, false, err
	}
	o.Secret = access.SecretHash(secret) // the table holds it to its length
	return o, true, nil
}

// one tells whether there was a row.
func one(what string, err error) (bool, error) {
	if errors.Is(err, pgx.ErrNoRows) {
		return false, nil
	}
	return err == nil, said(what, err)
}

func said(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, unavailable(err))
}
