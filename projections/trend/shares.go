package trend

import (
	"slices"

	"ruggensteun/domain/codes"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/figures"
)

// asked are the questions of which it is told in what part of a month nobody knows the answer.
var asked = []figures.Dimension{figures.Hour, figures.Place, figures.VerbalOnly}

// shares puts beside each month what part is verbal only, and of what part is not known when,
// where and what it was: where reporting gets better, more small things are told and more is
// filled in. What may not be asked is left out.
func (t *Trend) shares(r *reader) error {
	for _, d := range asked {
		_, filtered := r.question.Filters[d]
		if filtered || t.Protection != nil && len(r.question.Filters) >= disclosure.MaxConstraints {
			continue
		}
		a, err := r.figures.Plain(r.table(r.question.Filters, d, r.asOf), r.scope)
		if err != nil {
			return err
		}
		for i := range t.Months {
			m := &t.Months[i]
			if d == figures.VerbalOnly {
				m.Verbal = &Share{Dimension: d, Part: partOf(a, m, "YES"), Of: m.Known}
			}
			m.Unknown = append(m.Unknown, Share{Dimension: d, Part: partOf(a, m, codes.Unknown, codes.NotRecorded), Of: m.Known})
		}
	}
	return nil
}

// partOf adds up some columns of a month; a column that is not there prints nothing.
func partOf(a figures.Answer, m *Month, columns ...codes.Code) (sum figures.Cell) {
	if m.Known.NotBrokenDown {
		return m.Known
	}
	for i, row := range a.Rows {
		for j, column := range a.Columns {
			if row != m.Month || !slices.Contains(columns, column) {
				continue
			}
			if a.Cells[i][j].NotBrokenDown {
				return figures.Cell{NotBrokenDown: true}
			}
			sum.N += a.Cells[i][j].N
		}
	}
	return sum
}
