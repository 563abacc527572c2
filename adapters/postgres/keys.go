package postgres

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/eventlog"
)

// Keys keeps wrapped keys and the blind index. Reading is the app's right;
// erasing and wrapping anew are the owner's, so that no fault in a request can
// destroy a key.
type Keys struct {
	db *DB
}

// OpenKeys gives the keys of a database.
func OpenKeys(db *DB) *Keys { return &Keys{db: db} }

const (
	// One step down the index per id. With = ANY the planner reads the whole table
	// for a page of a rebuild: ten times as slow at 180,000 keys, and worse with each.
	keysByIDSQL = `
SELECT asked.id, r.parent, r.employer, r.kinds[r.at], r.subjects[r.at], r.purposes[r.at], r.wrapped[r.at]
FROM unnest($1::uuid[], $2::uuid[]) AS asked (id, ring)
CROSS JOIN LATERAL (
    SELECT *, array_position(ids, asked.id) AS at FROM keyrings WHERE keyrings.ring = asked.ring LIMIT 1
) AS r
WHERE r.at IS NOT NULL`
	keysUnderMasterSQL = `
SELECT k.id, r.parent, r.employer, k.kind, k.subject, k.purpose, k.wrapped
FROM keyrings AS r
CROSS JOIN LATERAL unnest(r.ids, r.kinds, r.subjects, r.purposes, r.wrapped) AS k (id, kind, subject, purpose, wrapped)
WHERE r.parent = '00000000-0000-0000-0000-000000000000'
    AND k.wrapped IS NOT NULL
ORDER BY k.id
FOR UPDATE OF r`
	subjectSQL  = `SELECT subject FROM marks WHERE employer = $1 AND kind = $2 AND token = $3`
	subjectsSQL = `
SELECT asked.place, m.subject
FROM unnest($3::bytea[]) WITH ORDINALITY AS asked (token, place)
CROSS JOIN LATERAL (
    SELECT subject FROM marks WHERE employer = $1 AND kind = $2 AND token = asked.token LIMIT 1
) AS m`
	masterSQL      = `SELECT master FROM store`
	claimMasterSQL = `UPDATE store SET master = $1 WHERE master IS NULL`
	lockMasterSQL  = `SELECT master FROM store FOR UPDATE`
	setMasterSQL   = `UPDATE store SET master = $1`
	// Whoever destroyed a key while the rotation waited for its row was first: the
	// rotation has read the key as it was before.
	rewrapSQL = `
UPDATE keyrings SET wrapped[array_position(ids, $1)] = $3
WHERE ring = $2
    AND wrapped[array_position(ids, $1)] IS NOT NULL`
	destroySQL = `
WITH held AS (
    SELECT r.ring, (
        SELECT count(*)
        FROM unnest(r.kinds, r.subjects, r.purposes, r.wrapped) AS k (kind, subject, purpose, wrapped)
        WHERE (k.kind, k.subject, k.purpose) = ($2, $3, $4)
            AND k.wrapped IS NOT NULL
    ) AS keys
    FROM keyrings AS r
    WHERE r.employer = $1
        AND $3 = ANY (r.subjects)
    FOR UPDATE
), emptied AS (
    UPDATE keyrings AS r
    SET destroyed_at = clock_timestamp(), wrapped = (
        SELECT array_agg(CASE WHEN (k.kind, k.subject, k.purpose) = ($2, $3, $4) THEN NULL ELSE k.wrapped END ORDER BY k.place)
        FROM unnest(r.kinds, r.subjects, r.purposes, r.wrapped) WITH ORDINALITY AS k (kind, subject, purpose, wrapped, place)
    )
    FROM held
    WHERE r.ring = held.ring
        AND held.keys > 0
    RETURNING held.keys
)
SELECT coalesce(sum(keys), 0)::bigint FROM emptied`
	destroyEmployerSQL = `
WITH held AS (
    SELECT ring, cardinality(array_remove(wrapped, NULL)) AS keys
    FROM keyrings
    WHERE employer = $1
    FOR UPDATE
), emptied AS (
    UPDATE keyrings AS r
    SET destroyed_at = clock_timestamp(), wrapped = array_fill(NULL::bytea, ARRAY[cardinality(r.ids)])
    FROM held
    WHERE r.ring = held.ring
        AND held.keys > 0
    RETURNING held.keys
)
SELECT coalesce(sum(keys), 0)::bigint FROM emptied`
)

// Keys gives the keys with these ids, leaving out unknown ones. Wrapped is nil
// in those that were destroyed.
func (k *Keys) Keys(ctx context.Context, ids []uuid.UUID) ([]eventlog.DataKey, error) {
	rings := newIDs(len(ids))
	for _, id := range ids {
		rings.id(eventlog.Ring(id))
	}
	rows, err := k.db.app.Query(ctx, keysByIDSQL, ids, rings)
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", unavailable(err))
	}
	keys, err := collectKeys(rows, len(ids))
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", unavailable(err))
	}
	return keys, nil
}

// collectKeys takes the values as they come over the wire: a rebuild reads a key
// per event.
func collectKeys(rows pgx.Rows, most int) ([]eventlog.DataKey, error) {
	defer rows.Close()
	keys := make([]eventlog.DataKey, 0, most)
	for rows.Next() {
		v := rows.RawValues()
		keys = append(keys, eventlog.DataKey{
			ID: uuid.UUID(v[0]), Parent: uuid.UUID(v[1]), Employer: uuid.UUID(v[2]),
			Kind: typeName(v[3]), Subject: uuid.UUID(v[4]), Purpose: typeName(v[5]), Wrapped: bytes.Clone(v[6]),
		})
	}
	return keys, rows.Err()
}

