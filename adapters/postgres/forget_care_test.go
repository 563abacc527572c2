package postgres_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

// TestAWorkersCareIsForgottenAfterEveryIncident goes through the rules, the keys and the
// disk: of both incidents it is gone, of a colleague it is not, and what is told since
// is kept.
func TestAWorkersCareIsForgottenAfterEveryIncident(t *testing.T) {
	t.Parallel()
	w := newWorld(t, postgrestest.New(t), postgres.LogOptions{})
	e := w.newEmployer(t, "GEM-DELFT")
	now := time.Now().UTC().Truncate(time.Minute)
	asked := aftercare.Asked{By: access.Actor{ID: uuid.New(), Role: access.CaseWorker, Employer: e.ID, Purpose: access.FollowUp}, At: now, Employer: e}
	ask := func(incident, worker uuid.UUID, c aftercare.Command) {
		t.Helper()
		if _, err := aftercare.Decider.Run(t.Context(), w.journal, aftercare.Stream(aftercare.ID(incident, worker)), c, request(e.ID)); err != nil {
			t.Fatalf("%T: %v", c, err)
		}
	}
	care := func(incident, worker uuid.UUID) aftercare.Care {
		t.Helper()
		s, _, err := aftercare.Decider.Load(t.Context(), w.journal, aftercare.Stream(aftercare.ID(incident, worker)))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	talked := func() aftercare.Tell {
		return aftercare.Tell{Asked: asked, ID: uuid.New(), Note: "Belt zelf terug.",
			Step: aftercare.Step{Step: "TALK_1", Status: "DONE", On: moment.Moment{Instant: now, Precision: moment.Minute}}}
	}
	anna, bert, one, two := uuid.New(), uuid.New(), uuid.New(), uuid.New()
	for _, of := range [][2]uuid.UUID{{one, anna}, {two, anna}, {one, bert}} {
		ask(of[0], of[1], aftercare.Open{Asked: asked, Incident: of[0], Worker: of[1], Target: aftercare.Target{Employer: e.ID, Regime: "AVG", Hit: true}})
		ask(of[0], of[1], talked())
	}

	whose := func(context.Context) ([]person.KeyRef, error) {
		return []person.KeyRef{{Kind: person.KeyOfPerson, Subject: anna, Purpose: person.ForCare}}, nil
	}
	registrar := access.Actor{ID: uuid.New(), Role: access.Registrar, Employer: e.ID, Purpose: access.Registration}
	err := w.vault.Erase(t.Context(), e.ID, whose, func(ctx context.Context) error {
		_, err := erasure.Decider.Run(ctx, w.journal, erasure.Stream(anna),
			erasure.Erase{By: registrar, Employer: e.ID, Known: true, Purposes: []person.Purpose{person.ForCare}, Reason: "ERASURE"}, request(e.ID))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, incident := range []uuid.UUID{one, two} {
		s := care(incident, anna)
		if told := s.Tellings[0]; s.Unreadable() != 1 || told.Note.State != person.Forgotten || s.Duty("TALK_1").Status != aftercare.Forgotten {
			t.Errorf("%d cannot be read, and the talk is %s", s.Unreadable(), s.Duty("TALK_1").Status)
		}
	}
	if s := care(one, bert); s.Unreadable() != 0 || s.Duty("TALK_1").Status != "DONE" {
		t.Error("a colleague was forgotten too")
	}
	ask(one, anna, talked())
	if s := care(one, anna); s.Unreadable() != 1 || s.Duty("TALK_1").Status != "DONE" {
		t.Error("what was told since is not kept")
	}
}
