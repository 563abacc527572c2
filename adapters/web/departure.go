package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/departure"
	"ruggensteun/domain/export"
	"ruggensteun/projections/figures"
)

const departureAt = "/privacy/vertrek"

// departurePages are those of an employer that leaves. That the operator confirms it is done at the terminal.
func (w *web) departurePages() map[string]page {
	return map[string]page{
		departureAt:                {show: w.departure, take: w.departureAsked},
		departureAt + "/intrekken": {show: w.departure, take: w.departureWithdrawn},
	}
}

type departureShown struct {
	Employer     string
	Standing     departure.Standing
	Export       string
	AskedAs      string     `json:"asked_as"`
	AskedAt      *time.Time `json:"asked_at"`
	From         *time.Time
	Since        *int `json:"recorded_since"`
	Holds, Links *int
	ConfirmedAt  *time.Time `json:"confirmed_at"`
	Step         string
	Done, Total  int64
	Certificate  string
	Result       *departureResult
	Notice       *figures.Text
	files        []exportLine // with everything, that left this year
}

type departureResult struct {
	Keys, Removed, Kept, Marks, Documents, Rows, Sessions int
	At                                                    time.Time
}

var (
	departureStandings = map[departure.Standing]string{departure.Stays: "departure.stays", departure.Waiting: "departure.waiting", departure.Ready: "departure.ready", departure.Lapsed: "departure.lapsed", departure.Leaving: "departure.leaving", departure.Left: "departure.left"}
	departureSteps     = map[string]string{"KEYS": "departure.keys", "PAYLOADS": "departure.payloads", "LISTS": "departure.lists", "CERTIFICATE": "departure.certificate"}
)

// theDeparture is how the employer of whoever asks stands. Its code comes with its certificates, which it
// may ask for also after it left.
func (v *visit) theDeparture() (d departureShown, err error) {
	if err := v.mayOpen(access.ReadDeparture); err != nil {
		return d, err
	}
	var own certificatesAnswer
	if err := v.ask("/v1/certificates", url.Values{"limit": {"1"}}, &own); err != nil {
		return d, err
	}
	if err := v.ask("/v1/employers/"+url.PathEscape(own.Employer)+"/departure", nil, &d); err != nil || d.closed() {
		return d, err
	}
	var left exportsAnswer
	if err := v.ask("/v1/exports", nil, &left); err != nil {
		return d, err
	}
	for _, one := range left.Exports {
		if one.Form == string(export.Everything) && !one.Unfinished {
			d.files = append(d.files, one)
		}
	}
	return d, nil
}

func (d departureShown) closed() bool {
	return d.Standing == departure.Leaving || d.Standing == departure.Left
}

func (d departureShown) asked() bool {
	return d.Standing == departure.Waiting || d.Standing == departure.Ready
}

func (v *visit) departureForm(d departureShown, values url.Values) entryForm {
	files := []option{{Text: v.word("privacy.choose")}}
	for _, one := range d.files {
		files = append(files, option{Value: one.Hash, Text: v.moment(one.At) + ", " + one.Hash[:min(12, len(one.Hash))]})
	}
	f := newForm(v.To(departureAt), v.word("departure.ask"), values,
		entry{Name: "export", Label: v.word("departure.file"), Hint: v.word("departure.file-hint"), Kind: choiceEntry, Options: files, Required: true})
	f.Danger = true
	return f
}

func (v *visit) departureWithdrawal(values url.Values) entryForm {
	return newForm(v.To(departureAt+"/intrekken"), v.word("departure.withdraw"), values)
}

func (w *web) departure(v *visit) error { return v.showDeparture(nil, nil) }

// showDeparture shows how it stands and what can be done, with a form as it was filled in.
func (v *visit) showDeparture(values url.Values, wrong error) error {
	d, err := v.theDeparture()
	if err != nil {
		return err
	}
	if v.Actor.Role == access.PrivacyOfficer {
		v.privacyCrumb()
	}
	page := &deskPage{Lead: v.word("departure.lead"), Mark: v.noted(d.Notice), Sections: []deskSection{v.departureFacts(d)}}
	if d.Result != nil {
		page.Sections = append(page.Sections, v.departureResult(d))
	}
	if !d.closed() {
		page.Sections = append(page.Sections, v.departureFiles(d), v.departureAsking(d, values, wrong))
	}
	if d.asked() {
		f := v.departureWithdrawal(values)
		page.Sections = append(page.Sections, deskSection{ID: "intrekken", Title: f.Submit, Texts: []string{v.word("departure.withdraw-text")}, Form: &f})
	}
	return v.show("desk", v.word("departure.title"), page)
}

