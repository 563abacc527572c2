package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/projections/facts"
)

// TestAForgottenInjuryIsGoneFromEveryRow: with no server, with one in this
// process and with one in another, which has every key in memory.
func TestAForgottenInjuryIsGoneFromEveryRow(t *testing.T) {
	t.Parallel()
	for name, serve := range map[string]func(*terminal){
		"by who reads next":     func(*terminal) {},
		"by a server":           func(c *terminal) { c.start("serve", "--addr", "127.0.0.1:0").office() },
		"by a server elsewhere": func(c *terminal) { s, _ := c.process("serve", "--addr", "127.0.0.1:0"); s.office() },
		"by one of two servers": func(c *terminal) {
			for range 2 {
				s, _ := c.process("serve", "--addr", "127.0.0.1:0")
				s.office()
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newTerminal(t)
			c.employer("GEM-X")
			serve(c)
			r := c.register("GEM-X")
			anna, bram := id(1), id(2)
			r.hurt(id(11), anna, "I1")
			r.hurt(id(11), anna, "I4")
			r.hurt(id(12), bram, "I3")
			r.hurt(id(12), anna, "I2")
			r.hurt(id(12), anna, codes.Unknown)
			r.caughtUp()
			head, err := r.log.Head(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			before := r.counted(head)
			if got := r.injuries(anna); !cmp.Equal(got, []string{"I1", "I4", "I2"}) {
				t.Fatalf("before: %v", got)
			}

			r.forget(anna, person.ForHealth)
			r.caughtUp()
			if got := r.injuries(anna); !cmp.Equal(got, []string{"FORGOTTEN", "FORGOTTEN"}) {
				t.Errorf("forgotten: %v", got)
			}
			if got := r.injuries(bram); !cmp.Equal(got, []string{"I3"}) {
				t.Errorf("somebody else: %v", got)
			}
			if diff := cmp.Diff(before, r.counted(head)); diff != "" {
				t.Errorf("how many there were as of each position (-before +after):\n%s", diff)
			}
			r.holdsNoneOf("I1", "I4", "I2")
			c.run("verify").ok()
			c.run("verify", "--open").ok()
			if said := c.run("projections", "rebuild", "facts").ok(); strings.Contains(said, "differed") {
				t.Errorf("a rebuild finds\n%s", said)
			}
			if got := r.injuries(anna); !cmp.Equal(got, []string{"FORGOTTEN", "FORGOTTEN"}) {
				t.Errorf("rebuilt: %v", got)
			}

			r.hurt(id(11), anna, "I4") // told anew, and kept anew
			r.caughtUp()
			if got := r.injuries(anna); !cmp.Equal(got, []string{"FORGOTTEN", "FORGOTTEN", "I4"}) {
				t.Errorf("told again: %v", got)
			}
			c.run("verify").ok()
			r.forget(anna, erasure.Purposes()...)
			r.caughtUp()
			r.holdsNoneOf("I1", "I4", "I2")
			c.run("verify", "--open").ok()
		})
	}
}

// TestWhateverIsToldAndForgottenTheRowsFollowFromTheLog tells and forgets at
// random, reads now and then, and compares and rebuilds now and then.
func TestWhateverIsToldAndForgottenTheRowsFollowFromTheLog(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	dice := rand.New(rand.NewPCG(seed, 1))
	c := newTerminal(t)
	c.employer("GEM-X")
	r, elsewhere := c.register("GEM-X"), c.register("GEM-X")
	injuries := []codes.Code{"I1", "I2", "I3", "I4", codes.Unknown, ""}
	r.hurt(id(10), id(1), "I1")
	known := map[byte]bool{1: true}
	for step := range 150 {
		who := byte(1 + dice.IntN(4))
		switch n := dice.IntN(20); {
		case n < 11:
			r.hurt(id(byte(10+dice.IntN(4))), id(who), injuries[dice.IntN(len(injuries))])
			known[who] = true
		case n < 14 && known[who]:
			r.forget(id(who), erasure.Purposes()[dice.IntN(2):]...)
		case n < 17:
			r.caughtUp()
		case n < 18: // whoever opened it while it was there has the keys in memory
			elsewhere.caughtUp()
			elsewhere.agrees(fmt.Sprintf("seed %d, step %d, elsewhere", seed, step))
		case n < 19:
			r.caughtUp()
			r.agrees(fmt.Sprintf("seed %d, step %d", seed, step))
		default:
			r.caughtUp()
			compared, err := elsewhere.runner.Rebuild(t.Context(), facts.Projection, nil)
			if err != nil || compared.Wrong() {
				t.Fatalf("seed %d, step %d: a rebuild finds %v, %v", seed, step, compared.Differences, err)
			}
		}
	}
	r.caughtUp()
	r.agrees(fmt.Sprintf("seed %d, at the end", seed))
}

// TestForgettingGoesOnWhileRowsAreBuilt: somebody is forgotten when the log was
// read already and the new rows are not yet in use, and told of again.
func TestForgettingGoesOnWhileRowsAreBuilt(t *testing.T) {
	t.Parallel()
	for name, build := range map[string]func(*register, postgres.Progress) (postgres.Comparison, error){
		"rebuilt": func(r *register, p postgres.Progress) (postgres.Comparison, error) {
			return r.runner.Rebuild(r.t.Context(), facts.Projection, p)
		},
		"compared": func(r *register, p postgres.Progress) (postgres.Comparison, error) {
			return r.runner.Compare(r.t.Context(), facts.Projection, p)
		},
	} {
		for _, live := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, projected meanwhile %t", name, live), func(t *testing.T) {
				t.Parallel()
				c := newTerminal(t)
				c.employer("GEM-X")
				r := c.register("GEM-X")
				anna := id(1)
				r.hurt(id(11), anna, "I1")
				r.hurt(id(12), anna, "I2")
				r.caughtUp()
				compared, err := build(r, func(done, of int64) {
					if done < of {
						return
					}
					r.hurt(id(12), anna, "I4")
					r.forget(anna, person.ForHealth)
					r.hurt(id(11), anna, "I1") // the same as before, and not forgotten
					if live {
						r.caughtUp()
					}
				})
				if err != nil || compared.Wrong() {
					t.Errorf("it finds %v, %v", compared.Differences, err)
				}
				r.caughtUp()
				if got := r.injuries(anna); !cmp.Equal(got, []string{"FORGOTTEN", "FORGOTTEN", "I1"}) {
					t.Errorf("injuries are %v", got)
				}
				r.agrees("afterwards")
			})
		}
	}
}

