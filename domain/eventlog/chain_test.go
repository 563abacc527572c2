package eventlog_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/eventlog"
)

// vector is one published test vector. The file was computed by a short Python
// program (hashlib, struct, uuid) written from the table at Canonical, not from
// the Go code, so that the code is checked against something that is not itself.
type vector struct {
	Name         string            `json:"name"`
	Position     eventlog.Position `json:"position"`
	RecordedAt   time.Time         `json:"recorded_at"`
	Version      eventlog.Version  `json:"version"`
	ID           uuid.UUID         `json:"id"`
	Employer     uuid.UUID         `json:"employer"`
	Stream       string            `json:"stream"`
	Type         string            `json:"type"`
	Payload      string            `json:"payload"`
	PayloadTimes int               `json:"payload_times"`
	Metadata     string            `json:"metadata"`
	PayloadHash  string            `json:"payload_hash"`
	Canonical    string            `json:"canonical"`
	Previous     string            `json:"previous"`
	Hash         string            `json:"hash"`
}

func vectors(t *testing.T) []vector {
	t.Helper()
	text, err := os.ReadFile("testdata/chain.v1.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Vectors []vector }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	return file.Vectors
}

func fromHex(t *testing.T, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestThePublishedVectorsHold(t *testing.T) {
	t.Parallel()
	for _, v := range vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			stream, err := eventlog.ParseStream(v.Stream)
			if err != nil {
				t.Fatal(err)
			}
			previous := eventlog.Hash(fromHex(t, v.Previous))
			e := eventlog.Record(
				eventlog.Proposed{
					ID: v.ID, Type: v.Type,
					Payload:  bytes.Repeat(fromHex(t, v.Payload), v.PayloadTimes),
					Metadata: fromHex(t, v.Metadata),
				},
				previous,
				eventlog.Recorded{Position: v.Position, Employer: v.Employer, Stream: stream, Version: v.Version, RecordedAt: v.RecordedAt},
			)
			if got := e.PayloadHash.String(); got != v.PayloadHash {
				t.Errorf("payload hash %s, want %s", got, v.PayloadHash)
			}
			if got := hex.EncodeToString(eventlog.Canonical(e)); got != v.Canonical {
				t.Errorf("canonical form\n%s, want\n%s", got, v.Canonical)
			}
			if e.Hash.String() != v.Hash || eventlog.Chain(previous, e) != e.Hash {
				t.Errorf("hash %s, want %s", e.Hash, v.Hash)
			}
		})
	}
}

// TestVectorsAreOnlyAdded pins what was published: whoever verifies our logs
// with a program of their own relies on it. A new layout gets a new file.
func TestVectorsAreOnlyAdded(t *testing.T) {
	t.Parallel()
	const published, digest = 7, "340080278bc543fbd31adc4d188ed9adda7b5d8001176bef423a90c40829c6df"
	all := vectors(t)
	if len(all) < published {
		t.Fatalf("%d vectors are left of %d: published vectors are never taken away", len(all), published)
	}
	text, err := json.Marshal(all[:published])
	if err != nil {
		t.Fatal(err)
	}
	if got := eventlog.Hash(sha256.Sum256(text)).String(); got != digest {
		t.Errorf("the first %d vectors have changed (%s): published vectors are only added to", published, got)
	}
}

// TestEveryFieldCounts changes one thing at a time: what the canonical form
// forgot could be changed without anybody noticing.
func TestEveryFieldCounts(t *testing.T) {
	t.Parallel()
	e := chained(t, 1)[0]
	want := eventlog.Chain(eventlog.Genesis, e)
	for name, change := range map[string]func(*eventlog.Recorded){
		"position":        func(e *eventlog.Recorded) { e.Position++ },
		"employer":        func(e *eventlog.Recorded) { e.Employer[15]++ },
		"stream category": func(e *eventlog.Recorded) { e.Stream.Category = "trials" },
		"stream id":       func(e *eventlog.Recorded) { e.Stream.ID[15]++ },
		"version":         func(e *eventlog.Recorded) { e.Version++ },
		"id":              func(e *eventlog.Recorded) { e.ID[0]++ },
		"type":            func(e *eventlog.Recorded) { e.Type += "0" },
		"recorded_at":     func(e *eventlog.Recorded) { e.RecordedAt = e.RecordedAt.Add(time.Microsecond) },
		"payload hash":    func(e *eventlog.Recorded) { e.PayloadHash[31]++ },
		"metadata":        func(e *eventlog.Recorded) { e.Metadata = append([]byte(" "), e.Metadata...) },
	} {
		changed := e
		change(&changed)
		if eventlog.Chain(eventlog.Genesis, changed) == want {
			t.Errorf("the hash does not cover the %s", name)
		}
	}
	if eventlog.Chain(eventlog.Hash{1}, e) == want {
		t.Error("the hash does not cover the one before")
	}
	redacted := e
	redacted.Payload, redacted.Redacted = nil, true
	if eventlog.Chain(eventlog.Genesis, redacted) != want {
		t.Error("removing a payload breaks the chain")
	}
}

func TestNamesThatTouchDoNotHashAlike(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[a-z]{2,20}`)
		a := eventlog.Recorded{Stream: eventlog.Stream{Category: "c"}, Type: name.Draw(t, "type")}
		b := a
		b.Stream.Category, b.Type = name.Draw(t, "category"), name.Draw(t, "other type")
		if bytes.Equal(eventlog.Canonical(a), eventlog.Canonical(b)) && (a.Stream != b.Stream || a.Type != b.Type) {
			t.Fatalf("%v and %v have the same canonical form", a, b)
		}
	})
}

func TestRecordKeepsWholeMicrosecondsInUTC(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 7, 1, 14, 0, 0, 1999, time.FixedZone("summer", 7200))
	e := eventlog.Record(eventlog.Proposed{}, eventlog.Genesis, eventlog.Recorded{RecordedAt: at})
	if want := time.Date(2026, 7, 1, 12, 0, 0, 1000, time.UTC); e.RecordedAt != want {
		t.Errorf("recorded at %v, want %v", e.RecordedAt, want)
	}
}
