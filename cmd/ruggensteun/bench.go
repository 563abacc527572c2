package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"ruggensteun/adapters/embeddedpg"
	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/baseline"
	"ruggensteun/adapters/vault"
	"ruggensteun/projections/facts"
)

const benchUsage = `bench [options]

Measures how fast this machine registers, projects, rebuilds and verifies, each
beside a comparator and the goal that was set for it, on a private and durable
PostgreSQL that is removed afterwards. At the end the whole log is verified.

Goals that are not met are said, and are no error: a busy machine is slow. Look
at the ratios, which both sides of a busy machine share.

  ruggensteun bench
  ruggensteun bench --full --json > bench.json
  ruggensteun bench --questions                 a million incidents, beside SQL
  ruggensteun bench --questions --incidents 50000
  ruggensteun bench --columns          exact beside protected figures, over
                                       rows put straight into memory
  ruggensteun bench --columns --times 10     ten times as many after that, which
                                       takes gigabytes and minutes
  ruggensteun bench --worklist              100,000 open cases of one employer
`

// benchSize is how much is measured.
type benchSize struct {
	writers   []int
	rounds    int           // also of each question to the work list
	slice     time.Duration // of each side in each round
	projects  int           // events with history that are projected batch by batch
	events    int           // in the log, at least, when it is read, rebuilt and verified
	sample    int           // events that the slow comparators get
	visible   time.Duration // how long appends are followed until they are visible
	perSecond int           // appends meanwhile
	questions bool          // nothing else is measured
	worklist  bool          // nothing else is measured
	cases     int           // that stand open in the work list
	counted   int           // real cases whose terms are counted anew
}

// The usual size takes less than three minutes on two cores.
var (
	usualBench = benchSize{
		writers: []int{1, 32, 128}, rounds: 3, slice: 700 * time.Millisecond,
		projects: 20_000, events: 150_000, sample: 5_000, visible: 5 * time.Second, perSecond: 200,
	}
	fullBench = benchSize{
		writers: []int{1, 32, 128}, rounds: 7, slice: 5 * time.Second,
		projects: 150_000, events: 1_500_000, sample: 30_000, visible: 30 * time.Second, perSecond: 200,
	}
)

// versionsEach is how often an incident in a filled log changes, its registration included.
const versionsEach = 3

func questionsBench(incidents int) benchSize {
	return benchSize{questions: true, events: incidents * versionsEach}
}

func (p *program) bench(ctx context.Context, args []string) error {
	f := p.flags("bench", benchUsage)
	full := f.Bool("full", false, "longer and larger: takes about a quarter of an hour")
	questions := f.Bool("questions", false, "measure the figures alone")
	columns := f.Bool("columns", false, "measure exact and protected figures over rows without events or database")
	times := f.Int("times", 1, "with --columns: ask the same over `NUMBER` times as many incidents too")
	versions := f.Int("versions", versionsEach, "with --columns: `NUMBER` of versions of each incident")
	worklist := f.Bool("worklist", false, "measure the work list and its clocks alone")
	cases := f.Int("cases", 100_000, "with --worklist: `NUMBER` of cases that stand open in it")
	incidents := f.Int("incidents", 1_000_000, "with --questions or --columns: `NUMBER` of incidents to count")
	asJSON := f.Bool("json", false, "print one JSON document at the end instead of lines")
	database := f.String("database", p.env("RUGGENSTEUN_DATABASE"), "`URL` of an existing PostgreSQL database, which must be empty and is empty again afterwards")
	f.Lookup("database").DefValue = "" // --help would print the password in it
	if rest, err := parse(f, args); err != nil || len(rest) > 0 {
		return errors.Join(err, unexpected(rest))
	}
	size := usualBench
	switch {
	case *columns && (*full || *questions || *worklist || *database != "" || *incidents < 1 || *versions < 1 || *times < 1):
		return wrongUsage("bench --columns goes with --incidents, --versions and --times of at least 1, without a database, --full, --questions or --worklist")
	case *columns:
		return p.benchColumns(ctx, columnsBench{incidents: *incidents, versions: *versions, times: *times}, *asJSON)
	case *worklist && (*full || *questions || *cases < 1):
		return wrongUsage("bench --worklist goes with --cases N of at least 1, and without --full or --questions")
	case *worklist:
		size = benchSize{worklist: true, cases: *cases, counted: workCounted, rounds: workRounds}
	case *questions && (*full || *incidents < 1):
		return wrongUsage("bench --questions goes with --incidents N of at least 1, and without --full")
	case *questions:
		size = questionsBench(*incidents)
	case *full:
		size = fullBench
	}
	return p.benchOn(ctx, *database, size, *asJSON)
}

