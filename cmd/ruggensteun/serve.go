package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"ruggensteun/adapters/api"
	"ruggensteun/adapters/bus"
	"ruggensteun/adapters/identity"
	"ruggensteun/adapters/otlp"
	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/processing"
)

const serveUsage = `serve [options]

Serves the pages and the HTTP interface and keeps the read models up to date,
until Ctrl-C.
Any number of servers may run on one database: they share the work.

Who asks is said by the login services of the employers, which --identity lists
(see OPERATIONS.md). Without it everybody on this machine may be anybody: the
development tokens that it prints are taken from this machine only, and end with
the program.

How often an address, a person or a program may ask is bounded, far above what
people do: --rates changes it, as read=600/minute,search=off. Who asks more
often is told to wait (429). Per address there are address (anything), sign-in
and wrong (what lets nobody in); per person or program search, read, write and
export.
Behind a proxy all come from its address, unless --trusted-proxies names it.

With --metrics a second address answers /metrics to whoever watches the server.
There stands exactly how many reports came in, so let only the monitor reach it.

  ruggensteun serve --data ./data
  ruggensteun serve --metrics 127.0.0.1:9464
  ruggensteun serve --identity issuers.json --base-url https://r.example.nl
`

const defaultAddr = "127.0.0.1:8080"

func (p *program) serve(ctx context.Context, args []string) error {
	f := p.flags("serve", serveUsage)
	var w where
	w.bind(f, p)
	sent := f.String("imports", p.env("RUGGENSTEUN_IMPORTS"), "`DIR` of this server alone for files that are sent to be imported (default: imports in --data, else one that goes with the program)")
	addr := f.String("addr", defaultAddr, "`ADDRESS` to listen on; port 0 takes a free one")
	monitor := f.String("metrics", "", "`ADDRESS` at which /metrics is answered; not at all when left out")
	trusted := f.String("identity", p.env("RUGGENSTEUN_IDENTITY"), "`FILE` that lists the login services whose word is taken on who somebody is")
	var edge edgeOptions
	edge.bind(f, p)
	look := f.String("theme", p.env("RUGGENSTEUN_THEME"), "`FILE` with the colours and fonts of your organisation for the pages (see OPERATIONS.md)")
	logbook := f.String("processing-otlp", p.env("RUGGENSTEUN_PROCESSING_OTLP"), "`URL` of a receiver that gets a copy of the logbook of processing by OTLP, as https://logboek.example.nl/v1/traces; none when left out")
	var post mailOptions
	post.bind(f, p)
	if err := parseAll(f, args); err != nil {
		return err
	}
	rates, err := edge.read()
	if err != nil {
		return err
	}
	if err := checkBase(post.base); err != nil {
		return err
	}
	issuers, err := readTrust(*trusted, post.base)
	if err != nil {
		return err
	}
	theme, err := readTheme(*look)
	if err != nil {
		return err
	}
	sender, err := post.sender()
	if err != nil {
		return err
	}
	listener, err := listen("addr", *addr)
	if err != nil {
		return err
	}
	defer listener.Close()
	m := newMetrics()
	if *monitor != "" {
		if m.listener, err = listen("metrics", *monitor); err != nil {
			return err
		}
		defer m.listener.Close()
	}
	logger := slog.New(slog.NewTextHandler(p.err, nil))
	s, err := p.openStoreWith(ctx, w, postgres.LogOptions{Logger: logger, Metrics: m}, postgres.RunnerOptions{Metrics: m}, nil)
	if err != nil {
		return err
	}
	defer s.Close()
	s.spoolFolder, s.pages.theme = or(*sent, s.spoolFolder), theme
	if *logbook != "" {
		if s.copier, err = otlp.NewCopier(s.readings(), *logbook, logger); err != nil {
			return wrongUsage("--processing-otlp: %v", err)
		}
	}
	if sender != nil {
		s.post = s.postOffice(sender, post.base)
	}
	return p.serveOn(ctx, s, m, listener, entrance{trust: issuers, rates: rates, drain: edge.drain, mail: post.Server, copy: *logbook}, p.printTokens)
}

