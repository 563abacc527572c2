package postgres

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
	"ruggensteun/projections/facts"
)

// Around gives the cases, aangiften and files of aftercare that an incident has by now,
// in the scope of whoever asks, as far as the facts have come.
func (l *Listing) Around(ctx context.Context, scope access.Scope, incident uuid.UUID) (cases, aangiften, care []uuid.UUID, err error) {
	err = l.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		schema, _, err := ActiveSchema(ctx, tx, facts.Projection)
		if err != nil {
			return err
		}
		owner := ownerIn(scope, uuid.Nil)
		if cases, err = idsOf(ctx, tx, aroundSQL(qualified(schema, facts.Cases.Name)), incident, owner); err != nil {
			return err
		}
		if aangiften, err = idsOf(ctx, tx, aroundSQL(qualified(schema, facts.Aangiften.Name)), incident, owner); err != nil {
			return err
		}
		care, err = idsOf(ctx, tx, "SELECT key FROM "+qualified(schema, facts.Cares.Name)+" WHERE incident = $1 AND "+ofOwnerSQL+" ORDER BY key", incident, owner)
		return err
	})
	if err != nil {
		return nil, nil, nil, fmt.Errorf("find what belongs to incident %s: %w", incident, err)
	}
	return cases, aangiften, care, nil
}

// Against gives the cases against a suspect, in the scope of whoever asks, as far as the facts
// have come.
func (l *Listing) Against(ctx context.Context, scope access.Scope, suspect uuid.UUID) (cases []uuid.UUID, err error) {
	err = l.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		schema, _, err := ActiveSchema(ctx, tx, facts.Projection)
		if err != nil {
			return err
		}
		cases, err = idsOf(ctx, tx, standingSQL(qualified(schema, facts.Cases.Name), "suspect = $1"), suspect, ownerIn(scope, uuid.Nil))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find the cases against suspect %s: %w", suspect, err)
	}
	return cases, nil
}

// ofOwnerSQL is about ownerIn.
const ofOwnerSQL = "($2 = '00000000-0000-0000-0000-000000000000'::uuid OR employer = $2)"

// aroundSQL looks among all versions, which the index holds, for those that still stand.
func aroundSQL(table string) string { return standingSQL(table, "incidents @> ARRAY[$1::uuid]") }

func standingSQL(table, where string) string {
	return fmt.Sprintf(`
SELECT key
FROM %[1]s AS now
WHERE %[3]s
	AND %[2]s
	AND NOT EXISTS (SELECT FROM %[1]s AS later WHERE later.key = now.key AND later.position > now.position)
ORDER BY key`, table, ofOwnerSQL, where)
}

func idsOf(ctx context.Context, tx pgx.Tx, sql string, incident, owner uuid.UUID) ([]uuid.UUID, error) {
	rows, err := tx.Query(ctx, sql, incident, owner)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}
