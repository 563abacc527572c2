package agreement

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/fault"
)

// Decider is the rules of agreements.
var Decider = decider.Decider[Command, Agreements, Event]{Decide: decide, Evolve: evolve}

// UseDecider is the rules of which version a case's clocks run under.
var UseDecider = decider.Decider[UseCommand, Uses, UseEvent]{Decide: decideUse, Evolve: evolveUse}

// mostVersions bounds what one stream is folded from.
const mostVersions = 1000

func decide(s Agreements, c Command) ([]Event, error) {
	switch c := c.(type) {
	case Adopt:
		return adopt(s, c)
	case Withdraw:
		return withdraw(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of agreements: adopt or withdraw a version")
}

// 1. The operator adopts versions for everybody, an employer's registrar for the
// employer. A version is never changed, and begins on a day that is still to come:
// clocks run under it, and those that run keep theirs.
func adopt(s Agreements, c Adopt) ([]Event, error) {
	if err := c.By.May(access.AdoptAgreement, c.Employer); err != nil {
		return nil, err
	}
	var f fault.Fields
	v := c.Version.check(&f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	i := s.index(v.Code, v.Number)
	switch {
	case i >= 0 && same(s[i].Version, v) && s[i].WithdrawnFrom == "":
		return nil, nil // already as asked
	case i >= 0:
		return nil, fault.New(fault.Refused, "there is a version "+v.Number+" of this agreement already, and clocks may run under it: adopt "+s.next(v.Code, v.Number))
	case len(s) >= mostVersions:
		return nil, fault.New(fault.Refused, fmt.Sprintf("there are %d versions already, which is all that can be kept", mostVersions))
	}
	if toCome(&f, "valid_from", v.ValidFrom, c.Today); f.Err() != nil {
		return nil, f.Err()
	}
	return []Event{Adopted{Version: v}}, nil
}

// toCome asks for a day after today: clocks that started today already run.
func toCome(f *fault.Fields, field, day string, today calendar.Day) {
	f.Check(day > today.String(), field, "does not lie ahead, and clocks that run keep the version they started under",
		"use "+(today+1).String()+" or later, and apply the version to each case that it must hold for as well")
}

// 2. Who may adopt may withdraw, from a day that is still to come. What came with the
// program is not withdrawn but replaced, by a version of the same code that is off.
func withdraw(s Agreements, c Withdraw) ([]Event, error) {
	if err := c.By.May(access.AdoptAgreement, c.Employer); err != nil {
		return nil, err
	}
	i := s.index(c.Agreement, c.Number)
	if i < 0 {
		return nil, fault.New(fault.NotFound, "no such version was adopted here: withdraw one of your own, or adopt a version of the agreement that is off")
	}
	if c.From == "" {
		c.From = (c.Today + 1).String()
	}
	if s[i].WithdrawnFrom != "" && s[i].WithdrawnFrom <= c.From {
		return nil, nil // already as asked
	}
	var f fault.Fields
	_, err := calendar.ParseDay(c.From)
	f.Note("from", err)
	toCome(&f, "from", c.From, c.Today)
	if err := f.Err(); err != nil {
		return nil, err
	}
	return []Event{Withdrawn{Agreement: c.Agreement, Number: c.Number, From: c.From}}, nil
}

func decideUse(s Uses, c UseCommand) ([]UseEvent, error) {
	switch c := c.(type) {
	case Apply:
		return apply(s, c)
	case TellFact:
		return tellFact(s, c)
	case RetractFact:
		return retractFact(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of the terms of a case: apply a version, or tell or retract a fact")
}

// 3. Who follows a case applies another version to it, with a reason. One that was
// withdrawn can be applied: a mistake may have to be put back.
func apply(s Uses, c Apply) ([]UseEvent, error) {
	if err := c.By.May(access.ApplyAgreement, c.Employer, c.Unit); err != nil {
		return nil, err
	}
	switch {
	case c.Survivor == uuid.Nil:
	case c.Care:
		return nil, fault.New(fault.Refused, "of this worker the terms run in file "+c.Survivor.String()+
			", as two persons or two incidents were merged: apply it there, or split those first")
	default:
		return nil, fault.New(fault.Refused, "this case was merged into case "+c.Survivor.String()+
			", whose terms run under versions of its own: apply it there, or split them first")
	}
	var f fault.Fields
	if _, found := c.Known.Find(c.Ref.Whose, c.Agreement, c.Ref.Number); !found {
		f.Add("version", "is no version of this agreement", "use one of "+strings.Join(c.Known.names(c.Agreement), ", "))
	}
	f.Note("because", codes.ApplyReason.CheckAnswer(c.Because, time.Time{}))
	if err := f.Err(); err != nil || s.Applied[c.Agreement] == c.Ref {
		return nil, err
	}
	return []UseEvent{Applied{Agreement: c.Agreement, Ref: c.Ref, Because: c.Because}}, nil
}

// names are the versions of an agreement as a refusal lists them.
func (s Set) names(code string) []string {
	var list []string
	for _, h := range s.Of(code) {
		list = append(list, string(h.Whose)+" "+h.Number)
	}
	if len(list) == 0 {
		return []string{"the agreements " + strings.Join(s.Codes(), ", ")}
	}
	return list
}

func evolve(s Agreements, e Event) Agreements {
	s = slices.Clone(s)
	switch e := e.(type) {
	case Adopted:
		return append(s, Held{Version: e.Version.clone()})
	case Withdrawn:
		if i := s.index(e.Agreement, e.Number); i >= 0 {
			s[i].WithdrawnFrom = e.From
		}
	}
	return s
}

func evolveUse(s Uses, e UseEvent) Uses {
	switch e := e.(type) {
	case Applied:
		s.Applied = maps.Clone(s.Applied)
		if s.Applied == nil {
			s.Applied = map[string]Ref{}
		}
		s.Applied[e.Agreement] = e.Ref
	case FactTold:
		i, _ := s.find(e.ID)
		s.Told = slices.Insert(slices.Clone(s.Told), i, Told{ID: e.ID, Fact: e.Fact, On: e.On, Agreement: e.Agreement, Because: e.Because})
	case FactRetracted:
		if i, found := s.find(e.ID); found {
			s.Told = slices.Clone(s.Told)
			s.Told[i].Retracted = true
		}
	}
	return s
}
