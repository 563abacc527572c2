package employer

import (
	"slices"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/fault"
)

// Decider is the employer's rules.
var Decider = decider.Decider[Command, Employer, Event]{Decide: decide, Evolve: evolve}

func decide(s Employer, c Command) ([]Event, error) {
	switch c := c.(type) {
	case Register:
		return register(s, c)
	case Change:
		return change(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of an employer: register or change it")
}

// 1. The operator registers an employer, once.
func register(s Employer, c Register) ([]Event, error) {
	if err := c.By.May(access.RegisterEmployer, c.ID); err != nil {
		return nil, err
	}
	if c.Zone == "" {
		c.Zone, c.ZoneKnown = DefaultZone, true
	}
	wanted, err := registered(c)
	switch {
	case err != nil:
		return nil, err
	case !s.Registered():
		return []Event{wanted}, nil
	case same(s, evolve(Employer{}, wanted)):
		return nil, nil // already as asked
	}
	return nil, fault.New(fault.Refused, "this employer is registered already with other details: change it instead")
}

func registered(c Register) (Registered, error) {
	var f fault.Fields
	e := Registered{
		ID:       c.ID,
		Code:     c.Code,
		Name:     name(&f, "name", c.Name),
		Kind:     kind(&f, c.Kind, c.At),
		Zone:     zone(&f, c.Zone, c.ZoneKnown),
		Areas:    areas(&f, c.Areas),
		Units:    units(&f, c.Units),
		Holidays: holidays(&f, c.Holidays),
	}
	f.Check(c.ID != (Registered{}).ID, "id", "is missing", "give the employer an id")
	f.Check(employerCode.MatchString(c.Code), "code", "is not a code of an employer",
		"use 2 to 40 capitals, digits and hyphens, e.g. GEM-ROTTERDAM")
	// In figures a code stands where a way of having no answer may stand as well.
	f.Check(!codes.Code(c.Code).Missing() && codes.Code(c.Code) != codes.Other, "code", "means something else in figures",
		"choose another code than "+c.Code)
	return e, f.Err()
}

// 2. The operator and the employer's own registrar change its details; what
// stays the same is left out of the event.
func change(s Employer, c Change) ([]Event, error) {
	// The role before existence: a refusal never tells that an id was guessed right.
	if err := c.By.May(access.ChangeEmployer, s.ID); err != nil {
		return nil, err
	}
	if !s.Registered() {
		return nil, access.NoSuch("employer")
	}
	e, err := changed(s, c)
	if err != nil || e == (Changed{}) {
		return nil, err
	}
	return []Event{e}, nil
}

func changed(s Employer, c Change) (Changed, error) {
	var f fault.Fields
	var e Changed
	if c.Name != nil {
		e.Name = differs(s.Name, name(&f, "name", *c.Name))
	}
	if c.Kind != nil {
		e.Kind = differs(s.Kind, kind(&f, *c.Kind, c.At))
	}
	if c.Zone != nil {
		e.Zone = differs(s.Zone, zone(&f, *c.Zone, c.ZoneKnown))
	}
	if c.Areas != nil {
		e.Areas = listDiffers(s.Areas, areas(&f, *c.Areas), sameArea)
	}
	if c.Units != nil {
		e.Units = listDiffers(s.Units, units(&f, *c.Units), equal[Unit])
	}
	if c.Holidays != nil {
		e.Holidays = listDiffers(s.Holidays, holidays(&f, *c.Holidays), equal[Holiday])
	}
	return e, f.Err()
}

func differs[T comparable](have, want T) *T {
	if have == want {
		return nil
	}
	return &want
}

func listDiffers[T any](have, want []T, same func(a, b T) bool) *[]T {
	if slices.EqualFunc(have, want, same) {
		return nil
	}
	return &want
}

func equal[T comparable](a, b T) bool { return a == b }

func same(a, b Employer) bool {
	return a.ID == b.ID && a.Code == b.Code && a.Name == b.Name && a.Kind == b.Kind && a.Zone == b.Zone &&
		slices.EqualFunc(a.Areas, b.Areas, sameArea) && slices.Equal(a.Units, b.Units) && slices.Equal(a.Holidays, b.Holidays)
}

func sameArea(a, b Area) bool {
	return a.Code == b.Code && a.Name == b.Name && slices.Equal(a.Gemeenten, b.Gemeenten)
}

func kind(f *fault.Fields, code codes.Code, at time.Time) codes.Code {
	f.Note("kind", codes.EmployerKind.CheckAnswer(code, at))
	return code
}
