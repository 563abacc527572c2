package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
)

// reportPages are those of whoever stands in the rain with a telephone.
func (w *web) reportPages() map[string]page {
	return map[string]page{
		reportAt:                  {w.report, w.takeReport},
		ownAt:                     {w.ownReports, nil},
		ownAt + "/{id}":           {w.ownReport, w.takeSame},
		ownAt + "/{id}/aanvullen": {w.more, w.takeMore},
		ownAt + "/{id}/verloop":   {w.course, w.takeCourse},
	}
}

const (
	reportAt = "/melden"
	ownAt    = "/mijn-meldingen"
)

// What stands in the form of a report, which a device keeps until it is sent.
const (
	whoKey     = "wie"      // who typed it: on a shared device somebody else does not send it in his own name
	begunKey   = "begonnen" // when the form was opened, which "now" means
	typedKey   = "getypt"   // when it was finished, by the clock of the device
	clockKey   = "klok"     // by how many minutes that clock is wrong, as far as the device found out
	whatKey    = "wat"
	otherKey   = "anders"
	whenKey    = "wanneer"
	earlierKey = "tijd"
	whereKey   = "waar"
	kindKey    = "soort"
	addressKey = "adres"
	hurtKey    = "gewond"
	nowValue   = "nu"
	yesValue   = "ja"
	noValue    = "nee"
)

// reportPage asks four things.
type reportPage struct {
	Values  url.Values
	Once    string
	Who     string
	Begun   string
	What    []pictogram
	Others  []option
	Where   []option
	Kinds   []option
	Wrong   map[string]string // by question
	Failure *failure
	Other   bool // somebody else typed it
}

type pictogram struct{ Code, Text, Picture string }

// firstWhat are what happens most; the rest is one tap further.
var firstWhat = []pictogram{
	{"VERB_ABUSE", "report.what.abuse", "abuse"}, {"VERB_THREAT", "report.what.threat", "threat"},
	{"PUSH", "report.what.push", "push"}, {"HIT", "report.what.hit", "hit"},
}

var firstWhere = []option{
	{Value: "ROAD", Text: "report.where.road"}, {Value: "HOME", Text: "report.where.home"}, {Value: addressKey, Text: "report.where.address"},
	{Value: otherKey, Text: "report.where.other"}, {Value: "later", Text: "report.where.later"},
}

func (w *web) report(v *visit) error {
	if err := v.may(access.RegisterIncident); err != nil {
		return err
	}
	return v.showReport(v.reportPage(url.Values{}))
}

func (v *visit) showReport(p *reportPage) error {
	v.App = true
	return v.show("report", v.word("report.title"), p)
}

// may refuses a page before somebody fills it in for nothing; the API decides all the same.
func (v *visit) may(action access.Action) error {
	if !v.SignedIn {
		return &problem{Status: http.StatusUnauthorized}
	}
	if v.Actor.MaySome(action, v.Actor.Employer) != nil {
		return &problem{Status: http.StatusForbidden}
	}
	return nil
}

func (v *visit) reportPage(values url.Values) *reportPage {
	p := &reportPage{Values: values, Once: values.Get(onceKey), Who: v.who(), Begun: values.Get(begunKey), Wrong: map[string]string{}}
	if _, err := uuid.Parse(p.Once); err != nil {
		p.Once = uuid.NewString()
	}
	if p.Begun == "" {
		p.Begun = time.Now().In(country).Format("2006-01-02T15:04-07:00")
	}
	for _, one := range firstWhat {
		one.Text = v.word(one.Text)
		p.What = append(p.What, one)
	}
	for _, one := range firstWhere {
		p.Where = append(p.Where, option{Value: one.Value, Text: v.word(one.Text), Selected: values.Get(whereKey) == one.Value})
	}
	first := func(code string) bool {
		return slices.ContainsFunc(firstWhat, func(f pictogram) bool { return f.Code == code }) || slices.ContainsFunc(firstWhere, func(f option) bool { return f.Value == code })
	}
	p.Others = v.codesBut(codes.Behaviour, first, values.Get(otherKey))
	p.Kinds = v.codesBut(codes.LocationType, first, values.Get(kindKey))
	return p
}

// codesBut are the answers of a list but those that stand elsewhere, and what is none of it.
func (v *visit) codesBut(list codes.List, elsewhere func(string) bool, chosen string) []option {
	all := []option{{Text: v.word("report.choose")}}
	for _, e := range list.All() {
		if code := string(e.Code); !e.Code.Missing() && !elsewhere(code) {
			text := e.NL
			if v.Language == english {
				text = e.EN
			}
			all = append(all, option{Value: code, Text: text, Selected: code == chosen})
		}
	}
	return all
}

