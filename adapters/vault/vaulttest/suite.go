package vaulttest

import (
	"bytes"
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/adapters/vault"
	"ruggensteun/domain/eventlog"
)

// Bench is a new, empty store and the way in which appends reach it.
type Bench struct {
	Store vault.Store
	Keep  func(keys []eventlog.DataKey, marks []eventlog.Mark) error
}

// Run proves every promise of vault.Store. fresh gives an empty store of the
// test's own.
func Run(t *testing.T, fresh func(t *testing.T) Bench) {
	promises := map[string]func(*testing.T, Bench){
		"a new store names no master key":                     newStore,
		"the first to initialise wins, all others see it":     initOnce,
		"keys come back as they were kept":                    keysReturn,
		"thousands of keys are read at once":                  manyKeys,
		"destroying erases all keys of a holder and no other": destroyHolder,
		"destroying one key of a ring leaves the others":      destroyInRing,
		"destroying an employer erases its keys and no other": destroyEmployer,
		"the store's own key cannot be destroyed":             destroyNobody,
		"who was known stays known without keys":              knownSubject,
		"a token stands for one subject":                      subjects,
		"rotation changes what stands under the master key":   rewrapAll,
		"a rotation that fails changes nothing":               rewrapNothing,
		"a rotation from another key is refused":              rewrapWrong,
	}
	for name, promise := range promises {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			promise(t, fresh(t))
		})
	}
}

var (
	printA = bytes.Repeat([]byte{0xa}, 32)
	printB = bytes.Repeat([]byte{0xb}, 32)
	printC = bytes.Repeat([]byte{0xc}, 32)
)

func storeKey() eventlog.DataKey {
	return eventlog.DataKey{ID: uuid.New(), Kind: "store", Wrapped: []byte("the store's")}
}

func employerKey() eventlog.DataKey {
	id := uuid.New()
	return eventlog.DataKey{ID: id, Employer: id, Kind: "employer", Subject: id, Wrapped: []byte("an employer's")}
}

func personKey(employer, person uuid.UUID, purpose string) eventlog.DataKey {
	return eventlog.DataKey{
		ID: uuid.New(), Parent: employer, Employer: employer,
		Kind: "person", Subject: person, Purpose: purpose, Wrapped: []byte("of " + purpose),
	}
}

func (b Bench) keep(t *testing.T, keys ...eventlog.DataKey) {
	t.Helper()
	if err := b.Keep(keys, nil); err != nil {
		t.Fatalf("keep %d keys: %v", len(keys), err)
	}
}

func (b Bench) init(t *testing.T, key eventlog.DataKey) {
	t.Helper()
	if first, err := b.Store.Init(t.Context(), printA, key); err != nil || !first {
		t.Fatalf("initialise an empty store: first %v, %v", first, err)
	}
}

// expect compares what is kept, whatever the order.
func (b Bench) expect(t *testing.T, want ...eventlog.DataKey) {
	t.Helper()
	ids := make([]uuid.UUID, len(want))
	for i, k := range want {
		ids[i] = k.ID
	}
	got, err := b.Store.Keys(t.Context(), ids)
	if err != nil {
		t.Fatalf("read %d keys: %v", len(ids), err)
	}
	byID := func(a, b eventlog.DataKey) int { return bytes.Compare(a.ID[:], b.ID[:]) }
	slices.SortFunc(got, byID)
	slices.SortFunc(want, byID)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
}

func destroyed(k eventlog.DataKey) eventlog.DataKey {
	k.Wrapped = nil
	return k
}

func newStore(t *testing.T, b Bench) {
	if _, found, err := b.Store.Master(t.Context()); found || err != nil {
		t.Errorf("found %v, %v", found, err)
	}
}

