package figures

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
)

// maxValues keeps one request from asking for a list that takes longer to read
// than to count.
const maxValues = 1000

func (q Question) check() error {
	var wrong fault.Fields
	q.checkUnit(&wrong)
	q.checkAxes(&wrong)
	for _, d := range q.Filters.ordered() {
		checkFilter(d, q.Filters[d], &wrong)
	}
	q.Period.check(&wrong)
	checkPer(q.Per, &wrong)
	wrong.Check(q.AsOf >= 0, "as_of", "lies before the first event", "use a position of 1 or more, or a time")
	return wrong.Err()
}

func (q Question) checkAxes(wrong *fault.Fields) {
	for field, d := range map[string]Dimension{"rows": q.Rows, "columns": q.Columns, "base": q.Base} {
		_, found := dimensions[d]
		wrong.Check(found || d == All, field, "is not a dimension", "use one of "+dimensionNames())
	}
	wrong.Check(q.Rows != q.Columns || q.Rows == All, "columns", "is the same dimension as the rows", "choose another, or none")
}

func checkFilter(d Dimension, values []codes.Code, wrong *fault.Fields) {
	name := "filter." + string(d)
	about, found := dimensions[d]
	if !found {
		wrong.Add("filter", "names something that is not a dimension", "use one of "+dimensionNames())
		return
	}
	wrong.Check(len(values) > 0, name, "names no value", "name at least one, or leave the filter out")
	wrong.Check(len(values) <= maxValues, name, "names too many values", fmt.Sprintf("name at most %d", maxValues))
	for _, value := range values[:min(len(values), maxValues)] {
		if strings.Contains(string(value), ",") {
			wrong.Add(name, "names several values at once", fmt.Sprintf("repeat it for each: %[1]s=ONE and %[1]s=OTHER", d))
			return
		}
		if err := about.check(value); err != nil {
			wrong.Note(name, err)
			return // one remedy is enough: they are all alike
		}
	}
}

// Dimensions are all that every view can be filtered on, beside a period.
func Dimensions() []Dimension { return slices.Sorted(maps.Keys(dimensions)) }

func dimensionNames() string {
	names := make([]string, 0, len(dimensions))
	for _, d := range Dimensions() {
		names = append(names, string(d))
	}
	return strings.Join(names, ", ")
}

// ParseFilters reads "dimension=VALUE", as often as needed; several values of
// one dimension mean any of them. "period=2026-03" bounds the time.
func ParseFilters(texts []string) (Filters, Period, error) {
	filters, period := Filters{}, Period{}
	var wrong fault.Fields
	for _, text := range texts {
		key, value, ok := strings.Cut(text, "=")
		switch {
		case !ok || value == "":
			wrong.Add("filter", "has no value", `write dimension=VALUE, for example "place=ROAD"`)
		case key == "period" && !period.open():
			wrong.Add("filter.period", "is given twice", "give one period")
		case key == "period":
			p, err := ParsePeriod(value)
			if err != nil {
				wrong.Add("filter.period", "is not a period", periodRemedy)
			}
			period = p
		default:
			filters[Dimension(key)] = append(filters[Dimension(key)], codes.Code(value))
		}
	}
	for _, d := range filters.ordered() {
		checkFilter(d, filters[d], &wrong)
	}
	return filters, period, wrong.Err()
}

// shortUnit is what a view is laid out by units with. As a filter it would say what the
// chain counts, so there the dimension has its full name.
const shortUnit = "unit"

// Choose finds what a view is to be laid out by among what it can be. Error: a
// *fault.Fault that names by.
func Choose(by string, among []Dimension) (Dimension, error) {
	if by == shortUnit {
		by = string(OwnUnit)
	}
	if slices.Contains(among, Dimension(by)) {
		return Dimension(by), nil
	}
	names := make([]string, len(among))
	for i, d := range among {
		if names[i] = string(d); d == OwnUnit {
			names[i] = shortUnit
		}
	}
	var wrong fault.Fields
	wrong.Add("by", "is not something that this view is laid out by", "use one of "+strings.Join(names, ", "))
	return All, wrong.Err()
}

// ordered gives the filters in an order that does not change from run to run.
func (f Filters) ordered() []Dimension {
	return slices.Sorted(maps.Keys(f))
}
