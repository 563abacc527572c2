package api

import (
	"context"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/permit"
)

var aPermit = kind{"permit", permit.Stream}

type askPermitInput struct{ Keyed }

type changePermitInput struct {
	Versioned
	ID string `path:"id" format:"uuid" doc:"Of the permit."`
}

type permitForm struct {
	Employer string      `json:"employer,omitempty" example:"GEM-ROTTERDAM" doc:"Code of the employer. May be left out by whoever works for one."`
	Kind     permit.Kind `json:"kind" enum:"SEARCH_PERSONS,SEARCH_SUSPECTS,OPEN_IDENTITY" doc:"What it is for: one search for a worker, or one for a suspect; or to see who it is in records outside your own cases."`
	Search   searchWords `json:"search,omitzero" doc:"Whom you look for, exactly as you will search. Only a keyed hash of it is kept. Left out for OPEN_IDENTITY."`
	Of       []string    `json:"of,omitempty" doc:"Of OPEN_IDENTITY: the ids of the records, at most 10: incidents, suspects, cases, aangiften, files of aftercare. A case opens its documents too. Send the permit along in the header Permit."`
	Reason   string      `json:"reason" doc:"Why, for the second person who decides. Kept sealed."`
}

// searchWords are whom somebody looks for. They are in no event, no line of the log and no
// address.
type searchWords struct {
	Name        string `json:"name,omitempty" doc:"The whole name as it was recorded; capitals and spaces do not matter."`
	StaffNumber string `json:"staff_number,omitempty" doc:"Of a worker."`
	BornOn      string `json:"born_on,omitempty" example:"2001-02-03" doc:"Of a suspect."`
}

type grantForm struct {
	Hours int `json:"hours" doc:"How long it holds from now on, 1 to 24."`
	Uses  int `json:"uses" doc:"How often it may be used, 1 to 10."`
}

// hash is what a search is compared by; the zero one of nothing at all, which the rules refuse.
func (a *api) hash(ctx context.Context, employer uuid.UUID, k permit.Kind, s searchWords, wrong *fault.Fields, under string) (eventlog.Hash, error) {
	if s == (searchWords{}) || employer == uuid.Nil {
		return eventlog.Hash{}, nil
	}
	s.check(k, wrong, under)
	return a.Directory.SearchHash(ctx, employer, string(k), s.Name, s.StaffNumber, s.BornOn)
}

func (s searchWords) check(k permit.Kind, wrong *fault.Fields, under string) {
	switch k {
	case permit.SearchPersons:
		wrong.Check(s.BornOn == "", under+"born_on", "is not kept of workers", "search by name or by staff number")
		wrong.Check((sameNumber(s.Name) == "") != (sameNumber(s.StaffNumber) == ""), under+"name", "is to stand alone", "give either the name or the staff number")
	case permit.SearchSuspects:
		wrong.Check(s.StaffNumber == "", under+"staff_number", "is not kept of suspects", "search by name, by day of birth, or by both")
		wrong.Check(sameNumber(s.Name) != "" || sameNumber(s.BornOn) != "", under+"name", "is missing", "give the name, the day of birth, or both")
	}
}

func (a *api) askPermit(ctx context.Context, in *askPermitInput) (*receiptAnswer, error) {
	var body permitForm
	c, err := a.newRecord(ctx, in.Keyed, access.AskPermit, func() string { return body.Employer }, &body)
	if err != nil {
		return nil, err
	}
	cmd := permit.Request{Asked: a.ofPermit(ctx, c), Employer: c.employer.ID, Kind: body.Kind, Reason: body.Reason}
	if cmd.Of, err = a.toOpen(ctx, c, body.Of); err != nil {
		return nil, err
	}
	if cmd.Search, err = a.hash(ctx, c.employer.ID, body.Kind, body.Search, &c.wrong, "search."); err != nil {
		return nil, err
	}
	out, err := runRecord(ctx, a, c, permit.Decider, permit.Stream(c.id), permit.Command(cmd))
	if err != nil {
		return nil, err
	}
	return made(out, "/permits/"+out.Body.ID.String()), nil
}

func (a *api) ofPermit(ctx context.Context, c *recordChange) permit.Asked {
	return permit.Asked{By: callOf(ctx).actor, At: kept(c.at)}
}

func (a *api) grantPermit(ctx context.Context, in *changePermitInput) (*receiptAnswer, error) {
	var body grantForm
	return a.changePermit(ctx, in, access.GrantPermit, "grant", &body, func(by permit.Asked) permit.Command {
		return permit.Grant{Asked: by, Hours: body.Hours, Uses: body.Uses}
	})
}

func (a *api) refusePermit(ctx context.Context, in *changePermitInput) (*receiptAnswer, error) {
	var body reasonForm
	return a.changePermit(ctx, in, access.GrantPermit, "refuse", &body, func(by permit.Asked) permit.Command {
		return permit.Refuse{Asked: by, Reason: body.Reason}
	})
}

func (a *api) withdrawPermit(ctx context.Context, in *changePermitInput) (*receiptAnswer, error) {
	var body reasonForm
	return a.changePermit(ctx, in, access.ReadPermits, "withdraw", &body, func(by permit.Asked) permit.Command {
		return permit.Withdraw{Asked: by, Reason: body.Reason}
	})
}

func (a *api) changePermit(ctx context.Context, in *changePermitInput, action access.Action, about string, body any, command func(permit.Asked) permit.Command) (*receiptAnswer, error) {
	c, err := a.changeRecord(ctx, in.Versioned, aPermit, in.ID, action, about, body)
	if err != nil {
		return nil, err
	}
	return runRecord(ctx, a, c, permit.Decider, permit.Stream(c.id), command(a.ofPermit(ctx, c)))
}
