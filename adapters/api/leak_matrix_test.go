package api

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestLeakMatrix asks every operation of the description in every form as everybody, of two employers whose
// every field holds a canary, and holds what was seen against domain/access.
func TestLeakMatrix(t *testing.T) {
	t.Parallel()
	unraced(t)
	p := plantedWorld(t)
	l := newWalk(t, p)
	began := time.Now()
	l.around()
	t.Logf("%d questions in %s", l.asked, time.Since(began).Round(time.Millisecond))
	l.report(t)
	for _, field := range l.unclassified() {
		t.Errorf("%s: say in testdata/fields.txt of which class it is", field)
	}
	for _, c := range l.list {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(l.seen)), func(s seen) bool { return s.class == c.name }) && c.name != "any" && !c.closed {
			t.Errorf("nobody was shown anything of %s: a walk that cannot see it proves nothing", c.name)
		}
	}
	l.upToDate(t)
}

func (l *walk) report(t *testing.T) {
	t.Helper()
	for i, leak := range slices.Sorted(maps.Keys(l.leaks)) {
		if i == 100 {
			t.Errorf("and %d more", len(l.leaks)-i)
			return
		}
		t.Errorf("%s. To: %s", leak, strings.Join(slices.Sorted(maps.Keys(l.leaks[leak])), ", "))
	}
}

// unclassified are the fields of answers that fields.txt does not have, and those that it has and nothing gives.
func (l *walk) unclassified() (wrong []string) {
	there := map[string]bool{}
	for _, r := range l.roads {
		l.reachable(r.answers, there, map[string]bool{})
	}
	for _, field := range slices.Sorted(maps.Keys(there)) {
		if l.fields[field] == "" {
			wrong = append(wrong, field+" is new")
		}
	}
	for _, field := range slices.Sorted(maps.Keys(l.fields)) {
		if !there[field] && !strings.HasPrefix(field, "csv:") && !strings.HasPrefix(field, "Problem.") && !strings.HasPrefix(field, "WrongField.") {
			wrong = append(wrong, field+" is given no more")
		}
	}
	return wrong
}

func (l *walk) reachable(schema map[string]any, there, been map[string]bool) {
	name := ""
	if ref, is := schema["$ref"].(string); is {
		if name = schemaName(ref); been[name] {
			return
		}
		been[name], schema = true, l.resolved(schema)
	}
	for _, inner := range []string{"items", "additionalProperties"} {
		if of, is := schema[inner].(map[string]any); is {
			l.reachable(of, there, been)
		}
	}
	properties, _ := schema["properties"].(map[string]any)
	for key, of := range properties {
		if name != "" {
			there[name+"."+key] = true
		}
		l.reachable(of.(map[string]any), there, been)
	}
}

// unraced leaves out of a run with the race detector what asks tens of thousands of questions, one after the other.
func unraced(t *testing.T) {
	t.Helper()
	if raced {
		t.Skip("tens of thousands of questions, one after the other, take minutes with the race detector: make test runs them without")
	}
}
