package postgres_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
)

func TestWhoIsKnownIsWhatWasSaidOfEachLast(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	a := postgres.OpenAccess(db.DB)
	here, there := uuid.New(), uuid.New()
	ada, bo, cor, del := uuid.New(), uuid.New(), uuid.New(), uuid.New()
	for n, s := range []access.Said{
		{Actor: ada, Role: access.CaseWorker, Employer: here, Held: true},
		{Actor: bo, Role: access.CaseWorker, Employer: here, Held: true},
		{Actor: bo, Role: access.CaseWorker, Employer: here}, // no more
		{Actor: bo, Role: "case-worker:NOORD", Employer: here, Held: true},
		{Actor: cor, Role: access.Reporter, Employer: here, Held: true},
		{Actor: del, Role: access.CaseWorker, Employer: there, Held: true},
		{Actor: ada, Role: access.CaseWorker, Employer: here, Held: true}, // said again
	} {
		s.At = noonOf(n + 1)
		if err := a.Held(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	got, err := a.KnownAs(t.Context(), access.Scope{Employer: here}, here, []access.Role{access.CaseWorker, access.Registrar})
	if err != nil || len(got) != 2 {
		t.Fatalf("known are %+v, %v", got, err)
	}
	slices.SortFunc(got, func(x, y access.Said) int { return -x.At.Compare(y.At) })
	if got[0].Actor != ada || !got[0].At.Equal(noonOf(7)) || got[1].Actor != bo || got[1].Role != "case-worker:NOORD" {
		t.Errorf("known are %+v", got)
	}
	for what, scope := range map[string]access.Scope{"another employer": {Employer: there}, "nobody": {}} {
		if got, err := a.KnownAs(t.Context(), scope, here, access.Roles()); err != nil || len(got) != 0 {
			t.Errorf("%s is told %+v, %v", what, got, err)
		}
	}
}

// TestSomebodyIsMadeKnownOnce and it stands in the log of authentication, and in no other.
func TestSomebodyIsMadeKnownOnce(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	a, s := postgres.OpenAccess(db.DB), postgres.OpenSessions(db.DB)
	employer, ada := uuid.New(), uuid.New()
	said := access.Said{At: noonOf(1), Actor: ada, Role: "case-worker:NOORD", Employer: employer, Issuer: "https://login.example.nl", Held: true}
	for n, want := range []bool{false, true} {
		if known, err := a.Introduce(t.Context(), said); err != nil || known != want {
			t.Errorf("the time %d: %t, %v", n, known, err)
		}
	}
	page, err := a.KnocksAs(t.Context(), access.Scope{Employer: employer}, employer, 0, 10)
	if err != nil || len(page.Knocks) != 1 || page.Knocks[0].What != access.Introduced || page.Knocks[0].Actor.ID != ada || page.Knocks[0].Actor.Role != said.Role {
		t.Fatalf("%+v, %v", page, err)
	}
	if n := count(t, session(t, db.Logins.App), "readings"); n != 0 {
		t.Errorf("the log of use has %d lines", n)
	}
	// What the login service says when he signs in counts from then on.
	err = s.Open(t.Context(), access.Session{
		Secret: access.SecretHash{1}, Holder: access.Holder{ID: ada, Employer: employer, Roles: []access.Role{access.Registrar}},
		Issuer: said.Issuer, Began: noonOf(2), Used: noonOf(2), Ends: noonOf(3),
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := a.KnownAs(t.Context(), access.Scope{Employer: employer}, employer, access.Roles())
	if err != nil || len(got) != 1 || got[0].Role != access.Registrar {
		t.Errorf("known is %+v, %v", got, err)
	}
	if known, err := a.Introduce(t.Context(), said); err != nil || known {
		t.Errorf("a role that ended is made known anew: %t, %v", known, err)
	}
}

func TestWhoCameInIsListedByPageAndCountedByDay(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	a := postgres.OpenAccess(db.DB)
	here, there := uuid.New(), uuid.New()
	for n, employer := range []uuid.UUID{here, there, here, uuid.Nil, here} {
		k := access.Knock{At: noonOf(1 + n/2), What: access.Refused, Actor: access.Actor{ID: uuid.New(), Role: access.Registrar, Employer: employer}, Route: "GET /v1/incidents", Reason: "forbidden"}
		if employer == uuid.Nil {
			k.What, k.Actor = access.NotAdmitted, access.Actor{}
		}
		if err := a.Knocked(t.Context(), k); err != nil {
			t.Fatal(err)
		}
	}
	scope := access.Scope{Employer: here}
	first, err := a.KnocksAs(t.Context(), scope, here, 0, 2)
	if err != nil || len(first.Knocks) != 2 || first.Next == 0 || !first.Knocks[0].At.After(first.Knocks[1].At) {
		t.Fatalf("%+v, %v", first, err)
	}
	rest, err := a.KnocksAs(t.Context(), scope, here, first.Next, 2)
	if err != nil || len(rest.Knocks) != 1 || rest.Next != 0 || rest.Knocks[0].Route != "GET /v1/incidents" {
		t.Fatalf("%+v, %v", rest, err)
	}
	nobody, err := a.KnocksOfNobody(t.Context(), 0, 10)
	if err != nil || len(nobody.Knocks) != 1 || nobody.Knocks[0].What != access.NotAdmitted {
		t.Errorf("of nobody %+v, %v", nobody, err)
	}
	days, err := a.KnockDays(t.Context(), noonOf(1))
	if err != nil || len(days) != 4 || days[0].Day.Day() != 3 || days[3].Number != 2 {
		t.Errorf("%+v, %v", days, err)
	}
	if days, err = a.KnockDays(t.Context(), noonOf(3)); err != nil || len(days) != 1 {
		t.Errorf("since the last day %+v, %v", days, err)
	}
}
