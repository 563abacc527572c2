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
	case TellCourse:
		return tellCourse(s, c)
	case TellSupport:
		return tellSupport(s, c)
	case ReferToForce:
		return referToForce(s, c)
	case Qualify:
		return qualify(s, c)
	case RetractQualification:
		return retractQualification(s, c)
	case Attach:
		return attach(s, c)
	case Detach:
		return detach(s, c)
	case AddPhoto:
		return addPhoto(s, c)
	case TakeBackPhoto:
		return takeBackPhoto(s, c)
	case Merge:
		return merge(s, c)
	case Split:
		return split(s, c)
	case Absorb:
		return absorb(s, c)
	case Release:
		return release(s, c)
	case Close:
		return closing(s, c)
	case Reopen:
		return reopen(s, c)
	case LinkSuspect:
		return linkSuspect(s, c)
	case UnlinkSuspect:
		return unlinkSuspect(s, c)
	case Forget:
		return forget(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of an incident: see the commands that there are")
}

// 1. An incident is registered once, by somebody of the employer whose workers
// were hit. A repeat of the same request is the idempotency key's business. What somebody
// registers who is kept to a unit is of that unit.
func register(s Incident, c Register) ([]Event, error) {
	if !c.Employer.Registered() {
		var f fault.Fields
		f.Add("employer", "is not known", "check the employer's code, or let the operator register it")
		return nil, f.Err()
	}
	if c.Place.Unit == "" {
		c.Place.Unit = c.By.Unit
	}
	if err := c.By.May(access.RegisterIncident, c.Employer.ID, c.Place.Unit); err != nil {
		return nil, err
	}
	if s.Registered() {
		return nil, fault.New(fault.Refused, "there is an incident with this id already: use a new id")
	}
	f := newForm(c.Asked, c.Occurred)
	e := Registered{
		Employer:    c.Employer.ID,
		Regime:      f.regime(c.Regime),
		Occurred:    f.time(c.Occurred),
		ReportedAt:  c.At.UTC().Truncate(time.Microsecond),
		Reported:    f.reported(c.Reported),
		Place:       f.place(c.Place, Place{}),
		Behaviours:  f.codes("behaviours", codes.Behaviour, c.Behaviours),
		Professions: f.codes("professions", codes.Profession, c.Professions),
		Workers:     f.workers(nil, c.Workers),
		Narrative:   f.prose("narrative", c.Narrative, longestNarrative),
		Reference:   f.short("reference", c.Reference, longestReference),
	}
	e.Circumstances = f.circumstances(c.Circumstances, e.Behaviours)
	e.Address = f.address(c.Address, e.Place)
	f.reaches(e.Circumstances, len(e.Workers))
	f.fits(e.Workers, e.Narrative, e.Address)
	return facts(e, f.Err())
}

// AVG is the law that a record is kept under unless somebody says otherwise: an
// employer's record of what its workers met is one of that kind (DOMAIN 5).
const (
	AVG codes.Code = "AVG"
	WPG codes.Code = "WPG"
)

// regime: a record is never both, and it must be one of them. Only police and
// boa's investigate, so nobody else has records under the Wpg.
func (f *form) regime(c codes.Code) codes.Code {
	if c == "" {
		return AVG
	}
	f.Note("regime", codes.LegalRegime.CheckAnswer(c, f.day))
	f.Check(c != codes.Other, "regime", "is neither of the two", "use AVG or WPG: a record is kept under one of them, and never both")
	f.Check(c != WPG || f.employer.Kind != "EMP_VR" && f.employer.Kind != "EMP_RAV", "regime",
		"is that of police and boa's, who investigate", "use AVG: a fire or ambulance service keeps no police data")
	return c
}

