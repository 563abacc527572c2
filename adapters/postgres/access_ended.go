package postgres

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
)

// An actor is known by one issuer only, which the day's first request does not say again. So whoever
// signed in once goes by the issuer that he signed in at.
const noLongerSaidSQL = `
INSERT INTO role_held (at, actor, role, employer, issuer, held)
SELECT $1, last.actor, last.role, last.employer, signed.issuer, false
FROM (
    SELECT DISTINCT ON (actor, role, employer) actor, role, employer, held
    FROM role_held
    ORDER BY actor, role, employer, id DESC
) AS last
JOIN (
    SELECT DISTINCT ON (actor) actor, issuer
    FROM role_held
    WHERE issuer <> ''
    ORDER BY actor, id DESC
) AS signed USING (actor)
WHERE last.held
    AND NOT EXISTS (
        SELECT
        FROM jsonb_to_recordset($2::jsonb) AS trust (issuer text, roles text[])
        WHERE trust.issuer = signed.issuer
            AND last.role = ANY(trust.roles)
    )`

// noLongerSaid ends the roles that nobody may say any more: their sessions open nothing from now on.
func noLongerSaid(ctx context.Context, tx pgx.Tx, at time.Time, trust []access.Speaks) error {
	list, err := json.Marshal(append([]access.Speaks{}, trust...))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, noLongerSaidSQL, at, string(list))
	return err
}
