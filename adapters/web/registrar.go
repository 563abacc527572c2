package web

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
)

// reportsAt is where the registrar begins.
const reportsAt = "/meldingen"

func incidentPageAt(id uuid.UUID) string { return "/melding/" + id.String() }

// registrarPages are those of who keeps an employer's register.
func (w *web) registrarPages() map[string]page {
	return map[string]page{
		reportsAt:                         {show: w.reports},
		"/melding/{incident}":             {show: w.incident},
		"/melding/{incident}/aanvullen":   {show: w.complete, take: w.completed},
		"/melding/{incident}/verbeteren":  {show: w.correct, take: w.corrected},
		"/melding/{incident}/aangifte":    {show: w.prepare, take: w.prepared},
		"/melding/{incident}/intrekken":   {show: w.withdraw, take: w.withdrawn},
		"/melding/{incident}/samenvoegen": {show: w.toIncident, take: w.merged},
		importsAt:                         {show: w.imports, take: w.uploaded},
		importsAt + "/{import}":           {show: w.importRead, take: w.importDone},
	}
}

// listed is an incident in a list of the API.
type listed struct {
	ID          uuid.UUID
	Occurred    occurrence
	ReportedAt  time.Time `json:"reported_at"`
	Place       toldPlace
	Behaviours  []codes.Code
	Professions []codes.Code
	Corrections int
	MergedInto  *uuid.UUID `json:"merged_into"`
	Closed      bool
	Withdrawn   bool
}

type reportsPage struct {
	numberSought
	Tabs  []link
	Told  string // how many, and of how many something is missing
	Lines []listedLine
	Next  string
	First []termLine // what expires first
	Form  []field
	Here  string
	Clear string
}

type listedLine struct {
	To, When, What, Where, Told string
	Marks                       []string
}

type termLine struct{ To, When, What, Why, State string }

// reports lists what was registered last; what was told since yesterday evening is the usual first look.
func (w *web) reports(v *visit) error {
	query := v.r.URL.Query()
	if err := v.r.ParseForm(); err != nil {
		return &problem{Status: http.StatusBadRequest}
	}
	page := &reportsPage{Here: v.To(reportsAt), Clear: v.To(reportsAt) + "?alles=ja"}
	ask := url.Values{"withdrawn": {"false"}}
	for _, name := range []string{"from", "through", "place", "unit", "behaviour", "after", "sort"} {
		if value := query.Get(name); value != "" {
			ask.Set(name, value)
		}
	}
	if strings.TrimSpace(query.Get(numberKey)) != "" {
		return v.reportOfNumber(page, query)
	}
	tonight := len(ask) == 1 && !query.Has("alles")
	all, next, err := v.toldReports(ask, tonight)
	if err != nil {
		return err
	}
	v.listTold(page, all, tonight)
	if next != "" && !tonight {
		query.Set("after", next)
		page.Next = v.To(reportsAt) + "?" + query.Encode()
	}
	page.Tabs = v.reportTabs(tonight)
	page.Form = v.reportFilters(query)
	if err := v.termsFirst(page); err != nil && !refusedRole(err) {
		return err
	}
	v.Live = "/v1/incidents/changes"
	return v.show("reports", v.word("registrar.title"), page)
}

// busiestNight bounds what is asked for tonight's list; a table that is imported comes in by night too.
const busiestNight = 1000

// toldReports are a page of the register; of tonight all pages on which anything was told since last evening.
func (v *visit) toldReports(ask url.Values, tonight bool) (all []listed, next string, err error) {
	if tonight {
		ask.Set("limit", "200")
	}
	for since := lastEvening(time.Now()); ; ask.Set("after", next) {
		var list struct {
			Incidents []listed
			Next      string
		}
		if err := v.ask("/v1/incidents", ask, &list); err != nil {
			return nil, "", err
		}
		all, next = append(all, list.Incidents...), list.Next
		if !tonight || next == "" || len(all) >= busiestNight || all[len(all)-1].ReportedAt.Before(since) {
			return all, next, nil
		}
	}
}

func (v *visit) reportTabs(tonight bool) []link {
	return []link{{Text: v.word("registrar.tonight"), To: v.To(reportsAt), Here: tonight}, {Text: v.word("registrar.all"), To: v.To(reportsAt) + "?alles=ja", Here: !tonight}}
}

// lastEvening is when the night began that a working day looks back on.
func lastEvening(now time.Time) time.Time {
	at := now.In(country)
	return time.Date(at.Year(), at.Month(), at.Day()-1, 17, 0, 0, 0, at.Location())
}

