package incident

import (
	"slices"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

// 3. A correction says why, and what; the old value stays in the log. What is
// as asked already is left out, and a correction of nothing is no event.
func correct(s Incident, c Correct) ([]Event, error) {
	if err := open(s, c.Asked, access.CorrectIncident); err != nil {
		return nil, err
	}
	if c.Regime != nil && *c.Regime != s.Regime {
		return nil, fault.New(fault.Refused, "the law that a record is kept under is fixed when it is registered, because it decides how long it "+
			"is kept and who may see it: close this one with the reason OTHER_REGIME, and register the incident anew")
	}
	f := newForm(c.Asked, or(c.Occurred, s.Occurred))
	if c.Place != nil {
		f.Check(c.By.May(access.CorrectIncident, s.Employer, c.Place.Unit) == nil, "place.unit", "is not the unit that you ask for",
			"leave it "+c.By.Unit+", or let somebody move it who is kept to no unit")
	}
	f.Check(c.asksAnything(), "correction", "changes nothing", "give at least one thing that should be otherwise")
	e := Corrected{Reason: f.why(c.Reason)}
	f.corrections(&e, s, c)
	if e == (Corrected{Reason: e.Reason}) {
		return nil, f.Err()
	}
	return facts(e, f.Err())
}

func (c Correct) asksAnything() bool {
	return c.Occurred != nil || c.Reported != nil || c.Place != nil || c.Behaviours != nil || c.Professions != nil || c.Narrative != nil ||
		c.Occasions != nil || c.Means != nil || c.Completions != nil || c.Grounds != nil || c.Deployment != nil ||
		c.Reach != nil || c.Hit != nil || c.Address != nil || c.Reference != nil || c.Regime != nil
}

// why is a reason that must be there.
func (f *form) why(given string) person.Held[string] {
	reason := f.prose("reason", given, longestReason)
	f.Check(reason.State == person.Present || f.Has("reason"), "reason", "is missing", "say in a few words why the record was wrong")
	return reason
}

// corrections fills in what the command makes different. What is on record is
// judged again too: a new time can lie outside the validity of a code, and a
// behaviour that is taken away cannot have been attempted.
func (f *form) corrections(e *Corrected, s Incident, c Correct) {
	if c.Occurred != nil {
		occurred := f.time(*c.Occurred)
		e.Occurred = differs(occurred.Equal(s.Occurred), occurred)
	}
	if c.Reported != nil {
		reported := f.reported(*c.Reported)
		e.Reported = differs(reported.Equal(s.Reported), reported)
	}
	place := s.Place
	if c.Place != nil {
		place = f.place(*c.Place, s.Place)
		e.Place = differs(place == s.Place, place)
	} else {
		f.placeCodes(s.Place)
	}
	behaviours := f.codes("behaviours", codes.Behaviour, or(c.Behaviours, s.Behaviours))
	e.Behaviours = differs(slices.Equal(behaviours, s.Behaviours), behaviours)
	professions := f.codes("professions", codes.Profession, or(c.Professions, s.Professions))
	e.Professions = differs(slices.Equal(professions, s.Professions), professions)
	f.circumstancesCorrected(e, s, c, behaviours)
	f.textsCorrected(e, s, c, place)
}

func (f *form) circumstancesCorrected(e *Corrected, s Incident, c Correct, behaviours []codes.Code) {
	now := f.circumstances(Circumstances{
		Occasions:   or(c.Occasions, s.Occasions),
		Means:       or(c.Means, s.Means),
		Completions: or(c.Completions, of(behaviours, s.Completions)),
		Grounds:     or(c.Grounds, s.Grounds),
		Deployment:  or(c.Deployment, s.Deployment),
		Reach:       or(c.Reach, s.Reach),
		Hit:         or(c.Hit, s.Hit),
	}, behaviours)
	if c.Reach != nil || c.Hit != nil {
		named := len(s.Workers)
		if f.blind {
			named = 0 // as many as he may know of
		}
		f.reaches(now, named)
	}
	e.Occasions = differs(slices.Equal(now.Occasions, s.Occasions), now.Occasions)
	e.Means = differs(slices.Equal(now.Means, s.Means), now.Means)
	e.Completions = differs(c.Completions == nil || slices.Equal(now.Completions, s.Completions), now.Completions)
	e.Grounds = differs(slices.Equal(now.Grounds, s.Grounds), now.Grounds)
	e.Deployment = differs(now.Deployment == s.Deployment, now.Deployment)
	e.Reach = differs(now.Reach == s.Reach, now.Reach)
	e.Hit = differs(now.Hit == s.Hit, now.Hit)
}

// textsCorrected are sealed: whoever may not read them is recorded as told.
func (f *form) textsCorrected(e *Corrected, s Incident, c Correct, place Place) {
	if c.Narrative != nil {
		whole := f.prose("narrative", *c.Narrative, longestNarrative)
		e.Narrative = differs(!f.blind && slices.Equal(piece(nil, whole), s.Narrative), whole)
	}
	address := f.address(or(c.Address, ""), place)
	if c.Address != nil {
		e.Address = differs(!f.blind && address == s.Address, address)
	}
	f.Check(c.Address != nil || f.blind || place.Type != workerHome || s.Address.State == person.Absent, "address",
		"is that of a worker's home now", "take it away as well, with an empty text")
	if c.Reference != nil {
		reference := f.short("reference", *c.Reference, longestReference)
		e.Reference = differs(!f.blind && reference == s.Reference, reference)
	}
}
