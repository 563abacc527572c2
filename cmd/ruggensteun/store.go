package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/embeddedpg"
	"ruggensteun/adapters/eventjson"
	"ruggensteun/adapters/otlp"
	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/vault"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
	"ruggensteun/domain/processing"
	"ruggensteun/projections"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/doubles"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/triage"
)

// store is everything that a command may need of the data, joined. Fields are
// in the order in which they depend on each other.
type store struct {
	copier    *otlp.Copier       // of the logbook of processing; nil: nowhere
	server    *embeddedpg.Server // nil with --database
	logins    postgres.Logins
	db        *postgres.DB
	log       *postgres.Log
	vault     *vault.Vault
	opened    *eventjson.Codec    // opens all there is about a person
	closed    *eventjson.Codec    // opens nothing
	runner    *postgres.Runner    // of the facts
	tracer    *postgres.Runner    // of the traces that doubles are found by; opens nothing
	consumers *postgres.Consumers // what reacts to single events

	post *postOffice // nil: no mail is sent

	cells disclosure.Key // zero: nobody but the owner of records is told figures

	masterFile  string
	spoolFolder string // for files that are sent; "" is one of the system's
	pages       pages  // how they look
	logger      *slog.Logger
	clock       func() time.Time
}

// countedPurposes are what the facts open of persons and cases: codes, days and sums, and
// nothing that names.
var countedPurposes = []person.Purpose{person.ForHealth, person.ForProfile, person.ForHistory, person.ForProsecution, person.ForDamages}

// openStore finds or starts the database, brings it to the newest shape and
// opens the log and the vault. Close ends what it started.
func (p *program) openStore(ctx context.Context, w where) (*store, error) {
	return p.openStoreWith(ctx, w, postgres.LogOptions{}, postgres.RunnerOptions{}, nil)
}

// openStoreWith also takes what to start where nobody said where the data is:
// nil, and that is an error.
func (p *program) openStoreWith(ctx context.Context, w where, lo postgres.LogOptions, ro postgres.RunnerOptions, otherwise *embeddedpg.Options) (_ *store, err error) {
	s := &store{clock: p.clock, logger: slog.New(slog.NewTextHandler(p.err, &slog.HandlerOptions{Level: slog.LevelWarn}))}
	if s.clock == nil {
		s.clock = time.Now
	}
	if lo.Logger != nil {
		s.logger = lo.Logger
	}
	lo.Logger, ro.Logger = s.logger, s.logger
	defer func() {
		if err != nil {
			s.Close()
		}
	}()
	if err := s.openDatabase(ctx, p, w, otherwise); err != nil {
		return nil, err
	}
	if err := s.openVault(ctx, p, w); err != nil {
		return nil, err
	}
	s.log = postgres.OpenLog(s.db, lo)
	ro.Logbook = s.readings()
	s.runner = postgres.OpenRunner(s.db, s.log, decoder(s.counted()), ro)
	s.tracer = postgres.OpenRunner(s.db, s.log, decoder(s.closed), ro)
	s.consumers = postgres.OpenConsumers(s.db)
	return s, nil
}

// Close ends everything in reverse order; a server that another program
// started is left running.
func (s *store) Close() {
	for _, r := range []*postgres.Runner{s.tracer, s.runner} {
		if r != nil {
			r.Close()
		}
	}
	if s.log != nil {
		s.log.Close()
	}
	if s.db != nil {
		s.db.Close()
	}
	if s.server != nil {
		if err := s.server.Stop(); err != nil {
			s.logger.Error("the private database did not stop cleanly", "error", err)
		}
	}
}

func (s *store) openDatabase(ctx context.Context, p *program, w where, otherwise *embeddedpg.Options) error {
	owner, err := s.findServer(ctx, p, w, otherwise)
	if err != nil {
		return err
	}
	if err := postgres.Migrate(ctx, owner); err != nil {
		return err
	}
	s.db, err = postgres.Connect(ctx, s.logins)
	return err
}

// databaseName is the database that we make on a private server.
const databaseName = "ruggensteun"

