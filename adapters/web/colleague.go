package web

import (
	"fmt"
	"net/url"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// colleague is somebody to give work to: this program knows him by number only.
type colleague struct {
	Actor uuid.UUID
	You   bool
	Roles []struct {
		Role            access.Role
		Unit, Confirmed string
	}
}

// colleagueEntries let somebody choose a colleague out of those who are known and may do it.
func (v *visit) colleagueEntries(c *caseAnswered, name, label, hint string, required bool) ([]entry, error) {
	known, err := v.colleagues(c)
	if err != nil {
		return nil, err
	}
	if len(known) == 0 {
		hint = v.word("colleague.none")
	}
	return []entry{{Name: name, Label: label, Hint: hint, Kind: choiceEntry, Options: append([]option{{Text: v.word("hand.nobody")}}, known...), Required: required}}, nil
}

// mostColleagues is more than follow the cases of any one employer.
const mostColleagues = 1000

// colleagues are the stand-in first, then who follows most: those whom one works with.
func (v *visit) colleagues(c *caseAnswered) (all []option, err error) {
	action := access.FollowCase
	if c.care != nil {
		action = access.FollowCare
	}
	follows, err := v.followed(c)
	if err != nil {
		return nil, err
	}
	list, err := v.everyColleague()
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(list, func(a, b colleague) int {
		if first := c.Work.StandIn; first != uuid.Nil && (a.Actor == first) != (b.Actor == first) {
			if a.Actor == first {
				return -1
			}
			return 1
		}
		return follows[b.Actor] - follows[a.Actor]
	})
	for _, one := range list {
		if as := one.follows(action, v.Actor.Employer); as >= 0 && one.Actor != c.Work.You && one.Actor != c.Work.Responsible {
			all = append(all, option{Value: one.Actor.String(), Text: v.colleagueNamed(one, as, c, follows[one.Actor])})
		}
	}
	return all, nil
}

// follows is the role, by its place, in which he may follow some file of the kind; -1 is in none. Whether he
// may follow this one, of which unit it is, the answer says.
func (c colleague) follows(action access.Action, employer uuid.UUID) int {
	return slices.IndexFunc(c.Roles, func(h struct {
		Role            access.Role
		Unit, Confirmed string
	}) bool {
		who := access.Actor{ID: c.Actor, Role: h.Role, Employer: employer, Unit: h.Unit}
		if purposes := h.Role.Purposes(); len(purposes) > 0 {
			who.Purpose = purposes[0]
		}
		return who.MaySome(action, employer) == nil
	})
}

// colleagueNamed is how somebody is told from others: role, unit, the end of his number, and what he follows.
func (v *visit) colleagueNamed(one colleague, as int, c *caseAnswered, cases int) string {
	held := one.Roles[as]
	text := v.word(roleWords[held.Role]) + " " + short(one.Actor)
	if held.Unit != "" {
		text += ", " + v.word("colleague.unit", held.Unit)
	}
	if one.Actor == c.Work.StandIn {
		text += ", " + v.word("colleague.stand-in")
	}
	switch cases {
	case 0:
		return text + ", " + v.word("colleague.follows-none", held.Confirmed)
	case 1:
		return text + ", " + v.word("colleague.follows-one")
	}
	return text + ", " + v.word("colleague.follows", fmt.Sprint(cases))
}

func (v *visit) everyColleague() (all []colleague, err error) {
	asked := url.Values{"limit": {"200"}}
	for len(all) < mostColleagues {
		var page struct {
			Actors []colleague
			Next   string
		}
		if err := v.ask("/v1/actors", asked, &page); err != nil {
			return nil, err
		}
		if all = append(all, page.Actors...); page.Next == "" {
			break
		}
		asked.Set("after", page.Next)
	}
	return all, nil
}

// followed is how many open files of the kind each follows.
func (v *visit) followed(c *caseAnswered) (map[uuid.UUID]int, error) {
	var answer struct {
		Cases, Work []struct{ Assigned uuid.UUID }
	}
	path, asks := "/v1/cases", url.Values{"limit": {"200"}, "state": {"open"}}
	if c.care != nil {
		path, asks = "/v1/worklist", url.Values{"limit": {"200"}, "kind": {ofCare}}
	}
	if err := v.ask(path, asks, &answer); err != nil {
		return nil, err
	}
	follows := map[uuid.UUID]int{}
	for _, one := range append(answer.Cases, answer.Work...) {
		follows[one.Assigned]++
	}
	return follows, nil
}
