package main

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

func TestOnlyWhatTheLogSaysIsErased(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	r := c.register("GEM-X")
	r.hurt(id(11), id(1), "I1")
	r.hurt(id(11), id(1), "I4")
	r.caughtUp()
	if n := c.count(`SELECT count(*) FROM pg_class WHERE oid = 'facts_r9.involvement'::regclass
		AND reloptions @> '{autovacuum_vacuum_threshold=0,autovacuum_vacuum_scale_factor=0}'`); n != 1 {
		t.Error("what was erased stays in dead rows until a fifth of the table is dead")
	}
	app, err := pgx.Connect(t.Context(), c.db.Logins.App)
	if err != nil {
		t.Fatal(err)
	}
	defer app.Close(context.Background())
	for _, sql := range []string{
		"UPDATE facts_r9.involvement SET health = 'FORGOTTEN'", "DELETE FROM facts_r9.involvement",
		"CREATE OR REPLACE FUNCTION facts_r9.forget_in_involvement(bigint, bigint) RETURNS void LANGUAGE sql AS ''",
	} {
		if _, err := app.Exec(t.Context(), sql); err == nil {
			t.Errorf("the app may say %s", sql)
		}
	}
	r.filed(id(51), "AGE_18_22")
	r.told(id(51), id(61), "H_BAN")
	r.caughtUp()
	for _, table := range []string{"involvement", "profile", "history"} {
		if _, err := app.Exec(t.Context(), "SELECT facts_r9.forget_in_"+table+"(0, 1000000)"); err != nil {
			t.Error(err)
		}
		if _, err := app.Exec(t.Context(), "DELETE FROM facts_r9."+table); err == nil {
			t.Errorf("the app may delete from %s", table)
		}
	}
	if got := append(r.ages(id(51)), r.history(id(51))...); !cmp.Equal(got, []string{"AGE_18_22", "H_BAN|OWN"}) {
		t.Errorf("nobody was forgotten, and of a suspect there is left %v", got)
	}
	if got := r.injuries(id(1)); !cmp.Equal(got, []string{"I1", "I4"}) {
		t.Errorf("nobody was forgotten, and the injuries are %v", got)
	}
	r.forget(id(1), person.ForIdentity)
	r.caughtUp()
	if got := r.injuries(id(1)); !cmp.Equal(got, []string{"I1", "I4"}) {
		t.Errorf("a name was forgotten, and the injuries are %v", got)
	}
	reader, err := pgx.Connect(t.Context(), c.db.Logins.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close(context.Background())
	if _, err := reader.Exec(t.Context(), "SELECT facts_r9.forget_in_involvement(0, 1000000)"); err == nil {
		t.Error("the reader may erase")
	}
}

func TestWhoMayNotForgetDestroysNothing(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	r := c.register("GEM-X")
	r.hurt(id(11), id(1), "I1")
	for _, test := range []struct {
		role access.Role
		who  uuid.UUID
		want fault.Kind
	}{{access.Reporter, id(1), fault.Forbidden}, {access.Registrar, id(9), fault.NotFound}} {
		err := r.erase(test.role, "persons", test.who, erasure.Purposes()...)
		if fault.KindOf(err) != test.want {
			t.Errorf("%s: %v, want %s", test.role, err, test.want)
		}
	}
	if n := c.count("SELECT count(*) FROM keyrings WHERE destroyed_at IS NOT NULL") + c.count("SELECT count(*) FROM events WHERE stream LIKE 'person-%'"); n != 0 {
		t.Errorf("%d keys are gone or events recorded", n)
	}
}

// TestAKeyThatIsGoneWithoutARecordIsFound: the alarm for a forgetting that
// stopped halfway, and its remedy.
func TestAKeyThatIsGoneWithoutARecordIsFound(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	r := c.register("GEM-X")
	r.hurt(id(11), id(1), "I1")
	r.caughtUp()
	r.destroy(id(1), erasure.Purposes()...)
	c.run("verify").fails(1, "not what it should be")
	r.forget(id(1), erasure.Purposes()...)
	r.caughtUp()
	c.run("verify").ok()
}
