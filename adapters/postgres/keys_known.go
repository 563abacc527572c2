package postgres

import (
	"context"
	"fmt"

	"github.com/google/uuid"
)

// Known tells whether there are keys of a subject at an employer, or were before
// they were destroyed.
func (k *Keys) Known(ctx context.Context, employer uuid.UUID, kind string, subject uuid.UUID) (known bool, err error) {
	err = k.db.app.QueryRow(ctx, `
		SELECT EXISTS (
			SELECT
			FROM keyrings r
			CROSS JOIN LATERAL unnest(r.kinds, r.subjects) AS k (kind, subject)
			WHERE r.employer = $1
				AND $3 = ANY (r.subjects)
				AND (k.kind, k.subject) = ($2, $3)
		)`, employer, kind, subject).Scan(&known)
	if err != nil {
		return false, fmt.Errorf("look for keys of %s %s: %w", kind, subject, unavailable(err))
	}
	return known, nil
}
