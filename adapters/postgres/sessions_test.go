package postgres_test

import (
	"testing"

	"ruggensteun/adapters/identity"
	"ruggensteun/adapters/identity/sessiontest"
	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
)

var _ identity.Sessions = (*postgres.Sessions)(nil)

func TestTheSessionsKeepTheirPromises(t *testing.T) {
	t.Parallel()
	sessiontest.Run(t, func(t *testing.T) identity.Sessions { return postgres.OpenSessions(postgrestest.New(t).DB) })
}
