package web

import (
	"cmp"
	"fmt"
	"net/url"
	"strconv"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/prosecution"
)

// What was heard and turned out otherwise. Whoever corrects says so against the page that he had before him: what
// somebody else recorded meanwhile is shown beside what he wrote, and neither is lost.

const noticeKey = "notice"

var deedCorrect = &deed{
	at: "/bericht-verbeteren", group: "deed.news", word: "deed.correct", submit: "deed.correct.submit", done: "done.correct", action: access.ChangeCase,
	fits: func(c *caseAnswered) bool { return takesNew(c) && len(c.standing(true)) > 0 },
	extra: func(v *visit, c *caseAnswered, given url.Values, page *deedPage) {
		page.Choose = &chooser{Action: v.To(v.Path), Name: noticeKey, Label: v.word("correct.which"), Value: given.Get(noticeKey), Groups: []optionGroup{{Label: v.word("case.timeline"), Options: chosen(v.noticesOf(c, true), given.Get(noticeKey))}}}
		n, is := c.notice(given.Get(noticeKey))
		if !is {
			page.Choose.Value = ""
			return
		}
		page.ListSay, page.List = v.word("correct.stands"), []alert{{Text: v.noticeSays(n), Tone: "calm"}}
	},
	form: func(v *visit, c *caseAnswered, given url.Values) ([]entry, error) {
		n, _ := c.notice(given.Get(noticeKey))
		entries := v.stepEntries(c, n.Step)
		told := v.asFilled(n)
		for i := range entries {
			entries[i].fill(told)
		}
		return append(entries, entry{Name: "reason", Label: v.word("deed.why"), Hint: v.word("correct.why-hint"), Kind: areaEntry, Required: true, Most: 1000}), nil
	},
	send: func(v *visit, given url.Values, once string) error {
		c, err := v.openCase()
		if err != nil {
			return err
		}
		n, is := c.notice(given.Get(noticeKey))
		if !is {
			return v.wrong(noticeKey, "wrong.kind")
		}
		given.Set(stepKey, string(n.Step))
		h, err := v.heard(given)
		if err != nil {
			return err
		}
		h.keep(n)
		return v.toCase("/notice-corrections", once, asShown(given), struct {
			ID     uuid.UUID `json:"id"`
			Reason string    `json:"reason"`
			heardForm
		}{n.ID, given.Get("reason"), h})
	},
}

var deedWithdraw = &deed{
	at: "/bericht-intrekken", group: "deed.news", word: "deed.withdraw", submit: "deed.withdraw.submit", done: "done.withdraw-notice", action: access.ChangeCase, danger: true,
	fits: func(c *caseAnswered) bool { return takesNew(c) && len(c.standing(false)) > 0 },
	form: func(v *visit, c *caseAnswered, _ url.Values) ([]entry, error) {
		return []entry{
			{Name: "id", Label: v.word("withdraw.which"), Kind: choiceEntry, Options: v.noticesOf(c, false)},
			{Name: "reason", Label: v.word("deed.why"), Kind: areaEntry, Required: true, Most: 1000},
		}, nil
	},
	send: func(v *visit, given url.Values, once string) error {
		return v.toCase("/notice-withdrawals", once, asShown(given), struct {
			ID     string `json:"id"`
			Reason string `json:"reason"`
		}{given.Get("id"), given.Get("reason")})
	},
}

// standing are the notices of this case itself that count; one that was forgotten cannot be told again.
func (c *caseFile) standing(readable bool) (all []notice) {
	for _, n := range c.Notices {
		if !n.Withdrawn && n.Case == nil && (!readable || n.State == "present") {
			all = append(all, n)
		}
	}
	return all
}

func (c *caseFile) notice(id string) (notice, bool) {
	for _, n := range c.standing(true) {
		if n.ID.String() == id {
			return n, true
		}
	}
	return notice{}, false
}

// noticesOf are choices, the newest first: what is wrong was mostly heard last.
func (v *visit) noticesOf(c *caseAnswered, readable bool) (all []option) {
	list := c.standing(readable)
	for i := len(list) - 1; i >= 0; i-- {
		n := list[i]
		what := v.word("paper.forgotten")
		if n.State == "present" {
			what = v.label(codes.CaseStep, n.Step)
		}
		all = append(all, option{Value: n.ID.String(), Text: v.word("correct.one", what, v.since(n.Received))})
	}
	return all
}