// findServer gives the URL to migrate with and fills in the logins.
func (s *store) findServer(ctx context.Context, p *program, w where, otherwise *embeddedpg.Options) (string, error) {
	switch {
	case w.database != "" && w.data != "":
		return "", wrongUsage("give --database or --data, not both")
	case w.database != "":
		s.logins = postgres.Logins{
			Owner:  w.database,
			App:    or(p.env("RUGGENSTEUN_DATABASE_APP"), w.database),
			Reader: or(p.env("RUGGENSTEUN_DATABASE_READER"), w.database),
		}
		return w.database, nil
	case w.data == "" && otherwise != nil:
		return s.startServer(ctx, p, *otherwise)
	case w.data == "":
		return "", wrongUsage("say where the data is: --database URL for an existing PostgreSQL, or --data DIR for a private one")
	}
	s.spoolFolder = filepath.Join(w.data, "imports")
	return s.startServer(ctx, p, embeddedpg.Options{Data: filepath.Join(w.data, "postgres"), Log: p.err})
}

// startServer starts or joins a private server and makes the database on it.
func (s *store) startServer(ctx context.Context, p *program, o embeddedpg.Options) (string, error) {
	if _, err := embeddedpg.Find(o.Binaries); err != nil { // what is there already needs no mention
		if _, err := embeddedpg.Ensure(ctx, p.err); err != nil {
			return "", err
		}
	}
	if o.Data != "" {
		if err := os.MkdirAll(filepath.Dir(o.Data), 0o755); err != nil {
			return "", fmt.Errorf("make the data folder: %w; choose another with --data", err)
		}
	}
	server, err := embeddedpg.Start(ctx, o)
	if err != nil {
		return "", err
	}
	s.server = server
	if err := postgres.EnsureDatabase(ctx, server.URL(embeddedpg.Superuser, "postgres"), databaseName); err != nil {
		return "", err
	}
	s.logins = postgres.Logins{
		Owner:  server.URL(postgres.OwnerRole, databaseName),
		App:    server.URL(postgres.AppRole, databaseName),
		Reader: server.URL(postgres.ReaderRole, databaseName),
	}
	return server.URL(embeddedpg.Superuser, databaseName), nil
}

func or(first, second string) string {
	if first != "" {
		return first
	}
	return second
}

func (s *store) openVault(ctx context.Context, p *program, w where) error {
	master, err := s.openMaster(ctx, p, w)
	if err != nil {
		return err
	}
	s.vault, err = vault.Open(ctx, postgres.OpenKeys(s.db), master, vault.Source{})
	if err != nil {
		return fmt.Errorf("open the vault with %s: %w", s.masterFile, err)
	}
	s.opened = eventjson.New(s.vault, uuid.NewV7, person.Purposes()...)
	s.closed = eventjson.New(s.vault, uuid.NewV7)
	return s.openCells(p, w)
}

// openCells loads the key of protected figures. A private store gets one by itself; where
// somebody keeps the keys of a database, protected figures wait for his.
func (s *store) openCells(p *program, w where) (err error) {
	file := or(w.cells, filepath.Join(filepath.Dir(s.masterFile), "cell.key"))
	s.cells, err = vault.LoadCellKey(file)
	if !errors.Is(err, fs.ErrNotExist) || w.cells != "" {
		return err
	}
	if s.server == nil {
		return nil
	}
	s.cells, err = vault.CreateCellKey(file)
	switch {
	case errors.Is(err, fs.ErrExist): // another program was first
		s.cells, err = vault.LoadCellKey(file)
	case err == nil && w.data != "":
		fmt.Fprintf(p.err, "The key of protected figures is in %s. Keep a copy elsewhere: with another one all of them change.\n", file)
	}
	return err
}

// newFigures are figures that can be asked for by everybody who may.
func (s *store) newFigures() *figures.Engine {
	e := newFigures()
	if !s.cells.IsZero() {
		e.Protect(s.cells, disclosure.Default())
	}
	return e
}

// openMaster loads the master key. Only a new store on a private server gets
// one by itself: where there is sealed data already, a new key opens nothing.
func (s *store) openMaster(ctx context.Context, p *program, w where) (vault.Master, error) {
	s.masterFile = w.master
	if s.masterFile == "" && s.server != nil {
		s.masterFile = s.defaultMasterFile(w)
	}
	if s.masterFile == "" {
		return vault.Master{}, wrongUsage("--database needs the key that seals personal details: --master-key FILE (make one with `ruggensteun key new FILE`)")
	}
	master, err := vault.LoadMaster(s.masterFile)
	if !errors.Is(err, fs.ErrNotExist) || s.server == nil {
		return master, err
	}
	_, sealed, storeErr := postgres.OpenKeys(s.db).Master(ctx)
	if storeErr != nil || sealed {
		return vault.Master{}, errors.Join(err, storeErr)
	}
	if master, err = vault.CreateMaster(s.masterFile); err == nil && w.data != "" {
		fmt.Fprintf(p.err, "A new master key is in %s. Keep a copy elsewhere: without it no name in this store can be read again.\n", s.masterFile)
	}
	return master, err
}

