package web

import (
	"net/http"
	"strings"

	"ruggensteun/domain/codes"
	"ruggensteun/projections/figures"
)

// failure is what stands on a page where something did not go: what it is, and what to do.
type failure struct {
	Status    int
	Text      string
	Detail    sentence // why
	Fields    []fieldFailure
	At        []link // entries on this page that something is wrong with
	Nearest   *link  // the question that may be asked
	SignIn    bool
	Reference string
}

type fieldFailure struct {
	Field           string
	Problem, Remedy sentence
}

func failureTitle(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "failed.400.title"
	case http.StatusUnauthorized:
		return "failed.401.title"
	case http.StatusForbidden:
		return "failed.403.title"
	case http.StatusNotFound:
		return "failed.404.title"
	case http.StatusConflict, http.StatusPreconditionFailed:
		return "failed.409.title"
	case http.StatusRequestEntityTooLarge:
		return "failed.413.title"
	case http.StatusServiceUnavailable:
		return "failed.503.title"
	}
	return "failed.500.title"
}

func failureText(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "failed.400.text"
	case http.StatusUnauthorized:
		return "failed.401.text"
	case http.StatusForbidden:
		return "failed.403.text"
	case http.StatusNotFound:
		return "failed.404.text"
	case http.StatusConflict, http.StatusPreconditionFailed:
		return "failed.409.text"
	case http.StatusRequestEntityTooLarge:
		return "failed.413.text"
	case http.StatusServiceUnavailable:
		return "failed.503.text"
	}
	return "failed.500.text"
}

// failure is a problem in words. The nearest question that may be asked becomes a link.
func (v *visit) failure(p *problem) *failure {
	f := &failure{Status: p.Status, Text: v.word(failureText(p.Status)), SignIn: p.Status == http.StatusUnauthorized, Reference: p.Reference}
	if p.Status == http.StatusServiceUnavailable || p.Status == http.StatusForbidden {
		f.Detail = v.said(p.Detail)
	}
	for _, one := range p.Errors {
		if one.Field == "question" {
			if nearest, is := strings.CutPrefix(one.Remedy, "ask "); is {
				f.Nearest = v.nearest(nearest)
				continue
			}
		}
		f.Fields = append(f.Fields, v.fieldFailure(one))
	}
	return f
}

// nearest is a link to a question that is written as options (--rows place --filter place=ROAD);
// of a word that is not known no link is made.
func (v *visit) nearest(text string) *link {
	q := figures.Question{Unit: figures.Unit(v.r.URL.Query().Get("unit")), Filters: figures.Filters{}}.Named()
	for _, option := range strings.Split(text, "--")[1:] {
		name, value, _ := strings.Cut(strings.TrimSpace(option), " ")
		switch name {
		case "rows":
			q.Rows = figures.Dimension(value)
		case "columns":
			q.Columns = figures.Dimension(value)
		case "filter":
			d, code, _ := strings.Cut(value, "=")
			q.Filters[figures.Dimension(d)] = append(q.Filters[figures.Dimension(d)], codes.Code(code))
		case "period":
			period, err := figures.ParsePeriod(value)
			if err != nil {
				return nil
			}
			q.Period = period
		default:
			return nil
		}
	}
	return &link{Text: v.titleOf(q), To: v.To("/vraag") + "?" + asked(q).Encode()}
}

func (v *visit) fieldName(field string) string {
	if d := figures.Dimension(strings.TrimPrefix(field, "filter.")); d != figures.All && d.Named() != (figures.Text{}) {
		return v.In(d.Named())
	}
	switch field {
	case "period":
		return v.word("form.period")
	case "asOf", "as_of":
		return v.word("form.as-of")
	case "rows":
		return v.word("form.rows")
	case "columns":
		return v.word("form.columns")
	case "question":
		return v.word("failed.question")
	}
	return field
}

// fieldFailure is what is wrong with one value, and what to do. What a page says of it in a word of its
// own, or the phrasebook after a semicolon, tells what to do already; a remedy with a date or a number in it
// takes the place of that.
func (v *visit) fieldFailure(of wrongField) fieldFailure {
	f := fieldFailure{Field: v.fieldName(of.Field), Problem: v.said(of.Problem), Remedy: v.said(of.Remedy)}
	if key, is := problemKey(of.Problem); is {
		f.Problem, f.Remedy = sentence{Text: v.word(key)}, sentence{}
	}
	if f.Problem.English || v.Language != dutch {
		return f
	}
	if f.Remedy.English {
		f.Remedy = sentence{}
	} else if problem, _, both := strings.Cut(f.Problem.Text, "; "); both && f.Remedy.Text != "" {
		f.Problem.Text = problem
	}
	return f
}

var grammarWords = map[string]string{
	"is not a published classification":                      "grammar.unpublished",
	"names something that is not a published classification": "grammar.unpublished",
	"does not name one value":                                "grammar.one-value",
	"divides time":                                           "grammar.time",
	"is what the table is laid out by already":               "grammar.laid-out",
	"has too many dimensions and filters together":           "grammar.too-many",
	"is a free range of days":                                "grammar.range",
	"is the same dimension as the rows":                      "grammar.same",
	"is not a period":                                        "grammar.period",
	"is not the end of a month":                              "grammar.month-end",
	"is missing":                                             "grammar.missing",
	notANumber:                                               "grammar.number",
}
