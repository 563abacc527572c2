package postgres_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
)

func TestRulesAreKeptOnceAndEachStartOfThem(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	a := postgres.OpenAccess(db.DB)
	trust := []access.Speaks{{Issuer: "https://login.example.nl", Employer: "GEM-A", Roles: []access.Role{access.Registrar}}}
	for n := range 3 {
		if err := a.Begin(t.Context(), noonOf(n+1), "serve", trust); err != nil {
			t.Fatal(err)
		}
	}
	got, err := a.InForce(t.Context(), noonOf(3))
	if err != nil || len(got) != 2 || got[0].Rules.Text() != access.Rules().Text() || got[0].Trust[0].Issuer != trust[0].Issuer {
		t.Fatalf("%+v, %v", got, err)
	}
	superusers := slices.ContainsFunc(got[0].Logins, func(l access.Login) bool { return l.All })
	app := slices.ContainsFunc(got[0].Logins, func(l access.Login) bool {
		return l.Name == postgres.AppRole && slices.Contains(l.As, postgres.AppRole)
	})
	if !superusers || !app {
		t.Errorf("logins %+v", got[0].Logins)
	}
	if n := count(t, session(t, db.Logins.App), "rule_sets"); n != 1 {
		t.Errorf("the same rules are kept %d times", n)
	}
}

func noonOf(day int) time.Time { return time.Date(2026, 5, day, 12, 0, 0, 0, time.UTC) }

func TestSigningInSaysWhichRolesAreHeldAndWhichNoMore(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	s, a := postgres.OpenSessions(db.DB), postgres.OpenAccess(db.DB)
	employer := uuid.New()
	who := access.Holder{ID: uuid.New(), Employer: employer, Roles: []access.Role{access.Registrar, access.Operator}}
	open := func(day int, roles ...access.Role) access.SecretHash {
		t.Helper()
		who.Roles = roles
		secret := access.SecretHash{byte(day)}
		err := s.Open(t.Context(), access.Session{Secret: secret, Holder: who, Issuer: "https://login.example.nl", Began: noonOf(day), Used: noonOf(day), Ends: noonOf(day + 1)})
		if err != nil {
			t.Fatal(err)
		}
		return secret
	}
	secret := open(1, access.Registrar, access.Operator)
	open(5, access.Operator)
	if err := s.Choose(t.Context(), secret, access.Registrar); err != nil {
		t.Fatal(err)
	}
	if _, found, err := s.End(t.Context(), secret); err != nil || !found {
		t.Fatal(found, err)
	}
	said, err := a.HeldAs(t.Context(), access.Scope{Employer: employer}, employer, noonOf(9))
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[int]int{0: 0, 3: 2, 6: 1} {
		if got := access.Tenures(said, noonOf(day), noonOf(day+1)); len(got) != want {
			t.Errorf("on day %d: %+v", day, got)
		}
	}
	if other, err := a.HeldAs(t.Context(), access.Scope{Employer: employer}, uuid.New(), noonOf(9)); err != nil || len(other) != 0 {
		t.Errorf("of another employer %+v, %v", other, err)
	}
	rows, err := session(t, db.Logins.App).Query(t.Context(), "SELECT what FROM authlog ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var kinds []string
	for rows.Next() {
		var what string
		if err := rows.Scan(&what); err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, what)
	}
	if !slices.Equal(kinds, []string{"signed-in", "signed-in", "role-chosen", "signed-out"}) {
		t.Errorf("the log has %v", kinds)
	}
}

func TestWhoReadARecordIsToldToItsOwnerAlone(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	a, owner := postgres.OpenAccess(db.DB), uuid.New()
	reading := readBy(owner)
	change := readBy(owner)
	change.ID, change.Changing = reading.ID, true
	if err := openReadings(db.DB).Record(t.Context(), reading, change); err != nil {
		t.Fatal(err)
	}
	from, to := reading.At.Truncate(24*time.Hour), reading.At.Truncate(24*time.Hour).AddDate(0, 0, 1)
	got, err := a.ReadingsAs(t.Context(), access.Scope{Employer: owner}, owner, reading.ID, from, to)
	if err != nil || len(got) != 1 || got[0].Actor != reading.Actor || !slices.Equal(got[0].Fields(), reading.Fields()) || got[0].Trace.ID != reading.Trace.ID {
		t.Fatalf("%+v, %v", got, err)
	}
	for what, scope := range map[string]access.Scope{"another employer": {Employer: uuid.New()}, "nobody": {}} {
		if got, err := a.ReadingsAs(t.Context(), scope, owner, reading.ID, from, to); err != nil || len(got) != 0 {
			t.Errorf("%s is told %+v, %v", what, got, err)
		}
	}
	if got, err := a.ReadingsAs(t.Context(), access.Scope{Employer: owner}, owner, reading.ID, to, to.AddDate(0, 0, 1)); err != nil || len(got) != 0 {
		t.Errorf("the day after: %+v, %v", got, err)
	}

	// Either fence stands when the other is switched off.
	for _, table := range []string{"readings", "role_held"} {
		db.Exec(t, "ALTER TABLE ruggensteun."+table+" DISABLE ROW LEVEL SECURITY")
	}
	for what, scope := range map[string]access.Scope{"another employer": {Employer: uuid.New()}, "nobody": {}} {
		if got, err := a.ReadingsAs(t.Context(), scope, owner, reading.ID, from, to); err != nil || len(got) != 0 {
			t.Errorf("without row-level security %s is told %+v, %v", what, got, err)
		}
		if err := a.Held(t.Context(), access.Said{At: from, Actor: uuid.New(), Role: access.Registrar, Employer: owner, Held: true}); err != nil {
			t.Fatal(err)
		}
		if got, err := a.HeldAs(t.Context(), scope, owner, to); err != nil || len(got) != 0 {
			t.Errorf("without row-level security %s is told %+v, %v", what, got, err)
		}
	}
}
