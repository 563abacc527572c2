package domain_test

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

var (
	namedTest    = regexp.MustCompile("`((?:Test|Fuzz)[A-Za-z0-9]+)`")
	declaredTest = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)[A-Za-z0-9]+)\(`)
)

// TestEveryTestThatThreatsNamesIsThere holds THREATS.md and ACCESS.md against the sources: a test that is named there
// and was renamed or taken away since shows nothing.
func TestEveryTestThatThreatsNamesIsThere(t *testing.T) {
	t.Parallel()
	there := map[string]bool{}
	err := fs.WalkDir(os.DirFS(".."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path.Join("..", name))
		for _, found := range declaredTest.FindAllSubmatch(text, -1) {
			there[string(found[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"../THREATS.md", "../ACCESS.md"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		named := namedTest.FindAllSubmatch(text, -1)
		if len(named) == 0 {
			t.Errorf("%s names no test", name)
		}
		for _, found := range named {
			if !there[string(found[1])] {
				t.Errorf("%s names %s, which is no test", name, found[1])
			}
		}
	}
}
