package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
)

// held is a personal value: a box, nothing when it was never given.
func held[T any](f fields, name string, key person.KeyRef, h *person.Held[T], c content[T]) {
	if f.given(name, h.State != person.Absent) {
		f.box(name, key, slot[T]{h, c})
	}
}

// heldOrNull is a personal value that replaces another: null takes it away.
func heldOrNull[T any](f fields, name string, key person.KeyRef, v **person.Held[T], c content[T]) {
	pointed(f, name, v, func(f fields, name string, h *person.Held[T]) {
		f.box(name, key, slot[T]{h, c})
	})
}

// content is what stands inside a box.
type content[T any] struct {
	write func(T) ([]byte, error)
	read  func([]byte) (T, error)
}

type slot[T any] struct {
	held    *person.Held[T]
	content content[T]
}

func (s slot[T]) state() person.State    { return s.held.State }
func (s slot[T]) plain() ([]byte, error) { return s.content.write(s.held.Value) }

func (s slot[T]) fill(o person.Opened) (err error) {
	s.held.State = o.State
	if o.State == person.Present {
		s.held.Value, err = s.content.read(o.Plain)
	}
	return err
}

// A narrative is its own bytes; what has fields is an object of its own.
var (
	narrative = content[string]{write: writeText, read: readText}
	identity  = objectContent(walkIdentity)
	health    = objectContent(walkHealth)
)

func writeText(text string) ([]byte, error) { return []byte(text), sound(text) }

func readText(plain []byte) (string, error) { return string(plain), sound(string(plain)) }

func objectContent[T any](walk func(fields, *T)) content[T] {
	return content[T]{
		write: func(v T) ([]byte, error) {
			w := newWriter(uuid.Nil)
			walk(w, &v)
			return w.payload(nil), w.err
		},
		read: func(plain []byte) (T, error) {
			v, err := read(&reader{}, plain, walk)
			return *v, err
		},
	}
}

func walkIdentity(f fields, i *person.Identity) {
	wordIfAny(f, "name", &i.Name)
	wordIfAny(f, "staff_number", &i.StaffNumber)
}

func walkHealth(f fields, h *person.Health) {
	word(f, "injury", &h.Injury)
	wordIfAny(f, "mind", &h.Mind)
	wordsIfAny(f, "exposures", &h.Exposures)
	objectIfAny(f, "absence", &h.Absence, walkAbsence)
}

func walkAbsence(f fields, a *person.Absence) {
	wordIfAny(f, "from", &a.From)
	wordIfAny(f, "to", &a.To)
	objectIfAny(f, "days", &a.Days, walkCount)
}

// walkCount: no number at all is another thing than none.
func walkCount(f fields, c *codes.Count) {
	if f.given("number", c.Counted) {
		c.Counted, c.Number = true, f.number("number", c.Number)
	}
	wordIfAny(f, "why", &c.Why)
}
