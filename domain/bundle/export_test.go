package bundle

import (
	"crypto/sha256"
	"encoding/json"
	"maps"
	"slices"
	"testing"
)

// Forged is what somebody makes who has the key and does not check, as Make does.
func Forged(t testing.TB, c Content, sign func([]byte) Signature) []byte {
	t.Helper()
	c.Manifest.Format, c.Manifest.Files = Format, nil
	names := slices.Sorted(maps.Keys(c.Files))
	for _, name := range names {
		c.Manifest.Files = append(c.Manifest.Files, File{Name: name, Size: len(c.Files[name]), SHA256: sha256.Sum256(c.Files[name])})
	}
	manifest, err := json.Marshal(c.Manifest)
	if err != nil {
		t.Fatal(err)
	}
	signature, err := sign(manifest).bytes()
	if err != nil {
		t.Fatal(err)
	}
	all := []entry{{ManifestName, manifest}, {SignatureName, signature}}
	for _, name := range names {
		all = append(all, entry{name, c.Files[name]})
	}
	data, err := pack(all)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
