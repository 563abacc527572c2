package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// apart are the calls by which a test leaves a run with the race detector.
var apart = map[string]bool{"unraced": true, "webtest.Start": true}

// A test that skips itself under the race detector and is not named to the second run of make test would never run.
func TestWhatSkipsTheRaceDetectorRunsWithout(t *testing.T) {
	t.Parallel()
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`(?m)^UNRACED = (.+)$`).FindSubmatch(makefile)
	if named == nil {
		t.Fatal("Makefile does not say which tests run without the race detector")
	}
	runs := regexp.MustCompile(string(named[1]))
	for _, folder := range []string{".", "../../adapters/api"} {
		tests := testsApart(t, folder)
		if len(tests) == 0 {
			t.Errorf("%s: no test found that leaves the race detector out", folder)
		}
		for _, name := range tests {
			if !runs.MatchString(name) {
				t.Errorf("%s: add a word for %s to UNRACED in Makefile, or nothing runs it", folder, name)
			}
		}
	}
}

// testsApart are those that come to such a call, by whatever functions of their own package.
func testsApart(t *testing.T, folder string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	calls := map[string]map[string]bool{}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			if f, is := d.(*ast.FuncDecl); is {
				calls[f.Name.Name] = callsOf(f)
			}
		}
	}
	reach := maps.Clone(apart)
	for grew := true; grew; {
		grew = false
		for name, of := range calls {
			if !reach[name] && anyOf(of, reach) {
				reach[name], grew = true, true
			}
		}
	}
	var tests []string
	for name := range calls {
		if reach[name] && strings.HasPrefix(name, "Test") {
			tests = append(tests, name)
		}
	}
	return tests
}

// callsOf are the functions called in f by name, with the package where there is one.
func callsOf(f *ast.FuncDecl) map[string]bool {
	found := map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		call, is := n.(*ast.CallExpr)
		if !is {
			return true
		}
		switch fun := call.Fun.(type) {
		case *ast.Ident:
			found[fun.Name] = true
		case *ast.SelectorExpr:
			if from, is := fun.X.(*ast.Ident); is {
				found[from.Name+"."+fun.Sel.Name] = true
			}
		}
		return true
	})
	return found
}

func anyOf(names, of map[string]bool) bool {
	for name := range names {
		if of[name] {
			return true
		}
	}
	return false
}
