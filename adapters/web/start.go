package web

import (
	"cmp"
	"net/url"
)

// startPage says what this is, who somebody can be, and what to try.
type startPage struct {
	Places []place
	Cards  []card
}

type place struct{ Name, To string }

type card struct{ Title, Text, To string }

func (w *web) start(v *visit) error {
	page := &startPage{}
	if v.SignedIn {
		page.Cards = v.cards()
		return v.show("start", v.word("start.title"), page)
	}
	page.Places = v.places()
	return v.show("start", v.word("start.title"), page)
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
