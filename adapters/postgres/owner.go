package postgres

import (
	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// nobody has no rows: no id is made like this.
var nobody = uuid.Max

// ownerIn is whose rows a query reads where those of an employer are asked for, or of all when that
// is zero: the first fence, which every query keeps itself although row-level security stands behind
// it. Zero is everybody's.
func ownerIn(scope access.Scope, asked uuid.UUID) uuid.UUID {
	switch {
	case scope.All:
		return asked
	case scope.Employer == uuid.Nil || asked != uuid.Nil && asked != scope.Employer:
		return nobody
	}
	return scope.Employer
}
