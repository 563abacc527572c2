package web

import (
	"cmp"
	"net/url"
	"time"

	"ruggensteun/domain/access"
)

const signInsAt = "/privacy/aanmeldingen"

// signInPages are those of who came in, and who was refused.
func (w *web) signInPages() map[string]page {
	return map[string]page{signInsAt: {show: w.signIns}}
}

type signInShown struct {
	At                                    time.Time
	What                                  access.KnockKind
	Actor, Role, Route, Reason, Reference string
}

var signInWords = map[access.KnockKind]string{access.SignedIn: "signins.signed-in", access.SignedOut: "signins.signed-out", access.RoleChosen: "signins.role-chosen", access.NotAdmitted: "signins.not-admitted", access.Refused: "signins.refused", access.Introduced: "signins.introduced"}

// signInsOnPage is the most that the API gives at once.
const signInsOnPage = "200"

// signIns shows them by day, the newest first. Each reading is recorded, so a page holds as many as it can.
func (w *web) signIns(v *visit) error {
	var all struct {
		SignIns []signInShown
		Next    string
	}
	query := url.Values{"limit": {signInsOnPage}}
	if after := v.r.URL.Query().Get("na"); after != "" {
		query.Set("after", after)
	}
	if err := v.ask("/v1/signins", query, &all); err != nil {
		return err
	}
	if v.Actor.Role == access.PrivacyOfficer {
		v.privacyCrumb()
	}
	page := &deskPage{Lead: v.word("signins.lead")}
	counted := map[access.KnockKind]int{}
	for _, one := range all.SignIns {
		counted[one.What]++
	}
	for _, what := range []access.KnockKind{access.SignedIn, access.NotAdmitted, access.Refused} {
		page.Numbers = append(page.Numbers, deskNumber{Label: v.word(signInWords[what]), Value: v.number(counted[what]), Bad: what == access.NotAdmitted && counted[what] > 0})
	}
	page.Sections = v.signInDays(all.SignIns)
	if all.Next != "" {
		last := &page.Sections[len(page.Sections)-1]
		last.Links = []link{{Text: v.word("signins.older"), To: v.To(signInsAt) + "?" + url.Values{"na": {all.Next}}.Encode()}}
	}
	return v.show("desk", v.word("signins.title"), page)
}

// signInDays are a table for each day, by the clock of the country.
func (v *visit) signInDays(list []signInShown) (days []deskSection) {
	for _, one := range list {
		at := one.At.In(country)
		if id := "dag-" + at.Format(time.DateOnly); len(days) == 0 || days[len(days)-1].ID != id {
			days = append(days, deskSection{ID: id, Title: v.day(at), Table: &deskTable{Caption: v.word("signins.caption", v.day(at)),
				Head: []string{v.word("signins.time"), v.word("signins.what"), v.word("privacy.who"), v.word("signins.refused-what"), v.word("signins.reference"), v.word("readers.actor")}}})
		}
		t := days[len(days)-1].Table
		what := v.word(cmp.Or(signInWords[one.What], "signins.other"))
		t.Rows = append(t.Rows, []deskCell{said(at.Format("15:04:05")), said(what), said(v.roleOf(one.Role)), idCell(one.Route), idCell(one.Reference), idCell(one.Actor)})
	}
	if len(days) == 0 {
		days = []deskSection{{ID: "dagen", Title: v.word("signins.title"), Table: &deskTable{Empty: v.word("signins.none")}}}
	}
	return days
}
