package web

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// refusing are the folders whose refusals come on a page.
var refusing = []string{"../../domain", "../../projections", "../api", "../intake", "../photo", "../postgres"}

// notOnPages says of folders below these why nobody meets their refusals on a page.
var notOnPages = map[string]string{
	"../../domain/boundary": "boundaries are loaded on the terminal",
	"../postgres/bi.go":     "the login of a BI tool is made on the terminal",
}

// unmetOnPages are beginnings of refusals that no page leads to.
var unmetOnPages = []string{
	"this cannot be asked of ", // a page sends only commands that there are
	"is %v",                    // of JSON, which pages write
	"%v is at revision ", "a program works for ", "the login %v ",
	"the theme %v", "is not among the headings ", "is not in the file, of which ", // of files that are read on the terminal
}

// intakeOfMappings are problems of one row or of the mapping: they stand in the file of rejects and in the report on the terminal.
var intakeOfMappings = regexp.MustCompile(`/intake/(dates|grouping|field|notice|employer|source)\.go`)

// Every refusal that the sources name has a Dutch text, and none is kept that they name no more.
func TestEveryRefusalIsSaidInDutch(t *testing.T) {
	t.Parallel()
	var kept struct{ Messages, Problems, Remedies, Meanings map[string]string }
	text, err := os.ReadFile("words/refusals.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &kept); err != nil {
		t.Fatal(err)
	}
	found := refusalsOfTheSources(t)
	if len(found.message) < 200 || len(found.problem) < 200 || len(found.remedy) < 200 {
		t.Fatalf("only %d messages, %d problems and %d remedies were found", len(found.message), len(found.problem), len(found.remedy))
	}
	for kind, of := range map[string]struct {
		said map[string]string
		all  map[string]string
		must bool
	}{
		"message": {kept.Messages, found.message, true},
		"problem": {kept.Problems, found.problem, true},
		"meaning": {kept.Meanings, found.meaning, true},
		"remedy":  {kept.Remedies, found.remedy, false}, // most of them tell what to write to the API
	} {
		for english, at := range of.all {
			if _, is := of.said[english]; of.must && !is && !unmet(english, at) {
				t.Errorf("%s: say the %s %q in Dutch, in words/refusals.json", at, kind, english)
			}
		}
		for english, dutch := range of.said {
			if _, is := of.all[english]; !is {
				t.Errorf("no source has the %s %q", kind, english)
			}
			if dutch == "" || strings.Count(dutch, hole) > strings.Count(english, hole) {
				t.Errorf("the %s %q is said as %q", kind, english, dutch)
			}
		}
	}
}

func unmet(english, at string) bool {
	return intakeOfMappings.MatchString(at) ||
		slices.ContainsFunc(unmetOnPages, func(start string) bool { return strings.HasPrefix(english, strings.ReplaceAll(start, "%v", hole)) })
}

type refusalsFound struct{ message, problem, remedy, meaning map[string]string }

func refusalsOfTheSources(t *testing.T) refusalsFound {
	t.Helper()
	found := refusalsFound{map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}}
	for _, root := range refusing {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.IsDir() || strings.HasSuffix(path, "test") || notOnPages[path] != "" {
				return err
			}
			return found.readPackage(path)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// readPackage reads the calls that make a fault, and those of functions of the package that hand
// on what they are told as a problem or a remedy.
func (f refusalsFound) readPackage(folder string) error {
	names, err := filepath.Glob(folder + "/*.go")
	if err != nil {
		return err
	}
	set, files := token.NewFileSet(), []*ast.File(nil)
	helpers := map[string]map[int]map[string]string{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") || notOnPages[name] != "" {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			return err
		}
		files = append(files, file)
		ast.Inspect(file, func(n ast.Node) bool {
			if d, is := n.(*ast.FuncDecl); is {
				f.noteHelper(helpers, d)
			}
			return true
		})
	}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				f.readCall(set, helpers, n)
			case *ast.CompositeLit:
				f.readLiteral(set, n)
			case *ast.ValueSpec:
				f.readMeanings(set, n)
			}
			return true
		})
	}
	return nil
}

func (f refusalsFound) noteHelper(helpers map[string]map[int]map[string]string, d *ast.FuncDecl) {
	at := 0
	for _, p := range d.Type.Params.List {
		for _, name := range p.Names {
			if into := map[string]map[string]string{"problem": f.problem, "remedy": f.remedy}[name.Name]; into != nil {
				if helpers[d.Name.Name] == nil {
					helpers[d.Name.Name] = map[int]map[string]string{}
				}
				helpers[d.Name.Name][at] = into
			}
			at++
		}
	}
}

