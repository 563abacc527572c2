package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/eventlog"
)

// Outcome implements eventlog.Log.
func (l *Log) Outcome(ctx context.Context, k eventlog.Key) (eventlog.Receipt, bool, error) {
	var known commandRow
	err := again(ctx, l.pool, func() (err error) {
		_, known, err = scanCommand(l.pool.QueryRow(ctx, commandsSQL, [][]byte{k.Token[:]}))
		return err
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return eventlog.Receipt{}, false, nil
	}
	if err != nil {
		return eventlog.Receipt{}, false, fmt.Errorf("look up an outcome: %w", unavailable(err))
	}
	got := replay(known, &k)
	return got.receipt, got.err == nil, got.err
}
