package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/accessrequest"
	"ruggensteun/domain/export"
	"ruggensteun/projections/figures"
)

const accessRequestsAt = "/privacy/inzage"

// accessRequestPages are those of who asks what is kept of him.
func (w *web) accessRequestPages() map[string]page {
	all := map[string]page{
		accessRequestsAt:           {show: w.accessRequests, take: w.accessRequestOpened},
		accessRequestsAt + "/{id}": {show: w.accessRequest},
	}
	for at, d := range accessRequestDeeds {
		all[accessRequestsAt+"/{id}/"+at] = page{show: w.accessRequest, take: w.accessRequestDecided(at, d)}
	}
	return all
}

type accessRequestShown struct {
	ID       string
	Kind     accessrequest.Kind
	Of       string
	Received string
	Verified accessrequest.Verified
	Permit   string
	Due      string
	Overdue  bool
	State    accessrequest.State
	Extended *struct {
		Why    accessrequest.Why
		Reason *string
		At     time.Time
	}
	Withheld []struct {
		Record string
		Ground accessrequest.Ground
		Reason *string
		At     time.Time
	}
	Delivered *struct {
		Hash, On string
		How      accessrequest.How
		At       time.Time
	}
	Refused *struct {
		Ground accessrequest.Refusal
		Reason *string
		At     time.Time
	}
	Notice *figures.Text
}

var (
	accessRequestStates   = map[accessrequest.State]string{accessrequest.Pending: "accessrequest.open", accessrequest.Answered: "accessrequest.delivered", accessrequest.Declined: "accessrequest.refused"}
	accessRequestVerified = map[accessrequest.Verified]string{accessrequest.InPerson: "accessrequest.in-person", accessrequest.Login: "accessrequest.login", accessrequest.Known: "accessrequest.known", accessrequest.Representative: "accessrequest.representative"}
	accessRequestWhys     = map[accessrequest.Why]string{accessrequest.Complex: "accessrequest.complex", accessrequest.Many: "accessrequest.many"}
	accessRequestRefusals = map[accessrequest.Refusal]string{accessrequest.Unverified: "accessrequest.unverified", accessrequest.Unfounded: "accessrequest.unfounded", accessrequest.Withdrawn: "accessrequest.withdrawn"}
	accessRequestHows     = map[accessrequest.How]string{accessrequest.ByHand: "accessrequest.by-hand", accessrequest.ByPost: "accessrequest.by-post", accessrequest.Securely: "accessrequest.secure-mail"}
)

// accessRequestOptions are some of a list of the law, in its order.
func accessRequestOptions[C ~string](v *visit, list []C, text func(C) string) []option {
	all := []option{{Text: v.word("privacy.choose")}}
	for _, one := range list {
		all = append(all, option{Value: string(one), Text: text(one)})
	}
	return all
}

func accessRequestWord[C ~string](v *visit, words map[C]string) func(C) string {
	return func(c C) string {
		if key := words[c]; key != "" {
			return v.word(key)
		}
		return string(c)
	}
}

func (v *visit) accessRequestForm(values url.Values) entryForm {
	kinds := accessRequestOptions(v, accessrequest.Kinds(), func(k accessrequest.Kind) string { return v.named(k.Name(), string(k)) })
	ways := accessRequestOptions(v, accessrequest.Ways(), accessRequestWord(v, accessRequestVerified))
	return newForm(v.To(accessRequestsAt), v.word("accessrequest.take-in"), values,
		entry{Name: "kind", Label: v.word("accessrequest.who"), Kind: choiceEntry, Options: kinds, Required: true},
		entry{Name: "of", Label: v.word("privacy.id"), Hint: v.word("accessrequest.of-hint"), Kind: textEntry, Required: true, Most: 36},
		entry{Name: "permit", Label: v.word("accessrequest.permit"), Hint: v.word("accessrequest.permit-hint"), Kind: textEntry, Most: 36},
		entry{Name: "verified", Label: v.word("accessrequest.verified"), Hint: v.word("accessrequest.verified-hint"), Kind: choiceEntry, Options: ways, Required: true},
		entry{Name: "received", Label: v.word("accessrequest.received"), Hint: v.word("accessrequest.received-hint"), Kind: dayEntry})
}

func (w *web) accessRequests(v *visit) error {
	if err := v.mayOpen(access.AnswerAccess); err != nil {
		return err
	}
	return v.showAccessRequests(v.accessRequestForm(nil))
}

