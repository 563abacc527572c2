package api

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/timeline"
)

type caseMergeForm struct {
	Into        string `json:"into" format:"uuid" doc:"The case that stays, and shows what is in both from now on."`
	Explanation string `json:"explanation,omitempty" doc:"Why it is one case although they are against two suspects; needed only then. Kept sealed."`
}

// familyOf reads a case with those that it was merged with, opened: rules look at what
// they say. Named is whom a command names beside.
func (a *api) familyOf(ctx context.Context, id uuid.UUID, named ...uuid.UUID) (prosecution.Family, error) {
	return prosecution.FamilyOf(id, prosecution.ByWorker(func(id uuid.UUID) (prosecution.Case, error) {
		s, _, err := prosecution.Decider.Load(ctx, a.journal, prosecution.Stream(id))
		return s, err
	}, a.pseudonymAt(ctx), named...))
}

func (a *api) mergeCase(ctx context.Context, in *changeCaseInput) (*receiptAnswer, error) {
	var body caseMergeForm
	c, err := a.changeRecord(ctx, in.Versioned, aCase, in.ID, access.ChangeCase, "merge", &body)
	if err != nil {
		return nil, err
	}
	into := idOf(body.Into, "into", &c.wrong)
	if err := c.wrong.Err(); err != nil {
		return nil, err
	}
	own, err := a.familyOf(ctx, c.id)
	if err != nil {
		return nil, err
	}
	to, err := a.familyOf(ctx, into)
	if err != nil {
		return nil, err
	}
	other := to.State(into)
	if other.Employer, err = a.ownerNamed(ctx, aCase, into, other.Employer); err != nil {
		return nil, err
	}
	by := c.ofCase(ctx)
	cmd := prosecution.Merge{
		Asked: by, ID: c.id, Into: prosecution.Other{ID: into, State: other}, Onward: to.Root(), Explanation: body.Explanation,
		Beside: prosecution.Beside{Others: slices.Concat(own, to)},
	}
	return a.runFamily(ctx, c, cmd, own.Joining(c.id, to, into, by))
}

func (a *api) splitCase(ctx context.Context, in *changeCaseInput) (*receiptAnswer, error) {
	var body reasonForm
	c, err := a.changeRecord(ctx, in.Versioned, aCase, in.ID, access.ChangeCase, "split", &body)
	if err != nil {
		return nil, err
	}
	f, err := a.familyOf(ctx, c.id)
	if err != nil {
		return nil, err
	}
	by, from := c.ofCase(ctx), f.State(c.id).MergedInto
	return a.runFamily(ctx, c, f.With(c.id, prosecution.Split{Asked: by, From: from, Reason: body.Reason}), f.Parting(c.id, from, by))
}

// runCase carries a command on a case out, decided on all that was merged into it, and
// what follows from it with it: whoever is acquitted is an offender for no figure any
// more from that moment.
func (a *api) runCase(ctx context.Context, c *recordChange, cmd prosecution.Command) (*receiptAnswer, error) {
	f, err := a.familyOf(ctx, c.id, prosecution.Named(cmd)...)
	if err != nil {
		return nil, err
	}
	return a.runFamily(ctx, c, f.With(c.id, cmd), f.Followers(c.id, cmd, c.ofCase(ctx)))
}

func (a *api) runFamily(ctx context.Context, c *recordChange, cmd prosecution.Command, followers []decider.Follower[prosecution.Case]) (*receiptAnswer, error) {
	stream := prosecution.Stream(c.id)
	if err := refused(ctx, a, c, prosecution.Decider, stream, cmd); err != nil {
		return nil, err
	}
	return carry(ctx, a, stream, c.request, func() (done, error) {
		o, err := decider.All(ctx, a.journal, prosecution.Decider, stream, cmd, c.request, followers...)
		return done{o.Receipt, o.Version}, err
	})
}

// dossier is a case as it is read: its own history, and those of the cases that it was
// merged with.
type dossier struct {
	id        uuid.UUID
	histories map[uuid.UUID][]projections.Event
	family    prosecution.Family
}

func (a *api) dossierOf(ctx context.Context, id uuid.UUID) (dossier, error) {
	d := dossier{id: id, histories: map[uuid.UUID][]projections.Event{}}
	var err error
	d.family, err = prosecution.FamilyOf(id, prosecution.ByWorker(func(id uuid.UUID) (prosecution.Case, error) {
		history, err := a.history(ctx, prosecution.Stream(id), access.ReadCase, true)
		d.histories[id] = history
		return folded(prosecution.Decider, history), err
	}, a.pseudonymAt(ctx)))
	return d, err
}

func (d dossier) own() []projections.Event { return d.histories[d.id] }

// within are the case itself and what was merged into it, and into that.
func (d dossier) within() []uuid.UUID {
	all := []uuid.UUID{d.id}
	for i := 0; i < len(all); i++ {
		all = append(all, d.family.State(all[i]).Merged...)
	}
	return all
}

// tellings are those of all of them; what was told while they were one is kept in
// several, and shown once.
func (d dossier) tellings() []tellingPage {
	all := []tellingPage{}
	for _, id := range d.within() {
		for _, t := range tellingsIn(d.histories[id]) {
			if !slices.ContainsFunc(all, func(have tellingPage) bool { return have.ID == t.ID }) {
				t.Case = d.elsewhere(id)
				all = append(all, t)
			}
		}
	}
	return all
}

// timeline is how all of them came to be, in the order of the log.
func (d dossier) timeline() []timeline.Line {
	var all []timeline.Line
	for _, id := range d.within() {
		lines := timeline.Lines(d.histories[id], timeline.WithTexts)
		if id != d.id {
			lines = inMerged(id, lines)
		}
		all = append(all, lines...)
	}
	slices.SortStableFunc(all, func(a, b timeline.Line) int { return int(a.Position - b.Position) })
	return all
}

// inMerged says of lines in which merged case it was.
func inMerged(id uuid.UUID, lines []timeline.Line) []timeline.Line {
	for i := range lines {
		lines[i].What = figures.Text{NL: lines[i].What.NL + " (in samengevoegde zaak " + id.String() + ")", EN: lines[i].What.EN + " (in merged case " + id.String() + ")"}
	}
	return lines
}

// elsewhere names the case that holds something, unless it is the one that is read.
func (d dossier) elsewhere(home uuid.UUID) *uuid.UUID {
	if home == d.id {
		return nil
	}
	return idIfAny(home)
}
