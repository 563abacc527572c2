package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/adapters/vault"
	"ruggensteun/adapters/vault/canary"
)

// asProgram makes this test binary the program itself, so that a test can kill
// it as a whole process without building it a second time.
const asProgram = "RUGGENSTEUN_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

// patience bounds every wait: far more than anything takes on a busy machine.
const patience = time.Minute

// terminal is where a test types its commands: at a database of its own.
type terminal struct {
	t   *testing.T
	env map[string]string
	db  *postgrestest.Database // nil when the data is in a folder
}

// newTerminal gives a terminal at an empty database, with a master key.
func newTerminal(t *testing.T) *terminal {
	t.Helper()
	needsDatabase(t)
	key := filepath.Join(t.TempDir(), "master.key")
	if _, err := vault.CreateMaster(key); err != nil {
		t.Fatal(err)
	}
	return terminalAt(t, key)
}

func terminalAt(t *testing.T, masterKey string) *terminal {
	t.Helper()
	db := postgrestest.New(t)
	return &terminal{t: t, db: db, env: map[string]string{
		"RUGGENSTEUN_DATABASE":        db.Admin,
		"RUGGENSTEUN_DATABASE_APP":    db.Logins.App,
		"RUGGENSTEUN_DATABASE_READER": db.Logins.Reader,
		"RUGGENSTEUN_MASTER_KEY":      masterKey,
	}}
}

func needsDatabase(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("starts PostgreSQL and the whole program")
	}
}

// printed is what a command left behind.
type printed struct {
	t      *testing.T
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
	return done
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
	return c.run("incident", "register", "--employer", code, "--occurred", occurred,
		"--place", place, "--behaviour", "SPIT", "--profession", "BOA1").recorded()
}

// total is the number that the view counts to.
func (c *terminal) total(args ...string) int {
	c.t.Helper()
	var answer struct {
		Total *int
	}
	c.run(append([]string{"view", "time-of-day", "--format", "json"}, args...)...).into(&answer)
	if answer.Total == nil {
		c.t.Fatal("the view has no total")
	}
	return *answer.Total
}

// screen is what a program prints while it runs.
type screen struct {
	mu    sync.Mutex
	text  []byte
	grown chan struct{}
}

func newScreen() *screen { return &screen{grown: make(chan struct{})} }

func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text = append(s.text, b...)
	close(s.grown)
	s.grown = make(chan struct{})
	return len(b), nil
}

func (s *screen) look() (string, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return string(s.text), s.grown
}

// running is a program that has not ended yet.
type running struct {
	t         *testing.T
	out, err  *screen
	interrupt func() // Ctrl-C
	ended     chan int
}

// start runs a command until the test ends it, and insists on status 0 then.
func (c *terminal) start(args ...string) *running {
	c.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	r := &running{t: c.t, out: newScreen(), err: newScreen(), interrupt: stop, ended: make(chan int, 1)}
	p := &program{in: strings.NewReader(""), out: r.out, err: r.err, env: c.getenv}
	go func() { r.ended <- p.run(ctx, args) }()
	c.t.Cleanup(func() { r.end() })
	return r
}

// process runs a command as a process of its own.
func (c *terminal) process(args ...string) (*running, *exec.Cmd) {
	c.t.Helper()
	r := &running{t: c.t, out: newScreen(), err: newScreen(), ended: make(chan int, 1)}
	cmd := exec.Command(os.Args[0], args...)
	cmd.Stdout, cmd.Stderr = r.out, r.err
	cmd.Env = append(os.Environ(), asProgram+"=1")
	for name, value := range c.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	if err := cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	r.interrupt = func() { _ = cmd.Process.Signal(os.Interrupt) }
	go func() {
		_ = cmd.Wait() // the status is asked below
		r.ended <- cmd.ProcessState.ExitCode()
	}()
	c.t.Cleanup(func() { _ = cmd.Process.Kill() })
	return r, cmd
}

