package logtest

import (
	"bytes"
	"fmt"

	"ruggensteun/domain/eventlog"
)

// difference says where two readings of the same events differ first, or "".
// By hand, because payloads are large and a failing test should not print them.
func difference(want, got []eventlog.Recorded) string {
	for i := range min(len(want), len(got)) {
		if column := differing(want[i], got[i]); column != "" {
			return fmt.Sprintf("event %d of %d, position %d: %s differs", i+1, len(want), want[i].Position, column)
		}
	}
	if len(want) != len(got) {
		return fmt.Sprintf("%d events, want %d", len(got), len(want))
	}
	return ""
}

func differing(a, b eventlog.Recorded) string {
	for _, column := range []struct {
		name string
		same bool
	}{
		{"position", a.Position == b.Position},
		{"employer", a.Employer == b.Employer},
		{"stream", a.Stream == b.Stream},
		{"version", a.Version == b.Version},
		{"id", a.ID == b.ID},
		{"type", a.Type == b.Type},
		{"recorded_at", a.RecordedAt.Equal(b.RecordedAt)},
		{"payload", bytes.Equal(a.Payload, b.Payload) && (a.Payload == nil) == (b.Payload == nil)},
		{"metadata", bytes.Equal(a.Metadata, b.Metadata)},
		{"payload hash", a.PayloadHash == b.PayloadHash},
		{"hash", a.Hash == b.Hash},
		{"redacted", a.Redacted == b.Redacted},
	} {
		if !column.same {
			return column.name
		}
	}
	return ""
}