// 2. Whoever knows more adds it; nothing that was said before is changed, and
// what is on record already is not recorded again, unless leaving it out would
// tell something about a person to somebody who may not read it.
func addDetails(s Incident, c AddDetails) ([]Event, error) {
	if err := open(s, c.Asked, access.AddDetails); err != nil {
		return nil, err
	}
	f := newForm(c.Asked, s.Occurred)
	f.blind = f.blind || c.Blind
	e := DetailsAdded{
		Place:       f.fillPlace(c.Place, s.Place),
		Behaviours:  f.more("behaviours", codes.Behaviour, s.Behaviours, c.Behaviours),
		Professions: f.more("professions", codes.Profession, s.Professions, c.Professions),
		Workers:     f.workers(s.Workers, c.Workers),
		Narrative:   f.prose("narrative", c.Narrative, longestNarrative),
	}
	e.Circumstances = f.moreCircumstances(s, c.Circumstances, codes.Unite(s.Behaviours, e.Behaviours))
	e.Address = f.moreAddress(s, c.Address, s.Place.filled(e.Place))
	f.discrimination(codes.Unite(s.Grounds, e.Grounds), codes.Unite(s.Behaviours, e.Behaviours))
	f.hitsNobody(s, e)
	f.fits(e.Workers, e.Narrative, e.Address)
	if !f.blind && slices.Contains(s.Narrative, e.Narrative) {
		e.Narrative = person.Held[string]{}
	}
	if e.empty() {
		return nil, f.Err()
	}
	return facts(e, f.Err())
}

func (e DetailsAdded) empty() bool {
	return len(e.Behaviours)+len(e.Professions)+len(e.Workers) == 0 && e.Narrative.State == person.Absent &&
		e.Place == nil && e.Address.State == person.Absent && e.Circumstances.empty()
}

// hitsNobody: whoever was hit was hit, so a near miss is corrected first. How many
// are named is nothing to learn for who may not read persons.
func (f *form) hitsNobody(s Incident, e DetailsAdded) {
	f.Check(e.Reach != nearMiss || s.Hit.Number == 0 && (f.blind || len(s.Workers) == 0), "reach",
		"says that nobody was hit, and the record says that somebody was", "leave it out, or let the record be corrected")
	reach := s.Reach
	if s.Reach == "" || s.Reach.Missing() {
		set(&reach, e.Reach)
	}
	f.Check(len(e.Workers) == 0 || reach != nearMiss, "workers", "cannot be named in a near miss, which hit nobody", "let the reach be corrected first, or tell it in the narrative")
	f.Check(e.Hit.Number == 0 || reach != nearMiss, "hit", "cannot be more than nobody in a near miss", "let the reach be corrected first")
}

// moreAddress: another address than the one on record is refused, but never to
// somebody who may not read it. One that was forgotten can be told anew.
func (f *form) moreAddress(s Incident, given string, p Place) person.Held[string] {
	address := f.address(given, p)
	if f.blind || address.State == person.Absent || s.Address.State == person.Absent || s.Address.State == person.Forgotten {
		return address
	}
	f.Check(address == s.Address, "address", "is on record with another text", "leave it out, or let it be corrected if the record is wrong")
	return person.Held[string]{}
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
	reasons := codes.WithdrawalReason
	if !c.ByUndoing {
		// A later import would register anew what was withdrawn so.
		reasons = reasons.Without(codes.UndoneImport)
	}
	f.Note("reason", reasons.CheckAnswer(c.Reason, f.day))
	return facts(Withdrawn{Reason: c.Reason, Explanation: f.prose("explanation", c.Explanation, longestReason)}, f.Err())
}

// mine asks whether the incident is there for this actor. The role is asked
// before existence, so that a refusal never tells that an id was guessed right.
// The employer that was looked up must be the incident's own: its units decide.
func mine(s Incident, c Asked, action access.Action) error {
	if err := c.By.May(action, s.Employer, s.Place.Unit); err != nil {
		return err
	}
	if !s.Registered() || c.Employer.ID != s.Employer {
		return access.NoSuch("incident")
	}
	return nil
}

// standing asks besides whether it was not withdrawn.
func standing(s Incident, c Asked, action access.Action) error {
	if err := mine(s, c, action); err != nil {
		return err
	}
	if s.Withdrawn {
		return fault.New(fault.Refused, "this incident was withdrawn: if it did happen, register it again")
	}
	return nil
}

// open asks besides whether it still takes changes.
func open(s Incident, c Asked, action access.Action) error {
	if err := standing(s, c, action); err != nil {
		return err
	}
	if s.Closed {
		return fault.New(fault.Refused, "this incident was closed: let the registrar reopen it first")
	}
	return nil
}

func facts(e Event, err error) ([]Event, error) {
	if err != nil {
		return nil, err
	}
	return []Event{e}, nil
}
