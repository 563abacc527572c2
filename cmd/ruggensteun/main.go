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
	"strings"
	"syscall"
	"time"
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
	clock    func() time.Time // nil: the computer's
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
		{"employer", "register, change and show employers; let one leave", (*program).employer},
		{"incident", "register, add to, correct, merge, withdraw, forget and show incidents", (*program).incident},
		{"suspect", "open, describe, identify, clear, forget and show files of suspects", (*program).suspect},
		{"suspect-link", "that another employer keeps a file of the same suspect: join, approve, end", (*program).suspectLink},
		{"worklist", "whose turn it is: terms by when they are due, with the reason of each date", (*program).worklist},
		{"case", "follow a prosecution: notices, victims to tell, money, terms; close and show", (*program).prosecution},
		{"notice", "record a table of notices from police, OM or CJIB; list and undo batches", (*program).notice},
		{"triage", "notices that came by file and wait: list, match to a case, set aside", (*program).triage},
		{"bundle", "check the file of a case that went to a lawyer or a court: bundle verify", (*program).bundle},
		{"aangifte", "record, correct, retract and show what was asked of the police", (*program).aangifte},
		{"aftercare", "what is done for a worker after an incident: open, step, show", (*program).aftercare},
		{"photo", "add, list, open and take back photos of an incident, without place and time", (*program).photo},
		{"document", "write, list, open and issue letters and the aangifte of an incident or a case", (*program).document},
		{"template", "the words of letters: list, show, preview and adopt; the letterhead", (*program).template},
		{"person", "search, merge and forget workers", (*program).person},
		{"permit", "a second person for searching persons: request, grant, refuse, withdraw", (*program).permit},
		{"mail", "who is written to when something is to be done, and what was sent", (*program).mail},
		{"agreement", "print terms and what they rest on; explain a due date", (*program).agreement},
		{"retention", "how long what is kept, and why; erase what was kept long enough", (*program).retention},
		{"hold", "keep something from being erased for a while: list, place, renew, lift", (*program).hold},
		{"erasure", "forget a record or a person now, with a certificate; show one", (*program).erasure},
		{"certificate", "what was erased, with where it stood and what is left: list, show, paper", (*program).certificate},
		{"inzageverzoek", "somebody asks what is kept of him: open, file, deliver", (*program).accessRequest},
		{"codes", "print the lists of codes, and what each code means", (*program).codes},
		{"import", "record a table of incidents (CSV, XLSX); list and undo batches", (*program).importFile},
		{"view", "ask a question of the figures: view time-of-day, location, triggers, offenders, trend, chain", (*program).view},
		{"ask", "ask the figures a question of your own", (*program).askFreely},
		{"campaign", "mark days on which something about registering changed; list them", (*program).campaign},
		{"question", "keep questions under a name, and ask them again", (*program).question},
		{"release", "figures that go out: prepare, explain, publish, withdraw, check", (*program).release},
		{"coding", "a sample that somebody else codes again: how far codes can be trusted", (*program).coding},
		{"cite", "print what was published under a hash, as it was printed", (*program).cite},
		{"denominators", "load and show what rates are worked out with: inhabitants, staff, deployments", (*program).denominators},
		{"export", "which files were taken out and by whom; take all of an employer's records out", (*program).export},
		{"attempts", "who asked for records that are not theirs: for the privacy officer", (*program).attempts},
		{"actors", "who is known to hold which role, to give work to; make somebody known", (*program).actors},
		{"signins", "who signed in and out, and who was refused", (*program).signIns},
		{"readers", "who could see a record on a day, and who did", (*program).readers},
		{"reference", "load and show tables of the country that figures use", (*program).reference},
		{"regions", "load and show the boundaries that maps are drawn by", (*program).regions},
		{"verify", "prove that the log is whole and the read models follow from it", (*program).verify},
		{"projections", "show, pause, resume and rebuild the read models", (*program).projections},
		{"consumers", "show, pause and resume what reacts to single events, and its dead letters", (*program).consumers},
		{"key", "make or rotate the master key", (*program).key},
		{"bi", "a login for a BI tool, which sees what was published and nothing else", (*program).bi},
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
	return p.status(ctx, noCommand(args[0]))
}

func noCommand(typed string) error {
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
	}
	if near := nearest(typed, names); near != "" {
		return wrongUsage("there is no command %q: did you mean %s?", typed, near)
	}
	return wrongUsage("there is no command %q; `ruggensteun help` lists them", typed)
}

func (p *program) status(ctx context.Context, err error) int {
	var wrong usageError
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
		return 0
	case errors.As(err, &wrong):
		p.complain("ruggensteun: " + err.Error())
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
		p.complain("ruggensteun: " + err.Error())
		return
	}
	p.complain("ruggensteun: " + f.Message)
	for _, field := range f.Fields {
		p.complain(fmt.Sprintf("  %s %s: %s", field.Name, field.Problem, field.Remedy))
	}
}

// complain prints a line to standard error. On a terminal what goes on below is
// set in, so that the next field can be told from it.
func (p *program) complain(line string) {
	text := strings.TrimLeft(line, " ")
	margin := line[:len(line)-len(text)]
	width := terminalWidth(p.err)
	for i, part := range wrapped(text, max(0, width-len(margin)-2)) {
		if i > 0 {
			margin = "    "
		}
		fmt.Fprintln(p.err, margin+part)
	}
}

func (p *program) usage() {
	fmt.Fprint(p.out, `Ruggensteun keeps track of aggression and violence against emergency workers:
what was reported, what was mended since, and the figures that follow from it.

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
  --cell-key FILE     the key of protected figures        (RUGGENSTEUN_CELL_KEY)

Who asks is recorded. Unless you say, it is the operator, who keeps the machine
and sees no record and no exact figure:
  --as ROLE@CODE      such as registrar@GEM-ROTTERDAM     (RUGGENSTEUN_AS)

Start with: ruggensteun demo
`)
}
