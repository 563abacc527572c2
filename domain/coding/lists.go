package coding

import (
	"slices"
	"strings"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
)

// Tested is a list whose codes somebody judges from what was told, and where they stand in an
// incident. What is only copied (a gemeente, a number) is not tested so, and what is
// sealed (health, suspects) is not shown to a second coder for a figure's sake.
type Tested struct {
	codes.List
	Several bool // an incident can have more than one
	of      func(incident.Incident) []codes.Code
}

// Name is that of the list as it is written in questions: "location-type".
func (t Tested) Name() string { return NameOf(t.List) }

// NameOf is the name of a list as it is written in questions.
func NameOf(l codes.List) string { return strings.ReplaceAll(l.Name, " ", "-") }

// First is how an incident is coded: in the order of the alphabet, each once, and nil where
// nothing was recorded.
func (t Tested) First(s incident.Incident) []codes.Code { return set(t.of(s)) }

// Lists are all that can be tested.
func Lists() []Tested {
	return []Tested{
		{codes.Behaviour, true, func(s incident.Incident) []codes.Code { return s.Behaviours }},
		{codes.Means, true, func(s incident.Incident) []codes.Code {
			return each(s.Means, func(m incident.Means) codes.Code { return m.Means })
		}},
		{codes.LocationType, false, func(s incident.Incident) []codes.Code { return []codes.Code{s.Place.Type} }},
		{codes.Occasion, true, func(s incident.Incident) []codes.Code { return s.Occasions }},
		{codes.DiscriminationGround, true, func(s incident.Incident) []codes.Code { return s.Grounds }},
		{codes.Deployment, false, func(s incident.Incident) []codes.Code { return []codes.Code{s.Deployment} }},
		{codes.Reach, false, func(s incident.Incident) []codes.Code { return []codes.Code{s.Reach} }},
		{codes.Phase, true, func(s incident.Incident) []codes.Code {
			return each(s.Course, func(step incident.Step) codes.Code { return step.Phase })
		}},
		{codes.Trigger, true, steps(func(step incident.Step) []codes.Code {
			return each(step.Triggers, func(t incident.Trigger) codes.Code { return t.Trigger })
		})},
		{codes.Amplifier, true, steps(func(step incident.Step) []codes.Code {
			return each(step.Amplifiers, func(a incident.Amplifier) codes.Code { return a.Amplifier })
		})},
		{codes.Measure, true, steps(func(step incident.Step) []codes.Code {
			return each(step.Measures, func(m incident.Measure) codes.Code { return m.Measure })
		})},
	}
}

// Find gives the list of a name.
func Find(name string) (Tested, bool) {
	all := Lists()
	i := slices.IndexFunc(all, func(t Tested) bool { return t.Name() == name })
	if i < 0 {
		return Tested{}, false
	}
	return all[i], true
}

func names() []string { return each(Lists(), Tested.Name) }

func each[F, T any](list []F, of func(F) T) []T {
	var all []T
	for _, one := range list {
		all = append(all, of(one))
	}
	return all
}

func steps(of func(incident.Step) []codes.Code) func(incident.Incident) []codes.Code {
	return func(s incident.Incident) []codes.Code { return slices.Concat(each(s.Course, of)...) }
}

func set(list []codes.Code) []codes.Code {
	list = slices.DeleteFunc(slices.Clone(list), func(c codes.Code) bool { return c == "" || c == codes.NotRecorded })
	slices.Sort(list)
	if list = slices.Compact(list); len(list) == 0 {
		return nil
	}
	return list
}
