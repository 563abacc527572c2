package figures

import "ruggensteun/domain/eventlog"

// Layout is one table of a view, and what it is asked for by. One with a base
// counts the incidents of which the base is answered; the rest is said beside it.
type Layout struct{ By, Rows, Columns, Base Dimension }

// Layouts are the tables of a view; the first is shown when nobody chooses.
type Layouts []Layout

// Names are what they are asked for by.
func (l Layouts) Names() []Dimension {
	names := make([]Dimension, len(l))
	for i := range l {
		names[i] = l[i].By
	}
	return names
}

// Question asks for one of them. Filters are written as ParseFilters says; asOf 0
// means now. Error: a *fault.Fault that names by or a filter.
func (l Layouts) Question(view, by string, filters []string, asOf eventlog.Position) (Question, error) {
	of := l[0]
	if by != "" {
		chosen, err := Choose(by, l.Names())
		if err != nil {
			return Question{}, err
		}
		for _, one := range l {
			if one.By == chosen {
				of = one
			}
		}
	}
	kept, period, err := ParseFilters(filters)
	if err != nil {
		return Question{}, err
	}
	return Question{
		View: view, Unit: CountIncidents,
		Rows: of.Rows, Columns: of.Columns, Base: of.Base,
		Filters: kept, Period: period, AsOf: asOf,
	}, nil
}