// listTold puts the reports on the page; of tonight only what was told since last evening.
func (v *visit) listTold(page *reportsPage, all []listed, tonight bool) {
	since, open := lastEvening(time.Now()), 0
	for _, one := range all {
		if tonight && one.ReportedAt.Before(since) {
			continue
		}
		line := listedLine{
			To: v.To(incidentPageAt(one.ID)), When: v.When(one.Occurred), What: v.inShort(one.Behaviours, toldPlace{}), Where: cmp.Or(v.inPlace(one.Place), v.word("registrar.where-unknown")),
			Told: v.moment(one.ReportedAt), Marks: v.marks(one),
		}
		if v.incomplete(one) {
			open++
		}
		page.Lines = append(page.Lines, line)
	}
	switch {
	case tonight && len(page.Lines) == 0:
		page.Told = v.word("registrar.none-tonight")
	case tonight:
		page.Told = v.word("registrar.count-tonight", len(page.Lines), open)
	case len(page.Lines) == 0:
		page.Told = v.word("registrar.none")
	default:
		page.Told = v.word("registrar.count", len(page.Lines), open)
	}
}

func (v *visit) incomplete(one listed) bool {
	return len(one.Behaviours) == 0 || one.Place.Type == "" || len(one.Professions) == 0 || one.Place.Gemeente == ""
}

func (v *visit) marks(one listed) (marks []string) {
	if v.incomplete(one) && !one.Closed && one.MergedInto == nil {
		marks = append(marks, v.word("registrar.incomplete"))
	}
	if one.MergedInto != nil {
		marks = append(marks, v.word("registrar.double"))
	}
	if one.Closed {
		marks = append(marks, v.word("registrar.closed"))
	}
	if one.Corrections > 0 {
		marks = append(marks, v.word("registrar.corrected", one.Corrections))
	}
	return marks
}

func (v *visit) reportFilters(query url.Values) []field {
	chosen := func(name string, list codes.List) field {
		f := field{Name: name, Label: v.In2(list.NL, list.EN), Options: []option{{Text: v.word("form.any")}}, Value: query.Get(name)}
		for _, o := range v.answers(list) {
			o.Selected = o.Value == f.Value
			f.Options = append(f.Options, o)
		}
		return f
	}
	return []field{
		v.numberField(query),
		{Name: "from", Label: v.word("registrar.from"), Value: query.Get("from"), Kind: "date"},
		{Name: "through", Label: v.word("registrar.through"), Value: query.Get("through"), Kind: "date"},
		chosen("place", codes.LocationType), chosen("behaviour", codes.Behaviour),
		{Name: "unit", Label: v.word("incident.unit"), Value: query.Get("unit")},
	}
}

var dueWords = map[string]string{
	"LAPSED": "registrar.state-lapsed", "DUE": "registrar.state-due", "DUE_SOON": "registrar.state-due-soon", "NOT_RECEIVED": "registrar.state-not-received", "SUSPENDED": "registrar.state-suspended",
}

// termsFirst are the five terms that run out first, of all files that may be followed.
func (v *visit) termsFirst(page *reportsPage) error {
	var work struct {
		Work []struct {
			Case     uuid.UUID
			Kind     string
			Incident *uuid.UUID
			Due      *string
			DueAt    string `json:"due_at"`
			Because  string
			State    string
		}
	}
	if err := v.ask("/v1/worklist", url.Values{"limit": {"5"}, "language": {string(v.Language)}}, &work); err != nil {
		return err
	}
	for _, one := range work.Work {
		what, why, _ := strings.Cut(one.Because, ", ") // the name of the agreement, and what the date rests on
		line := termLine{What: what, Why: why, State: v.word(cmp.Or(dueWords[one.State], "registrar.state-running"))}
		if one.Due != nil {
			if at, err := time.Parse(time.DateOnly, *one.Due); err == nil {
				line.When = v.day(at)
			}
		}
		switch {
		case one.Incident != nil:
			line.To = v.To(incidentPageAt(*one.Incident))
		case one.Kind == ofCare:
			line.To = v.To(carePath(one.Case))
		default:
			line.To = v.To("/zaak/" + one.Case.String())
		}
		page.First = append(page.First, line)
	}
	return nil
}

// roleWordOf is who somebody was, for whoever reads it later.
func roleWordOf(r access.Role) string { return cmp.Or(roleWords[r], "role.other") }
