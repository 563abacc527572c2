// Command ruggensteun follows what happens to emergency workers, from the report
// to the last euro of damages. One file per subcommand; this one finds it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // employers' zones must not depend on what a machine has installed

	"ruggensteun/domain/fault"
)

func main() {
	// The first Ctrl-C ends the work and cleans up, the second ends at once.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	context.AfterFunc(ctx, stop)
	giveHeapRoom(os.Getenv)
	p := &program{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Getenv}
	os.Exit(p.run(ctx, os.Args[1:]))
}

// program is the whole command, with its surroundings as fields, so that tests
// start the real thing.
type program struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) string
}

// command is one subcommand.
type command struct {
	name    string
	summary string
	run     func(*program, context.Context, []string) error
}

func commands() []command {
	return []command{
		{"demo", "try it: a private database with invented incidents, and a server", (*program).demo},
		{"serve", "serve the HTTP interface and keep the read models up to date", (*program).serve},
		{"employer", "register, change and show employers", (*program).employer},
		{"incident", "register, add to, correct, withdraw and show incidents", (*program).incident},
		{"codes", "print the lists of codes, and what each code means", (*program).codes},
		{"import", "read and check a table of incidents, CSV or XLSX", (*program).importFile},
		{"view", "ask a question of the figures: view time-of-day, view location", (*program).view},
		{"verify", "prove that the log is whole and the read models follow from it", (*program).verify},
		{"projections", "show, pause, resume and rebuild the read models", (*program).projections},
		{"key", "make or rotate the master key", (*program).key},
		{"migrate", "bring a database to the newest shape", (*program).migrate},
		{"bench", "measure speed beside comparators", (*program).bench},
		{"postgres", "find or install the PostgreSQL programs", (*program).postgres},
	}
}

// run gives the exit status: 0 when it went well, 1 when it did not, 2 when the
// command line was wrong.
func (p *program) run(ctx context.Context, args []string) int {
	if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		p.usage()
		return 0
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return p.status(ctx, c.run(p, ctx, args[1:]))
		}
	}
	fmt.Fprintf(p.err, "ruggensteun: there is no command %q; `ruggensteun help` lists them\n", args[0])
	return 2
}

func (p *program) status(ctx context.Context, err error) int {
	var wrong usageError
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
		return 0
	case errors.As(err, &wrong):
		fmt.Fprintf(p.err, "ruggensteun: %v\n", err)
		return 2
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintln(p.err, "ruggensteun: stopped")
		return 130 // as a shell reports Ctrl-C
	}
	p.explain(err)
	return 1
}

// explain prints an error with every wrong field on a line of its own.
func (p *program) explain(err error) {
	var f *fault.Fault
	if !errors.As(err, &f) || len(f.Fields) == 0 {
		fmt.Fprintf(p.err, "ruggensteun: %v\n", err)
		return
	}
	fmt.Fprintf(p.err, "ruggensteun: %s\n", f.Message)
	for _, field := range f.Fields {
		fmt.Fprintf(p.err, "  %s %s: %s\n", field.Name, field.Problem, field.Remedy)
	}
}

func (p *program) usage() {
	fmt.Fprint(p.out, `Ruggensteun follows incidents against emergency workers, from the report to
the last euro of damages.

Usage: ruggensteun COMMAND [--help] …

`)
	for _, c := range commands() {
		fmt.Fprintf(p.out, "  %-12s %s\n", c.name, c.summary)
	}
	fmt.Fprint(p.out, `
Where the data is, for every command:
  --database URL      an existing PostgreSQL 15 or newer  (RUGGENSTEUN_DATABASE)
  --data DIR          a private PostgreSQL in a folder    (RUGGENSTEUN_DATA)
  --master-key FILE   the key that seals personal details (RUGGENSTEUN_MASTER_KEY)

Start with: ruggensteun demo
`)
}
