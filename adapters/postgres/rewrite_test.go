package postgres_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"ruggensteun/adapters/embeddedpg"
	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
)

// destroying is an incident of which somebody's free text is forgotten, and one that stays.
type destroying struct {
	*world
	forget func()
	secret []byte // the key of what is forgotten, as it stands wrapped
	stays  []byte
}

// A server of its own, because what happens in one database holds up all others.
func newDestroying(t *testing.T, server *embeddedpg.Server) *destroying {
	d := &destroying{world: newWorld(t, postgrestest.NewOn(t, server), postgres.LogOptions{})}
	e := d.newEmployer(t, "GEM-A")
	gone, stays := d.report(t, e, "one"), d.report(t, e, "two")
	wrapped := func(of eventlog.Stream) (key []byte) {
		d.Scan(t, []any{&key}, `SELECT w FROM ruggensteun.keyrings, unnest(subjects, purposes, wrapped) AS k (subject, purpose, w) WHERE subject = $1 AND purpose = 'narrative'`, of.ID)
		return key
	}
	d.secret, d.stays = wrapped(gone), wrapped(stays)
	if len(d.secret) < 32 || len(d.stays) < 32 {
		t.Fatalf("keys of %d and %d bytes", len(d.secret), len(d.stays))
	}
	d.forget = func() {
		t.Helper()
		n, err := d.vault.Forget(t.Context(), e.ID, person.KeyRef{Kind: person.KeyOfIncident, Subject: gone.ID, Purpose: person.ForNarrative})
		if err != nil || n != 1 {
			t.Fatalf("forgot %d keys, %v", n, err)
		}
	}
	return d
}

// inFiles tells whether a file of this database holds it.
func (d *destroying) inFiles(t *testing.T, secret []byte) bool {
	t.Helper()
	d.Exec(t, "CHECKPOINT")
	var folder string
	d.Scan(t, []any{&folder}, "SELECT current_setting('data_directory') || '/base/' || oid FROM pg_database WHERE datname = current_database()")
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(files) < 100 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		if content, err := os.ReadFile(file); err == nil && bytes.Contains(content, secret) {
			return true
		}
	}
	return false
}

func (d *destroying) gone(t *testing.T) *time.Time {
	t.Helper()
	head, err := d.log.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	at, err := postgres.OpenDepartures(d.DB).GoneFromFiles(t.Context(), head)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestAKeyIsGoneFromFilesWhenNobodyCanSeeItAnyMore(t *testing.T) {
	t.Parallel()
	d := newDestroying(t, postgrestest.Durable(t))
	d.forget()
	if !d.inFiles(t, d.secret) {
		t.Error("it is not found right after it was destroyed: what follows proves nothing")
	}
	if at := d.gone(t); at != nil {
		t.Errorf("it is said to be gone at %v, before anybody looked", at)
	}
	for range 2 { // once more changes nothing
		if err := d.Rewrite(t.Context(), postgres.Rewriting{}); err != nil {
			t.Fatal(err)
		}
		if d.inFiles(t, d.secret) || !d.inFiles(t, d.stays) {
			t.Errorf("what was destroyed is in a file: %t; what stays: %t", d.inFiles(t, d.secret), d.inFiles(t, d.stays))
		}
		if d.gone(t) == nil {
			t.Error("it is gone, and nothing says so")
		}
	}
	if at, err := postgres.OpenDepartures(d.DB).GoneFromFiles(t.Context(), 1<<40); at != nil || err != nil {
		t.Errorf("what will be destroyed later is said to be gone at %v, %v", at, err)
	}
}

// ways in which rows that were destroyed can still be seen by somebody.
var ways = map[string]struct {
	kind      string
	begin     []string
	elsewhere bool // in another database of the server
}{
	"a change in another database":          {kind: "CONNECTION", begin: []string{"BEGIN", "SELECT pg_current_xact_id()"}, elsewhere: true},
	"a snapshot that somebody reads by":     {kind: "CONNECTION", begin: []string{"BEGIN ISOLATION LEVEL REPEATABLE READ", "SELECT count(*) FROM employers_of_nobody"}},
	"a change that nobody ended":            {kind: "CONNECTION", begin: []string{"BEGIN", "SELECT pg_current_xact_id()"}},
	"a transaction prepared and forgotten":  {kind: "PREPARED", begin: []string{"BEGIN", "SELECT pg_current_xact_id()", "PREPARE TRANSACTION 'forgotten-there'"}},
	"a cursor of which the end is not read": {kind: "CONNECTION", begin: []string{"BEGIN", "DECLARE slow CURSOR FOR SELECT * FROM employers_of_nobody", "FETCH 1 FROM slow"}},
}

func TestAKeyThatSomebodyCanStillSeeIsNotSaidToBeGone(t *testing.T) {
	t.Parallel()
	server := postgrestest.Durable(t)
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			d := newDestroying(t, server)
			d.Exec(t, "CREATE TABLE ruggensteun.employers_of_nobody AS SELECT generate_series(1, 9) AS n")
			url := d.Admin
			if way.elsewhere {
				url = server.URL(embeddedpg.Superuser, "postgres")
			}
			holder := session(t, url)
			for _, sql := range append([]string{"SET application_name = 'nachtrapport'"}, way.begin...) {
				if _, err := holder.Exec(t.Context(), sql, pgx.QueryExecModeSimpleProtocol); err != nil {
					t.Fatalf("%s: %v", sql, err)
				}
			}
			d.forget()
			d.Exec(t, "VACUUM FULL ruggensteun.keyrings")
			if !d.inFiles(t, d.secret) {
				t.Fatal("VACUUM FULL alone took it away: this proves nothing")
			}
			d.heldBy(t, way.kind, holder)
			told := 0
			err := d.Rewrite(t.Context(), postgres.Rewriting{Wait: time.Minute, Waits: func(held *postgres.HeldError) {
				if told++; told == 2 { // it was looked at again
					d.release(t, way.kind, holder)
				}
			}})
			if err != nil || told < 2 {
				t.Errorf("waited %d times, %v", told, err)
			}
			if d.inFiles(t, d.secret) || d.gone(t) == nil {
				t.Errorf("afterwards it is in a file: %t, and said to be gone: %v", d.inFiles(t, d.secret), d.gone(t))
			}
		})
	}
}

