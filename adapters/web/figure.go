package web

import (
	"errors"
	"html/template"
	"maps"
	"net/http"
	"net/url"

	"ruggensteun/domain/access"
	"ruggensteun/projections/figures"
)

// view is a question that has a name, and a page.
type view struct {
	path, api, menu, title, lead string
	by                           []figures.Dimension // what it can be laid out by; All is its usual way
	usual                        string              // the key of that
	own                          []figures.Dimension // of which protected figures are not told
}

var views = []view{
	{path: "/tijd", api: "/views/time-of-day", menu: "menu.time", title: "time.title", lead: "time.lead", usual: "time.usual",
		by: []figures.Dimension{figures.All, figures.TimeBand, figures.Month, figures.Year}},
	{path: "/plaats", api: "/views/location", menu: "menu.place", title: "place.title", lead: "place.lead", usual: "place.usual",
		by:  []figures.Dimension{figures.All, figures.Province, figures.Region, figures.PoliceUnit, figures.Gemeente, figures.Urbanity, figures.Employer, figures.Area, figures.OwnUnit},
		own: []figures.Dimension{figures.Area, figures.OwnUnit}},
	{path: "/aanleidingen", api: "/views/triggers", menu: "menu.triggers", title: "triggers.title", lead: "triggers.lead", usual: "triggers.usual",
		by: []figures.Dimension{figures.All, figures.Occasion, figures.Profession, figures.Amplifier, figures.Measure, figures.Phase, figures.Injury, figures.Support}},
	{path: "/daders", api: "/views/offenders", menu: "menu.offenders", title: "offenders.title", lead: "offenders.lead", usual: "offenders.usual",
		by: []figures.Dimension{figures.All, figures.Nth, figures.History, figures.GroupSize, figures.AgeBand}},
}

// figurePages are those in the menu, in its order.
var figurePages = append(append([]view{}, views...),
	view{path: "/trend", menu: "menu.trend"}, view{path: "/keten", menu: "menu.chain"}, view{path: "/vraag", menu: "menu.free"})

// pictures are those of the API, made by this program.
type pictures struct{ Wide, Narrow, None string }

type picture struct{ Wide, Narrow template.HTML }

// drawn takes SVG as it is: this program drew it, of printed numbers and texts that it escaped.
func (p *pictures) drawn() *picture {
	if p == nil || p.Wide == "" {
		return nil
	}
	return &picture{template.HTML(p.Wide), template.HTML(p.Narrow)}
}

// figurePage is what a page with figures says.
type figurePage struct {
	Lead      string
	By        []link
	Form      form
	Failure   *failure // the form stays, to be mended
	Exact     bool
	Told      figures.Told
	Protected string // how, at length
	Position  string
	Picture   *picture
	Rates     []table // with the reason of a high one beside it, so they are not folded away
	Tables    []table
	Said      []string // what a trend allows one to say
	Cite      string
	Files     []link
	Compare   []pair // the question, as hidden fields; nil where it cannot be
	Adapt     string
	Keep      []link // to keep the question, or to change what is kept
	Share     string // the address of a question that is kept
	Lacking   string // why there is no rate
	Withdrawn string // that nobody should rely on it any more
}

// view makes a page of a view.
func (w *web) view(s view) handle {
	return func(v *visit) error {
		query, tidy := v.tidied()
		if !tidy {
			return v.goTo(query)
		}
		page := &figurePage{Lead: v.word(s.lead), By: v.layouts(s, query)}
		return v.figure(page, s.api, v.word(s.title), query, v.kept(query, "by"))
	}
}

// kept are parameters that a form sends on as they are.
func (v *visit) kept(query url.Values, names ...string) []pair {
	var list []pair
	for _, name := range names {
		if value := query.Get(name); value != "" {
			list = append(list, pair{name, value})
		}
	}
	return list
}

// layouts are links to the same question, laid out otherwise.
func (v *visit) layouts(s view, query url.Values) (list []link) {
	for _, d := range s.by {
		if v.Actor.Role == access.Analyst && contains(s.own, d) {
			continue
		}
		by, text := string(d), ""
		switch d {
		case figures.All:
			text = v.word(s.usual)
		case figures.OwnUnit:
			by, text = "unit", v.In(d.Named())
		default:
			text = v.In(d.Named())
		}
		other := maps.Clone(query)
		if other.Del("by"); by != "" {
			other.Set("by", by)
		}
		to := v.To(v.Path)
		if len(other) > 0 {
			to += "?" + other.Encode()
		}
		list = append(list, link{Text: text, To: to, Here: query.Get("by") == by})
	}
	return list
}

func contains(list []figures.Dimension, d figures.Dimension) bool {
	for _, one := range list {
		if one == d {
			return true
		}
	}
	return false
}

// free is the page of questions that somebody puts together.
func (w *web) free(v *visit) error {
	query, tidy := v.tidied()
	if !tidy {
		return v.goTo(query)
	}
	if !query.Has("rows") && !query.Has("columns") && len(query) == 0 {
		query.Set("rows", string(figures.Place))
		query.Set("columns", string(figures.BehaviourGroup))
	}
	units := []option{}
	for _, u := range []figures.Unit{figures.CountIncidents, figures.CountWorkers, figures.CountSuspects, figures.CountAangiften, figures.CountCases} {
		value := string(u)
		if u == figures.CountIncidents {
			value = ""
		}
		units = append(units, option{Value: value, Text: v.In(u.Named())})
	}
	page := &figurePage{Lead: v.word("free.lead")}
	page.Form.Own = []field{
		v.choice("unit", "form.unit", units, query.Get("unit")),
		v.choice("rows", "form.rows", v.dimensions("form.no-rows"), query.Get("rows")),
		v.choice("columns", "form.columns", v.dimensions("form.no-columns"), query.Get("columns")),
		v.choice("per", "rate.per", v.perOptions(), query.Get("per")),
	}
	return v.figure(page, "/figures", v.word("free.title"), query, nil)
}

