package postgrestest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
)

// Tallied is the one event of a small projection that exercises the runner
// without the trade: it counts words per stream and keeps rows below it.
type Tallied struct {
	Word  string      `json:"word,omitempty"`  // joins the stream's words; "" changes nothing
	Below []uuid.UUID `json:"below,omitempty"` // rows that get this stream as their parent
	Void  bool        `json:"void,omitempty"`  // all rows below this stream become void
}

// EventType implements decider.Event.
func (Tallied) EventType() string { return "test.tallied.v1" }

// TallyRow is a stream's row.
type TallyRow struct {
	Count int64
	Words []string
	Last  time.Time
	Note  *string // set with every third event: a column that may be NULL
}

// BelowRow is a row below a stream.
type BelowRow struct {
	Seen int32
	Void bool
}

// Tally is the projection. Harm, when given, is called in every fold.
func Tally(name string, revision int, harm func(projections.Event)) projections.Projection {
	if harm == nil {
		harm = func(projections.Event) {}
	}
	return projections.Projection{Name: name, Revision: revision, Tables: []projections.Table{tallies(harm), belows()}}
}

func tallies(harm func(projections.Event)) projections.Table {
	return projections.TableOf(projections.Spec[TallyRow]{
		Name: "tallies",
		Columns: []projections.Column{
			{Name: "count", Type: "bigint NOT NULL"},
			{Name: "words", Type: "text[] NOT NULL"},
			{Name: "last", Type: "timestamptz NOT NULL"},
			{Name: "note", Type: "text"},
		},
		Indexes: []string{"CREATE INDEX ON %s (last)"},
		Touches: func(e projections.Event) projections.Touched {
			return projections.Touched{Keys: []uuid.UUID{e.Stream.ID}}
		},
		Fold: func(row TallyRow, _ bool, h projections.Head, e projections.Event) (TallyRow, projections.Head, bool) {
			harm(e)
			tallied, ok := e.Body.(Tallied)
			if !ok || tallied.Word == "" {
				return row, h, false
			}
			row.Count++
			row.Words = append(slices.Clip(row.Words), tallied.Word)
			row.Words = row.Words[max(0, len(row.Words)-3):]
			row.Last, row.Note = e.RecordedAt, nil
			if row.Count%3 == 0 {
				note := fmt.Sprintf("seen %d times, last %q", row.Count, tallied.Word)
				row.Note = &note
			}
			return row, h, true
		},
		Refs: func(r *TallyRow) []any { return []any{&r.Count, &r.Words, &r.Last, &r.Note} },
	})
}

func belows() projections.Table {
	return projections.TableOf(projections.Spec[BelowRow]{
		Name:    "belows",
		Columns: []projections.Column{{Name: "seen", Type: "integer NOT NULL"}, {Name: "void", Type: "boolean NOT NULL"}},
		Touches: func(e projections.Event) projections.Touched {
			tallied, _ := e.Body.(Tallied)
			touched := projections.Touched{Keys: tallied.Below}
			if tallied.Void {
				touched.Parents = []uuid.UUID{e.Stream.ID}
			}
			return touched
		},
		Fold: func(row BelowRow, exists bool, h projections.Head, e projections.Event) (BelowRow, projections.Head, bool) {
			tallied := e.Body.(Tallied)
			if slices.Contains(tallied.Below, h.Key) {
				h.Parent = e.Stream.ID
				row.Seen++
				row.Void = false
				return row, h, true
			}
			if !exists || row.Void {
				return row, h, false
			}
			row.Void = true
			return row, h, true
		},
		Refs: func(r *BelowRow) []any { return []any{&r.Seen, &r.Void} },
	})
}

// DecodeTally is the projection's decoder.
func DecodeTally(_ context.Context, events []eventlog.Recorded) ([]projections.Event, error) {
	opened := make([]projections.Event, len(events))
	for i, e := range events {
		var body Tallied
		if err := json.Unmarshal(e.Payload, &body); err != nil {
			return nil, fmt.Errorf("decode the event at position %d", e.Position)
		}
		opened[i] = projections.Event{Position: e.Position, Stream: e.Stream, Version: e.Version,
			Employer: e.Employer, RecordedAt: e.RecordedAt, Body: body}
	}
	return opened, nil
}

// Happened is one event of one stream.
type Happened struct {
	Stream uuid.UUID
	Tallied
}

var tallyEmployer = uuid.MustParse("0198a000-0000-7000-8000-000000000001")

// AppendTally records events, each stream's in order; it returns the last position.
func AppendTally(t testing.TB, log eventlog.Log, events ...Happened) eventlog.Position {
	t.Helper()
	var last eventlog.Position
	for chunk := range slices.Chunk(events, eventlog.MaxEvents) {
		receipt, err := log.Append(context.Background(), tallyAppend(t, chunk))
		if err != nil {
			t.Fatalf("append: %v", err)
		}
		last = receipt.Last
	}
	return last
}

func tallyAppend(t testing.TB, events []Happened) eventlog.Append {
	a := eventlog.Append{Employer: tallyEmployer}
	at := map[uuid.UUID]int{}
	for _, e := range events {
		payload, err := json.Marshal(e.Tallied)
		if err != nil {
			t.Fatal(err)
		}
		i, known := at[e.Stream]
		if !known {
			i = len(a.Changes)
			at[e.Stream] = i
			a.Changes = append(a.Changes, eventlog.Change{
				Stream: eventlog.Stream{Category: "incident", ID: e.Stream}, Expected: eventlog.AnyVersion})
		}
		a.Changes[i].Events = append(a.Changes[i].Events, eventlog.Proposed{
			ID: uuid.Must(uuid.NewV7()), Type: decider.Event(e.Tallied).EventType(), Payload: payload, Metadata: []byte("{}")})
	}
	return a
}
