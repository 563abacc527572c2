package postgres_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/processing"
)

const receiver = "https://logboek.example.nl/v1/traces"

func TestAReceiverGetsEveryLineInOrderWhateverBreaksOff(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	one, other := openReadings(db.DB), openReadings(db.DB) // two programs that write at once
	var wait sync.WaitGroup
	const each = 60
	for _, r := range []interface {
		Record(context.Context, ...access.Reading) error
	}{one, other} {
		for range each {
			wait.Go(func() {
				if err := r.Record(t.Context(), readBy(uuid.New())); err != nil {
					t.Error(err)
				}
			})
		}
	}
	done := make(chan struct{})
	go func() { wait.Wait(); close(done) }()
	var got []int64
	take := func(_ context.Context, lines []processing.Kept) error {
		for _, l := range lines {
			got = append(got, l.ID)
		}
		return nil
	}
	for written := false; ; { // while they write
		took, err := one.Turn(t.Context(), receiver, 7, take)
		if err != nil {
			t.Fatal(err)
		}
		if took == 0 && written {
			break
		}
		if took == 0 {
			select {
			case <-done:
				written = true
			default:
			}
		}
	}
	lines := count(t, session(t, db.Logins.App), "processings")
	if lines != 2*each*3 || len(got) != lines || !slices.IsSorted(got) || len(slices.Compact(slices.Clone(got))) != lines {
		t.Errorf("%d lines, of which %d came, in order: %t", lines, len(got), slices.IsSorted(got))
	}

	// What was sent and not kept is sent again.
	if err := one.Record(t.Context(), readBy(uuid.New())); err != nil {
		t.Fatal(err)
	}
	broke := errors.New("broke off")
	if _, err := one.Turn(t.Context(), receiver, 100, func(ctx context.Context, l []processing.Kept) error { _ = take(ctx, l); return broke }); !errors.Is(err, broke) {
		t.Error(err)
	}
	if took, err := other.Turn(t.Context(), receiver, 100, take); err != nil || took != 3 || !slices.Equal(got[len(got)-3:], got[len(got)-6:len(got)-3]) {
		t.Errorf("%d came again, %v", took, err)
	}
	// Who comes while another sends takes nothing, and does not wait.
	_ = one.Record(t.Context(), readBy(uuid.New()))
	_, err := one.Turn(t.Context(), receiver, 100, func(ctx context.Context, _ []processing.Kept) error {
		if took, err := other.Turn(ctx, receiver, 100, take); took != 0 || err != nil {
			t.Errorf("two send at once: %d, %v", took, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
