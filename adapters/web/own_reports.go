package web

import (
	"net/http"
	"net/url"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
)

// reported is as much of an incident as whoever reported it is shown.
type reported struct {
	ID         uuid.UUID    `json:"id"`
	Version    int64        `json:"version"`
	Occurred   happened     `json:"occurred"`
	Reported   *happened    `json:"reported"`
	ReportedAt time.Time    `json:"reported_at"`
	Place      placeAnswer  `json:"place"`
	Behaviours []codes.Code `json:"behaviours"`
	Reach      codes.Code   `json:"reach"`
	MergedInto *uuid.UUID   `json:"merged_into"`
	Withdrawn  bool         `json:"withdrawn"`
	Course     []courseStep `json:"course"`
}

type happened struct {
	At        string `json:"at"`
	Precision string `json:"precision"`
}

type placeAnswer struct {
	Type codes.Code `json:"type"`
}

// ownReports are those of whoever opens the page, and of nobody else.
func (w *web) ownReports(v *visit) error {
	if err := v.may(access.RegisterIncident); err != nil {
		return err
	}
	var answer struct{ Incidents []reportLine }
	if err := v.ask("/v1/incidents", url.Values{"mine": {"true"}, "limit": {"50"}}, &answer); err != nil {
		return err
	}
	page := &ownReportsPage{Who: v.who()}
	for _, one := range answer.Incidents {
		page.Lines = append(page.Lines, v.ownLine(one))
	}
	v.App = true
	return v.show("own-reports", v.word("own.title"), page)
}

type reportLine struct {
	reported
	Closed bool `json:"closed"`
}

type ownReportsPage struct {
	Who   string
	Lines []ownLine
}

type ownLine struct {
	Number, To, What, When, State string
	NeedsYou                      bool
}

func (v *visit) ownLine(one reportLine) ownLine {
	line := ownLine{Number: spoken(one.ID), To: v.To(ownAt + "/" + one.ID.String()), What: v.labels(codes.Behaviour, one.Behaviours), When: v.when(one.Occurred)}
	line.State, line.NeedsYou = v.stateOf(one)
	return line
}

// stateOf says what became of a report. What is missing is asked of nobody when it counts no more.
func (v *visit) stateOf(one reportLine) (text string, needsYou bool) {
	switch {
	case one.Withdrawn:
		return v.word("own.state.withdrawn"), false
	case one.MergedInto != nil:
		return v.word("own.state.merged"), false
	case one.Closed:
		return v.word("own.state.closed"), false
	case one.Place.Type == "" || one.Place.Type.Missing():
		return v.word("own.state.where"), true
	}
	return v.word("own.state.sent"), false
}

var precisions = map[string]string{"MINUTE": "2-1-2006 15:04", "HOUR": "2-1-2006 15:00", "DAY": "2-1-2006", "MONTH": "1-2006"}

// when is a time on the clock of the country, so that the times of a report can be compared.
func (v *visit) when(h happened) string {
	at, err := time.Parse(time.RFC3339, h.At)
	layout, is := precisions[h.Precision]
	if err != nil || !is {
		return v.word("own.when.unknown")
	}
	return at.In(country).Format(layout)
}

// ownReportPage is one report: its number, its three times, and what happens next.
type ownReportPage struct {
	Number   string
	What     string
	Place    string
	Occurred string
	Typed    string // by the clock of the device; "" when it was not said
	Received string
	State    string
	NeedsYou bool
	Hurt     bool
	Steps    int
	Open     bool // takes additions
	Double   *double
	More     string
	Course   string
	Photos   string
}

type double struct {
	entryForm
	What, When, Number, No string
}

func (w *web) ownReport(v *visit) error {
	one, err := v.reported()
	if err != nil {
		return err
	}
	here := ownAt + "/" + one.ID.String()
	page := &ownReportPage{
		Number: spoken(one.ID), What: v.labels(codes.Behaviour, one.Behaviours), Occurred: v.when(one.Occurred), Received: one.ReportedAt.In(country).Format(precisions["MINUTE"]),
		Hurt: one.Reach == "REACHED", Steps: len(one.Course), More: v.To(here + "/aanvullen"), Course: v.To(here + "/verloop"), Photos: v.To(here + photosAt),
	}
	if one.Place.Type != "" && !one.Place.Type.Missing() {
		page.Place = v.labels(codes.LocationType, []codes.Code{one.Place.Type})
	}
	if one.Reported != nil {
		page.Typed = v.when(*one.Reported)
	}
	page.State, page.NeedsYou = v.stateOf(*one)
	page.Open = !one.Withdrawn && !one.Closed
	if page.Double, err = v.double(one); err != nil {
		return err
	}
	v.Crumbs, v.App = []link{{Text: v.word("own.title"), To: v.To(ownAt)}}, true
	return v.show("own-report", v.word("own.one", page.Number), page)
}

// reported asks for the report in the address.
func (v *visit) reported() (*reportLine, error) {
	if err := v.may(access.RegisterIncident); err != nil {
		return nil, err
	}
	id, err := uuid.Parse(v.r.PathValue("id"))
	if err != nil {
		return nil, &problem{Status: http.StatusNotFound}
	}
	var out struct {
		reported
		Closed codes.Code `json:"closed"`
	}
	if err := v.ask("/v1/incidents/"+id.String(), nil, &out); err != nil {
		return nil, err
	}
	return &reportLine{reported: out.reported, Closed: out.Closed != ""}, nil
}

const (
	sameKey  = "zelfde" // another report that is of the same
	noDouble = "dubbel"
)

// double is one suggestion, of a report that stands alone. Whoever said no or yes is not asked again.
func (v *visit) double(one *reportLine) (*double, error) {
	query := v.r.URL.Query()
	if one.Withdrawn || one.MergedInto != nil || query.Get(noDouble) != "" || query.Get(doneKey) == "same" {
		return nil, nil
	}
	var found struct {
		Incidents []struct {
			ID       uuid.UUID
			Occurred happened
			Place    placeAnswer
		}
	}
	if err := v.ask("/v1/incidents/"+one.ID.String()+"/likely-doubles", nil, &found); err != nil {
		return nil, err
	}
	if len(found.Incidents) == 0 {
		return nil, nil
	}
	first := found.Incidents[0]
	f := newForm(v.To(v.Path), v.word("own.double.yes"), url.Values{})
	f.Hidden = []pair{{sameKey, first.ID.String()}}
	d := &double{entryForm: f, Number: spoken(first.ID), When: v.when(first.Occurred), No: v.To(v.Path) + "?" + noDouble + "=nee"}
	if first.Place.Type != "" && !first.Place.Type.Missing() {
		d.What = v.labels(codes.LocationType, []codes.Code{first.Place.Type})
	}
	return d, nil
}

// takeSame tells the registrar, who decides: both reports stay as they are.
func (w *web) takeSame(v *visit) error {
	one, err := v.reported()
	if err != nil {
		return err
	}
	values, err := v.filled()
	if err != nil {
		return err
	}
	other, err := uuid.Parse(values.Get(sameKey))
	if err != nil {
		return &problem{Status: http.StatusBadRequest}
	}
	body := map[string]string{"narrative": "De melder zegt: dit is hetzelfde incident als melding " + spoken(other) + " (" + other.String() + ")."}
	key := uuid.NewSHA1(one.ID, other[:]).String() // said twice it is said once
	if err := v.submit(http.MethodPost, "/v1/incidents/"+one.ID.String()+"/details", key, nil, body, nil); err != nil {
		return err
	}
	return v.done(ownAt+"/"+one.ID.String(), "same")
}
