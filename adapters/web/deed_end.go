package web

import (
	"cmp"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/prosecution"
)

var deedMerge = &deed{
	at: "/samenvoegen", group: "deed.end", word: "deed.merge", submit: "deed.merge.submit", done: "done.merge", action: access.ChangeCase, fits: takesNew,
	form: func(v *visit, c *caseAnswered, _ url.Values) ([]entry, error) {
		others, err := v.besides(c)
		if err != nil {
			return nil, err
		}
		entries := []entry{{Name: "into", Label: v.word("merge.into"), Hint: v.word("merge.into-hint"), Kind: choiceEntry, Options: v.orNone(others)}}
		return append(entries,
			entry{Name: "other", Label: v.word("merge.other"), Hint: v.word("merge.other-hint"), Kind: textEntry, Most: 300},
			entry{Name: "explanation", Label: v.word("merge.why"), Hint: v.word("merge.why-hint"), Kind: areaEntry, Most: 1000}), nil
	},
	send: func(v *visit, given url.Values, once string) error {
		into := cmp.Or(caseIn(given.Get("other")), given.Get("into"))
		return v.toCase("/merge", once, asShown(given), struct {
			Into        string `json:"into"`
			Explanation string `json:"explanation,omitempty"`
		}{into, given.Get("explanation")})
	},
}

// caseIn is the case of an address that somebody pasted, or of its number.
func caseIn(text string) string {
	if u, err := url.Parse(text); err == nil && strings.Contains(u.Path, "/zaak/") {
		return path.Base(u.Path)
	}
	return text
}

// besides are the other cases about the same incidents.
func (v *visit) besides(c *caseAnswered) (all []option, err error) {
	for _, id := range c.Incidents[:min(len(c.Incidents), mostNamed)] {
		var answer struct {
			Cases []struct {
				ID     uuid.UUID
				Closed bool
			}
		}
		if err := v.ask("/v1/cases", url.Values{"incident": {id.String()}}, &answer); err != nil {
			return nil, err
		}
		for _, one := range answer.Cases {
			if one.ID != c.ID && !slices.ContainsFunc(all, func(o option) bool { return o.Value == one.ID.String() }) {
				all = append(all, option{Value: one.ID.String(), Text: v.word("case.name", short(one.ID))})
			}
		}
	}
	return all, nil
}

var deedSplit = &deed{
	at: "/splitsen", group: "deed.end", word: "deed.split", submit: "deed.split.submit", done: "done.split", action: access.ChangeCase,
	fits: func(c *caseAnswered) bool { return c.MergedInto != nil },
	form: whyEntry, send: func(v *visit, given url.Values, once string) error {
		return v.toCase("/split", once, asShown(given), reason{given.Get("reason")})
	},
}

// A case is closed by its check list: what is left is named, and a reason is asked for leaving it.
var deedClose = &deed{
	at: "/sluiten", group: "deed.end", word: "deed.close", submit: "deed.close.submit", done: "done.close", action: access.CloseCase, fits: open,
	extra: func(v *visit, c *caseAnswered, _ url.Values, page *deedPage) {
		page.ListSay = v.word("close.nothing")
		if len(c.Loose) > 0 {
			page.ListSay = v.word("close.left")
		}
		for _, l := range c.Loose {
			page.List = append(page.List, v.looseEnd(c, l))
		}
	},
	form: func(v *visit, c *caseAnswered, _ url.Values) ([]entry, error) {
		e := entry{Name: "explanation", Label: v.word("close.why-any"), Kind: areaEntry, Most: 1000}
		if len(c.Loose) > 0 {
			e.Label, e.Hint, e.Required = v.word("close.why"), v.word("close.why-hint"), true
		}
		return []entry{e}, nil
	},
	send: func(v *visit, given url.Values, once string) error {
		err := v.toCase("/closing", once, asShown(given), struct {
			Explanation string `json:"explanation,omitempty"`
		}{given.Get("explanation")})
		if p, is := asProblem(err); is && p.Kind == "refused" && len(p.Errors) > 0 && given.Get("explanation") == "" {
			return v.wrong("explanation", "wrong.left") // what is left stands above it, in words
		}
		return err
	},
}

// looseEnd is one line of the check list, with where it can be settled.
func (v *visit) looseEnd(c *caseAnswered, l looseEnd) alert {
	who := v.word("case.employer")
	if slices.Contains(c.Victims, l.Person) {
		who = v.victim(c, l.Person)
	}
	switch l.Kind {
	case prosecution.Untold:
		return alert{v.word("close.untold", who), "red", v.doing(c, deedTell)}
	case prosecution.Unpaid:
		return alert{v.word("close.unpaid", who), "wait", v.doing(c, deedDamages)}
	case prosecution.Unclaimed:
		return alert{v.word("close.undecided-claim", who), "wait", v.doing(c, deedDamages)}
	case prosecution.Undecided:
		return alert{v.word("close.no-outcome"), "wait", v.doing(c, deedStep)}
	}
	return alert{v.word("close.unreadable"), "wait", nil}
}

var deedReopen = &deed{
	at: "/heropenen", group: "deed.end", word: "deed.reopen", submit: "deed.reopen.submit", done: "done.reopen", action: access.CloseCase,
	fits: func(c *caseAnswered) bool { return takesNew(c) && c.Closed },
	form: whyEntry, send: func(v *visit, given url.Values, once string) error {
		return v.toCase("/reopening", once, asShown(given), reason{given.Get("reason")})
	},
}
