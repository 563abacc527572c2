package access

import (
	"slices"
	"strings"
)

// A role that is held in one unit of an employer is written ROLE:UNIT, manager:NOORD, wherever a role is
// given, chosen or kept as held: in the file of issuers, in sessions, at the terminal and in the history of
// who held what. Actors and rules have the two apart.

// In parts them; the unit is "" where the role is held in all of the employer.
func (r Role) In() (role Role, unit string) {
	name, unit, _ := strings.Cut(string(r), ":")
	return Role(name), unit
}

// Known tells whether there is such a role to hold, and in a unit where it names one.
func (r Role) Known() bool {
	role, unit := r.In()
	return slices.Contains(Roles(), role) && (string(r) == string(role) || unit != "" && role.Units())
}

// Held is the actor's role as it is held.
func (a Actor) Held() Role {
	if a.Unit == "" {
		return a.Role
	}
	return a.Role + Role(":"+a.Unit)
}

// HeldOf are the roles that somebody holds of those that he was given, in the order in which roles are
// listed: who holds one in all of the employer holds it in no unit besides.
func HeldOf(given []Role) []Role {
	held := []Role{} // a database keeps none otherwise
	for _, role := range Roles() {
		var of []Role
		for _, one := range given {
			if name, _ := one.In(); name == role && one.Known() && !slices.Contains(of, one) {
				of = append(of, one)
			}
		}
		if slices.Contains(of, role) {
			of = []Role{role}
		}
		slices.Sort(of)
		held = append(held, of...)
	}
	return held
}
