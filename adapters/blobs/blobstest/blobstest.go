// Package blobstest says what whoever keeps sealed documents must do, as tests that every
// implementation is put through, and keeps them in memory for tests.
package blobstest

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/blobs"
	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

// Memory is a blobs.Store for tests. The zero value is empty and ready to use.
type Memory struct {
	mu   sync.Mutex
	kept map[eventlog.Hash]owned
}

type owned struct {
	employer uuid.UUID
	sealed   []byte
}

var _ blobs.Store = (*Memory)(nil)

// Put keeps a copy.
func (m *Memory) Put(_ context.Context, employer uuid.UUID, hash eventlog.Hash, sealed []byte) error {
	if err := blobs.CheckSize(sealed); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		m.kept = map[eventlog.Hash]owned{}
	}
	if _, there := m.kept[hash]; !there {
		m.kept[hash] = owned{employer, bytes.Clone(sealed)}
	}
	return nil
}

// Get gives a copy.
func (m *Memory) Get(_ context.Context, scope access.Scope, hash eventlog.Hash) ([]byte, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	o, there := m.kept[hash]
	if !there || !scope.Includes(o.employer) {
		return nil, false, nil
	}
	return bytes.Clone(o.sealed), true, nil
}

// Each tells of all in the order of their hashes.
func (m *Memory) Each(_ context.Context, tell func(eventlog.Hash, bool) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []eventlog.Hash
	for h := range m.kept {
		all = append(all, h)
	}
	slices.SortFunc(all, func(a, b eventlog.Hash) int { return bytes.Compare(a[:], b[:]) })
	for _, h := range all {
		if err := tell(h, sha256.Sum256(m.kept[h].sealed) == h); err != nil {
			return err
		}
	}
	return nil
}

// Run proves that a store keeps the promises of blobs.Store. open gives an empty one.
func Run(t *testing.T, open func(t *testing.T) blobs.Store) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, blobs.Store){
		"what was put is got by its employer and by who may see all": getsBack,
		"another employer's document looks like none":                hides,
		"the same bytes twice are kept once":                         twice,
		"what is too large is refused, and what fits is not":         bounds,
		"all that is kept is told in order":                          tells,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

var (
	rotterdam = uuid.UUID{6: 0x70, 8: 0x80, 15: 1}
	utrecht   = uuid.UUID{6: 0x70, 8: 0x80, 15: 2}
)

func put(t *testing.T, s blobs.Store, employer uuid.UUID, plain string) blobs.Sealed {
	t.Helper()
	sealed, err := blobs.Seal(rand.Reader, []byte(plain), 2)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Put(t.Context(), employer, sealed.Hash, sealed.Bytes); err != nil {
		t.Fatal(err)
	}
	return sealed
}

func getsBack(t *testing.T, s blobs.Store) {
	sealed := put(t, s, rotterdam, "Beste Jo,")
	for _, scope := range []access.Scope{{All: true}, {Employer: rotterdam}} {
		got, found, err := s.Get(t.Context(), scope, sealed.Hash)
		if err != nil || !found {
			t.Fatalf("%+v: %v, %v", scope, found, err)
		}
		plain, err := blobs.Open(sealed.Hash, got, sealed.Parts)
		if err != nil || string(plain) != "Beste Jo," {
			t.Errorf("%+v: %q, %v", scope, plain, err)
		}
	}
}

func hides(t *testing.T, s blobs.Store) {
	sealed := put(t, s, rotterdam, "Beste Jo,")
	for name, test := range map[string]struct {
		scope access.Scope
		hash  eventlog.Hash
	}{
		"another employer":      {access.Scope{Employer: utrecht}, sealed.Hash},
		"nobody":                {access.Scope{}, sealed.Hash},
		"what was never there":  {access.Scope{All: true}, eventlog.Hash{1}},
		"another's, and no one": {access.Scope{Employer: utrecht}, eventlog.Hash{1}},
	} {
		if got, found, err := s.Get(t.Context(), test.scope, test.hash); err != nil || found || got != nil {
			t.Errorf("%s: %d bytes, %v, %v", name, len(got), found, err)
		}
	}
}

func twice(t *testing.T, s blobs.Store) {
	sealed := put(t, s, rotterdam, "Beste Jo,")
	if err := s.Put(t.Context(), rotterdam, sealed.Hash, sealed.Bytes); err != nil {
		t.Fatal(err)
	}
	if all := told(t, s); len(all) != 1 {
		t.Errorf("%d are kept", len(all))
	}
}

func bounds(t *testing.T, s blobs.Store) {
	fits, large := make([]byte, blobs.Most), make([]byte, blobs.Most+1)
	if err := s.Put(t.Context(), rotterdam, sha256.Sum256(fits), fits); err != nil {
		t.Errorf("the largest that fits: %v", err)
	}
	if err := s.Put(t.Context(), rotterdam, sha256.Sum256(large), large); fault.KindOf(err) != fault.Refused {
		t.Errorf("too large: %v", err)
	}
}

func tells(t *testing.T, s blobs.Store) {
	for _, plain := range []string{"a", "b", "c", "d", "e"} {
		put(t, s, rotterdam, plain)
	}
	all := told(t, s)
	if len(all) != 5 || !slices.IsSortedFunc(all, func(a, b eventlog.Hash) int { return bytes.Compare(a[:], b[:]) }) {
		t.Errorf("told of %v", all)
	}
}

func told(t *testing.T, s blobs.Store) (all []eventlog.Hash) {
	t.Helper()
	err := s.Each(t.Context(), func(h eventlog.Hash, sound bool) error {
		all = append(all, h)
		if !sound {
			t.Errorf("%s is told to be altered", h)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
