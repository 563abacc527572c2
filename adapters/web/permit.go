package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/permit"
)

const permitsAt = "/privacy/toestemming"

// permitPages are those of two persons who look for a third.
func (w *web) permitPages() map[string]page {
	return map[string]page{
		permitsAt:                     {show: w.permits, take: w.permitAsked},
		permitsAt + "/{id}":           {show: w.permit},
		permitsAt + "/{id}/geven":     {show: w.permit, take: w.permitDecided("grant", (*visit).permitGrantForm)},
		permitsAt + "/{id}/weigeren":  {show: w.permit, take: w.permitDecided("refusal", (*visit).permitRefusalForm)},
		permitsAt + "/{id}/intrekken": {show: w.permit, take: w.permitDecided("withdrawal", (*visit).permitWithdrawalForm)},
		permitsAt + "/{id}/zoeken":    {show: w.permit, take: w.permitUsed},
	}
}

type permitLine struct {
	ID       string
	Kind     permit.Kind
	Standing permit.Standing
	By, Role string
	Purpose  string
	AskedAt  time.Time `json:"asked_at"`
	Until    *time.Time
	UsesLeft int `json:"uses_left"`
	Own      bool
}

type permitText struct {
	Text string
}

type permitAnswer struct {
	permitLine
	Reason    permitText
	Decided   *permitDecided
	Withdrawn *permitDecided
	Uses      []struct {
		Number int
		At     time.Time
		Found  []string
	}
}

type permitDecided struct {
	Role   string
	At     time.Time
	Reason *permitText
}

var (
	permitKindWords     = map[permit.Kind]string{permit.SearchPersons: "permit.search-persons", permit.SearchSuspects: "permit.search-suspects", permit.OpenIdentity: "permit.open-identity"}
	permitStandingWords = map[permit.Standing]string{permit.Waiting: "permit.waiting", permit.Holds: "permit.holds", permit.Declined: "permit.refused", permit.UsedUp: "permit.used-up", permit.Lapsed: "permit.lapsed", permit.TakenOff: "permit.withdrawn"}
)

// permitDone says what was done, by the last part of the API's path.
var permitDone = map[string]string{"grant": "done.permit-grant", "refusal": "done.permit-refusal", "withdrawal": "done.permit-withdrawal"}

// permitForm asks for a search; whom it is for is kept as a keyed hash only.
func (v *visit) permitForm(values url.Values) entryForm {
	return newForm(v.To(permitsAt), v.word("permit.ask"), values,
		entry{Name: "kind", Label: v.word("permit.kind"), Kind: choiceEntry, Required: true, Options: []option{{Text: v.word("privacy.choose")},
			{Value: string(permit.SearchPersons), Text: v.word("permit.search-persons")}, {Value: string(permit.SearchSuspects), Text: v.word("permit.search-suspects")}}},
		entry{Name: "search.name", Label: v.word("permit.name"), Hint: v.word("permit.name-hint"), Kind: textEntry, Most: 200},
		entry{Name: "search.staff_number", Label: v.word("permit.staff-number"), Kind: textEntry, Most: 60},
		entry{Name: "search.born_on", Label: v.word("permit.born-on"), Kind: dayEntry},
		entry{Name: "reason", Label: v.word("permit.reason"), Hint: v.word("permit.reason-hint"), Kind: areaEntry, Required: true, Most: 2000})
}

// permits are one's own and those that one decides about.
func (w *web) permits(v *visit) error {
	if err := v.mayOpen(access.ReadPermits); err != nil {
		return err
	}
	return v.showPermits(v.permitForm(nil))
}

func (v *visit) showPermits(f entryForm) error {
	var all struct{ Permits []permitLine }
	if err := v.ask("/v1/permits", nil, &all); err != nil {
		return err
	}
	v.permitCrumbs(false)
	t := &deskTable{Caption: v.word("permit.caption"), Empty: v.word("permit.none"), Head: []string{v.word("permit.asked-at"), v.word("permit.decide"), v.word("permit.standing"), v.word("permit.kind"), v.word("privacy.who"), v.word("permit.until"), v.word("permit.uses-left")}}
	waiting := 0
	for _, p := range all.Permits {
		open := v.word("permit.show")
		if p.Standing == permit.Waiting && !p.Own {
			waiting++
			open = v.word("permit.decide-now")
		}
		until := ""
		if p.Until != nil {
			until = v.moment(*p.Until)
		}
		t.Rows = append(t.Rows, []deskCell{said(v.moment(p.AskedAt)), {Text: open, To: v.To(permitsAt + "/" + p.ID)}, said(v.word(permitStandingWords[p.Standing])), said(v.word(permitKindWords[p.Kind])), said(v.permitBy(p)), said(until), v.count(p.UsesLeft)})
	}
	page := &deskPage{Lead: v.word("permit.lead"), Numbers: []deskNumber{{Label: v.word("permit.to-decide"), Value: v.number(waiting), To: "#lijst", Bad: waiting > 0}},
		Sections: []deskSection{{ID: "lijst", Title: v.word("permit.list"), Table: t}, {ID: "vragen", Title: v.word("permit.ask-title"), Texts: []string{v.word("permit.ask-text")}, Form: &f}}}
	return v.show("desk", v.word("permit.title"), page)
}

