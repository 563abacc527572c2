package api

import (
	"context"
	"crypto/rand"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/blobs"
	"ruggensteun/adapters/blobs/blobstest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
)

// counted counts what it is given to keep.
type counted struct {
	blobstest.Memory
	kept atomic.Int32
}

func (c *counted) Put(ctx context.Context, employer uuid.UUID, hash eventlog.Hash, sealed []byte) error {
	c.kept.Add(1)
	return c.Memory.Put(ctx, employer, hash, sealed)
}

func TestADocumentThatIsRefusedOrRepeatedIsNotKept(t *testing.T) {
	t.Parallel()
	store := &counted{}
	w := newWorld(t, func(n *Needs, _ *limits) { n.Documents = blobs.Keeper{Store: store, Random: rand.Reader} })
	path, key := w.registered(whole)+"/documents", header("Idempotency-Key", "d-1")
	ask := func(body string, status int, more ...string) *reply {
		t.Helper()
		if len(more) > 0 {
			return w.post(path, access.Registrar, w.city, body, key, header("If-Match", more[0])).want(status)
		}
		return w.post(path, access.Registrar, w.city, body, key).want(status)
	}
	ask(`{"kind":"AANGIFTE"}`, 412, `"7"`)
	if n := store.kept.Load(); n != 0 {
		t.Errorf("another version was expected, and %d were kept", n)
	}
	ask(`{"kind":"AANGIFTE"}`, 201)
	ask(`{"kind":"AANGIFTE"}`, 201)
	if out := ask(`{"kind":"WARNING_LETTER","id":"`+uuid.NewString()+`"}`, 409); out.json["kind"] != "key_reused" {
		t.Errorf("another request under the key: %s", out.Body)
	}
	if n := store.kept.Load(); n != 1 {
		t.Errorf("%d were kept of one", n)
	}
}
