package postgres_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ruggensteun/adapters/vault/canary"
	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog/logtest"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
)

func (s sung) ofSuspect() suspect.Asked {
	by := access.Actor{ID: operator.ID, Role: access.Registrar, Employer: s.employer.ID, Purpose: access.Registration}
	return suspect.Asked{By: by, At: time.Now(), Employer: s.employer}
}

// sayOfSuspect is one life of a file.
func (s sung) sayOfSuspect(t *testing.T) {
	t.Helper()
	about, document := s.incident.ID, canary.Document
	for _, cmd := range []suspect.Command{
		suspect.Open{Asked: s.ofSuspect(), Profile: person.Profile{AgeBand: "AGE_18_22"}},
		suspect.Identify{Asked: s.ofSuspect(), Identity: person.Suspect{Name: canary.Name}},
		suspect.UnlinkIdentity{Asked: s.ofSuspect(), Reason: canary.Reason},
		suspect.Identify{Asked: s.ofSuspect(), Identity: person.Suspect{Name: canary.Suspect}},
		suspect.TellHistory{Asked: s.ofSuspect(), ID: about, Entry: person.History{Flag: "H_ANTEC", Provenance: "JUDGMENT", On: "2026-01-02", Document: document}},
		suspect.Clear{Asked: s.ofSuspect(), Incident: about, Clearance: person.Clearance{Ground: "ACQUITTAL", On: "2026-01-02", Document: document}},
		suspect.Review{Asked: s.ofSuspect(), Incident: about, Leaves: true, Reason: canary.Reason},
	} {
		if _, err := suspect.Decider.Run(t.Context(), s.journal, s.suspect, cmd, request(s.employer.ID)); err != nil {
			t.Fatalf("%T: %v", cmd, err)
		}
	}
}

// forgetEverything of the suspect and of the incident, as a command does it.
func (s sung) forgetEverything(t *testing.T) {
	t.Helper()
	err := s.vault.Erase(t.Context(), s.employer.ID, func(context.Context) (refs []person.KeyRef, _ error) {
		for _, p := range suspect.Purposes() {
			refs = append(refs, person.KeyRef{Kind: person.KeyOfPerson, Subject: s.suspect.ID, Purpose: p})
		}
		return append(refs, incident.KeysOf(s.incident.ID, nil, incident.Purposes())...), nil
	}, func(ctx context.Context) error {
		_, err := s.run(ctx, s.incident, s.employer.ID, incident.Forget{Asked: s.asked(), Purposes: incident.Purposes(), Reason: "ERASURE"})
		if err == nil {
			cmd := suspect.Forget{Asked: s.ofSuspect(), Purposes: suspect.Purposes(), Reason: "ERASURE"}
			_, err = suspect.Decider.Run(ctx, s.journal, s.suspect, cmd, request(s.employer.ID))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestWhatIsForgottenOfASuspectAndAnIncidentOpensNowhere: not in the log, read anew
// with every key that is left, nor for whoever has the whole data folder and the
// master key.
func TestWhatIsForgottenOfASuspectAndAnIncidentOpensNowhere(t *testing.T) {
	t.Parallel()
	s := newSung(t)
	s.sayEverything(t)
	load := func() (i incident.Incident, f suspect.File) {
		t.Helper()
		journal := s.reopened(t)
		i, _, err := incident.Decider.Load(t.Context(), journal, s.incident)
		if err != nil {
			t.Fatal(err)
		}
		if f, _, err = suspect.Decider.Load(t.Context(), journal, s.suspect); err != nil {
			t.Fatal(err)
		}
		return i, f
	}
	i, f := load()
	if address, _ := i.Address.Get(); address != canary.Address || i.Reference != person.Of(canary.Reference) || f.Identity.Value.Name != canary.Suspect || f.History[0].Entry.Value.Document != canary.Document {
		t.Fatal("it does not give back what was told")
	}
	s.forgetEverything(t)
	i, f = load()
	for what, state := range map[string]person.State{
		"address": i.Address.State, "reference": i.Reference.State, "report of force": i.ForceReports[0].State, "narrative": i.Narrative[0].State,
		"what was seen": i.Suspects[0].Profile.State, "identity": f.Identity.State, "profile": f.Profile.State,
		"history": f.History[0].Entry.State, "clearance": f.Clearances[0].Clearance.State,
	} {
		if state != person.Forgotten {
			t.Errorf("%s is %s", what, state)
		}
	}
	if who, _ := i.Workers[0].Identity.Get(); who.Name != canary.Name || !f.Clearances[0].Reviewed || f.Counts(s.incident.ID) || f.UnderReview() {
		t.Error("more was forgotten than was asked")
	}
	s.nothingOpens(t)
	for place, content := range s.places(t) {
		for _, bird := range canary.Find(content) {
			t.Errorf("%s holds %s", place, bird)
		}
	}
	logtest.Invariants(t, s.log)
}

// nothingOpens reads every event by itself: also what a later one replaced is gone.
func (s sung) nothingOpens(t *testing.T) {
	t.Helper()
	recorded, err := s.log.Read(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	journal := s.reopened(t)
	bodies, _, err := journal.Load(t.Context(), s.suspect)
	if err != nil || len(bodies) == 0 || len(recorded) < 15 {
		t.Fatalf("%d events of the suspect, %d in all, %v", len(bodies), len(recorded), err)
	}
	for _, body := range bodies {
		switch e := body.(type) {
		case suspect.Identified:
			if e.Identity.State != person.Forgotten {
				t.Error("an identity opens that was replaced")
			}
		case suspect.IdentityUnlinked:
			if e.Reason.State != person.Forgotten {
				t.Error("a reason opens")
			}
		}
	}
	var left []string
	s.Scan(t, []any{&left}, `
		SELECT coalesce(array_agg(DISTINCT k.kind || ' ' || k.purpose ORDER BY k.kind || ' ' || k.purpose), '{}')
		FROM keyrings r
		CROSS JOIN LATERAL unnest(r.kinds, r.purposes, r.wrapped) AS k (kind, purpose, wrapped)
		WHERE k.wrapped IS NOT NULL`)
	if diff := cmp.Diff([]string{"employer ", "person health", "person identity", "store "}, left); diff != "" {
		t.Errorf("keys that are left (-want +got):\n%s", diff)
	}
}
