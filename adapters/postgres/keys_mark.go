package postgres

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

const markSQL = `
INSERT INTO marks (employer, kind, token, subject)
SELECT a.employer, a.kind, a.token, a.subject
FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::uuid[]) AS a (employer, kind, token, subject)
ON CONFLICT DO NOTHING`

// Mark adds to the blind index by itself, what else is added with an append: of what was
// recorded before there was such an index. A token that stands for somebody keeps him;
// ask again whether all are there.
func (k *Keys) Mark(ctx context.Context, marks []eventlog.Mark) error {
	employers, subjects := make([]uuid.UUID, len(marks)), make([]uuid.UUID, len(marks))
	kinds, tokens := make([]string, len(marks)), make([][]byte, len(marks))
	for i, m := range marks {
		employers[i], kinds[i], tokens[i], subjects[i] = m.Employer, m.Kind, m.Token[:], m.Subject
	}
	if _, err := k.db.app.Exec(ctx, markSQL, employers, kinds, tokens, subjects); err != nil {
		return fmt.Errorf("add to the blind index: %w", unavailable(err))
	}
	return nil
}
