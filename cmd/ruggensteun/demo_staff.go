package main

import (
	"context"
	"slices"

	"ruggensteun/adapters/identity"
	"ruggensteun/adapters/postgres"
	"ruggensteun/cmd/ruggensteun/world"
	"ruggensteun/domain/access"
)

// knowsStaff makes those known to whom work was given in the invented world, and those whom one can be
// in a demonstration, as if they had asked for something.
func (s *store) knowsStaff(ctx context.Context, w *world.World) error {
	keeper := postgres.OpenAccess(s.db)
	for _, e := range w.Employers() {
		staff := world.Staff(e.ID)
		for _, role := range access.Holders(access.FollowCase, access.FollowCare) {
			shown, err := identity.AtTerminal(role, e.ID)
			if err != nil {
				return err
			}
			staff = append(staff, shown.Actor)
		}
		known, err := keeper.KnownAs(ctx, access.Scope{Employer: e.ID}, e.ID, access.Roles())
		if err != nil {
			return err
		}
		for _, who := range staff {
			if slices.ContainsFunc(known, func(k access.Said) bool { return k.Actor == who.ID && k.Role == who.Role }) {
				continue
			}
			if err := keeper.Held(ctx, access.Said{At: s.clock(), Actor: who.ID, Role: who.Role, Employer: e.ID, Held: true}); err != nil {
				return err
			}
		}
	}
	return nil
}
