package api

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/triage"
)

// CaseDirectory finds in the blind index what a notice may be about, as it was at some
// time.
type CaseDirectory interface {
	CasesBy(ctx context.Context, employer uuid.UUID, clues []string) ([][]uuid.UUID, error)
	AangiftenBy(ctx context.Context, employer uuid.UUID, numbers []string) ([][]uuid.UUID, error)
	IncidentsByRecordKey(ctx context.Context, employer uuid.UUID, keys []string, try int) ([]uuid.UUID, error)
}

// CaseFinder finds the cases that a notice may be of. The index remembers what was;
// whether it still is, is asked of each case: a number that was corrected, withdrawn or
// forgotten leads nowhere any more.
type CaseFinder struct {
	Directory CaseDirectory
	Journal   decider.Journal // one that opens everything
}

// Find gives what each clue of a notice leads to at an employer.
func (f CaseFinder) Find(ctx context.Context, employer uuid.UUID, c triage.Content) (found triage.Found, err error) {
	if c.Clues.Case != "" {
		if found.Case, err = f.cases(ctx, employer, parsed(c.Clues.Case), func(prosecution.Case) bool { return true }); err != nil {
			return found, err
		}
	}
	for _, number := range c.All() {
		set, err := f.by(ctx, employer, triage.ClueOfNumber(number), func(s prosecution.Case) bool { return slices.Contains(s.Numbers(), number) })
		if err != nil {
			return found, err
		}
		found.Numbers = append(found.Numbers, set)
	}
	if number := prosecution.Number(c.Clues.Aangifte); number != "" {
		if found.Aangifte, err = f.byAangifte(ctx, employer, number); err != nil {
			return found, err
		}
	}
	if c.Incident != "" {
		found.Incident, err = f.byIncident(ctx, employer, c.Incident)
	}
	return found, err
}

// parsed is the id that a text is; none when it is none.
func parsed(text string) []uuid.UUID {
	id, err := uuid.Parse(text)
	if err != nil || id == uuid.Nil {
		return nil
	}
	return []uuid.UUID{id}
}

func (f CaseFinder) byAangifte(ctx context.Context, employer uuid.UUID, number string) ([]triage.Candidate, error) {
	all := []triage.Candidate{}
	ids, err := f.Directory.AangiftenBy(ctx, employer, []string{number})
	if err != nil {
		return nil, err
	}
	for _, id := range ids[0] {
		s, _, err := aangifte.Decider.Load(ctx, f.Journal, aangifte.Stream(id))
		if err != nil {
			return nil, err
		}
		if s.Retracted || prosecution.Number(s.Reference.Value) != number {
			continue
		}
		set, err := f.linked(ctx, employer, prosecution.Link{Kind: prosecution.ToAangifte, ID: id}, func(s prosecution.Case) []uuid.UUID { return s.Aangiften })
		if err != nil {
			return nil, err
		}
		all = append(all, set...)
	}
	return all, nil
}

func (f CaseFinder) byIncident(ctx context.Context, employer uuid.UUID, text string) ([]triage.Candidate, error) {
	all, ids := []triage.Candidate{}, parsed(text)
	if ids == nil {
		var err error
		if ids, err = f.Directory.IncidentsByRecordKey(ctx, employer, []string{text}, 0); err != nil {
			return nil, err
		}
	}
	for _, id := range ids {
		if id == uuid.Nil {
			continue
		}
		set, err := f.aboutIncident(ctx, employer, id)
		if err != nil {
			return nil, err
		}
		all = append(all, set...)
	}
	return all, nil
}

// aboutIncident finds the cases of every record of what happened: whoever writes a notice
// cannot know which of them counts by now.
func (f CaseFinder) aboutIncident(ctx context.Context, employer, id uuid.UUID) ([]triage.Candidate, error) {
	records, err := incident.FamilyOf(id, func(id uuid.UUID) (incident.Incident, error) {
		s, _, err := incident.Decider.Load(ctx, f.Journal, incident.Stream(id))
		return s, err
	})
	if err != nil {
		return nil, err
	}
	var all []triage.Candidate
	for _, id := range records {
		set, err := f.linked(ctx, employer, prosecution.Link{Kind: prosecution.ToIncident, ID: id}, func(s prosecution.Case) []uuid.UUID { return s.Incidents })
		if err != nil {
			return nil, err
		}
		all = append(all, set...)
	}
	return all, nil
}

func (f CaseFinder) linked(ctx context.Context, employer uuid.UUID, l prosecution.Link, links func(prosecution.Case) []uuid.UUID) ([]triage.Candidate, error) {
	return f.by(ctx, employer, triage.ClueOf(l), func(s prosecution.Case) bool { return slices.Contains(links(s), l.ID) })
}

func (f CaseFinder) by(ctx context.Context, employer uuid.UUID, clue string, still func(prosecution.Case) bool) ([]triage.Candidate, error) {
	ids, err := f.Directory.CasesBy(ctx, employer, []string{clue})
	if err != nil {
		return nil, err
	}
	return f.cases(ctx, employer, ids[0], still)
}

func (f CaseFinder) cases(ctx context.Context, employer uuid.UUID, ids []uuid.UUID, still func(prosecution.Case) bool) ([]triage.Candidate, error) {
	set := []triage.Candidate{}
	for _, id := range ids {
		s, _, err := prosecution.Decider.Load(ctx, f.Journal, prosecution.Stream(id))
		if err != nil {
			return nil, err
		}
		if !s.Opened() || s.Employer != employer || !still(s) {
			continue
		}
		c, err := f.standing(ctx, id)
		if err != nil {
			return nil, err
		}
		set = append(set, c)
	}
	return set, nil
}

// standing is the case that a merged one is told in.
func (f CaseFinder) standing(ctx context.Context, id uuid.UUID) (triage.Candidate, error) {
	family, err := prosecution.FamilyOf(id, func(id uuid.UUID) (prosecution.Case, error) {
		s, _, err := prosecution.Decider.Load(ctx, f.Journal, prosecution.Stream(id))
		return s, err
	})
	if err != nil {
		return triage.Candidate{}, err
	}
	c := triage.Candidate{Case: family.Root()}
	c.Regime = family.State(c.Case).Regime
	for _, one := range family {
		c.Numbered = c.Numbered || len(one.State.Numbers()) > 0
	}
	return c, nil
}
