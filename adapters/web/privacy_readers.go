package web

import (
	"cmp"
	"net/url"
	"strings"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/retention"
	"ruggensteun/projections/figures"
)

type readersAnswer struct {
	On, Zone string
	Notice   *figures.Text
	Rules    []struct {
		Since time.Time
		Hash  string
	}
	Could []struct {
		Actor, Role string
		Own, Did    bool
		Since       time.Time
		Until       *time.Time
		Why         []struct{ Action, Why string }
	}
	Roles []struct {
		Role string
		Held int
	}
	Did []struct {
		At                         time.Time
		Actor, Role, Purpose, What string
		Own, Changed, Personal     bool
		Fields                     []string
	}
	Database []struct {
		Login     string
		Superuser bool
		As        []string
	}
}

// recordKinds are the kinds of record of which it is known who saw them, as the API calls them.
var recordKinds = []struct {
	kind, word string
	of         retention.Kind
}{
	{"incident", "", retention.Incident}, {"suspect", "", retention.Suspect}, {"case", "", retention.Case}, {"aangifte", "", retention.Aangifte}, {"aftercare", "readers.aftercare", ""}, {"notice", "", retention.Notice},
}

// recordKind is a kind of record in words.
func (v *visit) recordKind(kind string) string {
	for _, k := range recordKinds {
		if k.kind == kind && k.word != "" {
			return v.word(k.word)
		}
		if k.kind == kind {
			return v.kindOf(k.of)
		}
	}
	return kind
}

func (v *visit) readersForm(query url.Values) entryForm {
	kinds := []option{{Text: v.word("privacy.choose")}}
	for _, k := range recordKinds {
		kinds = append(kinds, option{Value: k.kind, Text: v.recordKind(k.kind)})
	}
	f := newForm(v.To("/privacy/gelezen"), v.word("readers.ask"), query,
		entry{Name: "kind", Label: v.word("privacy.kind"), Kind: choiceEntry, Options: kinds, Required: true},
		entry{Name: "id", Label: v.word("privacy.id"), Hint: v.word("readers.id-hint"), Kind: textEntry, Required: true, Most: 36},
		entry{Name: "on", Label: v.word("readers.on"), Kind: dayEntry, Required: true})
	f.Asks = true
	return f
}

// readers answers who could see a record on a day, and who did.
func (w *web) readers(v *visit) error {
	query := v.r.URL.Query()
	v.privacyCrumb()
	f := v.readersForm(query)
	page := &deskPage{Lead: v.word("readers.lead")}
	if query.Get("id") == "" {
		if err := v.mayOpen(access.ReadReaders); err != nil {
			return err
		}
		page.Sections = []deskSection{{ID: "vraag", Title: v.word("readers.question"), Form: &f}}
		return v.show("desk", v.word("readers.title"), page)
	}
	var a readersAnswer
	err := v.ask("/v1/records/"+url.PathEscape(cmp.Or(query.Get("kind"), "incident"))+"/"+url.PathEscape(query.Get("id"))+"/readers", url.Values{"on": {query.Get("on")}}, &a)
	if err != nil && !v.mends(&f, err) && !v.missing(&f, err, "id") {
		return err
	}
	if err == nil {
		v.tellReaders(page, a)
	}
	page.Sections = append(page.Sections, deskSection{ID: "vraag", Title: v.word("readers.question"), Form: &f})
	return v.show("desk", v.word("readers.title"), page)
}

func (v *visit) tellReaders(page *deskPage, a readersAnswer) {
	did := map[string]bool{}
	for _, d := range a.Did {
		did[d.Actor] = true
	}
	could := map[string]bool{}
	for _, c := range a.Could {
		could[c.Actor] = true
	}
	page.Mark = v.noted(a.Notice)
	page.Numbers = []deskNumber{{Label: v.word("readers.could"), Value: v.number(len(could)), To: "#konden"}, {Label: v.word("readers.did"), Value: v.number(len(did)), To: "#deden"}}
	page.Sections = append(page.Sections, v.didSection(a), v.couldSection(a), v.loginsSection(a))
}

func (v *visit) didSection(a readersAnswer) deskSection {
	zone, err := time.LoadLocation(a.Zone)
	if err != nil {
		zone = time.UTC
	}
	t := &deskTable{Caption: v.word("readers.did-caption", v.date(a.On)), Empty: v.word("readers.did-none", v.date(a.On)), Head: []string{v.word("readers.time"), v.word("privacy.who"), v.word("readers.purpose"), v.word("readers.as"), v.word("privacy.details"), v.word("readers.actor")}}
	for _, d := range a.Did {
		as := d.What
		if d.Changed {
			as = v.word("readers.changed", d.What)
		}
		t.Rows = append(t.Rows, []deskCell{said(d.At.In(zone).Format("15:04:05")), said(v.roleOf(d.Role)), said(d.Purpose), said(as), said(cmp.Or(v.detailsOf(d.Fields), v.word("readers.no-details"))), idCell(d.Actor)})
	}
	return deskSection{ID: "deden", Title: v.word("readers.did-title"), Table: t}
}

func (v *visit) couldSection(a readersAnswer) deskSection {
	t := &deskTable{Caption: v.word("readers.could-caption", v.date(a.On)), Empty: v.word("readers.could-none"), Head: []string{v.word("privacy.who"), v.word("readers.and-did"), v.word("readers.since"), v.word("readers.until"), v.word("readers.why"), v.word("readers.actor")}}
	for _, c := range a.Could {
		until, why := "", map[string]bool{}
		if c.Until != nil {
			until = v.moment(*c.Until)
		}
		var reasons []string
		for _, one := range c.Why {
			if !why[one.Why] {
				why[one.Why], reasons = true, append(reasons, one.Why)
			}
		}
		t.Rows = append(t.Rows, []deskCell{said(v.roleOf(c.Role)), yesNo(v, c.Did), said(v.moment(c.Since)), said(until), said(strings.Join(reasons, "; ")), idCell(c.Actor)})
	}
	var roles []deskList
	for _, r := range a.Roles {
		roles = append(roles, deskList{v.roleOf(r.Role), v.word("readers.held", v.number(r.Held))})
	}
	return deskSection{ID: "konden", Title: v.word("readers.could-title"), Texts: []string{v.word("readers.could-text")}, Table: t, Lists: roles}
}

func (v *visit) loginsSection(a readersAnswer) deskSection {
	t := &deskTable{Caption: v.word("readers.logins"), Empty: v.word("readers.logins-none"), Head: []string{v.word("readers.login"), v.word("readers.superuser"), v.word("readers.takes")}}
	for _, l := range a.Database {
		t.Rows = append(t.Rows, []deskCell{said(l.Login), yesNo(v, l.Superuser), said(strings.Join(l.As, ", "))})
	}
	return deskSection{ID: "database", Title: v.word("readers.logins"), Texts: []string{v.word("readers.logins-text")}, Table: t}
}
