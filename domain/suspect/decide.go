package suspect

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

// Decider is the rules of a suspect's file.
var Decider = decider.Decider[Command, File, Event]{Decide: decide, Evolve: evolve}

func decide(s File, c Command) ([]Event, error) {
	switch c := c.(type) {
	case Open:
		return open(s, c)
	case Describe:
		return describe(s, c)
	case Identify:
		return identify(s, c)
	case UnlinkIdentity:
		return unlinkIdentity(s, c)
	case TellHistory:
		return tellHistory(s, c)
	case RetractHistory:
		return retractHistory(s, c)
	case Clear:
		return cleared(s, c)
	case Review:
		return review(s, c)
	case Forget:
		return forget(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of a suspect's file: see the commands that there are")
}

// 1. The employer whose workers were hit keeps a file, under one law and for itself
// only (UAVG 33): it never crosses to another employer.
func open(s File, c Open) ([]Event, error) {
	if !c.Employer.Registered() {
		var f fault.Fields
		f.Add("employer", "is not known", "check the employer's code, or let the operator register it")
		return nil, f.Err()
	}
	if err := c.By.May(access.OpenSuspect, c.Employer.ID); err != nil {
		return nil, err
	}
	if s.Opened() {
		return nil, fault.New(fault.Refused, "there is a file with this id already: use a new id")
	}
	f := form{at: c.At}
	e := Opened{Employer: c.Employer.ID, Regime: f.regime(c.Regime), Profile: f.profile(c.Profile)}
	return facts(e, f.Err())
}

// 2. What is seen of somebody is told in three answers and no others.
func describe(s File, c Describe) ([]Event, error) {
	if err := mine(s, c.Asked, access.ChangeSuspect); err != nil {
		return nil, err
	}
	f := form{at: c.At}
	told := f.profile(c.Profile)
	if now := profileAfter(s.Profile, told); now == s.Profile {
		return nil, f.Err()
	}
	return facts(Described{Profile: told}, f.Err())
}

// 3. Who it is, is told once. Another name is another person until somebody says
// that the first one was wrong.
func identify(s File, c Identify) ([]Event, error) {
	if err := mine(s, c.Asked, access.ChangeSuspect); err != nil {
		return nil, err
	}
	f := form{at: c.At}
	identity := person.Of(f.identity(c.Identity))
	switch {
	case f.Err() != nil:
		return nil, f.Err()
	case identity == s.Identity:
		return nil, nil
	case s.Identity.State != person.Absent:
		return nil, fault.New(fault.Refused, "this file has an identity, or had one that was destroyed: unlink it first if it is somebody else")
	}
	return []Event{Identified{Identity: identity}}, nil
}

// 4. A wrong person, or one who may be kept no longer, is unlinked with a reason.
func unlinkIdentity(s File, c UnlinkIdentity) ([]Event, error) {
	if err := mine(s, c.Asked, access.ChangeSuspect); err != nil {
		return nil, err
	}
	if s.Identity.State == person.Absent {
		return nil, nil // already as asked
	}
	f := form{at: c.At}
	return facts(IdentityUnlinked{Reason: f.why(c.Reason)}, f.Err())
}

// 7. Whoever turned out not to have done it is cleared of that incident, on the
// prosecutor's or the court's word.
func cleared(s File, c Clear) ([]Event, error) {
	if err := mine(s, c.Asked, access.ClearSuspect); err != nil {
		return nil, err
	}
	f := form{at: c.At}
	e := Cleared{Incident: c.Incident, Clearance: person.Of(f.clearance(c.Clearance))}
	f.Check(c.Incident != uuid.Nil, "incident", "is missing", "give the id of the incident that it is about")
	if slices.ContainsFunc(s.Clearances, func(k Clearing) bool { return k.Incident == c.Incident }) {
		return nil, f.Err() // already as asked
	}
	return facts(e, f.Err())
}

// 8. After a clearance somebody looks at the history and decides, with a reason.
func review(s File, c Review) ([]Event, error) {
	if err := mine(s, c.Asked, access.ClearSuspect); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(s.Clearances, func(k Clearing) bool { return k.Incident == c.Incident })
	if i < 0 {
		return nil, fault.New(fault.Refused, "this suspect was not cleared of that incident: there is nothing to review")
	}
	if k := s.Clearances[i]; k.Reviewed && k.Leaves == c.Leaves {
		return nil, nil // already as asked
	}
	f := form{at: c.At}
	return facts(Reviewed{Incident: c.Incident, Leaves: c.Leaves, Reason: f.why(c.Reason)}, f.Err())
}

// mine asks whether the file is there for this actor: the role before existence, as
// everywhere.
func mine(s File, c Asked, action access.Action) error {
	if err := c.By.May(action, s.Employer); err != nil {
		return err
	}
	if !s.Opened() || c.Employer.ID != s.Employer {
		return access.NoSuch("suspect")
	}
	return nil
}

func facts(e Event, err error) ([]Event, error) {
	if err != nil {
		return nil, err
	}
	return []Event{e}, nil
}

// AVG is the law that a file is kept under unless somebody says otherwise.
const AVG codes.Code = "AVG"
