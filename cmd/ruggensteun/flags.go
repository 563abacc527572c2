package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/adapters/identity"
	"ruggensteun/domain/access"
)

// usageError is a command line that cannot be understood.
type usageError string

func (e usageError) Error() string { return string(e) }

func wrongUsage(format string, args ...any) error { return usageError(fmt.Sprintf(format, args...)) }

// where says where the data is and who is asking; all commands share it.
type where struct {
	database string
	data     string
	master   string
	cells    string
	as       string
	purpose  string
	permit   string
}

// flags makes a subcommand's flag set; usage is its synopsis and what a
// newcomer has to know.
func (p *program) flags(name, usage string) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard) // a mistake is told once, by parse
	f.Usage = func() {
		fmt.Fprintf(p.out, "Usage: ruggensteun %s\n", strings.TrimSpace(usage))
		printOptions(p.out, f)
	}
	return f
}

// asking makes the flags of a command for which it matters who asks.
func (p *program) asking(name, usage string) (*flag.FlagSet, *where) {
	f, w := p.flags(name, usage), &where{}
	w.bind(f, p)
	w.bindActor(f, or(p.env("RUGGENSTEUN_AS"), string(access.Operator)))
	return f, w
}

// machine makes the flags of a command about the machine, its employers and its tables: the
// operator asks unless --as says otherwise, whatever RUGGENSTEUN_AS says.
func (p *program) machine(name, usage string) (*flag.FlagSet, *where) {
	f, w := p.flags(name, usage), &where{}
	w.bind(f, p)
	w.bindActor(f, string(access.Operator))
	return f, w
}

// ownWork makes the flags of a command that only the operator does: --as and --purpose
// are taken, and refused by the rules, but not offered.
func (p *program) ownWork(name, usage string) (*flag.FlagSet, *where) {
	f, w := p.machine(name, usage)
	f.Lookup("as").Usage, f.Lookup("purpose").Usage, f.Lookup("permit").Usage = "", "", ""
	return f, w
}

// parse reads a command line in which options may stand before and after the
// other words. Help is printed when it is asked for, and not over a mistake.
func parse(f *flag.FlagSet, args []string) (rest []string, err error) {
	help := f.Usage
	f.Usage = func() {}
	for {
		if err := f.Parse(args); err != nil {
			if err == flag.ErrHelp {
				help()
				return nil, err
			}
			return nil, misread(f, err)
		}
		if f.NArg() == 0 {
			return rest, secretless(f)
		}
		rest = append(rest, f.Arg(0))
		args = f.Args()[1:]
	}
}

// secretless refuses a password in a command line, which the process list shows to everybody. What
// came from the environment was not set by an option.
func secretless(f *flag.FlagSet) (err error) {
	f.Visit(func(o *flag.Flag) {
		if o.Name == "database" && passwordIn(o.Value.String()) {
			err = wrongUsage("--database: everybody on this machine can read a password in a command line: put the URL in RUGGENSTEUN_DATABASE, or the password in a file (PGPASSFILE)")
		}
	})
	return err
}

func (w *where) bind(f *flag.FlagSet, p *program) {
	f.StringVar(&w.database, "database", p.env("RUGGENSTEUN_DATABASE"), "`URL` of an existing PostgreSQL database; one with a password belongs in RUGGENSTEUN_DATABASE: everybody on the machine can read a command line")
	f.Lookup("database").DefValue = "" // --help would print the password in it
	f.StringVar(&w.data, "data", p.env("RUGGENSTEUN_DATA"), "`DIR` with a private PostgreSQL, made when it is not there")
	f.StringVar(&w.master, "master-key", p.env("RUGGENSTEUN_MASTER_KEY"), "`FILE` with the master key (default: master.key in --data)")
	f.StringVar(&w.cells, "cell-key", p.env("RUGGENSTEUN_CELL_KEY"), "`FILE` with the key of protected figures (default: cell.key beside the master key)")
}

func (w *where) bindActor(f *flag.FlagSet, usual string) {
	f.StringVar(&w.as, "as", usual, "who is asking: `ROLE[:UNIT][@EMPLOYER]`, e.g. registrar@GEM-ROTTERDAM; records and exact figures are asked in a role of the employer")
	f.StringVar(&w.purpose, "purpose", "", "`WORD` that says why personal details are read; the role's usual one unless given")
	f.StringVar(&w.permit, "permit", "", "`ID` of a permit to see who it is outside your own cases (ruggensteun permit)")
}

// unsaid tells whether no role of an employer was named: then the operator asks.
func (w *where) unsaid() bool { return w.as == string(access.Operator) }

// mayOperate asks the rules before a command that works on the machine itself.
func (w *where) mayOperate(employerID func(code string) (uuid.UUID, error)) error {
	who, err := w.actor(employerID)
	if err != nil {
		return err
	}
	return who.Actor.May(access.Operate, uuid.Nil)
}

// operating opens the store for work on the machine itself, when the rules let
// whoever asks do it, and closes it again.
func (p *program) operating(ctx context.Context, w *where, work func(*store) error) error {
	s, err := p.openStore(ctx, *w)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := w.mayOperate(s.employerNamed(ctx)); err != nil {
		return err
	}
	return work(s)
}

// actor is who asks on a terminal: whoever runs the machine, in the role named.
func (w *where) actor(employerID func(code string) (uuid.UUID, error)) (identity.Terminal, error) {
	name, code, atEmployer := strings.Cut(w.as, "@")
	role := access.Role(name)
	if len(role.Purposes()) == 0 {
		return identity.Terminal{}, wrongUsage("--as %s: the roles are %s", name, roleNames())
	}
	var employer uuid.UUID
	if atEmployer {
		id, err := employerID(code)
		if err != nil {
			return identity.Terminal{}, err
		}
		employer = id
	}
	t, err := identity.AtTerminal(role, employer)
	if err != nil {
		return identity.Terminal{}, wrongUsage("--as %s: %v", w.as, err)
	}
	if w.purpose != "" {
		t.Actor.Purpose = access.Purpose(w.purpose)
	}
	return t, nil
}

func roleNames() string {
	var names []string
	for _, r := range access.Roles() {
		names = append(names, string(r))
	}
	return strings.Join(names, ", ")
}
