package postgres_test

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/adapters/vault/canary"
	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/suspect"
)

// court is two cases against one suspect, and who asks what of them.
type court struct {
	*world
	t        *testing.T
	employer employer.Employer
	file     eventlog.Stream
	worker   uuid.UUID
}

func newCourt(t *testing.T) court {
	t.Helper()
	c := court{world: newWorld(t, postgrestest.New(t), postgres.LogOptions{}), t: t, file: suspect.Stream(uuid.New()), worker: uuid.New()}
	c.employer = c.newEmployer(t, "GEM-DELFT")
	by := c.ofFile(access.CaseWorker)
	if _, err := suspect.Decider.Run(t.Context(), c.journal, c.file, suspect.Open{Asked: by, Profile: person.Profile{AgeBand: "AGE_18_22"}}, request(c.employer.ID)); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c court) ofFile(role access.Role) suspect.Asked {
	by := c.asked(role)
	return suspect.Asked{By: by.By, At: by.At, Employer: by.Employer}
}

func (c court) asked(role access.Role) prosecution.Asked {
	purpose := map[access.Role]access.Purpose{access.CaseWorker: access.FollowUp, access.Registrar: access.Registration}[role]
	by := access.Actor{ID: uuid.New(), Role: role, Employer: c.employer.ID, Purpose: purpose}
	return prosecution.Asked{By: by, At: time.Now().UTC().Truncate(time.Minute), Employer: c.employer}
}

func (c court) ask(ctx context.Context, id uuid.UUID, cmds ...prosecution.Command) error {
	_, err := decider.Several(prosecution.Decider).Run(ctx, c.journal, prosecution.Stream(id), cmds, request(c.employer.ID))
	return err
}

// sung is a case of the suspect in which every text is a canary.
func (c court) sung() uuid.UUID {
	c.t.Helper()
	id, asked := uuid.New(), c.asked(access.CaseWorker)
	today := moment.Moment{Instant: asked.At, Precision: moment.Minute}
	to := func(kind prosecution.LinkKind, of uuid.UUID) prosecution.Join {
		return prosecution.Join{Asked: asked, Link: prosecution.Link{Kind: kind, ID: of}, Target: prosecution.Target{Employer: c.employer.ID, Regime: "AVG", Hit: []uuid.UUID{of}}}
	}
	if err := c.ask(c.t.Context(), id,
		prosecution.Open{Asked: asked}, to(prosecution.ToSuspect, c.file.ID), to(prosecution.ToWorker, c.worker),
		prosecution.Receive{Asked: asked, ID: uuid.New(), Heard: prosecution.Heard{
			Received: today, Source: "COURT", Reference: canary.Document, Text: canary.Narrative,
			Told:    prosecution.Told{Step: "VERDICT", Effect: today, Details: prosecution.Details{Outcome: "CONV"}},
			Amounts: []prosecution.Amount{{Claimant: c.worker, Kind: "AWARDED", Cents: 45_000}},
		}},
		prosecution.Tell{Asked: asked, ID: uuid.New(), Victim: c.worker, Channel: "PHONE", On: today, Text: canary.Reason},
		prosecution.Close{Asked: asked, Explanation: canary.Reason},
	); err != nil {
		c.t.Fatal(err)
	}
	return id
}

func (c court) forget(id uuid.UUID, purposes ...person.Purpose) {
	c.t.Helper()
	whose := func(context.Context) ([]person.KeyRef, error) { return prosecution.KeysOf(id, purposes), nil }
	if err := c.vault.Erase(c.t.Context(), c.employer.ID, whose, func(ctx context.Context) error {
		return c.ask(ctx, id, prosecution.Forget{Asked: c.asked(access.Registrar), Purposes: purposes, Reason: "ERASURE"})
	}); err != nil {
		c.t.Fatal(err)
	}
}

func (c court) load(id uuid.UUID) prosecution.Case {
	c.t.Helper()
	s, _, err := prosecution.Decider.Load(c.t.Context(), c.journal, prosecution.Stream(id))
	if err != nil {
		c.t.Fatal(err)
	}
	return s
}

