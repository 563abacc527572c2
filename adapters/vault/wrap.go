package vault

import (
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// ErrBroken: a key or a box is missing or was changed. It is never an answer to
// somebody whose data was destroyed on purpose: that is person.Forgotten.
var ErrBroken = errors.New("the key or the box is missing or was changed: restore events and keys from the same backup")

// A wrapped key, for ever:
//
//	bytes  field
//	1      layout, 1
//	12     nonce
//	48     AES-256-GCM of the 32-byte key, with its tag
const (
	wrapLayout  = 1
	nonceSize   = 12
	tagSize     = 16
	wrappedSize = 1 + nonceSize + secretSize + tagSize
)

// wrapContext ties the wrapped bytes to their row: copied to another person,
// purpose or employer they do not open.
func wrapContext(k eventlog.DataKey) []byte {
	b := make([]byte, 0, 5*16+len(k.Kind)+len(k.Purpose))
	b = append(b, "RGK1"...)
	for _, id := range []uuid.UUID{k.ID, k.Parent, k.Employer, k.Subject} {
		b = append(b, id[:]...)
	}
	return appendText(appendText(b, k.Kind), k.Purpose)
}

func appendText(b []byte, text string) []byte {
	b = binary.BigEndian.AppendUint16(b, uint16(len(text)))
	return append(b, text...)
}

func wrap(random io.Reader, under cipher.AEAD, k eventlog.DataKey, s secret) ([]byte, error) {
	b := make([]byte, 1+nonceSize, wrappedSize)
	b[0] = wrapLayout
	if _, err := io.ReadFull(random, b[1:]); err != nil {
		return nil, fmt.Errorf("draw a nonce for key %s: %w", k.ID, err)
	}
	return under.Seal(b, b[1:], s.reveal()[:], wrapContext(k)), nil
}

func unwrap(under cipher.AEAD, k eventlog.DataKey) (secret, error) {
	if len(k.Wrapped) != wrappedSize || k.Wrapped[0] != wrapLayout {
		return secret{}, fmt.Errorf("key %s has a layout that this program does not know: %w", k.ID, ErrBroken)
	}
	nonce, sealed := k.Wrapped[1:1+nonceSize], k.Wrapped[1+nonceSize:]
	plain, err := under.Open(nil, nonce, sealed, wrapContext(k))
	if err != nil {
		return secret{}, fmt.Errorf("key %s does not open: %w", k.ID, ErrBroken)
	}
	return secretOf((*[secretSize]byte)(plain)), nil
}
