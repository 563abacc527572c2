package logtest

import (
	"context"
	"testing"

	"ruggensteun/domain/eventlog"
)

// Invariants checks what is true of every log at every moment when nobody is
// writing: positions 1 to n without gaps, versions without gaps and rising with
// the position, recorded_at never falling, ids used once, hashes that chain,
// each stream the same whether it is read by itself or out of the whole. To be
// called after whatever was done to a log or its store.
func Invariants(t testing.TB, log eventlog.Log) {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	events, err := readAll(ctx, log)
	if err != nil {
		t.Errorf("read everything: %v", err)
		return
	}
	verify(t, events)
	head, err := log.Head(ctx)
	if err != nil || head != eventlog.Position(len(events)) {
		t.Errorf("head: %d, %v; %d events were read", head, err, len(events))
	}
	for s, want := range byStream(events) {
		got, err := log.ReadStream(ctx, s, 0)
		if diff := difference(want, got); err != nil || diff != "" {
			t.Errorf("%s by itself is not what the whole log holds of it: %s %v", s, diff, err)
		}
	}
}

func verify(t testing.TB, events []eventlog.Recorded) {
	t.Helper()
	var v eventlog.Verifier
	for _, e := range events {
		v.Next(e)
	}
	for _, f := range v.Findings() {
		t.Error(f)
	}
}

func byStream(events []eventlog.Recorded) map[eventlog.Stream][]eventlog.Recorded {
	streams := map[eventlog.Stream][]eventlog.Recorded{}
	for _, e := range events {
		streams[e.Stream] = append(streams[e.Stream], e)
	}
	return streams
}

func readAll(ctx context.Context, log eventlog.Log) ([]eventlog.Recorded, error) {
	var all []eventlog.Recorded
	for {
		page, err := log.Read(ctx, eventlog.Position(len(all)), 1000)
		if err != nil || len(page) == 0 {
			return all, err
		}
		all = append(all, page...)
	}
}
