// Package identity says who is asking: it turns what comes with a request into
// a person's role, and keeps to itself who that person is.
package identity

import (
	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// space keeps the ids made here apart from all other ids.
var space = uuid.MustParse("5b0a5f0e-4f2c-5c39-9a8e-1d7f4c6e2b90")

// actor is who holds a role. The id follows from role and employer, so that
// after a restart an idempotency key still belongs to whoever used it.
func actor(role access.Role, employer uuid.UUID) access.Actor {
	a := access.Actor{
		ID:       uuid.NewSHA1(space, []byte(string(role)+"@"+employer.String())),
		Employer: employer,
	}
	a.Role, a.Unit = role.In()
	if purposes := role.Purposes(); len(purposes) > 0 {
		a.Purpose = purposes[0]
	}
	return a
}
