package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/release"
	"ruggensteun/projections/figures"
)

const (
	releasesAt = "/publicaties"
	citedAt    = "/aangehaald/{hash}"
)

func (w *web) releasePages() map[string]page {
	one := releasesAt + "/{id}"
	return map[string]page{
		releasesAt:            {show: w.releases},
		releasesAt + "/nieuw": {show: w.prepareRelease, take: w.releasePrepared},
		one:                   {show: w.release},
		one + "/narekenen":    {show: w.checkRelease},
		one + "/duiding":      {show: w.explainRelease, take: w.releaseExplained},
		one + "/uitbrengen":   {show: w.publishRelease, take: w.releasePublished},
		one + "/intrekken":    {show: w.withdrawRelease, take: w.releaseWithdrawn},
		citedAt:               {show: w.cited},
	}
}

type releaseEpoch struct {
	End      time.Time
	Position int64
}

type releaseLine struct {
	ID        string
	State     release.Stage
	Title     figures.Text
	Viewer    access.Audience
	Epoch     releaseEpoch
	Prepared  time.Time  `json:"prepared_at"`
	Published *time.Time `json:"published_at"`
	Withdrawn *time.Time `json:"withdrawn_at"`
}

type releasesAnswer struct {
	Releases []releaseLine
	Notice   *figures.Text
}

// releaseAnswer is a release as the API has it.
type releaseAnswer struct {
	releaseLine
	Version int64
	Method  struct {
		Key   string `json:"cell_key"`
		Table string `json:"p_table"`
		Rules string
	}
	Due       string
	Term      figures.Text
	Concerned []struct {
		Employer           string
		Explained, Awaited bool
	}
	Explanations []struct {
		Employer, Unit, Text string
		Nothing              bool
		At                   time.Time
	}
	Answers []struct {
		Question, Hash, Where, Citation string
		Size                            int
	}
	Publication *struct {
		At              time.Time
		Early, Accepted string
		Unheard         []string
		Findings        []releaseFinding
	}
	Withdrawal *struct {
		At         time.Time
		Reason     string
		ReplacedBy string `json:"replaced_by"`
	}
	Notice *figures.Text
}

type releaseFinding struct {
	Kind            release.Kind
	Release         string
	Question, Other string
	Cells           int
}

var releaseStages = map[release.Stage]string{release.Waiting: "release.prepared", release.Out: "release.out", release.TakenBack: "release.withdrawn"}

func (v *visit) releaseStage(s release.Stage) string { return v.word(releaseStages[s]) }

func (v *visit) releaseFor(viewer access.Audience) string {
	if viewer == access.ForPublic {
		return v.word("release.for-public")
	}
	return v.word("release.for-analyst")
}

// monthEnd is the last day of the month that a release is as of the end of.
func (v *visit) monthEnd(e releaseEpoch) string {
	return v.day(e.End.In(country).AddDate(0, 0, -1))
}

func (v *visit) releaseCrumb(more ...link) {
	v.Crumbs = append([]link{{Text: v.word("menu.releases"), To: v.To(releasesAt)}}, more...)
}

func (v *visit) mayPublish() bool {
	return v.Actor.May(access.PublishRelease, v.Actor.Employer) == nil
}

func (v *visit) theReleases(state release.Stage) (list releasesAnswer, err error) {
	query := url.Values{}
	if state != release.None {
		query.Set("state", string(state))
	}
	return list, v.ask("/v1/releases", query, &list)
}

