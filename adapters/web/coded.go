package web

import (
	"slices"
	"strings"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/gemeente"
	"ruggensteun/domain/moment"
	"ruggensteun/projections/figures"
)

// label is what a code of a list is called; a code that is no more on the list is shown as it is.
func (v *visit) label(list codes.List, code codes.Code) string {
	if e, is := list.Find(code); is {
		return v.In(figures.Text{NL: e.NL, EN: e.EN})
	}
	return string(code)
}

// labels are several, one after the other; "" for none.
func (v *visit) labels(list codes.List, all []codes.Code) string {
	var texts []string
	for _, code := range all {
		texts = append(texts, v.label(list, code))
	}
	return strings.Join(texts, ", ")
}

// answers are the codes that something can be answered with, each with its line of explanation. That it is not
// known stands among them; that it was never asked does not, because leaving it open says so.
func (v *visit) answers(list codes.List) (all []option) {
	for _, e := range list.All() {
		if e.Code == codes.NotRecorded {
			continue
		}
		all = append(all, option{Value: string(e.Code), Text: v.In(figures.Text{NL: e.NL, EN: e.EN}), Hint: v.In(figures.Text{NL: e.ExplainNL, EN: e.ExplainEN})})
	}
	return all
}

// choices are answers to choose one from, with none chosen.
func (v *visit) choices(list codes.List) []option {
	return append([]option{{Text: v.word("coded.not-asked")}}, v.answers(list)...)
}

// In2 is a text of the trade that stands in two fields.
func (v *visit) In2(nl, en string) string { return v.In(figures.Text{NL: nl, EN: en}) }

func (v *visit) asks(list codes.List) string {
	return v.In(figures.Text{NL: list.AsksNL, EN: list.AsksEN})
}

// gemeenteName is a municipality by name; what is not one is shown as it is.
func (v *visit) gemeenteName(code codes.Code) string {
	if code.Missing() {
		return v.label(codes.LocationType, code)
	}
	for _, g := range gemeente.All(time.Time{}) {
		if g.Code == code {
			return g.Name
		}
	}
	return string(code)
}

// gemeenteTyped is a municipality by its name or its code; what is neither goes on as it is, and is refused by name.
func gemeenteTyped(text string) codes.Code {
	for _, g := range gemeente.All(time.Now()) {
		if strings.EqualFold(g.Name, text) || g.OtherName != "" && strings.EqualFold(g.OtherName, text) {
			return g.Code
		}
	}
	return codes.Code(strings.ToUpper(text))
}

// occurrence is a moment as the API answers it: in UTC, with what the clock there showed, and only as far as is known.
type occurrence struct {
	At        string           `json:"at,omitempty"`
	Offset    string           `json:"offset,omitempty"`
	Precision moment.Precision `json:"precision,omitempty"`
	Finer     codes.Code       `json:"finer,omitempty"`
}

// local is the moment by the clock of the place; false where none is known.
func (o occurrence) local() (time.Time, bool) {
	at, err := time.Parse(time.RFC3339, o.At)
	if err != nil {
		return at, false
	}
	if zone, err := time.Parse("-07:00", o.Offset); err == nil {
		return at.In(zone.Location()), true
	}
	return at.In(country), true
}

var (
	weekdays = map[language][]string{dutch: {"zo", "ma", "di", "wo", "do", "vr", "za"}, english: {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}}
	months   = map[language][]string{
		dutch:   {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"},
		english: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	}
)

// day is a day as people say it: vr 27 november 2026.
func (v *visit) day(at time.Time) string {
	return weekdays[v.Language][at.Weekday()] + " " + itoa(at.Day()) + " " + months[v.Language][at.Month()-1] + " " + itoa(at.Year())
}

// date is a day as the API has it (2006-01-02); what is none is shown as it is.
func (v *visit) date(iso string) string {
	at, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return v.day(at)
}

// moment is a day and the time on it, on the clock of the country.
func (v *visit) moment(at time.Time) string { return v.onItsClock(at.In(country)) }

func (v *visit) onItsClock(at time.Time) string { return v.day(at) + ", " + at.Format("15:04") }

// When is a moment of the API as people say it, as far as it is known.
func (v *visit) When(o occurrence) string {
	if at, is := o.local(); is && (o.Precision == "" || o.Precision == moment.Minute) {
		return v.onItsClock(at)
	} else if is && o.Precision == moment.Hour {
		return v.word("coded.hour", v.day(at), at.Format("15"), at.Add(time.Hour).Format("15"))
	} else if is && o.Precision == moment.Day {
		return v.day(at)
	} else if is {
		return months[v.Language][at.Month()-1] + " " + itoa(at.Year())
	}
	if at, err := time.Parse(time.DateOnly, o.At); err == nil {
		return v.day(at)
	}
	if at, err := time.Parse("2006-01", o.At); err == nil {
		return months[v.Language][at.Month()-1] + " " + itoa(at.Year())
	}
	return v.word("coded.when-unknown")
}

// codesIn are the codes that were chosen.
func codesIn(values []string) (list []codes.Code) {
	for _, one := range values {
		if one != "" && !slices.Contains(list, codes.Code(one)) {
			list = append(list, codes.Code(one))
		}
	}
	return list
}
