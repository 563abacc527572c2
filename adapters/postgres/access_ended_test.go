package postgres_test

import (
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
)

// TestRolesEndWhenTheirIssuerMaySayThemNoMore: a server begins with a list without the issuer, or
// without the role. Whoever has a role by a token is not told of by any issuer, and keeps it.
func TestRolesEndWhenTheirIssuerMaySayThemNoMore(t *testing.T) {
	t.Parallel()
	const ours, others = "https://login.example.nl", "https://login.example.org"
	both := []access.Role{access.CaseWorker, access.Registrar}
	for name, c := range map[string]struct {
		door  string
		trust []access.Speaks
		left  int // of two roles of one issuer, one of another and one by a token
	}{
		"both are listed":          {"serve", []access.Speaks{{Issuer: ours, Roles: both}, {Issuer: others, Roles: both}}, 4},
		"one was dropped":          {"serve", []access.Speaks{{Issuer: others, Roles: both}}, 2},
		"a role was dropped":       {"serve", []access.Speaks{{Issuer: ours, Roles: both[:1]}, {Issuer: others, Roles: both}}, 3},
		"none is listed":           {"serve", nil, 1},
		"it is no server":          {"migrate", nil, 4},
		"one gives no role at all": {"serve", []access.Speaks{{Issuer: ours}, {Issuer: others, Roles: both}}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, employer := postgres.OpenAccess(postgrestest.New(t).DB), uuid.New()
			signed := uuid.New()
			for _, s := range []access.Said{
				{Actor: signed, Role: access.Registrar, Issuer: ours}, {Actor: signed, Role: access.CaseWorker, Issuer: ours},
				{Actor: signed, Role: access.Registrar}, // on the first request of the day
				{Actor: uuid.New(), Role: access.Registrar, Issuer: others},
				{Actor: uuid.New(), Role: access.Registrar},
			} {
				s.At, s.Employer, s.Held = noonOf(1), employer, true
				if err := a.Held(t.Context(), s); err != nil {
					t.Fatal(err)
				}
			}
			for range 2 { // to begin again ends nothing again
				if err := a.Begin(t.Context(), noonOf(3), c.door, c.trust); err != nil {
					t.Fatal(err)
				}
			}
			said, err := a.HeldAs(t.Context(), access.Scope{Employer: employer}, employer, noonOf(9))
			if err != nil || len(said) != 5+4-c.left {
				t.Errorf("%d times something was said, want %d, %v", len(said), 5+4-c.left, err)
			}
			for day, want := range map[int]int{2: 4, 5: c.left} {
				if got := access.Tenures(said, noonOf(day), noonOf(day+1)); len(got) != want {
					t.Errorf("on day %d: %d hold a role, want %d: %+v", day, len(got), want, got)
				}
			}
		})
	}
}
