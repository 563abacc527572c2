package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
	"ruggensteun/domain/retention"
	"ruggensteun/projections/figures"
)

// privacyPages are those of the privacy officer.
func (w *web) privacyPages() map[string]page {
	return map[string]page{
		"/privacy":                       {show: w.privacy, take: w.openCertificate},
		"/privacy/gelezen":               {show: w.readers},
		"/privacy/vasthouden":            {show: w.placeHold, take: w.holdPlaced},
		"/privacy/vasthouden/{id}":       {show: w.renewHold, take: w.holdRenewed},
		"/privacy/vasthouden/{id}/einde": {show: w.liftHold, take: w.holdLifted},
		"/privacy/wissen":                {show: w.erase, take: w.erased},
		"/privacy/bewijs/{id}":           {show: w.certificate},
		"/privacy/bestand":               {show: w.trace, take: w.traced},
	}
}

func (v *visit) privacyCrumb() {
	v.Crumbs = []link{{Text: v.word("privacy.title"), To: v.To("/privacy")}}
}

// dueAnswer is what is to be erased.
type dueAnswer struct {
	Through string
	Total   int
	Overdue int
	Held    int
	LeftOff int `json:"left_off"`
	Notice  *figures.Text
	Kinds   []dueKind
	Due     []dueLine
}

type dueKind struct {
	Kind    retention.Kind
	Purpose person.Purpose
	Regime  codes.Code
	Term    string
	N, Held int
}

type dueLine struct {
	On        string
	Overdue   bool
	Kind      retention.Kind
	ID        string
	Purpose   person.Purpose
	HeldUntil string `json:"held_until"`
}

type attempt struct {
	At                                           time.Time
	Actor, Role, Employer, Refused, What, Record string
	Route                                        string
}

// fewLines are enough to begin with; the API has all.
const fewLines = "25"

// privacy is the desk: what is to be erased, what is held, who tried, what left.
func (w *web) privacy(v *visit) error {
	var due dueAnswer
	var held holdsAnswer
	var tried struct {
		Attempts []attempt
		Next     string
	}
	var left exportsAnswer
	few := url.Values{"limit": {fewLines}}
	if err := v.askAll(asking{"/v1/retention/due", few, &due}, asking{"/v1/holds", nil, &held}, asking{"/v1/attempts", few, &tried}, asking{"/v1/exports", nil, &left}); err != nil {
		return err
	}
	page := &deskPage{Lead: v.word("privacy.lead"), Mark: v.noted(due.Notice), Numbers: []deskNumber{
		{Label: v.word("privacy.due"), Value: v.number(due.Total), To: "#wissen"}, {Label: v.word("privacy.overdue"), Value: v.number(due.Overdue), To: "#eerst", Bad: due.Overdue > 0},
		{Label: v.word("privacy.held"), Value: v.number(len(held.Holds)), To: "#vast"}, {Label: v.word("privacy.left"), Value: v.number(len(left.Exports)), To: "#mee"},
	}}
	page.Sections = []deskSection{v.dueKinds(due), v.dueFirst(due), v.holdsSection(held), v.attemptsSection(tried.Attempts, tried.Next != ""), v.exportsSection(left.Exports), v.certificateSection(v.certificateForm(nil))}
	return v.show("desk", v.word("privacy.title"), page)
}

func (v *visit) dueKinds(due dueAnswer) deskSection {
	t := &deskTable{Caption: v.word("privacy.due-caption", v.date(due.Through)), Empty: v.word("privacy.due-none", v.date(due.Through)),
		Head: []string{v.word("privacy.kind"), v.word("privacy.details"), v.word("privacy.law"), v.word("privacy.term"), v.word("privacy.number"), v.word("privacy.of-which-held")}}
	for _, k := range due.Kinds {
		t.Rows = append(t.Rows, []deskCell{said(v.kindOf(k.Kind)), said(v.details(k.Purpose)), said(v.label(codes.LegalRegime, k.Regime)), said(v.term(k.Term)), v.count(k.N), v.count(k.Held)})
	}
	return deskSection{ID: "wissen", Title: v.word("privacy.due-title"), Texts: []string{v.word("privacy.due-text")}, Table: t}
}

