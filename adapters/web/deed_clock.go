package web

import (
	"net/url"
	"slices"

	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/codes"
)

// Terms stand still while somebody has a reason for it, and run again.

var deedSuspend = &deed{
	at: "/opschorten", group: "deed.work", word: "deed.suspend", submit: "deed.suspend.submit", done: "done.suspend", action: access.ApplyAgreement,
	fits: func(c *caseAnswered) bool { return len(c.terms(running...)) > 0 },
	form: func(v *visit, c *caseAnswered, _ url.Values) ([]entry, error) {
		return []entry{
			{Name: "agreement", Label: v.word("suspend.which"), Kind: choiceEntry, Options: append([]option{{Text: v.word("suspend.all")}}, v.termsOf(c, running...)...)},
			{Name: "because", Label: v.word("deed.why"), Kind: radioEntry, Options: v.hinted(codes.SuspensionReason), Required: true},
			{Name: "on", Label: v.word("suspend.on"), Kind: dayEntry, Value: today(), Required: true},
		}, nil
	},
	send: sendFact("SUSPENDED"),
}

var deedResume = &deed{
	at: "/hervatten", group: "deed.work", word: "deed.resume", submit: "deed.resume.submit", done: "done.resume", action: access.ApplyAgreement,
	fits: func(c *caseAnswered) bool { return len(c.terms(agreement.Suspended)) > 0 },
	form: func(v *visit, c *caseAnswered, _ url.Values) ([]entry, error) {
		return []entry{
			{Name: "agreement", Label: v.word("resume.which"), Kind: choiceEntry, Options: append([]option{{Text: v.word("suspend.all")}}, v.termsOf(c, agreement.Suspended)...)},
			{Name: "on", Label: v.word("resume.on"), Kind: dayEntry, Value: today(), Required: true},
		}, nil
	},
	send: sendFact("RESUMED"),
}

var running = []agreement.State{agreement.Running, agreement.DueSoon, agreement.DueNow, agreement.Lapsed}

func sendFact(fact string) func(*visit, url.Values, string) error {
	return func(v *visit, given url.Values, once string) error {
		return v.toCase("/clock-facts", once, nil, struct {
			Fact      string `json:"fact"`
			On        *at    `json:"on,omitempty"`
			Agreement string `json:"agreement,omitempty"`
			Because   string `json:"because,omitempty"`
		}{fact, when(given.Get("on")), given.Get("agreement"), given.Get("because")})
	}
}

// terms are those that stand so; a right runs by itself.
func (c *caseFile) terms(states ...agreement.State) (all []clock) {
	for _, k := range c.Clocks {
		if !k.Right && slices.Contains(states, k.State) {
			all = append(all, k)
		}
	}
	return all
}

func (v *visit) termsOf(c *caseAnswered, states ...agreement.State) (all []option) {
	for _, k := range c.terms(states...) {
		o := option{Value: k.Agreement, Text: v.In(k.Name)}
		if !slices.Contains(all, o) {
			all = append(all, o)
		}
	}
	return all
}
