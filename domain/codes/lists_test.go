package codes

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestListsAreComplete(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("testdata/lists.txt")
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	for line := range strings.Lines(string(b)) {
		if !strings.HasPrefix(line, "#") {
			want = append(want, strings.TrimSpace(line))
		}
	}
	for _, list := range Lists() {
		line := list.Name + ":"
		for _, e := range list.Codes {
			line += " " + string(e.Code)
		}
		got = append(got, line)
	}
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("lists:\n%s\nwant:\n%s", g, w)
	}
}

var shape = regexp.MustCompile(`^[A-Z][A-Z0-9_]{1,19}$`)

func TestEveryEntryCanBeRead(t *testing.T) {
	t.Parallel()
	for _, list := range Lists() {
		seen := make(map[Code]bool)
		for _, e := range list.All() {
			at := list.Name + " " + string(e.Code)
			if !shape.MatchString(string(e.Code)) || seen[e.Code] {
				t.Errorf("%s: a code is short, in capitals and there once", at)
			}
			seen[e.Code] = true
			for _, words := range []string{e.NL, e.EN, e.ExplainNL, e.ExplainEN, string(e.Source)} {
				if words == "" || strings.ContainsAny(words, "\n\t") || len(words) > 100 {
					t.Errorf("%s: %q is no label, line or source", at, words)
				}
			}
			for _, date := range []string{e.From, e.To} {
				if _, err := time.Parse(time.DateOnly, date); date != "" && err != nil {
					t.Errorf("%s: %v", at, err)
				}
			}
		}
		for _, c := range []Code{Unknown, NotRecorded, NotApplicable, Other} {
			if !seen[c] {
				t.Errorf("%s: no %s", list.Name, c)
			}
		}
	}
}

func TestEveryBehaviourHasAGroup(t *testing.T) {
	t.Parallel()
	for _, e := range Behaviour.Codes {
		if _, found := BehaviourGroup.Find(e.RollUp); !found {
			t.Errorf("%s counts under %q, which is no group", e.Code, e.RollUp)
		}
	}
}
