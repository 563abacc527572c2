package blobs_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"testing"

	"ruggensteun/adapters/blobs"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

func seal(t *testing.T, plain string, parts int) blobs.Sealed {
	t.Helper()
	s, err := blobs.Seal(rand.Reader, []byte(plain), parts)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestADocumentOpensWithAllPartsOfItsKeyInAnyOrder(t *testing.T) {
	t.Parallel()
	for n := 1; n <= 5; n++ {
		s := seal(t, "Beste Jo,", n)
		slices.Reverse(s.Parts)
		plain, err := blobs.Open(s.Hash, s.Bytes, s.Parts)
		if err != nil || string(plain) != "Beste Jo," {
			t.Errorf("%d parts: %q, %v", n, plain, err)
		}
		if bytes.Contains(s.Bytes, []byte("Beste")) {
			t.Errorf("%d parts: the document stands in clear in what is kept", n)
		}
	}
}

func TestADocumentStaysShut(t *testing.T) {
	t.Parallel()
	s, other := seal(t, "Beste Jo,", 3), seal(t, "Beste Jo,", 3)
	changed := slices.Clone(s.Bytes)
	changed[len(changed)-1]++
	layout := slices.Clone(s.Bytes)
	layout[0]++
	for name, test := range map[string]struct {
		hash  eventlog.Hash
		bytes []byte
		parts [][]byte
	}{
		"without one part":        {s.Hash, s.Bytes, s.Parts[1:]},
		"without any part":        {s.Hash, s.Bytes, nil},
		"with another's part":     {s.Hash, s.Bytes, [][]byte{s.Parts[0], s.Parts[1], other.Parts[2]}},
		"with a part that is cut": {s.Hash, s.Bytes, [][]byte{s.Parts[0], s.Parts[1], s.Parts[2][1:]}},
		"changed":                 {s.Hash, changed, s.Parts},
		"another in its place":    {s.Hash, other.Bytes, other.Parts},
		"nothing in its place":    {s.Hash, nil, s.Parts},
		"of a layout to come":     {sha256.Sum256(layout), layout, s.Parts},
		"of no bytes at all":      {sha256.Sum256(nil), nil, s.Parts},
	} {
		if plain, err := blobs.Open(test.hash, test.bytes, test.parts); !errors.Is(err, blobs.ErrAltered) || plain != nil {
			t.Errorf("%s: %d bytes, %v", name, len(plain), err)
		}
	}
}

func TestTheSameDocumentTwiceIsTwoThatShareNothing(t *testing.T) {
	t.Parallel()
	a, b := seal(t, "Beste Jo,", 2), seal(t, "Beste Jo,", 2)
	if a.Hash == b.Hash || bytes.Equal(a.Parts[0], b.Parts[0]) || bytes.Equal(a.Parts[1], b.Parts[1]) {
		t.Error("who compares hashes or keys learns that two letters are the same")
	}
}

func TestSealRefusesWhatIsTooLargeOrBelongsToNobody(t *testing.T) {
	t.Parallel()
	_, err := blobs.Seal(rand.Reader, make([]byte, blobs.Most), 1)
	if fault.KindOf(err) != fault.Refused {
		t.Errorf("too large: %v", err)
	}
	if _, err := blobs.Seal(rand.Reader, nil, 0); err == nil {
		t.Error("a document was sealed under no key that can be destroyed")
	}
	if _, err := blobs.Seal(bytes.NewReader(nil), []byte("x"), 2); err == nil {
		t.Error("a document was sealed without a random key")
	}
}

// TestWhatWasSealedOnceOpensForEver holds the layout to a vector that another program made.
func TestWhatWasSealedOnceOpensForEver(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/vector.v1.json")
	if err != nil {
		t.Fatal(err)
	}
	var v struct {
		Plain, Sealed, Hash string
		Parts               []string
	}
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	var parts [][]byte
	for _, p := range v.Parts {
		parts = append(parts, raw(t, p))
	}
	plain, err := blobs.Open(eventlog.Hash(raw(t, v.Hash)), raw(t, v.Sealed), parts)
	if err != nil || string(plain) != v.Plain {
		t.Errorf("%q, %v", plain, err)
	}
}

func raw(t *testing.T, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
