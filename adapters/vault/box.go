package vault

import (
	"bytes"
	"crypto/cipher"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/google/uuid"

	"ruggensteun/domain/person"
)

// A box, for ever (testdata/vectors.v1.json holds a test vector):
//
//	bytes  field
//	1      layout, 1
//	16     id of the data key
//	12     nonce
//	n      AES-256-GCM of the padded content, with its tag
//
// The content is followed by one byte 0x80 and as many zeros as make a multiple
// of 32, so that the length does not give away a short code or a name.
//
// Authenticated with it: "RGB1", the id of the event (16 bytes), and the field
// in the event (length first, 2 bytes), then the 17 bytes of layout and key id.
const (
	boxLayout  = 1
	boxHeader  = 1 + 16
	boxContent = boxHeader + nonceSize
	padBlock   = 32
	boxMinimum = boxContent + padBlock + tagSize
)

func boxContext(b []byte, slot person.Slot, header []byte) []byte {
	b = append(b, "RGB1"...)
	b = append(b, slot.Event[:]...)
	b = binary.BigEndian.AppendUint16(b, uint16(len(slot.Field)))
	b = append(b, slot.Field...)
	return append(b, header...)
}

func pad(plain []byte) []byte {
	padded := make([]byte, (len(plain)/padBlock+1)*padBlock)
	copy(padded, plain)
	padded[len(plain)] = 0x80
	return padded
}

// unpad may be told apart from a failed tag: what it sees is authenticated already.
func unpad(padded []byte) ([]byte, bool) {
	end := bytes.LastIndexByte(padded, 0x80)
	if end < 0 || len(bytes.Trim(padded[end+1:], "\x00")) != 0 {
		return nil, false
	}
	return padded[:end:end], true
}

func sealBox(random io.Reader, key cipher.AEAD, id uuid.UUID, slot person.Slot, plain []byte) ([]byte, error) {
	padded := pad(plain)
	b := make([]byte, boxContent, boxContent+len(padded)+tagSize)
	b[0] = boxLayout
	copy(b[1:], id[:])
	nonce := b[boxHeader:boxContent]
	if _, err := io.ReadFull(random, nonce); err != nil {
		return nil, fmt.Errorf("draw a nonce for field %s: %w", slot.Field, err)
	}
	return key.Seal(b, nonce, padded, boxContext(nil, slot, b[:boxHeader])), nil
}

// boxKey reads which key a box was sealed under.
func boxKey(b person.Box) (uuid.UUID, error) {
	if len(b.Sealed) < boxMinimum || b.Sealed[0] != boxLayout {
		return uuid.Nil, fmt.Errorf("field %s of event %s holds no box that this program knows: %w", b.Slot.Field, b.Slot.Event, ErrBroken)
	}
	return uuid.UUID(b.Sealed[1:boxHeader]), nil
}

// KeyOf is the id of the data key that a box was sealed under, whether or not it is still there.
func (v *Vault) KeyOf(b person.Box) (uuid.UUID, error) { return boxKey(b) }

// opener opens the boxes of one batch into one piece of memory.
type opener struct{ plain, context []byte }

func newOpener(boxes []person.Box) *opener {
	size := 0
	for _, b := range boxes {
		size += len(b.Sealed)
	}
	return &opener{plain: make([]byte, 0, size)}
}

func (o *opener) open(key cipher.AEAD, b person.Box) ([]byte, error) {
	o.context = boxContext(o.context[:0], b.Slot, b.Sealed[:boxHeader])
	start := len(o.plain)
	all, err := key.Open(o.plain, b.Sealed[boxHeader:boxContent], b.Sealed[boxContent:], o.context)
	if err == nil {
		o.plain = all
		if plain, ok := unpad(all[start:]); ok {
			return plain, nil
		}
	}
	id, _ := boxKey(b)
	return nil, fmt.Errorf("field %s of event %s does not open under key %s: %w", b.Slot.Field, b.Slot.Event, id, ErrBroken)
}
