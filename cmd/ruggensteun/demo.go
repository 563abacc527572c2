package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"ruggensteun/adapters/api"
	"ruggensteun/adapters/embeddedpg"
	"ruggensteun/adapters/identity"
	"ruggensteun/adapters/postgres"
	"ruggensteun/cmd/ruggensteun/world"
	"ruggensteun/domain/access"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
)

const demoUsage = `demo [options]

Starts a private PostgreSQL, tells it an invented world, serves the HTTP
interface and prints where to look. Ctrl-C ends it and leaves nothing behind.
With --data the database is kept, and durable; with --database an existing
server is used, if it holds nothing but an earlier demonstration.

In a browser /sign-in lets you choose who to be: an invented person for each
role. Programs use the token that is printed. Whoever sits at this machine may
be anybody, so an address that others can reach is refused.

The world has 40 invented employers of police, boa's, fire crews and ambulance
staff, and two years of incidents and criminal cases at them, with patterns to
be found: WORLD.md says which. The same --seed, --incidents and --until give the
same world. The patterns of a single employer show from --incidents 5000 on.
`

func (p *program) demo(ctx context.Context, args []string) error {
	f := p.flags("demo", demoUsage)
	var w where
	w.bind(f, p)
	addr := f.String("addr", defaultAddr, "`ADDRESS` to listen on; port 0 takes a free one")
	var o world.Options
	f.IntVar(&o.Incidents, "incidents", world.DefaultIncidents, "`NUMBER` of invented incidents")
	f.Uint64Var(&o.Seed, "seed", world.DefaultSeed, "the same `SEED` gives the same incidents")
	f.StringVar(&o.Until, "until", world.DefaultUntil, "last `DAY` of the two years")
	if err := parseAll(f, args); err != nil {
		return err
	}
	if o.Incidents < 0 || o.Incidents > mostInvented {
		return wrongUsage("--incidents %d: say 0 to %d", o.Incidents, mostInvented)
	}
	invented, err := newWorld(o)
	if err != nil {
		return err
	}
	listener, err := listen("addr", *addr)
	if err != nil {
		return err
	}
	defer listener.Close()
	if err := identity.ForThisMachine(listener.Addr()); err != nil { // before anything is made
		return err
	}
	m := newMetrics()
	s, err := p.openDemo(ctx, w, m)
	if err != nil {
		return err
	}
	defer s.Close()
	s.pages.invented = true
	order, err := p.fillDemo(ctx, s, invented)
	if err != nil {
		return err
	}
	return p.serveOn(ctx, s, m, listener, entrance{rates: api.UsualRates, demonstration: true}, p.greetDemo(w, invented, order))
}

// mostInvented takes about an hour and half a gigabyte.
const mostInvented = 1_000_000

func newWorld(o world.Options) (_ *world.World, err error) {
	if o.Zone, err = time.LoadLocation(employer.DefaultZone); err != nil {
		return nil, err
	}
	w, err := world.New(o)
	if err != nil {
		return nil, wrongUsage("%v", err)
	}
	return w, nil
}

