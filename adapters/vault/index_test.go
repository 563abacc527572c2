package vault_test

import (
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

func TestSomebodyIsFoundByStaffNumber(t *testing.T) {
	t.Parallel()
	w, someone := newWorld(t), uuid.New()
	elsewhere := w.register(t)
	mark, err := w.StaffNumberMark(t.Context(), w.employer, "AB 12-é", someone)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.store.Keep(nil, []eventlog.Mark{mark}); err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct {
		employer uuid.UUID
		number   string
		found    bool
	}{
		"as it was given":         {w.employer, "AB 12-é", true},
		"with white space around": {w.employer, " \tAB 12-é\n", true},
		"with more space inside":  {w.employer, "AB   12-é", true},
		"in other letters":        {w.employer, "ab 12-É", true},
		"without the space":       {w.employer, "AB12-é", false},
		"with a composed accent":  {w.employer, "AB 12-e\u0301", false},
		"at another employer":     {elsewhere, "AB 12-é", false},
		"at nobody's":             {uuid.New(), "AB 12-é", false},
		"nothing":                 {w.employer, "", false},
	}
	for name, c := range cases {
		got, found, err := w.another(t).PersonByStaffNumber(t.Context(), c.employer, c.number)
		if err != nil || found != c.found || (found && got != someone) {
			t.Errorf("%s: %s, %v, %v", name, got, found, err)
		}
	}
}

func TestAnEmployerIsFoundByItsCode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	mark := w.EmployerMark("GEM-ROTTERDAM", w.employer)
	if err := w.store.Keep(nil, []eventlog.Mark{mark}); err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]bool{"gem-rotterdam ": true, "GEM-ROTTERDAM": true, "GEM-DELFT": false} {
		got, found, err := w.another(t).EmployerByCode(t.Context(), code)
		if err != nil || found != want || (found && got != w.employer) {
			t.Errorf("%s: %s, %v, %v", code, got, found, err)
		}
	}
}

func TestTheSameValueHasAnotherTokenElsewhere(t *testing.T) {
	t.Parallel()
	w, other := newWorld(t), newWorld(t)
	elsewhere := w.register(t)
	seen := map[eventlog.Hash]string{}
	add := func(what string, m eventlog.Mark, err error) {
		if err != nil {
			t.Fatal(err)
		}
		if before, found := seen[m.Token]; found {
			t.Errorf("%s has the token of %s", what, before)
		}
		seen[m.Token] = what
	}
	m, err := w.StaffNumberMark(t.Context(), w.employer, "123", uuid.New())
	add("a staff number", m, err)
	m, err = w.StaffNumberMark(t.Context(), elsewhere, "123", uuid.New())
	add("it at another employer", m, err)
	m, err = other.StaffNumberMark(t.Context(), other.employer, "123", uuid.New())
	add("it in another store", m, err)
	add("an employer's code", w.EmployerMark("123", w.employer), nil)
	add("it in another store", other.EmployerMark("123", w.employer), nil)
}

func TestARequestIsRecognised(t *testing.T) {
	t.Parallel()
	w, actor := newWorld(t), uuid.New()
	first := w.RequestKey(actor, w.employer, "k1", []byte("body"))
	if again := w.another(t).RequestKey(actor, w.employer, "k1", []byte("body")); again != first {
		t.Error("another process does not recognise it")
	}
	if other := w.RequestKey(actor, w.employer, "k1", []byte("other")); other.Token != first.Token || other.Body == first.Body {
		t.Error("another body must be the same key reused")
	}
	tokens := map[string]eventlog.Key{
		"another actor":    w.RequestKey(uuid.New(), w.employer, "k1", nil),
		"another employer": w.RequestKey(actor, uuid.New(), "k1", nil),
		"another key":      w.RequestKey(actor, w.employer, "k2", nil),
		"another store":    newWorld(t).RequestKey(actor, w.employer, "k1", []byte("body")),
	}
	for name, key := range tokens {
		if key.Token == first.Token {
			t.Errorf("%s has the same token", name)
		}
	}
	if tokens["another store"].Body == first.Body {
		t.Error("the body's hash is not keyed by the store")
	}
}
