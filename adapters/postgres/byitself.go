package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"ruggensteun/domain/processing"
	"ruggensteun/projections"
)

const lineColumns = "trace, span, parent, status, name, began, ended, resource, activity, subject, subject_type, processor, owner"

// linesFrom is lines of the logbook in the order they are given, as the program goes through thousands of persons by
// itself: the first parameter is the number of the first of lineArgs.
func linesFrom(first int) string {
	types := []string{"bytea[]", "bytea[]", "bytea[]", "smallint[]", "text[]", "timestamptz[]", "timestamptz[]", "text[]", "text[]", "text[]", "text[]", "uuid[]"}
	lists := make([]string, len(types))
	for i, kind := range types {
		lists[i] = fmt.Sprintf("$%d::%s", first+i, kind)
	}
	return fmt.Sprintf(`(
    SELECT trace, span, parent, status, name, began, ended, $%d::text AS resource, activity, subject, subject_type, processor, owner, place
    FROM unnest(%s)
        WITH ORDINALITY AS given (trace, span, parent, status, name, began, ended, activity, subject, subject_type, processor, owner, place)
) AS line`, first+len(types), strings.Join(lists, ", "))
}

func lineArgs(lines []processing.Record, program string) []any {
	var traces, spans, parents [][]byte
	var statuses []int16
	var names, activities []string
	var began, ended []time.Time
	var subjects, types, processors []*string
	var owners [][16]byte
	for i := range lines {
		l := &lines[i]
		traces, spans, parents = append(traces, l.Trace.ID[:]), append(spans, l.Trace.Span[:]), append(parents, set(l.Trace.Parent[:]))
		statuses, names, activities = append(statuses, int16(l.Status)), append(names, l.Name), append(activities, l.Activity)
		began, ended = append(began, l.Began), append(ended, l.Ended)
		subjects, types, processors = append(subjects, text(l.Subject)), append(types, text(l.SubjectType)), append(processors, text(l.Processor))
		owners = append(owners, l.Owner)
	}
	return []any{traces, spans, parents, statuses, names, began, ended, activities, subjects, types, processors, owners, program}
}

var (
	processedSQL = "INSERT INTO processings (" + lineColumns + ")\nSELECT " + lineColumns + "\nFROM " + linesFrom(1) + "\nORDER BY place"
	// The index by trace makes it one descent for each.
	missingSQL = "INSERT INTO processings (" + lineColumns + ")\nSELECT " + lineColumns + "\nFROM " + linesFrom(1) +
		"\nWHERE NOT EXISTS (SELECT FROM processings p WHERE p.trace = line.trace AND p.span = line.span)\nORDER BY place"
)

// Process keeps lines of the logbook for what the program does by itself. As with Record they are durable when this
// returns, and who comes together shares a commit; eventlog.ErrUnavailable says that they may be taken later.
func (r *Readings) Process(ctx context.Context, lines ...processing.Record) error {
	return r.process(ctx, processedSQL, lines)
}

func (r *Readings) process(ctx context.Context, sql string, lines []processing.Record) error {
	if len(lines) == 0 {
		return nil
	}
	a := &accounted{done: make(chan error, 1)}
	a.rows.Queue(sql, lineArgs(lines, r.Program)...)
	return r.together(ctx, a)
}

// accountSQL are the lines of a batch as a part of the statement that writes its rows: both or neither. The lock keeps
// lines visible in the order of their ids, as in commit, and is asked for where rows are written already.
func accountSQL(first int) string {
	return fmt.Sprintf(`, turn AS MATERIALIZED (
    SELECT pg_advisory_xact_lock(%d) FROM moved
), lines AS (
    INSERT INTO processings (%s)
    SELECT %[2]s
    FROM turn CROSS JOIN %s
    ORDER BY place
)`, readingsLock, lineColumns, linesFrom(first))
}

// linesOf are those that a batch brings with it.
func (r *Runner) linesOf(batch []projections.Event) ([]processing.Record, error) {
	var lines []processing.Record
	for i := range batch {
		lines = append(lines, batch[i].Lines...)
	}
	if len(lines) > 0 && r.options.Logbook == nil {
		return nil, errors.New("events bring lines of the logbook of processing, and the runner has none: give it RunnerOptions.Logbook")
	}
	return lines, nil
}

// unapplied keeps the lines of a batch of which no rows were made: it was opened all the same. Where nobody knows
// whether it was applied, those that stand there already are passed over.
func (r *Runner) unapplied(ctx context.Context, batch []projections.Event, lines []processing.Record) error {
	if len(lines) == 0 {
		return nil
	}
	if err := r.options.Logbook.process(ctx, missingSQL, lines); err != nil {
		return fmt.Errorf("keep what the program does by itself: %w", err)
	}
	for i := range batch {
		batch[i].Lines = nil // who cuts the batch and tries again does not bring them twice
	}
	return nil
}

// accountAhead keeps lines of events that rows are made of elsewhere, in bulk, before they are.
func (r *Runner) accountAhead(ctx context.Context, events []projections.Event) error {
	lines, err := r.linesOf(events)
	if err != nil || len(lines) == 0 {
		return err
	}
	return r.options.Logbook.Process(ctx, lines...)
}
