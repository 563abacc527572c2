package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"ruggensteun/adapters/embeddedpg"
	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/baseline"
	"ruggensteun/adapters/postgres/postgrestest"
)

// tinyBench shows that everything is measured; of speed it shows nothing.
var tinyBench = benchSize{
	writers: []int{1, 32}, rounds: 2, slice: 20 * time.Millisecond,
	projects: 700, events: 3000, sample: 500, visible: 200 * time.Millisecond, perSecond: 100,
}

// benchNames are the lines of a tiny run, in order.
var benchNames = []string{
	"sealing, one writer",
	"append, 1, sealed in the timed section", "append, 1, sealed in the timed section",
	"append, 1, sealed beforehand", "append, 1, sealed beforehand",
	"append, 1, sealed in the timed section",
	"append, 32, sealed in the timed section", "append, 32, sealed in the timed section",
	"append, 32, sealed beforehand", "append, 32, sealed beforehand",
	"append, 32, sealed in the timed section", "append, 32, p99, sealed in the timed section",
	"command, 32, read and decided too",
	"live projection, batches of 500", "live projection, read and opened too",
	"log read in order", "log read in order, opened",
	"rebuild, folded and copied", "rebuild, until it is read", "rebuild, most memory",
	"figures loaded",
	"question, one dimension", "question, one dimension, p95",
	"question, by month", "question, by month, p95",
	"question, two dimensions and three filters", "question, two dimensions and three filters, p95",
	"question, as known halfway",
	"figure with access", "figure with access, reading durable first",
	"protected, first answer of a month end",
	"protected, one dimension", "protected, by month", "protected, two dimensions", "protected, two dimensions and a filter", "protected, three filters",
	"protected, one dimension, as of an early month",
	"append to visible in rows, p50", "append to visible in rows, p99",
	"append to visible in figures, p50", "append to visible in figures, p99",
	"verify",
}

func TestTheBenchMeasuresEverythingAndVerifiesTheChain(t *testing.T) {
	t.Parallel()
	needsDatabase(t)
	var out strings.Builder
	p := &program{out: &out, err: &strings.Builder{}, env: os.Getenv}
	if err := p.benchOn(t.Context(), "", tinyBench, true); err != nil {
		t.Fatal(err)
	}
	var got benchReport
	if err := json.Unmarshal([]byte(out.String()), &got); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, l := range got.Lines {
		names = append(names, l.Name)
		if l.Ours.Value <= 0 || len(l.Promises) == 0 || (l.Goal == nil) != (l.Met == nil) {
			t.Errorf("%s: %+v", l.Name, l)
		}
		if c := l.Comparator; c != nil && (c.Reached.Value <= 0 || l.Ratio == nil || l.Ratio.Min <= 0) {
			t.Errorf("%s beside %s: %+v", l.Name, c.Name, l)
		}
	}
	if !slices.Equal(names, benchNames) {
		t.Errorf("measured\n%s\nwant\n%s", strings.Join(names, "\n"), strings.Join(benchNames, "\n"))
	}
	if got.Chain == nil || got.Chain.Events < 3000 || len(got.Chain.Head) != 64 || len(got.Chain.Findings) != 0 {
		t.Errorf("the chain: %+v", got.Chain)
	}
	if m := got.Machine; m.Fdatasync == nil || m.Fdatasync.Value <= 0 || m.PostgreSQL.Fsync != "on" || m.PostgreSQL.SynchronousCommit != "on" {
		t.Errorf("measured on %+v", m)
	}
}

func TestTheBenchOfQuestionsAloneMeasuresNothingElse(t *testing.T) {
	t.Parallel()
	needsDatabase(t)
	var out strings.Builder
	p := &program{out: &out, err: &strings.Builder{}, env: os.Getenv}
	if err := p.benchOn(t.Context(), "", questionsBench(400), true); err != nil {
		t.Fatal(err)
	}
	var got benchReport
	if err := json.Unmarshal([]byte(out.String()), &got); err != nil {
		t.Fatal(err)
	}
	for _, l := range got.Lines {
		if !strings.HasPrefix(l.Name, "question, ") && !strings.HasPrefix(l.Name, "protected, ") && !strings.HasPrefix(l.Name, "figure with access") && l.Name != "figures loaded" || l.Ours.Value <= 0 {
			t.Errorf("%+v", l)
		}
	}
	if got.Chain != nil {
		t.Error("a chain that nobody verified")
	}
	if len(got.Lines) != 1+2*len(questions())+1+2+2+len(protectedQuestions()) {
		t.Errorf("%d lines", len(got.Lines))
	}
}