// showAccessRequests lists them with what is to be answered first on top, and the form as it was filled in.
func (v *visit) showAccessRequests(f entryForm) error {
	var all struct {
		Requests []accessRequestShown
		Overdue  int
		Notice   *figures.Text
	}
	if err := v.ask("/v1/access-requests", nil, &all); err != nil {
		return err
	}
	v.privacyCrumb()
	open, t := 0, &deskTable{Caption: v.word("accessrequest.caption"), Empty: v.word("accessrequest.none"), Head: []string{v.word("accessrequest.due"), v.word("accessrequest.further"), v.word("accessrequest.state"), v.word("accessrequest.who"), v.word("accessrequest.received"), v.word("privacy.id")}}
	for _, r := range all.Requests {
		further := v.word("accessrequest.show")
		if r.State == accessrequest.Pending {
			open++
			further = v.word("accessrequest.answer")
		}
		t.Rows = append(t.Rows, []deskCell{said(v.accessRequestDue(r)), {Text: further, To: v.To(accessRequestsAt + "/" + r.ID)}, said(v.word(accessRequestStates[r.State])), said(v.named(r.Kind.Name(), string(r.Kind))), said(v.date(r.Received)), idCell(r.Of)})
	}
	page := &deskPage{Lead: v.word("accessrequest.lead"), Mark: v.noted(all.Notice),
		Numbers: []deskNumber{{Label: v.word("accessrequest.to-answer"), Value: v.number(open), To: "#lijst"}, {Label: v.word("privacy.overdue"), Value: v.number(all.Overdue), To: "#lijst", Bad: all.Overdue > 0}},
		Sections: []deskSection{{ID: "lijst", Title: v.word("accessrequest.list"), Table: t},
			{ID: "aannemen", Title: v.word("accessrequest.take-in"), Texts: []string{v.word("accessrequest.take-in-text")}, Form: &f, Links: []link{{Text: v.word("permit.link"), To: v.To(permitsAt)}}}}}
	return v.show("desk", v.word("accessrequest.title"), page)
}

func (v *visit) accessRequestDue(r accessRequestShown) string {
	if r.Overdue {
		return v.date(r.Due) + " (" + v.word("privacy.late") + ")"
	}
	return v.date(r.Due)
}

func (w *web) accessRequestOpened(v *visit) error {
	values, err := v.filled()
	if err != nil {
		return err
	}
	f, told := v.accessRequestForm(values), map[string]string{}
	for _, e := range f.Entries {
		if e.Value != "" {
			told[e.Name] = e.Value
		}
	}
	var made struct{ ID string }
	if err := v.submit(http.MethodPost, "/v1/access-requests", f.Once, nil, told, &made); err != nil {
		if v.mends(&f, err) {
			return v.showAccessRequests(f)
		}
		return err
	}
	return v.done(accessRequestsAt+"/"+made.ID, "accessrequest-opened")
}

// accessRequestDeed is something that is decided about an open request.
type accessRequestDeed struct {
	to, word, text, done string
	form                 func(*visit, accessRequestShown, []exportLine) []entry
}

// accessRequestOrder is the order in which somebody needs them.
var accessRequestOrder = []string{"gegeven", "weglaten", "verlengen", "afwijzen"}

