package web

import (
	"net/url"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
)

// What has to do with whose a case is, and when it is back before him.

var deedSnooze = &deed{
	at: "/wegleggen", group: "deed.work", word: "deed.snooze", submit: "deed.snooze.submit", done: "done.snooze", action: access.FollowCase,
	fits: func(c *caseAnswered) bool { return open(c) && c.Work.SnoozedUntil == "" },
	form: func(v *visit, _ *caseAnswered, _ url.Values) ([]entry, error) {
		return []entry{
			{Name: "until", Label: v.word("snooze.until"), Kind: dayEntry, Required: true},
			{Name: "reason", Label: v.word("deed.why"), Hint: v.word("snooze.why-hint"), Kind: textEntry, Required: true, Most: 1000},
		}, nil
	},
	send: func(v *visit, given url.Values, once string) error {
		return v.toCase("/snooze", once, nil, struct {
			Until  string `json:"until"`
			Reason string `json:"reason"`
		}{given.Get("until"), given.Get("reason")})
	},
}

var deedWake = &deed{
	at: "/terughalen", group: "deed.work", word: "deed.wake", submit: "deed.wake.submit", done: "done.wake", action: access.FollowCase,
	fits: func(c *caseAnswered) bool { return c.Work.SnoozedUntil != "" },
	form: noEntries, send: asItIs("/waking"),
}

func noEntries(*visit, *caseAnswered, url.Values) ([]entry, error) { return nil, nil }

// asItIs sends what needs no words.
func asItIs(what string) func(*visit, url.Values, string) error {
	return func(v *visit, _ url.Values, once string) error { return v.toCase(what, once, nil, struct{}{}) }
}

var deedTake = &deed{
	at: "/volgen", group: "deed.work", word: "deed.take", submit: "deed.take.submit", done: "done.take", action: access.FollowCase,
	fits: func(c *caseAnswered) bool { return open(c) && c.Work.Responsible == uuid.Nil },
	form: func(v *visit, c *caseAnswered, _ url.Values) ([]entry, error) {
		return v.colleagueEntries(c, "stand_in", v.word("take.stand-in"), v.word("take.stand-in-hint"), false)
	},
	send: func(v *visit, given url.Values, once string) error {
		return v.toCase("/assignment", once, nil, struct {
			StandIn string `json:"stand_in,omitempty"`
		}{given.Get("stand_in")})
	},
}

var deedHandOver = &deed{
	at: "/overdragen", group: "deed.work", word: "deed.hand-over", submit: "deed.hand-over.submit", done: "done.hand-over", action: access.FollowCase,
	fits: func(c *caseAnswered) bool {
		return open(c) && c.Work.Responsible != uuid.Nil && c.Work.OfferedTo == uuid.Nil && !c.Work.OfferedAll
	},
	form: func(v *visit, c *caseAnswered, _ url.Values) ([]entry, error) {
		return v.colleagueEntries(c, "to", v.word("hand.to"), v.word("colleague.hint", short(c.Work.You)), true)
	},
	send: func(v *visit, given url.Values, once string) error {
		return v.toCase("/hand-over", once, nil, struct {
			To string `json:"to"`
		}{given.Get("to")})
	},
}

var deedAccept = &deed{
	at: "/aannemen", group: "deed.work", word: "deed.accept", submit: "deed.accept.submit", done: "done.accept", action: access.FollowCase,
	fits: func(c *caseAnswered) bool { return open(c) && c.offeredToMe() },
	form: noEntries, send: asItIs("/acceptance"),
}

var deedDecline = &deed{
	at: "/weigeren", group: "deed.work", word: "deed.decline", submit: "deed.decline.submit", done: "done.decline", action: access.FollowCase,
	fits: func(c *caseAnswered) bool { return open(c) && c.offeredToMe() },
	form: whyEntry, send: withReason("/refusal"),
}

func whyEntry(v *visit, _ *caseAnswered, _ url.Values) ([]entry, error) {
	return []entry{{Name: "reason", Label: v.word("deed.why"), Kind: areaEntry, Required: true, Most: 1000}}, nil
}

func withReason(what string) func(*visit, url.Values, string) error {
	return func(v *visit, given url.Values, once string) error {
		return v.toCase(what, once, nil, reason{given.Get("reason")})
	}
}

var deedKeep = &deed{
	at: "/houden", group: "deed.work", word: "deed.keep", submit: "deed.keep.submit", done: "done.keep", action: access.FollowCase,
	fits: func(c *caseAnswered) bool {
		return open(c) && (c.Work.OfferedTo != uuid.Nil || c.Work.OfferedAll) && c.Work.Responsible == c.Work.You
	},
	form: noEntries, send: asItIs("/keeping"),
}

var deedName = &deed{
	at: "/naam", group: "deed.victim", word: "deed.name", submit: "deed.name.submit", done: "done.name", action: access.FollowCase,
	fits: func(c *caseAnswered) bool { return open(c) && len(c.Work.Unnamed) > 0 },
	form: func(v *visit, c *caseAnswered, _ url.Values) ([]entry, error) {
		waiting := []option{}
		for _, id := range c.Work.Unnamed {
			waiting = append(waiting, option{Value: id.String(), Text: v.victim(c, id)})
		}
		return []entry{
			{Name: "victim", Label: v.word("tell.victim"), Kind: choiceEntry, Options: waiting},
			{Name: "channel", Label: v.word("tell.channel"), Kind: radioEntry, Required: true, Options: v.someOf(codes.TellingChannel, nil)},
			{Name: "on", Label: v.word("tell.on"), Kind: dayEntry, Required: true, Value: today()},
		}, nil
	},
	send: func(v *visit, given url.Values, once string) error {
		return v.toCase("/name-tellings", once, nil, struct {
			Victim  string `json:"victim"`
			Channel string `json:"channel"`
			On      *at    `json:"on,omitempty"`
		}{given.Get("victim"), given.Get("channel"), when(given.Get("on"))})
	},
}
