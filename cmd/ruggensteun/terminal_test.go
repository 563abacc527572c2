package main

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"regexp"
	"ruggensteun/projections/figures"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/adapters/vault"
	"ruggensteun/adapters/vault/canary"
)

// patience bounds every wait: far more than anything takes on a busy machine.
const patience = 3 * time.Minute

// terminal is where a test types its commands: at a database of its own.
type terminal struct {
	t   testing.TB
	env map[string]string
	db  *postgrestest.Database // nil when the data is in a folder

	employers []string // codes of those that were registered here

	counting *pgx.Conn // asked again and again while a test waits; nil until then
}

// newTerminal gives a terminal at an empty database, with a master key.
func newTerminal(t testing.TB) *terminal {
	t.Helper()
	needsDatabase(t)
	key := filepath.Join(t.TempDir(), "master.key")
	if _, err := vault.CreateMaster(key); err != nil {
		t.Fatal(err)
	}
	return terminalAt(t, key)
}

func terminalAt(t testing.TB, masterKey string) *terminal {
	t.Helper()
	db := postgrestest.New(t)
	return &terminal{t: t, db: db, env: map[string]string{
		"RUGGENSTEUN_DATABASE":        db.Admin,
		"RUGGENSTEUN_DATABASE_APP":    db.Logins.App,
		"RUGGENSTEUN_DATABASE_READER": db.Logins.Reader,
		"RUGGENSTEUN_MASTER_KEY":      masterKey,
	}}
}

func needsDatabase(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("starts PostgreSQL and the whole program")
	}
}

// printed is what a command left behind.
type printed struct {
	t      testing.TB
	line   string // the command, to find it again
	status int
	out    string
	err    string
}

// run types a command that must not show anything about a person.
func (c *terminal) run(args ...string) printed { return c.say("", args...) }

// say also gives the command something to read.
func (c *terminal) say(input string, args ...string) printed {
	c.t.Helper()
	p := c.open(input, args...)
	p.silent("standard output", p.out)
	return p
}

// open is say for a command that may show personal details to who asked. What
// goes to standard error may not even then: it ends up in journals.
func (c *terminal) open(input string, args ...string) printed {
	c.t.Helper()
	var out, err bytes.Buffer
	p := &program{in: strings.NewReader(input), out: &out, err: &err, env: c.getenv}
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	status := p.run(ctx, args)
	done := printed{t: c.t, line: strings.Join(args, " "), status: status, out: out.String(), err: err.String()}
	done.silent("standard error", done.err)
	if code := slices.Index(args, "--code"); status == 0 && len(args) > 2 && args[0] == "employer" && args[1] == "register" && code > 0 {
		c.worksFor(args[code+1])
	}
	return done
}

// worksFor lets whoever types work for an employer: of the first, he is the registrar wherever a
// command does not say who asks.
func (c *terminal) worksFor(code string) {
	if len(c.employers) == 0 {
		c.env["RUGGENSTEUN_AS"] = "registrar@" + code
	}
	c.employers = append(c.employers, code)
}

// declare registers the employer that a mapping declares.
func (c *terminal) declare(code, mapping string) {
	c.t.Helper()
	c.run("employer", "register", "--mapping", mapping).recorded()
	c.worksFor(code)
}

func (c *terminal) getenv(name string) string { return c.env[name] }

func (p printed) silent(where, text string) {
	p.t.Helper()
	if found := canary.Find([]byte(text)); found != nil {
		p.t.Errorf("%s: %s holds %v", p.line, where, found)
	}
}

// ok insists that it went well and gives what was printed.
func (p printed) ok() string {
	p.t.Helper()
	if p.status != 0 {
		p.t.Fatalf("%s: status %d\n%s%s", p.line, p.status, p.out, p.err)
	}
	return p.out
}

// fails insists on a status, and on these texts among what was printed as an error.
func (p printed) fails(status int, texts ...string) {
	p.t.Helper()
	if p.status != status {
		p.t.Errorf("%s: status %d, want %d\n%s%s", p.line, p.status, status, p.out, p.err)
	}
	for _, text := range texts {
		if !strings.Contains(p.err, text) {
			p.t.Errorf("%s: the error does not say %q:\n%s", p.line, text, p.err)
		}
	}
}

// into reads JSON that was printed.
func (p printed) into(v any) {
	p.t.Helper()
	if err := json.Unmarshal([]byte(p.ok()), v); err != nil {
		p.t.Fatalf("%s: %v in\n%s", p.line, err, p.out)
	}
}

var recordedID = regexp.MustCompile(`^([0-9a-f-]{36}) recorded at position (\d+)`)

// recorded gives the id of what was recorded.
func (p printed) recorded() string {
	p.t.Helper()
	found := recordedID.FindStringSubmatch(p.ok())
	if found == nil {
		p.t.Fatalf("%s: nothing was recorded:\n%s", p.line, p.out)
	}
	return found[1]
}

// employer registers one under this code.
func (c *terminal) employer(code string) {
	c.t.Helper()
	c.run("employer", "register", "--code", code, "--name", "Voorbeeld "+code, "--kind", "EMP_GEM").recorded()
}

// incident registers one without persons.
func (c *terminal) incident(code, occurred, place string) string {
	c.t.Helper()
	return c.run("incident", "register", "--as", "registrar@"+code, "--occurred", occurred,
		"--place", place, "--behaviour", "SPIT", "--profession", "BOA1").recorded()
}

// total is the number that the view counts to: as whoever --as names, or of all employers that were
// registered here, each told to its registrar.
func (c *terminal) total(args ...string) int {
	c.t.Helper()
	return c.totalOf("time-of-day", args...)
}

func (c *terminal) totalOf(view string, args ...string) int {
	c.t.Helper()
	if slices.Contains(args, "--as") {
		return c.totalTold(view, args)
	}
	n := 0
	for _, code := range c.employers {
		n += c.totalTold(view, append([]string{"--as", "registrar@" + code}, args...))
	}
	return n
}

func (c *terminal) totalTold(view string, args []string) int {
	c.t.Helper()
	var answer struct {
		Total *figures.Cell
	}
	c.run(append([]string{"view", view, "--format", "json"}, args...)...).into(&answer)
	if answer.Total == nil {
		c.t.Fatal("the view has no total")
	}
	return answer.Total.N
}

// count asks the database itself, as its superuser.
func (c *terminal) count(sql string) int {
	c.t.Helper()
	if c.counting == nil {
		c.counting = c.superuser()
	}
	var n int
	if err := c.counting.QueryRow(c.t.Context(), sql).Scan(&n); err != nil {
		c.t.Fatal(err)
	}
	return n
}

// superuser is a connection that is kept until the test ends: opening one costs more than
// what it is asked.
func (c *terminal) superuser() *pgx.Conn {
	c.t.Helper()
	conn, err := pgx.Connect(c.t.Context(), c.db.Admin)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = conn.Close(context.Background()) })
	if _, err := conn.Exec(c.t.Context(), "SET search_path = ruggensteun"); err != nil {
		c.t.Fatal(err)
	}
	return conn
}
