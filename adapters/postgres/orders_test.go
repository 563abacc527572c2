package postgres_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/operation"
)

func TestAnOrderIsKeptOnceAndAsItWas(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	orders := postgres.OpenOrders(db.DB)
	dropped := operation.Order{ID: uuid.New(), By: uuid.New(), What: operation.DropLetter, Name: "mail", Position: 7, Reason: operation.NoNeed}
	kept, fresh, err := orders.Keep(t.Context(), dropped)
	if err != nil || !fresh || kept.By != dropped.By || kept.Position != 7 || kept.Reason != operation.NoNeed || kept.At.IsZero() {
		t.Fatalf("kept %+v, fresh %t, %v", kept, fresh, err)
	}
	if _, fresh, err := orders.Keep(t.Context(), dropped); err != nil || fresh {
		t.Errorf("sent again it is fresh %t, %v", fresh, err)
	}
	other := dropped
	other.Reason = operation.ByHand
	if _, _, err := orders.Keep(t.Context(), other); fault.KindOf(err) != fault.KeyReused {
		t.Errorf("another order with the same key: %v", err)
	}
	dropped.Outcome = operation.Done
	if err := orders.End(t.Context(), dropped); err != nil {
		t.Fatal(err)
	}
	rebuild := operation.Order{ID: uuid.New(), By: uuid.New(), What: operation.Rebuild, Name: "facts"}
	if _, _, err := orders.Keep(t.Context(), rebuild); err != nil {
		t.Fatal(err)
	}
	last, err := orders.Last(t.Context(), 10)
	if err != nil || len(last) != 2 || last[0].ID != rebuild.ID || last[0].Outcome != "" || last[1].Outcome != operation.Done || time.Since(last[1].Ended) > time.Minute {
		t.Errorf("the last are %+v, %v", last, err)
	}
	for _, sql := range []string{"DELETE FROM operator_orders", "UPDATE operator_orders SET outcome = 'FAILED' WHERE outcome = 'DONE'", "TRUNCATE operator_orders"} {
		if state := sqlState(attempt(t, session(t, db.Logins.Owner), sql)); state != notAllowed {
			t.Errorf("%s gives %q", sql, state)
		}
	}
}

func TestARebuildOfWhichTheProgramIsGoneWasBrokenOff(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	orders := postgres.OpenOrders(db.DB)
	for name, lease := range map[string]string{"facts": "-1 minute", "doubles": "1 minute"} {
		db.Exec(t, `INSERT INTO operator_orders (id, at, actor, what, name) VALUES ($1, clock_timestamp() - interval '1 hour', $1, 'REBUILD', $2)`, uuid.New(), name)
		db.Exec(t, `INSERT INTO builds (schema, projection, revision, switches, lease_until) VALUES ($1 || '_r1', $1, 1, true, clock_timestamp() + $2::text::interval)`, name, lease)
	}
	last, err := orders.Last(t.Context(), 10)
	if err != nil || len(last) != 2 {
		t.Fatal(last, err)
	}
	for _, o := range last {
		if want := map[string]operation.Outcome{"facts": operation.BrokenOff, "doubles": ""}[o.Name]; o.Outcome != want {
			t.Errorf("the rebuild of %s reads %q, want %q", o.Name, o.Outcome, want)
		}
	}
}
