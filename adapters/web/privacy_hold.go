package web

import (
	"net/http"
	"net/url"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/hold"
	"ruggensteun/domain/retention"
	"ruggensteun/projections/figures"
)

type holdsAnswer struct {
	Holds  []holdLine
	Notice *figures.Text
}

type holdLine struct {
	ID       string
	Kind     retention.Kind
	Of       string
	Ground   hold.Ground
	Reason   *string
	Until    string
	Holds    bool
	Renewals int
	Role     string
	PlacedAt time.Time `json:"placed_at"`
}

func (v *visit) holdsSection(held holdsAnswer) deskSection {
	t := &deskTable{Caption: v.word("hold.caption"), Empty: v.word("hold.none"), Head: []string{v.word("hold.until"), v.word("hold.ground"), v.word("hold.reason"), v.word("privacy.kind"), v.word("privacy.id"), v.word("hold.placed"), v.word("hold.change")}}
	for _, h := range held.Holds {
		t.Rows = append(t.Rows, []deskCell{said(v.date(h.Until)), said(v.named(h.Ground.Name(), string(h.Ground))), said(v.reasonOf(h)), said(v.kindOf(h.Kind)), idCell(h.Of), said(v.moment(h.PlacedAt) + ", " + v.roleOf(h.Role)),
			{Text: v.word("hold.change-link"), To: v.To("/privacy/vasthouden/" + h.ID)}})
	}
	return deskSection{ID: "vast", Title: v.word("hold.title"), Texts: []string{v.word("hold.text")}, Table: t, Links: []link{{Text: v.word("hold.place-link"), To: v.To("/privacy/vasthouden")}}}
}

func (v *visit) reasonOf(h holdLine) string {
	if h.Reason == nil {
		return v.word("hold.forgotten")
	}
	return *h.Reason
}

func (v *visit) holdForm(values url.Values) entryForm {
	grounds := []option{{Text: v.word("privacy.choose")}}
	for _, g := range hold.Grounds() {
		grounds = append(grounds, option{Value: string(g), Text: v.named(g.Name(), string(g))})
	}
	return newForm(v.To("/privacy/vasthouden"), v.word("hold.place"), values,
		entry{Name: "kind", Label: v.word("privacy.kind"), Kind: choiceEntry, Options: v.kindOptions(), Required: true},
		entry{Name: "of", Label: v.word("privacy.id"), Hint: v.word("privacy.id-hint"), Kind: textEntry, Required: true, Most: 36},
		entry{Name: "ground", Label: v.word("hold.ground"), Hint: v.word("hold.ground-hint"), Kind: choiceEntry, Options: grounds, Required: true},
		entry{Name: "reason", Label: v.word("hold.reason"), Hint: v.word("hold.reason-hint"), Kind: areaEntry, Required: true, Most: 2000},
		entry{Name: "until", Label: v.word("hold.until"), Hint: v.word("hold.until-hint"), Kind: dayEntry, Required: true})
}

func (v *visit) holdPage(title string, lead string, f entryForm, facts ...deskList) error {
	v.privacyCrumb()
	page := &deskPage{Lead: lead, Sections: []deskSection{{ID: "formulier", Title: f.Submit, Lists: facts, Form: &f}}}
	return v.show("desk", title, page)
}

// placeHold asks what is held, and why. An address can name what it is about.
func (w *web) placeHold(v *visit) error {
	if err := v.mayOpen(access.KeepHolds); err != nil {
		return err
	}
	return v.holdPage(v.word("hold.place-title"), v.word("hold.place-lead"), v.holdForm(v.r.URL.Query()))
}

func (w *web) holdPlaced(v *visit) error {
	values, err := v.filled()
	if err != nil {
		return err
	}
	f := v.holdForm(values)
	told := map[string]string{"kind": values.Get("kind"), "of": values.Get("of"), "ground": values.Get("ground"), "reason": values.Get("reason"), "until": values.Get("until")}
	if err := v.submit(http.MethodPost, "/v1/holds", f.Once, nil, told, nil); err != nil {
		if v.mends(&f, err) || v.missing(&f, err, "of") {
			return v.holdPage(v.word("hold.place-title"), v.word("hold.place-lead"), f)
		}
		return err
	}
	return v.done("/privacy", "hold-placed")
}

