package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/projections/worklist"
)

// keptStateSQL is what worklist.Kept counts a term as.
const keptStateSQL = `CASE
        WHEN is_right THEN 'RIGHT'
        WHEN ended AND late THEN 'MET_LATE'
        WHEN ended THEN 'MET'
        WHEN started_on IS NULL THEN 'NOT_RECEIVED'
        WHEN suspended THEN CASE WHEN closed THEN 'LEFT_OPEN' ELSE 'SUSPENDED' END
        WHEN too_late <= @now::timestamptz THEN CASE WHEN notice THEN 'NOT_RECEIVED' ELSE 'LAPSED' END
        WHEN closed THEN 'LEFT_OPEN'
        WHEN due_from <= @now::timestamptz THEN 'DUE'
        WHEN warn_at <= @now::timestamptz THEN 'DUE_SOON'
        ELSE 'RUNNING'
    END`

const noOwnerSQL = `'00000000-0000-0000-0000-000000000000'::uuid`

// keptSQL reads every term of an employer, closed files included, which no index is made
// for: it is asked by somebody who looks back, not by whoever works through the list.
func keptSQL(scope access.Scope, q worklist.KeptQuery) (string, pgx.NamedArgs) {
	columns := map[string]string{"owner": noOwnerSQL, "version": "''", "whose": "''", "kind": "''", "period": "''"}
	if q.Employer == uuid.Nil {
		columns["owner"] = "CASE WHEN whose = '" + string(agreement.Employer) + "' THEN employer ELSE " + noOwnerSQL + " END"
	}
	for _, by := range q.By {
		switch by {
		case worklist.ByVersion:
			columns["version"], columns["whose"] = "version", "whose"
		case worklist.ByKind:
			columns["kind"] = "kind"
		default:
			layout := map[worklist.Split]string{worklist.ByMonth: "YYYY-MM", worklist.ByQuarter: `YYYY-"Q"Q`, worklist.ByYear: "YYYY"}[by]
			columns["period"] = "coalesce(to_char(started_on, '" + layout + "'), '')"
		}
	}
	q.Employer = ownerIn(scope, q.Employer)
	// A case that was merged into another is closed, and the other rests on it.
	conditions := []string{`NOT (closed AND EXISTS (
        SELECT FROM work_links AS l JOIN work_files AS f ON f.id = l.file WHERE l.link = c.file AND f.kind = 'CASE'))`}
	add := func(asked bool, condition string) {
		if asked {
			conditions = append(conditions, condition)
		}
	}
	add(q.Employer != uuid.Nil, "employer = @employer::uuid")
	add(q.Agreement != "", "agreement = @agreement::text")
	add(q.Kind != "", "kind = @kind::text")
	add(scope.Unit != "", onlyUnitSQL)
	add(q.From != 0, "started_on >= @from::date")
	add(q.Until != 0, "started_on <= @until::date")
	counts := []string{}
	for _, state := range []string{"MET", "MET_LATE", "LAPSED", "RUNNING", "DUE_SOON", "DUE", "NOT_RECEIVED", "SUSPENDED", "LEFT_OPEN", "RIGHT"} {
		counts = append(counts, "count(*) FILTER (WHERE stands = '"+state+"')")
	}
	return fmt.Sprintf(`
SELECT agreement, owner, version, whose, kind, period,
    %s,
    count(*) FILTER (WHERE stands = 'LAPSED' AND closed), count(*) FILTER (WHERE invented), count(*)
FROM (
    SELECT agreement, %s AS owner, %s AS version, %s AS whose, %s AS kind, %s AS period, closed, invented, %s AS stands
    FROM work_clocks AS c
    WHERE %s
) AS terms
GROUP BY agreement, owner, version, whose, kind, period`,
			strings.Join(counts, ", "), columns["owner"], columns["version"], columns["whose"], columns["kind"], columns["period"], keptStateSQL, strings.Join(conditions, " AND ")),
		pgx.NamedArgs{"now": q.Now, "employer": q.Employer, "agreement": q.Agreement, "kind": q.Kind, "only": scope.Unit, "from": q.From.Time(), "until": q.Until.Time()}
}

// Kept gives per agreement how its terms stand, in the scope of whoever asks.
func (w *Worklist) Kept(ctx context.Context, scope access.Scope, q worklist.KeptQuery) (page worklist.KeptPage, err error) {
	sql, arguments := keptSQL(scope, q)
	err = w.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, knownToSQL).Scan(&page.Position); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, sql, arguments)
		if err != nil {
			return err
		}
		page.Kept, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (k worklist.Kept, err error) {
			err = row.Scan(&k.Agreement, &k.Owner, &k.Version, &k.Whose, &k.Kind, &k.Period, &k.Met, &k.MetLate, &k.Lapsed, &k.Running, &k.DueSoon, &k.Due,
				&k.NotReceived, &k.Suspended, &k.LeftOpen, &k.Rights, &k.LapsedClosed, &k.Invented, &k.All)
			return k, err
		})
		return err
	})
	if err != nil {
		return worklist.KeptPage{}, fmt.Errorf("count what was kept: %w", err)
	}
	slices.SortFunc(page.Kept, worklist.CompareKept)
	return page, nil
}