func initOnce(t *testing.T, b Bench) {
	var all sync.WaitGroup
	won := make([]bool, 8)
	keys := make([]eventlog.DataKey, len(won))
	for i := range won {
		keys[i] = eventlog.DataKey{ID: uuid.New(), Kind: "store", Wrapped: []byte{byte(i + 1)}}
		all.Go(func() {
			var err error
			if won[i], err = b.Store.Init(t.Context(), bytes.Repeat([]byte{byte(i)}, 32), keys[i]); err != nil {
				t.Errorf("initialise: %v", err)
			}
		})
	}
	all.Wait()
	winner := slices.Index(won, true)
	if winner < 0 || slices.Contains(won[winner+1:], true) {
		t.Fatalf("one must be first: %v", won)
	}
	stored, _, err := b.Store.Master(t.Context())
	if err != nil || !bytes.Equal(stored, bytes.Repeat([]byte{byte(winner)}, 32)) {
		t.Errorf("the store names %x, %v; number %d was first", stored, err, winner)
	}
	for i, k := range keys {
		left, err := b.Store.Keys(t.Context(), []uuid.UUID{k.ID})
		if err != nil || (len(left) == 1) != (i == winner) {
			t.Errorf("of the key of number %d there are %d, %v; number %d was first", i, len(left), err, winner)
		}
	}
}

func keysReturn(t *testing.T, b Bench) {
	boss := employerKey()
	one, other := personKey(boss.ID, uuid.New(), "identity"), personKey(boss.ID, uuid.New(), "health")
	b.keep(t, boss, one, other)
	b.expect(t, boss, one, other)
	got, err := b.Store.Keys(t.Context(), []uuid.UUID{uuid.New(), one.ID})
	if err != nil || len(got) != 1 {
		t.Errorf("an unknown id beside a known one gave %d keys, %v", len(got), err)
	}
}

func manyKeys(t *testing.T, b Bench) {
	boss := employerKey()
	keys := []eventlog.DataKey{boss}
	for range 2000 {
		keys = append(keys, personKey(boss.ID, uuid.New(), "identity"))
	}
	b.keep(t, keys...)
	b.expect(t, keys...)
}

func destroyHolder(t *testing.T, b Bench) {
	boss, person := employerKey(), uuid.New()
	one, two := personKey(boss.ID, person, "identity"), personKey(boss.ID, person, "identity")
	health, other := personKey(boss.ID, person, "health"), personKey(boss.ID, uuid.New(), "identity")
	b.keep(t, boss, one, two, health, other)
	for _, want := range []int{2, 0} {
		if n, err := b.Store.Destroy(t.Context(), vault.HolderOfKey(one)); n != want || err != nil {
			t.Errorf("destroyed %d, %v; want %d", n, err, want)
		}
	}
	b.expect(t, boss, destroyed(one), destroyed(two), health, other)
}

func destroyInRing(t *testing.T, b Bench) {
	boss, person := employerKey(), uuid.New()
	ring := []eventlog.DataKey{personKey(boss.ID, person, "identity"), personKey(boss.ID, person, "health"), personKey(boss.ID, uuid.New(), "health")}
	for i := range ring[1:] {
		ring[i+1].ID = eventlog.NextInRing(ring[i].ID)
	}
	b.keep(t, append(ring, boss)...)
	for i, gone := range ring {
		if n, err := b.Store.Destroy(t.Context(), vault.HolderOfKey(gone)); n != 1 || err != nil {
			t.Errorf("destroyed %d, %v", n, err)
		}
		ring[i] = destroyed(gone)
		b.expect(t, append(slices.Clone(ring), boss)...)
	}
}

func destroyEmployer(t *testing.T, b Bench) {
	own := storeKey()
	b.init(t, own)
	boss, other := employerKey(), employerKey()
	mine, theirs := personKey(boss.ID, uuid.New(), "identity"), personKey(other.ID, uuid.New(), "identity")
	b.keep(t, boss, other, mine, theirs)
	if n, err := b.Store.DestroyEmployer(t.Context(), boss.ID); n != 2 || err != nil {
		t.Errorf("destroyed %d, %v", n, err)
	}
	b.expect(t, own, destroyed(boss), destroyed(mine), other, theirs)
}

func knownSubject(t *testing.T, b Bench) {
	boss, person := employerKey(), uuid.New()
	key := personKey(boss.ID, person, "identity")
	b.keep(t, boss, key)
	known := func(employer uuid.UUID, kind string, subject uuid.UUID) bool {
		is, err := b.Store.Known(t.Context(), employer, kind, subject)
		if err != nil {
			t.Fatal(err)
		}
		return is
	}
	for range 2 {
		if !known(boss.ID, "person", person) || known(uuid.New(), "person", person) || known(boss.ID, "incident", person) || known(boss.ID, "person", uuid.New()) {
			t.Error("it knows others than there are keys of")
		}
		if _, err := b.Store.Destroy(t.Context(), vault.HolderOfKey(key)); err != nil {
			t.Fatal(err)
		}
	}
}

