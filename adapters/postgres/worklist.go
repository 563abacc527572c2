package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/worklist"
)

// Worklist keeps the files of the work list, and lists what is to be done in them.
type Worklist struct{ db *DB }

// OpenWorklist needs no closing.
func OpenWorklist(db *DB) *Worklist { return &Worklist{db: db} }

var _ worklist.Store = (*Worklist)(nil)

// putFileSQL is refused where the file was counted further. Whoever gets past it
// holds the row, so that two who count the same file write one after the other.
const putFileSQL = `
INSERT INTO work_files AS f
    (id, kind, employer, position, incident, closed, invented, responsible, stand_in, offered_to, snoozed_until, next_at, links, units)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (id) DO UPDATE
SET kind = excluded.kind, employer = excluded.employer, position = excluded.position, incident = excluded.incident,
    closed = excluded.closed, invented = excluded.invented, responsible = excluded.responsible, stand_in = excluded.stand_in,
    offered_to = excluded.offered_to, snoozed_until = excluded.snoozed_until, next_at = excluded.next_at, links = excluded.links, units = excluded.units
WHERE f.position <= excluded.position`

// wasPut holds for the statements behind putFileSQL: where that was refused, the file
// stands at a later position.
const wasPut = `EXISTS (SELECT FROM work_files AS f WHERE f.id = $1 AND f.position = $2)`

const (
	dropClocksSQL = `DELETE FROM work_clocks WHERE file = $1 AND n >= $3 AND ` + wasPut
	dropLinksSQL  = `DELETE FROM work_links WHERE file = $1 AND link <> ALL ($3) AND ` + wasPut
	putLinksSQL   = `
INSERT INTO work_links AS l (link, file, employer)
SELECT DISTINCT link, $1::uuid, $4::uuid
FROM unnest($3::uuid[]) AS told (link)
WHERE ` + wasPut + `
ON CONFLICT (link, file) DO UPDATE SET employer = excluded.employer WHERE l.employer <> excluded.employer`
)

// clockColumns are those of a term itself.
var clockColumns = []string{
	"agreement", "version", "whose", "start", "started_on", "victim", "about", "responsible", "takes_over", "because_nl", "because_en",
	"warn_at", "due_from", "too_late", "take_over_at", "due_on", "ended", "late", "suspended", "notice", "is_right",
}

// putClocksSQL leaves a term as it is where nothing of it changed: mostly a file is
// counted anew because of one of them.
var putClocksSQL = func() string {
	own := append([]string{"employer", "kind", "closed", "snoozed_until", "actor", "invented", "stand_in", "offered_to", "unit", "other_units"}, clockColumns...)
	return fmt.Sprintf(`
INSERT INTO work_clocks AS c (file, n, %[1]s)
SELECT $1::uuid, n, $4::uuid, $5::text, $6::boolean, $7::date, $8::uuid, $9::boolean, $10::uuid, $11::uuid, coalesce(($12::text[])[1], ''), coalesce(($12::text[])[2:], '{}'), %[2]s
FROM jsonb_to_recordset($3) AS told (n integer, agreement text, version text, whose text, start text, started_on date,
    victim uuid, about uuid, responsible text, takes_over text, because_nl text, because_en text,
    warn_at timestamptz, due_from timestamptz, too_late timestamptz, take_over_at timestamptz, due_on date,
    ended boolean, late boolean, suspended boolean, notice boolean, is_right boolean)
WHERE %[5]s
ON CONFLICT (file, n) DO UPDATE SET (%[1]s) = (%[3]s)
WHERE (%[4]s) IS DISTINCT FROM (%[3]s)`,
		from("", own), from("told.", clockColumns), from("excluded.", own), from("c.", own), wasPut)
}()

// from names columns of something.
func from(alias string, columns []string) string { return alias + strings.Join(columns, ", "+alias) }

// clockRow is a term as putClocksSQL reads it; nil is no date.
type clockRow struct {
	N          int        `json:"n"`
	Agreement  string     `json:"agreement"`
	Version    string     `json:"version"`
	Whose      string     `json:"whose"`
	Start      string     `json:"start"`
	StartedOn  *string    `json:"started_on"`
	Victim     uuid.UUID  `json:"victim"`
	About      uuid.UUID  `json:"about"`
	Party      string     `json:"responsible"`
	TakesOver  string     `json:"takes_over"`
	BecauseNL  string     `json:"because_nl"`
	BecauseEN  string     `json:"because_en"`
	WarnAt     *time.Time `json:"warn_at"`
	DueFrom    *time.Time `json:"due_from"`
	TooLate    *time.Time `json:"too_late"`
	TakeOverAt *time.Time `json:"take_over_at"`
	DueOn      *string    `json:"due_on"`
	Ended      bool       `json:"ended"`
	Late       bool       `json:"late"`
	Suspended  bool       `json:"suspended"`
	Notice     bool       `json:"notice"`
	Right      bool       `json:"is_right"`
}

