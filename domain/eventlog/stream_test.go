package eventlog_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

func TestParseStream(t *testing.T) {
	t.Parallel()
	id := uuid.MustParse("01990d3a-7c01-7000-8000-00000000000a")
	for name, c := range map[string]struct {
		text string
		want eventlog.Stream // zero: refused
	}{
		"the stored form":             {"incident-01990d3a-7c01-7000-8000-00000000000a", eventlog.Stream{Category: "incident", ID: id}},
		"a category of two words":     {"damage_claim-01990d3a-7c01-7000-8000-00000000000a", eventlog.Stream{Category: "damage_claim", ID: id}},
		"nothing":                     {"", eventlog.Stream{}},
		"no category":                 {"-01990d3a-7c01-7000-8000-00000000000a", eventlog.Stream{}},
		"no id":                       {"incident-", eventlog.Stream{}},
		"no hyphen":                   {"incident", eventlog.Stream{}},
		"a capital in the category":   {"Incident-01990d3a-7c01-7000-8000-00000000000a", eventlog.Stream{}},
		"a category that is too long": {strings.Repeat("c", 41) + "-01990d3a-7c01-7000-8000-00000000000a", eventlog.Stream{}},
		"capitals in the id":          {"incident-01990D3A-7C01-7000-8000-00000000000A", eventlog.Stream{}},
		"an id in braces":             {"incident-{01990d3a-7c01-7000-8000-00000000000a}", eventlog.Stream{}},
		"an id without hyphens":       {"incident-01990d3a7c0170008000000000000000", eventlog.Stream{}},
		"an id as a URN":              {"incident-urn:uuid:01990d3a-7c01-7000-8000-00000000000a", eventlog.Stream{}},
		"a number instead of an id":   {"incident-20261234", eventlog.Stream{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := eventlog.ParseStream(c.text)
			if got != c.want || (err != nil) != (c.want == eventlog.Stream{}) {
				t.Errorf("got %v, %v; want %v", got, err, c.want)
			}
		})
	}
}

func TestParseStreamRepeatsNothing(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"Canary", "canary canary-1", "incident-canary"} {
		if _, err := eventlog.ParseStream(text); err == nil || strings.Contains(strings.ToLower(err.Error()), "canary") {
			t.Errorf("%v", err)
		}
	}
}

func FuzzParseStream(f *testing.F) {
	for _, seed := range []string{"", "-", "incident-01990d3a-7c01-7000-8000-00000000000a", "a-{01990d3a-7c01-7000-8000-00000000000a}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if s, err := eventlog.ParseStream(text); err == nil && s.String() != text {
			t.Errorf("%q was read as %q: two names for one stream", text, s)
		}
	})
}
