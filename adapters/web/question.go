package web

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"ruggensteun/projections/figures"
)

// asked is a question as the address of the page for free ones: also that of a view.
func asked(q figures.Question) url.Values {
	query := url.Values{}
	set := func(name, value string) {
		if value != "" {
			query.Set(name, value)
		}
	}
	if q.Unit != figures.CountIncidents {
		set("unit", string(q.Unit))
	}
	set("rows", string(q.Rows))
	set("columns", string(q.Columns))
	set("of", string(q.Base))
	set("period", q.Period.String())
	set("per", q.Per)
	for _, d := range slices.Sorted(maps.Keys(q.Filters)) {
		for _, value := range q.Filters[d] {
			query.Add(string(d), string(value))
		}
	}
	return query
}

// titleOf says what is asked: incidents by place and kind of behaviour.
func (v *visit) titleOf(q figures.Question) string {
	title := v.In(q.Unit.Named())
	title = strings.ToUpper(title[:1]) + title[1:]
	for i, d := range []figures.Dimension{q.Rows, q.Columns} {
		if d != figures.All {
			title += v.word([]string{"title.by", "title.and"}[i], v.In(d.Named()))
		}
	}
	var parts []string
	for _, d := range slices.Sorted(maps.Keys(q.Filters)) {
		for _, code := range q.Filters[d] {
			parts = append(parts, v.valueName(d, string(code)))
		}
	}
	if period := q.Period.String(); period != "" {
		parts = append(parts, period)
	}
	if len(parts) > 0 {
		title += ": " + strings.Join(parts, ", ")
	}
	return title
}

func (v *visit) valueName(d figures.Dimension, code string) string {
	for _, e := range d.Values() {
		if string(e.Code) == code {
			return v.In(figures.Text{NL: e.NL, EN: e.EN})
		}
	}
	return code
}

// Parameters of pages themselves, which the API does not know.
const (
	moreFilters = "meer"  // a filter to show that has no value yet
	knownOn     = "op"    // a day, as asOf
	knownSince  = "sinds" // a day, as from
)

// tidied is the question in the address without what a form sends empty, and with days as the moments
// that they end on. Where that differs the browser is sent there, so that the address can be shared.
func (v *visit) tidied() (query url.Values, tidy bool) {
	query, tidy = url.Values{}, true
	for name, values := range v.r.URL.Query() {
		for _, value := range values {
			value = strings.TrimSpace(value)
			switch {
			case value == "":
				tidy = false
			case name == knownOn || name == knownSince:
				tidy = false
				query.Set(map[string]string{knownOn: "asOf", knownSince: "from"}[name], endOf(value))
			default:
				query.Add(name, value)
			}
		}
	}
	return query, tidy
}

// endOf is the first moment after a day, on the clock of the country. What is no day goes on as it
// is, and is refused by name.
func endOf(day string) string {
	at, err := time.ParseInLocation(time.DateOnly, day, country)
	if err != nil {
		return day
	}
	return at.AddDate(0, 0, 1).Format(time.RFC3339)
}

// dayOf is the day that a moment is the end of; "" where it is none.
func dayOf(moment string) string {
	at, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		return ""
	}
	return at.AddDate(0, 0, -1).Format(time.DateOnly)
}

// ofAPI is a question without what only the page knows.
func ofAPI(query url.Values, language language) url.Values {
	q := maps.Clone(query)
	q.Del(moreFilters)
	q.Set("language", string(language))
	q.Set("pictures", "true")
	return q
}