// end presses Ctrl-C and waits; a second time it does nothing.
func (r *running) end() {
	r.t.Helper()
	if r.ended == nil {
		return
	}
	r.interrupt()
	if status := r.wait(); status != 0 {
		text, _ := r.err.look()
		r.t.Errorf("it ended with status %d:\n%s", status, text)
	}
}

func (r *running) wait() int {
	r.t.Helper()
	defer func() { r.ended = nil }()
	select {
	case status := <-r.ended:
		return status
	case <-time.After(patience):
		r.t.Fatal("it did not end")
		return -1
	}
}

// await waits until the screen shows something, and gives the first group.
func (r *running) await(pattern string) string {
	r.t.Helper()
	want := regexp.MustCompile(pattern)
	late := time.After(patience)
	for {
		text, grown := r.out.look()
		if found := want.FindStringSubmatch(text); found != nil {
			return found[len(found)-1]
		}
		select {
		case <-grown:
			continue
		case status := <-r.ended:
			r.ended = nil
			errors, _ := r.err.look()
			r.t.Fatalf("it ended with status %d before it showed %q:\n%s%s", status, pattern, text, errors)
		case <-late:
			r.t.Fatalf("it never showed %q:\n%s", pattern, text)
		}
	}
}

// until asks again and again, for what no signal tells.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !done(); {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain until %s", what)
		}
	}
}

func TestACommandLineThatIsWrongIsExplained(t *testing.T) {
	t.Parallel()
	c := &terminal{t: t, env: map[string]string{}}
	tests := map[string]struct {
		args []string
		says string
	}{
		"an unknown command":       {[]string{"fly"}, "there is no command"},
		"an unknown option":        {[]string{"view", "--fly"}, "see `ruggensteun view --help`"},
		"no action":                {[]string{"incident"}, "say register, add, correct, withdraw or show"},
		"an unknown action":        {[]string{"key", "burn"}, "new, rotate"},
		"a view without a name":    {[]string{"view"}, "the view's name is missing"},
		"an unknown view":          {[]string{"view", "horoscope"}, "there is: time-of-day"},
		"an unknown format":        {[]string{"view", "time-of-day", "--format", "pdf"}, "table, csv or json"},
		"an unknown language":      {[]string{"view", "time-of-day", "--language", "fr"}, "nl or en"},
		"a filter without a value": {[]string{"view", "time-of-day", "--filter", "place"}, "KIND=VALUE"},
		"nowhere to look":          {[]string{"view", "time-of-day"}, "--database URL"},
		"two places to look":       {[]string{"verify", "--database", "postgres:///a", "--data", "b"}, "not both"},
		"too many invented":        {[]string{"demo", "--incidents", "9999999"}, "say 0 to 1000000"},
		"no key for a database":    {[]string{"verify", "--database", "postgres://127.0.0.1:1/none?connect_timeout=1"}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := &terminal{t: t, env: c.env}
			if test.says == "" {
				c.run(test.args...).fails(1, "connect")
				return
			}
			c.run(test.args...).fails(2, test.says)
		})
	}
}

func TestHelpNamesEveryCommand(t *testing.T) {
	t.Parallel()
	c := &terminal{t: t, env: map[string]string{}}
	help := c.run("help").ok()
	for _, command := range commands() {
		if !strings.Contains(help, fmt.Sprintf("  %-12s %s", command.name, command.summary)) {
			t.Errorf("help leaves out %s", command.name)
		}
	}
	if got := c.run().ok(); got != help {
		t.Error("no command at all is answered otherwise than help")
	}
}

// count asks the database itself, as its superuser.
func (c *terminal) count(sql string) int {
	c.t.Helper()
	conn, err := pgx.Connect(c.t.Context(), c.db.Admin)
	if err != nil {
		c.t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(c.t.Context(), "SET search_path = ruggensteun"); err != nil {
		c.t.Fatal(err)
	}
	var n int
	if err := conn.QueryRow(c.t.Context(), sql).Scan(&n); err != nil {
		c.t.Fatal(err)
	}
	return n
}
