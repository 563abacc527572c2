package eventjson

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"ruggensteun/domain/person"
)

// writer writes one object in canonical form: fields in the order of the walk,
// no white space, and only those characters escaped that must be.
type writer struct {
	path
	event   uuid.UUID
	out     []byte
	comma   bool // something stands before the next field
	details []person.Detail
	cuts    []int // where in out the box of each detail is put in
	err     error
}

const instantLayout = "2006-01-02T15:04:05.000000Z"

func newWriter(event uuid.UUID) *writer {
	return &writer{event: event, out: append(make([]byte, 0, 512), '{')}
}

// payload closes the object and puts the boxes in.
func (w *writer) payload(boxes [][]byte) []byte {
	b, from := make([]byte, 0, len(w.out)+1+w.boxSize(boxes)), 0
	for i, cut := range w.cuts {
		b = append(b, w.out[from:cut]...)
		b = base64.StdEncoding.AppendEncode(b, boxes[i])
		from = cut
	}
	return append(append(b, w.out[from:]...), '}')
}

func (w *writer) boxSize(boxes [][]byte) int {
	size := 0
	for _, box := range boxes {
		size += base64.StdEncoding.EncodedLen(len(box))
	}
	return size
}

// refuse keeps the first thing that was wrong.
func (w *writer) refuse(name, why string) {
	if w.err == nil {
		w.err = fmt.Errorf("field %s %s", w.to(name), why)
	}
}

func (w *writer) name(name string) {
	if w.comma {
		w.out = append(w.out, ',')
	}
	w.comma = true
	w.out = append(append(append(w.out, '"'), name...), '"', ':')
}

func (w *writer) id(name string, v uuid.UUID) uuid.UUID {
	w.name(name)
	w.quote(name, v.String())
	return v
}

func (w *writer) word(name, v string) string {
	w.name(name)
	w.quote(name, v)
	return v
}

func (w *writer) words(name string, n int, at func(int) string) []string {
	w.name(name)
	w.out = append(w.out, '[')
	all := make([]string, n)
	for i := range all {
		if i > 0 {
			w.out = append(w.out, ',')
		}
		all[i] = at(i)
		w.quote(name, all[i])
	}
	w.out = append(w.out, ']')
	return all
}

func (w *writer) number(name string, v int) int {
	w.name(name)
	w.out = strconv.AppendInt(w.out, int64(v), 10)
	return v
}

func (w *writer) flag(name string, v bool) bool {
	w.name(name)
	w.out = strconv.AppendBool(w.out, v)
	return v
}

// instant refuses what would not come back exactly, because the state in memory
// and the one that is replayed would differ.
func (w *writer) instant(name string, v time.Time) time.Time {
	v = v.UTC()
	if v.Nanosecond()%1000 != 0 {
		w.refuse(name, "is finer than a microsecond: truncate it")
	}
	if v.Year() < 1 || v.Year() > 9999 {
		w.refuse(name, "is not in the years 1 to 9999")
	}
	w.name(name)
	w.out = append(v.AppendFormat(append(w.out, '"'), instantLayout), '"')
	return v
}

func (w *writer) box(name string, key person.KeyRef, b boxed) {
	w.name(name)
	switch b.state() {
	case person.Absent:
		w.out = append(w.out, "null"...)
	case person.Present:
		w.seal(name, key, b)
	default:
		w.refuse(name, "is "+b.state().String()+" and cannot be recorded anew")
	}
}

func (w *writer) seal(name string, key person.KeyRef, b boxed) {
	plain, err := b.plain()
	if err != nil {
		w.refuse(name, "cannot be sealed: "+err.Error())
		return
	}
	w.details = append(w.details, person.Detail{
		Slot: person.Slot{Event: w.event, Field: w.to(name)}, Key: key, Plain: plain,
	})
	w.out = append(w.out, '"')
	w.cuts = append(w.cuts, len(w.out))
	w.out = append(w.out, '"')
}

func (w *writer) given(_ string, there bool) bool { return there }

func (w *writer) enter(name string) {
	w.name(name)
	w.begin('{', '}', name, -1)
}

func (w *writer) list(name string, n int) int {
	w.name(name)
	w.begin('[', ']', name, -1)
	return n
}

func (w *writer) item(i int) {
	if i > 0 {
		w.out = append(w.out, ',')
	}
	w.begin('{', '}', "", i)
}

func (w *writer) begin(opening, closing byte, name string, index int) {
	w.out = append(w.out, opening)
	w.push(step{name: name, index: index, closing: closing})
	w.comma = false
}

func (w *writer) leave() {
	w.out = append(w.out, w.pop().closing)
	w.comma = true
}

func (w *writer) quote(name, text string) {
	if err := sound(text); err != nil {
		w.refuse(name, err.Error())
	}
	w.out = appendQuoted(w.out, text)
}

// sound refuses what PostgreSQL and half of the world's readers choke on. The
// rules of the trade refuse it first; this is the last fence before a log that
// can never be mended.
func sound(text string) error {
	if !utf8.ValidString(text) {
		return errBrokenText
	}
	for i := range len(text) {
		if text[i] == 0 {
			return errNUL
		}
	}
	return nil
}

var (
	errBrokenText = errors.New("is not valid UTF-8: send the text as UTF-8")
	errNUL        = errors.New("holds a NUL character: remove it")
)

func appendQuoted(b []byte, text string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < ' ':
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}
