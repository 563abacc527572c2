package api

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

// known are those who hold a role at an employer that may do this, as far as anybody said: what Decide is
// told, so that work is given to nobody who could not do it.
func (a *api) known(ctx context.Context, employer uuid.UUID, actions ...access.Action) ([]access.Known, error) {
	return a.knownIn(ctx, employer, access.Holders(actions...))
}

func (a *api) knownIn(ctx context.Context, employer uuid.UUID, roles []access.Role) ([]access.Known, error) {
	last, err := a.Access.KnownAs(ctx, callOf(ctx).actor.Over(access.ReadActors), employer, roles)
	return access.Holding(last, employer), err
}

type listActorsInput struct {
	Role  string `query:"role" doc:"Only who holds this role: reporter, manager, registrar, case-worker, occupational-physician or privacy-officer. Left out: everybody in a role that follows cases or care."`
	Limit int    `query:"limit" doc:"How many on a page, 1 to 200; 50 when left out."`
	After string `query:"after" format:"uuid" doc:"The next of the page before."`
}

type actorsAnswer struct {
	Body struct {
		Actors []actorPage `json:"actors" doc:"By id."`
		Next   string      `json:"next,omitempty" format:"uuid" doc:"Send as after for the next page; left out on the last one."`
	}
}

type actorPage struct {
	Actor uuid.UUID  `json:"actor" format:"uuid" doc:"Opaque. No name is kept: who is behind it, the employer's login service knows."`
	You   bool       `json:"you,omitempty" doc:"Whoever asks."`
	Roles []heldPage `json:"roles" doc:"That were said to be held."`
}

type heldPage struct {
	Role      access.Role `json:"role"`
	Unit      string      `json:"unit,omitempty" doc:"Code of the unit of the employer that the role is held in; left out of one that is held in all of it."`
	Confirmed string      `json:"confirmed" example:"2026-11" doc:"The month in which it was said last. Nobody is told when somebody leaves who signs in no more."`
}

func (a *api) listActors(ctx context.Context, in *listActorsInput) (*actorsAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.MaySome(access.ReadActors, actor.Employer); err != nil {
		return nil, err
	}
	var wrong fault.Fields
	limit := cmp.Or(in.Limit, 50)
	wrong.Check(limit >= 1 && limit <= 200, "limit", "is not between 1 and 200", "leave it out for 50")
	after := optionalID(in.After, "after", &wrong)
	roles := rolesAsked(in.Role, &wrong)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	all, err := a.knownIn(ctx, actor.Employer, roles)
	if err != nil {
		return nil, err
	}
	list := actorPages(all, actor)
	from, found := slices.BinarySearchFunc(list, after, func(p actorPage, id uuid.UUID) int { return cmp.Compare(p.Actor.String(), id.String()) })
	if found {
		from++
	}
	out := &actorsAnswer{}
	out.Body.Actors = list[from:]
	if len(out.Body.Actors) > limit {
		out.Body.Actors = out.Body.Actors[:limit]
		out.Body.Next = out.Body.Actors[limit-1].Actor.String()
	}
	return out, a.record(ctx, access.Reading{What: "actors"})
}

func rolesAsked(asked string, wrong *fault.Fields) []access.Role {
	if asked == "" {
		return access.Holders(access.FollowCase, access.FollowCare)
	}
	role := access.Role(asked)
	wrong.Check(role.AtEmployer() && !strings.Contains(asked, ":"), "role", "is no role that is held at an employer", "use reporter, manager, registrar, case-worker, occupational-physician or privacy-officer")
	return []access.Role{role}
}

// actorPages are by id. Whoever is kept to a unit is shown those of his unit and those of the whole employer:
// others can be given nothing that he sees.
func actorPages(all []access.Known, who access.Actor) []actorPage {
	list := []actorPage{}
	at := map[uuid.UUID]int{}
	for _, k := range all {
		if who.Unit != "" && k.Actor.Unit != "" && k.Actor.Unit != who.Unit {
			continue
		}
		i, is := at[k.Actor.ID]
		if !is {
			i, at[k.Actor.ID] = len(list), len(list)
			list = append(list, actorPage{Actor: k.Actor.ID, You: k.Actor.ID == who.ID})
		}
		list[i].Roles = append(list[i].Roles, heldPage{k.Actor.Role, k.Actor.Unit, k.Confirmed.UTC().Format("2006-01")})
	}
	for _, p := range list {
		slices.SortFunc(p.Roles, func(x, y heldPage) int { return cmp.Or(cmp.Compare(x.Role, y.Role), cmp.Compare(x.Unit, y.Unit)) })
	}
	slices.SortFunc(list, func(x, y actorPage) int { return cmp.Compare(x.Actor.String(), y.Actor.String()) })
	return list
}
