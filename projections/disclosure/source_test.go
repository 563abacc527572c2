package disclosure_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const module = "ruggensteun/"

// program is the sources of the whole program as the compiler understands them, by the names
// of functions: (*projections/figures.Engine).Ask.
type program struct {
	functions map[string]*function
	// elsewhere is what stands in variables of a package, by their names.
	elsewhere map[string]*function
	files     *token.FileSet
	from      types.Importer // what a package stands on
}

type function struct {
	body  ast.Node
	info  *types.Info
	found func() done
}

func newFunction(body ast.Node, info *types.Info) *function {
	f := &function{body: body, info: info}
	f.found = sync.OnceValue(f.look)
	return f
}

var sources = sync.OnceValues(readProgram)

func readSources(t *testing.T) *program {
	t.Helper()
	if testing.Short() {
		t.Skip("skipped the walk through the sources: it has the compiler list all packages")
	}
	p, err := sources()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

type listed struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
}

// readProgram checks the types of what is ours from its sources, and takes what it stands on from
// what the compiler left of it.
func readProgram() (*program, error) {
	c := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles", "./...")
	c.Dir = filepath.Join("..", "..")
	out, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("list the packages of the program: %w", err)
	}
	exports, ours := map[string]string{}, []listed{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var one listed
		if err := d.Decode(&one); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		if exports[one.ImportPath] = one.Export; strings.HasPrefix(one.ImportPath, module) {
			ours = append(ours, one)
		}
	}
	p := &program{functions: map[string]*function{}, elsewhere: map[string]*function{}, files: token.NewFileSet()}
	p.from = importer.ForCompiler(p.files, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	for _, one := range ours {
		if err := p.take(one); err != nil {
			return nil, fmt.Errorf("check %s: %w", one.ImportPath, err)
		}
	}
	return p, nil
}

func (p *program) take(one listed) error {
	var parsed []*ast.File
	for _, name := range one.GoFiles {
		file, err := parser.ParseFile(p.files, filepath.Join(one.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		parsed = append(parsed, file)
	}
	return p.check(one.ImportPath, parsed...)
}

// with is the same program with one package more.
func (p *program) with(t *testing.T, path, text string) *program {
	t.Helper()
	file, err := parser.ParseFile(p.files, path+".go", text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	more := &program{functions: maps.Clone(p.functions), elsewhere: maps.Clone(p.elsewhere), files: p.files, from: p.from}
	if err := more.check(module+path, file); err != nil {
		t.Fatal(err)
	}
	return more
}

func (p *program) check(path string, parsed ...*ast.File) error {
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}}
	if _, err := (&types.Config{Importer: p.from}).Check(path, p.files, parsed, info); err != nil {
		return err
	}
	for _, file := range parsed {
		for _, d := range file.Decls {
			p.declare(d, info)
		}
	}
	return nil
}

func (p *program) declare(d ast.Decl, info *types.Info) {
	if f, is := d.(*ast.FuncDecl); is {
		p.functions[nameOf(info.Defs[f.Name])] = newFunction(f, info)
		return
	}
	for _, s := range d.(*ast.GenDecl).Specs {
		if v, is := s.(*ast.ValueSpec); is {
			for _, name := range v.Names {
				p.elsewhere[nameOf(info.Defs[name])] = newFunction(v, info)
			}
		}
	}
}

// nameOf is short, and the same for what was read from sources and what the compiler left.
func nameOf(o types.Object) string {
	if f, is := o.(*types.Func); is {
		return strings.ReplaceAll(f.Origin().FullName(), module, "")
	}
	if o.Pkg() == nil {
		return o.Name()
	}
	return strings.TrimPrefix(o.Pkg().Path(), module) + "." + o.Name()
}

// typeNamed is the name of a type or what it points at; "" for one without.
func typeNamed(t types.Type) string {
	if t == nil {
		return ""
	}
	if n, is := types.Unalias(pointedAt(t)).(*types.Named); is {
		return nameOf(n.Obj())
	}
	return ""
}

// all are functions and variables.
func (p *program) all() map[string]*function {
	all := maps.Clone(p.functions)
	maps.Copy(all, p.elsewhere)
	return all
}

// reached is everything that is run from some functions on, as far as it is ours.
func (p *program) reached(t *testing.T, from ...string) map[string]bool {
	t.Helper()
	all, found := p.all(), map[string]bool{}
	for len(from) > 0 {
		name := from[0]
		from = from[1:]
		if found[name] {
			continue
		}
		f := all[name]
		if f == nil {
			if len(found) == 0 {
				t.Fatalf("there is no function %s: the road begins elsewhere now", name)
			}
			continue
		}
		found[name] = true
		for other := range f.does().mentions {
			from = append(from, other)
		}
	}
	return found
}

// done is what a function does, by the names of what it does it to.
type done struct {
	mentions map[string]bool // functions and package variables: whatever it calls, or hands on to be called
	touches  map[string]bool // fields that it reads or writes: projections/figures.cube.sets
	fills    map[string]bool // fields that it puts a value in, or makes one of a type with
}

func (f *function) does() done { return f.found() }

func (f *function) look() done {
	d := done{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	ast.Inspect(f.body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			f.mentioned(n, d.mentions)
		case *ast.SelectorExpr:
			if name := f.field(n); name != "" {
				d.touches[name] = true
			}
		case *ast.CompositeLit:
			f.made(n, d.fills)
		case *ast.AssignStmt:
			for _, e := range n.Lhs {
				d.fills[f.field(e)] = true
			}
		case *ast.IncDecStmt:
			d.fills[f.field(n.X)] = true
		case *ast.UnaryExpr: // whoever has its address can put a value in
			if n.Op == token.AND {
				d.fills[f.field(n.X)] = true
			}
		case *ast.CallExpr:
			if to, from := f.info.Types[n.Fun], f.info.Types; to.IsType() && len(n.Args) == 1 && typeNamed(to.Type) != typeNamed(from[n.Args[0]].Type) {
				fieldsOf(to.Type, d.fills) // a type with the same fields becomes this one
			}
		}
		return true
	})
	return d
}