func destroyNobody(t *testing.T, b Bench) {
	own := storeKey()
	b.init(t, own)
	if _, err := b.Store.DestroyEmployer(t.Context(), uuid.Nil); !errors.Is(err, vault.ErrNoEmployer) {
		t.Errorf("destroying the zero employer gave %v", err)
	}
	b.expect(t, own)
}

func subjects(t *testing.T, b Bench) {
	boss, person := uuid.New(), uuid.New()
	token := eventlog.Hash{1, 2, 3}
	if err := b.Keep(nil, []eventlog.Mark{{Employer: boss, Kind: "staff-number", Token: token, Subject: person}}); err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct {
		employer uuid.UUID
		kind     string
		token    eventlog.Hash
		found    bool
	}{
		"the same":         {boss, "staff-number", token, true},
		"another employer": {uuid.New(), "staff-number", token, false},
		"another kind":     {boss, "employer-code", token, false},
		"another token":    {boss, "staff-number", eventlog.Hash{9}, false},
	}
	for name, c := range cases {
		got, found, err := b.Store.Subject(t.Context(), c.employer, c.kind, c.token)
		if err != nil || found != c.found || (found && got != person) {
			t.Errorf("%s: %s, %v, %v", name, got, found, err)
		}
		many, err := b.Store.Subjects(t.Context(), c.employer, c.kind, []eventlog.Hash{{8}, c.token, {7}, c.token})
		if err != nil || len(many) != 4 || many[0] != uuid.Nil || many[1] != got || many[2] != uuid.Nil || many[3] != got {
			t.Errorf("%s, among others: %v, %v", name, many, err)
		}
	}
	if none, err := b.Store.Subjects(t.Context(), boss, "staff-number", nil); err != nil || len(none) != 0 {
		t.Errorf("nothing asked: %v, %v", none, err)
	}
}

func rewrapAll(t *testing.T, b Bench) {
	own, boss, gone := storeKey(), employerKey(), destroyed(employerKey())
	person := personKey(boss.ID, uuid.New(), "identity")
	b.init(t, own)
	b.keep(t, boss, gone, person)
	turn := func(k eventlog.DataKey) ([]byte, error) { return append([]byte("turned "), k.Wrapped...), nil }
	if err := b.Store.Rewrap(t.Context(), printA, printB, turn); err != nil {
		t.Fatal(err)
	}
	own.Wrapped, boss.Wrapped = []byte("turned the store's"), []byte("turned an employer's")
	b.expect(t, own, boss, gone, person)
	if stored, _, _ := b.Store.Master(t.Context()); !bytes.Equal(stored, printB) {
		t.Errorf("the store names %x", stored)
	}
	if err := b.Store.Rewrap(t.Context(), printA, printB, turn); err != nil {
		t.Errorf("the same rotation once more: %v", err)
	}
}

func rewrapNothing(t *testing.T, b Bench) {
	own, boss := storeKey(), employerKey()
	b.init(t, own)
	b.keep(t, boss)
	crash, calls := errors.New("crash"), 0
	err := b.Store.Rewrap(t.Context(), printA, printB, func(eventlog.DataKey) ([]byte, error) {
		if calls++; calls == 2 {
			return nil, crash
		}
		return []byte("half"), nil
	})
	if !errors.Is(err, crash) {
		t.Errorf("gave %v", err)
	}
	b.expect(t, own, boss)
	if stored, _, _ := b.Store.Master(t.Context()); !bytes.Equal(stored, printA) {
		t.Errorf("the store names %x", stored)
	}
}

func rewrapWrong(t *testing.T, b Bench) {
	own := storeKey()
	b.init(t, own)
	err := b.Store.Rewrap(t.Context(), printB, printC, func(eventlog.DataKey) ([]byte, error) { return []byte("wrong"), nil })
	if !errors.Is(err, vault.ErrWrongMaster) {
		t.Errorf("gave %v", err)
	}
	b.expect(t, own)
}