var accessRequestDeeds = map[string]accessRequestDeed{
	"gegeven": {"delivery", "accessrequest.deliver", "accessrequest.deliver-text", "done.accessrequest-delivered", func(v *visit, r accessRequestShown, files []exportLine) []entry {
		made := []option{{Text: v.word("privacy.choose")}}
		for _, one := range files {
			made = append(made, option{Value: one.Hash, Text: v.moment(one.At) + ", " + one.Hash[:min(12, len(one.Hash))]})
		}
		return []entry{{Name: "hash", Label: v.word("accessrequest.file-given"), Hint: v.word("accessrequest.file-given-hint"), Kind: choiceEntry, Options: made, Required: true},
			{Name: "how", Label: v.word("accessrequest.how"), Kind: choiceEntry, Options: accessRequestOptions(v, []accessrequest.How{accessrequest.ByHand, accessrequest.ByPost, accessrequest.Securely}, accessRequestWord(v, accessRequestHows)), Required: true},
			{Name: "on", Label: v.word("accessrequest.given-on"), Hint: v.word("accessrequest.received-hint"), Kind: dayEntry}}
	}},
	"weglaten": {"withholding", "accessrequest.withhold", "accessrequest.withhold-text", "done.accessrequest-withheld", func(v *visit, _ accessRequestShown, _ []exportLine) []entry {
		grounds := accessRequestOptions(v, accessrequest.Grounds(), func(g accessrequest.Ground) string { return v.named(g.Name(), string(g)) })
		return []entry{{Name: "record", Label: v.word("accessrequest.record"), Hint: v.word("accessrequest.record-hint"), Kind: textEntry, Required: true, Most: 36},
			{Name: "ground", Label: v.word("hold.ground"), Kind: choiceEntry, Options: grounds, Required: true},
			{Name: "reason", Label: v.word("hold.reason"), Hint: v.word("accessrequest.withhold-hint"), Kind: areaEntry, Required: true, Most: 2000}}
	}},
	"verlengen": {"extension", "accessrequest.extend", "accessrequest.extend-text", "done.accessrequest-extended", func(v *visit, _ accessRequestShown, _ []exportLine) []entry {
		return []entry{{Name: "why", Label: v.word("accessrequest.why"), Kind: choiceEntry, Options: accessRequestOptions(v, []accessrequest.Why{accessrequest.Complex, accessrequest.Many}, accessRequestWord(v, accessRequestWhys)), Required: true},
			{Name: "reason", Label: v.word("hold.reason"), Hint: v.word("accessrequest.extend-hint"), Kind: areaEntry, Required: true, Most: 2000}}
	}},
	"afwijzen": {"refusal", "accessrequest.refuse", "accessrequest.refuse-text", "done.accessrequest-refused", func(v *visit, _ accessRequestShown, _ []exportLine) []entry {
		return []entry{{Name: "ground", Label: v.word("hold.ground"), Kind: choiceEntry, Options: accessRequestOptions(v, []accessrequest.Refusal{accessrequest.Unverified, accessrequest.Unfounded, accessrequest.Withdrawn}, accessRequestWord(v, accessRequestRefusals)), Required: true},
			{Name: "reason", Label: v.word("hold.reason"), Hint: v.word("accessrequest.refuse-hint"), Kind: areaEntry, Required: true, Most: 2000}}
	}},
}

func (w *web) accessRequest(v *visit) error { return v.showAccessRequest("", nil) }

// theAccessRequest is the one of the address, with the files that were made for it this year.
func (v *visit) theAccessRequest() (r accessRequestShown, files []exportLine, err error) {
	id := v.r.PathValue("id")
	if err := v.ask("/v1/access-requests/"+url.PathEscape(id), nil, &r); err != nil || r.State != accessrequest.Pending {
		return r, nil, err
	}
	var left exportsAnswer
	if err := v.ask("/v1/exports", nil, &left); err != nil {
		return r, nil, err
	}
	for _, one := range left.Exports {
		if one.Form == string(export.AccessFile) && strings.Contains(one.Question, r.ID) && !one.Unfinished {
			files = append(files, one)
		}
	}
	return r, files, nil
}

// showAccessRequest shows it with one form as it was filled in, where the API found something wrong with it.
func (v *visit) showAccessRequest(at string, again func(accessRequestShown, []exportLine) entryForm) error {
	r, files, err := v.theAccessRequest()
	if err != nil {
		return err
	}
	v.privacyCrumb()
	v.Crumbs = append(v.Crumbs, link{Text: v.word("accessrequest.title"), To: v.To(accessRequestsAt)})
	page := &deskPage{Lead: v.word("accessrequest.one-lead"), Mark: v.noted(r.Notice), Sections: []deskSection{v.accessRequestFacts(r)}}
	if len(r.Withheld) > 0 {
		page.Sections = append(page.Sections, v.accessRequestWithheld(r))
	}
	if r.State != accessrequest.Pending {
		return v.show("desk", v.word("accessrequest.one-title"), page)
	}
	page.Sections = append(page.Sections, v.accessRequestFile(r, files))
	for _, one := range accessRequestOrder {
		if one == "gegeven" && len(files) == 0 && at != one || one == "verlengen" && r.Extended != nil && at != one {
			continue
		}
		f := v.accessRequestDeedForm(one, r, files, nil)
		if one == at {
			f = again(r, files)
		}
		page.Sections = append(page.Sections, deskSection{ID: one, Title: f.Submit, Texts: []string{v.word(accessRequestDeeds[one].text)}, Form: &f})
	}
	return v.show("desk", v.word("accessrequest.one-title"), page)
}

func (v *visit) accessRequestDeedForm(at string, r accessRequestShown, files []exportLine, values url.Values) entryForm {
	d := accessRequestDeeds[at]
	f := newForm(v.To(accessRequestsAt+"/"+v.r.PathValue("id")+"/"+at), v.word(d.word), values, d.form(v, r, files)...)
	f.Danger = at == "afwijzen"
	return f
}

