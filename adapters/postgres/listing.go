package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
	"ruggensteun/domain/incident"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/listing"
)

// Listing lists incidents out of the facts, in the scope of whoever asks.
type Listing struct{ db *DB }

// OpenListing reads the newest row of every incident.
func OpenListing(db *DB) *Listing { return &Listing{db: db} }

// List gives a page. By when they were registered it is a stretch of the primary
// key; by when they happened the server sorts what is asked for.
func (l *Listing) List(ctx context.Context, scope access.Scope, q listing.Query) (page listing.Page, err error) {
	q.Employer = ownerIn(scope, q.Employer)
	err = l.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		schema, at, err := ActiveSchema(ctx, tx, facts.Projection)
		if err != nil {
			return err
		}
		page.Position = at
		sql, arguments := listSQL(qualified(schema, facts.Incidents.Name), q, scope.Unit)
		rows, err := tx.Query(ctx, sql, arguments...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var r listing.Row
			if err := rows.Scan(append([]any{&r.ID, &r.Employer}, facts.Incidents.Refs(&r.Incident)...)...); err != nil {
				return err
			}
			page.Rows = append(page.Rows, r)
		}
		return rows.Err()
	})
	if err != nil {
		return page, fmt.Errorf("list incidents: %w", err)
	}
	return q.Cut(page), nil
}

// conditions collects what is asked for, with its arguments.
type conditions struct {
	list      []string
	arguments []any
}

// add takes a condition with %d for its argument's number, as often as it needs it.
func (c *conditions) add(condition string, argument any) {
	c.arguments = append(c.arguments, argument)
	n := len(c.arguments)
	c.list = append(c.list, strings.ReplaceAll(condition, "$?", fmt.Sprintf("$%d", n)))
}

// localDay is the day by the clock of the place.
const localDay = "(occurred_at AT TIME ZONE 'UTC' + make_interval(mins => occurred_offset))::date"

// numberSQL is incident.Number.
var numberSQL = fmt.Sprintf("(('x' || right(incident.key::text, 8))::bit(32)::bigint %% %d)", incident.Numbers)

func listSQL(table string, q listing.Query, only string) (string, []any) {
	var c conditions
	if q.Employer != uuid.Nil {
		c.add("employer = $?", q.Employer)
	}
	if q.From != "" {
		c.add(localDay+" >= $?::text::date", q.From)
	}
	if q.Through != "" {
		c.add(localDay+" <= $?::text::date", q.Through)
	}
	if q.Place != "" {
		c.add("place_type = $?", q.Place)
	}
	if q.Gemeente != "" {
		c.add("gemeente = $?", q.Gemeente)
	}
	if q.Unit != "" {
		c.add("unit = $?", q.Unit)
	}
	if only != "" { // to which whoever asks is kept
		c.add("unit = $?", only)
	}
	if q.Behaviour != "" {
		c.add("$? = ANY (behaviours)", string(q.Behaviour))
	}
	if q.Withdrawn != nil {
		c.add("withdrawn = $?", *q.Withdrawn)
	}
	if q.Number != nil {
		c.add(numberSQL+" = $?", *q.Number)
	}
	c.by(q.By)
	c.behind(q)
	order := map[listing.Order]string{
		listing.NewestFirst: "key DESC", listing.OldestFirst: "key",
		listing.LatestFirst: "occurred_at DESC NULLS LAST, key DESC", listing.EarliestFirst: "occurred_at NULLS LAST, key",
	}[q.Order]
	c.list = append(c.list, fmt.Sprintf("NOT EXISTS (SELECT FROM %s AS later WHERE later.key = incident.key AND later.position > incident.position)", table))
	c.arguments = append(c.arguments, q.Limit+1) // one more tells whether there is a next page
	return fmt.Sprintf("SELECT key, employer, %s\nFROM %s AS incident\nWHERE %s\nORDER BY %s\nLIMIT $%d",
		namesOf(facts.Incidents.Columns), table, strings.Join(c.list, "\n\tAND "), order, len(c.arguments)), c.arguments
}

// by asks the log who registered it: the facts do not keep that of anybody. What it says of its
// writer stands between quotes, which nothing in it holds.
func (c *conditions) by(who uuid.UUID) {
	if who != uuid.Nil {
		c.add("EXISTS (SELECT FROM events WHERE stream = 'incident-' || incident.key::text AND version = 1 AND position(convert_to($?, 'UTF8') IN metadata) > 0)", `"actor":"`+who.String()+`"`)
	}
}

// behind goes on after the cursor. Times that nobody knows are last.
func (c *conditions) behind(q listing.Query) {
	if q.After.ID == uuid.Nil {
		return
	}
	than := map[bool]string{true: "<", false: ">"}[q.Order.Down()]
	switch {
	case !q.Order.ByTime():
		c.add("key "+than+" $?", q.After.ID)
	case q.After.At == nil:
		c.add("occurred_at IS NULL AND key "+than+" $?", q.After.ID)
	default:
		c.arguments = append(c.arguments, *q.After.At)
		c.add(fmt.Sprintf("(occurred_at IS NULL OR (occurred_at, key) %s ($%d, $?))", than, len(c.arguments)), q.After.ID)
	}
}

// Employers gives those behind a code, in the order of codes as bytes.
func (l *Listing) Employers(ctx context.Context, scope access.Scope, after string, limit int) (page listing.Employers, err error) {
	err = l.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		schema, at, err := ActiveSchema(ctx, tx, facts.Projection)
		if err != nil {
			return err
		}
		page.Position = at
		rows, err := tx.Query(ctx, fmt.Sprintf(`
SELECT key, %[1]s
FROM (SELECT DISTINCT ON (key) key, employer, %[1]s FROM %[2]s ORDER BY key, position DESC) AS newest
WHERE code COLLATE "C" > $1
	AND ($3 = '00000000-0000-0000-0000-000000000000'::uuid OR employer = $3)
ORDER BY code COLLATE "C"
LIMIT $2`, namesOf(facts.Employers.Columns), qualified(schema, facts.Employers.Name)), after, limit+1, ownerIn(scope, uuid.Nil))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var e listing.Employer
			if err := rows.Scan(append([]any{&e.ID}, facts.Employers.Refs(&e.Employer)...)...); err != nil {
				return err
			}
			page.Rows = append(page.Rows, e)
		}
		return rows.Err()
	})
	if err != nil {
		return page, fmt.Errorf("list employers: %w", err)
	}
	return page.Cut(limit), nil
}
