package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

// ofFile does something to a suspect's file, as the registrar.
func (r *register) ofFile(file uuid.UUID, command func(suspect.Asked) suspect.Command) {
	r.t.Helper()
	by, request := r.as(access.Registrar)
	asked := suspect.Asked{By: by, At: time.Now(), Employer: employer.Employer{ID: r.employer, Code: "GEM-X"}}
	if _, err := suspect.Decider.Run(r.t.Context(), r.journal(), suspect.Stream(file), command(asked), request); err != nil {
		r.t.Fatal(err)
	}
}

func (r *register) filed(file uuid.UUID, band codes.Code) {
	r.t.Helper()
	r.ofFile(file, func(a suspect.Asked) suspect.Command {
		return suspect.Open{Asked: a, Profile: person.Profile{AgeBand: band}}
	})
}

func (r *register) described(file uuid.UUID, band codes.Code) {
	r.t.Helper()
	r.ofFile(file, func(a suspect.Asked) suspect.Command {
		return suspect.Describe{Asked: a, Profile: person.Profile{AgeBand: band}}
	})
}

func (r *register) told(file, entry uuid.UUID, flag codes.Code) {
	r.t.Helper()
	r.ofFile(file, func(a suspect.Asked) suspect.Command {
		return suspect.TellHistory{Asked: a, ID: entry, Entry: person.History{Flag: flag, Provenance: "OWN", On: "2026-01-02"}}
	})
}

func (r *register) retracted(file, entry uuid.UUID) {
	r.t.Helper()
	r.ofFile(file, func(a suspect.Asked) suspect.Command {
		return suspect.RetractHistory{Asked: a, ID: entry, Reason: "vergissing"}
	})
}

// linked tells who did it; without a file somebody who was seen. The incident must
// be there.
func (r *register) linked(incidentID, link, file uuid.UUID, band codes.Code) {
	r.t.Helper()
	by, request := r.as(access.Registrar)
	cmd := incident.LinkSuspect{
		Asked: incident.Asked{By: by, At: time.Now(), Employer: employer.Employer{ID: r.employer, Code: "GEM-X"}},
		ID:    link, Kind: "DESCRIBED", Profile: person.Profile{AgeBand: band},
	}
	if file != uuid.Nil {
		state, _, err := suspect.Decider.Load(r.t.Context(), r.journal(), suspect.Stream(file))
		if err != nil {
			r.t.Fatal(err)
		}
		cmd.Kind, cmd.Suspect, cmd.File = "KNOWN", file, state
	}
	if _, err := incident.Decider.Run(r.t.Context(), r.journal(), incident.Stream(incidentID), cmd, request); err != nil && fault.KindOf(err) != fault.Refused {
		r.t.Fatal(err)
	}
}

func (r *register) forgetSuspect(file uuid.UUID, purposes ...person.Purpose) {
	r.t.Helper()
	if err := r.erase(access.Registrar, "suspects", file, purposes...); err != nil {
		r.t.Fatal(err)
	}
}

func (r *register) forgetIncident(id uuid.UUID, purposes ...person.Purpose) {
	r.t.Helper()
	if err := r.erase(access.Registrar, "incidents", id, purposes...); err != nil {
		r.t.Fatal(err)
	}
}

// versions is every version of what a table holds of a subject, whoever reads it.
func (r *register) versions(table, column, by string, subject uuid.UUID) (list []string) {
	r.t.Helper()
	r.c.db.Scan(r.t, []any{&list}, fmt.Sprintf(`
		SELECT coalesce(array_agg(%s ORDER BY position), '{}') FROM %s.%s WHERE %s = $1`, column, r.schema(), table, by), subject)
	return list
}

func (r *register) ages(subject uuid.UUID) []string {
	r.t.Helper()
	return r.versions("profile", "age_band", "subject", subject)
}

func (r *register) history(file uuid.UUID) []string {
	r.t.Helper()
	return r.versions("history", "told", "suspect", file)
}