// TestForgettingWhileMoreIsToldDestroysNoKeyFromAfterIt: else a row would hold
// what nobody can read in the log, of which the log does not say that it is gone.
func TestForgettingWhileMoreIsToldDestroysNoKeyFromAfterIt(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	r, elsewhere := c.register("GEM-X"), c.register("GEM-X")
	anna := id(1)
	r.hurt(id(11), anna, "I1")
	by, request := r.as(access.Registrar)
	cmd := erasure.Erase{By: by, Employer: r.employer, Purposes: []person.Purpose{person.ForHealth}, Reason: "ERASURE"}
	for round := range 12 {
		var forgetting sync.WaitGroup
		forgetting.Go(func() {
			if err := elsewhere.forgetPerson(t.Context(), anna, cmd, request); err != nil {
				t.Error(err)
			}
		})
		for _, injury := range []codes.Code{"I1", "I2", "I3", "I4"} {
			r.hurt(id(11), anna, injury)
		}
		forgetting.Wait()
		elsewhere.readableAfter(anna, round)
	}
	r.caughtUp()
	r.agrees("at the end")
	c.run("verify", "--open").ok()
}

// readableAfter insists that of a person just that can be opened which was told
// after the last erasure.
func (r *register) readableAfter(personID uuid.UUID, round int) {
	r.t.Helper()
	recorded, err := r.log.Read(r.t.Context(), 0, 1<<20)
	if err != nil {
		r.t.Fatal(err)
	}
	bodies, err := r.opened.Decode(r.t.Context(), recorded)
	if err != nil {
		r.t.Fatal(err)
	}
	last := 0
	for i, body := range bodies {
		if _, erased := body.(erasure.Erased); erased {
			last = i
		}
	}
	for i, body := range bodies {
		state := incident.Incident{}
		if e, ours := body.(incident.Event); ours {
			state = incident.Decider.Fold([]incident.Event{e})
		}
		if details, ours := body.(incident.DetailsAdded); ours {
			state.Workers = details.Workers
		}
		if w, told := state.Worker(personID); told && (w.Health.State == person.Present) != (i > last) {
			r.t.Errorf("round %d: told at position %d, forgotten at %d, and it is %s", round, i+1, last+1, w.Health.State)
		}
	}
}