func (v *visit) permitBy(p permitLine) string {
	if p.Own {
		return v.word("permit.own", v.roleOf(p.Role))
	}
	return v.roleOf(p.Role)
}

func (v *visit) permitCrumbs(one bool) {
	if v.Actor.Role == access.PrivacyOfficer {
		v.privacyCrumb()
	}
	if one {
		v.Crumbs = append(v.Crumbs, link{Text: v.word("permit.title"), To: v.To(permitsAt)})
	}
}

func (w *web) permitAsked(v *visit) error {
	values, err := v.filled()
	if err != nil {
		return err
	}
	f, search := v.permitForm(values), map[string]string{}
	for _, name := range []string{"name", "staff_number", "born_on"} {
		if value := values.Get("search." + name); value != "" {
			search[name] = value
		}
	}
	var made struct{ ID string }
	told := map[string]any{"kind": values.Get("kind"), "search": search, "reason": values.Get("reason")}
	if err := v.submit(http.MethodPost, "/v1/permits", f.Once, nil, told, &made); err != nil {
		if v.mends(&f, err) {
			return v.showPermits(f)
		}
		return err
	}
	return v.done(permitsAt+"/"+made.ID, "permit-asked")
}

func (v *visit) permitTo(deed string) string {
	return v.To(permitsAt + "/" + v.r.PathValue("id") + "/" + deed)
}

func (v *visit) permitGrantForm(values url.Values) entryForm {
	return newForm(v.permitTo("geven"), v.word("permit.grant"), values,
		entry{Name: "hours", Label: v.word("permit.hours"), Hint: v.word("permit.hours-hint"), Kind: numberEntry, Required: true},
		entry{Name: "uses", Label: v.word("permit.uses"), Hint: v.word("permit.uses-hint"), Kind: numberEntry, Required: true})
}

func (v *visit) permitRefusalForm(values url.Values) entryForm {
	return newForm(v.permitTo("weigeren"), v.word("permit.refuse"), values,
		entry{Name: "reason", Label: v.word("permit.why-refused"), Kind: areaEntry, Required: true, Most: 2000})
}

func (v *visit) permitWithdrawalForm(values url.Values) entryForm {
	return newForm(v.permitTo("intrekken"), v.word("permit.withdraw"), values,
		entry{Name: "reason", Label: v.word("permit.why-withdrawn"), Kind: areaEntry, Most: 2000})
}

// permitSearchForm asks for what was asked before, word for word: it is kept nowhere, and compared by its hash.
func (v *visit) permitSearchForm(kind permit.Kind, values url.Values) entryForm {
	entries := []entry{{Name: "name", Label: v.word("permit.name"), Hint: v.word("permit.again-hint"), Kind: textEntry, Most: 200}}
	if kind == permit.SearchPersons {
		entries = append(entries, entry{Name: "staff_number", Label: v.word("permit.staff-number"), Kind: textEntry, Most: 60})
	} else {
		entries = append(entries, entry{Name: "born_on", Label: v.word("permit.born-on"), Kind: dayEntry})
	}
	f := newForm(v.permitTo("zoeken"), v.word("permit.search"), values, entries...)
	f.Hidden = []pair{{"soort", string(kind)}}
	return f
}

// permit shows one, what each use found, and what can be done with it.
func (w *web) permit(v *visit) error { return v.showPermit("", entryForm{}, nil) }

// showPermit shows it with one form as it was filled in, and with what was found.
func (v *visit) showPermit(deed string, again entryForm, found *deskSection) error {
	var p permitAnswer
	if err := v.ask("/v1/permits/"+url.PathEscape(v.r.PathValue("id")), nil, &p); err != nil {
		return err
	}
	v.permitCrumbs(true)
	page := &deskPage{Lead: v.word("permit.one-lead")}
	if found != nil {
		page.Sections = append(page.Sections, *found)
	}
	page.Sections = append(page.Sections, v.permitFacts(p), v.permitUses(p))
	for _, one := range v.permitForms(p) {
		if one.ID == deed {
			one.Form = &again
		}
		page.Sections = append(page.Sections, one)
	}
	return v.show("desk", v.word("permit.one-title"), page)
}

