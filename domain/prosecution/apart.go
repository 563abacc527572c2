package prosecution

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/pseudonym"
)

// ApartAgain is the reason of a case that a split reopened, for whoever reads it.
const ApartAgain = "een splitsing liet zien dat iets niet gedaan is: een slachtoffer is niet ingelicht, of er staat schade open " +
	"(a split showed that something was left: a victim was not told, or damages are open)"

// 14. A case is closed over what its victims knew and were paid then. What turns out to be
// two, cases or people, may have a victim who was never told: the case is open again, or he
// would read the verdict in the newspaper. What somebody closed it over stays closed.

// more tells whether a case has something left to do that it had not before.
func (s Case) more(before Case) bool {
	owed, open := before.Uninformed(), before.Ledger()
	untold := func(o Owed) bool {
		return !slices.ContainsFunc(owed, func(was Owed) bool { return was.Victim == o.Victim && was.Notice == o.Notice })
	}
	unpaid := func(a Account) bool {
		i := slices.IndexFunc(open, func(was Account) bool { return was.Claimant == a.Claimant })
		if i < 0 {
			return a.Open > 0 || a.Undecided()
		}
		return a.Open > open[i].Open || a.Undecided() && !open[i].Undecided()
	}
	return slices.ContainsFunc(s.Uninformed(), untold) || slices.ContainsFunc(s.Ledger(), unpaid) ||
		slices.ContainsFunc(s.LooseEnds(), func(l LooseEnd) bool {
			return l.Person == uuid.Nil && !slices.Contains(before.LooseEnds(), l)
		})
}

// leftBy tells whether a case that was split off has something left to do that nobody
// closed a case over: the whole was open, or has no such thing. What it was closed over by
// itself before the two were merged came back to everybody's eyes with the whole.
func (s Case) leftBy(whole Case) bool {
	if !whole.Closed {
		return s.more(Case{Employer: s.Employer})
	}
	return s.more(whole)
}

// Apart tells whether cases that are one have something left to do when pseudonyms come to
// be of other people. A worker whom they know under one pseudonym alone is who he was. The
// family is one that does not know who is who.
func (f Family) Apart(before, after pseudonym.Same) bool {
	whole := f.Whole()
	known := whole.People()
	return whole.As(after.Among(known)).more(whole.As(before.Among(known)))
}

// Parted is what follows for the cases of a family when a pseudonym is split from another
// one; S is whatever the command is about.
func Parted[S any](f Family, before, after pseudonym.Same, by Asked) decider.Follower[S] {
	return decider.Follow(Decider, decider.Following[S, Command, Case]{
		Stream: func(S) (eventlog.Stream, bool) { return Stream(f.Root()), f.Apart(before, after) },
		Asks:   func(_, _ S, _ Case) []Command { return []Command{Wake{Asked: by, Reason: ApartAgain}} },
	})
}
