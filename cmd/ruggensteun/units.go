package main

import (
	"context"
	"strings"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
)

// knowsUnit refuses --as in a unit that the employer does not have: everything would be empty, and
// nobody would see why.
func (s *store) knowsUnit(ctx context.Context, who access.Actor) error {
	if who.Unit == "" {
		return nil
	}
	e, _, err := employer.Decider.Load(ctx, decider.NewJournal(s.log, s.closed), employer.Stream(who.Employer))
	switch {
	case err != nil, e.HasUnit(who.Unit):
		return err
	case len(e.Units) == 0:
		return wrongUsage("--as %s: %s has no units: leave out what follows the colon", who.Held(), e.Code)
	}
	return wrongUsage("--as %s: this is no unit of %s: its units are %s", who.Held(), e.Code, strings.Join(e.UnitCodes(), ", "))
}

func unitCodes(units []codes.Code) []string {
	list := make([]string, len(units))
	for i, u := range units {
		list[i] = string(u)
	}
	return list
}