// openDemo is openStore, but with throw-away data where nothing else is asked.
func (p *program) openDemo(ctx context.Context, w where, m *metrics) (*store, error) {
	logger := slog.New(slog.NewTextHandler(p.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	return p.openStoreWith(ctx, w, postgres.LogOptions{Logger: logger, Metrics: m}, postgres.RunnerOptions{Metrics: m}, throwAway)
}

// throwAway lets a store be opened without saying where.
var throwAway = &embeddedpg.Options{}

// errOtherEvents keeps invented incidents out of a real register.
var errOtherEvents = errors.New("this database holds events that are not a demonstration's: the demo adds invented incidents only to a database of its own; choose another with --data or --database")

// fillDemo tells the invented world once. A demonstration that was interrupted is
// completed: every command has a key of its own.
func (p *program) fillDemo(ctx context.Context, s *store, w *world.World) (*world.Order, error) {
	first, err := s.log.Read(ctx, 0, 1)
	if err != nil {
		return nil, err
	}
	if len(first) > 0 {
		meta, err := eventlog.ParseMeta(first[0].Metadata)
		if err != nil || meta.Channel != demoChannel {
			return nil, errOtherEvents
		}
	}
	order := p.invent(w)
	bar := p.progressBar("telling what happened")
	defer bar.done()
	if err := newTeller(s.journal(), len(first) == 0, bar.at).all(ctx, order); err != nil {
		return nil, err
	}
	return order, s.knowsStaff(ctx, w)
}

// invent makes up when everything is told.
func (p *program) invent(w *world.World) *world.Order {
	bar := p.progressBar("inventing incidents")
	defer bar.done()
	return w.Order(bar.at)
}

func (p *program) greetDemo(w where, invented *world.World, o *world.Order) func(context.Context, *server) error {
	return func(ctx context.Context, v *server) error {
		employers, err := v.inOrder(ctx) // they registered at once
		if err != nil {
			return err
		}
		tokens := map[access.Role]string{}
		for _, t := range v.door.tokens.Tokens(employers) {
			if tokens[t.Role] == "" {
				tokens[t.Role] = t.Bearer
			}
		}
		fmt.Fprintf(p.out, `
Ruggensteun is ready. Everything in it is invented: employers, names, notes and
every figure. Only the gemeenten are real, and nothing here happened in them.

  %[6]d incidents at %[7]d employers in two years, told in %[8]d steps: later details,
  corrections, suspects; %[9]d reports of something that was reported already or
  never happened. %[10]d criminal cases, from the aangifte to the last euro, and the care
  for who was hit. WORLD.md says what is hidden in it, and how to find it.

  Pages         %[1]s/
  Sign in       %[1]s/sign-in: choose in a browser who to be
  Description   %[1]s/v1/openapi.json
  Health        %[1]s/v1/health/ready

In another terminal, first:
%[4]s  export TOKEN='%[3]s'

Then ask on the terminal as an employer, of exact figures, or over all of them,
protected; or over HTTP as the registrar of %[2]s:
  go run ./cmd/ruggensteun view time-of-day --as registrar@DEMO-POL-01
  go run ./cmd/ruggensteun view offenders --by nth-incident --as registrar@DEMO-POL-01
  go run ./cmd/ruggensteun view time-of-day --by time-band
  go run ./cmd/ruggensteun view location --filter profession=AMB
  go run ./cmd/ruggensteun view chain --unit incident --by profession
  go run ./cmd/ruggensteun verify
  curl -H "Authorization: Bearer $TOKEN" "%[1]s/v1/views/time-of-day"
%[11]s
Ctrl-C ends it%[5]s.
`, v.url, employers[0].Code, tokens[access.Registrar], v.elsewhere(w), farewell(w),
			o.Happened, len(employers), o.Total, o.Records-o.Happened, o.Cases, worthOpening(invented))
		return nil
	}
}

// worthOpening names cases to begin with, each with the command that shows it. A small
// world may have none.
func worthOpening(w *world.World) string {
	var b strings.Builder
	for _, c := range w.Worth() {
		fmt.Fprintf(&b, "  # %s\n  go run ./cmd/ruggensteun case show %s --as case-worker@%s\n", c.EN, c.Case, c.Employer)
	}
	if b.Len() == 0 {
		return ""
	}
	return "\nCases worth opening, as the case worker who follows them:\n" + b.String() +
		"  # and whose turn it is, in all of them\n  go run ./cmd/ruggensteun worklist --as case-worker@DEMO-POL-01\n"
}

// elsewhere is how another terminal reaches the same data, in lines to paste. A
// database's URL is not repeated: there may be a password in it.
func (v *server) elsewhere(w where) string {
	switch {
	case w.data != "":
		return "  export RUGGENSTEUN_DATA=" + quoted(w.data) + "\n"
	case w.database != "":
		return "  # RUGGENSTEUN_DATABASE and RUGGENSTEUN_MASTER_KEY as they are here\n"
	}
	return fmt.Sprintf("  export RUGGENSTEUN_DATABASE=%s\n  export RUGGENSTEUN_MASTER_KEY=%s\n",
		quoted(v.server.URL(embeddedpg.Superuser, databaseName)), quoted(v.masterFile))
}

func quoted(text string) string { return "'" + text + "'" }

func farewell(w where) string {
	if w.data != "" || w.database != "" {
		return "; the data stays"
	}
	return " and removes everything, down to the last file in " + os.TempDir()
}
