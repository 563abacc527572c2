package api

import (
	"context"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/figures"
)

type figureInput struct {
	Unit    string `query:"unit" doc:"What is counted: incident, worker-hit, suspect, aangifte, case or step (of a case); incident when left out." example:"case"`
	Rows    string `query:"rows" doc:"What the rows are: a dimension, as those that figures are filtered on; one row for everything when left out." example:"place"`
	Columns string `query:"columns" doc:"What the columns are, as rows." example:"behaviour-group"`
	Of      string `query:"of" doc:"Only incidents in which this dimension was answered; all when left out. Protected figures count all, and say how many were answered." example:"trigger"`
	Per     string `query:"per" doc:"Rates beside the numbers, per 1,000 inhabitants or staff or per 10,000 deployments, by the table that was loaded; needs a period. How each row was registered stands beside its rate, and rows are never ranked by it." example:"inhabitants"`
	ViewInput
	PictureInput
}

// figure answers any question; views are those that somebody gave a name.
func (a *api) figure(ctx context.Context, in *figureInput) (*figureAnswer, error) {
	return a.view(ctx, &in.ViewInput, source{"/figures", map[string]string{"unit": in.Unit, "rows": in.Rows, "columns": in.Columns, "of": in.Of, "per": in.Per}, in.PictureInput}, func(filters []string, asOf eventlog.Position) (figures.Question, error) {
		kept, period, err := figures.ParseFilters(filters)
		return figures.Question{
			Unit: figures.Unit(in.Unit), Rows: figures.Dimension(in.Rows), Columns: figures.Dimension(in.Columns), Base: figures.Dimension(in.Of), Filters: kept, Period: period, AsOf: asOf, Per: in.Per,
		}.Named(), err
	})
}
