package vault_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/vault"
	"ruggensteun/adapters/vault/canary"
	"ruggensteun/adapters/vault/vaulttest"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

// world is a store, a vault on it, one registered employer, and a clock.
type world struct {
	*vault.Vault
	store    *vaulttest.Memory
	master   vault.Master
	employer uuid.UUID
	clock    *clock
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func newMaster(t *testing.T) vault.Master {
	t.Helper()
	m, err := vault.CreateMaster(filepath.Join(t.TempDir(), "master.key"))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{store: &vaulttest.Memory{}, master: newMaster(t), clock: &clock{now: time.Unix(1e9, 0)}}
	w.Vault = w.another(t)
	w.employer = w.register(t)
	return w
}

// another is the vault of another process on the same store.
func (w *world) another(t *testing.T) *vault.Vault {
	t.Helper()
	v, err := vault.Open(t.Context(), w.store, w.master, vault.Source{Now: w.clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (w *world) register(t *testing.T) uuid.UUID {
	t.Helper()
	employer := uuid.New()
	key, err := w.NewEmployer(t.Context(), employer)
	if err != nil {
		t.Fatal(err)
	}
	w.keep(t, key)
	return employer
}

func (w *world) keep(t *testing.T, keys ...eventlog.DataKey) {
	t.Helper()
	if err := w.store.Keep(keys, nil); err != nil {
		t.Fatal(err)
	}
}

func detail(plain string) person.Detail {
	return person.Detail{
		Slot:  person.Slot{Event: uuid.New(), Field: "workers[0].identity"},
		Key:   person.KeyRef{Kind: person.KeyOfPerson, Subject: uuid.New(), Purpose: person.ForIdentity},
		Plain: person.Plain(plain),
	}
}

// seal records the keys too, as the append would.
func (w *world) seal(t *testing.T, details ...person.Detail) []person.Box {
	t.Helper()
	sealed, keys, err := w.Seal(t.Context(), w.employer, details)
	if err != nil {
		t.Fatal(err)
	}
	w.keep(t, keys...)
	boxes := make([]person.Box, len(details))
	for i, d := range details {
		boxes[i] = person.Box{Slot: d.Slot, Sealed: sealed[i]}
	}
	return boxes
}

func states(t *testing.T, v *vault.Vault, boxes ...person.Box) string {
	t.Helper()
	opened, err := v.Open(context.WithoutCancel(t.Context()), boxes)
	if err != nil {
		return err.Error()
	}
	var all []string
	for _, o := range opened {
		all = append(all, strings.TrimSpace(o.State.String()+" "+string(o.Plain)))
	}
	return strings.Join(all, ", ")
}

func TestWhatIsSealedOpens(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	long := strings.Repeat("verhaal ", 5000)
	boxes := w.seal(t, detail("Jansen"), detail(""), detail(long), detail("\x80\x00"))
	want := "present Jansen, present, present " + strings.TrimSpace(long) + ", present \x80\x00"
	for name, v := range map[string]*vault.Vault{"the same process": w.Vault, "another": w.another(t)} {
		if got := states(t, v, boxes...); got != want {
			t.Errorf("%s opened %.80q", name, got)
		}
	}
}

func TestKeysOfOneAppend(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one, same, other := detail("a"), detail("b"), detail("c")
	same.Key = one.Key
	_, keys, err := w.Seal(t.Context(), w.employer, []person.Detail{one, same, other})
	if err != nil || len(keys) != 2 {
		t.Fatalf("two subjects gave %d keys, %v", len(keys), err)
	}
	if got := vault.HolderOfKey(keys[0]); got != vault.HolderOf(w.employer, one.Key) {
		t.Errorf("the key is of %+v", got)
	}
	_, again, err := w.Seal(t.Context(), w.employer, []person.Detail{one})
	if err != nil || len(again) != 1 || again[0].ID == keys[0].ID {
		t.Errorf("a second append must make keys of its own: %d, %v", len(again), err)
	}
}

func TestABoxOpensOnlyWhereItWasPut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boxes := w.seal(t, detail("Jansen"), detail("De Vries"))
	whole := boxes[0]
	spoilt := map[string]func(*person.Box){
		"in another event":                func(b *person.Box) { b.Slot.Event = uuid.New() },
		"in another field":                func(b *person.Box) { b.Slot.Field = "workers[1].identity" },
		"under another key":               func(b *person.Box) { copy(b.Sealed[1:17], boxes[1].Sealed[1:17]) },
		"with another nonce":              func(b *person.Box) { b.Sealed[17] ^= 1 },
		"with another content":            func(b *person.Box) { b.Sealed[29] ^= 1 },
		"with another tag":                func(b *person.Box) { b.Sealed[len(b.Sealed)-1] ^= 1 },
		"cut short":                       func(b *person.Box) { b.Sealed = b.Sealed[:len(b.Sealed)-1] },
		"empty":                           func(b *person.Box) { b.Sealed = nil },
		"of a later layout":               func(b *person.Box) { b.Sealed[0] = 2 },
		"under a key that is not there":   func(b *person.Box) { b.Sealed[5] ^= 1 },
		"under the key of the employer":   func(b *person.Box) { copy(b.Sealed[1:17], w.employer[:]) },
		"as long as a header, no content": func(b *person.Box) { b.Sealed = b.Sealed[:29] },
	}
	for name, spoil := range spoilt {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := person.Box{Slot: whole.Slot, Sealed: bytes.Clone(whole.Sealed)}
			spoil(&b)
			opened, err := w.Open(t.Context(), []person.Box{b})
			if !errors.Is(err, vault.ErrBroken) {
				t.Errorf("opened %d, %v", len(opened), err)
			}
		})
	}
}

func TestSpoiltKeysAreToldFromForgottenOnes(t *testing.T) {
	t.Parallel()
	spoilt := map[string]func(w *world, id uuid.UUID, other eventlog.DataKey){
		"lost":                    func(w *world, id uuid.UUID, _ eventlog.DataKey) { w.store.Lose(id) },
		"its employer's key lost": func(w *world, _ uuid.UUID, _ eventlog.DataKey) { w.store.Lose(w.employer) },
		"changed": func(w *world, id uuid.UUID, _ eventlog.DataKey) {
			w.store.Change(id, func(k *eventlog.DataKey) { k.Wrapped[20] ^= 1 })
		},
		"cut short": func(w *world, id uuid.UUID, _ eventlog.DataKey) {
			w.store.Change(id, func(k *eventlog.DataKey) { k.Wrapped = k.Wrapped[:10] })
		},
		"given to another person": func(w *world, id uuid.UUID, _ eventlog.DataKey) {
			w.store.Change(id, func(k *eventlog.DataKey) { k.Subject = uuid.New() })
		},
		"given another purpose": func(w *world, id uuid.UUID, _ eventlog.DataKey) {
			w.store.Change(id, func(k *eventlog.DataKey) { k.Purpose = "health" })
		},
		"given to another employer": func(w *world, id uuid.UUID, _ eventlog.DataKey) {
			w.store.Change(id, func(k *eventlog.DataKey) { k.Employer = uuid.New() })
		},
		"replaced by another key": func(w *world, id uuid.UUID, other eventlog.DataKey) {
			w.store.Change(id, func(k *eventlog.DataKey) { k.Wrapped = other.Wrapped })
		},
		"hung under itself": func(w *world, id uuid.UUID, _ eventlog.DataKey) {
			w.store.Change(id, func(k *eventlog.DataKey) { k.Parent = k.ID })
		},
		"hung under the master key": func(w *world, id uuid.UUID, _ eventlog.DataKey) {
			w.store.Change(id, func(k *eventlog.DataKey) { k.Parent = uuid.Nil })
		},
	}
	for name, spoil := range spoilt {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			boxes := w.seal(t, detail("Jansen"))
			_, others, err := w.Seal(t.Context(), w.employer, []person.Detail{detail("De Vries")})
			if err != nil {
				t.Fatal(err)
			}
			spoil(w, uuid.UUID(boxes[0].Sealed[1:17]), others[0])
			opened, err := w.another(t).Open(t.Context(), boxes)
			if !errors.Is(err, vault.ErrBroken) {
				t.Errorf("opened %d, %v", len(opened), err)
			}
		})
	}
}

