package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"io"

	"ruggensteun/domain/eventlog"
)

// What a key is used for is part of every derivation, so that no two uses ever
// share key material. The strings can never change.
const (
	infoFingerprint = "ruggensteun/fingerprint/v1"
	infoWrap        = "ruggensteun/wrap/v1"
	infoSeal        = "ruggensteun/seal/v1"
	infoIndex       = "ruggensteun/index/v1"
	infoRequestKey  = "ruggensteun/request-key/v1"
	infoRequestBody = "ruggensteun/request-body/v1"
	infoBundle      = "ruggensteun/bundle-signing/v1"
)

const secretSize = 32

// secret is key material. It hides in a closure because fmt walks into
// unexported fields without asking their Format, and follows a pointer there
// when the verb does not suit it; a function it prints as an address.
type secret struct{ reveal func() *[secretSize]byte }

func secretOf(b *[secretSize]byte) secret {
	return secret{func() *[secretSize]byte { return b }}
}

func newSecret(random io.Reader) (secret, error) {
	b := new([secretSize]byte)
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return secret{}, fmt.Errorf("draw a random key: %w", err)
	}
	return secretOf(b), nil
}

// derive gives the key for one use: HKDF-SHA256 without its first step, which
// would only slow down keys that are random to begin with (RFC 5869, 3.3). It
// cannot fail: hkdf refuses only outputs far longer than this one.
func (s secret) derive(info string) secret {
	b, err := hkdf.Expand(sha256.New, s.reveal()[:], info, secretSize)
	if err != nil {
		panic("derive " + info + ": " + err.Error())
	}
	return secretOf((*[secretSize]byte)(b))
}

// aead gives the cipher for one use; a 32-byte key is always accepted.
func (s secret) aead(info string) cipher.AEAD {
	block, err := aes.NewCipher(s.derive(info).reveal()[:])
	if err != nil {
		panic("make a cipher for " + info + ": " + err.Error())
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		panic("make a cipher for " + info + ": " + err.Error())
	}
	return gcm
}

// macKey is derived once for the many things it is to authenticate.
type macKey struct{ secret }

func (s secret) macKey(info string) macKey { return macKey{s.derive(info)} }

func (k macKey) sum(parts ...[]byte) eventlog.Hash {
	h := hmac.New(sha256.New, k.reveal()[:])
	for _, part := range parts {
		h.Write(part)
	}
	return eventlog.Hash(h.Sum(nil))
}
