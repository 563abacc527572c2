package eventjson

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/person"
)

// reader reads one object after the other. It is strict about the fields that
// the walk asks for, and leaves alone what newer programs may have added.
type reader struct {
	path
	members []member  // of all objects from the outermost to the one we are in
	owner   uuid.UUID // the event that the boxes stand in
	opens   map[person.Purpose]bool
	boxes   []person.Box // to be opened, and for each …
	targets []target     // … where its content goes
	index   int          // of the event in its batch
	common  map[string]string
	noted   func(person.KeyRef, person.Box) // nil: nobody asks which boxes there are
	err     error
}

// target is a value that waits for its box to be opened.
type target struct {
	boxed
	index int
	field string
}

// read walks one object. The error names the field and never what stands in it.
func read[T any](r *reader, payload []byte, walk func(fields, *T)) (*T, error) {
	v := new(T)
	r.err, r.members, r.steps = nil, r.members[:0], r.steps[:0]
	r.descend(step{index: -1}, payload, '{', '}')
	walk(r, v)
	r.leave()
	return v, r.err
}

func (r *reader) refuse(name, why string) {
	if r.err == nil {
		r.err = fmt.Errorf("field %s %s", r.to(name), why)
	}
}

func (r *reader) descend(s step, value []byte, opening, closing byte) {
	s.base = len(r.members)
	s.next = s.base
	r.push(s)
	if r.err != nil {
		return
	}
	var ok bool
	if r.members, ok = split(r.members, value, opening, closing); !ok {
		r.err = fmt.Errorf("the payload is not well formed at %q", r.to(""))
	}
}

func (r *reader) here() *step { return &r.steps[len(r.steps)-1] }

// find looks where the field should be, then everywhere in the object: writers
// keep the order, but need not.
func (r *reader) find(name string) *member {
	if r.err != nil {
		return nil
	}
	s := r.here()
	if s.next < len(r.members) && string(r.members[s.next].name) == name {
		return &r.members[s.next]
	}
	for i := s.base; i < len(r.members); i++ {
		if string(r.members[i].name) == name {
			s.next = i
			return &r.members[i]
		}
	}
	return nil
}

// take gives the value of a field that must be there.
func (r *reader) take(name string) []byte {
	m := r.find(name)
	if m == nil {
		r.refuse(name, "is missing")
		return nil
	}
	m.taken = true
	r.here().next++
	return m.value
}

func (r *reader) given(name string, _ bool) bool { return r.find(name) != nil }

func (r *reader) id(name string, _ uuid.UUID) uuid.UUID {
	text, ok := unquote(r.take(name))
	if ok && len(text) == 36 {
		if id, err := uuid.ParseBytes(text); err == nil {
			return id
		}
	}
	r.refuse(name, "is not an id")
	return uuid.Nil
}

func (r *reader) word(name, _ string) string { return r.text(name, r.take(name)) }

func (r *reader) words(name string, _ int, _ func(int) string) []string {
	r.descend(step{name: name, index: -1}, r.take(name), '[', ']')
	var all []string
	if elements := r.members[r.here().base:]; r.err == nil && len(elements) > 0 {
		all = make([]string, len(elements))
		for i := range elements {
			all[i] = r.text("", elements[i].value)
			elements[i].taken = true
		}
	}
	r.leave()
	return all
}

func (r *reader) text(name string, value []byte) string {
	text, ok := unquote(value)
	if !ok {
		r.refuse(name, "is not a text")
		return ""
	}
	return r.shared(text)
}

// shared gives one copy of each short word in a batch: codes come by the
// thousand, and a rebuild holds them all.
func (r *reader) shared(text []byte) string {
	if r.common == nil || len(text) > 40 {
		return string(text)
	}
	if known, found := r.common[string(text)]; found {
		return known
	}
	word := string(text)
	r.common[word] = word
	return word
}

func (r *reader) number(name string, _ int) int {
	value := r.take(name)
	n, err := strconv.Atoi(string(value))
	if err != nil || !json.Valid(value) { // Atoi takes +1 and 01, JSON does not
		r.refuse(name, "is not a whole number")
	}
	return n
}

func (r *reader) flag(name string, _ bool) bool {
	switch string(r.take(name)) {
	case "true":
		return true
	case "false":
		return false
	}
	r.refuse(name, "is neither true nor false")
	return false
}

func (r *reader) instant(name string, _ time.Time) time.Time {
	text, ok := unquote(r.take(name))
	var t time.Time
	if !ok || len(text) == 0 || text[len(text)-1] != 'Z' || t.UnmarshalText(text) != nil || t.Nanosecond()%1000 != 0 || t.Year() < 1 {
		r.refuse(name, "is not a UTC time in microseconds")
		return time.Time{}
	}
	return t
}

func (r *reader) box(name string, key person.KeyRef, b boxed) {
	value := r.take(name)
	switch {
	case r.err != nil:
	case bytes.Equal(value, []byte("null")):
		_ = b.fill(person.Opened{State: person.Absent})
	case len(value) < 2 || value[0] != '"':
		r.refuse(name, "is not a box")
	case r.noted != nil:
		if sealed, ok := r.sealed(name, value); ok {
			r.noted(key, sealed)
		}
		_ = b.fill(person.Opened{State: person.Closed})
	case !r.opens[key.Purpose]:
		_ = b.fill(person.Opened{State: person.Closed})
	default:
		r.toOpen(name, value, b)
	}
}

func (r *reader) toOpen(name string, value []byte, b boxed) {
	sealed, ok := r.sealed(name, value)
	if !ok {
		return
	}
	r.boxes = append(r.boxes, sealed)
	r.targets = append(r.targets, target{boxed: b, index: r.index, field: sealed.Slot.Field})
}

func (r *reader) sealed(name string, value []byte) (person.Box, bool) {
	text, ok := unquote(value)
	sealed := make([]byte, base64.StdEncoding.DecodedLen(len(text)))
	n, err := base64.StdEncoding.Strict().Decode(sealed, text)
	if !ok || err != nil {
		r.refuse(name, "is not a box")
		return person.Box{}, false
	}
	return person.Box{Slot: person.Slot{Event: r.owner, Field: r.to(name)}, Sealed: sealed[:n]}, true
}

func (r *reader) enter(name string) {
	r.descend(step{name: name, index: -1}, r.take(name), '{', '}')
}

func (r *reader) list(name string, _ int) int {
	r.descend(step{name: name, index: -1}, r.take(name), '[', ']')
	return len(r.members) - r.here().base
}

func (r *reader) item(i int) {
	var value []byte
	if m := r.here().base + i; m < len(r.members) {
		value = r.members[m].value
		r.members[m].taken = true
	}
	r.descend(step{index: i}, value, '{', '}')
}

// leave judges what the walk did not ask for: it must be JSON, and no second
// value of a field that was read.
func (r *reader) leave() {
	s := r.pop()
	own := r.members[s.base:]
	for i := range own {
		if own[i].taken || r.err != nil {
			continue
		}
		if !json.Valid(own[i].value) || !plainName(own[i].name) || repeats(own, own[i].name) {
			r.err = fmt.Errorf("the payload is not well formed at %q", r.to(s.name))
		}
	}
	r.members = r.members[:s.base]
}

// plainName holds for every name that we ever write. An escaped name could be a
// second spelling of one that was read.
func plainName(name []byte) bool {
	for _, c := range name {
		if c < ' ' || c > '~' || c == '\\' {
			return false
		}
	}
	return true
}

func repeats(members []member, name []byte) bool {
	for i := range members {
		if members[i].taken && bytes.Equal(members[i].name, name) {
			return true
		}
	}
	return false
}