// Key gives one key.
func (k *Keys) Key(ctx context.Context, id uuid.UUID) (eventlog.DataKey, bool, error) {
	keys, err := k.Keys(ctx, []uuid.UUID{id})
	if err != nil || len(keys) == 0 {
		return eventlog.DataKey{}, false, err
	}
	return keys[0], true, nil
}

// Subject tells whom a token of the blind index stands for.
func (k *Keys) Subject(ctx context.Context, employer uuid.UUID, kind string, token eventlog.Hash) (uuid.UUID, bool, error) {
	var subject uuid.UUID
	err := k.db.app.QueryRow(ctx, subjectSQL, employer, kind, token[:]).Scan(&subject)
	if errors.Is(err, pgx.ErrNoRows) {
		return uuid.Nil, false, nil
	}
	if err != nil {
		return uuid.Nil, false, fmt.Errorf("look up a mark: %w", unavailable(err))
	}
	return subject, true, nil
}

// Subjects tells it of many tokens, in their order; the zero id for nobody.
func (k *Keys) Subjects(ctx context.Context, employer uuid.UUID, kind string, tokens []eventlog.Hash) ([]uuid.UUID, error) {
	list := make([]uuid.UUID, len(tokens))
	if len(tokens) == 0 {
		return list, nil
	}
	raw := make([][]byte, len(tokens))
	for i := range tokens {
		raw[i] = tokens[i][:]
	}
	rows, err := k.db.app.Query(ctx, subjectsSQL, employer, kind, raw)
	if err != nil {
		return nil, fmt.Errorf("look up marks: %w", unavailable(err))
	}
	var place int64
	var subject uuid.UUID
	_, err = pgx.ForEachRow(rows, []any{&place, &subject}, func() error {
		list[place-1] = subject
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look up marks: %w", unavailable(err))
	}
	return list, nil
}

// Master gives the fingerprint of the master key; not found in a new store.
func (k *Keys) Master(ctx context.Context) ([]byte, bool, error) {
	var fingerprint []byte
	if err := k.db.app.QueryRow(ctx, masterSQL).Scan(&fingerprint); err != nil {
		return nil, false, fmt.Errorf("read the fingerprint of the master key: %w", unavailable(err))
	}
	return fingerprint, fingerprint != nil, nil
}

// Init records the fingerprint and the store's own key together; false, and
// nothing is changed, when somebody else was first. It is the owner's right: a
// fault in a request must not be able to lock everybody out.
func (k *Keys) Init(ctx context.Context, fingerprint []byte, storeKey eventlog.DataKey) (first bool, err error) {
	err = pgx.BeginFunc(ctx, k.db.owner, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, claimMasterSQL, fingerprint)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		first = true
		_, err = tx.Exec(ctx, insertKeyringsSQL, keyringArguments([][]eventlog.DataKey{{storeKey}})...)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("record the master key's fingerprint: %w", unavailable(err))
	}
	return first, nil
}

// Rewrap wraps every key right under the master key anew, and moves the
// fingerprint, in one transaction. Done once more with the same fingerprints it
// brings over what was made under the old key in the meantime. Errors:
// eventlog.ErrWrongMaster when the fingerprint is neither from nor to; whatever
// rewrap gives.
func (k *Keys) Rewrap(ctx context.Context, from, to []byte, rewrap func(eventlog.DataKey) ([]byte, error)) error {
	var own error // ours or the caller's, and no word about the database
	err := pgx.BeginFunc(ctx, k.db.owner, func(tx pgx.Tx) error {
		var current []byte
		if err := tx.QueryRow(ctx, lockMasterSQL).Scan(&current); err != nil {
			return err
		}
		if !bytes.Equal(current, from) && !bytes.Equal(current, to) {
			own = eventlog.ErrWrongMaster
			return own
		}
		if err := rewrapAll(ctx, tx, func(key eventlog.DataKey) (wrapped []byte, err error) {
			wrapped, own = rewrap(key)
			return wrapped, own
		}); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, setMasterSQL, to)
		return err
	})
	switch {
	case own != nil:
		return own
	case err != nil:
		return fmt.Errorf("wrap the keys under another master key: %w", unavailable(err))
	}
	return nil
}

func rewrapAll(ctx context.Context, tx pgx.Tx, rewrap func(eventlog.DataKey) ([]byte, error)) error {
	rows, err := tx.Query(ctx, keysUnderMasterSQL)
	if err != nil {
		return err
	}
	keys, err := collectKeys(rows, 0)
	if err != nil {
		return err
	}
	for _, key := range keys {
		wrapped, err := rewrap(key)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, rewrapSQL, key.ID, eventlog.Ring(key.ID), wrapped); err != nil {
			return err
		}
	}
	return nil
}

// Destroy erases all keys of one holder, for ever, and tells how many there still were.
func (k *Keys) Destroy(ctx context.Context, h eventlog.Holder) (int, error) {
	return k.destroy(ctx, destroySQL, h.Employer, h.Kind, h.Subject, h.Purpose)
}

// DestroyEmployer erases all keys of an employer: its own, and those under it.
// Error: eventlog.ErrNoEmployer for the zero employer.
func (k *Keys) DestroyEmployer(ctx context.Context, employer uuid.UUID) (int, error) {
	if employer == uuid.Nil {
		return 0, eventlog.ErrNoEmployer
	}
	return k.destroy(ctx, destroyEmployerSQL, employer)
}

func (k *Keys) destroy(ctx context.Context, sql string, args ...any) (int, error) {
	var keys int
	if err := k.db.owner.QueryRow(ctx, sql, args...).Scan(&keys); err != nil {
		return 0, fmt.Errorf("destroy keys: %w", unavailable(err))
	}
	return keys, nil
}