// theHold is the one of the address.
func (v *visit) theHold() (holdLine, error) {
	var held holdsAnswer
	if err := v.ask("/v1/holds", url.Values{"ended": {"true"}}, &held); err != nil {
		return holdLine{}, err
	}
	for _, h := range held.Holds {
		if h.ID == v.r.PathValue("id") {
			return h, nil
		}
	}
	return holdLine{}, &problem{Status: http.StatusNotFound}
}

func (v *visit) holdFacts(h holdLine) []deskList {
	state := v.word("hold.holds")
	if !h.Holds {
		state = v.word("hold.ended")
	}
	return []deskList{{v.word("privacy.kind"), v.kindOf(h.Kind)}, {v.word("privacy.id"), h.Of}, {v.word("hold.ground"), v.named(h.Ground.Name(), string(h.Ground))}, {v.word("hold.reason"), v.reasonOf(h)},
		{v.word("hold.until"), v.date(h.Until)}, {v.word("hold.state"), state}, {v.word("hold.renewals"), v.number(h.Renewals)}}
}

func (v *visit) renewalForm(id string, values url.Values) entryForm {
	return newForm(v.To("/privacy/vasthouden/"+id), v.word("hold.renew"), values,
		entry{Name: "until", Label: v.word("hold.until"), Hint: v.word("hold.until-hint"), Kind: dayEntry, Required: true},
		entry{Name: "reason", Label: v.word("hold.reason"), Hint: v.word("hold.reason-hint"), Kind: areaEntry, Required: true, Most: 2000})
}

func (w *web) renewHold(v *visit) error {
	h, err := v.theHold()
	if err != nil {
		return err
	}
	return v.showHold(h, v.renewalForm(h.ID, nil))
}

// showHold shows what is held, how to keep it longer, and where it is let go.
func (v *visit) showHold(h holdLine, f entryForm) error {
	v.privacyCrumb()
	page := &deskPage{Lead: v.word("hold.one-lead"), Sections: []deskSection{
		{ID: "wat", Title: v.word("hold.one"), Lists: v.holdFacts(h), Links: []link{{Text: v.word("hold.lift-link"), To: v.To("/privacy/vasthouden/" + h.ID + "/einde")}}},
		{ID: "langer", Title: v.word("hold.renew"), Form: &f},
	}}
	return v.show("desk", v.word("hold.one-title"), page)
}

func (w *web) holdRenewed(v *visit) error {
	return v.holdChanged("renewal", v.renewalForm, func(values url.Values) map[string]string {
		return map[string]string{"until": values.Get("until"), "reason": values.Get("reason")}
	}, v.showHold, func() error { return v.done("/privacy", "hold-renewed") })
}

func (v *visit) liftingForm(id string, values url.Values) entryForm {
	return newForm(v.To("/privacy/vasthouden/"+id+"/einde"), v.word("hold.lift"), values,
		entry{Name: "reason", Label: v.word("hold.reason"), Hint: v.word("hold.lift-hint"), Kind: areaEntry, Required: true, Most: 2000})
}

func (v *visit) showLifting(h holdLine, f entryForm) error {
	return v.holdPage(v.word("hold.lift-title"), v.word("hold.lift-lead"), f, v.holdFacts(h)...)
}

func (w *web) liftHold(v *visit) error {
	h, err := v.theHold()
	if err != nil {
		return err
	}
	return v.showLifting(h, v.liftingForm(h.ID, nil))
}

func (w *web) holdLifted(v *visit) error {
	return v.holdChanged("lifting", v.liftingForm, func(values url.Values) map[string]string { return map[string]string{"reason": values.Get("reason")} },
		v.showLifting, func() error { return v.done("/privacy", "hold-lifted") })
}

// holdChanged tells a change of the hold of the address.
func (v *visit) holdChanged(change string, form func(string, url.Values) entryForm, told func(url.Values) map[string]string, again func(holdLine, entryForm) error, done func() error) error {
	values, err := v.filled()
	if err != nil {
		return err
	}
	h, err := v.theHold()
	if err != nil {
		return err
	}
	f := form(h.ID, values)
	if err := v.submit(http.MethodPost, "/v1/holds/"+h.ID+"/"+change, f.Once, nil, told(values), nil); err != nil {
		if v.mends(&f, err) {
			return again(h, f)
		}
		return err
	}
	return done()
}
