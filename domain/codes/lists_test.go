package codes

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestNoCodeDisappearsOrChangesItsMeaning holds what is stored in events for ever:
// which list a code is of, when it applies and what it counts under.
func TestNoCodeDisappearsOrChangesItsMeaning(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("testdata/lists.txt")
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimRight(line, "\n"); line != "" && !strings.HasPrefix(line, "#") {
			want = append(want, line)
		}
	}
	for _, list := range Lists() {
		got = append(got, list.Name)
		for _, e := range list.Codes {
			got = append(got, recorded(e))
		}
	}
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("line %d differs: %d lines in the code, %d in testdata/lists.txt; the code has\n%s",
				i+1, len(got), len(want), strings.Join(got[min(i, len(got)):min(i+5, len(got))], "\n"))
		}
	}
}

// recorded writes an entry as testdata/lists.txt has it.
func recorded(e Entry) string {
	line := "  " + string(e.Code)
	if e.From != "" || e.To != "" {
		line += " " + e.From + ".." + e.To
	}
	if e.RollUp != "" {
		line += " > " + string(e.RollUp)
	}
	return line
}

// shape is ours, or the two digits of others: the OM's sepot codes and LEOKA's.
var shape = regexp.MustCompile(`^([A-Z][A-Z0-9_]{1,19}|[0-9]{2})$`)

func TestEveryEntryCanBeRead(t *testing.T) {
	t.Parallel()
	for _, list := range Lists() {
		seen := make(map[string]bool)
		once := func(what, value, at string) {
			if seen[what+value] {
				t.Errorf("%s: the %s %q is there twice", at, what, value)
			}
			seen[what+value] = true
		}
		for _, e := range list.All() {
			at := list.Name + " " + string(e.Code)
			if !shape.MatchString(string(e.Code)) {
				t.Errorf("%s: a code is short and in capitals", at)
			}
			once("code", string(e.Code), at)
			once("label", e.NL, at)
			once("English label", e.EN, at)
			for _, words := range []string{e.NL, e.EN, e.ExplainNL, e.ExplainEN} {
				if problem := unreadable(words); problem != "" {
					t.Errorf("%s: %q %s", at, words, problem)
				}
			}
			if strings.HasSuffix(e.ExplainNL, ".") || strings.HasSuffix(e.ExplainEN, ".") {
				t.Errorf("%s: an explanation is a line, not a sentence with a full stop", at)
			}
			if e.ExplainNL == e.NL || e.ExplainEN == e.EN {
				t.Errorf("%s: repeating the label explains nothing", at)
			}
		}
	}
}

// unreadable says what keeps words from standing in one line of a form, or "".
func unreadable(words string) string {
	switch {
	case words == "" || len(words) > 100:
		return fmt.Sprintf("has %d bytes", len(words))
	case strings.TrimSpace(words) != words || strings.ContainsAny(words, "\n\t") || strings.Contains(words, "  "):
		return "has white space"
	}
	return ""
}

func TestEveryListHasItsNameTitleAndQuestionToItself(t *testing.T) {
	t.Parallel()
	name := regexp.MustCompile(`^[a-z]+( [a-z]+)*$`)
	seen := make(map[string]string)
	for _, list := range Lists() {
		if !name.MatchString(list.Name) {
			t.Errorf("%q: a name is a noun in lower case", list.Name)
		}
		for what, words := range map[string]string{"name": list.Name, "Dutch title": list.NL, "English title": list.EN, "Dutch question": list.AsksNL, "English question": list.AsksEN} {
			if problem := unreadable(words); problem != "" {
				t.Errorf("%s: the %s %s", list.Name, what, problem)
			}
			if other, taken := seen[what+words]; taken {
				t.Errorf("%s has the %s of %s", list.Name, what, other)
			}
			seen[what+words] = list.Name
			if strings.HasSuffix(what, "question") != strings.HasSuffix(words, "?") {
				t.Errorf("%s: the %s is %q", list.Name, what, words)
			}
		}
		if len(list.Codes) < 2 {
			t.Errorf("%s: a question needs two answers", list.Name)
		}
	}
}

