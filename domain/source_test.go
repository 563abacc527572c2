package domain_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"testing"
)

// source is one file of the program.
type source struct {
	name, folder string // from the module's root
	file         *ast.File
}

// sources are all files of the program, tests left out.
func sources(t *testing.T) []source {
	t.Helper()
	var list []source
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path.Join("..", name), nil, parser.SkipObjectResolution)
		list = append(list, source{name: name, folder: path.Dir(name), file: file})
		return err
	})
	if err != nil || len(list) == 0 {
		t.Fatalf("read the program's sources: %d files, %v", len(list), err)
	}
	return list
}

func (s source) imports() []string {
	var list []string
	for _, spec := range s.file.Imports {
		list = append(list, unquote(spec.Path.Value))
	}
	return list
}

// uses gives every "path.Name" that the file takes from the packages it imports.
func (s source) uses() []string {
	called := make(map[string]string) // what the file calls a package → its path
	for _, spec := range s.file.Imports {
		imported := unquote(spec.Path.Value)
		called[path.Base(imported)] = imported
		if spec.Name != nil {
			called[spec.Name.Name] = imported
		}
	}
	var list []string
	ast.Inspect(s.file, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok {
			if name, ok := selector.X.(*ast.Ident); ok && called[name.Name] != "" {
				list = append(list, called[name.Name]+"."+selector.Sel.Name)
			}
		}
		return true
	})
	return list
}

func unquote(literal string) string {
	text, err := strconv.Unquote(literal)
	if err != nil {
		return literal
	}
	return text
}
