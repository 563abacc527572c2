// Package blobs keeps documents and pictures: each locked under a key of its own, and found
// again by the hash of what is locked.
//
// The key of a document is never kept beside it. It is cut into parts that only together give
// it back, and each part travels, sealed, in the event that names the document: one under the
// keys of the case, one under those of the worker, one for each whose details are in it. So
// whoever is forgotten, for any of these purposes, takes the whole document along, also out of
// every backup that does not hold those keys. Nothing has to find or rewrite it.
//
// The bytes are kept before the event is recorded, and not with it. What a crash in between
// leaves behind has no event and no key anywhere: nobody can ever read it, and `verify` counts
// it. The other order would leave an event that names nothing. Committing both at once would
// hold up everybody's lock on the log for as long as a megabyte takes to write.
package blobs

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

// Most is how many bytes one document may have when it is sealed: a photo as telephones make
// them, and twenty times the longest letter.
const Most = 10 << 20

// ErrAltered: what is kept is not what was sealed. Only a backup brings it back.
var ErrAltered = errors.New("what is kept is not what was sealed")

// Store keeps sealed bytes by their hash. It never sees a key. blobstest.Run proves every
// implementation.
type Store interface {
	// Put keeps the bytes of an employer for good. The same bytes twice are kept once.
	// Durable when it returns. Error: that of CheckSize.
	Put(ctx context.Context, employer uuid.UUID, hash eventlog.Hash, sealed []byte) error
	// Get gives them as far as they are in the scope; not found otherwise.
	Get(ctx context.Context, scope access.Scope, hash eventlog.Hash) (sealed []byte, found bool, err error)
	// Each tells of all that is kept, in the order of their hashes, whether it still is what
	// its hash says.
	Each(ctx context.Context, tell func(hash eventlog.Hash, sound bool) error) error
}

// CheckSize refuses what is too large to be kept, in words for who asked.
func CheckSize(sealed []byte) error {
	if len(sealed) <= Most {
		return nil
	}
	return fault.New(fault.Refused, fmt.Sprintf("this has %d kilobytes, and at most %d can be kept: make it smaller, or cut it in two", len(sealed)>>10, Most>>10))
}

// Keeper seals documents into a store, and opens them again.
type Keeper struct {
	Store  Store
	Random io.Reader // crypto/rand.Reader
}

// Keep seals a document under a new key and keeps it; what is needed to read it again is given
// back, and kept nowhere. Size is that of the sealed bytes. Error: that of CheckSize, or that
// the store cannot be reached.
func (k Keeper) Keep(ctx context.Context, employer uuid.UUID, plain []byte, parts int) (hash eventlog.Hash, size int, shares [][]byte, err error) {
	s, err := Seal(k.Random, plain, parts)
	if err != nil {
		return hash, 0, nil, err
	}
	return s.Hash, len(s.Bytes), s.Parts, k.Store.Put(ctx, employer, s.Hash, s.Bytes)
}

// Read gives a document as far as it is in the scope. Error: ErrAltered.
func (k Keeper) Read(ctx context.Context, scope access.Scope, hash eventlog.Hash, parts [][]byte) (plain []byte, found bool, err error) {
	sealed, found, err := k.Store.Get(ctx, scope, hash)
	if err != nil || !found {
		return nil, false, err
	}
	plain, err = Open(hash, sealed, parts)
	return plain, err == nil, err
}
