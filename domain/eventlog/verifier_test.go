package eventlog_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/eventlog"
)

// chained is a sound log of n events over three streams and two employers.
func chained(t interface{ Helper() }, n int) []eventlog.Recorded {
	t.Helper()
	versions := map[eventlog.Stream]eventlog.Version{}
	var log []eventlog.Recorded
	previous := eventlog.Genesis
	for i := range n {
		s := eventlog.Stream{Category: "trial", ID: idOf("stream", []int{0, 1, 1, 2, 0, 2, 1}[i%7])}
		versions[s]++
		e := eventlog.Record(
			eventlog.Proposed{ID: idOf("event", i), Type: "trial.noted.v1", Payload: fmt.Appendf(nil, `{"n":%d}`, i), Metadata: []byte(`{"role":"reporter"}`)},
			previous,
			eventlog.Recorded{
				Position: eventlog.Position(i + 1), Employer: idOf("employer", i%2), Stream: s, Version: versions[s],
				RecordedAt: time.Date(2026, 3, 1, 12, 0, i/2, 0, time.UTC),
			},
		)
		log, previous = append(log, e), e.Hash
	}
	return log
}

func idOf(what string, i int) uuid.UUID {
	sum := sha256.Sum256(fmt.Append(nil, what, i))
	return uuid.UUID(sum[:16])
}

func findings(log []eventlog.Recorded) []eventlog.Finding {
	var v eventlog.Verifier
	for _, e := range log {
		v.Next(e)
	}
	return v.Findings()
}

// faults gives position and kind of each finding.
func faults(log []eventlog.Recorded) []string {
	var list []string
	for _, f := range findings(log) {
		list = append(list, fmt.Sprintf("%d %s", f.Position, f.What))
	}
	return list
}

// rechain makes the hashes right from an index on, as somebody would who
// rewrites history thoroughly: then only what the chain does not cover shows.
func rechain(log []eventlog.Recorded, from int) {
	for i := from; i < len(log); i++ {
		previous := eventlog.Genesis
		if i > 0 {
			previous = log[i-1].Hash
		}
		log[i].Hash = eventlog.Chain(previous, log[i])
	}
}

