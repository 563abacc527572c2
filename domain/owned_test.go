package domain_test

import (
	"go/ast"
	"go/token"
	"strings"
	"testing"

	"ruggensteun/domain/export"
)

// TestWhateverIsRecordedGoesAlongOrSaysWhyNot finds every kind of stream in the sources: an
// employer that leaves takes all of its records, and none is forgotten because it is new.
func TestWhateverIsRecordedGoesAlongOrSaysWhyNot(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, list := range [][]export.Kind{export.Kinds, export.Parts} {
		for _, k := range list {
			known[k.Category] = true
		}
	}
	for category, why := range export.LeftOut {
		if known[category] || why.NL == "" || why.EN == "" {
			t.Errorf("%s is left out and goes along, or does not say why", category)
		}
		known[category] = true
	}
	found := map[string]bool{}
	all := sources(t)
	for _, s := range all {
		if !below(s.folder, "domain") || below(s.folder, "domain/eventlog") {
			continue
		}
		for _, category := range categories(all, s) {
			found[category] = true
			if !known[category] {
				t.Errorf("%s: what is recorded under %s is in no file of domain/export: add it to Kinds, or say in LeftOut why not", s.name, category)
			}
		}
	}
	for category := range known {
		if !found[category] {
			t.Errorf("domain/export has a file for %s, which nothing is recorded under", category)
		}
	}
}

// categories are those of the streams that a file makes.
func categories(all []source, s source) (list []string) {
	ast.Inspect(s.file, func(n ast.Node) bool {
		made, is := n.(*ast.CompositeLit)
		if !is {
			return true
		}
		if of, is := made.Type.(*ast.SelectorExpr); !is || of.Sel.Name != "Stream" {
			return true
		}
		for _, e := range made.Elts {
			pair, is := e.(*ast.KeyValueExpr)
			if !is || pair.Key.(*ast.Ident).Name != "Category" {
				continue
			}
			switch v := pair.Value.(type) {
			case *ast.BasicLit:
				list = append(list, unquote(v.Value))
			case *ast.Ident:
				list = append(list, constant(all, s.folder, v.Name))
			}
		}
		return true
	})
	return list
}

func constant(all []source, folder, name string) string {
	for _, s := range all {
		if s.folder != folder {
			continue
		}
		for _, d := range s.file.Decls {
			g, is := d.(*ast.GenDecl)
			if !is || g.Tok != token.CONST {
				continue
			}
			for _, spec := range g.Specs {
				v := spec.(*ast.ValueSpec)
				if lit, is := v.Values[0].(*ast.BasicLit); is && v.Names[0].Name == name {
					return unquote(lit.Value)
				}
			}
		}
	}
	return strings.ToUpper(name) + " (not a constant)"
}
