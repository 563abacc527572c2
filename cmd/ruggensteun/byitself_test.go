package main

import (
	"bytes"
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/eventjson"
	"ruggensteun/adapters/postgres"
	"ruggensteun/cmd/ruggensteun/world"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
	"ruggensteun/domain/processing"
	"ruggensteun/projections/facts"
)

// opens are the files in which something is opened or sealed in the name of whoever asks, and accounted for by the
// API, or by nobody because no product does it.
var opens = map[string]string{
	"store.go":    "makes what the API opens with",
	"call.go":     "hands it to the API",
	"demo.go":     "tells of nobody: all of it is invented",
	"byitself.go": "accounts for it",
	"sheet.go":    "records that a sheet was taken out, which seals nothing",
	"clocks.go":   "counts terms as they were, for whoever asks the API",
}

// TestNothingIsOpenedPastTheLogbook finds what the program begins to do by itself without a job of the register: a
// codec that opens is made in byItself, or in a file that says in whose name.
func TestNothingIsOpenedPastTheLogbook(t *testing.T) {
	t.Parallel()
	files := token.NewFileSet()
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "bench") {
			continue
		}
		file, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		shadows := importers[name]
		ast.Inspect(file, func(n ast.Node) bool {
			s, is := n.(*ast.SelectorExpr)
			if !is {
				return true
			}
			of, _ := s.X.(*ast.Ident)
			opener := of != nil && of.Name == "eventjson" && s.Sel.Name == "New" ||
				!shadows && (s.Sel.Name == "opened" || s.Sel.Name == "journal" && of != nil && (of.Name == "s" || of.Name == "v" || of.Name == "st"))
			if !opener {
				return true
			}
			used[name] = true
			if opens[name] == "" {
				t.Errorf("%s opens or seals what is of persons: do it with byItself, as a job of domain/processing, or say in opens in whose name", files.Position(n.Pos()))
			}
			return true
		})
	}
	for name := range opens {
		if !used[name] && name != "byitself.go" {
			t.Errorf("%s is listed, and opens nothing", name)
		}
	}
}

// importers open with a field of their own, which is a job.
var importers = map[string]bool{
	"import_known.go": true, "import_record.go": true, "import_restore.go": true, "import_batch.go": true, "import_steps.go": true, "import_undo.go": true,
	"notice_history.go": true, "notice_import.go": true, "notice_undo.go": true,
}

