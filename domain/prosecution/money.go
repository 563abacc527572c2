package prosecution

import (
	"math"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
)

// Amount is a sum of one claimant.
type Amount struct {
	Claimant uuid.UUID  // a worker of the case by person id, or the employer
	Kind     codes.Code // codes.AmountKind
	Cents    int64      // never negative; zero is a sum too: an award of nothing is a rejection
}

// Sum is one that may not be known, which is another thing than none.
type Sum struct {
	Known bool
	Cents int64
}

// Account is what one claimant has to do with money in this case, in cents. Nothing in
// it is negative: what there is too much stands beside what there is too little.
//
// Always: Awarded + Surplus = Advance + Paid + Open, and Advance + Excess = Recourse +
// ToRecover; of each pair at most one is not zero.
type Account struct {
	Claimant uuid.UUID

	Claimed, Joined, Awarded Sum   // as last told, by effect
	Advance, Paid, Recourse  int64 // added up

	Open    int64 // awarded and not received
	Surplus int64 // received and not awarded, or not yet known to be
	// ToRecover is what the State advanced and has not recovered from the offender,
	// Excess what it recovered above that.
	ToRecover, Excess int64
}

// Undecided tells whether somebody claims and nobody said what becomes of it.
func (a Account) Undecided() bool { return (a.Claimed.Known || a.Joined.Known) && !a.Awarded.Known }

// Ledger are the accounts of a case by claimant. Every amount of every notice that
// counts is in it, whatever came first: who was paid before the award is known has a
// surplus until then.
func (s Case) Ledger() []Account {
	var all []Account
	for _, n := range s.ledgered() {
		amounts, _ := n.Amounts.Get()
		for _, a := range amounts {
			i, found := slices.BinarySearchFunc(all, a.Claimant, func(have Account, id uuid.UUID) int { return byID(have.Claimant, id) })
			if !found {
				all = slices.Insert(all, i, Account{Claimant: a.Claimant})
			}
			all[i].take(a)
		}
	}
	all = s.oneEach(all)
	for i := range all {
		all[i].balance()
	}
	return all
}

// oneEach adds up the accounts of pseudonyms that are of one worker: what was claimed or
// awarded under each is owed to him, so not a cent of either is lost.
func (s Case) oneEach(accounts []Account) []Account {
	if len(s.Same) == 0 {
		return accounts
	}
	var all []Account
	for _, a := range accounts {
		a.Claimant = s.Same.Of(a.Claimant)
		i, found := slices.BinarySearchFunc(all, a.Claimant, func(have Account, id uuid.UUID) int { return byID(have.Claimant, id) })
		if !found {
			all = slices.Insert(all, i, a)
			continue
		}
		one := &all[i]
		one.Claimed, one.Joined, one.Awarded = one.Claimed.and(a.Claimed), one.Joined.and(a.Joined), one.Awarded.and(a.Awarded)
		one.Advance, one.Paid, one.Recourse = plus(one.Advance, a.Advance), plus(one.Paid, a.Paid), plus(one.Recourse, a.Recourse)
	}
	return all
}

// and is what is known of two sums together.
func (s Sum) and(o Sum) Sum { return Sum{s.Known || o.Known, plus(s.Cents, o.Cents)} }

// ledgered are the notices by effect; those of which only the money can still be read
// come first, by id, because their order was destroyed with the rest.
func (s Case) ledgered() []Kept {
	var blind []Kept
	for _, n := range s.Notices {
		if _, is := n.readable(); !is && !n.Withdrawn {
			blind = append(blind, n)
		}
	}
	return append(blind, s.ByEffect()...)
}

func (a *Account) take(m Amount) {
	switch m.Kind {
	case "CLAIMED":
		a.Claimed = Sum{true, m.Cents}
	case "JOINED":
		a.Joined = Sum{true, m.Cents}
	case "AWARDED":
		a.Awarded = Sum{true, m.Cents}
	case "ADVANCE":
		a.Advance = plus(a.Advance, m.Cents)
	case "PAID":
		a.Paid = plus(a.Paid, m.Cents)
	case "RECOURSE":
		a.Recourse = plus(a.Recourse, m.Cents)
	}
}

func (a *Account) balance() {
	received := plus(a.Advance, a.Paid)
	a.Open, a.Surplus = max(a.Awarded.Cents-received, 0), max(received-a.Awarded.Cents, 0)
	a.ToRecover, a.Excess = max(a.Advance-a.Recourse, 0), max(a.Recourse-a.Advance, 0)
}

// mostCents is a billion euros: with mostNotices of them no sum leaves an int64.
const mostCents = 100_000_000_000

// plus never turns negative, whatever an event holds that was never decided here.
func plus(a, b int64) int64 {
	if b > math.MaxInt64-a {
		return math.MaxInt64
	}
	return a + b
}