// stands looks for texts in every row of every table there is, and in no event.
func (r *register) stands(texts ...string) (found []string) {
	r.t.Helper()
	conn, err := pgx.Connect(r.t.Context(), r.c.db.Admin)
	if err != nil {
		r.t.Fatal(err)
	}
	defer conn.Close(context.Background())
	rows, err := conn.Query(r.t.Context(), `
		SELECT schemaname || '.' || tablename, query_to_xml(format('SELECT * FROM %I.%I', schemaname, tablename), true, false, '')::text
		FROM pg_tables
		WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`)
	if err != nil {
		r.t.Fatal(err)
	}
	var table, all string
	if _, err := pgx.ForEachRow(rows, []any{&table, &all}, func() error {
		for _, text := range texts {
			if strings.Contains(all, text) {
				found = append(found, table+" holds "+text)
			}
		}
		return nil
	}); err != nil {
		r.t.Fatal(err)
	}
	return found
}

func TestAForgottenSuspectIsGoneFromEveryRow(t *testing.T) {
	t.Parallel()
	for name, serve := range map[string]func(*terminal){
		"by who reads next":     func(*terminal) {},
		"by a server":           func(c *terminal) { c.start("serve", "--addr", "127.0.0.1:0").office() },
		"by a server elsewhere": func(c *terminal) { s, _ := c.process("serve", "--addr", "127.0.0.1:0"); s.office() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newTerminal(t)
			c.employer("GEM-X")
			serve(c)
			r := c.register("GEM-X")
			dirk, emma := id(51), id(52)
			r.filed(dirk, "AGE_18_22")
			r.filed(emma, "AGE_65_PLUS")
			r.described(dirk, "AGE_23_29")
			r.told(dirk, id(61), "H_BAN")
			r.told(dirk, id(62), "H_WARNED")
			r.retracted(dirk, id(62))
			for n := byte(11); n <= 13; n++ {
				r.hurt(id(n), id(1), "I3")
				r.linked(id(n), id(71), dirk, "AGE_30_39")
			}
			r.linked(id(11), id(72), uuid.Nil, "AGE_40_49") // of whom nobody knows who it was
			r.linked(id(11), id(72), uuid.Nil, "AGE_50_64")
			r.linked(id(12), id(72), emma, "AGE_65_PLUS")
			r.caughtUp()
			if got := r.ages(dirk); !cmp.Equal(got, []string{"AGE_18_22", "AGE_23_29", "AGE_30_39", "AGE_30_39", "AGE_30_39"}) {
				t.Fatalf("before: %v", got)
			}
			if got := r.history(dirk); !cmp.Equal(got, []string{"H_BAN|OWN", "H_WARNED|OWN", "H_WARNED|OWN"}) {
				t.Fatalf("before: %v", got)
			}

			r.forgetSuspect(dirk, person.ForProfile)
			r.caughtUp()
			if got := r.ages(dirk); !cmp.Equal(got, []string{"FORGOTTEN", "FORGOTTEN", "FORGOTTEN", "FORGOTTEN"}) {
				t.Errorf("forgotten: %v", got)
			}
			if got := append(r.ages(emma), r.ages(id(11))...); !cmp.Equal(got, []string{"AGE_65_PLUS", "AGE_65_PLUS", "AGE_40_49", "AGE_50_64"}) {
				t.Errorf("others: %v", got)
			}
			if got := r.history(dirk); len(got) != 3 || got[0] != "H_BAN|OWN" {
				t.Errorf("what was not to be forgotten: %v", got)
			}
			r.forgetSuspect(dirk, suspect.Purposes()...)
			r.forgetIncident(id(11), person.ForProfile)
			r.caughtUp()
			if got := append(r.history(dirk), r.ages(id(11))...); !cmp.Equal(got, []string{"FORGOTTEN", "FORGOTTEN", "FORGOTTEN"}) {
				t.Errorf("forgotten: %v", got)
			}
			if found := r.stands("AGE_18_22", "AGE_23_29", "AGE_30_39", "AGE_40_49", "AGE_50_64", "H_BAN", "H_WARNED"); found != nil {
				t.Errorf("what was forgotten stands somewhere: %v", found)
			}
			if r.stands("AGE_65_PLUS") == nil {
				t.Error("the tables were not looked at: they do not even hold what they may")
			}
			c.run("verify", "--open").ok()
			if said := c.run("projections", "rebuild", "facts").ok(); strings.Contains(said, "differed") {
				t.Errorf("a rebuild finds\n%s", said)
			}
			if got := append(r.history(dirk), r.ages(dirk)...); !cmp.Equal(got, []string{"FORGOTTEN", "FORGOTTEN", "FORGOTTEN", "FORGOTTEN", "FORGOTTEN", "FORGOTTEN"}) {
				t.Errorf("rebuilt: %v", got)
			}

			r.described(dirk, "AGE_30_39") // told anew, and kept anew
			r.told(dirk, id(63), "H_BAN")
			r.linked(id(11), id(72), uuid.Nil, "AGE_50_64")
			r.caughtUp()
			if got := append(r.ages(dirk)[4:], append(r.history(dirk)[2:], r.ages(id(11))[1:]...)...); !cmp.Equal(got, []string{"AGE_30_39", "H_BAN|OWN", "AGE_50_64"}) {
				t.Errorf("told again: %v", got)
			}
			c.run("verify", "--open").ok()
		})
	}
}

