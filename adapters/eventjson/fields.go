package eventjson

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/person"
)

// fields is the object that is being written or read. A shape on disk is
// described once, as a walk over its fields in their order; given a writer the
// walk writes, given a reader it reads, so the two can never disagree.
//
// A value goes in and comes out: the writer writes it and gives it back, the
// reader gives what stands on disk.
type fields interface {
	id(name string, v uuid.UUID) uuid.UUID
	word(name string, v string) string
	words(name string, n int, at func(i int) string) []string
	number(name string, v int) int
	flag(name string, v bool) bool
	instant(name string, v time.Time) time.Time
	box(name string, key person.KeyRef, b boxed)

	// given asks whether a field that may be left out is there: the writer says
	// what it is told, the reader looks.
	given(name string, there bool) bool

	enter(name string)             // into the object of that name
	list(name string, len int) int // into the list of that name, and how long it is
	item(i int)                    // into one object of the list
	leave()                        // out of an object or a list
}

// boxed is a personal value on its way into a box or out of it.
type boxed interface {
	state() person.State
	plain() ([]byte, error)
	fill(person.Opened) error
}

func word[T ~string](f fields, name string, v *T) { *v = T(f.word(name, string(*v))) }

// wordIfAny leaves the field out when it is empty.
func wordIfAny[T ~string](f fields, name string, v *T) {
	if f.given(name, *v != "") {
		word(f, name, v)
	}
}

func words[T ~string](f fields, name string, v *[]T) {
	own := *v
	read := f.words(name, len(own), func(i int) string { return string(own[i]) })
	*v = nil
	for _, text := range read {
		*v = append(*v, T(text))
	}
}

// wordsIfAny leaves the field out when the list is empty.
func wordsIfAny[T ~string](f fields, name string, v *[]T) {
	if f.given(name, len(*v) > 0) {
		words(f, name, v)
	}
}

// flagIfSet leaves the field out when it is false.
func flagIfSet(f fields, name string, v *bool) {
	if f.given(name, *v) {
		*v = f.flag(name, *v)
	}
}

// objectIfAny leaves the field out when there is nothing in it.
func objectIfAny[T comparable](f fields, name string, v *T, walk func(fields, *T)) {
	var nothing T
	if f.given(name, *v != nothing) {
		object(f, name, v, walk)
	}
}

func listIfAny[T any](f fields, name string, v *[]T, walk func(fields, *T)) {
	if f.given(name, len(*v) > 0) {
		list(f, name, v, walk)
	}
}

func object[T any](f fields, name string, v *T, walk func(fields, *T)) {
	f.enter(name)
	walk(f, v)
	f.leave()
}

func list[T any](f fields, name string, v *[]T, walk func(fields, *T)) {
	if n := f.list(name, len(*v)); n != len(*v) {
		*v = make([]T, n)
	}
	for i := range *v {
		f.item(i)
		walk(f, &(*v)[i])
		f.leave()
	}
	f.leave()
}

// pointed is for a field whose absence means "leave as it was".
func pointed[T any](f fields, name string, v **T, walk func(f fields, name string, v *T)) {
	if !f.given(name, *v != nil) {
		return
	}
	if *v == nil {
		*v = new(T)
	}
	walk(f, name, *v)
}