// permitForms are what who looks at it may do with it now. The API decides on each anew.
func (v *visit) permitForms(p permitAnswer) (list []deskSection) {
	add := func(id string, f entryForm) {
		list = append(list, deskSection{ID: id, Title: f.Submit, Form: &f})
	}
	second := !p.Own && v.mayOpen(access.GrantPermit) == nil
	if p.Standing == permit.Waiting && second {
		add("grant", v.permitGrantForm(nil))
		add("refusal", v.permitRefusalForm(nil))
	}
	if p.Standing == permit.Holds && p.Own && p.Kind.Searches() {
		add("search", v.permitSearchForm(p.Kind, nil))
	}
	if p.Standing == permit.Holds || p.Standing == permit.Waiting && p.Own {
		add("withdrawal", v.permitWithdrawalForm(nil))
	}
	return list
}

func (v *visit) permitFacts(p permitAnswer) deskSection {
	facts := []deskList{{v.word("permit.kind"), v.word(permitKindWords[p.Kind])}, {v.word("permit.standing"), v.word(permitStandingWords[p.Standing])}, {v.word("privacy.who"), v.permitBy(p.permitLine)}, {v.word("permit.asked-at"), v.moment(p.AskedAt)}}
	reason := func(label string, t *permitText) {
		if t != nil && t.Text != "" {
			facts = append(facts, deskList{v.word(label), t.Text})
		}
	}
	reason("permit.reason", &p.Reason)
	if d := p.Decided; d != nil {
		facts = append(facts, deskList{v.word("permit.decided"), v.moment(d.At) + ", " + v.roleOf(d.Role)})
		reason("permit.why-refused", d.Reason)
	}
	if p.Until != nil {
		facts = append(facts, deskList{v.word("permit.until"), v.moment(*p.Until)}, deskList{v.word("permit.uses-left"), v.number(p.UsesLeft)})
	}
	if p.Withdrawn != nil {
		facts = append(facts, deskList{v.word("permit.withdrawn"), v.moment(p.Withdrawn.At)})
		reason("permit.why-withdrawn", p.Withdrawn.Reason)
	}
	return deskSection{ID: "wat", Title: v.word("permit.what"), Lists: facts}
}

func (v *visit) permitUses(p permitAnswer) deskSection {
	t := &deskTable{Caption: v.word("permit.uses-made"), Empty: v.word("permit.unused"), Head: []string{v.word("permit.use"), v.word("privacy.at"), v.word("permit.found")}}
	for _, u := range p.Uses {
		found := idCell(strings.Join(u.Found, ", "))
		if len(u.Found) == 0 {
			found = said(v.word("permit.nobody"))
		}
		t.Rows = append(t.Rows, []deskCell{said(v.number(u.Number)), said(v.moment(u.At)), found})
	}
	return deskSection{ID: "gebruik", Title: v.word("permit.uses-made"), Texts: []string{v.word("permit.uses-text")}, Table: t}
}

// permitDecided tells a decision about the one of the address.
func (w *web) permitDecided(deed string, form func(*visit, url.Values) entryForm) handle {
	return func(v *visit) error {
		values, err := v.filled()
		if err != nil {
			return err
		}
		f, told := form(v, values), map[string]any{}
		for _, e := range f.Entries {
			if told[e.Name] = any(e.Value); e.Kind == numberEntry {
				n, _ := strconv.Atoi(e.Value) // 0 is no number that it takes, and the API says which it does
				told[e.Name] = n
			}
		}
		if err := v.submit(http.MethodPost, "/v1/permits/"+url.PathEscape(v.r.PathValue("id"))+"/"+deed, f.Once, nil, told, nil); err != nil {
			if v.mends(&f, err) {
				return v.showPermit(deed, f, nil)
			}
			return err
		}
		at := permitsAt + "/" + v.r.PathValue("id")
		return v.done(at, strings.TrimPrefix(permitDone[deed], "done."))
	}
}

// permitUsed searches. It is a POST and answers with a page: nobody's name stands in an address.
func (w *web) permitUsed(v *visit) error {
	values, err := v.filled()
	if err != nil {
		return err
	}
	kind := permit.Kind(values.Get("soort"))
	f, told, road := v.permitSearchForm(kind, values), map[string]string{"permit": v.r.PathValue("id")}, "/v1/suspects/search"
	if kind == permit.SearchPersons {
		road = "/v1/persons/search"
	}
	for _, e := range f.Entries {
		if e.Value != "" {
			told[e.Name] = e.Value
		}
	}
	var found struct {
		Found []struct{ ID string }
		More  bool
	}
	if err := v.submit(http.MethodPost, road, "", nil, told, &found); err != nil {
		if v.mends(&f, err) {
			return v.showPermit("search", f, nil)
		}
		return err
	}
	t := &deskTable{Caption: v.word("permit.found"), Empty: v.word("permit.nobody-found"), Head: []string{v.word("permit.pseudonym")}}
	for _, one := range found.Found {
		t.Rows = append(t.Rows, []deskCell{idCell(one.ID)})
	}
	if found.More {
		t.More = v.word("permit.more")
	}
	return v.showPermit("", entryForm{}, &deskSection{ID: "gevonden", Title: v.word("permit.found"), Texts: []string{v.word("permit.found-text")}, Table: t})
}