// defaultMasterFile is beside the cluster, never in it: a copy of the database
// must not carry the key that opens it. Of throw-away data both go together.
func (s *store) defaultMasterFile(w where) string {
	if w.data != "" {
		return filepath.Join(w.data, "master.key")
	}
	return filepath.Join(filepath.Dir(s.server.Dir()), "master.key")
}

func (s *store) journal() decider.Sharing { return decider.NewJournal(s.log, s.opened) }

// readModel is a projection with who keeps it up to date, and what that opens.
type readModel struct {
	projections.Projection
	runner *postgres.Runner
	codec  decider.Codec
	linger time.Duration
}

// doublesLinger lets the traces follow a few times a second: after each event by
// itself they doubled the time until a figure shows it, and a suggestion that misses
// what was registered in this very moment is none the worse.
const doublesLinger = 250 * time.Millisecond

// counted opens what figures are counted from, and nothing that names anybody. All
// that project the facts share it: rows must not depend on who folded them.
func (s *store) counted() *byItself { return s.byItself(processing.Facts, countedPurposes...) }

// readModels are all there are.
func (s *store) readModels() []readModel {
	return []readModel{
		{facts.Projection, s.runner, s.counted(), 0},
		{doubles.Projection, s.tracer, s.closed, doublesLinger},
		{triage.Projection, s.tracer, s.closed, doublesLinger}, // nothing in it is sealed, and nobody waits for it either
	}
}

// decoder turns recorded events into what folds see.
func decoder(codec decider.Codec) projections.Decoder {
	return func(ctx context.Context, recorded []eventlog.Recorded) ([]projections.Event, error) {
		var lines []processing.Record
		bodies, err := codec.Decode(carrying(ctx, &lines), recorded)
		if err != nil {
			return nil, err
		}
		events := make([]projections.Event, len(recorded))
		for i := range recorded {
			r := &recorded[i]
			events[i] = projections.Event{
				Position: r.Position, Stream: r.Stream, Version: r.Version,
				Employer: r.Employer, RecordedAt: r.RecordedAt, Body: bodies[i], Invented: eventlog.Invented(r.Metadata),
			}
		}
		if len(events) > 0 {
			events[0].Lines = lines // a batch that is cut keeps its beginning
		}
		return events, nil
	}
}

// catchUp brings the facts to the head of the log, by itself when no server runs.
func (s *store) catchUp(ctx context.Context) (eventlog.Position, error) {
	current, err := s.runner.Register(ctx, facts.Projection)
	if err != nil {
		return 0, err
	}
	if !current {
		return 0, fmt.Errorf("this program has a newer shape of the read models: run `ruggensteun projections rebuild facts`, or start a server")
	}
	head, err := s.log.Head(ctx)
	if err != nil {
		return 0, err
	}
	if err := s.heldOf(ctx, facts.Projection.Name); err != nil {
		return head, err
	}
	return head, s.runner.CatchUp(inOneRun(ctx, processing.Facts), facts.Projection, head)
}

// heldError says why the facts take no events in: waiting for them would be in vain.
type heldError struct {
	stopped bool
	message string
}

func (e *heldError) Error() string { return e.message }

// heldOf gives a *heldError when events wait and nobody is to take them in.
func (s *store) heldOf(ctx context.Context, name string) error {
	all, err := s.runner.Status(ctx)
	if err != nil {
		return err
	}
	for _, one := range all {
		switch {
		case !one.Active || one.Name != name || one.Behind == 0:
		case one.Status == projections.Paused:
			return &heldError{message: fmt.Sprintf("%s is paused at position %d, events waiting: %d; `ruggensteun projections resume %[1]s` goes on", one.Name, one.Position, one.Behind)}
		case one.Status == projections.Stopped:
			return &heldError{stopped: true, message: fmt.Sprintf("%s stopped at event %d (%s): mend the cause, then run `ruggensteun projections resume %[1]s`; see `Projection stopped` in OPERATIONS.md", one.Name, one.StoppedAt, one.StopReason)}
		}
	}
	return nil
}