// heldBy looks once, and is told who holds it.
func (d *destroying) heldBy(t *testing.T, kind string, holder *pgx.Conn) {
	t.Helper()
	var held *postgres.HeldError
	if err := d.Rewrite(t.Context(), postgres.Rewriting{}); !errors.As(err, &held) || len(held.Holders) != 1 {
		t.Fatalf("who holds it is told as %+v, %v", held, err)
	}
	id := "forgotten-there"
	if kind == "CONNECTION" {
		id = strconv.Itoa(int(holder.PgConn().PID()))
	}
	is := held.Holders[0]
	if is.Kind != kind || is.ID != id || kind == "CONNECTION" && (is.Application != "nachtrapport" || is.Login != "postgres") {
		t.Errorf("it says %+v, want %s %s", is, kind, id)
	}
	if d.gone(t) != nil {
		t.Error("it is said to be gone, and somebody can still see it")
	}
}

// release does what the message says.
func (d *destroying) release(t *testing.T, kind string, holder *pgx.Conn) {
	t.Helper()
	if kind == "PREPARED" {
		_, err := holder.Exec(t.Context(), "ROLLBACK PREPARED 'forgotten-there'")
		if err != nil {
			t.Error(err)
		}
		return
	}
	d.Exec(t, postgres.Holder{Kind: kind, ID: strconv.Itoa(int(holder.PgConn().PID()))}.Ends())
}

// What the server samples for its planner is copied into a table of its own, and stays there.
func TestNoKeyIsInTheSamplesOfTheServer(t *testing.T) {
	t.Parallel()
	d := newDestroying(t, postgrestest.Durable(t))
	d.Exec(t, "VACUUM ANALYZE")
	d.forget()
	if err := d.Rewrite(t.Context(), postgres.Rewriting{}); err != nil || d.inFiles(t, d.secret) {
		t.Errorf("%v; in a file: %t", err, d.inFiles(t, d.secret))
	}
	var sampled int
	d.Scan(t, []any{&sampled}, `SELECT count(*)::int FROM pg_stats WHERE (tablename, attname) IN (('keyrings', 'wrapped'), ('events', 'payload'), ('blobs', 'sealed'))`)
	if sampled > 0 {
		t.Errorf("%d columns with what is sealed are sampled", sampled)
	}
}

func TestWhoWaitsForATableLetsOthersGoOn(t *testing.T) {
	t.Parallel()
	d := newDestroying(t, postgrestest.Durable(t))
	d.forget()
	reader := session(t, d.Admin)
	for _, sql := range []string{"BEGIN", "SELECT count(*) FROM keyrings"} { // it sees nothing old, and keeps its lock
		if _, err := reader.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	var held *postgres.HeldError
	if err := d.Rewrite(t.Context(), postgres.Rewriting{}); !errors.As(err, &held) || !held.Busy {
		t.Fatalf("got %v", err)
	}
	if d.gone(t) != nil {
		t.Error("it is said to be gone, and nothing was written")
	}
	ctx, stop := context.WithCancel(t.Context())
	if err := d.Rewrite(ctx, postgres.Rewriting{Wait: time.Minute, Waits: func(*postgres.HeldError) { stop() }}); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted it gives %v", err)
	}
	if _, err := reader.Exec(t.Context(), "COMMIT"); err != nil {
		t.Fatal(err)
	}
	if err := d.Rewrite(t.Context(), postgres.Rewriting{All: true, Wait: time.Minute}); err != nil || d.inFiles(t, d.secret) {
		t.Errorf("afterwards: %v, in a file: %t", err, d.inFiles(t, d.secret))
	}
	var tables int
	d.Scan(t, []any{&tables}, "SELECT count(*)::int FROM rewritten")
	if tables < 20 {
		t.Errorf("only %d tables were written anew", tables)
	}
}
