package identity

import (
	"errors"
	"net/http"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// Terminal is whoever sits at the machine's terminal, in the role they name:
// who may start the program with the master key may act in any role. What they
// do and read is recorded all the same.
type Terminal struct{ Actor access.Actor }

// AtTerminal gives the actor of a role, as it is held, at an employer where the role is held at one.
func AtTerminal(role access.Role, employer uuid.UUID) (Terminal, error) {
	if role.AtEmployer() && employer == uuid.Nil {
		return Terminal{}, errors.New("this role is held at an employer: write it as " + string(role) + "@CODE")
	}
	if !role.AtEmployer() && employer != uuid.Nil {
		return Terminal{}, errors.New("this role is held at no employer: leave out what follows the @")
	}
	if !role.Known() {
		base, _ := role.In()
		return Terminal{}, errors.New("this role is held in all of an employer: write it as " + string(base) + "@CODE")
	}
	return Terminal{Actor: actor(role, employer)}, nil
}

// Authenticate answers for requests that the program makes to itself.
func (t Terminal) Authenticate(*http.Request) (access.Actor, error) { return t.Actor, nil }
