package api

import (
	"context"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/triage"
	list "ruggensteun/projections/triage"
)

// Triage lists the notices that wait, as far as they are in the scope.
type Triage interface {
	Waiting(ctx context.Context, scope access.Scope, q list.Query) (list.Page, error)
}

var aWaiting = kind{"notice", triage.Stream}

type changeTriageInput struct {
	Versioned
	ID string `path:"id" format:"uuid" doc:"Of the waiting notice."`
}

type triageMatchForm struct {
	Case string `json:"case" format:"uuid" doc:"The case that it is of; of the same employer and under the same law."`
}

// matchTriage tells the notice in its case under its own id, and ends the waiting in the
// same append.
func (a *api) matchTriage(ctx context.Context, in *changeTriageInput) (*receiptAnswer, error) {
	var body triageMatchForm
	c, err := a.changeRecord(ctx, in.Versioned, aWaiting, in.ID, access.ChangeTriage, "match", &body)
	if err != nil {
		return nil, err
	}
	of := idOf(body.Case, "case", &c.wrong)
	c.wrong.Check(body.Case != "", "case", "is missing", "give the id of the case that it is of")
	if err := c.wrong.Err(); err != nil {
		return nil, err
	}
	return carry(ctx, a, prosecution.Stream(of), c.request, func() (done, error) { return a.match(ctx, c, of) })
}

func (a *api) match(ctx context.Context, c *recordChange, of uuid.UUID) (done, error) {
	entry, version, err := triage.Decider.Load(ctx, a.journal, triage.Stream(c.id))
	if err != nil {
		return done{}, err
	}
	r := c.request
	repeated, err := decider.Repeated(ctx, a.journal, r)
	if err != nil {
		return done{}, err
	}
	if !repeated && r.Expected != nil && *r.Expected != version {
		return done{}, &eventlog.ConflictError{Stream: triage.Stream(c.id), Expected: *r.Expected, Actual: version}
	}
	r.Expected = nil // it was of the notice; the case is whatever it is by now
	content, _ := entry.Content.Get()
	by := c.ofCase(ctx)
	telling := triage.Telling(c.id, of, content, c.ofNotice(ctx))
	receive := prosecution.Receive{Asked: by, ID: c.id, Heard: content.Heard}
	family, err := a.familyOf(ctx, of, prosecution.Named(receive)...)
	if err != nil {
		return done{}, err
	}
	// What the triage refuses is said first: a case says nothing of a notice that is there.
	before := family.State(of)
	if _, err := decider.Several(triage.Decider).Decide(entry, telling.Asks(before, before, entry)); err != nil && !repeated {
		return done{}, err
	}
	cmd := family.With(of, receive)
	followers := append(family.Followers(of, cmd, by), decider.Follow(triage.Decider, telling))
	o, err := decider.All(ctx, a.journal, prosecution.Decider, prosecution.Stream(of), cmd, r, followers...)
	return done{o.Receipt, o.Version}, err
}

func (a *api) setAsideTriage(ctx context.Context, in *changeTriageInput) (*receiptAnswer, error) {
	return a.changeTriage(ctx, in, "set aside", func(by triage.Asked, reason string) triage.Command {
		return triage.SetItAside{Asked: by, Reason: reason}
	})
}

func (a *api) reopenTriage(ctx context.Context, in *changeTriageInput) (*receiptAnswer, error) {
	return a.changeTriage(ctx, in, "reopen", func(by triage.Asked, reason string) triage.Command {
		return triage.Reopen{Asked: by, Reason: reason}
	})
}

func (a *api) changeTriage(ctx context.Context, in *changeTriageInput, about string, command func(triage.Asked, string) triage.Command) (*receiptAnswer, error) {
	var body reasonForm
	c, err := a.changeRecord(ctx, in.Versioned, aWaiting, in.ID, access.ChangeTriage, about, &body)
	if err != nil {
		return nil, err
	}
	return runRecord(ctx, a, c, triage.Decider, triage.Stream(c.id), command(c.ofNotice(ctx), body.Reason))
}

func (a *api) forgetTriage(ctx context.Context, in *forgetInput) (*receiptAnswer, error) {
	c, body, err := a.forgetting(ctx, in, aWaiting, access.ForgetTriage)
	if err != nil {
		return nil, err
	}
	cmd := triage.Forget{Asked: c.ofNotice(ctx), Purposes: body.What, Reason: body.Reason}
	whose := func(context.Context) ([]person.KeyRef, error) { return triage.KeysOf(c.id, body.What), nil }
	return forgotten[triage.Command](ctx, a, triage.Decider, triage.Stream(c.id), cmd, c.employer.ID, &c.wrong, whose)
}

func (a *api) readTriage(ctx context.Context, in *readTriageInput) (*triageAnswer, error) {
	id, owner, err := a.named(ctx, aWaiting, in.ID, access.ReadTriage)
	if err != nil {
		return nil, err
	}
	w, err := a.waiting(ctx, id)
	if err != nil {
		return nil, err
	}
	e, err := a.employerOf(ctx, owner)
	if err != nil {
		return nil, err
	}
	last := w.history[len(w.history)-1]
	if err := a.record(ctx, access.Reading{What: "triage", ID: id, Personal: true, Position: last.Position}); err != nil {
		return nil, err
	}
	return &triageAnswer{ETag: etag(last.Version), Position: last.Position.String(), Body: w.page(e.Code)}, nil
}

// waiting is a notice with the cases that it may be of by now: one may have learnt its
// number since it came.
func (a *api) waiting(ctx context.Context, id uuid.UUID) (waitingNotice, error) {
	w, err := a.toldBy(ctx, id)
	if err != nil {
		return w, err
	}
	w.suggested, err = a.suggestedFor(ctx, w.entry)
	return w, err
}

// toldBy opens what a file said.
func (a *api) toldBy(ctx context.Context, id uuid.UUID) (w waitingNotice, err error) {
	w.id = id
	if w.history, err = a.history(ctx, triage.Stream(id), access.ReadTriage, true); err != nil {
		return w, err
	}
	if len(w.history) == 0 {
		return w, access.NoSuch("notice")
	}
	w.entry = folded(triage.Decider, w.history)
	return w, nil
}

func (a *api) suggestedFor(ctx context.Context, s triage.Entry) ([]uuid.UUID, error) {
	content, readable := s.Content.Get()
	if s.State != triage.Open || !readable {
		return nil, nil
	}
	found, err := CaseFinder{Directory: a.Directory, Journal: a.journal}.Find(ctx, s.Employer, content)
	if err != nil {
		return nil, err
	}
	of, waiting := triage.Judge(s.Regime, found)
	if of != uuid.Nil {
		return []uuid.UUID{of}, nil
	}
	return waiting.Candidates, nil
}
