package postgres_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
)

// TestBothLanesComputeTheSameChain lets the two lanes take turns in one log: the
// one hashes in SQL, the other in Go, and each goes on from the other's hash.
func TestBothLanesComputeTheSameChain(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	logs := []*postgres.Log{
		openLog(t, db.DB, postgres.LogOptions{}),
		openLog(t, reconnect(t, db), postgres.LogOptions{OneLane: true}),
	}
	last := eventlog.Recorded{Hash: eventlog.Genesis}
	rapid.Check(t, func(rt *rapid.T) {
		a := anyAppend(rt)
		r, err := logs[rapid.IntRange(0, 1).Draw(rt, "lane")].Append(context.Background(), a)
		if err != nil {
			rt.Fatal(err)
		}
		events, err := logs[0].Read(context.Background(), last.Position, 100)
		if err != nil || len(events) != len(a.Changes[0].Events) {
			rt.Fatalf("read %d events, %v", len(events), err)
		}
		for i, e := range events {
			want := eventlog.Record(a.Changes[0].Events[i], last.Hash, eventlog.Recorded{
				Position: last.Position + 1, Employer: a.Employer, Stream: a.Changes[0].Stream,
				Version: eventlog.Version(i + 1), RecordedAt: r.RecordedAt,
			})
			if e.Hash != want.Hash || e.PayloadHash != want.PayloadHash || !e.RecordedAt.Equal(want.RecordedAt) {
				rt.Fatalf("position %d: recorded as %+v, want %+v", e.Position, e, want)
			}
			last = e
		}
	})
	logtest.Invariants(t, logs[0])
}

const nameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789._-"

func anyAppend(rt *rapid.T) eventlog.Append {
	category := rapid.StringOfN(rapid.RuneFrom([]rune("abcdefghijklmnopqrstuvwxyz_")), 1, 40, 40).Draw(rt, "category")
	owner := rapid.SampledFrom([]uuid.UUID{uuid.Nil, uuid.New()}).Draw(rt, "employer")
	a := eventlog.Append{Employer: owner, Changes: []eventlog.Change{{Stream: eventlog.Stream{Category: category, ID: uuid.New()}}}}
	if rapid.Bool().Draw(rt, "keyed") {
		a = keyed(a)
	}
	for range rapid.IntRange(1, 4).Draw(rt, "events") {
		a.Changes[0].Events = append(a.Changes[0].Events, eventlog.Proposed{
			ID:       uuid.New(),
			Type:     rapid.StringOfN(rapid.RuneFrom([]rune(nameCharacters)), 1, 100, 100).Draw(rt, "type"),
			Payload:  anyBytes(rt, "payload"),
			Metadata: anyBytes(rt, "metadata"),
		})
	}
	return a
}

// anyBytes favours what text columns, drivers and quoting stumble over.
func anyBytes(rt *rapid.T, label string) []byte {
	odd := [][]byte{{}, {0}, []byte(`\x00`), []byte("Zoë 👮 \\ ' \" \n"), {0xff, 0xfe, 0xc3, 0x28}}
	b := rapid.OneOf(rapid.SampledFrom(odd), rapid.SliceOfN(rapid.Byte(), 0, 300)).Draw(rt, label)
	return append([]byte{}, slices.Clone(b)...) // never nil
}