func (f refusalsFound) readCall(set *token.FileSet, helpers map[string]map[int]map[string]string, call *ast.CallExpr) {
	name, of := "", ""
	switch called := call.Fun.(type) {
	case *ast.Ident:
		name = called.Name
	case *ast.SelectorExpr:
		name = called.Sel.Name
		if x, is := called.X.(*ast.Ident); is {
			of = x.Name
		}
	}
	into := helpers[name]
	switch {
	case of == "fault" && (name == "New" || name == "Wrap"):
		into = map[int]map[string]string{1: f.message}
	case name == "Add" && len(call.Args) == 3:
		into = map[int]map[string]string{1: f.problem, 2: f.remedy}
	case name == "Check" && len(call.Args) == 4:
		into = map[int]map[string]string{2: f.problem, 3: f.remedy}
	}
	for at, all := range into {
		if at < len(call.Args) {
			note(set, call.Args[at], all)
		}
	}
}

func (f refusalsFound) readLiteral(set *token.FileSet, literal *ast.CompositeLit) {
	of := literal.Type
	if qualified, is := of.(*ast.SelectorExpr); is {
		if x, is := qualified.X.(*ast.Ident); !is || x.Name != "fault" {
			return
		}
		of = qualified.Sel
	}
	if name, is := of.(*ast.Ident); !is || !slices.Contains([]string{"Fault", "Field", "Wrong"}, name.Name) {
		return
	}
	for _, element := range literal.Elts {
		pair, is := element.(*ast.KeyValueExpr)
		if !is {
			continue
		}
		if into := map[string]map[string]string{"Message": f.message, "Problem": f.problem, "Remedy": f.remedy}[pair.Key.(*ast.Ident).Name]; into != nil {
			note(set, pair.Value, into)
		}
	}
}

// readMeanings reads what became of what was found in a file, of adapters/intake.
func (f refusalsFound) readMeanings(set *token.FileSet, of *ast.ValueSpec) {
	if of.Names[0].Name != "meaning" || len(of.Values) != 1 {
		return
	}
	ast.Inspect(of.Values[0], func(n ast.Node) bool {
		if pair, is := n.(*ast.KeyValueExpr); is {
			note(set, pair.Value, f.meaning)
		}
		return true
	})
}

func note(set *token.FileSet, of ast.Expr, into map[string]string) {
	if text, is := textOf(of); is && text != "" && strings.Trim(strings.ReplaceAll(text, hole, ""), " ") != "" {
		at := set.Position(of.Pos())
		into[text] = filepath.ToSlash(at.Filename) + ":" + strconv.Itoa(at.Line)
	}
}

var formatted = regexp.MustCompile(`%(\[\d+\])?[+#]?[a-z]`)

// textOf is a text of the sources with {} for what is not known before it runs.
func textOf(of ast.Expr) (string, bool) {
	switch of := of.(type) {
	case *ast.BasicLit:
		if of.Kind == token.STRING {
			text, err := strconv.Unquote(of.Value)
			return text, err == nil
		}
	case *ast.ParenExpr:
		return textOf(of.X)
	case *ast.BinaryExpr:
		left, known := textOf(of.X)
		right, too := textOf(of.Y)
		if !known {
			left = hole
		}
		if !too {
			right = hole
		}
		return left + right, known || too
	case *ast.CallExpr:
		if called, is := of.Fun.(*ast.SelectorExpr); is && called.Sel.Name == "Sprintf" && len(of.Args) > 0 {
			text, is := textOf(of.Args[0])
			return strings.ReplaceAll(formatted.ReplaceAllString(strings.ReplaceAll(text, "%%", "\x00"), hole), "\x00", "%"), is
		}
	}
	return "", false
}

func TestAPhrasebookSaysASentenceWithWhatStoodInItsHoles(t *testing.T) {
	t.Parallel()
	b := newPhrasebook(map[string]string{
		"is missing": "is niet ingevuld", "is missing, because {}": "ontbreekt, omdat {}", "nobody knows": "niemand het weet",
		"{} of {}": "{} van {}", "at most {} of {} days": "ten hoogste {} van {} dagen", "stands twice (rows[{}])": "staat er twee keer",
	})
	for text, want := range map[string]string{
		"is missing":                       "is niet ingevuld",
		"is missing, because nobody knows": "ontbreekt, omdat niemand het weet",
		"is missing, because of rain":      "ontbreekt, omdat of rain",
		"at most 3 of 90 days":             "ten hoogste 3 van 90 dagen", // the longer phrase, though the short one fits too
		"3 of 90":                          "3 van 90",
		"stands twice (rows[4])":           "staat er twee keer",
		"hello":                            "",
	} {
		if got, is := b.say(text); got != want || is != (want != "") {
			t.Errorf("%q is said as %q, want %q", text, got, want)
		}
	}
}

// What stood in the holes is never written into a sentence as if it were one: codes and ids stay what they are.
func TestRefusalsAreOneSentenceEach(t *testing.T) {
	t.Parallel()
	for _, text := range slices.Sorted(maps.Keys(refusals.whole)) {
		if says := refusals.whole[text]; strings.Contains(says, hole) {
			t.Errorf("%q is said with a hole: %q", text, says)
		}
	}
}