// figure asks, and says what it is told; a question that cannot be asked so is said to be one, above
// the form that it was asked with.
func (v *visit) figure(page *figurePage, api, title string, query url.Values, hidden []pair) error {
	var answer struct {
		figures.Answer
		Pictures *pictures `json:"pictures"`
	}
	err := v.ask("/v1"+api, ofAPI(query, v.Language), &answer)
	if !v.mendable(page, err) {
		return err
	}
	own := page.Form.Own
	page.Form = v.form(query, own, answer.Coverage)
	page.Form.Hidden = append(page.Form.Hidden, hidden...)
	if page.Failure == nil {
		v.answered(page, api, title, query, answer.Answer, answer.Pictures)
	}
	return v.show("figure", title, page)
}

// answered puts an answer on the page, and what can be done with it.
func (v *visit) answered(page *figurePage, api, title string, query url.Values, a figures.Answer, drawn *pictures) {
	v.tell(page, a.Told(v.figures()), a.Protection, a.Position.String())
	page.Picture, page.Tables = drawn.drawn(), []table{v.tableOf(a)}
	switch {
	case a.Rates != nil && a.Rates.Lacking != nil:
		page.Lacking = v.In(*a.Rates.Lacking)
	case a.Rates != nil:
		page.Rates = append(page.Rates, v.ratesOf(a))
	}
	page.Files = v.files(api, query, page.Position, "csv", "xlsx", "json")
	if query.Get("viewer") == string(access.ForPublic) {
		page.Files = append(page.Files, v.files(api, query, page.Position, "open-data")...)
	}
	if q, err := figures.ParseQuestion(a.Question); err == nil {
		of := withViewer(asked(q), query)
		page.Adapt = v.To("/vraag") + "?" + of.Encode()
		v.keeps(page, q, of)
		of.Del("per")
		page.Compare = sortedPairs(of)
	}
	page.Cite = v.citation(title, a.Question, query, page.Position)
}

// keeps are what somebody may do with a question so that it lasts.
func (v *visit) keeps(page *figurePage, q figures.Question, of url.Values) {
	q.AsOf = 0
	kept := url.Values{"vraag": {q.String()}}.Encode()
	if page.Keep == nil && v.Actor.May(access.SaveQuestion, v.Actor.Employer) == nil {
		page.Keep = append(page.Keep, link{Text: v.word("saved.keep"), To: v.To(savedAt+"/bewaren") + "?" + kept})
	}
	if v.Actor.May(access.PublishRelease, v.Actor.Employer) == nil {
		page.Keep = append(page.Keep, link{Text: v.word("release.of-this"), To: v.To(releasesAt+"/nieuw") + "?" + kept})
		if of.Get("viewer") == "" {
			open := maps.Clone(of)
			open.Set("viewer", string(access.ForPublic))
			page.Keep = append(page.Keep, link{Text: v.word("figure.public"), To: v.To("/vraag") + "?" + open.Encode()})
		}
	}
}

func withViewer(q, query url.Values) url.Values {
	if viewer := query.Get("viewer"); viewer != "" {
		q.Set("viewer", viewer)
	}
	return q
}

// mendable tells whether the page can be shown: it went well, or it is the question that is wrong.
func (v *visit) mendable(page *figurePage, err error) bool {
	var p *problem
	switch {
	case err == nil:
		return true
	case errors.As(err, &p) && p.Status == http.StatusBadRequest:
		page.Failure, v.status = v.failure(p), http.StatusBadRequest
		return true
	}
	return false
}

// tell puts what goes with every figure on the page.
func (v *visit) tell(page *figurePage, told figures.Told, protection *figures.Text, position string) {
	page.Exact, page.Position = protection == nil, position
	if protection != nil {
		page.Protected = v.In(*protection)
	}
	for _, note := range told.Notes {
		if note != page.Protected {
			page.Told.Notes = append(page.Told.Notes, note)
		}
	}
	page.Told.Definition, page.Told.Invented = told.Definition, told.Invented
}

var fileWords = map[string]string{"csv": "file.csv", "xlsx": "file.xlsx", "json": "file.json", "open-data": "file.open-data"}

// files are the addresses of the same answer as a file. Who follows one is written down.
func (v *visit) files(api string, query url.Values, position string, forms ...string) (list []link) {
	for _, form := range forms {
		q := maps.Clone(query)
		q.Del(moreFilters)
		q.Set("asOf", position)
		q.Set("format", form)
		q.Set("language", string(v.Language))
		list = append(list, link{Text: v.word(fileWords[form]), To: "/v1" + api + "?" + q.Encode()})
	}
	return list
}

// citation is what to write below a figure that is used elsewhere: with it anybody who may can ask the same again.
func (v *visit) citation(title, question string, query url.Values, position string) string {
	q := maps.Clone(query)
	q.Del(moreFilters)
	q.Set("asOf", position)
	return v.word("cite.text", title, question, v.stable(q))
}

// stable is where this page is for everybody else, with a question.
func (v *visit) stable(q url.Values) string {
	scheme := "https"
	if v.r.TLS == nil && v.r.Header.Get("X-Forwarded-Proto") != "https" {
		scheme = "http"
	}
	at := scheme + "://" + v.r.Host + v.To(v.Path)
	if len(q) > 0 {
		at += "?" + q.Encode()
	}
	return at
}
