package api

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/domain/triage"
)

// changePersonInput has no If-Match: a pseudonym is read with the incidents that show it,
// and has no version of its own to show.
type changePersonInput struct {
	ID string `path:"id" format:"uuid" doc:"Of the person (as a record shows it)."`
	Keyed
}

type personMergeForm struct {
	Employer string `json:"employer,omitempty" example:"GEM-ROTTERDAM" doc:"Code of the employer. May be left out by whoever works for one."`
	Into     string `json:"into" format:"uuid" doc:"The person (pseudonym) that stays, and stands for both from now on."`
	Reason   string `json:"reason" doc:"Why they are one worker. Kept sealed with the name."`
}

type personSplitForm struct {
	Employer string `json:"employer,omitempty" example:"GEM-ROTTERDAM" doc:"Code of the employer. May be left out by whoever works for one."`
	Reason   string `json:"reason" doc:"Why they are two workers after all. Kept sealed with the name."`
}

func (a *api) mergePerson(ctx context.Context, in *changePersonInput) (*receiptAnswer, error) {
	var body personMergeForm
	c, by, err := a.changePerson(ctx, in, "merge", &body, func() string { return body.Employer })
	if err != nil {
		return nil, err
	}
	into := idOf(body.Into, "into", &c.wrong)
	if err := c.wrong.Err(); err != nil {
		return nil, err
	}
	other := pseudonym.Other{ID: into}
	if _, other.Known, err = a.personKnown(ctx, c.employer.ID, into.String()); err != nil {
		return nil, err
	}
	if other.State, err = a.pseudonym(ctx, into); err != nil {
		return nil, err
	}
	family, err := pseudonym.FamilyOf(into, a.pseudonymAt(ctx))
	if err != nil {
		return nil, err
	}
	cmd := pseudonym.Merge{Asked: by, ID: c.id, Into: other, Onward: family[0], Reason: body.Reason}
	return a.runPerson(ctx, c, cmd, pseudonym.Joining(c.id, into, by))
}

func (a *api) splitPerson(ctx context.Context, in *changePersonInput) (*receiptAnswer, error) {
	var body personSplitForm
	c, by, err := a.changePerson(ctx, in, "split", &body, func() string { return body.Employer })
	if err != nil {
		return nil, err
	}
	if err := c.wrong.Err(); err != nil {
		return nil, err
	}
	s, err := a.pseudonym(ctx, c.id)
	if err != nil {
		return nil, err
	}
	followers, err := a.casesParted(ctx, c, s.Into)
	if err != nil {
		return nil, err
	}
	followers = append(followers, pseudonym.Parting(c.id, s.Into, by))
	return a.runPerson(ctx, c, pseudonym.Split{Asked: by, From: s.Into, Reason: body.Reason}, followers...)
}

// casesParted is what follows from a split for the cases that know the worker: one that is
// closed may have a victim who was never told.
func (a *api) casesParted(ctx context.Context, c *recordChange, from uuid.UUID) (all []decider.Follower[pseudonym.State], err error) {
	if from == uuid.Nil {
		return nil, nil // nothing is split
	}
	cases, err := a.casesKnowing(ctx, c)
	if err != nil {
		return nil, err
	}
	then := func(id uuid.UUID) (pseudonym.State, error) {
		s, err := a.pseudonym(ctx, id)
		if id == c.id {
			s.Into = uuid.Nil
		}
		return s, err
	}
	for _, f := range cases {
		before, err := pseudonym.SameOf(f.Whole().People(), a.pseudonymAt(ctx))
		if err != nil {
			return nil, err
		}
		after, err := pseudonym.SameOf(f.Whole().People(), then)
		if err != nil {
			return nil, err
		}
		all = append(all, prosecution.Parted[pseudonym.State](f, before, after, c.ofCase(ctx)))
	}
	return all, nil
}

// casesKnowing are the cases that were linked to a pseudonym, or to what was merged into it,
// each with those that are one with it, and each of those once.
func (a *api) casesKnowing(ctx context.Context, c *recordChange) (all []prosecution.Family, err error) {
	ids, err := pseudonym.Under(c.id, a.pseudonymAt(ctx))
	if err != nil {
		return nil, err
	}
	var clues []string
	for _, id := range ids {
		clues = append(clues, triage.ClueOf(prosecution.Link{Kind: prosecution.ToWorker, ID: id}))
	}
	found, err := a.Directory.CasesBy(ctx, c.employer.ID, clues)
	if err != nil {
		return nil, err
	}
	for _, id := range slices.Concat(found...) {
		f, err := prosecution.FamilyOf(id, func(id uuid.UUID) (prosecution.Case, error) {
			s, _, err := prosecution.Decider.Load(ctx, a.journal, prosecution.Stream(id))
			return s, err
		})
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(all, func(have prosecution.Family) bool { return have.Root() == f.Root() }) {
			all = append(all, f)
		}
	}
	return all, nil
}

// changePerson reads the form of a change. That there is no such person is said by the
// rules, which ask it of what is known here.
func (a *api) changePerson(ctx context.Context, in *changePersonInput, about string, body any, code func() string) (*recordChange, pseudonym.Asked, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.MergePersons, actor.Employer); err != nil {
		return nil, pseudonym.Asked{}, err
	}
	c := &recordChange{at: a.Clock()}
	if err := decode(in.RawBody, body, &c.wrong); err != nil {
		return nil, pseudonym.Asked{}, err
	}
	var err error
	if c.employer, err = a.employerNamed(ctx, code()); err != nil {
		return nil, pseudonym.Asked{}, err
	}
	if actor.May(access.MergePersons, c.employer.ID) != nil {
		return nil, pseudonym.Asked{}, access.NoSuch("person")
	}
	by := pseudonym.Asked{By: actor, At: c.at, Employer: c.employer.ID}
	if c.id, by.Known, err = a.personKnown(ctx, c.employer.ID, in.ID); err != nil {
		return nil, pseudonym.Asked{}, err
	}
	c.request = a.request(ctx, in.Keyed, about+" person "+c.id.String(), &c.wrong)
	c.request.Employer = c.employer.ID
	if !by.Known {
		return nil, by, access.NoSuch("person") // before anything is said of the form
	}
	return c, by, nil
}

func (a *api) runPerson(ctx context.Context, c *recordChange, cmd pseudonym.Command, follows ...decider.Follower[pseudonym.State]) (*receiptAnswer, error) {
	stream := pseudonym.Stream(c.id)
	return carry(ctx, a, stream, c.request, func() (done, error) {
		o, err := decider.All(ctx, a.journal, pseudonym.Decider, stream, cmd, c.request, follows...)
		return done{o.Receipt, o.Version}, err
	})
}

func (a *api) pseudonym(ctx context.Context, id uuid.UUID) (pseudonym.State, error) {
	return pseudonymIn(ctx, a.journal, id)
}

func pseudonymIn(ctx context.Context, from decider.Journal, id uuid.UUID) (pseudonym.State, error) {
	s, _, err := pseudonym.Decider.Load(ctx, from, pseudonym.Stream(id))
	return s, err
}

// pseudonymAt is what the rules ask to find out who is who.
func (a *api) pseudonymAt(ctx context.Context) func(uuid.UUID) (pseudonym.State, error) {
	return func(id uuid.UUID) (pseudonym.State, error) { return a.pseudonym(ctx, id) }
}
