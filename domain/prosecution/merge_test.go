package prosecution_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/suspect"
)

// registry keeps cases and files in memory, and asks as whoever runs commands does.
type registry struct {
	streams map[eventlog.Stream][]decider.Event
}

func (r *registry) Outcome(context.Context, decider.Request) (eventlog.Receipt, bool, error) {
	return eventlog.Receipt{}, false, nil
}

func (r *registry) Load(_ context.Context, s eventlog.Stream) ([]decider.Event, eventlog.Version, error) {
	return r.streams[s], eventlog.Version(len(r.streams[s])), nil
}

func (r *registry) Append(ctx context.Context, s eventlog.Stream, at eventlog.Version, events []decider.Event, q decider.Request) (eventlog.Receipt, error) {
	return r.AppendAll(ctx, []decider.Share{{Stream: s, At: at, Events: events}}, q)
}

func (r *registry) AppendAll(_ context.Context, shares []decider.Share, _ decider.Request) (eventlog.Receipt, error) {
	for i, s := range shares {
		if slices.ContainsFunc(shares[:i], func(o decider.Share) bool { return o.Stream == s.Stream }) {
			panic("a stream is twice in one append: " + s.Stream.String())
		}
		r.streams[s.Stream] = slices.Concat(r.streams[s.Stream], s.Events)
	}
	return eventlog.Receipt{First: 1, Versions: []eventlog.Version{1}}, nil
}

func newRegistry(cases map[uuid.UUID][]prosecution.Event) *registry {
	r := &registry{map[eventlog.Stream][]decider.Event{}}
	for id, events := range cases {
		for _, e := range events {
			r.streams[prosecution.Stream(id)] = append(r.streams[prosecution.Stream(id)], e)
		}
	}
	return r
}

func (r *registry) at(of uuid.UUID) (prosecution.Case, error) {
	s, _, err := prosecution.Decider.Load(context.Background(), r, prosecution.Stream(of))
	return s, err
}

func (r *registry) family(of uuid.UUID) prosecution.Family {
	f, err := prosecution.FamilyOf(of, r.at)
	if err != nil {
		panic(err)
	}
	return f
}

func (r *registry) state(of uuid.UUID) prosecution.Case {
	s, _ := r.at(of)
	return s
}

// whole is what the page of a case shows.
func (r *registry) whole(of uuid.UUID) prosecution.Case { return r.family(of).Of(of) }

func (r *registry) ask(of uuid.UUID, c prosecution.Command, by prosecution.Asked) error {
	f := r.family(of)
	return r.run(of, f.With(of, c), f.Followers(of, c, by))
}

func (r *registry) run(of uuid.UUID, c prosecution.Command, followers []decider.Follower[prosecution.Case]) error {
	_, err := decider.All(context.Background(), r, prosecution.Decider, prosecution.Stream(of), c, decider.Request{}, followers...)
	return err
}

func (r *registry) merge(of, into uuid.UUID, explanation string) error {
	f, to, by := r.family(of), r.family(into), asks(caseWorker)
	return r.run(of, prosecution.Merge{
		Asked: by, ID: of, Into: prosecution.Other{ID: into, State: r.state(into)}, Onward: to.Root(), Explanation: explanation,
		Beside: prosecution.Beside{Others: slices.Concat(f, to)},
	}, f.Joining(of, to, into, by))
}

func (r *registry) split(of uuid.UUID) error {
	f, from, by := r.family(of), r.state(of).MergedInto, asks(caseWorker)
	return r.run(of, f.With(of, prosecution.Split{Asked: by, From: from, Reason: "toch twee zaken"}), f.Parting(of, from, by))
}

var one, two, three = id(101), id(102), id(103)

func ofSuspect(file uuid.UUID) prosecution.Event { return link(prosecution.ToSuspect, file) }

func begun(events ...prosecution.Event) []prosecution.Event {
	return append([]prosecution.Event{prosecution.Opened{Employer: rotterdam.ID, Regime: "AVG"}}, events...)
}