func TestForgetting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	gone, kept := detail("Jansen"), detail("De Vries")
	first, later := w.seal(t, gone, kept), w.seal(t, gone)
	if got := states(t, w.Vault, append(first, later...)...); got != "present Jansen, present De Vries, present Jansen" {
		t.Fatal(got)
	}
	if n, err := w.Forget(t.Context(), w.employer, gone.Key); n != 2 || err != nil {
		t.Fatalf("destroyed %d keys, %v", n, err)
	}
	for name, v := range map[string]*vault.Vault{"the same process": w.Vault, "one that starts later": w.another(t)} {
		if got := states(t, v, append(first, later...)...); got != "forgotten, present De Vries, forgotten" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestForgettingAnEmployer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boxes := w.seal(t, detail("Jansen"))
	mark, err := w.StaffNumberMark(t.Context(), w.employer, "123", uuid.New())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.store.Keep(nil, []eventlog.Mark{mark}); err != nil {
		t.Fatal(err)
	}
	if n, err := w.ForgetEmployer(t.Context(), w.employer); n != 2 || err != nil {
		t.Fatalf("destroyed %d keys, %v", n, err)
	}
	for name, v := range map[string]*vault.Vault{"the same process": w.Vault, "one that starts later": w.another(t)} {
		if got := states(t, v, boxes...); got != "forgotten" {
			t.Errorf("%s: %s", name, got)
		}
		if _, found, err := v.PersonByStaffNumber(t.Context(), w.employer, "123"); found || err != nil {
			t.Errorf("%s still finds the person: %v", name, err)
		}
	}
	if _, _, err := w.Seal(t.Context(), w.employer, []person.Detail{detail("Jansen")}); err == nil {
		t.Error("sealed for an employer that was forgotten")
	}
}