// who is the same for one person, and tells nobody who it is.
func (v *visit) who() string {
	sum := sha256.Sum256(append([]byte("report "), v.Actor.ID[:]...))
	return hex.EncodeToString(sum[:8])
}

// Has tells whether an answer was given.
func (p *reportPage) Has(name, value string) bool { return slices.Contains(p.Values[name], value) }

func (w *web) takeReport(v *visit) error {
	if err := v.may(access.RegisterIncident); err != nil {
		return err
	}
	values, err := v.filled()
	if err != nil {
		return err
	}
	p := v.reportPage(values)
	if typed := values.Get(whoKey); typed != "" && typed != p.Who {
		p.Other, v.status = true, http.StatusForbidden
		return v.showReport(p)
	}
	body := bodyOf(values)
	if body["behaviours"] == nil {
		p.Wrong[whatKey], v.status = v.word("report.what.missing"), http.StatusBadRequest
		return v.showReport(p)
	}
	var out struct{ ID uuid.UUID }
	if err := v.submit(http.MethodPost, "/v1/incidents", p.Once, nil, body, &out); err != nil {
		if !v.mendsReport(p, err) {
			return err
		}
		return v.showReport(p)
	}
	err = v.done(ownAt+"/"+out.ID.String(), "reported")
	v.answer = map[string]string{"to": v.next, "number": spoken(out.ID)}
	return err
}

// bodyOf is a report as the API takes it. It follows from what was filled in alone: sent twice it
// is one request, and recorded once.
func bodyOf(values url.Values) map[string]any {
	body := map[string]any{"occurred": map[string]string{"at": values.Get(begunKey)}}
	if values.Get(whenKey) == "eerder" {
		body["occurred"] = map[string]string{"at": values.Get(earlierKey)}
		if values.Get(earlierKey) == "" {
			body["occurred"] = map[string]string{"finer": "UNKNOWN"}
		}
	}
	if typed := values.Get(typedKey); typed != "" {
		body["reported"] = map[string]string{"at": typed}
	}
	var what []string
	for _, code := range values[whatKey] {
		switch {
		case code == otherKey && values.Get(otherKey) == "":
			what = append(what, string(codes.Other))
		case code == otherKey:
			what = append(what, values.Get(otherKey))
		default:
			what = append(what, code)
		}
	}
	if len(what) > 0 {
		body["behaviours"] = what
	}
	maps.Copy(body, whereOf(values))
	if values.Get(hurtKey) == yesValue {
		body["reach"] = "REACHED"
	}
	if said := toldOf(values); said != "" {
		body["narrative"] = said
	}
	return body
}

func whereOf(values url.Values) map[string]any {
	switch where := values.Get(whereKey); where {
	case "", "later":
	case addressKey, otherKey:
		some := map[string]any{}
		if kind := values.Get(kindKey); kind != "" {
			some["place"] = map[string]string{"type": kind}
		}
		if address := values.Get(addressKey); address != "" {
			some["address"] = address
		}
		return some
	default:
		return map[string]any{"place": map[string]string{"type": where}}
	}
	return nil
}

// toldOf is what has no code of its own, in the words of the record.
func toldOf(values url.Values) string {
	var said []string
	switch values.Get(hurtKey) {
	case yesValue:
		said = append(said, "Gewond: ja.")
	case noValue:
		said = append(said, "Gewond: nee.")
	}
	if minutes := values.Get(clockKey); minutes != "" {
		said = append(said, "De klok van het toestel wees "+minutes+" minuten verkeerd; de tijden zijn daarmee verbeterd.")
	}
	return strings.Join(said, " ")
}

// mendsReport puts what the API finds wrong beside the question that it is about.
func (v *visit) mendsReport(p *reportPage, err error) bool {
	form := entryForm{}
	if !v.mends(&form, err) {
		return false
	}
	p.Failure = form.Failure
	wrong := &problem{}
	errors.As(err, &wrong)
	p.Failure.Fields = nil
	for _, one := range wrong.Errors {
		switch field, _, _ := strings.Cut(one.Field, "."); strings.TrimRight(field, "[]0123456789") {
		case "occurred", "reported":
			p.Wrong[whenKey] = v.word("report.when.wrong")
		case "behaviours":
			p.Wrong[whatKey] = v.word("report.what.missing")
		case "place", "address":
			p.Wrong[whereKey] = v.word("report.where.wrong")
		default:
			p.Failure.Fields = append(p.Failure.Fields, v.fieldFailure(one))
		}
	}
	return true
}

// spoken is the number of a report as it is told.
func spoken(id uuid.UUID) string { return incident.Spoken(id) }
