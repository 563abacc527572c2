package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/processing"
	"ruggensteun/projections"
)

// Apply folds a batch of events, which follow each other without a gap, and
// writes the new row versions together with the new position. It tells false
// when nothing was written because the lease was lost, the projection is not
// running, or the batch was applied already: then the caller asks for the lease again.
//
// Rows are loaded before the writing statement and outside its transaction.
// That is safe because rows change only with the position, and the statement
// insists on the position they were loaded at. What is erased is the exception:
// whoever is about to write from rows as they were before comes to the event
// that erases them later, and erases again.
func (r *Runner) Apply(ctx context.Context, p projections.Projection, fence int64, batch []projections.Event) (bool, error) {
	if len(batch) == 0 {
		return true, nil
	}
	began := time.Now()
	from, to, err := span(batch)
	if err != nil {
		return false, fmt.Errorf("project to %s: %w", p.Name, err)
	}
	lines, err := r.linesOf(batch)
	if err != nil {
		return false, fmt.Errorf("project to %s: %w", p.Name, err)
	}
	h := r.holding(p, fence)
	h.mu.Lock()
	defer h.mu.Unlock()
	applied, versions, err := r.applyHeld(ctx, p, h, from, to, batch, lines)
	if err != nil && r.moved(ctx, p, h) {
		h.plan = nil
		return false, r.unapplied(ctx, batch, lines)
	}
	if err != nil {
		err = fmt.Errorf("project events %d to %d to %s: %w", from+1, to, p.Name, err)
		if projections.IsPassing(err) { // whoever tries it again brings the same lines
			return false, err
		}
		return false, errors.Join(err, r.unapplied(ctx, batch, lines))
	}
	if !applied {
		return false, r.unapplied(ctx, batch, lines)
	}
	r.watch.heard(p.Name)
	r.options.Metrics.Applied(p.Name, len(batch), versions, time.Since(began))
	return true, nil
}

func (r *Runner) applyHeld(ctx context.Context, p projections.Projection, h *held, from, to eventlog.Position, batch []projections.Event, lines []processing.Record) (applied bool, versions int, err error) {
	conn, err := r.db.app.Acquire(ctx)
	if err != nil {
		return false, 0, unavailable(err)
	}
	defer conn.Release()
	if h.plan == nil {
		schema, held, err := schemaUnder(ctx, conn.Conn(), p, h.fence)
		if err != nil || !held {
			return false, 0, err
		}
		if h.plan, err = planSchema(ctx, conn, schema, p); err != nil {
			return false, 0, err
		}
	}
	lists, err := h.plan.foldBatch(ctx, conn.Conn(), batch)
	if err != nil {
		return false, 0, err
	}
	args := []any{int64(to), r.options.LeaseTime, p.Name, p.Revision, int64(from), h.fence}
	sql, more := h.plan.apply, []any(nil)
	if len(lines) > 0 {
		sql, more = h.plan.both, lineArgs(lines, r.options.Logbook.Program)
	}
	applied, err = h.plan.write(ctx, conn.Conn(), sql, args, lists, more...)
	return applied, count(lists), err
}

// moved tells whether a batch failed because a rebuild put other tables in the place of
// those that it was for, which may be gone by now: then the lease is lost, and nothing is
// wrong.
func (r *Runner) moved(ctx context.Context, p projections.Projection, h *held) bool {
	conn, err := r.db.app.Acquire(ctx)
	if err != nil {
		return false
	}
	defer conn.Release()
	_, held, err := schemaUnder(ctx, conn.Conn(), p, h.fence)
	return err == nil && !held
}

// schemaUnder tells where a revision's tables are, as long as the fence holds:
// a rebuild raises it when it puts other tables in their place.
func schemaUnder(ctx context.Context, conn *pgx.Conn, p projections.Projection, fence int64) (schema string, held bool, err error) {
	err = conn.QueryRow(ctx, `SELECT schema FROM projections WHERE name = $1 AND revision = $2 AND fence = $3`,
		p.Name, p.Revision, fence).Scan(&schema)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", false, nil
	}
	return schema, err == nil, unavailable(err)
}

