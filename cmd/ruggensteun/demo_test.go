package main

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/access"
	"ruggensteun/projections/figures"
)

// private is a demonstration on throw-away data, and where that is.
type private struct {
	folder     string // of the socket, the data and the key
	postmaster int
}

// demonstration waits until a demo is ready and looks where it keeps things.
func demonstration(t *testing.T, r *running) private {
	t.Helper()
	database, err := url.Parse(r.await(`RUGGENSTEUN_DATABASE='([^']+)'`))
	if err != nil {
		t.Fatal(err)
	}
	r.await(`(Ctrl-C ends it and removes everything)`)
	p := private{folder: database.Query().Get("host")}
	text, err := os.ReadFile(filepath.Join(p.folder, "data", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	if p.postmaster, err = strconv.Atoi(first); err != nil {
		t.Fatal(err)
	}
	return p
}

// left names what is still there.
func (p private) left() []string {
	var left []string
	if _, err := os.Stat(p.folder); err == nil {
		left = append(left, p.folder)
	}
	if syscall.Kill(p.postmaster, 0) == nil && !buried(p.postmaster) {
		left = append(left, "process "+strconv.Itoa(p.postmaster))
	}
	return left
}

// buried tells a process that is dead but whose parent has not asked about it.
func buried(pid int) bool {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err == nil && strings.Contains(string(stat), ") Z ")
}

func ask(t testing.TB, address, token string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

func TestTheDemoAnswersAsItSaysAndLeavesNothing(t *testing.T) {
	t.Parallel()
	needsDatabase(t)
	c := &terminal{t: t, env: map[string]string{}}
	demo := c.start("demo", "--addr", "127.0.0.1:0", "--incidents", "40")
	at := demonstration(t, demo)

	if status, body := ask(t, demo.await(`(http://\S+/v1/health/ready)`), ""); status != http.StatusOK {
		t.Errorf("it says that it is ready, its health is %d: %s", status, body)
	}
	view, token := demo.await(`"(http://\S+/v1/views/time-of-day)"`), demo.await(`TOKEN='([^']+)'`)
	if status, body := ask(t, view, token); status != http.StatusOK || !strings.Contains(body, `"view":"time-of-day"`) {
		t.Errorf("the command that it prints is answered by %d: %s", status, body)
	}
	if status, _ := ask(t, view, ""); status != http.StatusUnauthorized {
		t.Errorf("without the token the answer is %d", status)
	}
	if status, _ := ask(t, demo.await(`(http://\S+/v1/openapi.json)`), ""); status != http.StatusOK {
		t.Errorf("the description that it names is answered by %d", status)
	}

	// What it prints for another terminal works there.
	c.env["RUGGENSTEUN_DATABASE"] = demo.await(`RUGGENSTEUN_DATABASE='([^']+)'`)
	c.env["RUGGENSTEUN_MASTER_KEY"] = demo.await(`RUGGENSTEUN_MASTER_KEY='([^']+)'`)
	holdsInvented(t, demo, 40, c.everybodys())
	c.run("verify").ok()
	c.worksFor("DEMO-POL-01")
	c.everythingIsInvented()

	demo.end()
	if left := at.left(); left != nil {
		t.Errorf("after Ctrl-C there is still %v", left)
	}
}

// everythingIsInvented walks all roads out of a terminal.
func (c *terminal) everythingIsInvented() {
	c.t.Helper()
	says := func(words string, args ...string) string {
		c.t.Helper()
		said := c.run(args...).ok()
		if !strings.Contains(said, words) {
			c.t.Errorf("%s does not say %q:\n%s", strings.Join(args, " "), words, said)
		}
		return said
	}
	for _, view := range views {
		for _, format := range []string{"table", "csv", "json"} {
			says("VERZONNEN", "view", view, "--format", format, "--filter", "invented=YES")
			says("INVENTED", "view", view, "--format", format, "--language", "en")
			if view != "chain" && view != "trend" { // a delivery has no cases, and a trend tells what each month had
				says("INVENTED", "view", view, "--format", format, "--language", "en", "--coverage")
			}
		}
	}
	says("VERZONNEN", "incident", "list")
	says("INVENTED", "incident", "list", "--language", "en")
	says("VERZONNEN", "incident", "list", "--json")
	var list struct{ Incidents []struct{ ID string } }
	c.run("incident", "list", "--json").into(&list)
	says("VERZONNEN", "incident", "show", list.Incidents[0].ID)
	says("(invented)", "incident", "show", list.Incidents[0].ID, "--language", "en")
	says("VERZONNEN", "incident", "show", list.Incidents[0].ID, "--json")
	says("VERZONNEN", "employer", "list")
	says("VERZONNEN", "employer", "show", "DEMO-GEM-01")
	conn, err := pgx.Connect(c.t.Context(), c.env["RUGGENSTEUN_DATABASE"])
	if err != nil {
		c.t.Fatal(err)
	}
	defer conn.Close(context.Background())
	var file, code string
	if err := conn.QueryRow(c.t.Context(), `SELECT substring(s.stream FROM 9), e.code
		FROM ruggensteun.events s JOIN facts_r9.employer e ON e.key = s.employer
		WHERE s.type = 'suspect.opened.v1' LIMIT 1`).Scan(&file, &code); err != nil {
		c.t.Fatal(err)
	}
	says("VERZONNEN", "suspect", "show", file, "--as", "registrar@"+code)
	says("(invented)", "suspect", "show", file, "--as", "registrar@"+code, "--language", "en")
}

func TestADemoThatIsEndedFromOutsideLeavesNothing(t *testing.T) {
	t.Parallel()
	for name, signal := range map[string]syscall.Signal{
		"Ctrl-C": syscall.SIGINT, "a killed process": syscall.SIGKILL, "a lost terminal": syscall.SIGHUP,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			needsDatabase(t)
			temporary := everybodysFolder(t)
			c := &terminal{t: t, env: map[string]string{"TMPDIR": temporary}}
			demo, process := c.process("demo", "--addr", "127.0.0.1:0", "--incidents", "20")
			at := demonstration(t, demo)
			if err := process.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			if status := demo.wait(); signal != syscall.SIGKILL && status != 0 {
				t.Errorf("it ended with status %d", status)
			}
			if signal != syscall.SIGKILL && at.left() != nil {
				t.Errorf("it ended before everything was gone: %v", at.left())
			}
			until(t, "server, socket and data are gone", func() bool { return at.left() == nil })
			if rest, err := os.ReadDir(temporary); err != nil || len(rest) > 0 {
				t.Errorf("%v is left of its temporary files (%v)", rest, err)
			}
		})
	}
}

// everybodysFolder is a short path that also the user who runs PostgreSQL may enter.
func everybodysFolder(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("/tmp", "rgs-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	if err := os.Chmod(folder, 0o1777); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestTheDemoKeepsToADatabaseOfItsOwn(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-ECHT")
	c.run("demo", "--addr", "127.0.0.1:0").fails(1, "events that are not a demonstration's")
	if got := c.total(); got != 0 {
		t.Errorf("it left %d incidents in somebody's register", got)
	}
}

func TestADemoGoesOnWhereItWasInterrupted(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	var totals []int
	for _, incidents := range []int{5, 60, 60} {
		demo := c.start("demo", "--addr", "127.0.0.1:0", "--incidents", strconv.Itoa(incidents))
		demo.await(`(the data stays)`)
		demo.end()
		totals = append(totals, c.everybodys())
		holdsInvented(t, demo, incidents, totals[len(totals)-1])
	}
	if totals[1] != totals[2] {
		t.Errorf("a second time the same demo makes %d incidents of %d", totals[2], totals[1])
	}
	c.run("verify").ok()
}

// everybodys counts the incidents of all employers exactly, which no command tells anybody.
func (c *terminal) everybodys() int {
	c.t.Helper()
	p := &program{out: io.Discard, err: io.Discard, env: c.getenv}
	var w where
	w.bind(p.flags("test", ""), p)
	s, err := p.openStore(c.t.Context(), w)
	if err != nil {
		c.t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.catchUp(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
	engine, err := s.loadFigures(c.t.Context(), func() figures.Source { return postgres.OpenFacts(s.db) })
	if err != nil {
		c.t.Fatal(err)
	}
	answer, err := engine.Ask(figures.Question{Unit: figures.CountIncidents}, access.Scope{All: true})
	if err != nil {
		c.t.Fatal(err)
	}
	return answer.Total.N
}

// holdsInvented: every incident that happened counts; of what was reported twice or by
// mistake it depends on what became of it.
func holdsInvented(t *testing.T, demo *running, happened, counted int) {
	t.Helper()
	besides, err := strconv.Atoi(demo.await(`([0-9]+) reports of something`))
	if err != nil {
		t.Fatal(err)
	}
	if counted < happened || counted > happened+besides {
		t.Errorf("of %d incidents and %d reports besides, %d are counted", happened, besides, counted)
	}
}

func TestADemoOfAnotherWorldStartsNoDatabase(t *testing.T) {
	t.Parallel()
	c := &terminal{t: t, env: map[string]string{}}
	c.run("demo", "--until", "yesterday").fails(2, "write it as 2026-10-31")
	c.run("demo", "--until", "2019-05-01").fails(2, "too early or too late")
	c.run("demo", "--incidents", "-1").fails(2, "say 0 to 1000000")
}

func TestAnAddressThatIsTakenStartsNoDatabase(t *testing.T) {
	t.Parallel()
	needsDatabase(t)
	folder := everybodysFolder(t)
	c := &terminal{t: t, env: map[string]string{}}
	listener, err := listen("addr", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	c.run("demo", "--addr", listener.Addr().String(), "--data", filepath.Join(folder, "data")).fails(1, "choose one with --addr")
	if rest, _ := os.ReadDir(folder); len(rest) > 0 {
		t.Errorf("it made %v", rest)
	}
}
