package prosecution

import (
	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/fault"
)

// Decider is the rules of a case.
var Decider = decider.Decider[Command, Case, Event]{Decide: decide, Evolve: evolve}

// decide lets a closed case reopen by itself when something is heard that a victim
// must be told: else the newest verdict would lie in a file that nobody looks at.
func decide(s Case, c Command) ([]Event, error) {
	events, err := rules(s, c)
	if err != nil || len(events) == 0 || !s.Closed {
		return events, err
	}
	after := s
	for _, e := range events {
		after = evolve(after, e)
	}
	others := othersOf(c)
	if after.Closed && len(Together(after, others...).Uninformed()) > len(Together(s, others...).Uninformed()) {
		events = append(events, Reopened{})
	}
	return events, nil
}

func othersOf(c Command) []Other {
	if b, is := c.(interface{ beside() Beside }); is {
		return b.beside().Others
	}
	return nil
}

func rules(s Case, c Command) ([]Event, error) {
	switch c := c.(type) {
	case Open:
		return open(s, c)
	case Join:
		return join(s, c)
	case Part:
		return part(s, c)
	case Receive:
		return receive(s, c)
	case Correct:
		return correct(s, c)
	case Withdraw:
		return withdraw(s, c)
	case Tell:
		return tell(s, c)
	case Close:
		return closing(s, c)
	case Reopen:
		return reopen(s, c)
	case Merge:
		return merge(s, c)
	case Split:
		return split(s, c)
	case Absorb:
		return absorb(s, c)
	case Release:
		return release(s, c)
	case Wake:
		return wake(s, c)
	case Forget:
		return forget(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of a case: see the commands that there are")
}

// 1. The employer whose workers were hit follows the case, under one law and for
// itself only (UAVG 33). Nobody has to be suspected yet.
func open(s Case, c Open) ([]Event, error) {
	if !c.Employer.Registered() {
		var f fault.Fields
		f.Add("employer", "is not known", "check the employer's code, or let the operator register it")
		return nil, f.Err()
	}
	if err := c.By.May(access.OpenCase, c.Employer.ID, c.Unit); err != nil {
		return nil, err
	}
	if s.Opened() {
		return nil, fault.New(fault.Refused, "there is a case with this id already: use a new id")
	}
	f := form{at: c.At}
	return facts(Opened{Employer: c.Employer.ID, Regime: f.regime(c.Regime)}, f.Err())
}

// mine asks whether the case is there for this actor: the role before existence, as
// everywhere.
func mine(s Case, c Asked, action access.Action) error {
	if err := c.By.May(action, s.Employer, c.Unit); err != nil {
		return err
	}
	if !s.Opened() || c.Employer.ID != s.Employer {
		return access.NoSuch("case")
	}
	return nil
}

func facts(e Event, err error) ([]Event, error) {
	if err != nil {
		return nil, err
	}
	return []Event{e}, nil
}

// avg is the law that a case is kept under unless somebody says otherwise.
const avg codes.Code = "AVG"