// Only the employer's row is destroyed, as an old restore of data keys would leave it.
func TestADataKeyUnderADestroyedEmployerIsForgotten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boxes := w.seal(t, detail("Jansen"))
	w.store.Change(w.employer, func(k *eventlog.DataKey) { k.Wrapped = nil })
	if got := states(t, w.another(t), boxes...); got != "forgotten" {
		t.Error(got)
	}
}

func TestAKeyDestroyedElsewhereIsForgottenWithinItsLifetime(t *testing.T) {
	t.Parallel()
	w, gone := newWorld(t), detail("Jansen")
	boxes := w.seal(t, gone)
	other := w.another(t)
	if got := states(t, other, boxes...); got != "present Jansen" {
		t.Fatal(got)
	}
	if _, err := w.Forget(t.Context(), w.employer, gone.Key); err != nil {
		t.Fatal(err)
	}
	w.clock.pass(vault.KeyLifetime)
	if got := states(t, other, boxes...); got != "forgotten" {
		t.Error(got)
	}
}

// A data key that is read late under a cached employer's key must not outlive it.
func TestTheLifetimeIsThatOfTheWholeChain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	early, late := w.seal(t, detail("early")), w.seal(t, detail("late"))
	other := w.another(t)
	states(t, other, early...)
	if _, err := w.ForgetEmployer(t.Context(), uuid.New()); err != nil {
		t.Fatal(err)
	}
	w.store.Change(w.employer, func(k *eventlog.DataKey) { k.Wrapped = nil })
	w.clock.pass(vault.KeyLifetime - time.Second)
	if got := states(t, other, late...); got != "present late" {
		t.Fatal(got)
	}
	w.clock.pass(time.Second)
	if got := states(t, other, late...); got != "forgotten" {
		t.Error(got)
	}
}

func TestManyBoxesAreOneRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	details := make([]person.Detail, 5000)
	for i := range details {
		details[i] = detail(fmt.Sprint(i))
	}
	boxes := w.seal(t, details...)
	v := w.another(t)
	for _, want := range []int{2, 0} { // the keys and their one employer's; then all are cached
		before := w.store.Reads()
		states(t, v, boxes...)
		if got := w.store.Reads() - before; got != want {
			t.Errorf("%d reads, want %d", got, want)
		}
	}
}

func TestWithoutAnEmployerNothingIsSealed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, _, err := w.Seal(t.Context(), uuid.New(), []person.Detail{detail(canary.Name)})
	if fault.KindOf(err) != fault.Refused || !strings.Contains(err.Error(), "never registered") {
		t.Errorf("gave %v", err)
	}
}

func TestTheStoreNeverHoldsAnythingPersonal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var haystack []byte
	for _, b := range w.seal(t, detail(canary.Name), detail(canary.Narrative)) {
		haystack = append(haystack, b.Sealed...)
	}
	staff, err := w.StaffNumberMark(t.Context(), w.employer, canary.StaffNumber, uuid.New())
	if err != nil {
		t.Fatal(err)
	}
	request := w.RequestKey(uuid.New(), w.employer, canary.RequestKey, []byte(canary.Narrative))
	haystack = append(append(append(haystack, staff.Token[:]...), request.Token[:]...), request.Body[:]...)
	haystack = append(haystack, w.store.Dump()...)
	if found := canary.Find(haystack); found != nil {
		t.Errorf("found %v", found)
	}
}