func TestWhatCannotBeMergedSaysWhatCan(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		one, two []prosecution.Event
		before   func(*registry) error
		from, to uuid.UUID
		err      fault.Kind
		says     string
	}{
		"another employer's":              {one: begun(), two: []prosecution.Event{prosecution.Opened{Employer: utrecht.ID, Regime: "AVG"}}, err: fault.Refused, says: "there is no such case"},
		"one that never was":              {one: begun(), err: fault.Refused, says: "there is no such case"},
		"under another law":               {one: begun(), two: []prosecution.Event{prosecution.Opened{Employer: rotterdam.ID, Regime: "WPG"}}, err: fault.Refused, says: "never kept under both"},
		"itself":                          {one: begun(), two: begun(), to: one, err: fault.Refused, says: "the case itself"},
		"against another suspect":         {one: begun(ofSuspect(id(61))), two: begun(ofSuspect(id(62))), err: fault.Invalid, says: "say why it is one case all the same"},
		"what was merged":                 {one: begun(), two: begun(), before: func(r *registry) error { return r.merge(one, three, "") }, err: fault.Refused, says: "merged into case " + three.String() + ": split it first"},
		"into what was merged":            {one: begun(), two: begun(), before: func(r *registry) error { return r.merge(two, three, "") }, err: fault.Refused, says: "merge with that one"},
		"in a circle":                     {one: begun(), two: begun(), before: func(r *registry) error { return r.merge(two, one, "") }, err: fault.Refused, says: "merged into this one already"},
		"an open one into a closed one":   {one: begun(), two: begun(prosecution.Closed{}), err: fault.Refused, says: "reopen it first"},
		"against the same suspect is one": {one: begun(ofSuspect(file)), two: begun(ofSuspect(file))},
		"against nobody yet is one":       {one: begun(), two: begun(ofSuspect(file))},
	} {
		r := newRegistry(map[uuid.UUID][]prosecution.Event{one: c.one, two: c.two, three: begun()})
		if c.before != nil {
			if err := c.before(r); err != nil {
				t.Fatal(err)
			}
		}
		to := c.to
		if to == uuid.Nil {
			to = two
		}
		err := r.merge(one, to, "")
		if fault.KindOf(err) != c.err || err != nil && !strings.Contains(allOf(err), c.says) {
			t.Errorf("%s: %v, want %s with %q", name, allOf(err), c.err, c.says)
		}
	}
	r := newRegistry(map[uuid.UUID][]prosecution.Event{one: begun(ofSuspect(id(61))), two: begun(ofSuspect(id(62)))})
	if err := r.merge(one, two, "zelfde persoon, twee dossiers"); err != nil || r.whole(two).Suspect != id(62) {
		t.Errorf("with an explanation: %v, against %s", err, r.whole(two).Suspect)
	}
}

