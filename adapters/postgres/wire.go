package postgres

import (
	"encoding/binary"
	"sync"
	"time"
)

// PostgreSQL's binary forms of the few types that the log's hot paths read.

// pgEpoch is 2000-01-01, from which PostgreSQL counts microseconds.
const pgEpoch int64 = 946684800 * 1e6

func int64From(raw []byte) int64 { return int64(binary.BigEndian.Uint64(raw)) }

func timeFrom(raw []byte) time.Time {
	return time.UnixMicro(pgEpoch + int64From(raw)).UTC()
}

// cloneBytes copies payload and metadata out of the connection's buffer in one
// allocation. A nil payload stays nil: it was redacted.
func cloneBytes(payload, metadata []byte) ([]byte, []byte) {
	both := make([]byte, len(payload)+len(metadata))
	n := copy(both, payload)
	copy(both[n:], metadata)
	if payload == nil {
		return nil, both
	}
	return both[:n:n], both[n:]
}

var typeNames sync.Map // string → string

// typeName gives one shared string per event type: a million events have a
// dozen types.
func typeName(raw []byte) string {
	if name, ok := typeNames.Load(string(raw)); ok {
		return name.(string)
	}
	name := string(raw)
	typeNames.Store(name, name)
	return name
}
