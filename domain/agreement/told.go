package agreement

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/moment"
)

// TellFact tells a fact of the terms of one case that no other record tells: that they
// stand still, that they run again, that a victim knows its rights.
type TellFact struct {
	By        access.Actor
	At        time.Time
	Employer  uuid.UUID // whose case it is
	Unit      string    // that it is of; see access.TheUnit
	ID        uuid.UUID
	Fact      codes.Code
	On        moment.Moment
	Agreement string     // "" is every term that knows the fact
	Because   codes.Code // codes.SuspensionReason, of SUSPENDED
	Known     Set
}

// RetractFact takes one back that was told wrongly.
type RetractFact struct {
	By       access.Actor
	Employer uuid.UUID
	Unit     string
	ID       uuid.UUID
}

func (TellFact) useCommand()    {}
func (RetractFact) useCommand() {}

// FactTold: it holds for the terms of a case.
type FactTold struct {
	ID        uuid.UUID
	Fact      codes.Code
	On        moment.Moment
	Agreement string
	Because   codes.Code
}

// FactRetracted: it was told wrongly.
type FactRetracted struct{ ID uuid.UUID }

func (FactTold) EventType() string      { return "agreement.fact_told.v1" }
func (FactRetracted) EventType() string { return "agreement.fact_retracted.v1" }
func (FactTold) useEvent()              {}
func (FactRetracted) useEvent()         {}

const (
	suspended  codes.Code = "SUSPENDED"
	resumed    codes.Code = "RESUMED"
	rightsTold codes.Code = "RIGHTS_TOLD"
)

// told are the facts of codes.ClockFact that are told by TellFact.
var told = []codes.Code{suspended, resumed, rightsTold}

// elsewhere says of the others what records them.
var elsewhere = map[codes.Code]string{
	"OCCURRED":      "the incident",
	"REPORTED":      "the incident",
	"REGISTERED":    "the incident",
	"ARBO_DUTY":     "the aftercare, when an injury must be reported",
	"OUTCOME_KNOWN": "a notice of the case with an outcome",
	"VICTIM_TOLD":   "telling the victim",
	"HANDED_OVER":   "a hand-over of the file that was accepted",
	"NAME_TOLD":     "telling the victim who follows the file now",
	announced:       "a call that is logged with a day",
	"NEXT_DONE":     "the next notice of the case",
	"SILENT":        "the clocks, when a term lapsed and nobody did anything",
	"WORKED_ON":     "anything that is recorded of the file",
}

// Recorder says what records a fact of terms; not at all, where it is no fact.
func Recorder(fact codes.Code) (by string, is bool) {
	switch {
	case slices.Contains(told, fact):
		return "telling a fact of the terms", true
	case elsewhere[fact] != "":
		return elsewhere[fact], true
	}
	for _, list := range []struct {
		codes.List
		by string
	}{{codes.CaseStep, "a notice of the case"}, {codes.Outcome, "a notice of the case"}, {codes.Aftercare, "a step of the aftercare"}} {
		if slices.ContainsFunc(list.Codes, func(e codes.Entry) bool { return e.Code == fact }) {
			return list.by, true
		}
	}
	return "", false
}

const mostFactsTold = 200

// 4. That a term stands still is told with the reason, and by whom and when is in the
// log: else it would be a way to silence an alarm.
func tellFact(s Uses, c TellFact) ([]UseEvent, error) {
	if err := c.By.May(access.ApplyAgreement, c.Employer, c.Unit); err != nil {
		return nil, err
	}
	var f fault.Fields
	f.Check(c.ID != uuid.Nil, "id", "is missing", "give the fact an id")
	c.checkFact(&f)
	f.Check(c.On.Known(), "on", "is missing", "say since when")
	f.Note("on", c.On.Check(c.At))
	switch {
	case c.Fact == suspended:
		f.Note("because", codes.SuspensionReason.CheckAnswer(c.Because, time.Time{}))
	case c.Because != "":
		f.Add("because", "is told of what needs no reason", "leave it out, or tell SUSPENDED")
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	e := FactTold{ID: c.ID, Fact: c.Fact, On: c.On, Agreement: c.Agreement, Because: c.Because}
	i, found := s.find(c.ID)
	switch {
	case found && s.Told[i] == (Told{ID: e.ID, Fact: e.Fact, On: e.On, Agreement: e.Agreement, Because: e.Because}):
		return nil, nil // already as asked
	case found:
		return nil, fault.New(fault.Refused, "there is another fact with this id: retract that one if it was wrong, and use a new id")
	case len(s.Told) >= mostFactsTold:
		return nil, fault.New(fault.Refused, "there are 200 facts already: that is more than one case asks for")
	}
	return []UseEvent{e}, nil
}

func (c TellFact) checkFact(f *fault.Fields) {
	if !slices.Contains(told, c.Fact) {
		remedy := "use SUSPENDED, RESUMED or RIGHTS_TOLD"
		if by := elsewhere[c.Fact]; by != "" {
			remedy += "; this one comes from " + by
		}
		f.Add("fact", "is not told like this", remedy)
		return
	}
	if c.Agreement == "" {
		return
	}
	knows := func(h Held) bool {
		pair := slices.ContainsFunc(h.Suspends, func(p Pair) bool { return p.From == c.Fact || p.Until == c.Fact })
		return pair || slices.Contains(h.Starts, c.Fact) || slices.Contains(h.Ends, c.Fact)
	}
	if slices.ContainsFunc(c.Known.Of(c.Agreement), knows) {
		return
	}
	var names []string
	for _, h := range c.Known {
		if knows(h) && !slices.Contains(names, h.Code) {
			names = append(names, h.Code)
		}
	}
	f.Add("agreement", "has no term for which this fact means anything", "use one of "+strings.Join(names, ", ")+", or leave it out for all of them")
}

func retractFact(s Uses, c RetractFact) ([]UseEvent, error) {
	if err := c.By.May(access.ApplyAgreement, c.Employer, c.Unit); err != nil {
		return nil, err
	}
	i, found := s.find(c.ID)
	switch {
	case !found:
		return nil, fault.New(fault.Refused, "there is no fact with this id: check it")
	case s.Told[i].Retracted:
		return nil, nil // already as asked
	}
	return []UseEvent{FactRetracted{ID: c.ID}}, nil
}
