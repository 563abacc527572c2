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

// layouts with a base count the incidents of which it is answered; the rest is said
// beside it.
var layouts = figures.Layouts{
	{By: figures.Suspect, Rows: figures.Suspect, Columns: figures.BehaviourGroup},
	{By: figures.Nth, Rows: figures.Nth, Columns: figures.Since, Base: figures.Nth},
	{By: figures.History, Rows: figures.History, Columns: figures.Provenance, Base: figures.History},
	{By: figures.GroupSize, Rows: figures.GroupSize, Columns: figures.BehaviourGroup, Base: figures.GroupSize},
	{By: figures.AgeBand, Rows: figures.AgeBand, Columns: figures.BehaviourGroup, Base: figures.AgeBand},
}

// Layouts are what the view can be laid out by; the first is what it shows when
// nobody chooses.
var Layouts = layouts.Names()

// Question asks for one of Layouts, as figures.Layouts says.
func Question(by string, filters []string, asOf eventlog.Position) (figures.Question, error) {
	return layouts.Question(Name, by, filters, asOf)
}
