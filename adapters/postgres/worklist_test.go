package postgres_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
	"ruggensteun/projections/worklist"
	"ruggensteun/projections/worklist/worklisttest"
)

func TestTheWorkListIsKept(t *testing.T) {
	t.Parallel()
	worklisttest.Run(t, func(t *testing.T) worklisttest.Fixture {
		store := postgres.OpenWorklist(postgrestest.New(t).DB)
		return worklisttest.Fixture{Store: store, Stored: func(ctx context.Context, id uuid.UUID) (worklist.File, bool, error) {
			return store.File(ctx, access.Scope{All: true}, id)
		}}
	})
}