// releases is the ledger: all that is prepared, that went out, and that was taken back.
func (w *web) releases(v *visit) error {
	list, err := v.theReleases(release.None)
	if err != nil {
		return err
	}
	t := &deskTable{Caption: v.word("release.caption"), Empty: v.word("release.none"), Head: []string{v.word("release.title"), v.word("release.state"), v.word("release.for"), v.word("release.as-of"), v.word("release.prepared-on"), v.word("release.out-on")}}
	out, waits := 0, 0
	for _, r := range list.Releases {
		went := "–"
		if r.Published != nil {
			went = v.day(r.Published.In(country))
		}
		switch r.State {
		case release.Out:
			out++
		case release.Waiting:
			waits++
		}
		t.Rows = append(t.Rows, []deskCell{{Text: v.In(r.Title), To: v.To(releasesAt + "/" + r.ID)}, said(v.releaseStage(r.State)), said(v.releaseFor(r.Viewer)), said(v.monthEnd(r.Epoch)), said(v.day(r.Prepared.In(country))), said(went)})
	}
	section := deskSection{ID: "boek", Title: v.word("release.ledger"), Texts: []string{v.word("release.ledger-text"), v.word("release.safe")}, Table: t}
	if v.mayPublish() {
		section.Links = []link{{Text: v.word("release.new"), To: v.To(releasesAt + "/nieuw")}}
	}
	page := &deskPage{Lead: v.word("release.lead"), Mark: v.noted(list.Notice), Sections: []deskSection{section},
		Numbers: []deskNumber{{Label: v.word("release.out"), Value: v.number(out)}, {Label: v.word("release.prepared"), Value: v.number(waits)}}}
	return v.show("desk", v.word("menu.releases"), page)
}

// theRelease is the one of the address.
func (v *visit) theRelease() (r releaseAnswer, err error) {
	return r, v.ask("/v1/releases/"+v.ofPath("id"), nil, &r)
}

func (r releaseAnswer) at(v *visit) string { return v.To(releasesAt + "/" + r.ID) }

func (w *web) release(v *visit) error {
	r, err := v.theRelease()
	if err != nil {
		return err
	}
	v.releaseCrumb()
	page := &deskPage{Lead: v.word("release.one-lead", v.releaseFor(r.Viewer), v.monthEnd(r.Epoch)), Mark: v.noted(r.Notice)}
	page.Sections = append(page.Sections, v.releaseState(r), v.releaseAnswers(r), v.releaseSaid(r), v.releaseMade(r))
	return v.show("desk", v.In(r.Title), page)
}

// releaseState is how far it came, and what can be done next by whoever looks.
func (v *visit) releaseState(r releaseAnswer) deskSection {
	s := deskSection{ID: "stand", Title: v.word("release.state"), Texts: []string{v.word("release.safe")}, Lists: []deskList{{v.word("release.state"), v.releaseStage(r.State)}, {v.word("release.prepared-on"), v.moment(r.Prepared)}}}
	add := func(label, text string) {
		if text != "" {
			s.Lists = append(s.Lists, deskList{v.word(label), text})
		}
	}
	if r.State == release.Waiting {
		add("release.due", v.date(r.Due)+" ("+v.In(r.Term)+")")
	}
	if p := r.Publication; p != nil {
		add("release.out-on", v.moment(p.At))
		add("release.early", p.Early)
		add("release.unheard", strings.Join(p.Unheard, ", "))
		add("release.accepted", p.Accepted)
	}
	if t := r.Withdrawal; t != nil {
		add("release.withdrawn-on", v.moment(t.At))
		add("release.reason", t.Reason)
		if t.ReplacedBy != "" {
			s.Links = append(s.Links, link{Text: v.word("release.instead"), To: v.To(releasesAt + "/" + t.ReplacedBy)})
		}
	}
	s.Links = append(s.Links, v.releaseDeeds(r)...)
	return s
}

func (v *visit) releaseDeeds(r releaseAnswer) (list []link) {
	if r.State != release.TakenBack && v.Actor.May(access.ExplainRelease, v.Actor.Employer) == nil {
		list = append(list, link{Text: v.word("release.explain"), To: r.at(v) + "/duiding"})
	}
	if v.mayPublish() && r.State == release.Waiting {
		list = append(list, link{Text: v.word("release.publish"), To: r.at(v) + "/uitbrengen"})
	}
	list = append(list, link{Text: v.word("release.check"), To: r.at(v) + "/narekenen"})
	if v.mayPublish() && r.State != release.TakenBack {
		list = append(list, link{Text: v.word("release.withdraw"), To: r.at(v) + "/intrekken"})
	}
	return list
}

