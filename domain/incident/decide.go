package incident

import (
	"slices"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

// Decider is the incident's rules.
var Decider = decider.Decider[Command, Incident, Event]{Decide: decide, Evolve: evolve}

func decide(s Incident, c Command) ([]Event, error) {
	switch c := c.(type) {
	case Register:
		return register(s, c)
	case AddDetails:
		return addDetails(s, c)
	case Correct:
		return correct(s, c)
	case Withdraw:
		return withdraw(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of an incident: register, add details, correct or withdraw")
}

// 1. An incident is registered once, by somebody of the employer whose workers
// were hit. A repeat of the same request is the idempotency key's business.
func register(s Incident, c Register) ([]Event, error) {
	if !c.Employer.Registered() {
		var f fault.Fields
		f.Add("employer", "is not known", "check the employer's code, or let the operator register it")
		return nil, f.Err()
	}
	if err := c.By.May(access.RegisterIncident, c.Employer.ID); err != nil {
		return nil, err
	}
	if s.Registered() {
		return nil, fault.New(fault.Refused, "there is an incident with this id already: use a new id")
	}
	f := newForm(c.Asked, c.Occurred)
	e := Registered{
		Employer:    c.Employer.ID,
		Occurred:    f.time(c.Occurred),
		ReportedAt:  c.At.UTC().Truncate(time.Microsecond),
		Place:       f.place(c.Place, Place{}),
		Behaviours:  f.codes("behaviours", codes.Behaviour, c.Behaviours),
		Professions: f.codes("professions", codes.Profession, c.Professions),
		Workers:     f.workers(nil, c.Workers),
		Narrative:   f.prose("narrative", c.Narrative, longestNarrative),
	}
	f.fits(e.Workers, e.Narrative)
	return facts(e, f.Err())
}

// 2. Whoever knows more adds it; nothing that was said before is changed, and
// what is on record already is not recorded again, unless leaving it out would
// tell something about a person to somebody who may not read it.
func addDetails(s Incident, c AddDetails) ([]Event, error) {
	if err := open(s, c.Asked, access.AddDetails); err != nil {
		return nil, err
	}
	f := newForm(c.Asked, s.Occurred)
	e := DetailsAdded{
		Behaviours:  f.more("behaviours", codes.Behaviour, s.Behaviours, c.Behaviours),
		Professions: f.more("professions", codes.Profession, s.Professions, c.Professions),
		Workers:     f.workers(s.Workers, c.Workers),
		Narrative:   f.prose("narrative", c.Narrative, longestNarrative),
	}
	f.fits(e.Workers, e.Narrative)
	if !f.blind && slices.Contains(s.Narrative, e.Narrative) {
		e.Narrative = person.Held[string]{}
	}
	if len(e.Behaviours)+len(e.Professions)+len(e.Workers) == 0 && e.Narrative.State == person.Absent {
		return nil, f.Err()
	}
	return facts(e, f.Err())
}

// 3. A correction says why, and what; the old value stays in the log. What is
// as asked already is left out, and a correction of nothing is no event.
func correct(s Incident, c Correct) ([]Event, error) {
	if err := open(s, c.Asked, access.CorrectIncident); err != nil {
		return nil, err
	}
	f := newForm(c.Asked, or(c.Occurred, s.Occurred))
	f.Check(c.Occurred != nil || c.Place != nil || c.Behaviours != nil || c.Professions != nil || c.Narrative != nil,
		"correction", "changes nothing", "give at least one of occurred, place, behaviours, professions, narrative")
	e := Corrected{Reason: f.prose("reason", c.Reason, longestReason)}
	f.Check(e.Reason.State == person.Present || f.Has("reason"), "reason", "is missing", "say in a few words why the record was wrong")
	f.corrections(&e, s, c)
	if e == (Corrected{Reason: e.Reason}) {
		return nil, f.Err()
	}
	return facts(e, f.Err())
}

// 4. A report that should never have been is withdrawn, with a reason, for good.
func withdraw(s Incident, c Withdraw) ([]Event, error) {
	if err := mine(s, c.Asked, access.WithdrawIncident); err != nil {
		return nil, err
	}
	if s.Withdrawn {
		return nil, nil // already as asked
	}
	f := newForm(c.Asked, s.Occurred)
	f.Note("reason", codes.WithdrawalReason.CheckAnswer(c.Reason, f.day))
	return facts(Withdrawn{Reason: c.Reason, Explanation: f.prose("explanation", c.Explanation, longestReason)}, f.Err())
}

// mine asks whether the incident is there for this actor. The role is asked
// before existence, so that a refusal never tells that an id was guessed right.
// The employer that was looked up must be the incident's own: its units decide.
func mine(s Incident, c Asked, action access.Action) error {
	if err := c.By.May(action, s.Employer); err != nil {
		return err
	}
	if !s.Registered() || c.Employer.ID != s.Employer {
		return access.NoSuch("incident")
	}
	return nil
}

// open asks besides whether it still takes changes.
func open(s Incident, c Asked, action access.Action) error {
	if err := mine(s, c, action); err != nil {
		return err
	}
	if s.Withdrawn {
		return fault.New(fault.Refused, "this incident was withdrawn: if it did happen, register it again")
	}
	return nil
}

func facts(e Event, err error) ([]Event, error) {
	if err != nil {
		return nil, err
	}
	return []Event{e}, nil
}
