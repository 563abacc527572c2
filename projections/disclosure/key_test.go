package disclosure_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/projections/disclosure"
)

// vectors were computed by another program, from a description alone.
type vectors struct {
	Fingerprint string
	RecordKeys  []struct {
		Unit   disclosure.Unit
		ID, RK string
	} `json:"record_keys"`
	Sums []struct {
		First   int
		Sum     string
		Printed int
	}
}

func published(t *testing.T) (v vectors) {
	t.Helper()
	text, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func countingKey(t *testing.T) disclosure.Key {
	t.Helper()
	secret := make([]byte, disclosure.KeySize)
	for i := range secret {
		secret[i] = byte(i)
	}
	key, err := disclosure.NewKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestRecordKeysAreThoseOfThePublishedVectors(t *testing.T) {
	t.Parallel()
	v, key := published(t), countingKey(t)
	if key.Fingerprint() != v.Fingerprint {
		t.Errorf("fingerprint %s, want %s", key.Fingerprint(), v.Fingerprint)
	}
	seen := map[disclosure.Unit]bool{}
	for _, vector := range v.RecordKeys {
		seen[vector.Unit] = true
		if got := keyOf(t, key.Records(vector.Unit), vector.ID); fmt.Sprintf("%016x", got) != vector.RK {
			t.Errorf("%s %s: %016x, want %s", vector.Unit, vector.ID, got, vector.RK)
		}
	}
	if len(seen) != len(disclosure.Units()) {
		t.Errorf("vectors for %v only", seen)
	}
}

func keyOf(t *testing.T, keys *disclosure.RecordKeys, id string) uint64 {
	t.Helper()
	incident, nth, counted := strings.Cut(id, "#")
	if !counted {
		return keys.Of(uuid.MustParse(id))
	}
	n, err := strconv.Atoi(nth)
	if err != nil {
		t.Fatal(err)
	}
	return keys.OfCounted(uuid.MustParse(incident), n)
}

func TestSumsArePrintedAsInThePublishedVectors(t *testing.T) {
	t.Parallel()
	keys := countingKey(t).Records(disclosure.Incident)
	for _, vector := range published(t).Sums {
		var s disclosure.Set
		for i := 1; i <= vector.First; i++ {
			s.Add(keys.Of(uuid.MustParse(fmt.Sprintf("0190aaaa-bbbb-7ccc-8ddd-%012x", i))))
		}
		if got := fmt.Sprintf("%016x", s.Sum); got != vector.Sum {
			t.Errorf("the first %d add up to %s, want %s", vector.First, got, vector.Sum)
		}
		if got := disclosure.Default().Print(s); got != vector.Printed {
			t.Errorf("the first %d print %d, want %d", vector.First, got, vector.Printed)
		}
	}
}

func TestAKeyOfAnotherSizeOrOfZeroesIsRefused(t *testing.T) {
	t.Parallel()
	for _, secret := range [][]byte{nil, make([]byte, 31), make([]byte, 32), bytes.Repeat([]byte{7}, 33)} {
		if _, err := disclosure.NewKey(secret); err == nil {
			t.Errorf("a key of %d bytes is taken", len(secret))
		}
	}
}

func TestAKeyNeverPrints(t *testing.T) {
	t.Parallel()
	secret := []byte("0123456789abcdefghijklmnopqrstuv")
	key, err := disclosure.NewKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	slog.New(slog.NewJSONHandler(&all, nil)).Info("key", "key", key, "within", struct{ key disclosure.Key }{key})
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d", "%q"} {
		fmt.Fprintf(&all, verb, key)
		fmt.Fprintf(&all, verb, struct{ key disclosure.Key }{key})
		fmt.Fprintf(&all, verb, &key)
	}
	asJSON, _ := json.Marshal(map[string]any{"key": key})
	all.Write(asJSON)
	for _, form := range []string{string(secret), fmt.Sprintf("%x", secret), fmt.Sprint(secret)[1:20]} {
		if strings.Contains(all.String(), form[:8]) {
			t.Errorf("the key is printed: %s", all.String())
		}
	}
	if !strings.Contains(all.String(), key.Fingerprint()) {
		t.Error("the key does not say which one it is")
	}
}