func (f *function) mentioned(id *ast.Ident, into map[string]bool) {
	switch o := f.info.Uses[id].(type) {
	case *types.Func:
		into[nameOf(o)] = true
	case *types.Var:
		if o.Pkg() != nil && o.Parent() == o.Pkg().Scope() {
			into[nameOf(o)] = true
		}
	}
}

// field is the field that an expression selects, with the type in which it stands, also where it
// was found through types that are embedded; "" for any other expression.
func (f *function) field(e ast.Expr) string {
	selector, is := ast.Unparen(e).(*ast.SelectorExpr)
	if !is || f.info.Selections[selector] == nil || f.info.Selections[selector].Kind() != types.FieldVal {
		return ""
	}
	s := f.info.Selections[selector]
	t := s.Recv()
	for _, i := range s.Index()[:len(s.Index())-1] {
		t = pointedAt(t).Underlying().(*types.Struct).Field(i).Type()
	}
	return typeNamed(t) + "." + s.Obj().Name()
}

// made notes the fields that a literal has, all of them where it does not name them.
func (f *function) made(l *ast.CompositeLit, into map[string]bool) {
	t := f.info.Types[l].Type
	for _, e := range l.Elts {
		pair, named := e.(*ast.KeyValueExpr)
		if !named {
			fieldsOf(t, into)
			return
		}
		if key, is := pair.Key.(*ast.Ident); is {
			into[typeNamed(t)+"."+key.Name] = true
		}
	}
}

func fieldsOf(t types.Type, into map[string]bool) {
	if s, is := pointedAt(t).Underlying().(*types.Struct); is {
		for f := range s.Fields() {
			into[typeNamed(t)+"."+f.Name()] = true
		}
	}
}

func pointedAt(t types.Type) types.Type {
	if p, is := t.Underlying().(*types.Pointer); is {
		return p.Elem()
	}
	return t
}
