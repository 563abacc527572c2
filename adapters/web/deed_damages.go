package web

import (
	"net/url"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
)

// Damages are notices, too; this form is for whoever has only a sum to tell.
var deedDamages = &deed{
	at: "/schade", group: "deed.victim", word: "deed.damages", submit: "deed.damages.submit", done: "done.damages", action: access.ChangeCase, fits: takesNew,
	form: func(v *visit, c *caseAnswered, _ url.Values) ([]entry, error) {
		source := "EMPLOYER"
		entries := v.amountEntries(c, nil, 0)
		entries[0].Label, entries[0].Kind, entries[0].Required = v.word("damages.kind"), radioEntry, true
		entries[0].Options = v.someOf(codes.AmountKind, nil)
		entries[1].Label, entries[1].Required = v.word("damages.euros"), true
		entries[2].Label = v.word("damages.claimant")
		return append(entries,
			entry{Name: "effect", Label: v.word("damages.on"), Kind: dayEntry, Value: today()},
			entry{Name: "source", Label: v.word("step.source"), Kind: choiceEntry, Options: chosen(v.someOf(codes.NoticeSource, nil), source)},
			entry{Name: "text", Label: v.word("damages.text"), Kind: areaEntry, Most: 5000}), nil
	},
	extra: func(v *visit, c *caseAnswered, _ url.Values, page *deedPage) {
		for _, a := range c.Ledger {
			if a.Open > 0 {
				page.ListSay = v.word("damages.open")
				page.List = append(page.List, alert{Tone: "wait", Text: v.word("now.owed", v.claimant(c, a), v.euros(a.Open))})
			}
		}
	},
	send: func(v *visit, given url.Values, once string) error {
		kind := given.Get("amounts[0].kind")
		step, is := stepOfSum[kind]
		if !is {
			return v.wrong("amounts[0].kind", "wrong.kind")
		}
		h := heardForm{Received: when(today()), Source: given.Get("source"), Step: string(step), Effect: when(given.Get("effect")), Text: given.Get("text")}
		if h.Effect == nil {
			h.Effect = &at{Finer: string(codes.Unknown)}
		}
		if err := v.sums(&h, given); err != nil {
			return err
		}
		if len(h.Amounts) == 0 {
			return v.wrong("amounts[0].cents", "wrong.money")
		}
		if h.Step == string(codes.Other) && h.Text == "" {
			h.Text = v.label(codes.AmountKind, codes.Code(kind)) // OTHER takes words
		}
		return v.toCase("/notices", once, nil, h)
	},
}

// stepOfSum is the step that tells of a sum by itself.
var stepOfSum = map[string]codes.Code{
	"CLAIMED": codes.Other, "JOINED": codes.Other, "AWARDED": codes.Other,
	"ADVANCE": "DMG_ADV", "PAID": "DMG_PAID", "RECOURSE": "DMG_PAID",
}
