package main

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/person"
)

// mostForgettings bounds how often a person is forgotten anew because something was
// told of him at that moment.
const mostForgettings = 8

// forgetPerson destroys the keys of what was told of a person, and records it.
// The keys go first: whatever is made from the log forgets all from before the
// event, so no key from after it may be gone, and none from before it be there.
// When something was told in between, both are done again.
//
// When it stops halfway, ask again: until it is recorded, read models hold what
// can be read nowhere else any more, and `verify` says so.
//
// No command uses it yet: it waits for retention terms.
func (s *store) forgetPerson(ctx context.Context, personID uuid.UUID, cmd erasure.Erase, r decider.Request) (err error) {
	if cmd.Known, err = postgres.OpenKeys(s.db).Known(ctx, cmd.Employer, string(person.KeyOfPerson), personID); err != nil {
		return err
	}
	if _, err := erasure.Decider.Decide(erasure.Decider.Initial, cmd); err != nil {
		return err
	}
	r.Employer = cmd.Employer
	r.Key, r.Body, r.Expected = "", nil, nil // what is destroyed anew is recorded anew: a replay would leave it out
	if _, err := s.destroyKeys(ctx, personID, cmd); err != nil {
		return err
	}
	for range mostForgettings {
		if _, err := erasure.Decider.Run(ctx, s.journal(), erasure.Stream(personID), cmd, r); err != nil {
			return fmt.Errorf("the keys of person %s are destroyed, but that is not recorded: ask again: %w", personID, err)
		}
		if n, err := s.destroyKeys(ctx, personID, cmd); err != nil || n == 0 {
			return err
		}
	}
	return fmt.Errorf("forget person %s: more is told of this person all the time; ask again later", personID)
}

func (s *store) destroyKeys(ctx context.Context, personID uuid.UUID, cmd erasure.Erase) (total int, err error) {
	for _, p := range cmd.Purposes {
		n, err := s.vault.Forget(ctx, cmd.Employer, person.KeyRef{Kind: person.KeyOfPerson, Subject: personID, Purpose: p})
		if err != nil {
			return total, err
		}
		total += n
	}
	return total, nil
}
