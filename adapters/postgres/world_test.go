package postgres_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/adapters/eventjson"
	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/adapters/vault"
	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

var operator = access.Actor{ID: uuid.New(), Role: access.Operator, Purpose: access.Operation}

func registrarOf(employer uuid.UUID) access.Actor {
	return access.Actor{ID: uuid.New(), Role: access.Registrar, Employer: employer, Purpose: access.Registration}
}

// world is everything between a command and the disk, as the program joins it.
type world struct {
	*postgrestest.Database
	log     *postgres.Log
	vault   *vault.Vault
	master  vault.Master
	journal decider.Journal
}

func newWorld(t testing.TB, db *postgrestest.Database, o postgres.LogOptions) *world {
	t.Helper()
	master, err := vault.CreateMaster(filepath.Join(t.TempDir(), "master.key"))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Database: db, log: openLog(t, db.DB, o), master: master}
	if w.vault, err = vault.Open(t.Context(), postgres.OpenKeys(db.DB), master, vault.Source{}); err != nil {
		t.Fatal(err)
	}
	w.journal = decider.NewJournal(w.log, w.codec(person.Purposes()...))
	return w
}

// codec opens for these purposes only.
func (w *world) codec(opens ...person.Purpose) decider.Codec {
	return eventjson.New(w.vault, uuid.NewV7, opens...)
}

func request(owner uuid.UUID) decider.Request {
	return decider.Request{Employer: owner, Meta: eventlog.Meta{Actor: operator.ID, Role: string(operator.Role), Channel: "test"}}
}

// newEmployer registers an employer by the real command.
func (w *world) newEmployer(t testing.TB, code string) employer.Employer {
	t.Helper()
	id := uuid.New()
	done, err := employer.Decider.Run(t.Context(), w.journal, employer.Stream(id), employer.Register{
		By: operator, At: time.Now(), ID: id, Code: code, Name: "Gemeente " + code, Kind: "EMP_GEM",
	}, request(id))
	if err != nil {
		t.Fatalf("register employer %s: %v", code, err)
	}
	return done.State
}

// report registers an incident by the real command.
func (w *world) report(t testing.TB, e employer.Employer, narrative string, workers ...incident.WorkerHit) eventlog.Stream {
	t.Helper()
	s := incident.Stream(uuid.New())
	if _, err := w.run(t.Context(), s, e.ID, incident.Register{
		Asked: incident.Asked{By: registrarOf(e.ID), At: time.Now(), Employer: e}, Workers: workers, Narrative: narrative,
	}); err != nil {
		t.Fatalf("register an incident: %v", err)
	}
	return s
}

func (w *world) run(ctx context.Context, s eventlog.Stream, owner uuid.UUID, cmd incident.Command) (decider.Outcome[incident.Incident], error) {
	return incident.Decider.Run(ctx, w.journal, s, cmd, request(owner))
}

// plainAppend is one event for a new stream, with nothing around it.
func plainAppend(owner uuid.UUID) eventlog.Append {
	return eventlog.Append{Employer: owner, Changes: []eventlog.Change{{
		Stream: eventlog.Stream{Category: "trial", ID: uuid.New()},
		Events: []eventlog.Proposed{{ID: uuid.Must(uuid.NewV7()), Type: "trial.noted.v1", Payload: []byte(`{}`), Metadata: []byte(`{}`)}},
	}}}
}

func mustAppend(t testing.TB, log *postgres.Log, a eventlog.Append) eventlog.Receipt {
	t.Helper()
	r, err := log.Append(t.Context(), a)
	if err != nil {
		t.Fatalf("append: %v", err)
	}
	return r
}

// appendsAgain appends where an append is impatient on purpose: on a busy machine a first try
// may be given up too, and by itself, without being opened anew, the log comes round.
func appendsAgain(t testing.TB, log *postgres.Log) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	for {
		_, err := log.Append(ctx, plainAppend(uuid.Nil))
		switch {
		case err == nil:
			return
		case ctx.Err() != nil || !errors.Is(err, eventlog.ErrUnavailable) && !errors.Is(err, eventlog.ErrUnknownOutcome):
			t.Fatalf("append: %v", err)
		}
	}
}

// session is a connection of one login, outside the pools.
func session(t testing.TB, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatalf("connect: %v", err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	if _, err := conn.Exec(t.Context(), "SET search_path = ruggensteun"); err != nil {
		t.Fatal(err)
	}
	return conn
}