func (v *visit) accessRequestFacts(r accessRequestShown) deskSection {
	facts := []deskList{{v.word("accessrequest.state"), v.word(accessRequestStates[r.State])}, {v.word("accessrequest.due"), v.accessRequestDue(r)}, {v.word("accessrequest.who"), v.named(r.Kind.Name(), string(r.Kind))}, {v.word("privacy.id"), r.Of},
		{v.word("accessrequest.received"), v.date(r.Received)}, {v.word("accessrequest.verified"), accessRequestWord(v, accessRequestVerified)(r.Verified)}}
	if r.Permit != "" {
		facts = append(facts, deskList{v.word("accessrequest.permit"), r.Permit})
	}
	reason := func(text *string) string { return v.reasonOf(holdLine{Reason: text}) }
	if x := r.Extended; x != nil {
		facts = append(facts, deskList{v.word("accessrequest.extended"), v.moment(x.At) + ", " + accessRequestWord(v, accessRequestWhys)(x.Why)}, deskList{v.word("hold.reason"), reason(x.Reason)})
	}
	if d := r.Delivered; d != nil {
		facts = append(facts, deskList{v.word("accessrequest.given-on"), v.date(d.On) + ", " + accessRequestWord(v, accessRequestHows)(d.How)}, deskList{v.word("accessrequest.file-given"), d.Hash})
	}
	if x := r.Refused; x != nil {
		facts = append(facts, deskList{v.word("accessrequest.refused"), v.moment(x.At) + ", " + accessRequestWord(v, accessRequestRefusals)(x.Ground)}, deskList{v.word("hold.reason"), reason(x.Reason)})
	}
	return deskSection{ID: "verzoek", Title: v.word("accessrequest.what"), Lists: facts}
}

func (v *visit) accessRequestWithheld(r accessRequestShown) deskSection {
	t := &deskTable{Caption: v.word("accessrequest.withheld"), Head: []string{v.word("accessrequest.record"), v.word("hold.ground"), v.word("hold.reason"), v.word("privacy.at")}}
	for _, one := range r.Withheld {
		t.Rows = append(t.Rows, []deskCell{idCell(one.Record), said(v.named(one.Ground.Name(), string(one.Ground))), said(v.reasonOf(holdLine{Reason: one.Reason})), said(v.moment(one.At))})
	}
	return deskSection{ID: "weggelaten", Title: v.word("accessrequest.withheld"), Table: t}
}

// accessRequestFile leads to the file itself: the API makes it and records that it leaves, each time.
func (v *visit) accessRequestFile(r accessRequestShown, files []exportLine) deskSection {
	t := &deskTable{Caption: v.word("accessrequest.files"), Empty: v.word("accessrequest.files-none"), Head: []string{v.word("privacy.at"), v.word("privacy.who"), v.word("export.rows"), v.word("export.hash")}}
	for _, one := range files {
		t.Rows = append(t.Rows, []deskCell{said(v.moment(one.At)), said(v.roleOf(one.Role)), v.count(one.Rows), idCell(one.Hash)})
	}
	at := "/v1/access-requests/" + url.PathEscape(r.ID) + "/file?"
	return deskSection{ID: "dossier", Title: v.word("accessrequest.file"), Texts: []string{v.word("accessrequest.file-text")}, Table: t, Links: []link{
		{Text: v.word("accessrequest.file-pdf"), To: at + url.Values{"format": {"pdf"}, "language": {string(v.Language)}}.Encode()}, {Text: v.word("accessrequest.file-json"), To: at + "format=json"}}}
}

// accessRequestDecided tells a decision about the one of the address.
func (w *web) accessRequestDecided(at string, d accessRequestDeed) handle {
	return func(v *visit) error {
		values, err := v.filled()
		if err != nil {
			return err
		}
		one := url.PathEscape(v.r.PathValue("id"))
		f, told := v.accessRequestDeedForm(at, accessRequestShown{}, nil, values), map[string]string{}
		for _, e := range f.Entries {
			if given := values.Get(e.Name); given != "" {
				told[e.Name] = given
			}
		}
		if err := v.submit(http.MethodPost, "/v1/access-requests/"+one+"/"+d.to, f.Once, nil, told, nil); err != nil {
			return v.accessRequestAgain(at, values, err)
		}
		return v.done(accessRequestsAt+"/"+one, strings.TrimPrefix(d.done, "done."))
	}
}

// accessRequestAgain shows a form with what was found wrong with it.
func (v *visit) accessRequestAgain(at string, values url.Values, wrong error) error {
	if f := v.accessRequestDeedForm(at, accessRequestShown{}, nil, values); !v.mends(&f, wrong) {
		return wrong
	}
	return v.showAccessRequest(at, func(r accessRequestShown, files []exportLine) entryForm {
		f := v.accessRequestDeedForm(at, r, files, values)
		v.mends(&f, wrong)
		return f
	})
}
