package access

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"regexp"
)

// Trace ties together what one request led to, here and in the application that sent it
// (W3C Trace Context, level 1).
type Trace struct {
	ID     [16]byte
	Span   [8]byte // what is done now
	Parent [8]byte // what it is part of; zero when nothing
	Called bool    // Parent is of another application
}

// traceForm is version 00. Later versions may have more behind it, of which nothing is used.
var traceForm = regexp.MustCompile(`^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$`)

// ParseTrace reads a traceparent header. What is not one is as none: the standard forbids to refuse
// a request for it.
func ParseTrace(header string) (id [16]byte, parent [8]byte, ok bool) {
	m := traceForm.FindStringSubmatch(header)
	if m == nil || m[1] == "ff" || m[1] == "00" && m[5] != "" {
		return id, parent, false
	}
	_, _ = hex.Decode(id[:], []byte(m[2]))
	_, _ = hex.Decode(parent[:], []byte(m[3]))
	if id == [16]byte{} || parent == [8]byte{} {
		return [16]byte{}, [8]byte{}, false
	}
	return id, parent, true
}

// String is the traceparent header. The last bit says that everything is recorded: nothing is sampled.
func (t Trace) String() string {
	return "00-" + hex.EncodeToString(t.ID[:]) + "-" + hex.EncodeToString(t.Span[:]) + "-01"
}

// Child is the nth part of what is done now. Its id follows from that of the whole, so that nobody has
// to throw a die for it.
func (t Trace) Child(n int) Trace {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64(append(t.ID[:], t.Span[:]...), uint64(n)))
	child := Trace{ID: t.ID, Parent: t.Span}
	copy(child.Span[:], sum[:])
	return child
}