// noticeSays is a notice in one line.
func (v *visit) noticeSays(n notice) string {
	text := v.label(codes.CaseStep, n.Step) + ", " + v.since(n.Effect)
	if said := v.held(n.Text); said != "" {
		text += ": " + said
	}
	return text
}

// asFilled is a notice as the form takes it.
func (v *visit) asFilled(n notice) url.Values {
	told := url.Values{}
	add := func(name, value string) {
		if value != "" {
			told.Set(name, value)
		}
	}
	add("received", dayIn(n.Received))
	add("effect", dayIn(n.Effect))
	add("hearing", dayIn(n.Hearing))
	if n.Hearing != nil && n.Hearing.Precision == "MINUTE" {
		if at, is := n.Hearing.local(); is {
			add("hearing-time", at.Format("15:04"))
		}
	}
	for name, code := range map[string]codes.Code{
		"source": n.Source, "vpt": n.VPT, "sepot": n.Sepot, "conditional": n.Conditional, "summons": n.Summons, "uplift": n.Uplift,
		"outcome": n.Outcome, "instance": n.Instance, "decision": n.Decision,
	} {
		add(name, string(code))
	}
	for name, id := range map[string]*uuid.UUID{"aangifte": n.Aangifte, "worker": n.Worker} {
		if id != nil {
			add(name, id.String())
		}
	}
	if n.Percent != nil && n.Percent.Number != nil {
		add("percent", strconv.Itoa(*n.Percent.Number))
	}
	addRows(n, add)
	add("reference", textIn(n.Reference))
	add("text", textIn(n.Text))
	return told
}

func addRows(n notice, add func(name, value string)) {
	for i, s := range n.Sanctions {
		at := fmt.Sprintf("sanctions[%d].", i)
		add(at+"kind", string(s.Kind))
		switch {
		case s.Size == 0:
		case prosecution.UnitOf(s.Kind) == "cents":
			add(at+"size", plainEuros(s.Size))
		default:
			add(at+"size", strconv.Itoa(s.Size))
		}
	}
	for i, a := range n.Amounts {
		at := fmt.Sprintf("amounts[%d].", i)
		add(at+"kind", string(a.Kind))
		add(at+"cents", plainEuros(a.Cents))
		if !a.OfEmployer {
			add(at+"claimant", a.Claimant.String())
		} else {
			add(at+"claimant", ofTheEmployer)
		}
	}
	if len(n.Offences) > 0 {
		add("offences[0].offence", n.Offences[0].Offence)
		add("offences[0].article", n.Offences[0].Article)
	}
}

// ofTheEmployer is the claimant of a choice that has no id.
const ofTheEmployer = ""

func plainEuros(cents int) string { return fmt.Sprintf("%d,%02d", cents/100, cents%100) }

func textIn(t *heldText) string {
	if t == nil {
		return ""
	}
	return t.Text
}

func dayIn(o *occurrence) string {
	if o == nil {
		return ""
	}
	if at, is := o.local(); is {
		return at.Format("2006-01-02")
	}
	return ""
}

// keep leaves as it was what the form has no room for: the hour of a moment of which the day stayed, and rows
// behind those that it shows.
func (h *heardForm) keep(n notice) {
	for _, one := range []struct {
		now **at
		was *occurrence
	}{{&h.Received, n.Received}, {&h.Effect, n.Effect}} {
		switch {
		case one.was == nil || *one.now == nil:
		case (*one.now).At == dayIn(one.was):
			*one.now = &at{At: one.was.At, Offset: one.was.Offset, Precision: string(one.was.Precision), Finer: string(one.was.Finer)}
		}
	}
	for _, s := range n.Sanctions[min(rows, len(n.Sanctions)):] {
		h.Sanctions = append(h.Sanctions, sizedForm{string(s.Kind), s.Size})
	}
	for _, a := range n.Amounts[min(rows, len(n.Amounts)):] {
		h.Amounts = append(h.Amounts, heardAmount{cmp.Or(map[bool]string{false: a.Claimant.String()}[a.OfEmployer], ""), string(a.Kind), a.Cents})
	}
	h.Offences = append(h.Offences, n.Offences[min(1, len(n.Offences)):]...)
}
