package postgrestest

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
)

// FoldAll is what a projection's rows must be after these events: every version
// of every row, one line each. It is written to be obvious, not fast, and
// shares no code with the runner.
func FoldAll(p projections.Projection, events []projections.Event) []string {
	var lines []string
	for _, t := range p.Tables {
		rows, heads := map[uuid.UUID]any{}, map[uuid.UUID]projections.Head{}
		for _, e := range events {
			touched := t.Touches(e)
			keys := map[uuid.UUID]bool{}
			for _, key := range touched.Keys {
				keys[key] = true
			}
			for key, h := range heads {
				if slices.Contains(touched.Parents, h.Parent) {
					keys[key] = true
				}
			}
			for key := range keys {
				h := heads[key]
				h.Key = key
				row, h, changed := t.Fold(rows[key], h, e)
				if !changed {
					continue
				}
				if h.Parent == uuid.Nil {
					h.Parent = key
				}
				if h.Employer == uuid.Nil {
					h.Employer = e.Employer
				}
				rows[key], heads[key] = row, h
				lines = append(lines, line(t, h, row))
			}
		}
	}
	slices.Sort(lines)
	return lines
}

func line(t projections.Table, h projections.Head, row any) string {
	text := fmt.Sprintf("%s %s at %d below %s of %s:", t.Name(), h.Key, h.Position, h.Parent, h.Employer)
	for _, ref := range t.Refs(row) {
		value := reflect.ValueOf(ref).Elem()
		for value.Kind() == reflect.Pointer && !value.IsNil() {
			value = value.Elem()
		}
		text += fmt.Sprintf(" %v", value.Interface())
	}
	return text
}

// Rows is every version of every row in a schema, as FoldAll writes them.
func (d *Database) Rows(t testing.TB, schema string, p projections.Projection) (lines []string) {
	t.Helper()
	d.atOneMoment(t, func(tx pgx.Tx) { lines = rowsOf(t, tx, schema, p) })
	return lines
}

// atOneMoment reads as the superuser in one snapshot.
func (d *Database) atOneMoment(t testing.TB, read func(pgx.Tx)) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, d.Admin)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, "SET timezone = 'UTC'; SET search_path = ruggensteun"); err != nil {
		t.Fatal(err)
	}
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead})
	if err != nil {
		t.Fatal(err)
	}
	read(tx)
}

func rowsOf(t testing.TB, tx pgx.Tx, schema string, p projections.Projection) (lines []string) {
	t.Helper()
	for _, table := range p.Tables {
		rows, err := tx.Query(context.Background(), "SELECT * FROM "+pgx.Identifier{schema, table.Name()}.Sanitize())
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var h projections.Head
			row := table.New()
			if err := rows.Scan(append([]any{&h.Key, &h.Position, &h.Parent, &h.Employer}, table.Refs(row)...)...); err != nil {
				t.Fatal(err)
			}
			lines = append(lines, line(table, h, row))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(lines)
	return lines
}

// CheckProjected holds a projection against the log: the rows are the fold of
// the events up to its position, no more and no less, and the log itself is
// whole. It returns the position.
func (d *Database) CheckProjected(t testing.TB, log eventlog.Log, p projections.Projection) (position eventlog.Position) {
	t.Helper()
	var rows []string
	d.atOneMoment(t, func(tx pgx.Tx) { // a statement of a killed program may still be running
		var schema string
		err := tx.QueryRow(context.Background(), "SELECT schema, position FROM projections WHERE name = $1 AND revision = $2",
			p.Name, p.Revision).Scan(&schema, &position)
		if err != nil {
			t.Fatal(err)
		}
		rows = rowsOf(t, tx, schema, p)
	})
	events := checkedEvents(t, log)
	if position > eventlog.Position(len(events)) {
		t.Fatalf("position %d lies beyond the log's %d events", position, len(events))
	}
	if fold := FoldAll(p, events[:position]); !slices.Equal(fold, rows) { // a diff of equals takes seconds
		t.Errorf("rows at position %d differ from the fold of the log (-fold +rows):\n%s", position, cmp.Diff(fold, rows))
	}
	return position
}

// checkedEvents is the whole log, opened, and found to be whole.
func checkedEvents(t testing.TB, log eventlog.Log) (events []projections.Event) {
	t.Helper()
	var verifier eventlog.Verifier
	for {
		page, err := log.Read(context.Background(), eventlog.Position(len(events)), 1000)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, e := range page {
			verifier.Next(e)
		}
		opened, err := DecodeTally(context.Background(), page)
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, opened...)
	}
	if findings := verifier.Findings(); len(findings) > 0 {
		t.Errorf("the log is not whole: %v", findings)
	}
	return events
}

// Position is where a projection's revision stands.
func (d *Database) Position(t testing.TB, p projections.Projection) (at eventlog.Position) {
	t.Helper()
	d.Scan(t, []any{&at}, "SELECT position FROM projections WHERE name = $1 AND revision = $2", p.Name, p.Revision)
	return at
}

// Scan runs a query for one row as the superuser.
func (d *Database) Scan(t testing.TB, into []any, sql string, args ...any) {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), d.Admin)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(context.Background(), "SET search_path = ruggensteun"); err != nil {
		t.Fatal(err)
	}
	if err := conn.QueryRow(context.Background(), sql, args...).Scan(into...); err != nil {
		t.Fatalf("as the superuser: %v", err)
	}
}

// RandomHistory makes events over a few streams, so that they meet.
func RandomHistory(n, streams int, pick func(n int) int) []Happened {
	ids := make([]uuid.UUID, streams)
	for i := range ids {
		ids[i] = uuid.NewSHA1(tallyEmployer, fmt.Append(nil, "stream", i))
	}
	events := make([]Happened, n)
	for i := range events {
		events[i] = Happened{Stream: ids[pick(streams)], Tallied: randomTallied(streams, pick)}
	}
	return events
}

func randomTallied(streams int, pick func(n int) int) Tallied {
	var e Tallied
	if pick(5) > 0 {
		e.Word = []string{"geduwd", "gespuugd", "gescholden", "é\"\\{,}"}[pick(4)]
	}
	below := map[uuid.UUID]bool{}
	for range pick(3) {
		below[uuid.NewSHA1(tallyEmployer, fmt.Append(nil, "below", pick(2*streams)))] = true
	}
	e.Below = slices.Collect(maps.Keys(below))
	e.Void = pick(8) == 0
	return e
}
