// Package timeofday shows on which days of the week, and at which hours, people
// who came to help met violence.
package timeofday

import (
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/figures"
)

// Name is what the view is called on the command line and in addresses.
const Name = "time-of-day"

// Title stands above the view.
var Title = figures.Text{
	NL: "Incidenten naar weekdag en uur",
	EN: "Incidents by weekday and hour",
}

// Dimensions are what the view can be filtered on, beside a period.
var Dimensions = []figures.Dimension{
	figures.Weekday, figures.Hour, figures.Place, figures.Behaviour,
	figures.Profession, figures.Gemeente, figures.Employer,
}

// Question asks for weekday × hour: seven rows and 24 columns, and one more of
// either where something is not known or was not recorded. Filters are written
// as figures.ParseFilters says; asOf 0 means now.
func Question(filters []string, asOf eventlog.Position) (figures.Question, error) {
	kept, period, err := figures.ParseFilters(filters)
	if err != nil {
		return figures.Question{}, err
	}
	return figures.Question{
		View: Name, Unit: figures.CountIncidents,
		Rows: figures.Weekday, Columns: figures.Hour,
		Filters: kept, Period: period, AsOf: asOf,
	}, nil
}
