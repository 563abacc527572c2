package vault

import (
	"context"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
)

// Kinds of keys beside those of domain/person.
const (
	kindStore    = "store"    // one, of the zero employer, under the master key
	kindEmployer = "employer" // one per employer, under the master key
)

// ErrNoEmployer: the store's own key is never destroyed.
var ErrNoEmployer = eventlog.ErrNoEmployer

// Holder is whose key it is: all keys of one holder are destroyed together.
type Holder = eventlog.Holder

// HolderOf is the holder of a person's or an incident's keys.
func HolderOf(employer uuid.UUID, ref person.KeyRef) Holder {
	return Holder{Employer: employer, Kind: string(ref.Kind), Subject: ref.Subject, Purpose: string(ref.Purpose)}
}

// storeKey is the well-known id of the store's own key. An employer's key has
// the employer's id, so neither has to be searched for.
var storeKey = uuid.UUID{6: 0x80, 8: 0x80, 15: 1}

func storeHolder() Holder { return Holder{Kind: kindStore} }

func employerHolder(employer uuid.UUID) Holder {
	return Holder{Employer: employer, Kind: kindEmployer, Subject: employer}
}

// HolderOfKey is the holder that a row names.
func HolderOfKey(k eventlog.DataKey) Holder {
	return Holder{Employer: k.Employer, Kind: k.Kind, Subject: k.Subject, Purpose: k.Purpose}
}

// Store keeps wrapped keys and the blind index. It never sees a key in the
// clear. New keys and marks reach it with the append that needs them
// (eventlog.Append), not through here; only the store's own key does.
//
// A destroyed key stays as a row without its wrapped bytes, so that "forgotten"
// is told apart from "lost". vaulttest.Run proves every implementation.
type Store interface {
	// Master gives the fingerprint of the master key; not found in a new store.
	Master(ctx context.Context) (fingerprint []byte, found bool, err error)
	// Init records the fingerprint and the store's own key in one transaction;
	// false, and nothing is changed, when somebody else was first.
	Init(ctx context.Context, fingerprint []byte, storeKey eventlog.DataKey) (bool, error)
	// Rewrap replaces, in one transaction, the wrapped bytes of every key right
	// under the master key (zero parent, not destroyed) by what rewrap gives, and
	// the fingerprint by to. Error: ErrWrongMaster when the fingerprint is neither
	// from nor to; whatever rewrap gives, and then nothing was changed.
	Rewrap(ctx context.Context, from, to []byte, rewrap func(eventlog.DataKey) ([]byte, error)) error

	// Keys gives the keys with these ids, in any order, leaving out unknown ones;
	// Wrapped is nil in those that were destroyed. Thousands of ids are one query.
	Keys(ctx context.Context, ids []uuid.UUID) ([]eventlog.DataKey, error)
	// Known tells whether there are keys of a subject at an employer, or were before
	// they were destroyed.
	Known(ctx context.Context, employer uuid.UUID, kind string, subject uuid.UUID) (bool, error)
	// Destroy erases the wrapped bytes of all keys of one holder, for ever, and
	// tells how many there still were.
	Destroy(ctx context.Context, h Holder) (int, error)
	// DestroyEmployer erases all keys of an employer: its own, and those under it.
	// Error: ErrNoEmployer for the zero employer, whose key is the store's own.
	DestroyEmployer(ctx context.Context, employer uuid.UUID) (int, error)

	// Subject tells whom a token of the blind index stands for.
	Subject(ctx context.Context, employer uuid.UUID, kind string, token eventlog.Hash) (uuid.UUID, bool, error)
	// Subjects tells it of many tokens, in their order; the zero id where a token
	// stands for nobody. Thousands are one query.
	Subjects(ctx context.Context, employer uuid.UUID, kind string, tokens []eventlog.Hash) ([]uuid.UUID, error)
}