// entrance is what lets requests in, and holds them up.
type entrance struct {
	trust
	rates api.Rates
	drain time.Duration
	// demonstration lets whoever sits here choose who to be.
	demonstration bool
	// mail and copy are where those go; "" is nowhere.
	mail, copy string
}

func listen(option, addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w; another program may have this address: choose one with --%s 127.0.0.1:0", addr, err, option)
	}
	return l, nil
}

// router is what follows the log until it is closed.
type router interface {
	Run(context.Context) error
	Running() <-chan struct{}
	Close() error
}

// server is a running HTTP interface with the read models behind it.
type server struct {
	*store
	desk    *desk
	buses   []router
	imports *imports
	orders  *orders
	metrics *metrics
	door    *door
	url     string
	leaving leaving
	trusted []identity.Trust
}

// serveOn answers at once, but is ready only when the data is loaded. greet is
// called then.
func (p *program) serveOn(ctx context.Context, s *store, m *metrics, l net.Listener, e entrance, greet func(context.Context, *server) error) (err error) {
	v := &server{store: s, desk: newDesk(s), metrics: m, trusted: e.issuers, url: "http://" + l.Addr().String()}
	if v.door, err = s.door(l.Addr(), e); err != nil {
		return err
	}
	if err := s.beginRules(ctx, "serve", e.trust.issuers); err != nil {
		return err
	}
	v.imports = newHTTPImports(s, s.spoolFolder)
	if err := v.imports.spool.tidy(); err != nil {
		return err
	}
	v.orders = newOrders(s)
	defer v.orders.Close()
	needs := s.needs(v.door.identity, v.desk, s.lookout(0), &v.leaving, v.imports, "api")
	needs.Metrics, needs.SignIn, needs.Rates = m.registry, v.door.signIn, &e.rates
	v.leaving.Health, v.leaving.drain, needs.Stopping = v.desk, e.drain, v.leaving.stopped.Load
	needs.Operation, needs.Orders = v.operation(time.Now(), e), v.orders
	needs.Demonstration, needs.Secure = e.demonstration, strings.HasPrefix(e.base, "https://")
	m.registry.MustRegister(&projectionGauges{status: v.desk.status},
		&consumerGauges{status: &status[postgres.ConsumerStatus]{ask: s.consumers.Status, now: time.Now}})
	handler, err := api.Handler(needs)
	if err == nil {
		handler, err = v.withPages(handler)
	}
	if err != nil {
		return err
	}
	return v.run(ctx, p, l, handler, greet)
}

// run starts the parts, waits for the first one to end, and ends the others:
// first no more requests, then no more batches.
func (v *server) run(ctx context.Context, p *program, l net.Listener, handler http.Handler, greet func(context.Context, *server) error) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	// The figures follow until the last request, which may wait for what it wrote.
	following, enough := context.WithCancel(context.WithoutCancel(ctx))
	defer enough()
	serving := v.leaving.after(ctx)
	var requests, parts sync.WaitGroup
	requests.Go(func() {
		if err := api.Serve(serving, l, handler); err != nil {
			fail(err)
		}
	})
	if monitored := v.metrics.listener; monitored != nil {
		requests.Go(func() {
			if err := api.Serve(serving, monitored, api.Metrics(v.metrics.registry)); err != nil {
				fail(err)
			}
		})
	}
	if err := v.project(ctx, p, &parts, fail); err != nil {
		fail(err)
	} else if err := v.writeMail(ctx, &parts, fail); err != nil {
		fail(err)
	} else if err := v.keepClocks(ctx, &parts, fail); err != nil {
		fail(err)
	} else if err := v.indexMarks(ctx, clues, &parts, fail); err != nil {
		fail(err)
	} else if err := v.indexMarks(ctx, names, &parts, fail); err != nil {
		fail(err)
	} else if err := v.desk.load(ctx); err != nil {
		fail(err)
	} else {
		parts.Go(func() { v.desk.follow(following) })
		parts.Go(func() { v.door.sweep(ctx, v.logger) })
		if v.copier != nil {
			parts.Go(func() { v.copier.Run(ctx) })
		}
		if err := greet(ctx, v); err != nil {
			fail(err)
		}
	}
	<-ctx.Done()
	v.imports.stop() // what is on its way is finished first, and the same file goes on
	requests.Wait()
	v.imports.Close()
	v.orders.Close() // what is half made goes while the database is there
	enough()
	if err := v.closeBuses(); err != nil {
		v.logger.Error("a batch of the read models did not end in time", "error", err)
	}
	parts.Wait()
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

