// Package triage lists the notices that came by file and wait until somebody says which
// case they are of. It holds nothing of what they say: that stays sealed in the log.
package triage

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/triage"
	"ruggensteun/projections"
)

// Projection is the read model of the list.
var Projection = projections.Projection{
	Name:     "triage",
	Revision: 1,
	Tables:   []projections.Table{projections.TableOf(Notices)},
}

// Notice is how one stands. Since is when it came, and never changes.
type Notice struct {
	State    triage.State
	Reason   codes.Code // codes.TriageReason
	Regime   codes.Code // codes.LegalRegime
	Since    time.Time
	Invented bool
}

// Notices is the table; the key is the notice's id.
var Notices = projections.Spec[Notice]{
	Name: "notice",
	Columns: []projections.Column{
		{Name: "state", Type: "text NOT NULL"},
		{Name: "reason", Type: "text NOT NULL"},
		{Name: "regime", Type: "text NOT NULL"},
		{Name: "since_at", Type: "timestamptz NOT NULL"},
		{Name: "invented", Type: "boolean NOT NULL"},
	},
	Indexes: []string{"CREATE INDEX ON %s (employer, state, since_at, key)"},
	Touches: touches,
	Fold:    fold,
	Refs: func(n *Notice) []any {
		return []any{&n.State, &n.Reason, &n.Regime, &n.Since, &n.Invented}
	},
}

func touches(e projections.Event) projections.Touched {
	if _, ours := e.Body.(triage.Event); ours {
		return projections.Touched{Keys: []uuid.UUID{e.Stream.ID}}
	}
	return projections.Touched{}
}

// fold starts a row when the notice came. State follows as in domain/triage.
func fold(row Notice, exists bool, h projections.Head, e projections.Event) (Notice, projections.Head, bool) {
	came, first := e.Body.(triage.Received)
	if first == exists {
		return row, h, false
	}
	if first {
		h.Parent, h.Employer = h.Key, e.Employer
		return Notice{State: triage.Open, Reason: came.Reason, Regime: came.Regime, Since: e.RecordedAt.UTC(), Invented: e.Invented}, h, true
	}
	own, ours := e.Body.(triage.Event)
	if !ours {
		return row, h, false
	}
	now := triage.Decider.Evolve(triage.Entry{State: row.State, Waiting: triage.Waiting{Reason: row.Reason}}, own)
	after := row
	after.State, after.Reason = now.State, now.Reason
	return after, h, after != row
}