// span is what a batch covers: after from, up to and including to.
func span(batch []projections.Event) (from, to eventlog.Position, err error) {
	from = batch[0].Position - 1
	for i, e := range batch {
		if e.Position != from+1+eventlog.Position(i) {
			return 0, 0, fmt.Errorf("the batch has a gap or is out of order at position %d: this is a mistake in the program", e.Position)
		}
	}
	return from, batch[len(batch)-1].Position, nil
}

// foldBatch gives the row versions that a batch makes, per table. What the batch
// says is to be forgotten is erased before rows are loaded.
func (p *schemaPlan) foldBatch(ctx context.Context, conn *pgx.Conn, batch []projections.Event) ([]*rowList, error) {
	if err := p.forget(ctx, conn, batch); err != nil {
		return nil, err
	}
	sets, err := p.load(ctx, conn, batch)
	if err != nil {
		return nil, err
	}
	lists := make([]*rowList, len(p.tables))
	for i, t := range p.tables {
		lists[i] = newRowList(t, p.types)
	}
	for _, e := range batch {
		for i, set := range sets {
			if err := set.fold(e, lists[i].add); err != nil {
				return nil, err
			}
		}
	}
	return lists, nil
}

// load reads the newest versions of all rows that the batch may touch, all
// tables in one round trip.
func (p *schemaPlan) load(ctx context.Context, conn *pgx.Conn, batch []projections.Event) ([]*rowSet, error) {
	sets := make([]*rowSet, len(p.tables))
	var queries pgx.Batch
	for i, t := range p.tables {
		sets[i] = newRowSet(t.table)
		keys, parents, err := touchedBy(t.table, batch)
		if err != nil {
			return nil, err
		}
		switch {
		case len(parents) > 0:
			queries.Queue(t.below, keys, parents).Query(t.into(sets[i]))
		case len(keys) > 0:
			queries.Queue(t.latest, keys).Query(t.into(sets[i]))
		}
	}
	if queries.Len() == 0 {
		return sets, nil
	}
	if err := conn.SendBatch(ctx, &queries).Close(); err != nil {
		return nil, fmt.Errorf("load the rows it touches: %w", unavailable(err))
	}
	return sets, nil
}

// touchedBy collects the rows that a batch names, each once.
func touchedBy(t projections.Table, batch []projections.Event) (keys, parents []uuid.UUID, err error) {
	var at projections.Event
	defer func() {
		if r := recover(); r != nil {
			err = foldPanic(t, at, r)
		}
	}()
	seenKeys, seenParents := map[uuid.UUID]bool{}, map[uuid.UUID]bool{}
	for _, at = range batch {
		touched := t.Touches(at)
		keys = appendNew(keys, seenKeys, touched.Keys)
		parents = appendNew(parents, seenParents, touched.Parents)
	}
	return keys, parents, nil
}

func appendNew(list []uuid.UUID, seen map[uuid.UUID]bool, more []uuid.UUID) []uuid.UUID {
	for _, key := range more {
		if !seen[key] {
			seen[key] = true
			list = append(list, key)
		}
	}
	return list
}

// into scans loaded versions into a set.
func (t *tablePlan) into(set *rowSet) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		defer rows.Close()
		for rows.Next() {
			v := version{row: t.table.New()}
			fields := append([]any{&v.head.Key, &v.head.Position, &v.head.Parent, &v.head.Employer}, t.table.Refs(v.row)...)
			if err := rows.Scan(fields...); err != nil {
				return err
			}
			set.put(v)
		}
		return rows.Err()
	}
}

// write runs the writing statement; without a row in its answer nothing was written.
func (p *schemaPlan) write(ctx context.Context, conn *pgx.Conn, sql string, args []any, lists []*rowList, more ...any) (bool, error) {
	p.register(conn)
	for _, l := range lists {
		args = append(args, l.bytes())
	}
	args = append(args, more...)
	tag, err := conn.Exec(ctx, sql, args...)
	if err != nil {
		return false, refused(err)
	}
	return tag.RowsAffected() > 0, nil
}

// refused tells rows that the server will never take from a server that cannot
// take them now.
func refused(err error) error {
	err = unavailable(err)
	if errors.Is(err, eventlog.ErrUnavailable) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &projections.StepError{Step: projections.Write, Cause: err}
}

func count(lists []*rowList) int {
	n := 0
	for _, l := range lists {
		n += l.count
	}
	return n
}
