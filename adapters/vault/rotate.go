package vault

import (
	"context"
	"crypto/rand"
	"fmt"

	"ruggensteun/domain/eventlog"
)

// Rotate puts a store under a new master key. The order makes a crash harmless:
// the new key file is written and copied away first (CreateMaster), then this
// one transaction moves the store; afterwards the file whose fingerprint the
// store names is the right one, and Open says which that is.
//
// Programs that still run under the old key work on for at most KeyLifetime and
// then say that they must be started again. An employer that one of them
// registered in the instant of the rotation is left under the old key; Rotate
// with the same two keys once more brings it over.
func Rotate(ctx context.Context, store Store, old, new Master) error {
	from, to := old.Fingerprint(), new.Fingerprint()
	under, next := old.secret.aead(infoWrap), new.secret.aead(infoWrap)
	err := store.Rewrap(ctx, from[:], to[:], func(k eventlog.DataKey) ([]byte, error) {
		if _, err := unwrap(next, k); err == nil {
			return k.Wrapped, nil
		}
		s, err := unwrap(under, k)
		if err != nil {
			return nil, err
		}
		return wrap(rand.Reader, next, k, s)
	})
	if err != nil {
		return fmt.Errorf("rotate from master key %s to %s: %w", from, to, err)
	}
	return nil
}
