package postgres_test

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/adapters/vault"
	"ruggensteun/adapters/vault/vaulttest"
	"ruggensteun/domain/eventlog"
)

var _ vault.Store = (*postgres.Keys)(nil)

func TestTheKeysKeepTheirPromises(t *testing.T) {
	t.Parallel()
	vaulttest.Run(t, func(t *testing.T) vaulttest.Bench {
		db := postgrestest.New(t)
		log := openLog(t, db.DB, postgres.LogOptions{})
		return vaulttest.Bench{Store: postgres.OpenKeys(db.DB), Keep: func(keys []eventlog.DataKey, marks []eventlog.Mark) error {
			return keep(t, db, log, keys, marks)
		}}
	})
}

// keep brings keys and marks along with events, as the program does. One that
// was destroyed before it came can only be put there by force.
func keep(t *testing.T, db *postgrestest.Database, log *postgres.Log, keys []eventlog.DataKey, marks []eventlog.Mark) error {
	a := plainAppend(uuid.Nil)
	a.Marks = marks
	for _, k := range keys {
		if k.Wrapped != nil {
			a.DataKeys = append(a.DataKeys, k)
			continue
		}
		db.Exec(t, `
INSERT INTO keyrings (ring, parent, employer, ids, kinds, subjects, purposes, wrapped, destroyed_at)
VALUES ($1, $2, $3, ARRAY[$4::uuid], ARRAY[$5], ARRAY[$6::uuid], ARRAY[$7], ARRAY[NULL::bytea], now())`,
			eventlog.Ring(k.ID), k.Parent, k.Employer, k.ID, k.Kind, k.Subject, k.Purpose)
	}
	for len(a.DataKeys) > mostKeys {
		part := plainAppend(uuid.Nil)
		part.DataKeys, a.DataKeys = a.DataKeys[:mostKeys], a.DataKeys[mostKeys:]
		if _, err := log.Append(t.Context(), part); err != nil {
			return err
		}
	}
	_, err := log.Append(t.Context(), a)
	return err
}

// mostKeys is how many come with one append; the log takes no more than 500.
const mostKeys = 500

// TestARotationThatDiesInTheMiddleChangesNothing cuts the connection while keys
// are being wrapped anew.
func TestARotationThatDiesInTheMiddleChangesNothing(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	log, keys := openLog(t, db.DB, postgres.LogOptions{}), postgres.OpenKeys(db.DB)
	own := eventlog.DataKey{ID: uuid.New(), Kind: "store", Wrapped: []byte("own")}
	from, to := bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32)
	if first, err := keys.Init(t.Context(), from, own); err != nil || !first {
		t.Fatal(first, err)
	}
	boss := eventlog.DataKey{ID: uuid.New(), Employer: uuid.New(), Kind: "employer", Wrapped: []byte("boss")}
	if err := keep(t, db, log, []eventlog.DataKey{boss}, nil); err != nil {
		t.Fatal(err)
	}
	turn := func(k eventlog.DataKey) ([]byte, error) { return append([]byte("turned "), k.Wrapped...), nil }
	calls := 0
	err := keys.Rewrap(t.Context(), from, to, func(k eventlog.DataKey) ([]byte, error) {
		if calls++; calls == 2 {
			db.Exec(t, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1 AND datname = current_database()", postgres.OwnerRole)
		}
		return turn(k)
	})
	if !errors.Is(err, eventlog.ErrUnavailable) {
		t.Errorf("got %v", err)
	}
	db.DB.Reset()
	holds := func(want ...string) {
		t.Helper()
		for i, id := range []uuid.UUID{own.ID, boss.ID} {
			k, found, err := keys.Key(t.Context(), id)
			if err != nil || !found || string(k.Wrapped) != want[i] {
				t.Errorf("key %d holds %q, %v; want %q", i, k.Wrapped, err, want[i])
			}
		}
	}
	holds("own", "boss")
	if print, _, err := keys.Master(context.Background()); err != nil || !bytes.Equal(print, from) {
		t.Errorf("the store names %x, %v", print, err)
	}
	if err := keys.Rewrap(t.Context(), from, to, turn); err != nil {
		t.Fatal(err)
	}
	holds("turned own", "turned boss")
}

// TestAKeyThatIsDestroyedDuringARotationStaysDestroyed: the rotation has seen it,
// waits for whoever destroys it, and must neither bring it back nor stop.
func TestAKeyThatIsDestroyedDuringARotationStaysDestroyed(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	log, keys := openLog(t, db.DB, postgres.LogOptions{}), postgres.OpenKeys(db.DB)
	from, to := bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32)
	own := eventlog.DataKey{ID: uuid.New(), Kind: "store", Wrapped: []byte("own")}
	if first, err := keys.Init(t.Context(), from, own); err != nil || !first {
		t.Fatal(first, err)
	}
	boss := eventlog.DataKey{ID: uuid.New(), Employer: uuid.New(), Kind: "employer", Wrapped: []byte("boss")}
	if err := keep(t, db, log, []eventlog.DataKey{boss}, nil); err != nil {
		t.Fatal(err)
	}
	destroying, err := session(t, db.Admin).Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := destroying.Exec(t.Context(), "UPDATE keyrings SET destroyed_at = now(), wrapped = ARRAY[NULL::bytea] WHERE employer = $1", boss.Employer); err != nil {
		t.Fatal(err)
	}
	rotated := make(chan error, 1)
	go func() {
		rotated <- keys.Rewrap(t.Context(), from, to, func(k eventlog.DataKey) ([]byte, error) { return append([]byte("turned "), k.Wrapped...), nil })
	}()
	for waits := false; !waits; {
		db.Scan(t, []any{&waits}, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND usename = $1 AND wait_event_type = 'Lock')", postgres.OwnerRole)
	}
	if err := destroying.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-rotated; err != nil {
		t.Error(err)
	}
	for id, want := range map[uuid.UUID]string{own.ID: "turned own", boss.ID: ""} {
		if k, found, err := keys.Key(t.Context(), id); err != nil || !found || string(k.Wrapped) != want {
			t.Errorf("holds %q, %t, %v; want %q", k.Wrapped, found, err, want)
		}
	}
}
