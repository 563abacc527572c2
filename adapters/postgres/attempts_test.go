package postgres_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
)

// TestAnAttemptIsKeptForTheOwnerOfWhatWasAskedFor, found by the stream, and shown in the scope
// of the owner only, by both fences.
func TestAnAttemptIsKeptForTheOwnerOfWhatWasAskedFor(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	w := newWorld(t, db, postgres.LogOptions{})
	owner, stranger := w.newEmployer(t, "GEM-A"), w.newEmployer(t, "GEM-B")
	attempts := postgres.OpenAttempts(db.DB)
	at := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	asks := func(of uuid.UUID) access.Attempted {
		return access.Attempted{
			At: at, Actor: access.Actor{ID: uuid.New(), Role: access.Registrar, Employer: of}, Refused: access.ByUnit,
			What: "employer", Record: owner.ID, Route: "GET /employers/{code}", Correlation: uuid.New(),
		}
	}
	theirs := asks(stranger.ID)
	for _, try := range []struct {
		who access.Attempted
		of  eventlog.Stream
	}{{theirs, employer.Stream(owner.ID)}, {asks(owner.ID), employer.Stream(owner.ID)}, {asks(stranger.ID), employer.Stream(uuid.New())}} {
		if err := attempts.Keep(t.Context(), try.who, try.of); err != nil {
			t.Fatal(err)
		}
	}
	page, err := attempts.List(t.Context(), access.Scope{Employer: owner.ID}, owner.ID, 0, 10)
	if err != nil || len(page.Attempts) != 2 || page.Next != 0 {
		t.Fatalf("%v, %v", page, err)
	}
	theirs.Owner, theirs.Refused = owner.ID, access.ByEmployer
	if got := page.Attempts[1]; !got.At.Equal(at) || page.Attempts[0].Refused != access.ByUnit {
		t.Errorf("kept %+v", page.Attempts)
	} else if got.At = at; got != theirs {
		t.Errorf("kept %+v, want %+v", got, theirs)
	}
	first, err := attempts.List(t.Context(), access.Scope{Employer: owner.ID}, owner.ID, 0, 1)
	if err != nil || len(first.Attempts) != 1 || first.Next == 0 {
		t.Fatalf("%v, %v", first, err)
	}
	if rest, err := attempts.List(t.Context(), access.Scope{Employer: owner.ID}, owner.ID, first.Next, 1); err != nil || len(rest.Attempts) != 1 || rest.Next != 0 || rest.Attempts[0].Refused != access.ByEmployer {
		t.Errorf("%v, %v", rest, err)
	}
	for name, scope := range map[string]access.Scope{"another employer": {Employer: stranger.ID}, "nobody": {}} {
		if page, err := attempts.List(t.Context(), scope, owner.ID, 0, 10); err != nil || len(page.Attempts) != 0 {
			t.Errorf("%s is shown %v, %v", name, page, err)
		}
	}
	var nobodys int
	db.Scan(t, []any{&nobodys}, "SELECT count(*) FROM ruggensteun.attempts WHERE owner = '00000000-0000-0000-0000-000000000000'")
	if nobodys != 1 {
		t.Errorf("%d attempts at what is nobody's were kept, want 1", nobodys)
	}
}