// project keeps the read models up to date, each on a Watermill router of its own:
// the traces see nothing that is sealed, and one that stops holds up no other.
func (v *server) project(ctx context.Context, p *program, parts *sync.WaitGroup, fail context.CancelCauseFunc) error {
	for _, m := range v.readModels() {
		bar := p.progressBar(m.Name)
		err := m.runner.Prepare(inOneRun(ctx, processing.Facts), m.Projection, bar.at)
		bar.done()
		if err != nil {
			return err
		}
		b, err := bus.New(m.runner, v.log, decoder(m.codec), m.runner.Apply, bus.Options{Logger: v.logger, Linger: m.linger})
		if err != nil {
			return err
		}
		b.Project(m.Projection)
		v.buses = append(v.buses, b)
	}
	for _, b := range v.buses {
		start(ctx, b, parts, fail)
	}
	return nil
}

func (v *server) closeBuses() (err error) {
	for _, b := range v.buses {
		err = errors.Join(err, b.Close())
	}
	return err
}

// start gives when the bus runs.
func start(ctx context.Context, b router, parts *sync.WaitGroup, fail context.CancelCauseFunc) {
	ended := make(chan struct{})
	parts.Go(func() {
		defer close(ended)
		// Not ctx: the router ends by Close, after the last request was answered.
		if err := b.Run(context.WithoutCancel(ctx)); err != nil {
			fail(err)
		}
	})
	select {
	case <-b.Running():
	case <-ended: // a router that cannot start never runs
	}
}

func (p *program) printTokens(ctx context.Context, v *server) error {
	employers, err := v.employers(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "Serving %s/v1 (description: %[1]s/v1/openapi.json)\nPages for people: %[1]s/\n", v.url)
	if l := v.metrics.listener; l != nil {
		fmt.Fprintf(p.out, "Metrics for the monitor: http://%s/metrics\n", l.Addr())
	}
	for _, unknown := range identity.UnknownUnits(v.trusted, employers) {
		v.logger.WarnContext(ctx, "a login service is trusted for what is not here", "what", unknown)
	}
	if v.door.tokens == nil {
		return nil
	}
	fmt.Fprintf(p.out, "\nDevelopment tokens, for this machine and until this program ends:\n")
	for _, t := range v.door.tokens.Tokens(employers) {
		fmt.Fprintf(p.out, "  %-12s %-16s %s\n", t.Role, t.Employer, t.Bearer)
	}
	return nil
}

// inOrder are the employers by their code.
func (s *store) inOrder(ctx context.Context) ([]identity.Employer, error) {
	list, err := s.employers(ctx)
	slices.SortFunc(list, func(a, b identity.Employer) int { return strings.Compare(a.Code, b.Code) })
	return list, err
}

// employers are those that tokens are printed for.
func (s *store) employers(ctx context.Context) ([]identity.Employer, error) {
	source := postgres.OpenFacts(s.db)
	head, err := source.Head(ctx)
	if err != nil {
		return nil, err
	}
	versions, err := source.Employers(ctx, 0, head)
	if err != nil {
		return nil, err
	}
	var list []identity.Employer
	for _, e := range versions {
		told := identity.Employer{ID: e.Key, Code: e.Row.Code, Units: unitCodes(e.Row.Units)}
		if i := slices.IndexFunc(list, func(known identity.Employer) bool { return known.ID == e.Key }); i >= 0 {
			list[i] = told // a later version
			continue
		}
		list = append(list, told)
	}
	return list, nil
}
