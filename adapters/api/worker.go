package api

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/incident"
)

// mostLookUps is beyond what the trade takes in one command; the rest is refused
// there, and need not be looked up first.
const mostLookUps = 200

// lookUp finds the persons behind staff numbers; who is not known is new. A
// number that stands twice in one request is one person, also when it is new.
func (a *api) lookUp(ctx context.Context, owner uuid.UUID, given []worker) ([]incident.WorkerHit, error) {
	var hits []incident.WorkerHit
	known := map[string]uuid.UUID{}
	for i, w := range given {
		number := sameNumber(w.StaffNumber)
		id, found := known[number]
		if !found || number == "" {
			var err error
			if id, err = a.personWith(ctx, owner, number, i); err != nil {
				return nil, fmt.Errorf("look up workers of employer %s: %w", owner, err)
			}
			known[number] = id
		}
		hits = append(hits, incident.WorkerHit{
			Person: id, Name: w.Name, StaffNumber: w.StaffNumber,
			Injury: w.Injury, Mind: w.Mind, Exposures: w.Exposures, Absence: w.Absence.read(),
		})
	}
	return hits, nil
}

func (a *api) personWith(ctx context.Context, owner uuid.UUID, number string, i int) (uuid.UUID, error) {
	if number != "" && i < mostLookUps && owner != uuid.Nil {
		id, found, err := a.Directory.PersonByStaffNumber(ctx, owner, number)
		if err != nil || found {
			return id, err
		}
	}
	return a.NewID(), nil
}

// sameNumber is the spelling under which the blind index knows a number.
func sameNumber(number string) string {
	return strings.ToLower(strings.ToUpper(strings.Join(strings.Fields(number), " ")))
}
