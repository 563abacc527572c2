package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// code matches the fenced blocks of shell commands.
var code = regexp.MustCompile("(?s)```sh\n(.*?)```")

// commandLine matches one command in them, over lines that are continued.
var commandLine = regexp.MustCompile(`go run \./cmd/ruggensteun((?:[^\n\\|)]|\\\n)*)`)

var flagName = regexp.MustCompile(`(?:^|\s)--([a-z-]+)`)

func TestCommandsInTheDocumentsExist(t *testing.T) {
	t.Parallel()
	c := &terminal{t: t, env: map[string]string{}}
	found := 0
	for _, name := range documents {
		for _, block := range code.FindAllStringSubmatch(document(t, name), -1) {
			for _, line := range commandLine.FindAllStringSubmatch(block[1], -1) {
				found++
				if problem := c.misspelt(strings.ReplaceAll(line[1], "\\\n", " ")); problem != "" {
					t.Errorf("%s: go run ./cmd/ruggensteun%s: %s", name, line[1], problem)
				}
			}
		}
	}
	if found < 15 {
		t.Errorf("only %d commands were found: the blocks are no longer read", found)
	}
}

// misspelt says what a command line names that the program does not have.
func (c *terminal) misspelt(line string) string {
	line, _, _ = strings.Cut(line, "#")
	words := strings.Fields(line)
	if len(words) == 0 || words[0] == "help" {
		return ""
	}
	if !slices.ContainsFunc(commands(), func(known command) bool { return known.name == words[0] }) {
		return "there is no command " + words[0]
	}
	help := c.run(words[0], "--help").ok()
	for _, flag := range flagName.FindAllStringSubmatch(line, -1) {
		if flag[1] != "help" && !regexp.MustCompile(`(?m)^  --`+flag[1]+`\b`).MatchString(help) {
			return "there is no option --" + flag[1]
		}
	}
	if len(words) > 1 && strings.Contains(help, "\nActions:\n") && !strings.HasPrefix(words[1], "-") && !strings.Contains(help, "\n  "+words[1]+" ") {
		return "there is no action " + words[1]
	}
	return ""
}

func TestMisspeltCommandsAreFound(t *testing.T) {
	t.Parallel()
	c := &terminal{t: t, env: map[string]string{}}
	for line, wrong := range map[string]bool{
		" demo --incidents 3":                false,
		" dmeo":                              true,
		" demo --incident 3":                 true,
		" incident register --place ROAD -":  false,
		" incident registre --place ROAD -":  true,
		" projections --data x # how are we": false,
		" key burn":                          true,
	} {
		if problem := c.misspelt(line); (problem != "") != wrong {
			t.Errorf("%s: %q", line, problem)
		}
	}
}

// advice matches what errors and help texts tell people to run.
var advice = regexp.MustCompile("`ruggensteun( [^`]*)`")

func TestCommandsInErrorsExist(t *testing.T) {
	t.Parallel()
	c := &terminal{t: t, env: map[string]string{}}
	found := 0
	for _, file := range sources(t) {
		for _, line := range advice.FindAllStringSubmatch(file.text, -1) {
			if strings.HasPrefix(line[1], " %") {
				continue // the name of a command that was just found
			}
			found++
			if problem := c.misspelt(line[1]); problem != "" {
				t.Errorf("%s: `ruggensteun%s`: %s", file.name, line[1], problem)
			}
		}
	}
	if found < 5 {
		t.Errorf("only %d pieces of advice were found", found)
	}
}

// TestTheReadmeWorksAsWritten pastes the blocks between the two marks into a
// shell, where go run is this program.
func TestTheReadmeWorksAsWritten(t *testing.T) {
	t.Parallel()
	needsDatabase(t)
	_, walk, begun := strings.Cut(document(t, "README.md"), "<!-- A test runs the blocks from here")
	walk, _, ended := strings.Cut(walk, "to here. -->")
	if !begun || !ended {
		t.Fatal("the marks around the walk are gone")
	}
	script := "set -eu\ngo() { shift 2; \"$PROGRAM\" \"$@\"; }\n"
	for _, block := range code.FindAllStringSubmatch(walk, -1) {
		script += block[1]
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	shell := exec.CommandContext(ctx, "bash", "-c", script)
	shell.Dir = everybodysFolder(t)
	shell.Env = append(os.Environ(), asProgram+"=1", "PROGRAM="+os.Args[0])
	var out, errors bytes.Buffer
	shell.Stdout, shell.Stderr = &out, &errors
	if err := shell.Run(); err != nil {
		t.Fatalf("%v\n%s%s", err, out.String(), errors.String())
	}
	for _, text := range []string{
		"recorded at position 1 (version 1)", "recorded at position 2 (version 1)", "recorded at position 3 (version 2)",
		"Corrected: time: 2026-11-20 22:40", "J. Voorbeeld", "log    3 events, 2 streams folded",
		"up to and including position 3", "up to and including position 2",
	} {
		if !strings.Contains(out.String(), text) {
			t.Errorf("it does not print %q:\n%s", text, out.String())
		}
	}
}
