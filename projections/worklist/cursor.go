package worklist

import (
	"encoding/base64"
	"encoding/binary"
	"math"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/fault"
)

// cursorSize is that of its numbers and id in binary.
const cursorSize = 8 + 1 + 8 + 16 + 4

// String is what a client sends back as it got it; "" is the beginning.
func (c Cursor) String() string {
	if c.Begins() {
		return ""
	}
	b := make([]byte, 0, cursorSize)
	b = binary.BigEndian.AppendUint64(b, uint64(micro(c.Now)))
	b = append(b, byte(c.Urgency))
	b = binary.BigEndian.AppendUint64(b, uint64(micro(c.TooLate)))
	b = append(b, c.File[:]...)
	b = binary.BigEndian.AppendUint32(b, uint32(c.N))
	return base64.RawURLEncoding.EncodeToString(b)
}

// micro keeps a moment as the database does; 0 is none.
func micro(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func ofMicro(n uint64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(int64(n)).UTC()
}

// ParseCursor reads one. The error is a *fault.Wrong.
func ParseCursor(text string) (c Cursor, err error) {
	if text == "" {
		return c, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil && len(b) == cursorSize {
		c = Cursor{
			Now: ofMicro(binary.BigEndian.Uint64(b)), Urgency: int(b[8]), TooLate: ofMicro(binary.BigEndian.Uint64(b[9:])),
			File: uuid.UUID(b[17:33]), N: int(binary.BigEndian.Uint32(b[33:])),
		}
	}
	if c.Begins() || c.String() != text || c.Urgency > 4 || c.N > math.MaxInt32 || !plausible(c.Now) || !c.TooLate.IsZero() && !plausible(c.TooLate) {
		return Cursor{}, &fault.Wrong{Problem: "is no page of this list", Remedy: "send it as the page before gave it, or leave it out to begin"}
	}
	return c, nil
}

// plausible keeps out moments that no database can compare with.
func plausible(t time.Time) bool { return t.Year() > 1900 && t.Year() < 9999 }
