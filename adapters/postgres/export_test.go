package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
)

// What tests look at from outside.

const (
	AppendLock   = appendLock
	LockPatience = lockPatience
	Patience     = patience
	PollEvery    = pollEvery
	Channel      = channel
)

func (db *DB) AsReader(ctx context.Context, scope access.Scope, read func(pgx.Tx) error) error {
	return db.asReader(ctx, scope, read)
}

var Suits = suits
