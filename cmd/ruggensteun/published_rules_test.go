package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ruggensteun/projections/figures"
)

// nextRules is what the next version of the program would count by.
const nextRules = "2099-1"

// nextVersion builds a version of the program that counts by other rules: cells open below
// twice as large a group, and the public is rounded to tens.
func nextVersion(t testing.TB) string {
	t.Helper()
	folder := t.TempDir()
	replaced := map[string]string{}
	for name, changes := range map[string][]string{
		"projections/figures/cite.go": {`const Rules = "` + figures.Rules + `"`, `const Rules = "` + nextRules + `"`},
		"projections/disclosure/printed.go": {
			"const DrillFrom = 10", "const DrillFrom = 20",
			"return (n + 2) / 5 * 5", "return (n + 5) / 10 * 10",
		},
	} {
		path, err := filepath.Abs(filepath.Join("..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(changes); i += 2 {
			if !strings.Contains(string(text), changes[i]) {
				t.Fatalf("%s has no %q: say in this test what the rule is now", name, changes[i])
			}
		}
		replaced[path] = filepath.Join(folder, filepath.Base(name))
		if err := os.WriteFile(replaced[path], []byte(strings.NewReplacer(changes...).Replace(string(text))), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replaced})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "overlay.json"), overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(folder, "ruggensteun")
	if out, err := exec.Command("go", "build", "-overlay", filepath.Join(folder, "overlay.json"), "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("build the next version: %v\n%s", err, out)
	}
	return program
}

// by runs a command of another program at the same database.
func (c *terminal) by(program string, args ...string) printed {
	c.t.Helper()
	var out, errors strings.Builder
	cmd := exec.CommandContext(c.t.Context(), program, args...)
	cmd.Stdout, cmd.Stderr, cmd.Env = &out, &errors, os.Environ()
	for name, value := range c.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		c.t.Fatal(err)
	}
	return printed{t: c.t, line: strings.Join(args, " "), status: cmd.ProcessState.ExitCode(), out: out.String(), err: errors.String()}
}

// underOtherRules reads what was published with a version of the program that counts by other
// rules: the bytes are those that were printed, the ledger says by which rules, and what that version
// prints is said to be of its own.
func (c *terminal) underOtherRules(id string, published []citedAnswer) {
	c.t.Helper()
	next := nextVersion(c.t)
	var page struct {
		Method  struct{ Rules string }
		Answers []struct{ Question, Hash string }
	}
	c.by(next, "release", "show", id, "--json", "--as", "analyst").into(&page)
	if page.Method.Rules != figures.Rules {
		c.t.Errorf("the next version says that it was printed by rules %s", page.Method.Rules)
	}
	for i, answer := range page.Answers {
		if now := c.by(next, "cite", answer.Hash, "--release", id, "--as", "analyst").ok(); now != published[i].text {
			c.t.Errorf("the next version cites %s as\n%s\nprinted was\n%s", answer.Question, now, published[i].text)
		}
	}
	var checked releaseChecked
	differ := c.by(next, "release", "check", id, "--json", "--as", "analyst")
	if err := json.Unmarshal([]byte(differ.out), &checked); err != nil || differ.status != 1 || checked.Equal {
		c.t.Fatalf("other rules give the same numbers (%v):\n%s%s", err, differ.out, differ.err)
	}
	for _, q := range checked.Questions {
		if says := fmt.Sprint(q.Why); q.Differing > 0 && (!strings.Contains(says, nextRules) || !strings.Contains(says, figures.Rules)) {
			c.t.Errorf("%s differs, and that is said to be %s", q.Question, says)
		}
	}
	anew := c.by(next, "release", "prepare", "--viewer", "analyst", "--title-nl", "Opnieuw", "--title-en", "Anew", "--question", "incident by weekday", "--as", "analyst").recorded()
	c.by(next, "release", "publish", anew, "--as", "analyst").fails(1, "was counted by other rules than in release "+id)
	c.by(next, "release", "publish", anew, "--accepted", "de regels zijn vernieuwd", "--as", "analyst").recorded()
	c.run("release", "show", anew, "--json", "--as", "analyst").into(&page)
	if page.Method.Rules != nextRules {
		c.t.Errorf("what the next version printed is said to be by rules %s", page.Method.Rules)
	}
}
