// Package chain shows how far things came after an aangifte, and how long they stayed
// with police, prosecutor and court: what was decided, what was never heard of, and what
// is still open.
//
// It ranks nobody: no person, no prosecutor and no judge is in it.
package chain

import (
	"slices"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/figures"
)

// Name is what the view is called on the command line and in addresses.
const Name = "chain"

// Title stands above the view.
var Title = figures.Text{
	NL: "De keten: van aangifte tot de laatste euro",
	EN: "The chain: from aangifte to the last euro",
}

// Layouts are what the view can be laid out by; it is one funnel when nobody chooses.
var Layouts = []figures.Dimension{
	figures.Employer, figures.OwnUnit, figures.Area, figures.Profession, figures.Month, figures.Year, figures.BehaviourGroup, figures.Region, figures.PoliceUnit,
}

// ByAgreement is laid out by whoever counts terms.
const ByAgreement = "agreement"

// Question asks for a funnel of a unit (figures.FunnelUnits; "" is cases), laid out by
// one of Layouts or not at all. Filters are written as figures.ParseFilters says, and
// narrow the incidents that cases are about; asOf 0 means now. Error: a *fault.Fault that
// names unit, by or a filter.
func Question(unit, by string, filters []string, asOf eventlog.Position) (figures.Question, error) {
	q := figures.Question{View: Name, Unit: figures.CountCases, AsOf: asOf}
	if unit != "" {
		q.Unit = figures.Unit(unit)
	}
	if !slices.Contains(figures.FunnelUnits, q.Unit) {
		var wrong fault.Fields
		wrong.Add("unit", "is not something that the chain counts", "use case, incident, worker-hit or suspect")
		return figures.Question{}, wrong.Err()
	}
	var err error
	if by == ByAgreement {
		var wrong fault.Fields
		wrong.Add("by", "is counted in terms, and not in what a chain counts", "ask GET /v1/worklist/agreements: how many terms were kept, and how long they took, per agreement and version")
		return figures.Question{}, wrong.Err()
	}
	if by != "" {
		if q.Rows, err = figures.Choose(by, Layouts); err != nil {
			return figures.Question{}, err
		}
	}
	q.Filters, q.Period, err = figures.ParseFilters(filters)
	return q, err
}
