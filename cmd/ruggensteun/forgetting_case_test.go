package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections/facts"
)

// ofCase does something to a case, as the case worker; what the rules refuse is left.
func (r *register) ofCase(id uuid.UUID, command func(prosecution.Asked) prosecution.Command) {
	r.t.Helper()
	by, request := r.as(access.CaseWorker)
	asked := prosecution.Asked{By: by, At: time.Now().UTC().Truncate(time.Minute), Employer: employer.Employer{ID: r.employer, Code: "GEM-X"}}
	if _, err := prosecution.Decider.Run(r.t.Context(), r.journal(), prosecution.Stream(id), command(asked), request); err != nil && fault.KindOf(err) != fault.Refused {
		r.t.Fatal(err)
	}
}

func heardOf(at time.Time, step codes.Code, cents int64) prosecution.Heard {
	day := moment.Moment{Instant: at.Truncate(24 * time.Hour), Precision: moment.Day, Finer: codes.Unknown}
	heard := prosecution.Heard{Received: day, Source: "COURT", Told: prosecution.Told{Step: step, Effect: day}}
	switch step {
	case "SEPOT":
		heard.Told.Sepot = "42"
	case "VERDICT":
		heard.Told.Outcome = "ART9A"
	}
	if cents > 0 {
		kind := map[codes.Code]codes.Code{"VERDICT": "AWARDED", "DMG_PAID": "PAID"}[step]
		heard.Amounts = []prosecution.Amount{{Claimant: id(1), Kind: kind, Cents: cents}}
	}
	return heard
}

func (r *register) caseHeard(id, notice uuid.UUID, step codes.Code, cents int64) {
	r.t.Helper()
	r.ofCase(id, func(a prosecution.Asked) prosecution.Command {
		return prosecution.Receive{Asked: a, ID: notice, Heard: heardOf(a.At, step, cents)}
	})
}

func (r *register) caseOpened(id, worker uuid.UUID) {
	r.t.Helper()
	r.ofCase(id, func(a prosecution.Asked) prosecution.Command { return prosecution.Open{Asked: a} })
	r.ofCase(id, func(a prosecution.Asked) prosecution.Command {
		return prosecution.Join{Asked: a, Link: prosecution.Link{Kind: prosecution.ToWorker, ID: worker}, Target: prosecution.Target{Hit: []uuid.UUID{worker}}}
	})
}

// steps are what stands of the notices of a case in every version; owed the same of money.
func (r *register) steps(id uuid.UUID) (list []string) {
	r.t.Helper()
	for _, text := range r.versions("case_step", "told", "criminal_case", id) {
		step, _, _ := strings.Cut(text, facts.Between)
		list = append(list, step)
	}
	return list
}

func (r *register) owed(id uuid.UUID) []string {
	r.t.Helper()
	return r.versions("case_damage", "amounts", "criminal_case", id)
}

func TestAForgottenCaseIsGoneFromEveryRow(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	r := c.register("GEM-X")
	r.caseOpened(id(81), id(1))
	r.caseHeard(id(81), id(91), "SEPOT", 0)
	r.caseHeard(id(81), id(92), "VERDICT", 45_067)
	r.caseHeard(id(81), id(93), "SUMMONS", 0)
	r.ofCase(id(81), func(a prosecution.Asked) prosecution.Command {
		return prosecution.Correct{Asked: a, ID: id(91), Heard: heardOf(a.At, "ZSM", 0), Reason: "verkeerd gelezen"}
	})
	r.ofCase(id(81), func(a prosecution.Asked) prosecution.Command {
		return prosecution.Withdraw{Asked: a, ID: id(93), Reason: "andere zaak"}
	})
	r.caughtUp()
	if got := r.steps(id(81)); !cmp.Equal(got, []string{"SEPOT", "VERDICT", "SUMMONS", "ZSM"}) {
		t.Fatalf("before: %v", got)
	}
	forget := func(p person.Purpose) {
		if err := r.erase(access.Registrar, "cases", id(81), p); err != nil {
			t.Fatal(err)
		}
		r.caughtUp()
	}
	forget(person.ForProsecution)
	if got := append(r.steps(id(81)), r.owed(id(81))...); !cmp.Equal(got, []string{"FORGOTTEN", "FORGOTTEN", "FORGOTTEN", id(1).String() + "|AWARDED|45067"}) {
		t.Errorf("what was heard is forgotten, and a debt is not: %v", got)
	}
	forget(person.ForDamages)
	if found := r.stands("|SEPOT|", "ART9A", "45067"); found != nil {
		t.Errorf("what was forgotten stands somewhere: %v", found)
	}
	c.run("verify", "--open").ok()
	if said := c.run("projections", "rebuild", "facts").ok(); strings.Contains(said, "differed") {
		t.Errorf("a rebuild finds\n%s", said)
	}
	r.caseHeard(id(81), id(94), "FINAL", 0)
	r.caughtUp()
	if got := append(r.steps(id(81)), r.owed(id(81))...); !cmp.Equal(got, []string{"FORGOTTEN", "FORGOTTEN", "FORGOTTEN", "FINAL", "FORGOTTEN"}) {
		t.Errorf("told again: %v", got)
	}
	c.run("verify", "--open").ok()
}

// TestWhateverIsToldOfCasesAndForgottenTheRowsFollowFromTheLog tells and forgets at
// random, reads now and then, and compares and rebuilds now and then.
func TestWhateverIsToldOfCasesAndForgottenTheRowsFollowFromTheLog(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	dice := rand.New(rand.NewPCG(seed, 3))
	c := newTerminal(t)
	c.employer("GEM-X")
	r, elsewhere := c.register("GEM-X"), c.register("GEM-X")
	one := func(from byte, of int) uuid.UUID { return id(from + byte(dice.IntN(of))) }
	steps := []codes.Code{"SEPOT", "VERDICT", "DMG_PAID", "SUMMONS"}
	told := func(a prosecution.Asked) prosecution.Heard {
		step := steps[dice.IntN(len(steps))]
		if step == "VERDICT" || step == "DMG_PAID" {
			return heardOf(a.At, step, dice.Int64N(3))
		}
		return heardOf(a.At, step, 0)
	}
	r.caseOpened(id(81), id(1))
	r.caseOpened(id(82), id(1))
	for step := range 60 {
		when := fmt.Sprintf("seed %d, step %d", seed, step)
		switch n := dice.IntN(20); {
		case n < 7:
			r.ofCase(one(81, 2), func(a prosecution.Asked) prosecution.Command {
				return prosecution.Receive{Asked: a, ID: one(90, 20), Heard: told(a)}
			})
		case n < 11:
			r.ofCase(one(81, 2), func(a prosecution.Asked) prosecution.Command {
				return prosecution.Correct{Asked: a, ID: one(90, 20), Heard: told(a), Reason: "anders"}
			})
		case n < 12:
			r.ofCase(one(81, 2), func(a prosecution.Asked) prosecution.Command {
				return prosecution.Withdraw{Asked: a, ID: one(90, 20), Reason: "anders"}
			})
		case n < 14:
			if err := r.erase(access.Registrar, "cases", one(81, 2), []person.Purpose{person.ForProsecution, person.ForDamages}[dice.IntN(2)]); err != nil {
				t.Fatal(err)
			}
		case n < 16:
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
