package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
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
	for step := range 60 {
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
	for round := range 12 {
		var forgetting sync.WaitGroup
		forgetting.Go(func() {
			if err := elsewhere.erase(access.Registrar, "persons", anna, person.ForHealth); err != nil {
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

// TestForgettingAgainUnderTheSameKeyForgetsWhatWasToldSince: the keys go at every
// call, so every call must be recorded.
func TestForgettingAgainUnderTheSameKeyForgetsWhatWasToldSince(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	r := c.register("GEM-X")
	anna := id(1)
	once := http.Header{"Idempotency-Key": {"once"}}
	r.hurt(id(12), id(2), "I3")
	for _, injury := range []codes.Code{"I1", "I4"} {
		r.hurt(id(11), anna, injury)
		r.caughtUp()
		if err := r.eraseWith(access.Registrar, "persons", anna, once, person.ForHealth); err != nil {
			t.Fatal(err)
		}
		r.caughtUp()
		r.holdsNoneOf(string(injury))
		r.agrees("after " + string(injury))
	}
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

// TestFiguresForgetAnInjury: columns in memory are copies, so they are made anew.
func TestFiguresForgetAnInjury(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	r := c.register("GEM-X")
	anna := id(1)
	r.hurt(id(11), anna, "I1")
	r.hurt(id(11), anna, "I4")
	r.hurt(id(12), id(2), "I3")
	r.caughtUp()
	desk := newDesk(r.store)
	if err := desk.load(t.Context()); err != nil {
		t.Fatal(err)
	}
	following, stop := context.WithCancel(t.Context())
	var done sync.WaitGroup
	done.Go(func() { desk.follow(following) })
	defer func() { stop(); done.Wait() }()
	count := func(injury codes.Code, asOf eventlog.Position) int {
		answer, err := desk.Ask(figures.Question{
			Unit: figures.CountIncidents, AsOf: asOf, Filters: figures.Filters{figures.Injury: {injury}},
		}, access.Scope{Employer: r.employer})
		if err != nil {
			t.Fatal(err)
		}
		return answer.Total.N
	}
	if count("I4", 0) != 1 || count("I1", 2) != 1 || count("I3", 0) != 1 {
		t.Fatal("it does not count what was told")
	}
	r.forget(anna, person.ForIdentity)
	r.forget(anna, person.ForHealth)
	r.caughtUp()
	until(t, "the injury is forgotten", func() bool { return count(facts.Forgotten, 0) == 1 })
	for asOf := eventlog.Position(0); asOf <= 4; asOf++ {
		if count("I1", asOf)+count("I4", asOf) != 0 {
			t.Errorf("as of %d it is still there", asOf)
		}
	}
	if count(facts.Forgotten, 2) != 1 || count("I3", 0) != 1 {
		t.Error("somebody else was forgotten, or the past has changed")
	}
	r.hurt(id(11), anna, "I2")
	r.caughtUp()
	until(t, "it follows again", func() bool { return count("I2", 0) == 1 })
}
