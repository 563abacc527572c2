package blobs

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"ruggensteun/domain/eventlog"
)

// Sealed bytes, for ever (testdata/vector.v1.json holds a test vector):
//
//	bytes  field
//	1      layout, 1
//	12     nonce
//	n      AES-256-GCM of the content, with its tag
//
// Authenticated with it: "RGD1", and the byte of the layout.
const (
	layout    = 1
	nonceSize = 12
	keySize   = 32
	overhead  = 1 + nonceSize + 16
)

var authenticated = []byte("RGD1\x01")

// Sealed is a document as it is kept, and what is needed to open it.
type Sealed struct {
	Bytes []byte
	Hash  eventlog.Hash // of Bytes: how it is found again
	Parts [][]byte      // of the key; all of them give it back, and fewer tell nothing
}

// Seal locks a document under a new key, and cuts the key into parts. Error: that of
// CheckSize.
func Seal(random io.Reader, plain []byte, parts int) (Sealed, error) {
	if parts < 1 {
		return Sealed{}, errors.New("seal a document: nobody is named whose forgetting makes it unreadable")
	}
	key, start := make([]byte, keySize), make([]byte, 1+nonceSize, len(plain)+overhead)
	start[0] = layout
	for _, b := range [][]byte{key, start[1:]} {
		if _, err := io.ReadFull(random, b); err != nil {
			return Sealed{}, fmt.Errorf("draw the key of a document: %w", err)
		}
	}
	s := Sealed{Bytes: cipherOf(key).Seal(start, start[1:], plain, authenticated)}
	s.Hash = sha256.Sum256(s.Bytes)
	if err := CheckSize(s.Bytes); err != nil {
		return Sealed{}, err
	}
	var err error
	s.Parts, err = cut(random, key, parts)
	return s, err
}

// cut gives random parts, and a last one that makes up the rest.
func cut(random io.Reader, key []byte, n int) ([][]byte, error) {
	all, rest := make([][]byte, n), key
	for i := range all[:n-1] {
		all[i] = make([]byte, keySize)
		if _, err := io.ReadFull(random, all[i]); err != nil {
			return nil, fmt.Errorf("draw a part of the key of a document: %w", err)
		}
		rest = mixed(rest, all[i])
	}
	all[n-1] = rest
	return all, nil
}

func mixed(a, b []byte) []byte {
	out := make([]byte, keySize)
	for i := range out {
		out[i] = a[i] ^ b[i]
	}
	return out
}

// Open unlocks what is kept. Error: ErrAltered when it is not what was sealed, or when these
// are not the parts of its key.
func Open(hash eventlog.Hash, sealed []byte, parts [][]byte) ([]byte, error) {
	if sha256.Sum256(sealed) != hash || len(sealed) < overhead || sealed[0] != layout {
		return nil, fmt.Errorf("open document %s: %w", hash, ErrAltered)
	}
	key := make([]byte, keySize)
	for _, part := range parts {
		if len(part) != keySize {
			return nil, fmt.Errorf("open document %s: a part of its key is none: %w", hash, ErrAltered)
		}
		key = mixed(key, part)
	}
	plain, err := cipherOf(key).Open(nil, sealed[1:1+nonceSize], sealed[1+nonceSize:], authenticated)
	if err != nil {
		return nil, fmt.Errorf("open document %s: these are not the parts of its key: %w", hash, ErrAltered)
	}
	return plain, nil
}

// cipherOf never fails: a key of 32 bytes is always accepted.
func cipherOf(key []byte) cipher.AEAD {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic("make the cipher of a document: " + err.Error())
	}
	sealer, err := cipher.NewGCM(block)
	if err != nil {
		panic("make the cipher of a document: " + err.Error())
	}
	return sealer
}
