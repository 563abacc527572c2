// Package location shows where people who came to help met violence: on what
// kind of place, and in which part of the country.
package location

import (
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/figures"
)

// Name is what the view is called on the command line and in addresses.
const Name = "location"

// Title stands above the view.
var Title = figures.Text{
	NL: "Incidenten naar plaats",
	EN: "Incidents by place",
}

// Levels are what the view can be laid out by; the first is what it shows when
// nobody chooses.
var Levels = []figures.Dimension{
	figures.Place, figures.Gemeente, figures.Province, figures.Region, figures.PoliceUnit, figures.Urbanity, figures.Area, figures.OwnUnit, figures.Employer,
}

// Question asks for incidents by one level. Filters are written as
// figures.ParseFilters says; asOf 0 means now. Error: a *fault.Fault that names by.
func Question(by string, filters []string, asOf eventlog.Position) (figures.Question, error) {
	level, err := levelOf(by)
	if err != nil {
		return figures.Question{}, err
	}
	kept, period, err := figures.ParseFilters(filters)
	if err != nil {
		return figures.Question{}, err
	}
	return figures.Question{
		View: Name, Unit: figures.CountIncidents,
		Rows: level, Columns: figures.All,
		Filters: kept, Period: period, AsOf: asOf,
	}, nil
}

func levelOf(by string) (figures.Dimension, error) {
	if by == "" {
		return Levels[0], nil
	}
	return figures.Choose(by, Levels)
}