func (v *visit) dueFirst(due dueAnswer) deskSection {
	t := &deskTable{Caption: v.word("privacy.first-caption"), Empty: v.word("privacy.first-none"), Head: []string{v.word("privacy.on"), v.word("privacy.kind"), v.word("privacy.details"), v.word("privacy.id"), v.word("privacy.held-until")}}
	for _, d := range due.Due {
		on, until := said(v.date(d.On)), deskCell{Text: v.word("privacy.hold-this"), To: v.To("/privacy/vasthouden") + "?" + url.Values{"kind": {string(d.Kind)}, "of": {d.ID}}.Encode()}
		if d.Overdue {
			on.Text += " (" + v.word("privacy.late") + ")"
		}
		if d.HeldUntil != "" {
			until = said(v.date(d.HeldUntil))
		}
		t.Rows = append(t.Rows, []deskCell{on, said(v.kindOf(d.Kind)), said(v.details(d.Purpose)), idCell(d.ID), until})
	}
	if due.LeftOff > 0 {
		t.More = v.word("privacy.left-off", v.number(due.LeftOff))
	}
	return deskSection{ID: "eerst", Title: v.word("privacy.first-title"), Table: t, Links: []link{{Text: v.word("privacy.erase-link"), To: v.To("/privacy/wissen")}}}
}

var fenceWords = map[string]string{"EMPLOYER": "privacy.fence-employer", "UNIT": "privacy.fence-unit", "ROLE": "privacy.fence-role"}

func (v *visit) attemptsSection(list []attempt, more bool) deskSection {
	t := &deskTable{Caption: v.word("privacy.tried-caption"), Empty: v.word("privacy.tried-none"), Head: []string{v.word("privacy.at"), v.word("privacy.who"), v.word("privacy.works-for"), v.word("privacy.stopped-by"), v.word("privacy.what"), v.word("privacy.id")}}
	for _, a := range list {
		stopped := a.Refused
		if key := fenceWords[a.Refused]; key != "" {
			stopped = v.word(key)
		}
		t.Rows = append(t.Rows, []deskCell{said(v.moment(a.At)), said(v.roleOf(a.Role)), said(a.Employer), said(stopped), said(v.recordKind(a.What)), idCell(a.Record)})
	}
	if more {
		t.More = v.word("privacy.tried-more")
	}
	return deskSection{ID: "pogingen", Title: v.word("privacy.tried-title"), Texts: []string{v.word("privacy.tried-text")}, Table: t, Links: []link{{Text: v.word("privacy.readers-link"), To: v.To("/privacy/gelezen")}, {Text: v.word("permit.link"), To: v.To(permitsAt)}}}
}

func (v *visit) certificateForm(values url.Values) entryForm {
	return newForm(v.To("/privacy"), v.word("privacy.certificate-open"), values,
		entry{Name: "certificate", Label: v.word("privacy.certificate-id"), Hint: v.word("privacy.certificate-hint"), Kind: textEntry, Required: true, Most: 36})
}

func (v *visit) certificateSection(f entryForm) deskSection {
	return deskSection{ID: "bewijs", Title: v.word("privacy.certificate-title"), Form: &f}
}

// openCertificate leads to the certificate with an id that somebody wrote down.
func (w *web) openCertificate(v *visit) error {
	values, err := v.filled()
	if err != nil {
		return err
	}
	f := v.certificateForm(values)
	id := strings.ToLower(values.Get("certificate"))
	if err := v.ask("/v1/certificates/"+url.PathEscape(id), nil, nil); err != nil || id == "" {
		if id != "" && !v.missing(&f, err, "certificate") {
			return err
		}
		if id == "" {
			v.missing(&f, &problem{Status: http.StatusNotFound}, "certificate")
		}
		return v.show("desk", v.word("privacy.certificate-title"), &deskPage{Lead: v.word("privacy.lead"), Sections: []deskSection{v.certificateSection(f)}})
	}
	v.status, v.next = http.StatusSeeOther, v.To("/privacy/bewijs/"+id)
	return nil
}