func TestVerifierNamesEachFaultOnce(t *testing.T) {
	t.Parallel()
	type log = []eventlog.Recorded
	for name, c := range map[string]struct {
		harm func(log) log
		want []string
	}{
		"a sound log has no findings": {func(l log) log { return l }, nil},
		"a redacted payload is no fault": {func(l log) log {
			l[4].Payload, l[4].Redacted = nil, true
			return l
		}, nil},
		"a changed payload":                {func(l log) log { l[4].Payload[0] ^= 1; return l }, []string{"5 payload"}},
		"a payload taken away in silence":  {func(l log) log { l[4].Payload = nil; return l }, []string{"5 payload"}},
		"a changed payload hash":           {func(l log) log { l[4].PayloadHash[0] ^= 1; return l }, []string{"5 payload"}},
		"changed metadata":                 {func(l log) log { l[4].Metadata[0] ^= 1; return l }, []string{"5 metadata"}},
		"metadata of the first event":      {func(l log) log { l[0].Metadata[0] ^= 1; return l }, []string{"1 metadata"}},
		"metadata of the last event":       {func(l log) log { l[11].Metadata[0] ^= 1; return l }, []string{"12 hash"}},
		"a changed employer":               {func(l log) log { l[4].Employer[0] ^= 1; return l }, []string{"5 metadata"}},
		"a changed type":                   {func(l log) log { l[4].Type = "trial.noted.v2"; return l }, []string{"5 metadata"}},
		"a changed event id":               {func(l log) log { l[4].ID = l[3].ID; return l }, []string{"5 metadata"}},
		"an event moved to another stream": {func(l log) log { l[4].Stream.ID = idOf("stream", 9); return l }, []string{"5 metadata"}},
		"a changed version":                {func(l log) log { l[4].Version += 2; return l }, []string{"5 version"}},
		"a time moved forward": {func(l log) log {
			l[4].RecordedAt = l[4].RecordedAt.Add(time.Hour)
			return l
		}, []string{"5 metadata"}},
		"a changed hash":                           {func(l log) log { l[4].Hash[0] ^= 1; return l }, []string{"5 hash"}},
		"the hash of the last event":               {func(l log) log { l[11].Hash[0] ^= 1; return l }, []string{"12 hash"}},
		"two faults in one event":                  {func(l log) log { l[4].Payload[0] ^= 1; l[4].Metadata[0] ^= 1; return l }, []string{"5 metadata", "5 payload"}},
		"two faults next to each other":            {func(l log) log { l[4].Metadata[0] ^= 1; l[5].Metadata[0] ^= 1; return l }, []string{"5 hash", "6 hash"}},
		"two faults apart":                         {func(l log) log { l[2].Metadata[0] ^= 1; l[8].Hash[0] ^= 1; return l }, []string{"3 metadata", "9 hash"}},
		"a missing event":                          {func(l log) log { return slices.Delete(l, 4, 5) }, []string{"6 gap"}},
		"three missing events":                     {func(l log) log { return slices.Delete(l, 4, 7) }, []string{"8 gap"}},
		"the first event is missing":               {func(l log) log { return l[1:] }, []string{"2 gap"}},
		"a changed event after a missing":          {func(l log) log { l[5].Hash[0] ^= 1; return slices.Delete(l, 4, 5) }, []string{"6 gap", "7 hash"}},
		"a changed event long after a missing one": {func(l log) log { l[8].Metadata[0] ^= 1; return slices.Delete(l, 2, 3) }, []string{"4 gap", "9 metadata"}},
		"a missing event explains one skipped version, not two": {func(l log) log {
			l[8].Version++
			rechain(l, 8)
			return slices.Delete(l, 4, 5)
		}, []string{"6 gap", "9 version", "10 version"}},
		"what follows a fault that is understood is not in doubt": {func(l log) log {
			l[6].Version++
			l[7].Metadata[0] ^= 1
			return slices.Delete(l, 4, 5)
		}, []string{"6 gap", "7 version", "8 metadata"}},
		"three faults in a row": {func(l log) log {
			for i := range l[4:7] {
				l[4+i].Metadata[0] ^= 1
			}
			return l
		}, []string{"5 hash", "6 hash", "7 hash"}},
		"a missing event, numbers closed up": {func(l log) log {
			l = slices.Delete(l, 4, 5)
			for i := range l[4:] {
				l[4+i].Position--
			}
			rechain(l, 4)
			return l
		}, []string{"7 version"}},
		"neighbours that changed places": {func(l log) log {
			l[4], l[5] = l[5], l[4]
			l[4].Position, l[5].Position = 5, 6
			return l
		}, []string{"5 order"}},
		"an event read twice":           {func(l log) log { return slices.Insert(l, 5, l[4]) }, []string{"5 order"}},
		"a lower position after higher": {func(l log) log { l[4], l[5] = l[5], l[4]; return l }, []string{"6 gap", "5 order"}},
		"a clock that fell": {func(l log) log {
			l[6].RecordedAt = l[5].RecordedAt.Add(-time.Microsecond)
			rechain(l, 6)
			return l
		}, []string{"7 clock"}},
		"an event id used again": {func(l log) log { l[6].ID = l[2].ID; rechain(l, 6); return l }, []string{"7 duplicate id"}},
		"a version used again, and so one skipped later": {func(l log) log {
			l[6].Version--
			rechain(l, 6)
			return l
		}, []string{"7 version", "9 version"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, faults(c.harm(chained(t, 12)))); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestOneFaultAnywhereIsOneFinding harms one column of one event of a log of any length.
func TestOneFaultAnywhereIsOneFinding(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		log := chained(t, rapid.IntRange(1, 40).Draw(t, "length"))
		i := rapid.IntRange(0, len(log)-1).Draw(t, "harmed")
		e := &log[i]
		flip := func(b []byte) {
			b[rapid.IntRange(0, len(b)-1).Draw(t, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		}
		column := rapid.SampledFrom([]string{"payload", "payload hash", "metadata", "hash", "employer", "id", "stream", "version", "time"}).Draw(t, "column")
		want := eventlog.FoundMetadata
		switch column {
		case "payload":
			flip(e.Payload)
			want = eventlog.FoundPayload
		case "payload hash":
			flip(e.PayloadHash[:])
			want = eventlog.FoundPayload
		case "metadata":
			flip(e.Metadata)
		case "hash":
			flip(e.Hash[:])
			want = eventlog.FoundHash
		case "employer":
			flip(e.Employer[:])
		case "id":
			flip(e.ID[:])
		case "stream":
			flip(e.Stream.ID[:])
		case "version":
			e.Version += eventlog.Version(rapid.SampledFrom([]int{-3, -1, 1, 5}).Draw(t, "by"))
			want = eventlog.FoundVersion
		case "time":
			e.RecordedAt = e.RecordedAt.Add(time.Duration(rapid.SampledFrom([]int{-1, 1}).Draw(t, "by")) * time.Hour)
		}
		if i == len(log)-1 && want == eventlog.FoundMetadata {
			want = eventlog.FoundHash // nothing follows that could tell
		}
		got := findings(log)
		if len(got) != 1 || got[0].Position != e.Position || got[0].What != want {
			t.Fatalf("harmed %s of %d: got %v, want one finding of kind %s there", column, e.Position, got, want)
		}
	})
}

func TestFindingsHoldNoPayload(t *testing.T) {
	t.Parallel()
	log := chained(t, 3)
	for i := range log {
		log[i].Payload, log[i].Metadata, log[i].Type = []byte("canary"), []byte("canary"), "canary"
	}
	for _, f := range findings(log) {
		if text := f.String(); strings.Contains(text, "canary") {
			t.Errorf("a finding repeats what was recorded: %s", text)
		}
	}
}

func TestTailIsTheLastEventRead(t *testing.T) {
	t.Parallel()
	var v eventlog.Verifier
	if p, h := v.Tail(); p != 0 || h != eventlog.Genesis {
		t.Errorf("before the first event: %d, %s", p, h)
	}
	log := chained(t, 5)
	log[3].Metadata[0] ^= 1
	for _, e := range log {
		v.Next(e)
		if p, h := v.Tail(); p != e.Position || h != e.Hash {
			t.Errorf("after %d: %d, %s", e.Position, p, h)
		}
	}
}
