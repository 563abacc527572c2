package vault_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/person"
)

// erasing tries Vault.Erase on one detail; tell is what happens while it is recorded
// for the n-th time.
func (w *world) erasing(t *testing.T, ctx context.Context, tell func(n int) error) (recorded int, err error) {
	t.Helper()
	d := detail("x")
	w.seal(t, d)
	return recorded, w.Erase(ctx, w.employer,
		func(context.Context) ([]person.KeyRef, error) { return []person.KeyRef{d.Key}, nil },
		func(ctx context.Context) error {
			if left, err := w.Forget(ctx, w.employer, d.Key); err != nil || left != 0 {
				t.Errorf("recorded while %d keys are there, %v", left, err)
			}
			recorded++
			if err := tell(recorded); err != nil {
				return err
			}
			if recorded == 1 {
				w.seal(t, d) // told in between, before it was recorded
			}
			return ctx.Err()
		})
}

func TestKeysGoFirstAndAgainWhenMoreWasToldMeanwhile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	recorded, err := w.erasing(t, t.Context(), func(int) error { return nil })
	if err != nil || recorded != 2 {
		t.Errorf("recorded %d times, %v", recorded, err)
	}
}

// TestWhoHangsUpDoesNotStopTheRecording: the keys are gone by then.
func TestWhoHangsUpDoesNotStopTheRecording(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, hangUp := context.WithCancel(t.Context())
	recorded, err := w.erasing(t, ctx, func(int) error { hangUp(); return nil })
	if err != nil || recorded != 2 {
		t.Errorf("recorded %d times, %v", recorded, err)
	}
}

func TestWhatIsNotRecordedIsSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	crash := errors.New("crash")
	if recorded, err := w.erasing(t, t.Context(), func(int) error { return crash }); !errors.Is(err, crash) || recorded != 1 {
		t.Errorf("recorded %d times, %v", recorded, err)
	}
	err := w.Erase(t.Context(), w.employer, func(context.Context) ([]person.KeyRef, error) { return nil, crash }, func(context.Context) error {
		t.Error("recorded, and nobody knows whose keys there are")
		return nil
	})
	if !errors.Is(err, crash) {
		t.Error(err)
	}
}

func TestKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := detail("x")
	w.seal(t, d)
	for subject, want := range map[uuid.UUID]bool{d.Key.Subject: true, uuid.New(): false} {
		if known, err := w.Known(t.Context(), w.employer, person.KeyOfPerson, subject); err != nil || known != want {
			t.Errorf("known %t, %v; want %t", known, err, want)
		}
	}
}
