package person_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"ruggensteun/domain/person"
)

const name = "Zwaanhilde"

func TestAHeldValueIsGivenOnlyWhenPresent(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		held  person.Held[string]
		state person.State
		there bool
	}{
		"never given": {person.Held[string]{}, person.Absent, false},
		"given":       {person.Of(name), person.Present, true},
		"forgotten":   {person.Gone[string](), person.Forgotten, false},
		"not opened":  {person.Shut[string](), person.Closed, false},
	} {
		value, there := c.held.Get()
		if c.held.State != c.state || there != c.there || (there && value != name) {
			t.Errorf("%s: %s, %q, %v", what, c.held.State, value, there)
		}
	}
}

func TestAHeldValueIsNeverPrinted(t *testing.T) {
	t.Parallel()
	type event struct {
		Worker person.Held[person.Identity]
		Text   *person.Held[string]
		Plain  person.Plain
	}
	text := person.Of(name)
	e := event{person.Of(person.Identity{Name: name}), &text, person.Plain(name)}
	var out bytes.Buffer
	for _, v := range []any{e, &e, []event{e}, map[string]event{"e": e}, text, &text, e.Plain} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&out, verb, v)
		}
		slog.New(slog.NewTextHandler(&out, nil)).Info("m", "v", v)
		slog.New(slog.NewJSONHandler(&out, nil)).Info("m", "v", v)
		if asJSON, err := json.Marshal(v); err == nil {
			t.Errorf("%T was marshalled: %s", v, asJSON)
		}
	}
	for _, form := range []string{name, fmt.Sprintf("%x", name), strings.Trim(fmt.Sprint([]byte(name)), "[]")} {
		if strings.Contains(out.String(), form) {
			t.Errorf("printed as %s in\n%s", form, out.String())
		}
	}
}
