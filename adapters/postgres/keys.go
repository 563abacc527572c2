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

const keyColumnsSQL = `id, parent, employer, kind, subject, purpose, wrapped`

const (
	// One step down the index per id. With = ANY the planner reads the whole table
	// for a page of a rebuild: ten times as slow at 180,000 keys, and worse with each.
	keysByIDSQL = `
SELECT k.id, k.parent, k.employer, k.kind, k.subject, k.purpose, k.wrapped
FROM unnest($1::uuid[]) AS asked (id)
CROSS JOIN LATERAL (SELECT ` + keyColumnsSQL + ` FROM keys WHERE keys.id = asked.id LIMIT 1) AS k`
	keysByHolderSQL = `
SELECT ` + keyColumnsSQL + `
FROM keys
WHERE employer = $1
    AND kind = $2
    AND subject = $3
    AND purpose = $4
ORDER BY id`
	keysUnderMasterSQL = `
SELECT ` + keyColumnsSQL + `
FROM keys
WHERE parent = '00000000-0000-0000-0000-000000000000'
    AND wrapped IS NOT NULL
ORDER BY id
FOR UPDATE`
	subjectSQL     = `SELECT subject FROM marks WHERE employer = $1 AND kind = $2 AND token = $3`
	masterSQL      = `SELECT master FROM store`
	claimMasterSQL = `UPDATE store SET master = $1 WHERE master IS NULL`
	lockMasterSQL  = `SELECT master FROM store FOR UPDATE`
	setMasterSQL   = `UPDATE store SET master = $1`
	rewrapSQL      = `UPDATE keys SET wrapped = $2 WHERE id = $1`
	destroySQL     = `
UPDATE keys SET wrapped = NULL, destroyed_at = clock_timestamp()
WHERE wrapped IS NOT NULL
    AND employer = $1
    AND kind = $2
    AND subject = $3
    AND purpose = $4`
	destroyEmployerSQL = `
UPDATE keys SET wrapped = NULL, destroyed_at = clock_timestamp()
WHERE wrapped IS NOT NULL
    AND employer = $1`
)

// Keys gives the keys with these ids, leaving out unknown ones. Wrapped is nil
// in those that were destroyed.
func (k *Keys) Keys(ctx context.Context, ids []uuid.UUID) ([]eventlog.DataKey, error) {
	raw := make([][16]byte, len(ids))
	for i, id := range ids {
		raw[i] = id
	}
	return k.collect(ctx, keysByIDSQL, raw)
}

// Key gives one key.
func (k *Keys) Key(ctx context.Context, id uuid.UUID) (eventlog.DataKey, bool, error) {
	keys, err := k.Keys(ctx, []uuid.UUID{id})
	if err != nil || len(keys) == 0 {
		return eventlog.DataKey{}, false, err
	}
	return keys[0], true, nil
}

// KeysOf gives all keys of one subject and purpose, oldest first.
func (k *Keys) KeysOf(ctx context.Context, employer uuid.UUID, kind string, subject uuid.UUID, purpose string) ([]eventlog.DataKey, error) {
	return k.collect(ctx, keysByHolderSQL, employer, kind, subject, purpose)
}

func (k *Keys) collect(ctx context.Context, sql string, args ...any) ([]eventlog.DataKey, error) {
	rows, err := k.db.app.Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", unavailable(err))
	}
	keys, err := pgx.CollectRows(rows, scanKey)
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", unavailable(err))
	}
	return keys, nil
}

func scanKey(row pgx.CollectableRow) (eventlog.DataKey, error) {
	var d eventlog.DataKey
	err := row.Scan(&d.ID, &d.Parent, &d.Employer, &d.Kind, &d.Subject, &d.Purpose, &d.Wrapped)
	return d, err
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
		c := keyColumnsOf([]eventlog.DataKey{storeKey})
		_, err = tx.Exec(ctx, insertKeysSQL, c.ids, c.parents, c.employers, c.kinds, c.subjects, c.purposes, c.wrapped)
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
	keys, err := pgx.CollectRows(rows, scanKey)
	if err != nil {
		return err
	}
	for _, key := range keys {
		wrapped, err := rewrap(key)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, rewrapSQL, key.ID, wrapped); err != nil {
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
	tag, err := k.db.owner.Exec(ctx, sql, args...)
	if err != nil {
		return 0, fmt.Errorf("destroy keys: %w", unavailable(err))
	}
	return int(tag.RowsAffected()), nil
}