func TestTheBenchOfColumnsNeedsNoDatabase(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	p := &program{out: &out, err: &strings.Builder{}, env: func(string) string { return "" }}
	if err := p.bench(t.Context(), []string{"--columns", "--incidents", "2000", "--times", "10", "--json"}); err != nil {
		t.Fatal(err)
	}
	var got benchReport
	if err := json.Unmarshal([]byte(out.String()), &got); err != nil {
		t.Fatal(err)
	}
	goals := map[float64]int{}
	for _, l := range got.Lines {
		if l.Ours.Value <= 0 || len(l.Promises) == 0 {
			t.Errorf("%+v", l)
		}
		if l.Goal != nil {
			goals[l.Goal.Most]++
		}
	}
	if asked := len(protectedQuestions()); goals[protectedGoal] != 2*(asked+1) || goals[tenfoldGoal] != 2*asked {
		t.Errorf("goals of %v", goals)
	}
}

func TestTheBenchEmptiesTheDatabaseThatItWasGiven(t *testing.T) {
	t.Parallel()
	needsDatabase(t)
	server := postgrestest.Server(t)
	if err := postgres.EnsureDatabase(t.Context(), server.URL(embeddedpg.Superuser, "postgres"), "bench"); err != nil {
		t.Fatal(err)
	}
	empty := server.URL(embeddedpg.Superuser, "bench")
	var out strings.Builder
	// The other logins are of a database that is not there.
	p := &program{out: &out, err: &strings.Builder{}, env: func(string) string { return "postgres://nobody@127.0.0.1:1/nothing" }}
	if err := p.benchOn(t.Context(), empty, tinyBench, false); err != nil {
		t.Fatal(err)
	}
	if err := baseline.Claim(t.Context(), empty); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	for _, says := range append([]string{"fsync off", "not measured, the database is elsewhere", "events was verified afterwards"}, benchNames...) {
		if !strings.Contains(out.String(), says) {
			t.Errorf("it does not say %q:\n%s", says, out.String())
		}
	}
}

func TestTheBenchRefusesADatabaseThatHoldsAnything(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	for _, holds := range []string{
		"DROP SCHEMA ruggensteun CASCADE; CREATE TABLE public.own (n int)",
		"DROP TABLE public.own; CREATE FUNCTION public.own() RETURNS int LANGUAGE sql RETURN 1",
		"DROP FUNCTION public.own; CREATE SCHEMA own",
	} {
		c.run("bench").fails(1, "give it an empty one")
		c.db.Exec(t, holds)
		c.run("bench").fails(1, "give it an empty one")
	}
}

func TestABrokenOffBenchLeavesNothing(t *testing.T) {
	t.Parallel()
	needsDatabase(t)
	temporary := everybodysFolder(t)
	c := &terminal{t: t, env: map[string]string{"TMPDIR": temporary, "RUGGENSTEUN_DATABASE": ""}}
	bench, _ := c.process("bench")
	bench.await(`(sealing, one writer)`)
	bench.interrupt()
	if status := bench.wait(); status != 130 {
		errors, _ := bench.err.look()
		t.Errorf("it ended with status %d:\n%s", status, errors)
	}
	if rest, err := os.ReadDir(temporary); err != nil || len(rest) > 0 {
		t.Errorf("%v is left of its temporary files (%v)", rest, err)
	}
}

// A chain that is broken while the bench runs must not pass for a measurement.
func TestTheBenchFailsWhenTheChainIsBroken(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	ctx := context.Background()
	p := &program{out: &strings.Builder{}, err: &strings.Builder{}, env: c.getenv}
	s, err := p.openStore(ctx, where{database: c.db.Admin, master: c.env["RUGGENSTEUN_MASTER_KEY"]})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	b := &bench{program: p, store: s, url: c.db.Admin, size: tinyBench, report: newBenchReport(p.out, false)}
	if b.works, err = newWorkload(ctx, s); err != nil {
		t.Fatal(err)
	}
	if err := b.fill(ctx, 200); err != nil {
		t.Fatal(err)
	}
	c.db.Exec(t, "ALTER TABLE events DISABLE TRIGGER events_stay")
	c.db.Exec(t, "UPDATE events SET hash = sha256(hash) WHERE position = 100")
	if err := b.verifyChain(ctx); !errors.Is(err, errFaults) {
		t.Errorf("got %v, want %v", err, errFaults)
	}
}

func TestTheBenchMeasuresTheWorkList(t *testing.T) {
	t.Parallel()
	needsDatabase(t)
	var out strings.Builder
	p := &program{out: &out, err: &strings.Builder{}, env: os.Getenv}
	if err := p.benchOn(t.Context(), "", benchSize{worklist: true, cases: 150, counted: 4, rounds: 6}, true); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"files put", "first page, by the interface", "mine", "later pages", "digest", "clocks started on a full table", "files counted anew"} {
		if !strings.Contains(out.String(), name) {
			t.Errorf("nothing is said of %q:\n%s", name, &out)
		}
	}
}
