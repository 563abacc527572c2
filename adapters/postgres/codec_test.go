package postgres_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"pgregory.net/rapid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
)

// TestOursAndTheDriversWayAgree writes on a connection of ours and reads on one
// of the driver's, and the other way round.
func TestOursAndTheDriversWayAgree(t *testing.T) {
	t.Parallel()
	type code string
	type values struct {
		ID    uuid.UUID
		IDs   []uuid.UUID
		Texts []string
		Codes []code
		Maybe *uuid.UUID
	}
	url := postgrestest.New(t).Admin
	ours, drivers := session(t, url), session(t, url)
	postgres.TakeWire(ours)
	id := rapid.Custom(func(rt *rapid.T) uuid.UUID { return uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(rt, "id")) })
	text := rapid.StringOf(rapid.RuneFrom([]rune("aé👮\"\\{},\x01")))
	rapid.Check(t, func(rt *rapid.T) {
		want := values{
			ID:    id.Draw(rt, "one"),
			IDs:   rapid.SliceOfN(id, 0, 5).Draw(rt, "ids"),
			Texts: rapid.SliceOfN(text, 0, 5).Draw(rt, "texts"),
			Codes: rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) code { return code(text.Draw(rt, "code")) }), 0, 5).Draw(rt, "codes"),
			Maybe: rapid.Ptr(id, true).Draw(rt, "maybe"),
		}
		for name, way := range map[string]struct{ write, read *pgx.Conn }{
			"ours to the driver's": {ours, drivers}, "the driver's to ours": {drivers, ours},
		} {
			var got values
			if err := exchange(t, way.write, way.read, []any{want.ID, want.IDs, want.Texts, want.Codes, want.Maybe},
				[]any{&got.ID, &got.IDs, &got.Texts, &got.Codes, &got.Maybe}); err != nil {
				rt.Fatalf("%s: %v", name, err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				rt.Fatalf("%s came otherwise (-want +got):\n%s", name, diff)
			}
		}
	})
}

// exchange lets one connection write, has the server put it into words, and lets
// another read what those words say.
func exchange(t *testing.T, write, read *pgx.Conn, values, into []any) error {
	var literals [5]*string
	err := write.QueryRow(t.Context(), `
		SELECT $1::uuid::text, $2::uuid[]::text, $3::text[]::text, $4::text[]::text, $5::uuid::text`, values...).
		Scan(&literals[0], &literals[1], &literals[2], &literals[3], &literals[4])
	if err != nil {
		return err
	}
	return read.QueryRow(t.Context(), `
		SELECT ($1::text)::uuid, ($2::text)::uuid[], ($3::text)::text[], ($4::text)::text[], ($5::text)::uuid`,
		literals[0], literals[1], literals[2], literals[3], literals[4]).Scan(into...)
}

// TestAListThatIsNotLikeOursIsAnError: whatever is in a table that somebody
// else has written to, reading it neither crashes nor invents.
func TestAListThatIsNotLikeOursIsAnError(t *testing.T) {
	t.Parallel()
	ours := session(t, postgrestest.New(t).Admin)
	postgres.TakeWire(ours)
	for sql, into := range map[string]any{
		"SELECT ARRAY['a', NULL]":    &[]string{},
		"SELECT ARRAY[['a'], ['b']]": &[]string{},
		"SELECT ARRAY['6ba7b810-9dad-11d1-80b4-00c04fd430c8', NULL]::uuid[]": &[]uuid.UUID{},
		"SELECT NULL::uuid": &uuid.UUID{},
	} {
		if err := ours.QueryRow(t.Context(), sql).Scan(into); err == nil {
			t.Errorf("%s was read as %v", sql, into)
		}
	}
	texts, ids := []string{"before"}, []uuid.UUID{{1}}
	if err := ours.QueryRow(t.Context(), "SELECT NULL::text[], NULL::uuid[]").Scan(&texts, &ids); err != nil || texts != nil || ids != nil {
		t.Errorf("lists that are NULL were read as %v and %v, %v", texts, ids, err)
	}
}
