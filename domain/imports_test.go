package domain_test

import (
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// rule keeps imports out of folders. Everything below a folder belongs to it.
type rule struct {
	in       []string // folders; "." is the whole program
	except   []string // folders below that the rule leaves alone
	never    []string // imports: a path, "path/..." with all below, or outside
	siblings bool     // also never another folder beside it, e.g. one adapter another
	but      []string // imports that are allowed all the same
	why      string
}

// outside stands for every package that is neither Go's own nor ours.
const outside = "(third party)"

// rules are those of ARCHITECTURE 1. Tests are free: they start databases and read files.
var rules = []rule{
	{
		in:    []string{"domain"},
		never: []string{"ruggensteun/adapters/...", "ruggensteun/projections/...", "ruggensteun/cmd/...", "ruggensteun/migrations/..."},
		why:   "the trade stands by itself: what stores, shows or carries it depends on it, never the other way",
	},
	{
		in:     []string{"domain"},
		except: []string{"domain/eventlog/logtest"}, // a suite of tests, and never part of the program
		never:  []string{outside},
		but:    []string{"github.com/google/uuid"},
		why:    "the core outlives libraries: a third one in it needs a line in DECISIONS.md and here",
	},
	{
		in:     []string{"domain"},
		except: []string{"domain/eventlog/logtest"},
		never: []string{"os/...", "io/ioutil", "net/...", "log/...", "database/...", "syscall", "unsafe", "plugin", "testing",
			"math/rand/...", "crypto/rand", "time/tzdata"},
		why: "a rule that reads a clock, a file, the network or a die cannot be replayed: take facts as arguments",
	},
	{
		in:     []string{"domain"},
		except: []string{"domain/eventlog", "domain/decider"},
		never:  []string{"context", "sync/..."},
		why:    "a rule neither waits nor runs beside another: only the log and Run do",
	},
	{
		in:     []string{"projections"},
		except: []string{"projections/disclosure/attacktest/glpk"}, // runs a solver for tests, and never part of the program
		never:  []string{"ruggensteun/adapters/...", "ruggensteun/cmd/...", "net/http/...", "database/...", "os/..."},
		why:    "a read model is a pure fold: the runner stores its rows and the API shows its answers",
	},
	{
		in:       []string{"projections"},
		siblings: true,
		but: []string{"ruggensteun/projections/facts/...", "ruggensteun/projections/figures/...", "ruggensteun/projections/survival", "ruggensteun/projections/nowcast",
			"ruggensteun/projections/disclosure"},
		why: "views ask figures and facts: a view that reads another's tables cannot be rebuilt alone",
	},
	{
		in:     []string{"."},
		except: []string{"adapters/postgres"},
		never:  []string{"github.com/jackc/...", "database/sql/..."},
		why:    "all SQL goes through adapters/postgres, where the fences of the three logins are",
	},
	{
		in:     []string{"."},
		except: []string{"adapters/bus"},
		never:  []string{"github.com/ThreeDotsLabs/..."},
		why:    "only adapters/bus knows Watermill, so that delivery can be replaced without touching a handler",
	},
	{
		in:       []string{"adapters"},
		except:   []string{"adapters/postgres/postgrestest"}, // starts a database for the tests of others
		siblings: true,
		but:      []string{"ruggensteun/adapters/npmtest"}, // is for the suites of two of them
		why:      "adapters do not know each other: cmd joins them",
	},
	{
		in:     []string{"."},
		except: []string{"cmd/ruggensteun"},
		never:  []string{"ruggensteun/cmd/..."},
		why:    "programs are ends: nothing builds on them, and an invented world belongs to its program alone",
	},
	{
		in:     []string{"."},
		except: []string{"projections/disclosure/attacktest/figurestest"}, // is of the same suite
		never: []string{"ruggensteun/adapters/postgres/postgrestest", "ruggensteun/domain/eventlog/logtest", "ruggensteun/adapters/mail/mailtest", "ruggensteun/adapters/web/webtest",
			"ruggensteun/projections/disclosure/attacktest/..."},
		why: "test suites are ends: nothing builds on them",
	},
	{
		in:    []string{"cmd/ruggensteun/world"},
		never: []string{"ruggensteun/adapters/...", "ruggensteun/projections/...", "context", "crypto/rand", "os/...", "net/...", "log/...", outside},
		but:   []string{"github.com/google/uuid"},
		why:   "the invented world is the same for whoever names its seed: it asks nothing but the dice of that seed, and its program tells it",
	},
}

func TestImports(t *testing.T) {
	t.Parallel()
	for _, source := range sources(t) {
		for _, imported := range source.imports() {
			for _, r := range rules {
				if r.breaks(source.folder, imported) {
					t.Errorf("%s imports %s: %s", source.name, imported, r.why)
				}
			}
		}
	}
}

func TestRulesNameFoldersThatExist(t *testing.T) {
	t.Parallel()
	for _, r := range rules {
		for _, folder := range slices.Concat(r.in, r.except) {
			if _, err := os.Stat(path.Join("..", folder)); err != nil {
				t.Errorf("there is no folder %s: the rule %q is stale", folder, r.why)
			}
		}
	}
}

// TestRulesCatch breaks each rule once, and walks close by without breaking it.
func TestRulesCatch(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		folder, imported string
		caught           bool
	}{
		"a rule of the trade that asks the API":      {"domain/incident", "ruggensteun/adapters/api", true},
		"a rule of the trade that asks another":      {"domain/incident", "ruggensteun/domain/employer", false},
		"a rule of the trade that reads rows":        {"domain/incident", "ruggensteun/projections/facts", true},
		"a driver in the core":                       {"domain/eventlog", "github.com/jackc/pgx/v5", true},
		"ids in the core":                            {"domain/eventlog", "github.com/google/uuid", false},
		"another library in the core":                {"domain/codes", "golang.org/x/text/language", true},
		"a die in the core":                          {"domain/codes", "math/rand/v2", true},
		"a file in the core":                         {"domain/codes", "os", true},
		"the mathematics that the die stands beside": {"domain/codes", "math", false},
		"a context in a rule":                        {"domain/access", "context", true},
		"a context in Run":                           {"domain/decider", "context", false},
		"a context in a folder named alike":          {"domain/eventlogger", "context", true},
		"a view that serves HTTP":                    {"projections/location", "net/http", true},
		"a view that asks figures":                   {"projections/location", "ruggensteun/projections/figures", false},
		"a view that asks another view":              {"projections/location", "ruggensteun/projections/timeofday", true},
		"figures that keep persons from being seen":  {"projections/figures", "ruggensteun/projections/disclosure", false},
		"a view that keeps to its contract":          {"projections/location", "ruggensteun/projections", false},
		"a view that knows the driver":               {"projections/location", "github.com/jackc/pgx/v5/pgtype", true},
		"SQL where SQL belongs":                      {"adapters/postgres", "github.com/jackc/pgx/v5/pgxpool", false},
		"SQL in the program":                         {"cmd/ruggensteun", "github.com/jackc/pgx/v5", true},
		"Watermill where it belongs":                 {"adapters/bus", "github.com/ThreeDotsLabs/watermill/message", false},
		"Watermill in the API":                       {"adapters/api", "github.com/ThreeDotsLabs/watermill", true},
		"one adapter that knows another":             {"adapters/api", "ruggensteun/adapters/vault", true},
		"an adapter that knows its own part":         {"adapters/vault/vaulttest", "ruggensteun/adapters/vault", false},
		"the helper that starts a database":          {"adapters/postgres/postgrestest", "ruggensteun/adapters/embeddedpg", false},
		"the program joins adapters":                 {"cmd/ruggensteun", "ruggensteun/adapters/vault", false},
		"anything that builds on the program":        {"adapters/api", "ruggensteun/cmd/ruggensteun", true},
		"the program and its invented world":         {"cmd/ruggensteun", "ruggensteun/cmd/ruggensteun/world", false},
		"the trade that asks an invented world":      {"domain/incident", "ruggensteun/cmd/ruggensteun/world", true},
		"an invented world that looks into the log":  {"cmd/ruggensteun/world", "ruggensteun/adapters/postgres", true},
		"an invented world that rolls other dice":    {"cmd/ruggensteun/world", "crypto/rand", true},
		"an invented world that asks the deciders":   {"cmd/ruggensteun/world", "ruggensteun/domain/incident", false},
		"a program that ships a test suite":          {"cmd/ruggensteun", "ruggensteun/domain/eventlog/logtest", true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			caught := slices.ContainsFunc(rules, func(r rule) bool { return r.breaks(test.folder, test.imported) })
			if caught != test.caught {
				t.Errorf("%s importing %s: caught %v, want %v", test.folder, test.imported, caught, test.caught)
			}
		})
	}
}

func (r rule) breaks(folder, imported string) bool {
	within := func(root string) bool { return below(folder, root) }
	matches := func(pattern string) bool { return match(imported, pattern) }
	return slices.ContainsFunc(r.in, within) && !slices.ContainsFunc(r.except, within) && !slices.ContainsFunc(r.but, matches) &&
		(slices.ContainsFunc(r.never, matches) || r.siblings && sibling(folder, imported))
}

func below(folder, root string) bool {
	return root == "." || folder == root || strings.HasPrefix(folder, root+"/")
}

func match(imported, pattern string) bool {
	if root, all := strings.CutSuffix(pattern, "/..."); all {
		return below(imported, root)
	}
	first, _, _ := strings.Cut(imported, "/")
	return imported == pattern || pattern == outside && strings.Contains(first, ".")
}

// sibling tells whether a package of ours lies in another folder beside ours.
func sibling(folder, imported string) bool {
	own, theirs := strings.Split(folder, "/"), strings.Split(strings.TrimPrefix(imported, "ruggensteun/"), "/")
	return strings.HasPrefix(imported, "ruggensteun/") && len(own) > 1 && len(theirs) > 1 && own[0] == theirs[0] && own[1] != theirs[1]
}