// releaseAnswers are the numbers that it is of: the bytes as they were printed, by what they are cited by.
func (v *visit) releaseAnswers(r releaseAnswer) deskSection {
	t := &deskTable{Caption: v.word("release.answers"), Empty: v.word("release.none"), Head: []string{v.word("release.question"), v.word("release.bytes"), v.word("release.hash"), v.word("release.citation")}}
	for _, a := range r.Answers {
		cite := said(v.word("release.not-cited"))
		if a.Citation != "" {
			cite = deskCell{Text: v.word("release.cite-link"), To: v.To("/aangehaald/" + a.Hash)}
		}
		t.Rows = append(t.Rows, []deskCell{said(v.asksOf(a.Question)), {Text: v.word("release.json"), To: a.Where}, idCell(a.Hash), cite})
	}
	return deskSection{ID: "cijfers", Title: v.word("release.answers"), Texts: []string{v.word("release.answers-text")}, Table: t}
}

// asksOf is a question in words; what is not read any more stands as it was printed.
func (v *visit) asksOf(text string) string { return v.savedAsks(savedQuestion{Question: text}) }

// releaseSaid is the duiding: who was to be heard, and what was said.
func (v *visit) releaseSaid(r releaseAnswer) deskSection {
	s := deskSection{ID: "duiding", Title: v.word("release.said"), Texts: []string{v.word("release.said-text")}}
	states := []string{"release.heard", "release.awaited", "release.unheard-one"}
	by := map[string][]string{}
	for _, c := range r.Concerned {
		state := states[2]
		switch {
		case c.Explained:
			state = states[0]
		case c.Awaited:
			state = states[1]
		}
		by[state] = append(by[state], c.Employer)
	}
	for _, state := range states {
		if len(by[state]) > 0 {
			s.Lists = append(s.Lists, deskList{v.word(state), strings.Join(by[state], ", ")})
		}
	}
	s.Table = &deskTable{Caption: v.word("release.said"), Empty: v.word("release.said-none"), Head: []string{v.word("release.employer"), v.word("release.text"), v.word("release.on")}}
	for _, e := range r.Explanations {
		who, text := e.Employer, e.Text
		if e.Unit != "" {
			who += " / " + e.Unit
		}
		if e.Nothing {
			text = v.word("release.nothing")
		}
		s.Table.Rows = append(s.Table.Rows, []deskCell{said(who), said(text), said(v.moment(e.At))})
	}
	return s
}

// releaseMade is by what numbers were printed, for whoever works them out anew.
func (v *visit) releaseMade(r releaseAnswer) deskSection {
	return deskSection{ID: "gemaakt", Title: v.word("release.made"), Lists: []deskList{
		{v.word("release.as-of"), v.monthEnd(r.Epoch) + ", " + v.word("release.position", position(r.Epoch.Position))},
		{v.word("release.rules"), r.Method.Rules}, {v.word("release.key"), r.Method.Key}, {v.word("release.p-table"), r.Method.Table}}}
}

// cited is a figure that was published for everybody, as it was printed, found by its hash.
func (w *web) cited(v *visit) error {
	var a figures.Answer
	if err := v.ask("/v1/citations/"+v.ofPath("hash"), nil, &a); err != nil {
		return err
	}
	q, err := figures.ParseQuestion(a.Question)
	if err != nil {
		return err
	}
	title := v.titleOf(q)
	page := &figurePage{Lead: v.word("release.cited-lead"), Tables: []table{v.tableOf(a)}}
	v.tell(page, a.Told(v.figures()), a.Protection, a.Position.String())
	if v.lastHeader.Get("Release-State") == string(release.TakenBack) {
		page.Withdrawn = v.word("release.cited-withdrawn")
	}
	page.Files = []link{{Text: v.word("file.json"), To: "/v1/citations/" + v.ofPath("hash")}}
	page.Cite = v.word("cite.text", title, a.Question, v.stable(url.Values{}))
	return v.show("figure", title, page)
}

// ofVersion holds a change to the release as whoever asks for it saw it.
func ofVersion(values url.Values) http.Header {
	return http.Header{"If-Match": {`"` + strings.Trim(values.Get(versionKey), `"`) + `"`}}
}
