package postgres

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"
	"pgregory.net/rapid"
)

// The driver's own reading is the independent answer.
func TestPlainPlansWriteWhatTheDriverReads(t *testing.T) {
	t.Parallel()
	type code string
	id := rapid.Custom(func(t *rapid.T) uuid.UUID {
		return uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
	})
	word := rapid.Custom(func(t *rapid.T) code { return code(rapid.String().Draw(t, "word")) })
	rapid.Check(t, func(t *rapid.T) {
		text, who := word.Draw(t, "text"), id.Draw(t, "who")
		words, ids := rapid.SliceOf(word).Draw(t, "words"), rapid.SliceOf(id).Draw(t, "ids")
		if rapid.Bool().Draw(t, "nil") {
			words, ids = nil, nil
		}
		comesBack(t, pgtype.TextOID, &text)
		comesBack(t, pgtype.UUIDOID, &who)
		comesBack(t, pgtype.TextArrayOID, &words)
		comesBack(t, pgtype.UUIDArrayOID, &ids)
	})
}

func comesBack[T any](t *rapid.T, oid uint32, value *T) {
	plan := plainPlan(oid, value)
	if plan == nil {
		t.Fatalf("no plan of our own for a %T", value)
	}
	before := []byte("before")
	bytes, err := plan.Encode(value, before)
	if err != nil {
		t.Fatal(err)
	}
	if bytes != nil { // nil: NULL
		bytes = bytes[len(before):]
	}
	var got T
	if err := pgtype.NewMap().Scan(oid, pgtype.BinaryFormatCode, bytes, &got); err != nil {
		t.Fatalf("the driver cannot read %x: %v", bytes, err)
	}
	if diff := cmp.Diff(*value, got); diff != "" {
		t.Fatalf("a %T comes back otherwise (-want +got):\n%s", value, diff)
	}
}

func TestOtherColumnsAreLeftToTheDriver(t *testing.T) {
	t.Parallel()
	for oid, pointer := range map[uint32]any{
		pgtype.Int8OID:      new(int),
		pgtype.TextArrayOID: new(string),
		pgtype.UUIDOID:      new([16]byte),
		pgtype.VarcharOID:   new(string),
	} {
		if plan := plainPlan(oid, pointer); plan != nil {
			t.Errorf("a %T in a column of type %d is written by %T", pointer, oid, plan)
		}
	}
}