func TestOnlyWhatTheLogSaysIsErased(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	r := c.register("GEM-X")
	r.hurt(id(11), id(1), "I1")
	r.hurt(id(11), id(1), "I4")
	r.caughtUp()
	if n := c.count(`SELECT count(*) FROM pg_class WHERE oid = 'facts_r2.involvement'::regclass
		AND reloptions @> '{autovacuum_vacuum_threshold=0,autovacuum_vacuum_scale_factor=0}'`); n != 1 {
		t.Error("what was erased stays in dead rows until a fifth of the table is dead")
	}
	app, err := pgx.Connect(t.Context(), c.db.Logins.App)
	if err != nil {
		t.Fatal(err)
	}
	defer app.Close(context.Background())
	for _, sql := range []string{
		"UPDATE facts_r2.involvement SET injury = 'FORGOTTEN'", "DELETE FROM facts_r2.involvement",
		"CREATE OR REPLACE FUNCTION facts_r2.forget_in_involvement(bigint, bigint) RETURNS void LANGUAGE sql AS ''",
	} {
		if _, err := app.Exec(t.Context(), sql); err == nil {
			t.Errorf("the app may say %s", sql)
		}
	}
	if _, err := app.Exec(t.Context(), "SELECT facts_r2.forget_in_involvement(0, 1000000)"); err != nil {
		t.Error(err)
	}
	if got := r.injuries(id(1)); !cmp.Equal(got, []string{"I1", "I4"}) {
		t.Errorf("nobody was forgotten, and the injuries are %v", got)
	}
	r.forget(id(1), person.ForIdentity)
	r.caughtUp()
	if got := r.injuries(id(1)); !cmp.Equal(got, []string{"I1", "I4"}) {
		t.Errorf("a name was forgotten, and the injuries are %v", got)
	}
	reader, err := pgx.Connect(t.Context(), c.db.Logins.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close(context.Background())
	if _, err := reader.Exec(t.Context(), "SELECT facts_r2.forget_in_involvement(0, 1000000)"); err == nil {
		t.Error("the reader may erase")
	}
}

func TestWhoMayNotForgetDestroysNothing(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	r := c.register("GEM-X")
	r.hurt(id(11), id(1), "I1")
	for _, test := range []struct {
		role access.Role
		who  uuid.UUID
		want fault.Kind
	}{{access.Reporter, id(1), fault.Forbidden}, {access.Registrar, id(9), fault.NotFound}} {
		by, request := r.as(test.role)
		err := r.forgetPerson(t.Context(), test.who, erasure.Erase{By: by, Employer: r.employer, Purposes: erasure.Purposes(), Reason: "ERASURE"}, request)
		if fault.KindOf(err) != test.want {
			t.Errorf("%s: %v, want %s", test.role, err, test.want)
		}
	}
	if n := c.count("SELECT count(*) FROM keys WHERE destroyed_at IS NOT NULL") + c.count("SELECT count(*) FROM events WHERE stream LIKE 'person-%'"); n != 0 {
		t.Errorf("%d keys are gone or events recorded", n)
	}
}

// TestAKeyThatIsGoneWithoutARecordIsFound: the alarm for a forgetting that
// stopped halfway, and its remedy.
func TestAKeyThatIsGoneWithoutARecordIsFound(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	r := c.register("GEM-X")
	r.hurt(id(11), id(1), "I1")
	r.caughtUp()
	if _, err := r.destroyKeys(t.Context(), id(1), erasure.Erase{Employer: r.employer, Purposes: erasure.Purposes()}); err != nil {
		t.Fatal(err)
	}
	c.run("verify").fails(1, "not what it should be")
	r.forget(id(1), erasure.Purposes()...)
	r.caughtUp()
	c.run("verify").ok()
}
