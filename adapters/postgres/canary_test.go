package postgres_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/adapters/embeddedpg"
	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/adapters/vault"
	"ruggensteun/adapters/vault/canary"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
)

// sung is a real server on which somebody said personal things everywhere that
// one can, and everything that was written down about it outside the database.
type sung struct {
	*world
	server   *embeddedpg.Server
	employer employer.Employer
	worker   uuid.UUID
	incident eventlog.Stream
	suspect  eventlog.Stream
	said     *lines // our own log and the text of every error
}

func newSung(t *testing.T) sung {
	server := postgrestest.Durable(t)
	db := postgrestest.NewOn(t, server)
	talkative(t, db)
	s := sung{server: server, said: &lines{}, worker: uuid.New()}
	s.world = newWorld(t, db, postgres.LogOptions{
		Patience: 5 * time.Second, Logger: slog.New(slog.NewTextHandler(s.said, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	s.employer = s.newEmployer(t, "GEM-KANARIE")
	s.incident, s.suspect = incident.Stream(uuid.New()), suspect.Stream(uuid.New())
	return s
}

// talkative makes the server write down all it can, as an operator in search of
// a fault does; the settings of a database win over those of our command line.
// Payloads are stored as they are, because what is packed cannot be searched.
func talkative(t *testing.T, db *postgrestest.Database) {
	for setting, value := range map[string]string{
		"log_statement": "all", "log_min_duration_statement": "0", "log_min_messages": "debug1",
		"log_min_error_statement": "debug1", "log_error_verbosity": "verbose",
		"log_parameter_max_length": "-1", "log_parameter_max_length_on_error": "-1",
	} {
		db.Exec(t, fmt.Sprintf("ALTER DATABASE %s SET %s = '%s'", db.Name, setting, value))
	}
	db.Exec(t, "ALTER TABLE events ALTER payload SET STORAGE EXTERNAL")
	db.DB.Reset()
}

func (s sung) asked() incident.Asked {
	return incident.Asked{By: s.ofSuspect().By, At: time.Now(), Employer: s.employer}
}

// sing runs a command under a key that is personal too.
func (s sung) sing(cmd incident.Command, key string) error {
	r := request(s.employer.ID)
	r.Key, r.Body = key, fmt.Appendf(nil, "%T %s", cmd, canary.Narrative)
	_, err := incident.Decider.Run(context.Background(), s.journal, s.incident, cmd, r)
	return err
}

func (s sung) must(t *testing.T, cmd incident.Command, key string) {
	t.Helper()
	if err := s.sing(cmd, key); err != nil {
		t.Fatalf("%T: %v", cmd, err)
	}
}

func (s sung) report() incident.Register {
	return incident.Register{
		Asked: s.asked(), Narrative: canary.Narrative, Address: canary.Address, Reference: canary.Reference,
		Workers: []incident.WorkerHit{{Person: s.worker, Name: canary.Name, StaffNumber: canary.StaffNumber, Injury: "I2"}},
	}
}

// sayEverything is one life of an incident.
func (s sung) sayEverything(t *testing.T) {
	narrative := canary.Narrative + " " + canary.Explanation
	s.must(t, s.report(), canary.RequestKey)
	s.must(t, incident.AddDetails{Asked: s.asked(), Narrative: canary.Narrative}, canary.RequestKey+" again")
	s.must(t, incident.Correct{Asked: s.asked(), Reason: canary.Reason, Narrative: &narrative}, "")
	s.must(t, incident.ReferToForce{Asked: s.asked(), Report: canary.Reference}, "")
	s.must(t, incident.LinkSuspect{Asked: s.asked(), ID: uuid.New(), Kind: "DESCRIBED", Profile: person.Profile{AgeBand: "AGE_18_22"}}, "")
	s.sayOfSuspect(t)
}

// goWrong provokes every kind of error with personal things in the request, and
// keeps what each says.
func (s sung) goWrong(t *testing.T) {
	stranger := s.report()
	stranger.Workers[0].Person = uuid.New() // with the same staff number
	large := s.report()
	large.Narrative = strings.Repeat(canary.Narrative, 20_000)
	gone, end := context.WithCancel(t.Context())
	end()
	for name, fail := range map[string]func() error{
		"a mark that is taken": func() error {
			other := s
			other.incident = incident.Stream(uuid.New())
			return other.sing(stranger, "")
		},
		"a key with another body": func() error {
			return s.sing(incident.AddDetails{Asked: s.asked(), Narrative: canary.Reason}, canary.RequestKey)
		},
		"a second registration":     func() error { return s.sing(stranger, "") },
		"a text that is too long":   func() error { return s.sing(large, "") },
		"a version that is stale":   func() error { return s.stale() },
		"nobody waits any more":     func() error { _, err := s.run(gone, s.incident, s.employer.ID, s.report()); return err },
		"what a constraint forbids": func() error { return s.recordTwice(t) },
		"a row that is not allowed": func() error {
			_, err := session(t, s.Logins.App).Exec(t.Context(), "INSERT INTO keyrings (ring) VALUES (NULL)")
			return err
		},
	} {
		err := fail()
		if err == nil {
			t.Errorf("%s gave no error", name)
		}
		s.hear(err)
	}
}

func (s sung) stale() error {
	r, version := request(s.employer.ID), eventlog.Version(99)
	r.Expected = &version
	cmd := incident.AddDetails{Asked: s.asked(), Narrative: canary.Narrative}
	_, err := incident.Decider.Run(context.Background(), s.journal, s.incident, cmd, r)
	return err
}

// recordTwice sends an event with its sealed payload a second time, past the journal.
func (s sung) recordTwice(t *testing.T) error {
	events, err := s.log.ReadStream(t.Context(), s.incident, 0)
	if err != nil {
		t.Fatal(err)
	}
	e := events[0]
	_, err = s.log.Append(t.Context(), eventlog.Append{Employer: e.Employer, Changes: []eventlog.Change{{
		Stream: e.Stream, Expected: eventlog.AnyVersion,
		Events: []eventlog.Proposed{{ID: e.ID, Type: e.Type, Payload: e.Payload, Metadata: e.Metadata}},
	}}})
	return err
}

// breakDown has the server crash under a command.
func (s sung) breakDown(t *testing.T) {
	if err := s.server.Crash(); err != nil {
		t.Fatal(err)
	}
	s.hear(s.sing(incident.AddDetails{Asked: s.asked(), Narrative: canary.Narrative}, canary.RequestKey+" lost"))
	if err := s.server.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (s sung) hear(err error) {
	_, _ = fmt.Fprintf(s.said, "%v\n%+v\n%#v\n", err, err, err)
	for ; err != nil; err = errors.Unwrap(err) {
		_, _ = fmt.Fprintf(s.said, "%v\n", err)
	}
}

// places are all that a thief, a backup or a curious operator can see, by name.
func (s sung) places(t *testing.T) map[string][]byte {
	t.Helper()
	s.Exec(t, "CHECKPOINT")
	var folder string
	s.Scan(t, []any{&folder}, "SELECT '/base/' || oid FROM pg_database WHERE datname = current_database()")
	found := map[string][]byte{"our log and errors": []byte(s.said.String()), "pg_dump": s.dump(t)}
	err := filepath.WalkDir(s.server.Dir(), func(path string, d fs.DirEntry, err error) error {
		name := strings.TrimPrefix(path, s.server.Dir())
		other := strings.HasPrefix(name, "/base/") && !strings.HasPrefix(name, folder+"/") // another database's
		if err != nil || other || !d.Type().IsRegular() {
			return nil // a file may go while we walk
		}
		if content, err := os.ReadFile(path); err == nil {
			found[name] = withoutZeros(content)
		}
		return nil
	})
	if err != nil || len(found["/server.log"]) == 0 || len(found) < 100 {
		t.Fatalf("the data folder has %d files, %d bytes of server log, %v", len(found), len(found["/server.log"]), err)
	}
	return found
}

// withoutZeros leaves out pages of which nothing was ever used: most of a
// segment of WAL, which would take long to search.
func withoutZeros(content []byte) (used []byte) {
	empty := make([]byte, 8192)
	for page := range slices.Chunk(content, len(empty)) {
		if !bytes.Equal(page, empty[:len(page)]) {
			used = append(used, page...)
		}
	}
	return used
}

func (s sung) dump(t *testing.T) []byte {
	t.Helper()
	binaries, err := embeddedpg.Find("")
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), filepath.Join(binaries.Dir, "pg_dump"), "--inserts", s.Admin).Output()
	switch {
	case errors.Is(err, fs.ErrNotExist): // the npm package has the server only
		return s.tables(t)
	case err != nil:
		t.Fatalf("pg_dump: %v", err)
	}
	return out
}

// tables is every row of every table as pg_dump would write it.
func (s sung) tables(t *testing.T) []byte {
	t.Helper()
	conn := session(t, s.Admin)
	rows, err := conn.Query(t.Context(), `
		SELECT format('COPY %I.%I TO STDOUT', schemaname, tablename)
		FROM pg_tables
		WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`)
	if err != nil {
		t.Fatal(err)
	}
	copies, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, sql := range copies {
		if _, err := conn.PgConn().CopyTo(t.Context(), &out, sql); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

func TestWhatIsPersonalStandsNowhereInTheClear(t *testing.T) {
	t.Parallel()
	s := newSung(t)
	s.sayEverything(t)
	s.goWrong(t)
	s.breakDown(t)
	s.must(t, incident.Withdraw{Asked: s.asked(), Reason: "MISTAKE", Explanation: canary.Explanation}, "")
	logtest.Invariants(t, s.log)
	for place, content := range s.places(t) {
		for _, bird := range canary.Find(content) {
			t.Errorf("%s holds %s", place, bird)
		}
	}
	s.mustBeFound(t)
}

// mustBeFound writes canaries in the clear and looks for them in the same
// places: a search that finds nothing there would prove nothing.
func (s sung) mustBeFound(t *testing.T) {
	t.Helper()
	s.Exec(t, "CREATE TABLE careless (told text)")
	for _, bird := range slices.Concat(canary.All(), canary.All()) { // twice: one may lie across two pages of the write-ahead log
		s.Exec(t, "INSERT INTO careless VALUES ($1)", bird)
	}
	kinds, found := []string{"/server.log", "pg_dump", "/pg_wal/", "/base/"}, map[string]map[string]bool{}
	for place, content := range s.places(t) {
		for _, kind := range kinds {
			for _, bird := range canary.Find(content) {
				if found[kind] == nil {
					found[kind] = map[string]bool{}
				}
				if strings.HasPrefix(place, kind) {
					found[kind][bird] = true
				}
			}
		}
	}
	for _, kind := range kinds {
		if len(found[kind]) < len(canary.All()) {
			t.Errorf("of canaries in the clear only %v were found in %s", slices.Sorted(maps.Keys(found[kind])), kind)
		}
	}
}

func TestWhoMayReadGetsTheOriginalBackUntilItIsForgotten(t *testing.T) {
	t.Parallel()
	s := newSung(t)
	s.sayEverything(t)
	of := person.KeyRef{Kind: person.KeyOfPerson, Subject: s.worker, Purpose: person.ForIdentity}
	worker := func() incident.Worker {
		t.Helper()
		state, _, err := incident.Decider.Load(t.Context(), s.reopened(t), s.incident)
		if err != nil || len(state.Workers) != 1 || len(state.Narrative) != 1 {
			t.Fatalf("%d workers, %d narratives, %v", len(state.Workers), len(state.Narrative), err)
		}
		return state.Workers[0]
	}
	before := worker()
	if who, ok := before.Identity.Get(); !ok || who.Name != canary.Name || who.StaffNumber != canary.StaffNumber {
		t.Errorf("the identity came back as %v", before.Identity.State)
	}
	if health, ok := before.Health.Get(); !ok || health.Injury != "I2" {
		t.Errorf("the injury came back as %v", before.Health.State)
	}
	if n, err := s.vault.Forget(t.Context(), s.employer.ID, of); err != nil || n == 0 {
		t.Fatalf("forgot %d keys, %v", n, err)
	}
	after := worker() // who counts the workers still finds one
	if after.Identity.State != person.Forgotten || after.Health.State != person.Present || after.Person != s.worker {
		t.Errorf("afterwards the identity is %v, the health %v", after.Identity.State, after.Health.State)
	}
	logtest.Invariants(t, s.log)
}

// reopened reads with nothing in memory: keys and events come from the database.
func (s sung) reopened(t *testing.T) decider.Journal {
	t.Helper()
	v, err := vault.Open(t.Context(), postgres.OpenKeys(s.DB), s.master, vault.Source{})
	if err != nil {
		t.Fatal(err)
	}
	fresh := *s.world
	fresh.vault = v
	return decider.NewJournal(openLog(t, reconnect(t, s.Database), postgres.LogOptions{}), fresh.codec(person.Purposes()...))
}
