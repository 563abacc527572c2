package prosecution_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/prosecution"
)

func sum(step codes.Code, effect string, amounts ...prosecution.Amount) prosecution.Heard {
	h := said(step, effect)
	h.Amounts = amounts
	return h
}

func cents(who uuid.UUID, kind codes.Code, n int64) prosecution.Amount {
	return prosecution.Amount{Claimant: who, Kind: kind, Cents: n}
}

func TestLedger(t *testing.T) {
	t.Parallel()
	is := func(n int64) prosecution.Sum { return prosecution.Sum{Known: true, Cents: n} }
	for name, c := range map[string]struct {
		heard []prosecution.Heard
		want  []prosecution.Account
	}{
		"nobody claims": {},
		"a claim is not an award": {
			[]prosecution.Heard{sum("JOIN_BP", "2026-10-01", cents(anna, "CLAIMED", 900), cents(anna, "JOINED", 700))},
			[]prosecution.Account{{Claimant: anna, Claimed: is(900), Joined: is(700)}},
		},
		"an award is open until it is paid": {
			[]prosecution.Heard{sum("DMG_PAID", "2026-11-01", cents(anna, "PAID", 100)), sum("VERDICT", "2026-10-01", cents(anna, "AWARDED", 450))},
			[]prosecution.Account{{Claimant: anna, Awarded: is(450), Paid: 100, Open: 350}},
		},
		"paid before the award is known": {
			[]prosecution.Heard{sum("DMG_PAID", "2026-11-01", cents(anna, "PAID", 100))},
			[]prosecution.Account{{Claimant: anna, Paid: 100, Surplus: 100}},
		},
		"an award of nothing is one": {
			[]prosecution.Heard{sum("VERDICT", "2026-10-01", cents(anna, "AWARDED", 0))},
			[]prosecution.Account{{Claimant: anna, Awarded: is(0)}},
		},
		"the last award by effect stands": {
			[]prosecution.Heard{sum("ARREST_HOF", "2026-11-01", cents(anna, "AWARDED", 300)), sum("VERDICT", "2026-10-01", cents(anna, "AWARDED", 450)), sum("DMG_PAID", "2026-10-15", cents(anna, "PAID", 450))},
			[]prosecution.Account{{Claimant: anna, Awarded: is(300), Paid: 450, Surplus: 150}},
		},
		"the State advances and recovers": {
			[]prosecution.Heard{sum("VERDICT", "2026-10-01", cents(anna, "AWARDED", 450), cents(rotterdam.ID, "AWARDED", 100)), sum("DMG_ADV", "2026-10-15", cents(anna, "ADVANCE", 400)), sum("EXEC_FAIL", "2026-11-15", cents(anna, "RECOURSE", 150))},
			[]prosecution.Account{{Claimant: rotterdam.ID, Awarded: is(100), Open: 100}, {Claimant: anna, Awarded: is(450), Advance: 400, Recourse: 150, Open: 50, ToRecover: 250}},
		},
		"and may recover too much": {
			[]prosecution.Heard{sum("DMG_PAID", "2026-10-15", cents(anna, "RECOURSE", 150))},
			[]prosecution.Account{{Claimant: anna, Recourse: 150, Excess: 150}},
		},
	} {
		if diff := cmp.Diff(c.want, fold(heard(c.heard...)...).Ledger()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestNoCentIsLost: whatever is told and taken back, each account holds exactly what
// the notices that count say, nothing in it is negative, and it balances.
func TestNoCentIsLost(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := fold(anyNotices(t)...)
		var all, moved int64
		for _, a := range s.Ledger() {
			for what, n := range map[string]int64{"open": a.Open, "surplus": a.Surplus, "to recover": a.ToRecover, "excess": a.Excess, "paid": a.Paid, "advance": a.Advance, "recourse": a.Recourse, "awarded": a.Awarded.Cents} {
				if n < 0 {
					t.Fatalf("%s is %d", what, n)
				}
			}
			if a.Awarded.Cents+a.Surplus != a.Advance+a.Paid+a.Open || a.Open > 0 && a.Surplus > 0 || !a.Awarded.Known && a.Awarded.Cents != 0 {
				t.Fatalf("does not balance: %+v", a)
			}
			if a.Advance+a.Excess != a.Recourse+a.ToRecover || a.Excess > 0 && a.ToRecover > 0 {
				t.Fatalf("recourse does not balance: %+v", a)
			}
			all += a.Paid + a.Advance + a.Recourse
		}
		for _, n := range s.Notices {
			if amounts, _ := n.Amounts.Get(); !n.Withdrawn {
				for _, a := range amounts {
					if a.Kind == "PAID" || a.Kind == "ADVANCE" || a.Kind == "RECOURSE" {
						moved += a.Cents
					}
				}
			}
		}
		if all != moved {
			t.Fatalf("the accounts hold %d cents that moved, the notices %d", all, moved)
		}
	})
}

func TestTheLargestCaseDoesNotOverflow(t *testing.T) {
	t.Parallel()
	const most, notices = 100_000_000_000, 1_000
	s := fold()
	for i := range notices {
		n := kept(31, sum("DMG_PAID", "2026-10-01", cents(anna, "PAID", most)))
		n.ID = uuid.UUID{1, 14: byte(i >> 8), 15: byte(i)}
		s = prosecution.Decider.Evolve(s, prosecution.NoticeReceived{Notice: n})
	}
	if l := s.Ledger(); l[0].Paid != most*notices || l[0].Surplus != most*notices {
		t.Errorf("%+v", l)
	}
	n := kept(31, sum("DMG_PAID", "2026-10-01", cents(anna, "PAID", 1<<63-1)))
	s = prosecution.Decider.Evolve(s, prosecution.NoticeReceived{Notice: n})
	if l := s.Ledger(); l[0].Paid != 1<<63-1 || l[0].Open != 0 {
		t.Errorf("an event that was never decided here turned it over: %+v", l)
	}
}