// TestWhateverIsToldOfSuspectsAndForgottenTheRowsFollowFromTheLog tells and forgets
// at random, reads now and then, and compares and rebuilds now and then.
func TestWhateverIsToldOfSuspectsAndForgottenTheRowsFollowFromTheLog(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	dice := rand.New(rand.NewPCG(seed, 2))
	c := newTerminal(t)
	c.employer("GEM-X")
	r, elsewhere := c.register("GEM-X"), c.register("GEM-X")
	bands := []codes.Code{"AGE_18_22", "AGE_23_29", codes.Unknown, ""}
	one := func(from byte) uuid.UUID { return id(from + byte(dice.IntN(3))) }
	for n := range byte(3) {
		r.filed(id(50+n), bands[n])
		r.hurt(id(10+n), id(1), "I3")
	}
	entry := byte(100)
	for step := range 60 {
		when := fmt.Sprintf("seed %d, step %d", seed, step)
		band := bands[dice.IntN(len(bands))]
		switch n := dice.IntN(20); {
		case n < 4:
			r.described(one(50), band)
		case n < 7:
			r.linked(one(10), one(70), one(50), band)
		case n < 9:
			r.linked(one(10), one(70), uuid.Nil, band)
		case n < 11 && entry < 250:
			entry++
			r.told(one(50), id(entry), []codes.Code{"H_BAN", "H_WARNED"}[dice.IntN(2)])
		case n < 12:
			r.retracted(one(50), id(100+byte(dice.IntN(20))))
		case n < 14:
			r.forgetSuspect(one(50), suspect.Purposes()[dice.IntN(3)])
		case n < 15:
			r.forgetIncident(one(10), person.ForProfile, person.ForAddress)
		case n < 17:
			r.caughtUp()
		case n < 18: // whoever opened it while it was there has the keys in memory
			elsewhere.caughtUp()
			elsewhere.agrees(when + ", elsewhere")
		case n < 19:
			r.caughtUp()
			r.agrees(when)
		default:
			r.caughtUp()
			compared, err := elsewhere.runner.Rebuild(t.Context(), facts.Projection, nil)
			if err != nil || compared.Wrong() {
				t.Fatalf("%s: a rebuild finds %v, %v", when, compared.Differences, err)
			}
		}
	}
	r.caughtUp()
	r.agrees(fmt.Sprintf("seed %d, at the end", seed))
	c.run("verify", "--open").ok()
}

