package web

import (
	"cmp"
	"net/http"
	"net/url"

	"ruggensteun/domain/access"
)

// startPage says what this is, who somebody can be, and what to try.
type startPage struct {
	Places []place
	Cards  []card
}

type place struct{ Name, To string }

type card struct{ Title, Text, To string }

func (w *web) start(v *visit) error {
	if v.SignedIn && v.Actor.Role == access.Reporter {
		return v.leadTo(reportAt)
	}
	page := &startPage{}
	if v.SignedIn {
		page.Cards = v.cards()
		return v.show("start", v.word("start.title"), page)
	}
	page.Places = v.places()
	return v.show("start", v.word("start.title"), page)
}

// leadTo sends somebody to the page that his work begins with.
func (v *visit) leadTo(path string) error {
	v.status, v.next = http.StatusSeeOther, v.To(path)
	return nil
}

// places are where people sign in; none where only tokens are taken.
func (v *visit) places() (list []place) {
	if v.web.Places == nil {
		return nil
	}
	for _, p := range v.web.Places() {
		q := url.Values{"at": {p.Issuer}, "back": {v.To("/")}}
		list = append(list, place{cmp.Or(p.Employer, v.word("start.country")), "/sign-in?" + q.Encode()})
	}
	return list
}

func (w *web) about(v *visit) error {
	return v.show("about", v.word("about.title"), Vendored())
}
