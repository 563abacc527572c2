package prosecution_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/pseudonym"
)

// oneWorker: bert is anna, who was recorded twice.
var oneWorker = pseudonym.Same{bert: anna}

func familyOfOne(s prosecution.Case, same pseudonym.Same) prosecution.Family {
	return prosecution.Family{{ID: one, State: s.As(same)}}
}

// TestVictimsThatAreOneAndSplitAgain: whatever was told, the ledger holds every cent under
// either, nobody is told twice of anything, and a split is as if there had been no merge.
func TestVictimsThatAreOneAndSplitAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := prosecution.Decider.Fold(rapid.SampledFrom([][]prosecution.Event{opened(), convicted()}).Draw(t, "begun"))
		for range rapid.IntRange(1, 15).Draw(t, "steps") {
			added, _ := prosecution.Decider.Decide(s, command(t))
			for _, e := range added {
				s = prosecution.Decider.Evolve(s, e)
			}
		}
		before := picture(s)
		merged := familyOfOne(s, oneWorker).Whole()
		if slices.Contains(merged.Workers, bert) {
			t.Fatalf("the victims are %v", merged.Workers)
		}
		if apart, together := total(s.Ledger()), total(merged.Ledger()); apart != together {
			t.Fatalf("the money is %v apart and %v together", apart, together)
		}
		for _, a := range merged.Ledger() {
			if a.Awarded.Cents+a.Surplus != a.Advance+a.Paid+a.Open || a.Claimant == bert {
				t.Fatalf("an account does not balance: %+v", a)
			}
		}
		owed := map[prosecution.Revision]int{}
		for _, o := range merged.Uninformed() {
			if owed[o.Revision]++; owed[o.Revision] > len(merged.Workers) || o.Victim == bert {
				t.Fatalf("told twice: %+v", o)
			}
		}
		split := familyOfOne(s, nil).Whole()
		if diff := cmp.Diff(s, split); diff != "" || picture(s) != before {
			t.Fatalf("split it is another case:\n%s", diff)
		}
	})
}

// sums is what is known of all money.
type sums struct{ claimed, joined, awarded, advance, paid, recourse int64 }

func total(all []prosecution.Account) (n sums) {
	for _, a := range all {
		n = sums{n.claimed + a.Claimed.Cents, n.joined + a.Joined.Cents, n.awarded + a.Awarded.Cents, n.advance + a.Advance, n.paid + a.Paid, n.recourse + a.Recourse}
	}
	return n
}

func TestAWorkerWhoWasLinkedTwiceIsToldOnce(t *testing.T) {
	t.Parallel()
	events := slices.DeleteFunc(convicted(), func(e prosecution.Event) bool { _, is := e.(prosecution.VictimTold); return is })
	s := prosecution.Decider.Fold(events)
	if len(s.Workers) != 2 || len(s.Uninformed()) != 2 {
		t.Fatalf("want two victims who were told nothing: %v", s.Workers)
	}
	tell := func(victim uuid.UUID, same pseudonym.Same) []prosecution.Event {
		t.Helper()
		c := prosecution.Tell{Asked: asks(caseWorker), ID: id(71), Victim: victim, Channel: "PHONE", On: on("2026-11-20")}
		added, err := prosecution.Decider.Decide(s, familyOfOne(s, same).With(one, c))
		if err != nil {
			t.Fatal(err)
		}
		return added
	}
	for _, victim := range []uuid.UUID{anna, bert} { // by either pseudonym
		told := prosecution.Decider.Fold(append(slices.Clone(events), tell(victim, oneWorker)...))
		if left := familyOfOne(told, oneWorker).Whole().Uninformed(); len(left) != 0 {
			t.Errorf("still to be told: %+v", left)
		}
		if left := familyOfOne(told, nil).Whole().Uninformed(); len(left) != 1 || left[0].Victim != bert {
			t.Errorf("split, bert must be told: %+v", left)
		}
	}
	// Who is linked under the other pseudonym alone has heard it under that one.
	s.Workers = []uuid.UUID{bert}
	if e, is := tell(anna, oneWorker)[0].(prosecution.VictimTold); !is || e.Victim != bert {
		t.Errorf("recorded as told to %v", e.Victim)
	}
	gone, err := prosecution.Decider.Decide(s, familyOfOne(s, oneWorker).With(one, prosecution.Part{
		Asked: asks(caseWorker), Link: prosecution.Link{Kind: prosecution.ToWorker, ID: anna}, Reason: "geen slachtoffer",
	}))
	if unlinked, is := gone[0].(prosecution.Unlinked); err != nil || !is || unlinked.Link.ID != bert {
		t.Errorf("%v, %v", gone, err)
	}
}

// TestWhoeverIsNamedIsKnownUnderEitherPseudonym: a notice may name somebody by a pseudonym
// that the case never met.
func TestWhoeverIsNamedIsKnownUnderEitherPseudonym(t *testing.T) {
	t.Parallel()
	s := prosecution.Decider.Fold(convicted())
	s.Workers, s.Informed = []uuid.UUID{anna}, nil
	paid := said("DMG_PAID", "2026-11-19")
	paid.Amounts = []prosecution.Amount{{Claimant: bert, Kind: "PAID", Cents: 100}}
	merged := func(id uuid.UUID) (pseudonym.State, error) { return pseudonym.State{Into: oneWorker[id]}, nil }
	apart := func(uuid.UUID) (pseudonym.State, error) { return pseudonym.State{}, nil }
	for name, c := range map[string]prosecution.Command{
		"a sum":                 prosecution.Receive{Asked: asks(caseWorker), ID: id(81), Heard: paid},
		"a word of a victim":    prosecution.Receive{Asked: asks(caseWorker), ID: id(81), Heard: said("SPEAK", "2026-11-19", func(t *prosecution.Told) { t.Worker = bert })},
		"who is told":           prosecution.Tell{Asked: asks(caseWorker), ID: id(79), Victim: bert, Channel: "PHONE", On: on("2026-11-20")},
		"who is no victim more": prosecution.Part{Asked: asks(caseWorker), Link: prosecution.Link{Kind: prosecution.ToWorker, ID: bert}, Reason: "toch niet"},
	} {
		for _, who := range []struct {
			is    func(uuid.UUID) (pseudonym.State, error)
			knows bool
		}{{merged, true}, {apart, false}} {
			at := func(uuid.UUID) (prosecution.Case, error) { return s, nil }
			f, err := prosecution.FamilyOf(one, prosecution.ByWorker(at, who.is, prosecution.Named(c)...))
			if err != nil {
				t.Fatal(err)
			}
			events, err := prosecution.Decider.Decide(s, f.With(one, c))
			if is := err == nil && len(events) > 0; is != who.knows {
				t.Errorf("%s: %v, %v, want known %t", name, events, err, who.knows)
			}
		}
	}
}