func clockRows(clocks []worklist.Clock) []clockRow {
	rows := make([]clockRow, len(clocks))
	for n, c := range clocks {
		rows[n] = clockRow{
			N: n, Agreement: c.Agreement, Version: c.Version, Whose: string(c.Whose), Start: string(c.Start), StartedOn: dayText(c.StartedOn),
			Victim: c.Victim, About: c.About, Party: string(c.Responsible), TakesOver: string(c.TakesOver), BecauseNL: c.Because.NL, BecauseEN: c.Because.EN,
			WarnAt: whenKnown(c.WarnAt), DueFrom: whenKnown(c.DueFrom), TooLate: whenKnown(c.TooLate), TakeOverAt: whenKnown(c.TakeOverAt), DueOn: dayText(c.DueOn),
			Ended: c.Ended, Late: c.Late, Suspended: c.Suspended, Notice: c.Notice, Right: c.Right,
		}
	}
	return rows
}

func whenKnown(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func dayText(d calendar.Day) *string {
	if d == 0 {
		return nil
	}
	text := d.String()
	return &text
}

// Known is up to where a file was counted; 0 when it is not there.
func (w *Worklist) Known(ctx context.Context, id uuid.UUID) (eventlog.Position, error) {
	var at int64
	err := w.db.app.QueryRow(ctx, `SELECT position FROM work_files WHERE id = $1`, id).Scan(&at)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return 0, fmt.Errorf("look up to where a file was counted: %w", unavailable(err))
	}
	return eventlog.Position(at), nil
}

// Put writes a file and its terms in one round trip, which is one transaction.
func (w *Worklist) Put(ctx context.Context, f worklist.File) (put bool, err error) {
	clocks, err := json.Marshal(clockRows(f.Clocks))
	if err != nil {
		return false, fmt.Errorf("write the terms of a file: %w", err)
	}
	snoozed, links, units := dayText(f.SnoozedUntil), append([]uuid.UUID{}, f.Links...), append([]codes.Code{}, f.Units...)
	var b pgx.Batch
	b.Queue(putFileSQL, f.ID, f.Kind, f.Employer, int64(f.Position), f.Incident, f.Closed, f.Invented,
		f.Responsible, f.StandIn, f.OfferedTo, snoozed, whenKnown(f.NextAt), links, units)
	b.Queue(dropClocksSQL, f.ID, int64(f.Position), len(f.Clocks))
	b.Queue(putClocksSQL, f.ID, int64(f.Position), clocks, f.Employer, f.Kind, f.Closed, snoozed, f.Responsible, f.Invented, f.StandIn, f.OfferedTo, units)
	b.Queue(dropLinksSQL, f.ID, int64(f.Position), links)
	b.Queue(putLinksSQL, f.ID, int64(f.Position), links, f.Employer)
	results := w.db.app.SendBatch(ctx, &b)
	tag, err := results.Exec()
	if closed := results.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return false, fmt.Errorf("write a file of the work list: %w", unavailable(err))
	}
	return tag.RowsAffected() == 1, nil
}

// Waiting are files whose NextAt has come, the earliest first.
func (w *Worklist) Waiting(ctx context.Context, now time.Time, limit int) ([]uuid.UUID, error) {
	return w.ids(ctx, "find the files that wait",
		`SELECT id FROM work_files WHERE next_at <= $1 ORDER BY next_at, id LIMIT $2`, now, limit)
}

// NextAt is the earliest of all; zero when there is none.
func (w *Worklist) NextAt(ctx context.Context) (time.Time, error) {
	var at *time.Time
	if err := w.db.app.QueryRow(ctx, `SELECT min(next_at) FROM work_files`).Scan(&at); err != nil {
		return time.Time{}, fmt.Errorf("find when the next file waits: %w", unavailable(err))
	}
	if at == nil {
		return time.Time{}, nil
	}
	return at.UTC(), nil
}

// Of are the open files of an employer, or of all when it is zero, by id behind after.
func (w *Worklist) Of(ctx context.Context, employer, after uuid.UUID, limit int) ([]uuid.UUID, error) {
	const what = "find the open files"
	if employer == uuid.Nil {
		return w.ids(ctx, what, `SELECT id FROM work_files WHERE NOT closed AND id > $1 ORDER BY id LIMIT $2`, after, limit)
	}
	return w.ids(ctx, what, `SELECT id FROM work_files WHERE NOT closed AND employer = $3 AND id > $1 ORDER BY id LIMIT $2`, after, limit, employer)
}

// Linked are the files that rest on something, closed ones too.
func (w *Worklist) Linked(ctx context.Context, to uuid.UUID) ([]uuid.UUID, error) {
	return w.ids(ctx, "find what rests on a stream", `SELECT file FROM work_links WHERE link = $1 ORDER BY file`, to)
}

func (w *Worklist) ids(ctx context.Context, what, sql string, arguments ...any) ([]uuid.UUID, error) {
	rows, err := w.db.app.Query(ctx, sql, arguments...)
	if err == nil {
		var ids []uuid.UUID
		if ids, err = pgx.CollectRows(rows, pgx.RowTo[uuid.UUID]); err == nil {
			return ids, nil
		}
	}
	return nil, fmt.Errorf("%s: %w", what, unavailable(err))
}
