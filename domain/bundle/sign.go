package bundle

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// signed stands before the manifest in what is signed, so that a signature over anything else
// is never one over a bundle.
const signed = "ruggensteun/bundle/v1\x00"

const algorithm = "Ed25519"

// Key is the public half of what a store signs with.
type Key [ed25519.PublicKeySize]byte

func (k Key) String() string { return hex.EncodeToString(k[:]) }

// MarshalText writes 64 hexadecimal digits.
func (k Key) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads them.
func (k *Key) UnmarshalText(text []byte) (err error) {
	*k, err = ParseKey(string(text))
	return err
}

// ParseKey reads what String writes.
func ParseKey(text string) (Key, error) {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != ed25519.PublicKeySize {
		return Key{}, errors.New("a public key is 64 hexadecimal digits, as `ruggensteun key show` prints them")
	}
	return Key(b), nil
}

// Signature is what bundle.sig holds.
type Signature struct {
	Algorithm string `json:"algorithm"`
	Key       Key    `json:"key"`
	Signature []byte `json:"signature"`
}

// Sign signs the bytes of a manifest.
func Sign(key ed25519.PrivateKey, manifest []byte) Signature {
	return Signature{
		Algorithm: algorithm, Key: Key(key.Public().(ed25519.PublicKey)),
		Signature: ed25519.Sign(key, append([]byte(signed), manifest...)),
	}
}

// holds tells whether it is a signature of these bytes.
func (s Signature) holds(manifest []byte) bool {
	return s.Algorithm == algorithm && len(s.Signature) == ed25519.SignatureSize &&
		ed25519.Verify(s.Key[:], append([]byte(signed), manifest...), s.Signature)
}

func (s Signature) bytes() ([]byte, error) {
	b, err := json.Marshal(s)
	return append(b, '\n'), err
}

// readSignature takes the one spelling that a bundle is made with.
func readSignature(text []byte) (s Signature, err error) {
	if err := json.Unmarshal(text, &s); err != nil {
		return s, fmt.Errorf("read the signature: %w", err)
	}
	if again, err := s.bytes(); err != nil || !bytes.Equal(again, text) {
		return s, errors.New("the signature is not written as bundles are")
	}
	return s, nil
}