func unexpected(rest []string) error {
	if len(rest) == 0 {
		return nil
	}
	return wrongUsage("bench takes no %q; see `ruggensteun bench --help`", rest[0])
}

// bench is a run of all measurements on one store.
type bench struct {
	*program
	*store
	url    string // of somebody who may make the comparators' tables
	size   benchSize
	works  *workload
	report *benchReport
}

// benchOn opens a store of its own, measures, and leaves nothing behind.
func (p *program) benchOn(ctx context.Context, database string, size benchSize, asJSON bool) (err error) {
	folder, err := os.MkdirTemp("", "ruggensteun-bench-")
	if err != nil {
		return fmt.Errorf("make a folder for the master key: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	w := where{database: database, master: filepath.Join(folder, "master.key")}
	if _, err := vault.CreateMaster(w.master); err != nil {
		return err
	}
	if database != "" {
		if err := baseline.Claim(ctx, database); err != nil {
			return err
		}
		// Not ctx: tidying up is most needed when the run was broken off.
		defer func() { err = errors.Join(err, baseline.Clear(context.WithoutCancel(ctx), database)) }()
	}
	// The other logins in the environment are of another database.
	p = &program{in: p.in, out: p.out, err: p.err, env: func(string) string { return "" }}
	s, err := p.openStoreWith(ctx, w, postgres.LogOptions{}, postgres.RunnerOptions{}, benchServer(size))
	if err != nil {
		return err
	}
	defer s.Close()
	b := &bench{program: p, store: s, url: s.logins.Owner, size: size, report: newBenchReport(p.out, asJSON)}
	if s.server != nil {
		b.url = s.server.URL(embeddedpg.Superuser, databaseName)
	}
	return b.run(ctx)
}

// benchServer has room for a connection per writer of the comparator.
func benchServer(size benchSize) *embeddedpg.Options {
	most := 0
	for _, n := range size.writers {
		most = max(most, n)
	}
	return &embeddedpg.Options{Durable: true, Settings: map[string]string{"max_connections": strconv.Itoa(most + 60)}}
}

// run is the order of the measurements: each leaves behind what the next one needs.
func (b *bench) run(ctx context.Context) (err error) {
	machine, err := b.describeMachine(ctx)
	if err != nil {
		return err
	}
	b.report.begin(machine)
	if b.works, err = newWorkload(ctx, b.store); err != nil {
		return err
	}
	for _, measure := range b.measurements() {
		if err := measure(ctx); err != nil {
			return err
		}
	}
	return b.report.end()
}

// prepareFacts makes the read model with all there is so far.
func (b *bench) prepareFacts(ctx context.Context) error {
	bar := b.progressBar("preparing the read model")
	defer bar.done()
	if err := b.runner.Prepare(ctx, facts.Projection, bar.at); err != nil {
		return err
	}
	_, err := b.catchUp(ctx)
	return err
}

func (b *bench) measurements() []func(context.Context) error {
	if b.size.questions {
		return []func(context.Context) error{b.fillFacts, b.measureQuestions}
	}
	if b.size.worklist {
		return []func(context.Context) error{b.measureWorklist}
	}
	return []func(context.Context) error{
		b.measureSealing, b.measureAppends, b.measureCommands,
		b.measureProjecting, b.measureReading, b.measureRebuild,
		b.measureQuestions, b.measureVisible, b.verifyChain,
	}
}
