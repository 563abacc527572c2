package web

import (
	"net/http"
	"net/url"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
)

const (
	victimsKey = "slachtoffers"
	followKey  = "volgen"
)

// beginCase asks of whom a case that begins with an incident is.
func (w *web) beginCase(v *visit) error {
	t, err := v.incidentTold(v.r.PathValue("incident"))
	if err != nil {
		return err
	}
	if err := v.may(access.OpenCase); err != nil {
		return err
	}
	return v.showCaseBegin(t, v.caseForm(t, url.Values{}))
}

func (v *visit) caseForm(t told, given url.Values) entryForm {
	var who []option
	if t.Personal != nil {
		for _, one := range t.Personal.Workers {
			o := option{Value: one.Person.String(), Text: one.Name, Selected: true}
			if o.Text == "" {
				o.Text = v.word("case.victim", short(one.Person))
			}
			who = append(who, o)
		}
	}
	entries := []entry{{Name: followKey, Label: v.word("case.begin.follow"), Hint: v.word("case.begin.follow-hint"), Kind: checkEntry, Value: "true"}}
	if len(who) > 0 {
		entries = append([]entry{{Name: victimsKey, Label: v.word("case.begin.who"), Kind: checksEntry, Options: who}}, entries...)
	}
	f := newForm(v.To(incidentPageAt(t.ID)+"/zaak"), v.word("case.begin.submit"), given, entries...)
	if len(given) > 0 && given.Get(followKey) == "" {
		f.Entries[len(f.Entries)-1].Value = ""
	}
	return f
}

func (v *visit) showCaseBegin(t told, f entryForm) error {
	incident := link{Text: v.word("incident.title", spoken(t.ID)), To: v.To(incidentPageAt(t.ID))}
	page := &deedPage{Case: incident, Lead: v.word("case.begin.lead"), Form: &f}
	for _, id := range t.Cases {
		page.ListSay = v.word("case.begin.there")
		page.List = append(page.List, alert{v.word("case.name", short(id)), "wait", &link{Text: v.word("case.begin.look"), To: v.To("/zaak/" + id.String())}})
	}
	v.Crumbs = []link{{Text: v.word("registrar.title"), To: v.To(reportsAt)}, incident}
	return v.show("deed", v.word("case.begin"), page)
}

// caseBegun opens it, links what it is about and gives it to whoever wants to follow it. Each of these has a key
// of the one form: what failed halfway is finished by sending it again.
func (w *web) caseBegun(v *visit) error {
	t, err := v.incidentTold(v.r.PathValue("incident"))
	if err != nil {
		return err
	}
	given, err := v.filled()
	if err != nil {
		return err
	}
	f := v.caseForm(t, given)
	id, err := v.openNewCase(t, given, f.Once)
	if err != nil {
		if !v.mends(&f, err) {
			return err
		}
		return v.showCaseBegin(t, f)
	}
	return v.done("/zaak/"+id, "case-begun")
}

func (v *visit) openNewCase(t told, given url.Values, once string) (string, error) {
	var made struct{ ID string }
	if err := v.submit(http.MethodPost, "/v1/cases", once, nil, struct {
		Regime codes.Code `json:"regime,omitempty"`
	}{t.Regime}, &made); err != nil {
		return "", err
	}
	at := "/v1/cases/" + made.ID
	links := []linkForm{{Kind: "INCIDENT", ID: t.ID.String()}}
	for _, worker := range given[victimsKey] {
		if _, err := uuid.Parse(worker); err == nil {
			links = append(links, linkForm{Kind: "WORKER", ID: worker})
		}
	}
	for _, one := range links {
		if err := v.submit(http.MethodPost, at+"/links", after(once, one.Kind+one.ID), nil, one, nil); err != nil {
			return "", err
		}
	}
	if given.Get(followKey) == "" {
		return made.ID, nil
	}
	return made.ID, v.submit(http.MethodPost, at+"/assignment", after(once, followKey), nil, struct{}{}, nil)
}
