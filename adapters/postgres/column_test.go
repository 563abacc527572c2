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

// TestColumnsArriveAsTheyWereGiven sends arrays of all lengths, none included,
// and lets the driver read them back in its own way.
func TestColumnsArriveAsTheyWereGiven(t *testing.T) {
	t.Parallel()
	conn, err := pgx.Connect(t.Context(), postgrestest.New(t).Logins.App)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	postgres.TakeWire(conn)
	rapid.Check(t, func(rt *rapid.T) {
		type values struct {
			IDs     [][16]byte
			Numbers []int64
			Texts   []string
			Bytes   [][]byte
		}
		want := values{
			IDs:     rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) [16]byte { return uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(rt, "id")) }), 0, 5).Draw(rt, "ids"),
			Numbers: rapid.SliceOfN(rapid.Int64(), 0, 5).Draw(rt, "numbers"),
			Texts:   rapid.SliceOfN(rapid.StringOf(rapid.RuneFrom([]rune("aé👮\"\\{},\x01"))), 0, 5).Draw(rt, "texts"),
			Bytes:   rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 0, 50), 0, 5).Draw(rt, "bytes"),
		}
		var got values
		ids, numbers, texts, bytes := postgres.Columns(want.IDs, want.Numbers, want.Texts, want.Bytes)
		err := conn.QueryRow(t.Context(), "SELECT $1::uuid[], $2::bigint[], $3::text[], $4::bytea[]", ids, numbers, texts, bytes).
			Scan(&got.IDs, &got.Numbers, &got.Texts, &got.Bytes)
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("came back otherwise (-want +got):\n%s", diff)
		}
	})
}
