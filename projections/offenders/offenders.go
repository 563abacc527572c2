// Package offenders shows what is known of who did it, without saying who: how well
// they are known, which known incident of theirs it was, and what was known before.
//
// It counts incidents. Nothing in it is a list of persons, and no id of a suspect
// leaves with an answer.
package offenders

import (
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/figures"
)

// Name is what the view is called on the command line and in addresses.
const Name = "offenders"

// Title stands above the view.
var Title = figures.Text{
	NL: "Incidenten naar wat van de dader bekend is",
	EN: "Incidents by what is known of the offender",
}

// layout is a table of the view. Those with a base count the incidents of which it is
// answered; the rest is said beside it.
type layout struct{ rows, columns, base figures.Dimension }

var layouts = map[figures.Dimension]layout{
	figures.Suspect: {figures.Suspect, figures.BehaviourGroup, figures.All},
	figures.Nth:     {figures.Nth, figures.Since, figures.Nth},
	figures.History: {figures.History, figures.Provenance, figures.History},
	figures.AgeBand: {figures.AgeBand, figures.BehaviourGroup, figures.AgeBand},
}

// Layouts are what the view can be laid out by; the first is what it shows when
// nobody chooses.
var Layouts = []figures.Dimension{figures.Suspect, figures.Nth, figures.History, figures.AgeBand}

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
		Rows: of.rows, Columns: of.columns, Base: of.base,
		Filters: kept, Period: period, AsOf: asOf,
	}, nil
}
