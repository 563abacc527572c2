package access

import (
	"slices"
	"time"

	"github.com/google/uuid"
)

// Known is somebody of whom it was last said that he holds a role at an employer. Nothing else is
// known of him here: who he is, his login service knows.
type Known struct {
	Actor     Actor
	Confirmed time.Time // when it was said last
}

// Holding are those who were last said to hold a role at an employer; last is what was said last of each
// role of each.
func Holding(last []Said, employer uuid.UUID) []Known {
	list := []Known{}
	for _, s := range last {
		if !s.Held || s.Employer != employer || employer == uuid.Nil || !s.Role.AtEmployer() || !s.Role.Known() {
			continue
		}
		one := Known{Actor: Actor{ID: s.Actor, Employer: employer}, Confirmed: s.At}
		one.Actor.Role, one.Actor.Unit = s.Role.In()
		one.Actor.Purpose = one.Actor.Role.Purposes()[0]
		list = append(list, one)
	}
	return list
}

// Knows tells whether one of those is known under this id in a role that may do something to a record of
// an employer and a unit: so work is given to nobody who could not do it.
func Knows(all []Known, id uuid.UUID, action Action, employer uuid.UUID, units ...string) bool {
	return slices.ContainsFunc(all, func(k Known) bool {
		return id != uuid.Nil && k.Actor.ID == id && k.Actor.May(action, employer, units...) == nil
	})
}

// Holders are the roles at an employer that may do one of these.
func Holders(actions ...Action) (list []Role) {
	for _, role := range Roles() {
		if role.AtEmployer() && slices.ContainsFunc(actions, func(a Action) bool { return rules[role][a].over == own }) {
			list = append(list, role)
		}
	}
	return list
}