func (v *visit) departureFacts(d departureShown) deskSection {
	facts := []deskList{{v.word("departure.employer"), d.Employer}, {v.word("departure.standing"), v.word(departureStandings[d.Standing])}}
	add := func(label, text string) { facts = append(facts, deskList{v.word(label), text}) }
	if d.AskedAt != nil {
		add("departure.asked", v.moment(*d.AskedAt)+", "+v.roleOf(d.AskedAs))
		add("departure.file", d.Export)
	}
	if d.From != nil && !d.closed() {
		add("departure.from", v.moment(*d.From))
	}
	count := func(label string, n *int) {
		if n != nil {
			add(label, v.number(*n))
		}
	}
	count("departure.since", d.Since)
	count("departure.holds", d.Holds)
	count("departure.links", d.Links)
	if d.ConfirmedAt != nil {
		add("departure.confirmed", v.moment(*d.ConfirmedAt))
	}
	if key := departureSteps[d.Step]; key != "" {
		add("departure.step", v.word(key))
	}
	s := deskSection{ID: "stand", Title: v.word("departure.how"), Lists: facts, Texts: []string{v.word("departure.steps")}}
	if d.Total > 0 {
		s.Table = &deskTable{Caption: v.word("departure.progress"), Head: []string{v.word("departure.progress")}, Rows: [][]deskCell{{{Done: d.Done, Of: d.Total, Label: v.word("departure.progress"), Text: v.number(int(d.Done)) + " / " + v.number(int(d.Total))}}}}
	}
	return s
}

func (v *visit) departureResult(d departureShown) deskSection {
	r := d.Result
	s := deskSection{ID: "klaar", Title: v.word("departure.result"), Lists: []deskList{{v.word("privacy.at"), v.moment(r.At)}, {v.word("departure.keys-gone"), v.number(r.Keys)}, {v.word("departure.removed"), v.number(r.Removed)}, {v.word("departure.kept"), v.number(r.Kept)},
		{v.word("departure.marks"), v.number(r.Marks)}, {v.word("departure.documents"), v.number(r.Documents)}, {v.word("departure.rows"), v.number(r.Rows)}, {v.word("departure.sessions"), v.number(r.Sessions)}}}
	if d.Certificate != "" {
		s.Links = []link{{Text: v.word("certificate.title"), To: v.To("/privacy/bewijs/" + d.Certificate)}}
	}
	return s
}

// departureFiles are those with everything: whoever leaves takes one along first. The API records each.
func (v *visit) departureFiles(d departureShown) deskSection {
	t := &deskTable{Caption: v.word("departure.files"), Empty: v.word("departure.files-none"), Head: []string{v.word("privacy.at"), v.word("privacy.who"), v.word("export.rows"), v.word("export.hash")}}
	for _, one := range d.files {
		t.Rows = append(t.Rows, []deskCell{said(v.moment(one.At)), said(v.roleOf(one.Role)), v.count(one.Rows), idCell(one.Hash)})
	}
	s := deskSection{ID: "bestand", Title: v.word("departure.files"), Texts: []string{v.word("departure.files-by-registrar")}, Table: t}
	if v.mayOpen(access.TakeEverything) == nil {
		s.Texts, s.Links = []string{v.word("departure.files-text")}, []link{{Text: v.word("departure.take"), To: "/v1/exports/everything"}}
	}
	return s
}

func (v *visit) departureAsking(d departureShown, values url.Values, wrong error) deskSection {
	s := deskSection{ID: "vragen", Title: v.word("departure.ask"), Texts: []string{v.word("departure.ask-text")}}
	if len(d.files) == 0 && wrong == nil {
		s.Texts = []string{v.word("departure.take-first")}
		return s
	}
	f := v.departureForm(d, values)
	if wrong != nil {
		v.mends(&f, wrong)
	}
	s.Form = &f
	return s
}

func (w *web) departureAsked(v *visit) error {
	return v.departureTold("", func(values url.Values) any { return map[string]string{"export": values.Get("export")} }, "done.departure-asked")
}

func (w *web) departureWithdrawn(v *visit) error {
	return v.departureTold("/withdrawal", func(url.Values) any { return struct{}{} }, "done.departure-withdrawn")
}

// departureTold tells something of the departure of whoever asks.
func (v *visit) departureTold(deed string, told func(url.Values) any, done string) error {
	values, err := v.filled()
	if err != nil {
		return err
	}
	d, err := v.theDeparture()
	if err != nil {
		return err
	}
	f := v.departureForm(d, values)
	if err := v.submit(http.MethodPost, "/v1/employers/"+url.PathEscape(d.Employer)+"/departure"+deed, f.Once, nil, told(values), nil); err != nil {
		if v.mends(&f, err) {
			return v.showDeparture(values, err)
		}
		return err
	}
	return v.done(departureAt, strings.TrimPrefix(done, "done."))
}