// TestWhatIsForgottenOfACaseOpensNowhere, and a debt outlives what was heard, until it is
// forgotten too. Another case of the same suspect keeps what it holds.
func TestWhatIsForgottenOfACaseOpensNowhere(t *testing.T) {
	t.Parallel()
	c := newCourt(t)
	one, two := c.sung(), c.sung()
	c.forget(one, person.ForProsecution, person.ForReference, person.ForNarrative)
	s := c.load(one)
	if l := s.Ledger(); s.Unreadable() != 1 || s.Notices[0].Text.State != person.Forgotten || len(l) != 1 || l[0].Open != 45_000 || !s.Closed || len(s.Informed) != 1 {
		t.Errorf("%d unreadable, ledger %+v", s.Unreadable(), l)
	}
	c.forget(one, prosecution.Purposes()...)
	if s = c.load(one); len(s.Ledger()) != 0 || s.Suspect != c.file.ID {
		t.Errorf("ledger %+v, suspect %s", s.Ledger(), s.Suspect)
	}
	if opened := c.opened(one); len(opened) > 0 {
		t.Errorf("still open: %v", opened)
	}
	if s = c.load(two); s.Unreadable() != 0 || s.Standing().Outcome != "CONV" || s.Notices[0].Text != person.Of(canary.Narrative) {
		t.Error("another case was forgotten with it")
	}
	if opened := c.opened(two); len(opened) != 7 {
		t.Errorf("of the other case only these open: %v", opened)
	}
	logtest.Invariants(t, c.log)
}

// opened are the boxes of a case that still open, event by event: also what a later one
// replaced must be gone.
func (c court) opened(id uuid.UUID) (found []string) {
	c.t.Helper()
	recorded, err := c.log.ReadStream(c.t.Context(), prosecution.Stream(id), 0)
	if err != nil {
		c.t.Fatal(err)
	}
	bodies, err := c.codec(person.Purposes()...).Decode(c.t.Context(), recorded)
	if err != nil {
		c.t.Fatal(err)
	}
	check := func(where string, s person.State) {
		if s == person.Present {
			found = append(found, where)
		}
	}
	for _, body := range bodies {
		switch e := body.(type) {
		case prosecution.NoticeReceived:
			check("told", e.Told.State)
			check("amounts", e.Amounts.State)
			check("reference", e.Reference.State)
			check("text", e.Text.State)
		case prosecution.VictimTold:
			check("what a victim was told", e.Text.State)
		case prosecution.Closed:
			check("loose ends", e.Loose.State)
			check("explanation", e.Explanation.State)
		}
	}
	return found
}

// TestForgettingASuspectsFileLeavesItsCases: the keys are the cases' own. The question
// that OPERATIONS.md has an operator ask finds them, also one that was unlinked since.
func TestForgettingASuspectsFileLeavesItsCases(t *testing.T) {
	t.Parallel()
	c := newCourt(t)
	one, two := c.sung(), c.sung()
	if err := c.ask(t.Context(), two, prosecution.Part{Asked: c.asked(access.CaseWorker), Link: prosecution.Link{Kind: prosecution.ToSuspect, ID: c.file.ID}, Reason: "was het niet"}); err != nil {
		t.Fatal(err)
	}
	whose := func(context.Context) (refs []person.KeyRef, _ error) {
		for _, p := range suspect.Purposes() {
			refs = append(refs, person.KeyRef{Kind: person.KeyOfPerson, Subject: c.file.ID, Purpose: p})
		}
		return refs, nil
	}
	if err := c.vault.Erase(t.Context(), c.employer.ID, whose, func(ctx context.Context) error {
		by := c.ofFile(access.Registrar)
		_, err := suspect.Decider.Run(ctx, c.journal, c.file, suspect.Forget{Asked: by, Purposes: suspect.Purposes(), Reason: "ERASURE"}, request(c.employer.ID))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if s := c.load(one); s.Unreadable() != 0 || s.Standing().Outcome != "CONV" {
		t.Error("the case went with the file")
	}
	want := []string{prosecution.Stream(one).String() + " true", prosecution.Stream(two).String() + " false"}
	var got []string
	c.Scan(t, []any{&got}, "SELECT coalesce(array_agg(stream || ' ' || linked ORDER BY first), '{}') FROM ("+askedByHand(t, c.file.ID)+") AS found")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// askedByHand is the question as it stands in OPERATIONS.md, about this file.
func askedByHand(t *testing.T, file uuid.UUID) string {
	t.Helper()
	text, err := os.ReadFile("../../OPERATIONS.md")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile("(?s)```sql\n-- cases of a suspect's file\n(.*?);\n```").FindSubmatch(text)
	if m == nil {
		t.Fatal("OPERATIONS.md asks no such question")
	}
	return strings.ReplaceAll(string(m[1]), "FILE-ID", file.String())
}
