package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

// Blobs keeps sealed documents by their hash; it is a blobs.Store.
type Blobs struct{ db *DB }

// OpenBlobs gives the documents of a database.
func OpenBlobs(db *DB) *Blobs { return &Blobs{db: db} }

// mostSealed is what the table takes at most, and blobs.Most.
const mostSealed = 10 << 20

// The same hash is the same bytes: the table itself holds each to its hash.
const putBlobSQL = `
INSERT INTO blobs (hash, employer, sealed)
VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING`

// Put keeps sealed bytes for good.
func (b *Blobs) Put(ctx context.Context, employer uuid.UUID, hash eventlog.Hash, sealed []byte) error {
	if len(sealed) > mostSealed {
		return fault.New(fault.Refused, fmt.Sprintf("this has %d kilobytes, and at most %d can be kept: make it smaller, or cut it in two", len(sealed)>>10, mostSealed>>10))
	}
	if _, err := b.db.app.Exec(ctx, putBlobSQL, hash[:], employer, sealed); err != nil {
		return fmt.Errorf("keep document %s: %w", hash, unavailable(err))
	}
	return nil
}

// Get reads them through the second fence.
func (b *Blobs) Get(ctx context.Context, scope access.Scope, hash eventlog.Hash) (sealed []byte, found bool, err error) {
	var employer uuid.UUID
	err = b.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, `SELECT employer, sealed FROM blobs WHERE hash = $1`, hash[:]).Scan(&employer, &sealed)
	})
	switch {
	case errors.Is(err, pgx.ErrNoRows) || err == nil && !scope.Includes(employer):
		return nil, false, nil
	case err != nil:
		return nil, false, fmt.Errorf("read document %s: %w", hash, err)
	}
	return sealed, true, nil
}

// Each is computed where the bytes are: only hashes come over.
func (b *Blobs) Each(ctx context.Context, tell func(hash eventlog.Hash, sound bool) error) error {
	rows, err := b.db.app.Query(ctx, `SELECT hash, sha256(sealed) = hash FROM blobs ORDER BY hash`)
	if err != nil {
		return fmt.Errorf("read which documents are kept: %w", unavailable(err))
	}
	var hash []byte
	var sound bool
	_, err = pgx.ForEachRow(rows, []any{&hash, &sound}, func() error {
		if len(hash) != len(eventlog.Hash{}) {
			return errors.New("a document is kept under what is no hash")
		}
		return tell(eventlog.Hash(hash), sound)
	})
	if err != nil {
		return fmt.Errorf("read which documents are kept: %w", unavailable(err))
	}
	return nil
}
