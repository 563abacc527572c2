package postgres_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/suspect"
)

// TestAnAcquittalClearsTheSuspectInTheSameAppend goes through the rules of both, the
// seals and the disk; then the case's keys are destroyed, and the file stays.
func TestAnAcquittalClearsTheSuspectInTheSameAppend(t *testing.T) {
	t.Parallel()
	w := newWorld(t, postgrestest.New(t), postgres.LogOptions{})
	e := w.newEmployer(t, "GEM-DELFT")
	worker := access.Actor{ID: uuid.New(), Role: access.CaseWorker, Employer: e.ID, Purpose: access.FollowUp}
	now := time.Now().UTC().Truncate(time.Minute)
	asked := prosecution.Asked{By: worker, At: now, Employer: e}
	byFile := suspect.Asked{By: worker, At: now, Employer: e}
	caseID, file, incident := uuid.New(), suspect.Stream(uuid.New()), uuid.New()
	stream := prosecution.Stream(caseID)
	target := prosecution.Target{Employer: e.ID, Regime: "AVG"}

	if _, err := suspect.Decider.Run(t.Context(), w.journal, file, suspect.Open{Asked: byFile}, request(e.ID)); err != nil {
		t.Fatal(err)
	}
	if _, err := decider.Several(prosecution.Decider).Run(t.Context(), w.journal, stream, []prosecution.Command{
		prosecution.Open{Asked: asked},
		prosecution.Join{Asked: asked, Link: prosecution.Link{Kind: prosecution.ToIncident, ID: incident}, Target: target},
		prosecution.Join{Asked: asked, Link: prosecution.Link{Kind: prosecution.ToSuspect, ID: file.ID}, Target: target},
	}, request(e.ID)); err != nil {
		t.Fatal(err)
	}
	today := moment.Moment{Instant: now, Precision: moment.Minute}
	verdict := prosecution.Receive{Asked: asked, ID: uuid.New(), Heard: prosecution.Heard{
		Received: today, Source: "COURT", Reference: "ECLI:17", Text: "Vrijspraak.",
		Told:    prosecution.Told{Step: "VERDICT", Effect: moment.Moment{Instant: now.Truncate(24 * time.Hour), Precision: moment.Day, Finer: codes.NotRecorded}, Details: prosecution.Details{Outcome: "ACQ"}},
		Amounts: []prosecution.Amount{{Claimant: e.ID, Kind: "AWARDED", Cents: 0}},
	}}
	done, err := decider.Both(t.Context(), w.journal.(decider.Sharing), prosecution.Decider, suspect.Decider, prosecution.ForTheFile(byFile), stream, prosecution.Command(verdict), request(e.ID))
	if err != nil || done.Last != done.First+1 {
		t.Fatalf("recorded %d to %d, %v: want one event of the case and one of the file", done.First, done.Last, err)
	}
	kept, _, err := suspect.Decider.Load(t.Context(), w.journal, file)
	if err != nil || kept.Counts(incident) || !kept.UnderReview() {
		t.Errorf("%v: counts %t, under review %t", err, kept.Counts(incident), kept.UnderReview())
	}
	if clearance, _ := kept.Clearances[0].Clearance.Get(); clearance.Document != "ECLI:17" || clearance.Ground != "ACQUITTAL" {
		t.Error("the file does not say why")
	}

	for _, purpose := range []person.Purpose{person.ForProsecution, person.ForReference} {
		if n, err := w.vault.Forget(t.Context(), e.ID, person.KeyRef{Kind: person.KeyOfCase, Subject: caseID, Purpose: purpose}); n == 0 || err != nil {
			t.Errorf("destroyed %d keys of %s, %v", n, purpose, err)
		}
	}
	read, _, err := prosecution.Decider.Load(t.Context(), w.journal, stream)
	standing := read.Standing()
	if ledger := read.Ledger(); err != nil || standing.Unreadable != 1 || standing.Outcome != "PENDING" || len(ledger) != 1 || !ledger[0].Awarded.Known {
		t.Errorf("%v, %+v: what was heard is gone, and what it says of money is not", err, standing)
	}
}
