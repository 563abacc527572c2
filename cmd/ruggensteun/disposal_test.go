package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// later types a command so many years from now.
func (c *terminal) later(years int, input string, args ...string) printed {
	c.t.Helper()
	var out, err bytes.Buffer
	p := &program{in: strings.NewReader(input), out: &out, err: &err, env: c.getenv, clock: func() time.Time { return time.Now().AddDate(years, 0, 0) }}
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	done := printed{t: c.t, line: strings.Join(args, " "), status: p.run(ctx, args), out: out.String(), err: err.String()}
	done.silent("standard error", done.err)
	done.silent("standard output", done.out)
	return done
}

// certified counts certificates, and how many things they are of.
func (c *terminal) certified() (certificates, things int) {
	c.t.Helper()
	const of = "FROM events WHERE type = 'certificate.issued.v1'"
	return c.count("SELECT count(*) " + of), c.count("SELECT count(DISTINCT convert_from(payload, 'UTF8')::jsonb->>'of') " + of)
}

// TestARoundAsksListsAndErases what is due on a terminal, and the figures stay.
func TestARoundAsksListsAndErases(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	r := c.register("GEM-X")
	for n := byte(11); n <= 14; n++ {
		r.hurt(id(n), id(n-10), "I3")
	}
	r.caughtUp()
	run := []string{"retention", "run", "--as", "privacy-officer@GEM-X"}
	if out := c.run(append(run, "--yes")...).ok(); !strings.Contains(out, ": 0; blijft: 0.") {
		t.Errorf("nothing is due, and it says %s", out)
	}
	reason := filepath.Join(t.TempDir(), "reason.json")
	if err := os.WriteFile(reason, []byte(`{"reason":"x"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	total := c.total("--as", "registrar@GEM-X")
	c.later(6, "", append([]string{"hold", "place", "--kind", "WORKER", "--of", id(4).String(), "--ground", "CLAIM", "--until", time.Now().AddDate(6, 3, 0).Format(time.DateOnly), "--as", "privacy-officer@GEM-X"}, reason)...).ok()
	events := c.count("SELECT count(*) FROM events")
	dry := c.later(6, "", append(run, "--dry-run")...).ok()
	if !strings.Contains(dry, "Te wissen op") || !strings.Contains(dry, "vastgehouden tot en met") {
		t.Errorf("a dry run says %s", dry)
	}
	for _, answer := range []string{"", "y\n", "0\n"} {
		c.later(6, answer, run...).fails(2, "nothing is erased")
	}
	if n := c.count("SELECT count(*) FROM events"); n != events {
		t.Fatalf("%d events were recorded by who only looked", n-events)
	}
	out := c.later(6, "3\n", append(run, "--most", "2", "--backup", "nachtelijk=P30D")...).ok()
	if !strings.Contains(out, "Gewist op") || strings.Count(out, "bewijs ") != 3 {
		t.Errorf("it says %s", out)
	}
	if n, of := c.certified(); n != 3 || of != 3 {
		t.Errorf("%d certificates of %d", n, of)
	}
	r.caughtUp()
	if after := c.total("--as", "registrar@GEM-X"); after != total {
		t.Errorf("of %d incidents %d are left", total, after)
	}
	c.run("verify").ok()
	if out := c.later(6, "", append(run, "--yes")...).ok(); !strings.Contains(out, ": 0; blijft: 1.") {
		t.Errorf("run again it says %s", out)
	}
	if out := c.later(6, "", "retention", "runs", "--as", "privacy-officer@GEM-X", "--language", "en").ok(); !strings.Contains(out, "ERASED") || !strings.Contains(out, "held through") {
		t.Errorf("the list says %s", out)
	}
}

// TestARoundThatIsKilledIsFinishedByTheNext kills the process (9) with keys gone and nothing recorded of
// it, in the middle of a round.
func TestARoundThatIsKilledIsFinishedByTheNext(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	r := c.register("GEM-X")
	const people = 12
	for n := byte(1); n <= people; n++ {
		r.hurt(id(n+20), id(n), "I3")
	}
	r.caughtUp()
	conn, err := pgx.Connect(t.Context(), c.db.Admin)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	c.db.Exec(t, fmt.Sprintf(`
		CREATE FUNCTION pause() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN
			IF (SELECT count(*) FROM keyrings WHERE destroyed_at IS NOT NULL) > %d THEN
				PERFORM pg_advisory_xact_lock(417);
			END IF;
			RETURN NEW;
		END $$;
		CREATE TRIGGER pause BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION pause();`, people/2))
	if _, err := conn.Exec(t.Context(), "SELECT pg_advisory_lock(417)"); err != nil {
		t.Fatal(err)
	}
	run := []string{"retention", "run", "--yes", "--as", "privacy-officer@GEM-X"}
	c.env[yearsLater] = "6"
	running, process := c.process(run...)
	const waiting = "FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
	until(t, "keys are destroyed, and a record of it waits", func() bool { return c.count("SELECT count(*) "+waiting) > 0 })
	if err := process.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-running.ended
	running.ended = nil
	c.db.Exec(t, "SELECT pg_terminate_backend(pid) "+waiting)
	until(t, "nobody waits any more", func() bool { return c.count("SELECT count(*) "+waiting) == 0 })
	if _, err := conn.Exec(t.Context(), "SELECT pg_advisory_unlock(417)"); err != nil {
		t.Fatal(err)
	}
	c.db.Exec(t, "DROP TRIGGER pause ON events; DROP FUNCTION pause()")
	erased := c.count("SELECT count(*) FROM events WHERE type = 'person.identity_erased.v1'")
	if certificates, _ := c.certified(); erased == 0 || erased >= people || certificates != 0 {
		t.Fatalf("%d are erased and %d certified: it was not killed in the middle", erased, certificates)
	}
	out := c.later(6, "", run...).ok()
	if n := strings.Count(out, "bewijs "); n != people {
		t.Errorf("%d of %d are told: %s", n, people, out)
	}
	if n, of := c.certified(); n != people || of != people {
		t.Errorf("%d certificates of %d people", n, of)
	}
	r.caughtUp()
	c.run("verify").ok()
	if out := c.later(6, "", run...).ok(); !strings.Contains(out, ": 0; blijft: 0.") {
		t.Errorf("run again it says %s", out)
	}
}
