// Package vault keeps the keys under which everything about a person is locked
// away, and destroys them when the time to forget has come.
//
// The keys form a tree, each wrapped under the one above:
//
//	master key             a file outside the database
//	├─ the store's key     one; for the blind index of employers and for idempotency
//	└─ employer's key      one per employer, made with employer.registered
//	   └─ data keys        per person and purpose, or per incident
//
// Every append that seals something makes data keys of its own, so a person and
// purpose have as many as there were appends. That costs a row each and buys
// three things: no command waits for or relies on the key of another one that
// may yet fail, nothing is sealed under a key that is being destroyed elsewhere,
// and one incident can be forgotten while a later one of the same person must
// still be kept.
package vault

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// KeyLifetime bounds how long a key stays in memory after it was read. A key
// that another process destroyed is forgotten here at most this much later.
const KeyLifetime = time.Minute

// cachedKeys bounds memory: an unlocked key takes about 1 KiB.
const cachedKeys = 16 << 10

// Vault seals and opens. It is safe for concurrent use.
type Vault struct {
	store  Store
	master Master
	own    storeKeys
	cache  *cache
	source Source
}

// Source is where the vault gets what it cannot compute. The zero value is the
// real thing; tests put in their own.
type Source struct {
	Now    func() time.Time
	Random io.Reader
	NewID  func() (uuid.UUID, error)
}

func (s Source) orReal() Source {
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Random == nil {
		s.Random = rand.Reader
	}
	if s.NewID == nil {
		s.NewID = uuid.NewV7
	}
	return s
}

// Open gives the vault of a store. A new store becomes this master key's own.
// Error: ErrWrongMaster when the store belongs to another one.
func Open(ctx context.Context, store Store, master Master, source Source) (*Vault, error) {
	if master.secret.reveal == nil {
		return nil, errors.New("open the vault: there is no master key")
	}
	source = source.orReal()
	v := &Vault{store: store, master: master, source: source, cache: newCache(cachedKeys, source.Now)}
	if err := v.adopt(ctx); err != nil {
		return nil, fmt.Errorf("open the vault: %w", err)
	}
	return v, nil
}

// adopt makes sure that the store has a key of its own under this master key.
func (v *Vault) adopt(ctx context.Context) error {
	if err := v.initialise(ctx); err != nil {
		return err
	}
	if err := v.checkMaster(ctx); err != nil {
		return err
	}
	keys, err := v.store.Keys(ctx, []uuid.UUID{storeKey})
	if err != nil {
		return fmt.Errorf("read the store's key: %w", err)
	}
	if len(keys) == 0 {
		return fmt.Errorf("the store's own key is missing: %w", ErrBroken)
	}
	own, err := unwrap(v.master.secret.aead(infoWrap), keys[0])
	if err != nil {
		return err
	}
	v.own = storeKeysOf(own)
	return nil
}

// storeKeys is what the store's own key is used for.
type storeKeys struct {
	index, requests, bodies macKey
	bundles                 secret
}

func storeKeysOf(own secret) storeKeys {
	return storeKeys{
		index: own.macKey(infoIndex), requests: own.macKey(infoRequestKey), bodies: own.macKey(infoRequestBody),
		bundles: own.derive(infoBundle),
	}
}

func (v *Vault) initialise(ctx context.Context) error {
	_, found, err := v.store.Master(ctx)
	if err != nil || found {
		return err
	}
	key, err := v.newMasterKey(storeKey, storeHolder())
	if err != nil {
		return err
	}
	fingerprint := v.master.Fingerprint()
	// False means that another process was first; checkMaster judges its key.
	_, err = v.store.Init(ctx, fingerprint[:], key)
	return err
}

func (v *Vault) checkMaster(ctx context.Context) error {
	stored, found, err := v.store.Master(ctx)
	if err != nil {
		return fmt.Errorf("read the fingerprint of the master key: %w", err)
	}
	if !found {
		return fmt.Errorf("the store names no master key: %w", ErrBroken)
	}
	return v.master.check(stored)
}

// Format keeps fmt from walking into the store, whose address may hold a password.
func (v *Vault) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "vault under "+v.master.String())
}

// NewEmployer makes the key of a new employer, to be appended with its
// registration. It asks the store first whether our master key is still the
// right one: after a rotation elsewhere this key would open nowhere.
func (v *Vault) NewEmployer(ctx context.Context, employer uuid.UUID) (eventlog.DataKey, error) {
	if err := v.checkMaster(ctx); err != nil {
		return eventlog.DataKey{}, fmt.Errorf("make the key of employer %s: %w", employer, err)
	}
	return v.newMasterKey(employer, employerHolder(employer))
}

func (v *Vault) newMasterKey(id uuid.UUID, h Holder) (eventlog.DataKey, error) {
	s, err := newSecret(v.source.Random)
	if err != nil {
		return eventlog.DataKey{}, err
	}
	row := newRow(id, uuid.Nil, h)
	row.Wrapped, err = wrap(v.source.Random, v.master.secret.aead(infoWrap), row, s)
	return row, err
}

func newRow(id, parent uuid.UUID, h Holder) eventlog.DataKey {
	return eventlog.DataKey{
		ID: id, Parent: parent,
		Employer: h.Employer, Kind: h.Kind, Subject: h.Subject, Purpose: h.Purpose,
	}
}
