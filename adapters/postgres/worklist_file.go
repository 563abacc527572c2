package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/projections/worklist"
)

// fileColumns are those of a file, in the order of fileRow.refs.
var fileColumns = []string{
	"id", "kind", "employer", "position", "incident", "closed", "invented", "responsible", "stand_in", "offered_to", "snoozed_until", "next_at", "links", "units",
}

// nullable are columns that are empty where a file or a term has no date.
type nullable struct{ times, days []nullTime }

type nullTime struct {
	read *time.Time
	at   *time.Time
	day  *calendar.Day
}

func (n *nullable) time(at *time.Time) any {
	n.times = append(n.times, nullTime{at: at})
	return &n.times[len(n.times)-1].read
}

func (n *nullable) day(d *calendar.Day) any {
	n.days = append(n.days, nullTime{day: d})
	return &n.days[len(n.days)-1].read
}

// set hands on what was read.
func (n *nullable) set() {
	for _, t := range n.times {
		if *t.at = (time.Time{}); t.read != nil {
			*t.at = t.read.UTC()
		}
	}
	for _, t := range n.days {
		if *t.day = 0; t.read != nil {
			*t.day = calendar.DayOf(t.read.UTC())
		}
	}
}

// newNullable has room for all of a row: what it gave a reference to may not move.
func newNullable() *nullable {
	return &nullable{times: make([]nullTime, 0, 8), days: make([]nullTime, 0, 8)}
}

func fileRefs(f *worklist.File, n *nullable) []any {
	return []any{
		&f.ID, &f.Kind, &f.Employer, &f.Position, &f.Incident, &f.Closed, &f.Invented, &f.Responsible, &f.StandIn, &f.OfferedTo,
		n.day(&f.SnoozedUntil), n.time(&f.NextAt), &f.Links, &f.Units,
	}
}

// clockRefs are in the order of clockColumns.
func clockRefs(c *worklist.Clock, n *nullable) []any {
	return []any{
		&c.Agreement, &c.Version, &c.Whose, &c.Start, n.day(&c.StartedOn), &c.Victim, &c.About, &c.Responsible, &c.TakesOver, &c.Because.NL, &c.Because.EN,
		n.time(&c.WarnAt), n.time(&c.DueFrom), n.time(&c.TooLate), n.time(&c.TakeOverAt), n.day(&c.DueOn), &c.Ended, &c.Late, &c.Suspended, &c.Notice, &c.Right,
	}
}

// File gives one file with its terms, as far as it is in the scope; false where it is not there.
func (w *Worklist) File(ctx context.Context, scope access.Scope, id uuid.UUID) (f worklist.File, there bool, err error) {
	err = w.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		n := newNullable()
		err := tx.QueryRow(ctx, "SELECT "+from("", fileColumns)+" FROM work_files WHERE id = $1", id).Scan(fileRefs(&f, n)...)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		n.set()
		there = scope.IncludesIn(f.Employer, f.Unit())
		files := []worklist.File{f}
		err = withClocks(ctx, tx, files)
		f = files[0]
		return err
	})
	if err != nil {
		return worklist.File{}, false, fmt.Errorf("read a file of the work list: %w", err)
	}
	if !there {
		return worklist.File{}, false, nil
	}
	return f, true, nil
}
