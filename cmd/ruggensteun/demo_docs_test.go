package main

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var write = flag.Bool("write", false, "write what the demonstration shows into README.md anew")

var (
	viewLine = regexp.MustCompile(`(?m)^ *go run \./cmd/ruggensteun ((?:view|ask|case show|aftercare show|worklist) .*)$`)
	shown    = regexp.MustCompile("(?s)```sh\ngo run \\./cmd/ruggensteun (view [^\n]*)\n```\n\n```\n(.*?)```\n")
)

// betweenMarks is what a document says between two comments.
func betweenMarks(t *testing.T, text, begin string) (before, marked, after string) {
	t.Helper()
	before, rest, begins := strings.Cut(text, begin)
	marked, after, ends := strings.Cut(rest, "<!-- … to here. -->")
	if !begins || !ends {
		t.Fatalf("the document has no part that begins with %q", begin)
	}
	return before + begin, marked, "<!-- … to here. -->" + after
}

var countedUpTo = regexp.MustCompile(`(positie|position) [0-9]+`)

// unplaced leaves out up to where was counted: the log goes on by itself, because alarms
// are raised for as long as a demonstration runs.
func unplaced(text string) string { return countedUpTo.ReplaceAllString(text, "$1 N") }

// TestTheDocumentsTellWhatTheDemoShows runs every view that README.md and WORLD.md name,
// and holds what README.md says that they print.
func TestTheDocumentsTellWhatTheDemoShows(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	demo := c.start("demo", "--addr", "127.0.0.1:0")
	demo.await(`(the data stays)`)
	demo.end()
	c.cellKey() // protected figures are run, and not held: they follow from a key that is made here

	_, views, _ := betweenMarks(t, document(t, "WORLD.md"), "<!-- A test runs the views from here … -->")
	lines := viewLine.FindAllStringSubmatch(views+document(t, "README.md"), -1)
	if len(lines) < 12 {
		t.Errorf("only %d views were found: they are no longer read", len(lines))
	}
	for _, line := range lines {
		if strings.Contains(line[1], "--as analyst") || strings.Contains(line[1], "registrar@GEM-VOORBEELD") {
			continue // the tests of an analyst's afternoon and of one report walk these
		}
		c.run(strings.Fields(line[1])...).ok()
	}

	before, held, after := betweenMarks(t, document(t, "README.md"), "<!-- A test holds what these print, from here … -->")
	now := shown.ReplaceAllStringFunc(held, func(block string) string {
		command := shown.FindStringSubmatch(block)[1]
		return "```sh\ngo run ./cmd/ruggensteun " + command + "\n```\n\n```\n" + c.run(strings.Fields(command)...).ok() + "```\n"
	})
	switch {
	case unplaced(now) == unplaced(held):
	case *write:
		if err := os.WriteFile(filepath.Join(root, "README.md"), []byte(before+now+after), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("README.md tells other figures than the demonstration shows: run the tests of this package with -write, and look at what changed\n%s", now)
	}
}
