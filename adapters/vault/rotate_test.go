package vault_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/vault"
)

func TestAfterARotation(t *testing.T) {
	t.Parallel()
	w, next := newWorld(t), newMaster(t)
	boxes := w.seal(t, detail("Jansen"))
	running, before := w.another(t), w.RequestKey(uuid.Nil, w.employer, "k", nil)
	if err := vault.Rotate(t.Context(), w.store, w.master, next); err != nil {
		t.Fatal(err)
	}

	if _, err := vault.Open(t.Context(), w.store, w.master, vault.Source{}); !errors.Is(err, vault.ErrWrongMaster) {
		t.Errorf("the old key file gave %v", err)
	}
	if _, err := running.NewEmployer(t.Context(), uuid.New()); !errors.Is(err, vault.ErrWrongMaster) {
		t.Errorf("a program under the old key made an employer's key: %v", err)
	}
	if got := states(t, running, boxes...); !strings.Contains(got, "start it again with the new key file") {
		t.Errorf("a program under the old key opened %s", got)
	}
	w.master = next
	if got := states(t, w.another(t), boxes...); got != "present Jansen" {
		t.Errorf("the new key file opened %s", got)
	}
	if after := w.another(t).RequestKey(uuid.Nil, w.employer, "k", nil); after != before {
		t.Error("a request from before the rotation is not recognised")
	}
}

// The check in NewEmployer and the append are two steps; a rotation between
// them leaves a key that only the old master key opens.
func TestAnEmployerRegisteredDuringARotationIsBroughtOver(t *testing.T) {
	t.Parallel()
	w, next := newWorld(t), newMaster(t)
	key, err := w.NewEmployer(t.Context(), uuid.New())
	if err != nil {
		t.Fatal(err)
	}
	boxes := w.seal(t, detail("De Vries"))
	rotate := func() {
		if err := vault.Rotate(t.Context(), w.store, w.master, next); err != nil {
			t.Fatal(err)
		}
	}
	rotate()
	w.keep(t, key)
	late := &world{store: w.store, master: next, employer: key.ID, clock: w.clock}
	late.Vault = late.another(t)
	if _, err := late.StaffNumberMark(t.Context(), key.ID, "1", uuid.New()); !errors.Is(err, vault.ErrBroken) {
		t.Fatalf("before: %v", err)
	}
	rotate()
	if got := states(t, late.Vault, append(boxes, late.seal(t, detail("Jansen"))...)...); got != "present De Vries, present Jansen" {
		t.Error(got)
	}
}

func TestARotationFromAnotherKeyChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boxes := w.seal(t, detail("Jansen"))
	if err := vault.Rotate(t.Context(), w.store, newMaster(t), newMaster(t)); !errors.Is(err, vault.ErrWrongMaster) {
		t.Errorf("gave %v", err)
	}
	if got := states(t, w.another(t), boxes...); got != "present Jansen" {
		t.Error(got)
	}
}
