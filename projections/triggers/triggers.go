// Package triggers shows after what people who came to help met violence: what set
// somebody off, what made it worse, and what calming down did.
package triggers

import (
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/figures"
)

// Name is what the view is called on the command line and in addresses.
const Name = "triggers"

// Title stands above the view.
var Title = figures.Text{
	NL: "Incidenten naar trigger en verloop",
	EN: "Incidents by trigger and course",
}

// layout is a table of the view. What is counted are the incidents of which its
// rows' question was answered: the course of most is never told (DOMAIN 6).
type layout struct{ rows, columns figures.Dimension }

// layouts are by what they are asked for.
var layouts = map[figures.Dimension]layout{
	figures.Behaviour:      {figures.Trigger, figures.Behaviour},
	figures.BehaviourGroup: {figures.Trigger, figures.BehaviourGroup},
	figures.Occasion:       {figures.Trigger, figures.Occasion},
	figures.Profession:     {figures.Trigger, figures.Profession},
	figures.AssessedBy:     {figures.Trigger, figures.AssessedBy},
	figures.Amplifier:      {figures.Amplifier, figures.BehaviourGroup},
	figures.Certainty:      {figures.Amplifier, figures.Certainty},
	figures.Measure:        {figures.Measure, figures.Effect},
	figures.Phase:          {figures.Phase, figures.BehaviourGroup},
}

// Layouts are what the view can be laid out by; the first is what it shows when
// nobody chooses.
var Layouts = []figures.Dimension{
	figures.Behaviour, figures.BehaviourGroup, figures.Occasion, figures.Profession, figures.AssessedBy,
	figures.Amplifier, figures.Certainty, figures.Measure, figures.Phase,
}

// Question asks for one of Layouts. Filters are written as figures.ParseFilters says;
// asOf 0 means now. Error: a *fault.Fault that names by or a filter.
func Question(by string, filters []string, asOf eventlog.Position) (figures.Question, error) {
	if by == "" {
		by = string(Layouts[0])
	}
	chosen, err := figures.Choose(by, Layouts)
	if err != nil {
		return figures.Question{}, err
	}
	kept, period, err := figures.ParseFilters(filters)
	if err != nil {
		return figures.Question{}, err
	}
	of := layouts[chosen]
	return figures.Question{
		View: Name, Unit: figures.CountIncidents,
		Rows: of.rows, Columns: of.columns, Base: of.rows,
		Filters: kept, Period: period, AsOf: asOf,
	}, nil
}