// lines are those of the logbook that the program wrote by itself.
func (c *terminal) byItself(t *testing.T, s *store) (lines []processing.Kept) {
	t.Helper()
	_, err := s.readings().Turn(t.Context(), "test "+uuid.NewString(), 10_000, func(_ context.Context, all []processing.Kept) error {
		lines = all
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(lines, func(k processing.Kept) bool { return !strings.HasPrefix(k.Name, "program ") })
}

// TestWhatTheProgramDoesByItselfIsInTheLogbook: whom the rows of figures are counted from has a line, and one only
// however often the run meets him; nobody's identity stands in it.
func TestWhatTheProgramDoesByItselfIsInTheLogbook(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.run("migrate").ok()
	c.employer("GEM-A")
	c.say(report, "incident", "register", "-").recorded()
	p := &program{in: strings.NewReader(""), out: new(bytes.Buffer), err: new(bytes.Buffer), env: c.getenv}
	s, err := p.openStore(t.Context(), where{database: c.env["RUGGENSTEUN_DATABASE"], master: c.env["RUGGENSTEUN_MASTER_KEY"]})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	before := len(c.byItself(t, s))
	if err := p.rebuild(t.Context(), s, facts.Projection.Name); err != nil {
		t.Fatal(err)
	}
	lines := c.byItself(t, s)[before:]
	subjects := map[string]int{}
	for _, l := range lines {
		if l.Name != "program reads: facts" || l.Resource != programVersion() || l.Processor != "" || l.Trace.ID != lines[0].Trace.ID {
			t.Errorf("a line of the rebuild is %+v", l)
		}
		subjects[l.Subject]++
	}
	for subject, n := range subjects {
		if n != 1 {
			t.Errorf("%q has %d lines of one run", subject, n)
		}
	}
	if len(subjects) < 2 {
		t.Errorf("a rebuild is in the logbook as %+v", lines)
	}
	if err := p.rebuild(t.Context(), s, facts.Projection.Name); err != nil {
		t.Fatal(err)
	}
	if again := c.byItself(t, s)[before+len(lines):]; len(again) != len(lines) || again[0].Trace.ID == lines[0].Trace.ID {
		t.Errorf("another rebuild is another run: %d lines, and %d before", len(again), len(lines))
	}
}

// TestWhatFollowsARequestIsPartOfIt: the index of names opens who it is, because somebody reported it.
func TestWhatFollowsARequestIsPartOfIt(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.run("migrate").ok()
	c.employer("GEM-A")
	id := c.say(report, "incident", "register", "-").recorded()
	p := &program{in: strings.NewReader(""), out: new(bytes.Buffer), err: new(bytes.Buffer), env: c.getenv}
	s, err := p.openStore(t.Context(), where{database: c.env["RUGGENSTEUN_DATABASE"], master: c.env["RUGGENSTEUN_MASTER_KEY"]})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	recorded, err := s.log.ReadStream(t.Context(), eventlog.Stream{Category: "incident", ID: uuid.MustParse(id)}, 0)
	if err != nil || len(recorded) == 0 {
		t.Fatal(recorded, err)
	}
	meta, err := eventlog.ParseMeta(recorded[0].Metadata)
	if err != nil {
		t.Fatal(err)
	}
	before := len(c.byItself(t, s))
	index := &markIndex{feed: names, opener: s.byItself(processing.Names, person.ForIdentity), codec: s.closed, keys: postgres.OpenKeys(s.db)}
	if err := index.add(t.Context(), recorded[0]); err != nil {
		t.Fatal(err)
	}
	lines := c.byItself(t, s)[before:]
	if len(lines) != 1 || lines[0].Trace.ID != [16]byte(meta.Correlation) || lines[0].Trace.Parent == [8]byte{} || lines[0].Subject == "" {
		t.Errorf("the index of names is in the logbook as %+v, want one line of request %s", lines, meta.Correlation)
	}
}

// TestWhatCannotBeLoggedIsNotDone: the job does not get what was opened, and once the logbook takes lines again,
// they are of everybody, also of a day that goes on.
func TestWhatCannotBeLoggedIsNotDone(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.run("migrate").ok()
	c.employer("GEM-A")
	id := c.say(report, "incident", "register", "-").recorded()
	p := &program{in: strings.NewReader(""), out: new(bytes.Buffer), err: new(bytes.Buffer), env: c.getenv}
	s, err := p.openStore(t.Context(), where{database: c.env["RUGGENSTEUN_DATABASE"], master: c.env["RUGGENSTEUN_MASTER_KEY"]})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	recorded, err := s.log.ReadStream(t.Context(), eventlog.Stream{Category: "incident", ID: uuid.MustParse(id)}, 0)
	if err != nil {
		t.Fatal(err)
	}
	codec := s.byItself(processing.Mails, person.ForIdentity).daily()
	codec.log = func(context.Context, ...processing.Record) error { return eventlog.ErrUnavailable }
	if bodies, err := codec.Decode(t.Context(), recorded[:1]); !errors.Is(err, eventlog.ErrUnavailable) || bodies != nil {
		t.Errorf("what no line can be kept of is opened all the same: %v, %v", bodies, err)
	}
	codec.log = s.readings().Process
	before := len(c.byItself(t, s))
	if _, err := codec.Decode(t.Context(), recorded[:1]); err != nil {
		t.Fatal(err)
	}
	if lines := c.byItself(t, s)[before:]; len(lines) != 2 || lines[1].Subject == "" {
		t.Errorf("what the logbook takes later is %+v, want a line of the run and one of the worker", lines)
	}
}

// BenchmarkFactsByItself goes through a log for the rows that figures are counted from: without the logbook, and
// with it. Divide the one by the other for what it costs.
func BenchmarkFactsByItself(b *testing.B) {
	c := newTerminal(b)
	c.run("migrate").ok()
	p := &program{in: strings.NewReader(""), out: new(bytes.Buffer), err: new(bytes.Buffer), env: c.getenv}
	s, err := p.openStore(b.Context(), where{database: c.env["RUGGENSTEUN_DATABASE"], master: c.env["RUGGENSTEUN_MASTER_KEY"]})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	w, err := newWorld(world.Options{Seed: 1, Incidents: 1500})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := p.fillDemo(b.Context(), s, w); err != nil {
		b.Fatal(err)
	}
	events, err := s.log.Head(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for _, how := range []struct {
		name  string
		codec decider.Codec
	}{{"without the logbook", eventjson.New(s.vault, uuid.NewV7, countedPurposes...)}, {"with it", s.counted()}} {
		b.Run(how.name, func(b *testing.B) {
			runner := postgres.OpenRunner(s.db, s.log, decoder(how.codec), postgres.RunnerOptions{})
			defer runner.Close()
			for range b.N {
				if _, err := runner.Rebuild(inOneRun(b.Context(), processing.Facts), facts.Projection, func(int64, int64) {}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(events)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}

// TestWhatIsCountedBringsItsLines: what a server counts as it comes is handed on with its lines, which are kept with
// the rows; nothing waits for a commit of their own.
func TestWhatIsCountedBringsItsLines(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.run("migrate").ok()
	c.employer("GEM-A")
	id := c.say(report, "incident", "register", "-").recorded()
	p := &program{in: strings.NewReader(""), out: new(bytes.Buffer), err: new(bytes.Buffer), env: c.getenv}
	s, err := p.openStore(t.Context(), where{database: c.env["RUGGENSTEUN_DATABASE"], master: c.env["RUGGENSTEUN_MASTER_KEY"]})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	recorded, err := s.log.ReadStream(t.Context(), eventlog.Stream{Category: "incident", ID: uuid.MustParse(id)}, 0)
	if err != nil {
		t.Fatal(err)
	}
	codec := s.counted()
	codec.log = func(context.Context, ...processing.Record) error {
		t.Error("the lines are kept in a commit of their own")
		return nil
	}
	events, err := decoder(codec)(t.Context(), recorded)
	if err != nil || len(events) == 0 || len(events[0].Lines) == 0 || events[0].Lines[0].Name != "program reads: facts" {
		t.Fatalf("events of a registration bring no lines: %+v, %v", events, err)
	}
}

// TestWhatAServerCountsAsItComesIsLoggedWithItsRows: the transaction that wrote the rows wrote whom they were made of.
func TestWhatAServerCountsAsItComesIsLoggedWithItsRows(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.run("migrate").ok()
	c.employer("GEM-A")
	p := &program{in: strings.NewReader(""), out: new(bytes.Buffer), err: new(bytes.Buffer), env: c.getenv}
	s, err := p.openStore(t.Context(), where{database: c.env["RUGGENSTEUN_DATABASE"], master: c.env["RUGGENSTEUN_MASTER_KEY"]})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var parts sync.WaitGroup
	defer parts.Wait()
	v := &server{store: s, desk: newDesk(s)}
	ctx, fail := context.WithCancelCause(t.Context())
	if err := v.project(ctx, p, &parts, fail); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = v.closeBuses() }()
	id := c.say(report, "incident", "register", "-").recorded()
	head, err := s.log.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.runner.Projected(ctx, facts.Projection.Name, head); err != nil {
		t.Fatal(err)
	}
	var schema string
	c.db.Scan(t, []any{&schema}, "SELECT schema FROM projections WHERE name = 'facts' AND active")
	var rows, without int
	c.db.Scan(t, []any{&rows, &without}, `SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (
    SELECT FROM processings p WHERE p.xmin = r.xmin AND p.name = 'program reads: facts' AND p.subject IS NOT NULL))
FROM `+schema+"."+facts.Projection.Tables[0].Name()+" r WHERE r.key = '"+id+"'")
	if rows == 0 || without > 0 {
		t.Errorf("of %d versions of an incident's row %d have no line of the worker in the same transaction", rows, without)
	}
}
