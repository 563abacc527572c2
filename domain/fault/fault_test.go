package fault_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"ruggensteun/domain/fault"
)

func TestFields(t *testing.T) {
	t.Parallel()
	wrong := &fault.Wrong{Problem: "is empty", Remedy: "fill it in"}
	tests := map[string]struct {
		note func(*fault.Fields)
		want string // the whole message; "" is no error
	}{
		"nothing noted is no error":     {func(*fault.Fields) {}, ""},
		"what is right is not noted":    {func(f *fault.Fields) { f.Check(true, "name", "is empty", "fill it in"); f.Note("name", nil) }, ""},
		"what is wrong is noted":        {func(f *fault.Fields) { f.Check(false, "name", "is empty", "fill it in") }, "(name is empty: fill it in)"},
		"a wrong value is noted":        {func(f *fault.Fields) { f.Note("name", wrong) }, "(name is empty: fill it in)"},
		"also when it was wrapped":      {func(f *fault.Fields) { f.Note("name", fmt.Errorf("more: %w", wrong)) }, "(name is empty: fill it in)"},
		"another error keeps its words": {func(f *fault.Fields) { f.Note("name", errors.New("De Vries")) }, "(name cannot be accepted: check this value and try again)"},
		"all are told, in order": {func(f *fault.Fields) {
			f.Add("b", "is one", "x")
			f.Add("a", "is two", "y")
		}, "(b is one: x; a is two: y)"},
		"fields of a part stand below it": {func(f *fault.Fields) {
			var part fault.Fields
			part.Add("name", "is empty", "fill it in")
			f.Under("workers[0]", part)
		}, "(workers[0].name is empty: fill it in)"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var f fault.Fields
			test.note(&f)
			err := f.Err()
			if test.want == "" {
				if err != nil {
					t.Errorf("got %v", err)
				}
				return
			}
			if fault.KindOf(err) != fault.Invalid || !strings.HasSuffix(err.Error(), test.want) {
				t.Errorf("got %s %v, want %s", fault.KindOf(err), err, test.want)
			}
		})
	}
}

func TestHas(t *testing.T) {
	t.Parallel()
	var f fault.Fields
	f.Add("name", "is empty", "fill it in")
	if !f.Has("name") || f.Has("nam") {
		t.Error("has what was noted, and only that")
	}
}

func TestKindOf(t *testing.T) {
	t.Parallel()
	refused := fault.New(fault.Refused, "no")
	tests := map[string]struct {
		err  error
		want fault.Kind
	}{
		"no error has none":             {nil, ""},
		"an error of ours has none":     {errors.New("disk"), ""},
		"a fault has its own":           {refused, fault.Refused},
		"a wrapped fault keeps it":      {fmt.Errorf("register: %w", refused), fault.Refused},
		"the outermost decides":         {fault.Wrap(fault.Conflict, "again", refused), fault.Conflict},
		"a wrong value alone is no one": {&fault.Wrong{Problem: "is empty"}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := fault.KindOf(test.err); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestTheCauseIsForTheLogOnly(t *testing.T) {
	t.Parallel()
	cause := errors.New("dial 10.0.0.1: refused")
	err := fault.Wrap(fault.Unavailable, "try again later", cause)
	if err.Error() != "try again later" || !errors.Is(err, cause) {
		t.Errorf("%v: the cause is kept, and not shown", err)
	}
}

func TestFieldsAreRenamedAndTheKindStays(t *testing.T) {
	t.Parallel()
	refused := fault.New(fault.Refused, "it cannot be")
	refused.Fields = []fault.Field{{Name: "as_of", Problem: "is not a month end", Remedy: "use one"}}
	renamed := fault.Renamed(fmt.Errorf("ask: %w", refused), strings.ToUpper)
	var f *fault.Fault
	if !errors.As(renamed, &f) || f.Kind != fault.Refused || f.Fields[0].Name != "AS_OF" || refused.Fields[0].Name != "as_of" {
		t.Errorf("got %v of %v", renamed, refused)
	}
	other := errors.New("ours to repair")
	if got := fault.Renamed(other, strings.ToUpper); !errors.Is(got, other) {
		t.Errorf("got %v", got)
	}
}
