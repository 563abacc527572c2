package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// root is the folder of the documents, seen from here.
const root = "../.."

var documents = []string{"README.md", "ARCHITECTURE.md", "DECISIONS.md", "OPERATIONS.md", "COMMANDS.md", "WORLD.md"}

func document(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// source is one Go file of the program, tests left out.
type source struct{ name, text string }

func sources(t *testing.T) []source {
	t.Helper()
	var list []source
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && path != root && strings.HasPrefix(entry.Name(), ".") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(path)
		list = append(list, source{strings.TrimPrefix(filepath.ToSlash(path), root+"/"), string(text)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#{1,6} (.*)$`)
	outside = regexp.MustCompile(`^[a-z]+:`)
	symbols = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// anchors are the headings of a document as links name them.
func anchors(text string) []string {
	var list []string
	for _, found := range heading.FindAllStringSubmatch(text, -1) {
		plain := symbols.ReplaceAllString(strings.ToLower(found[1]), "")
		list = append(list, strings.ReplaceAll(plain, " ", "-"))
	}
	return list
}

func TestLinksInTheDocumentsLeadSomewhere(t *testing.T) {
	t.Parallel()
	for _, name := range documents {
		for _, found := range link.FindAllStringSubmatch(document(t, name), -1) {
			if outside.MatchString(found[1]) {
				continue
			}
			path, anchor, anchored := strings.Cut(found[1], "#")
			if path == "" {
				path = name
			}
			if _, err := os.Stat(filepath.Join(root, path)); err != nil {
				t.Errorf("%s links to %s, which is not there", name, found[1])
				continue
			}
			if anchored && !slices.Contains(anchors(document(t, path)), anchor) {
				t.Errorf("%s links to %s, which has no such heading", name, found[1])
			}
		}
	}
}

// TestEveryPackageSaysWhatItIsFor holds the first sentence of each package
// against the list in ARCHITECTURE.md, which a case worker may read.
func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	t.Parallel()
	architecture := strings.Join(strings.Fields(document(t, "ARCHITECTURE.md")), " ")
	sentences := map[string]string{}
	for _, file := range sources(t) {
		folder := filepath.ToSlash(filepath.Dir(file.name))
		parsed, err := parser.ParseFile(token.NewFileSet(), file.name, file.text, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		sentences[folder] += firstSentence(parsed)
	}
	for folder, sentence := range sentences {
		switch {
		case sentence == "":
			t.Errorf("%s does not say what it is for", folder)
		case !strings.Contains(architecture, fmt.Sprintf("| `%s` | %s |", folder, sentence)):
			t.Errorf("ARCHITECTURE.md does not have the line\n| `%s` | %s |", folder, sentence)
		}
	}
	listed := regexp.MustCompile("(?m)^\\| `([a-z/]+)` \\| ")
	for _, found := range listed.FindAllStringSubmatch(document(t, "ARCHITECTURE.md"), -1) {
		if sentences[found[1]] == "" {
			t.Errorf("ARCHITECTURE.md has a line for %s, which is no package", found[1])
		}
	}
}

// firstSentence is what stands behind "Package x" up to the first full stop.
func firstSentence(file *ast.File) string {
	if file.Doc == nil {
		return ""
	}
	words := strings.Join(strings.Fields(file.Doc.Text()), " ")
	words = strings.TrimPrefix(strings.TrimPrefix(words, "Package "), "Command ")
	sentence, _, _ := strings.Cut(words+" ", ". ")
	_, sentence, _ = strings.Cut(sentence, " ")
	return strings.TrimSpace(sentence)
}

// TestFilesInTheArchitectureExist looks for everything in backquotes that looks
// like a path.
func TestFilesInTheArchitectureExist(t *testing.T) {
	t.Parallel()
	path := regexp.MustCompile("`((?:cmd|domain|projections|adapters|migrations)/[A-Za-z0-9_./-]*)`")
	for _, name := range documents {
		for _, found := range path.FindAllStringSubmatch(document(t, name), -1) {
			if _, err := os.Stat(filepath.Join(root, found[1])); err != nil {
				t.Errorf("%s names %s, which is not there", name, found[1])
			}
		}
	}
}

var (
	metricName = regexp.MustCompile(`(?:Name:\s*|NewDesc\()"(ruggensteun_\w+)"`)
	explained  = regexp.MustCompile("`(ruggensteun_(?:log|projection|consumer|http)_\\w+)`")
	seeHeading = regexp.MustCompile("see `([^`]+)` in OPERATIONS\\.md")
)

func TestOperationsHasAHeadingForWhatErrorsAndAlarmsName(t *testing.T) {
	t.Parallel()
	operations := document(t, "OPERATIONS.md")
	headings := heading.FindAllStringSubmatch(operations, -1)
	var registered []string
	references := 0
	for _, file := range sources(t) {
		for _, found := range metricName.FindAllStringSubmatch(file.text, -1) {
			registered = append(registered, found[1])
			if !strings.Contains(operations, "`"+found[1]+"`") {
				t.Errorf("%s registers %s, which OPERATIONS.md does not explain", file.name, found[1])
			}
		}
		for _, found := range seeHeading.FindAllStringSubmatch(file.text, -1) {
			references++
			if !slices.ContainsFunc(headings, func(h []string) bool { return strings.EqualFold(h[1], found[1]) }) {
				t.Errorf("%s sends people to %q in OPERATIONS.md, which has no such heading", file.name, found[1])
			}
		}
	}
	if len(registered) < 10 || references < 1 {
		t.Errorf("only %d metrics and %d references were found: they are no longer recognised", len(registered), references)
	}
	for _, found := range explained.FindAllStringSubmatch(operations, -1) {
		if !slices.Contains(registered, found[1]) {
			t.Errorf("OPERATIONS.md explains %s, which nothing registers", found[1])
		}
	}
}

// TestEveryDependencyIsDecided holds what go.mod names as used directly, tools
// included, against DECISIONS.md.
func TestEveryDependencyIsDecided(t *testing.T) {
	t.Parallel()
	decisions := document(t, "DECISIONS.md")
	direct := regexp.MustCompile(`(?m)^(?:\t(\S+) v\S+|tool (\S+)/cmd/\S+)$`)
	found := direct.FindAllStringSubmatch(document(t, "go.mod"), -1)
	if len(found) < 5 {
		t.Errorf("only %d libraries were found: go.mod is no longer read", len(found))
	}
	for _, library := range found {
		if name := library[1] + library[2]; !strings.Contains(decisions, "| `"+name+"` |") {
			t.Errorf("%s is used, and DECISIONS.md does not say why", name)
		}
	}
}

func TestTheLicenceIsWhole(t *testing.T) {
	t.Parallel()
	text := document(t, "LICENSE")
	for article := 1; article <= 15; article++ {
		if !strings.Contains(text, fmt.Sprintf("\n%d. ", article)) {
			t.Errorf("article %d is missing", article)
		}
	}
	for _, part := range []string{"EUROPEAN UNION PUBLIC LICENCE v. 1.2", "\nAppendix\n", "LiLiQ-R+"} {
		if !strings.Contains(text, part) {
			t.Errorf("%q is missing", part)
		}
	}
}

// TestTheReadmeListsEveryCommand, so that nobody has to run help to learn what there is.
func TestTheReadmeListsEveryCommand(t *testing.T) {
	t.Parallel()
	_, table, _ := strings.Cut(document(t, "README.md"), "## All commands")
	for _, c := range commands() {
		if !strings.Contains(table, "`"+c.name+"`") {
			t.Errorf("%s is not in the README's table of commands", c.name)
		}
	}
}