func allOf(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// convictedOf is a case of one victim with one verdict of 450 euros.
func convictedOf(n byte, victim uuid.UUID) []prosecution.Event {
	h := said("VERDICT", "2026-11-18", outcome("CONV"))
	h.Amounts = []prosecution.Amount{{Claimant: victim, Kind: "AWARDED", Cents: 45_000}}
	return begun(link(prosecution.ToWorker, victim), link(prosecution.ToIncident, fight), received(n, h))
}

func tellEverything(victim uuid.UUID, n byte) prosecution.Tell {
	return prosecution.Tell{Asked: asks(caseWorker), ID: id(n), Victim: victim, Channel: "PHONE", On: on("2026-11-20")}
}

func TestTheSameOutcomeInTwoCasesIsToldOnce(t *testing.T) {
	t.Parallel()
	start := func() *registry {
		return newRegistry(map[uuid.UUID][]prosecution.Event{one: convictedOf(31, anna), two: convictedOf(32, anna)})
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	by := asks(caseWorker)

	r := start()
	must(r.merge(one, two, ""))
	if owed := r.whole(two).Uninformed(); len(owed) != 1 || len(r.whole(two).Outcomes()) != 1 {
		t.Errorf("owed %v, with %d terms", owed, len(r.whole(two).Outcomes()))
	}
	must(r.ask(two, tellEverything(anna, 71), by))
	if owed := r.whole(two).Uninformed(); len(owed) != 0 {
		t.Errorf("after telling still %v", owed)
	}
	must(r.ask(one, prosecution.Withdraw{Asked: by, ID: id(31), Reason: "stond er dubbel in"}, by))
	if owed := r.whole(two).Uninformed(); len(owed) != 0 || r.whole(two).Ledger()[0].Awarded.Cents != 45_000 {
		t.Errorf("after the double was withdrawn %v, ledger %v", owed, r.whole(two).Ledger())
	}
	if last := r.whole(two).Outcomes(); len(last) != 1 || len(last[0].History) < 2 {
		t.Errorf("the term for telling reads %+v", last)
	}

	r = start()
	must(r.ask(one, tellEverything(anna, 71), by)) // before it is merged
	must(r.merge(one, two, ""))
	if owed := r.whole(two).Uninformed(); len(owed) != 0 {
		t.Errorf("told in the other one, and owed %v", owed)
	}
	must(r.split(one))
	if owed := r.state(two).Uninformed(); len(owed) != 1 {
		t.Errorf("by itself it owes %v", owed)
	}

	r = start()
	must(r.merge(one, two, ""))
	must(r.ask(two, tellEverything(anna, 71), by))
	must(r.split(one))
	if a, b := r.state(one).Uninformed(), r.state(two).Uninformed(); len(a)+len(b) != 0 {
		t.Errorf("told while they were one, and then owed %v and %v", a, b)
	}
}

func TestAMergedCaseTakesNothingNewAndSaysWhereItWent(t *testing.T) {
	t.Parallel()
	r := newRegistry(map[uuid.UUID][]prosecution.Event{one: convictedOf(31, anna), two: begun(), three: begun()})
	if err := r.merge(one, two, ""); err != nil {
		t.Fatal(err)
	}
	if err := r.merge(two, three, ""); err != nil {
		t.Fatal(err)
	}
	by := asks(caseWorker)
	for _, c := range []prosecution.Command{
		prosecution.Receive{Asked: by, ID: id(33), Heard: said("APPEAL", "2026-11-19")}, tellEverything(anna, 71), prosecution.Close{Asked: by, Explanation: "klaar"},
		prosecution.Join{Asked: by, Link: prosecution.Link{Kind: prosecution.ToWorker, ID: bert}}, prosecution.Reopen{Asked: by, Reason: "nog iets"},
	} {
		if err := r.ask(one, c, by); fault.KindOf(err) != fault.Refused || !strings.Contains(err.Error(), three.String()) || !strings.Contains(err.Error(), "corrected or withdrawn") {
			t.Errorf("%T: %v", c, err)
		}
	}
	if err := r.ask(three, prosecution.Withdraw{Asked: by, ID: id(31), Reason: "fout"}, by); fault.KindOf(err) != fault.Refused || !strings.Contains(err.Error(), one.String()) {
		t.Errorf("withdrawn where it is not: %v", err)
	}
	refused := r.ask(three, prosecution.Close{Asked: by}, by)
	if fault.KindOf(refused) != fault.Refused || !strings.Contains(allOf(refused), anna.String()) || !strings.Contains(allOf(refused), "damages") {
		t.Errorf("closed over the loose ends of what was merged: %v", refused)
	}
	if err := r.ask(three, prosecution.Close{Asked: by, Explanation: "verhuisd"}, by); err != nil || r.state(one).Closed {
		t.Errorf("%v, closed %v", err, r.state(one).Closed)
	}
	told := said("VERDICT", "2026-11-17", outcome("CONV"))
	if err := r.ask(one, prosecution.Correct{Asked: by, ID: id(31), Heard: told, Reason: "een dag eerder"}, by); err != nil {
		t.Fatal(err)
	}
	if r.state(three).Closed == false {
		t.Error("it reopened, and nobody must hear anything that was not left when it was closed")
	}
}

func TestAClosedCaseWakesWhenWhatWasMergedIntoItHasNewsForAVictim(t *testing.T) {
	t.Parallel()
	by := asks(caseWorker)
	r := newRegistry(map[uuid.UUID][]prosecution.Event{one: convictedOf(31, anna), two: begun()})
	for _, err := range []error{
		r.ask(one, tellEverything(anna, 71), by), r.merge(one, two, ""), r.ask(two, prosecution.Close{Asked: by, Explanation: "betaalt niet"}, by),
		r.ask(one, prosecution.Correct{Asked: by, ID: id(31), Heard: said("VERDICT", "2026-11-18", outcome("OVAR")), Reason: "verkeerd gelezen"}, by),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if r.state(two).Closed {
		t.Error("the victim must be told again, and nobody looks")
	}
}

func TestAnAcquittalInOneClearsTheSuspectOfTheOther(t *testing.T) {
	t.Parallel()
	acquittal := received(31, said("VERDICT", "2026-11-18", outcome("ACQ")))
	r := newRegistry(map[uuid.UUID][]prosecution.Event{one: begun(acquittal), two: begun(ofSuspect(file), link(prosecution.ToIncident, fight))})
	r.streams[suspect.Stream(file)] = []decider.Event{suspect.Opened{Employer: rotterdam.ID, Regime: "AVG"}}
	if err := r.merge(one, two, ""); err != nil {
		t.Fatal(err)
	}
	known, _, err := suspect.Decider.Load(t.Context(), r, suspect.Stream(file))
	if err != nil || !known.UnderReview() || known.Clearances[0].Incident != fight {
		t.Errorf("%v: %+v", err, known)
	}
}

// TestAnyMergesAndSplits: whatever is told, merged and split in whatever order, both sides
// of a pointer agree, no cent is lost or made, whoever was told is owed nothing, and after
// the last split each case is what it would be without any merge.
func TestAnyMergesAndSplits(t *testing.T) {
	t.Parallel()
	all := []uuid.UUID{one, two, three, id(104)}
	rapid.Check(t, func(t *rapid.T) {
		cases := map[uuid.UUID][]prosecution.Event{}
		for _, c := range all {
			cases[c] = begun(link(prosecution.ToWorker, anna))
		}
		r := newRegistry(cases)
		by := asks(caseWorker)
		pick := rapid.SampledFrom(all)
		for n := range rapid.IntRange(1, 30).Draw(t, "steps") {
			of := pick.Draw(t, "case")
			notice := id(rapid.ByteRange(31, 36).Draw(t, "notice"))
			switch rapid.IntRange(0, 9).Draw(t, "step") {
			case 0, 1:
				_ = r.merge(of, pick.Draw(t, "into"), "")
			case 2:
				_ = r.split(of)
			case 3, 4, 5:
				_ = r.ask(of, prosecution.Receive{Asked: by, ID: notice, Heard: anyMoney(t)}, by)
			case 6:
				_ = r.ask(of, prosecution.Correct{Asked: by, ID: notice, Heard: anyMoney(t), Reason: "anders"}, by)
			case 7:
				_ = r.ask(of, prosecution.Withdraw{Asked: by, ID: notice, Reason: "fout"}, by)
			case 8:
				_ = r.ask(of, prosecution.Close{Asked: by, Explanation: "genoeg"}, by)
			case 9:
				if err := r.ask(of, tellEverything(anna, byte(110+n)), by); err == nil {
					if owed := r.whole(of).Uninformed(); len(owed) > 0 {
						t.Fatalf("told of all, and owed %v", owed)
					}
				}
			}
			r.sound(t, all)
		}
		for range all {
			for _, of := range all {
				_ = r.split(of)
			}
		}
		for _, of := range all {
			var alone []prosecution.Event
			for _, e := range r.streams[prosecution.Stream(of)] {
				switch e.(type) {
				case prosecution.Merged, prosecution.SplitOff, prosecution.Absorbed, prosecution.Released:
				default:
					alone = append(alone, e.(prosecution.Event))
				}
			}
			if diff := cmp.Diff(prosecution.Decider.Fold(alone), r.whole(of)); diff != "" {
				t.Fatalf("split it is not as it would be:\n%s", diff)
			}
		}
	})
}

// sound holds what must be so at every moment.
func (r *registry) sound(t *rapid.T, all []uuid.UUID) {
	shown := map[uuid.UUID]int{}
	for _, of := range all {
		s := r.state(of)
		if s.MergedInto != uuid.Nil && !slices.Contains(r.state(s.MergedInto).Merged, of) {
			t.Fatal("what it was merged into does not know")
		}
		for _, m := range s.Merged {
			if r.state(m).MergedInto != of {
				t.Fatal("it shows what was not merged into it")
			}
		}
		if f := r.family(of); f.Root() == of {
			for _, o := range f {
				shown[o.ID]++
			}
			if whole, parts := paid(f.Whole()), 0; true {
				for _, o := range f {
					parts += paid(o.State)
				}
				if whole != parts {
					t.Fatalf("together %d cents, each by itself %d", whole, parts)
				}
			}
		}
	}
	if len(shown) != len(all) || slices.ContainsFunc(all, func(of uuid.UUID) bool { return shown[of] != 1 }) {
		t.Fatalf("not each case is shown once: %v", shown)
	}
}

func paid(s prosecution.Case) int {
	sum := 0
	for _, a := range s.Ledger() {
		sum += int(a.Paid)
	}
	return sum
}

func anyMoney(t *rapid.T) prosecution.Heard {
	step := rapid.SampledFrom([]codes.Code{"VERDICT", "DMG_PAID", "SUMMONS", "APPEAL"}).Draw(t, "what")
	h := said(step, rapid.SampledFrom([]string{"2026-11-17", "2026-11-18"}).Draw(t, "day"))
	if step == "DMG_PAID" {
		h.Amounts = []prosecution.Amount{{Claimant: anna, Kind: "PAID", Cents: rapid.Int64Range(0, 1_000).Draw(t, "cents")}}
	}
	return h
}

func TestOnlyWhoMayChangeACaseMergesOne(t *testing.T) {
	t.Parallel()
	s := prosecution.Decider.Fold(begun())
	for _, by := range []access.Actor{reporter, operator, stranger, {}} {
		for _, c := range []prosecution.Command{
			prosecution.Merge{Asked: asks(by), ID: one, Into: prosecution.Other{ID: two, State: s}}, prosecution.Split{Asked: asks(by), Reason: "nee"},
			prosecution.Absorb{Asked: asks(by), ID: two}, prosecution.Release{Asked: asks(by), ID: two}, prosecution.Wake{Asked: asks(by)},
		} {
			if _, err := prosecution.Decider.Decide(s, c); fault.KindOf(err) == "" {
				t.Errorf("%s may %T", by.Role, c)
			}
		}
	}
}

// TestCasesThatAreOneAreAgainstTheSuspectThatOneOfThemKnows, and the own one goes first.
func TestCasesThatAreOneAreAgainstTheSuspectThatOneOfThemKnows(t *testing.T) {
	t.Parallel()
	other, third := uuid.New(), uuid.New()
	of := func(who uuid.UUID) prosecution.Other {
		return prosecution.Other{ID: one, State: prosecution.Case{Suspect: who}}
	}
	for name, c := range map[string]struct{ own, theirs, want uuid.UUID }{
		"the other one's": {uuid.Nil, other, other}, "its own": {third, other, third}, "its own only": {third, uuid.Nil, third},
	} {
		if got := prosecution.Together(prosecution.Case{Suspect: c.own, Merged: []uuid.UUID{one}}, of(c.theirs)).Suspect; got != c.want {
			t.Errorf("%s: against %s, want %s", name, got, c.want)
		}
	}
}
