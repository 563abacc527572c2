// Package triggers shows after what people who came to help met violence: what set
// somebody off, what made it worse, what calming down and the police did, and what came
// of it.
package triggers

import (
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/figures"
)

// Name is what the view is called on the command line and in addresses.
const Name = "triggers"

// Title stands above the view.
var Title = figures.Text{
	NL: "Incidenten naar trigger, verloop en gevolg",
	EN: "Incidents by trigger, course and outcome",
}

// layouts count the incidents of which the rows' question was answered: the course
// of most is never told (DOMAIN 6).
var layouts = figures.Layouts{
	answered(figures.BehaviourGroup, figures.Trigger, figures.BehaviourGroup), // 7 columns fit; 20 are for who asks
	answered(figures.Behaviour, figures.Trigger, figures.Behaviour),
	answered(figures.Occasion, figures.Trigger, figures.Occasion),
	answered(figures.Profession, figures.Trigger, figures.Profession),
	answered(figures.AssessedBy, figures.Trigger, figures.AssessedBy),
	answered(figures.Amplifier, figures.Amplifier, figures.BehaviourGroup),
	answered(figures.Certainty, figures.Amplifier, figures.Certainty),
	answered(figures.Measure, figures.Measure, figures.Effect),
	answered(figures.Phase, figures.Phase, figures.BehaviourGroup),
	answered(figures.Injury, figures.Injury, figures.BehaviourGroup),
	answered(figures.MindInjury, figures.MindInjury, figures.BehaviourGroup),
	answered(figures.Absence, figures.Absence, figures.BehaviourGroup),
	answered(figures.Exposure, figures.Exposure, figures.BehaviourGroup),
	answered(figures.Support, figures.Support, figures.Profession),
	answered(figures.SupportWait, figures.SupportWait, figures.Profession),
	answered(figures.Ground, figures.Ground, figures.Profession),
	answered(figures.Qualification, figures.Qualification, figures.QualifiedBy),
	answered(figures.QualifiedAs, figures.Qualification, figures.QualifiedAs),
}

func answered(by, rows, columns figures.Dimension) figures.Layout {
	return figures.Layout{By: by, Rows: rows, Columns: columns, Base: rows}
}

// Layouts are what the view can be laid out by; the first is what it shows when
// nobody chooses.
var Layouts = layouts.Names()

// Question asks for one of Layouts, as figures.Layouts says.
func Question(by string, filters []string, asOf eventlog.Position) (figures.Question, error) {
	return layouts.Question(Name, by, filters, asOf)
}
