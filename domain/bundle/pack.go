package bundle

import (
	"archive/zip"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
)

// Content is what a bundle is made of.
type Content struct {
	Manifest Manifest          // without Format and Files
	Files    map[string][]byte // by name, all but bundle.json and bundle.sig
}

// ErrTooLarge: a bundle of this would be more than anybody has to accept.
var ErrTooLarge = errors.New("it is too large for a bundle")

// Make gives the zip. The same content and key give the same bytes. What it gives was checked as
// whoever gets it will: an error says what does not hold.
func Make(c Content, sign func(manifest []byte) Signature) ([]byte, error) {
	c.Manifest.Format, c.Manifest.Files = Format, nil
	for name, body := range c.Files {
		c.Manifest.Files = append(c.Manifest.Files, File{Name: name, Size: len(body), SHA256: sha256.Sum256(body)})
	}
	slices.SortFunc(c.Manifest.Files, func(a, b File) int { return cmp.Compare(a.Name, b.Name) })
	manifest, err := json.Marshal(c.Manifest)
	if err != nil {
		return nil, fmt.Errorf("write the manifest: %w", err)
	}
	signature := sign(manifest)
	signatureText, err := signature.bytes()
	if err != nil {
		return nil, fmt.Errorf("write the signature: %w", err)
	}
	all := []entry{{ManifestName, manifest}, {SignatureName, signatureText}}
	for _, f := range c.Manifest.Files {
		all = append(all, entry{f.Name, c.Files[f.Name]})
	}
	made, err := pack(all)
	if err != nil {
		return nil, err
	}
	if len(made) > MaxBytes || len(c.Manifest.Events) > MaxEvents {
		return nil, ErrTooLarge
	}
	if r := Verify(made, &signature.Key); !r.Whole() {
		return nil, fmt.Errorf("a bundle that does not hold: %s", r.Faults[0].What.EN)
	}
	return made, nil
}

type entry struct {
	name string
	body []byte
}

// pack writes a zip of which every byte follows from what is in it: no compression, no times, no
// machine. So whoever checks one can tell that nothing was put beside what is listed.
func pack(all []entry) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, e := range all {
		w, err := z.CreateRaw(&zip.FileHeader{
			Name: e.name, Method: zip.Store, CreatorVersion: 20, ReaderVersion: 20,
			CRC32: crc32.ChecksumIEEE(e.body), CompressedSize64: uint64(len(e.body)), UncompressedSize64: uint64(len(e.body)),
		})
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", e.name, err)
		}
		if _, err := w.Write(e.body); err != nil {
			return nil, fmt.Errorf("pack %s: %w", e.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("pack the bundle: %w", err)
	}
	return out.Bytes(), nil
}
