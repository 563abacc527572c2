package embeddedpg

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// ownerEnv makes the test program act as an owner of a server, so that tests can kill one.
const ownerEnv = "RUGGENSTEUN_TEST_OWNER"

func TestMain(m *testing.M) {
	if options := os.Getenv(ownerEnv); options != "" {
		beOwner(options)
		return
	}
	os.Exit(m.Run())
}

// beOwner starts a server, tells its address and waits for the end of standard input. It dies without stopping the
// server when it is killed; that is what it is for.
func beOwner(options string) {
	var o Options
	if err := json.Unmarshal([]byte(options), &o); err != nil {
		panic(err)
	}
	o.Log = os.Stdout
	s, err := Start(context.Background(), o)
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
	fmt.Println("started", s.URL(Superuser, "postgres"), s.Dir())
	_, _ = io.Copy(io.Discard, os.Stdin)
	if err := s.Stop(); err != nil {
		fmt.Println("error:", err)
	}
}

// owner is another process that owns a server.
type owner struct {
	cmd    *exec.Cmd
	stdin  io.Closer
	output *bufio.Scanner
	url    string
	data   string
}

type ownerSetup struct {
	options Options
	tmp     string // its TMPDIR, so that a test sees all it leaves
	as      *account
	program string // a copy of the test program, where another user can reach it
}

func startOwner(t *testing.T, setup ownerSetup) *owner {
	t.Helper()
	o := launchOwner(t, setup)
	line := o.awaitLine(t, "started ")
	if _, err := fmt.Sscanf(line, "started %s %s", &o.url, &o.data); err != nil {
		t.Fatalf("the owner says %q: %v", line, err)
	}
	return o
}

func launchOwner(t *testing.T, setup ownerSetup) *owner {
	t.Helper()
	options, err := json.Marshal(setup.options)
	if err != nil {
		t.Fatal(err)
	}
	program := setup.program
	if program == "" {
		program = os.Args[0]
	}
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), ownerEnv+"="+string(options), "TMPDIR="+setup.tmp)
	if setup.as != nil {
		cmd.SysProcAttr = setup.as.processAttr()
		cmd.Dir = "/"
	}
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	o := &owner{cmd: cmd, stdin: stdin, output: bufio.NewScanner(stdout)}
	t.Cleanup(o.kill)
	return o
}

func (o *owner) awaitLine(t *testing.T, prefix string) string {
	t.Helper()
	var said []string
	for o.output.Scan() {
		if strings.HasPrefix(o.output.Text(), prefix) {
			return o.output.Text()
		}
		said = append(said, o.output.Text())
	}
	t.Fatalf("the owner ended without saying %q, but said:\n%s", prefix, strings.Join(said, "\n"))
	return ""
}

func (o *owner) kill() {
	_ = o.cmd.Process.Kill() // it may have ended
	_ = o.cmd.Wait()
}

// finish lets the owner stop its server and end.
func (o *owner) finish(t *testing.T) {
	t.Helper()
	o.stdin.Close()
	for o.output.Scan() {
		t.Errorf("the owner says at its end: %s", o.output.Text())
	}
	if err := o.cmd.Wait(); err != nil {
		t.Errorf("the owner's end: %v", err)
	}
}

func needPostgres(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("this test starts a real PostgreSQL: not with -short")
	}
	_, err := Find("")
	switch {
	case err == nil:
	case os.Getenv("RUGGENSTEUN_TEST_POSTGRES") == "required":
		t.Fatalf("this test needs PostgreSQL: %v", err)
	default:
		t.Skipf("this test needs PostgreSQL: %v", err)
	}
}

// start gives a server that the test's end stops.
func start(t *testing.T, o Options) *Server {
	t.Helper()
	needPostgres(t)
	s, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// openFolder is a temporary folder that the server's user can enter too, as t.TempDir is not, and with a short name.
func openFolder(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("/tmp", "epg")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	return folder
}

func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) }) // the server may be gone, which is what many tests want
	return conn
}

func exec1(t *testing.T, conn *pgx.Conn, sql string) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func ask(t *testing.T, conn *pgx.Conn, sql string) string {
	t.Helper()
	var answer string
	if err := conn.QueryRow(t.Context(), sql).Scan(&answer); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return answer
}

func setting(t *testing.T, conn *pgx.Conn, name string) string {
	t.Helper()
	return ask(t, conn, "SHOW "+name)
}

func serverOf(t *testing.T, data string) *postmaster {
	t.Helper()
	pm, err := readPostmaster(data)
	if err != nil {
		t.Fatal(err)
	}
	if pm == nil || !pm.alive() {
		t.Fatalf("no server runs on %s", data)
	}
	return pm
}

// eventually waits for what another process does in its own time.
func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if poll(ctx, func() (bool, error) { return done(), nil }) != nil {
		t.Fatalf("after a minute still not: %s", what)
	}
}

func isEmpty(t *testing.T, folder string) bool {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	return len(entries) == 0
}

func wantError(t *testing.T, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one that says %q", words)
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("the error does not say %q: %v", word, err)
		}
	}
}

// onLine calls a function when a line of progress starts with some words.
type onLine struct {
	words string
	call  func()
}

func (o onLine) Write(line []byte) (int, error) {
	if bytes.HasPrefix(line, []byte(o.words)) {
		o.call()
	}
	return len(line), nil
}

var nobody = sync.OnceValues(func() (account, error) {
	u, err := user.Lookup("nobody")
	if err != nil {
		return account{}, err
	}
	return switchTo(u)
})

// asNobody gives an ordinary user and a copy of this program that he can run.
func asNobody(t *testing.T) (account, string) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can become another user; all tests here ran as an ordinary user already")
	}
	as, err := nobody()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(openFolder(t), "owner")
	if err := copyFile(os.Args[0], program); err != nil {
		t.Fatal(err)
	}
	return as, program
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Chmod(0o755), out.Close())
}

func processExists(pid int) bool {
	return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) && len(commandLine(pid)) > 0
}