// TestForgettingThatIsKilledBetweenKeysAndRecordIsFinishedByAskingAgain: the process
// is killed with the keys gone and nothing recorded.
func TestForgettingThatIsKilledBetweenKeysAndRecordIsFinishedByAskingAgain(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	r := c.register("GEM-X")
	dirk := id(51)
	r.filed(dirk, "AGE_18_22")
	r.caughtUp()
	conn, err := pgx.Connect(t.Context(), c.db.Admin)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), "SELECT pg_advisory_xact_lock($1)", 0x52756767); err != nil { // that of everybody who appends
		t.Fatal(err)
	}
	forget := []string{"suspect", "forget", dirk.String(), "--what", "profile", "--reason", "ERASURE", "--forever", "--as", "registrar@GEM-X"}
	running, process := c.process(forget...)
	const waiting = "FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
	until(t, "the keys are destroyed, and the record waits", func() bool {
		return c.count("SELECT count(*) FROM keyrings WHERE destroyed_at IS NOT NULL") > 0 && c.count("SELECT count(*) "+waiting) > 0
	})
	if err := process.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-running.ended
	running.ended = nil
	// What it sent before it died would still be recorded: the network was cut as well.
	c.db.Exec(t, "SELECT pg_terminate_backend(pid) "+waiting)
	until(t, "nobody waits any more", func() bool { return c.count("SELECT count(*) "+waiting) == 0 })
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := c.count("SELECT count(*) FROM events WHERE type LIKE '%erased%'"); n != 0 {
		t.Fatalf("%d erasures are recorded: it was not killed in time", n)
	}
	c.run("verify").fails(1, "not what it should be")
	c.run(forget...).recorded()
	r.caughtUp()
	if got := r.ages(dirk); !cmp.Equal(got, []string{"FORGOTTEN"}) {
		t.Errorf("finished: %v", got)
	}
	c.run("verify", "--open").ok()
	c.run(forget...).recorded() // once more is safe
	r.caughtUp()
	c.run("verify", "--open").ok()
}

// TestFiguresForgetASuspect: columns in memory are copies, so they are made anew; and
// whatever is forgotten, no total changes.
func TestFiguresForgetASuspect(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	r := c.register("GEM-X")
	dirk := id(51)
	r.filed(dirk, "AGE_18_22")
	r.told(dirk, id(61), "H_BAN")
	for n := byte(11); n <= 13; n++ {
		r.hurt(id(n), id(1), "I3")
	}
	r.linked(id(11), id(71), dirk, "")
	r.linked(id(12), id(71), dirk, "")
	r.linked(id(13), id(71), uuid.Nil, "AGE_40_49")
	r.caughtUp()
	head, err := r.log.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	desk := newDesk(r.store)
	if err := desk.load(t.Context()); err != nil {
		t.Fatal(err)
	}
	following, stop := context.WithCancel(t.Context())
	var done sync.WaitGroup
	done.Go(func() { desk.follow(following) })
	defer func() { stop(); done.Wait() }()
	ask := func(rows figures.Dimension, asOf eventlog.Position) (total int, cells map[codes.Code]int) {
		answer, err := desk.Ask(figures.Question{Unit: figures.CountIncidents, Rows: rows, AsOf: asOf, Filters: figures.Filters{}}, access.Scope{Employer: r.employer})
		if err != nil {
			t.Fatal(err)
		}
		cells = map[codes.Code]int{}
		for i, row := range answer.Rows {
			if n := answer.RowTotals[i].N; n > 0 {
				cells[row] = n
			}
		}
		return answer.Total.N, cells
	}
	_, nth := ask(figures.Nth, head)
	if _, ages := ask(figures.AgeBand, head); ages["AGE_18_22"] != 2 || ages["AGE_40_49"] != 1 {
		t.Fatalf("it does not count what was told: %v", ages)
	}
	r.forgetSuspect(dirk, suspect.Purposes()...)
	r.forgetIncident(id(13), person.ForProfile)
	r.caughtUp()
	until(t, "the suspects are forgotten", func() bool {
		_, ages := ask(figures.AgeBand, 0)
		return ages[facts.Forgotten] == 3
	})
	for asOf := eventlog.Position(1); asOf <= head; asOf++ {
		for _, rows := range []figures.Dimension{figures.AgeBand, figures.History} {
			if _, cells := ask(rows, asOf); cells["AGE_18_22"]+cells["AGE_40_49"]+cells["H_BAN"] != 0 {
				t.Errorf("as of %d it still counts %v", asOf, cells)
			}
		}
	}
	if total, history := ask(figures.History, head); total != 3 || history[facts.Forgotten] != 2 {
		t.Errorf("of %d the history is %v", total, history)
	}
	if total, after := ask(figures.Nth, head); total != 3 || !cmp.Equal(nth, after) {
		t.Errorf("which known incident it was counted %v, and now %v of %d", nth, after, total)
	}
}