func TestTheMissingKindsBelongToEveryListAndAreNeverItsOwn(t *testing.T) {
	t.Parallel()
	for _, list := range Lists() {
		for _, m := range missing {
			if slices.ContainsFunc(list.Codes, func(e Entry) bool { return e.Code == m.Code || e.NL == m.NL || e.EN == m.EN }) {
				t.Errorf("%s has its own %s: two ways to say the same", list.Name, m.Code)
			}
			if e, found := list.Find(m.Code); !found || e != m {
				t.Errorf("%s: no %s", list.Name, m.Code)
			}
		}
	}
}

func TestEveryRollUpIsACodeOfTheCoarserList(t *testing.T) {
	t.Parallel()
	names := make(map[string]int)
	for i, list := range Lists() {
		names[list.Name] = i
	}
	for _, list := range Lists() {
		if list.Into != nil {
			if _, listed := names[list.Into.Name]; !listed || list.Into.Into != nil {
				t.Errorf("%s rolls up to %s, which is not listed or rolls up further", list.Name, list.Into.Name)
			}
		}
		for _, e := range list.Codes {
			if (e.RollUp != "") != (list.Into != nil) {
				t.Errorf("%s %s: all codes of a list roll up, or none", list.Name, e.Code)
				continue
			}
			if e.RollUp == "" {
				continue
			}
			if _, found := list.Into.Find(e.RollUp); !found {
				t.Errorf("%s %s counts under %q, which is not in %s", list.Name, e.Code, e.RollUp, list.Into.Name)
			}
		}
	}
}

func TestEveryDateSaysWhy(t *testing.T) {
	t.Parallel()
	dated := 0
	for _, list := range Lists() {
		for _, e := range list.All() {
			at := list.Name + " " + string(e.Code)
			for _, date := range []string{e.From, e.To} {
				if _, err := time.Parse(time.DateOnly, date); date != "" && err != nil {
					t.Errorf("%s: %v", at, err)
				}
			}
			isDated := e.From != "" || e.To != ""
			if isDated != (e.WhyNL != "") || isDated != (e.WhyEN != "") || e.From != "" && e.To != "" && e.From > e.To {
				t.Errorf("%s: from %q to %q because %q, %q", at, e.From, e.To, e.WhyNL, e.WhyEN)
			}
			if isDated {
				dated++
			}
		}
	}
	if dated == 0 {
		t.Error("no code has a date: the offence of doxing and sepot 04 have")
	}
}

func TestEverySourceCanBeShown(t *testing.T) {
	t.Parallel()
	for _, list := range Lists() {
		for _, e := range list.All() {
			if nl, en := e.Source.Text(); nl == "" || en == "" {
				t.Errorf("%s %s: the source %q has no text", list.Name, e.Code, e.Source)
			}
		}
	}
	if nl, en := Background.Text(); !strings.Contains(nl, "niet nagekeken") || !strings.Contains(en, "not checked") {
		t.Errorf("background knowledge does not say that it is unchecked: %q, %q", nl, en)
	}
	if nl, en := Source("GOSSIP").Text(); nl != "" || en != "" {
		t.Errorf("an unknown source reads %q, %q", nl, en)
	}
}

// TestNoListAsksForTheOriginOfASuspect holds what may never be recorded. The grounds
// of an insult are about its words, and that list says so.
func TestNoListAsksForTheOriginOfASuspect(t *testing.T) {
	t.Parallel()
	never := regexp.MustCompile(`(?i)\b(ethnic|etni|national|nation|religi|godsdienst|geloof|herkomstland|afkomst|race|ras|huidskleur|descent)`)
	for _, list := range Lists() {
		if list.Name == DiscriminationGround.Name {
			continue
		}
		for _, e := range list.Codes {
			for _, words := range []string{e.NL, e.EN} {
				if found := never.FindString(words); found != "" && list.Name != SepotGround.Name && list.Name != PoliceUnit.Name {
					t.Errorf("%s %s says %q", list.Name, e.Code, found)
				}
			}
		}
	}
}
