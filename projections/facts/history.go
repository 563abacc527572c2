package facts

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
	"ruggensteun/projections"
)

// History is one thing that was known of a suspect before, and from whom. Its day
// and document stay in the log.
type History struct {
	Suspect    uuid.UUID  // the file
	Told       codes.Code // pair: H_BAN|OWN
	Retracted  bool
	RecordedAt time.Time
}

// HistoryKey names the row of an entry in a file.
func HistoryKey(file, entry uuid.UUID) uuid.UUID { return uuid.NewSHA1(file, entry[:]) }

// Histories is the table of what was known of suspects; the parent is the file.
var Histories = projections.Spec[History]{
	Name: "history",
	Columns: []projections.Column{
		{Name: "suspect", Type: "uuid NOT NULL"},
		{Name: "told", Type: "text NOT NULL"},
		{Name: "retracted", Type: "boolean NOT NULL"},
		{Name: "recorded_at", Type: "timestamptz NOT NULL"},
	},
	Touches: touchesHistory,
	Fold:    foldHistory,
	Refs:    func(r *History) []any { return []any{&r.Suspect, &r.Told, &r.Retracted, &r.RecordedAt} },
	Erasing: &projections.Erasing{
		Types:   []string{suspect.ErasedType(person.ForHistory)},
		Subject: "suspect", Column: "told", Left: string(Forgotten),
		Forget: forgetHistory,
	},
}

func touchesHistory(e projections.Event) projections.Touched {
	switch body := e.Body.(type) {
	case suspect.HistoryTold:
		return projections.Touched{Keys: []uuid.UUID{HistoryKey(e.Stream.ID, body.ID)}}
	case suspect.HistoryRetracted:
		return projections.Touched{Keys: []uuid.UUID{HistoryKey(e.Stream.ID, body.ID)}}
	}
	return projections.Touched{}
}

func foldHistory(row History, exists bool, h projections.Head, e projections.Event) (History, projections.Head, bool) {
	after := row
	switch body := e.Body.(type) {
	case suspect.HistoryTold:
		after = History{Suspect: e.Stream.ID, Told: historyIn(body.Entry)}
	case suspect.HistoryRetracted:
		after.Retracted = exists
	}
	after.RecordedAt = row.RecordedAt
	if after == row {
		return row, h, false
	}
	after.RecordedAt = e.RecordedAt.UTC()
	h.Parent, h.Employer = e.Stream.ID, e.Employer
	return after, h, true
}

func historyIn(held person.Held[person.History]) codes.Code {
	switch held.State {
	case person.Present:
		return Pair(held.Value.Flag, held.Value.Provenance)
	case person.Forgotten:
		return Forgotten
	}
	return codes.NotRecorded
}

// forgetHistory also forgets that an entry was taken back: its one version is left.
func forgetHistory(e projections.Event, gone func(uuid.UUID) bool) projections.Event {
	switch body := e.Body.(type) {
	case suspect.HistoryTold:
		if gone(e.Stream.ID) {
			body.Entry = person.Gone[person.History]()
			e.Body = body
		}
	case suspect.HistoryRetracted:
		if gone(e.Stream.ID) {
			e.Body = nil
		}
	}
	return e
}
