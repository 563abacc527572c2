package vault

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
)

// The vectors were computed once and are published: whoever changes a layout or
// a derivation makes every name that was ever sealed unreadable.
func TestVectors(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/vectors.v1.json")
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]string
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	got := vectors(t)
	for name, value := range got {
		if want[name] != value {
			t.Errorf("%s is\n%s, published is\n%s", name, value, want[name])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d values are published and %d computed", len(want), len(got))
	}
}

func vectors(t *testing.T) map[string]string {
	t.Helper()
	fixed := func(b byte) secret { return secretOf((*[secretSize]byte)(bytes.Repeat([]byte{b}, secretSize))) }
	id := func(b byte) uuid.UUID { return uuid.UUID(bytes.Repeat([]byte{b}, 16)) }
	nonce := strings.NewReader(strings.Repeat("N", 2*nonceSize))
	row := eventlog.DataKey{ID: id(3), Parent: id(2), Employer: id(2), Kind: "person", Subject: id(4), Purpose: "identity"}
	wrapped, err := wrap(nonce, fixed(1).aead(infoWrap), row, fixed(5))
	if err != nil {
		t.Fatal(err)
	}
	slot := person.Slot{Event: id(6), Field: "workers[0].identity"}
	box, err := sealBox(nonce, fixed(5).aead(infoSeal), id(3), slot, []byte(`{"name":"J. Jansen"}`))
	if err != nil {
		t.Fatal(err)
	}
	fingerprint := Master{fixed(1)}.Fingerprint()
	request := (&Vault{own: storeKeysOf(fixed(7))}).RequestKey(id(8), id(2), "key", []byte("body"))
	return map[string]string{
		"fingerprint of the master key 01…":               hex.EncodeToString(fingerprint[:]),
		"key 05… wrapped under 01…":                       hex.EncodeToString(wrapped),
		"box under key 05…":                               hex.EncodeToString(box),
		"staff number \"ab 12\" under 02…":                token(fixed(2).macKey(infoIndex), markStaffNumber, " AB  12 ").String(),
		"request token under the store's key 07…":         request.Token.String(),
		"request body hash under the store's key 07…":     request.Body.String(),
		"public key of bundles under the store's key 07…": (&Vault{own: storeKeysOf(fixed(7))}).BundleKey().String(),
	}
}

func TestTheLengthOfABoxGivesLittleAway(t *testing.T) {
	t.Parallel()
	for plain, blocks := range map[string]int{
		"": 1, `{"injury":"I0"}`: 1, `{"injury":"NOT_RECORDED"}`: 1,
		strings.Repeat("x", 31): 1, strings.Repeat("x", 32): 2, strings.Repeat("x", 63): 2, strings.Repeat("x", 64): 3,
	} {
		if got := len(pad([]byte(plain))); got != blocks*padBlock {
			t.Errorf("%d bytes become %d", len(plain), got)
		}
	}
}

func TestPaddingComesOffAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.SliceOf(rapid.SampledFrom([]byte{0, 0x80, 'a'})).Draw(t, "plain")
		if got, ok := unpad(pad(plain)); !ok || !bytes.Equal(got, plain) {
			t.Fatalf("%x became %x, %v", plain, got, ok)
		}
	})
	for _, bad := range [][]byte{nil, {0}, {0x80, 1}, {'a'}} {
		if got, ok := unpad(bad); ok {
			t.Errorf("%x was taken for %x", bad, got)
		}
	}
}
