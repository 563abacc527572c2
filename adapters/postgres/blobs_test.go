package postgres_test

import (
	"context"
	"crypto/rand"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/blobs"
	"ruggensteun/adapters/blobs/blobstest"
	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
)

var _ blobs.Store = (*postgres.Blobs)(nil)

func TestTheDocumentsKeepTheirPromises(t *testing.T) {
	t.Parallel()
	blobstest.Run(t, func(t *testing.T) blobs.Store { return postgres.OpenBlobs(postgrestest.New(t).DB) })
}

func TestBytesAreNotKeptUnderAHashThatIsNotTheirs(t *testing.T) {
	t.Parallel()
	store := postgres.OpenBlobs(postgrestest.New(t).DB)
	if err := store.Put(t.Context(), uuid.UUID{15: 1}, eventlog.Hash{1}, make([]byte, 40)); err == nil {
		t.Error("they were")
	}
}

func TestWhatIsNotWhatItsHashSaysIsTold(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	store := postgres.OpenBlobs(db.DB)
	sealed, err := blobs.Seal(rand.Reader, []byte("Beste Jo,"), 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Put(t.Context(), uuid.UUID{15: 1}, sealed.Hash, sealed.Bytes); err != nil {
		t.Fatal(err)
	}
	// As a broken disk, or somebody who may do anything, would change it.
	db.Exec(t, `ALTER TABLE ruggensteun.blobs DISABLE TRIGGER ALL; ALTER TABLE ruggensteun.blobs DROP CONSTRAINT blobs_check;
		UPDATE ruggensteun.blobs SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)`)
	told := 0
	err = store.Each(t.Context(), func(h eventlog.Hash, sound bool) error {
		told++
		if h != sealed.Hash || sound {
			t.Errorf("%s is told to be sound: %v", h, sound)
		}
		return nil
	})
	if err != nil || told != 1 {
		t.Errorf("told of %d, %v", told, err)
	}
	got, _, err := store.Get(context.Background(), access.Scope{All: true}, sealed.Hash)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := blobs.Open(sealed.Hash, got, sealed.Parts); err == nil {
		t.Error("what was altered was opened")
	}
}
