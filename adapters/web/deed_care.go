package web

import (
	"net/url"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
)

// careDeeds are what can be done with the care for a worker, in the order in which it is offered.
var careDeeds = []*deed{careTell, careRetract, careInjury, careTake, careAccept, careDecline, careHandOver, careKeep, careName, careSnooze, careWake, careSuspend, careResume}

var careTell = &deed{
	at: "/stap", group: "care.deed.steps", word: "care.deed.tell", submit: "care.deed.tell.submit", done: "done.care-told", action: access.ChangeAftercare, fits: always,
	form: func(v *visit, _ *caseAnswered, _ url.Values) ([]entry, error) {
		return []entry{
			{Name: "step", Label: v.word("care.step"), Kind: choiceEntry, Options: append([]option{{Text: v.word("deed.choose")}}, v.someOf(codes.Aftercare, nil)...), Required: true},
			{Name: "status", Label: v.word("care.status"), Kind: radioEntry, Options: v.hinted(codes.AftercareStatus), Required: true},
			{Name: "on", Label: v.word("care.on"), Kind: dayEntry, Value: today(), Required: true},
			{Name: "due", Label: v.word("care.due"), Hint: v.word("care.due-hint"), Kind: dayEntry},
			{Name: "note", Label: v.word("care.note"), Hint: v.word("care.note-hint"), Kind: areaEntry, Most: 1000},
		}, nil
	},
	extra: func(v *visit, c *caseAnswered, _ url.Values, page *deedPage) { page.ListSay = v.In(c.care.Warning) },
	send: func(v *visit, given url.Values, once string) error {
		return v.toCase("/steps", once, nil, struct {
			Step   string `json:"step"`
			Status string `json:"status"`
			On     *at    `json:"on,omitempty"`
			Due    string `json:"due,omitempty"`
			Note   string `json:"note,omitempty"`
		}{given.Get("step"), given.Get("status"), when(given.Get("on")), given.Get("due"), given.Get("note")})
	},
}

func always(*caseAnswered) bool { return true }

// hinted are the codes of a list with one line of explanation each.
func (v *visit) hinted(list codes.List) (all []option) {
	for _, e := range list.Codes {
		all = append(all, option{Value: string(e.Code), Text: v.In2(e.NL, e.EN), Hint: v.In2(e.ExplainNL, e.ExplainEN)})
	}
	return all
}

var careRetract = &deed{
	at: "/terugnemen", group: "care.deed.steps", word: "care.deed.retract", submit: "care.deed.retract.submit", done: "done.care-retracted", action: access.ChangeAftercare,
	fits: func(c *caseAnswered) bool { return len(c.care.standing()) > 0 },
	form: func(v *visit, c *caseAnswered, _ url.Values) ([]entry, error) {
		var which []option
		for _, t := range c.care.standing() {
			text := v.word("care.telling-shut")
			if t.State == "present" {
				text = v.label(codes.Aftercare, t.Step) + ", " + v.label(codes.AftercareStatus, t.Status)
			}
			which = append(which, option{Value: t.ID.String(), Text: text + " (" + v.since(t.On) + ")"})
		}
		return []entry{
			{Name: "id", Label: v.word("care.which"), Kind: choiceEntry, Options: which},
			{Name: "reason", Label: v.word("deed.why"), Kind: areaEntry, Required: true, Most: 1000},
		}, nil
	},
	send: func(v *visit, given url.Values, once string) error {
		return v.toCase("/step-retractions", once, nil, struct {
			ID     string `json:"id"`
			Reason string `json:"reason"`
		}{given.Get("id"), given.Get("reason")})
	},
}

// standing are the tellings of this file that count.
func (f *careFile) standing() (all []careTold) {
	for _, t := range f.Tellings {
		if !t.Retracted && t.File == nil {
			all = append(all, t)
		}
	}
	return all
}

var careInjury = &deed{
	at: "/letsel", group: "care.deed.steps", word: "care.deed.injury", submit: "care.deed.injury.submit", done: "done.care-injury", action: access.ChangeAftercare, fits: always,
	form: func(v *visit, _ *caseAnswered, _ url.Values) ([]entry, error) {
		return []entry{{Name: "on", Label: v.word("care.injury-on"), Kind: dayEntry, Value: today(), Required: true}}, nil
	},
	send: func(v *visit, given url.Values, once string) error {
		return v.toCase("/injury-check", once, nil, struct {
			On *at `json:"on,omitempty"`
		}{when(given.Get("on"))})
	},
}

// What has to do with whose it is and when is the same as of a case, in other words and by another right.
var (
	careTake     = ofCareToo(deedTake, "care.deed.take", "done.care-take", access.FollowCare)
	careAccept   = ofCareToo(deedAccept, "care.deed.accept", "done.care-accept", access.FollowCare)
	careDecline  = ofCareToo(deedDecline, "care.deed.decline", "done.care-decline", access.FollowCare)
	careHandOver = ofCareToo(deedHandOver, "care.deed.hand-over", "done.care-hand-over", access.FollowCare)
	careKeep     = ofCareToo(deedKeep, "care.deed.keep", "done.care-keep", access.FollowCare)
	careName     = ofCareToo(deedName, "care.deed.name", "done.care-name", access.FollowCare)
	careSnooze   = ofCareToo(deedSnooze, "care.deed.snooze", "done.care-snooze", access.FollowCare)
	careWake     = ofCareToo(deedWake, "care.deed.wake", "done.care-wake", access.FollowCare)
	careSuspend  = ofCareToo(deedSuspend, "care.deed.suspend", "done.care-suspend", access.ApplyAgreement)
	careResume   = ofCareToo(deedResume, "care.deed.resume", "done.care-resume", access.ApplyAgreement)
)

func ofCareToo(of *deed, word, done string, action access.Action) *deed {
	d := *of
	d.word, d.done, d.action = word, done, action
	if submit, is := careSubmits[d.submit]; is {
		d.submit = submit
	}
	return &d
}

// careSubmits are buttons that name what is taken.
var careSubmits = map[string]string{"deed.take.submit": "care.deed.take.submit", "deed.accept.submit": "care.deed.accept.submit"}
