package vaulttest

import (
	"context"

	"ruggensteun/domain/eventlog"
)

// Log is a log that keeps no keys itself, with a Memory beside it for them.
type Log struct {
	eventlog.Log
	Keys *Memory
}

// Append gives keys and marks to the Memory, as the real log does. Keys go
// first: whoever reads the event must find them, and nobody asks for the key of
// an append that was refused.
func (l Log) Append(ctx context.Context, a eventlog.Append) (eventlog.Receipt, error) {
	if err := l.Keys.Keep(a.DataKeys, nil); err != nil {
		return eventlog.Receipt{}, err
	}
	receipt, err := l.Log.Append(ctx, a)
	if err != nil || receipt.Replayed {
		return receipt, err
	}
	return receipt, l.Keys.Keep(nil, a.Marks)
}
