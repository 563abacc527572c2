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

// Layouts are what the view can be laid out by instead of weekday and hour.
var Layouts = []figures.Dimension{figures.TimeBand, figures.Month, figures.Year}

// Question asks for weekday × hour: seven rows and 24 columns, and one more of
// either where something is not known or was not recorded; or for one of Layouts,
// named by by. Filters are written as figures.ParseFilters says; asOf 0 means now.
// Error: a *fault.Fault that names by or a filter.
func Question(by string, filters []string, asOf eventlog.Position) (figures.Question, error) {
	rows, columns, err := layoutOf(by)
	if err != nil {
		return figures.Question{}, err
	}
	kept, period, err := figures.ParseFilters(filters)
	if err != nil {
		return figures.Question{}, err
	}
	return figures.Question{
		View: Name, Unit: figures.CountIncidents,
		Rows: rows, Columns: columns,
		Filters: kept, Period: period, AsOf: asOf,
	}, nil
}

func layoutOf(by string) (rows, columns figures.Dimension, err error) {
	if by == "" {
		return figures.Weekday, figures.Hour, nil
	}
	rows, err = figures.Choose(by, Layouts)
	return rows, figures.All, err
}
