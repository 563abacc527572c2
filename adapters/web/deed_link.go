package web

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
)

// What belongs to a case: incidents, workers who were hit, aangiften and who did it.

type linkForm struct {
	Kind   string `json:"kind"`
	ID     string `json:"id"`
	Reason string `json:"reason,omitempty"`
}

var linkWords = []struct{ kind, word string }{{"INCIDENT", "link.incident"}, {"WORKER", "link.worker"}, {"AANGIFTE", "link.aangifte"}, {"SUSPECT", "link.suspect"}}

var deedLink = &deed{
	at: "/koppelen", group: "deed.end", word: "deed.link", submit: "deed.link.submit", done: "done.link", action: access.ChangeCase, fits: takesNew,
	form: func(v *visit, c *caseAnswered, _ url.Values) ([]entry, error) {
		var kinds []option
		for _, one := range linkWords {
			kinds = append(kinds, option{Value: one.kind, Text: v.word(one.word)})
		}
		entries := []entry{{Name: "kind", Label: v.word("link.kind"), Kind: radioEntry, Options: kinds, Required: true}}
		if others := v.notLinked(c); len(others) > 0 {
			entries = append(entries, entry{Name: "worker", Label: v.word("link.who"), Hint: v.word("link.who-hint"), Kind: choiceEntry, Options: v.orNone(others)})
		}
		return append(entries, entry{Name: "id", Label: v.word("link.id"), Hint: v.word("link.id-hint"), Kind: textEntry, Most: 300}), nil
	},
	send: func(v *visit, given url.Values, once string) error {
		id := idIn(given.Get("id"))
		if given.Get("kind") == "WORKER" {
			id = cmp.Or(given.Get("worker"), id)
		}
		return v.toCase("/links", once, nil, linkForm{Kind: given.Get("kind"), ID: id})
	},
}

var anID = regexp.MustCompile(`[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}`)

// idIn is the number in an address that somebody pasted; what has none goes on as it is, and is refused by name.
func idIn(text string) string { return cmp.Or(anID.FindString(text), text) }

// notLinked are those who were hit in its incidents and are not in the case.
func (v *visit) notLinked(c *caseAnswered) (all []option) {
	for _, id := range slices.SortedFunc(maps.Keys(c.names), func(a, b uuid.UUID) int { return strings.Compare(c.names[a], c.names[b]) }) {
		if !slices.Contains(c.Victims, id) {
			all = append(all, option{Value: id.String(), Text: v.victim(c, id)})
		}
	}
	return all
}

var deedUnlink = &deed{
	at: "/ontkoppelen", group: "deed.end", word: "deed.unlink", submit: "deed.unlink.submit", done: "done.unlink", action: access.ChangeCase,
	fits: func(c *caseAnswered) bool { return takesNew(c) && len(c.Incidents)+len(c.Victims)+len(c.Aangiften) > 0 },
	form: func(v *visit, c *caseAnswered, _ url.Values) ([]entry, error) {
		return []entry{
			{Name: "id", Label: v.word("unlink.which"), Kind: choiceEntry, Options: v.linked(c)},
			{Name: "reason", Label: v.word("deed.why"), Kind: areaEntry, Required: true, Most: 1000},
		}, nil
	},
	send: func(v *visit, given url.Values, once string) error {
		kind, id, _ := strings.Cut(given.Get("id"), " ")
		return v.toCase("/link-removals", once, asShown(given), linkForm{kind, id, given.Get("reason")})
	},
}

// linked is all that the case is about.
func (v *visit) linked(c *caseAnswered) (all []option) {
	for _, id := range c.Incidents {
		all = append(all, option{Value: "INCIDENT " + id.String(), Text: v.word("incident.title", spoken(id))})
	}
	for _, id := range c.Victims {
		all = append(all, option{Value: "WORKER " + id.String(), Text: v.victim(c, id)})
	}
	for _, id := range c.Aangiften {
		all = append(all, option{Value: "AANGIFTE " + id.String(), Text: v.word("step.aangifte-name", short(id))})
	}
	if c.Suspect != nil {
		all = append(all, option{Value: "SUSPECT " + c.Suspect.String(), Text: v.word("link.suspect-name", short(*c.Suspect))})
	}
	return all
}

// An aangifte is recorded once, and then linked: one aangifte can lead to several cases.
var deedAangifte = &deed{
	at: "/aangifte", group: "deed.end", word: "deed.aangifte", submit: "deed.aangifte.submit", done: "done.aangifte", action: access.RecordAangifte,
	fits: func(c *caseAnswered) bool { return takesNew(c) && len(c.Incidents) > 0 },
	form: func(v *visit, c *caseAnswered, _ url.Values) ([]entry, error) {
		return []entry{
			{Name: "on", Label: v.word("aangifte.on"), Kind: dayEntry, Required: true},
			{Name: "complainant", Label: v.word("aangifte.by"), Kind: radioEntry, Options: v.hinted(codes.Complainant), Required: true},
			{Name: "workers", Label: v.word("aangifte.workers"), Hint: v.word("aangifte.workers-hint"), Kind: checksEntry, Options: v.victims(c)},
			{Name: "name", Label: v.word("aangifte.name"), Kind: choiceEntry, Options: v.orNone(v.someOf(codes.Anonymity, nil))},
			{Name: "domicile", Label: v.word("aangifte.domicile"), Kind: choiceEntry, Options: v.orNone(v.someOf(codes.YesNo, nil))},
			{Name: "reference", Label: v.word("call.reference"), Kind: textEntry, Most: 100},
		}, nil
	},
	send: func(v *visit, given url.Values, once string) error {
		c, err := v.openCase()
		if err != nil {
			return err
		}
		body := struct {
			Regime      codes.Code  `json:"regime,omitempty"`
			On          *at         `json:"on,omitempty"`
			Complainant string      `json:"complainant,omitempty"`
			Name        string      `json:"name,omitempty"`
			Domicile    string      `json:"domicile,omitempty"`
			Workers     []string    `json:"workers,omitempty"`
			Incidents   []uuid.UUID `json:"incidents"`
			Reference   string      `json:"reference,omitempty"`
		}{c.Regime, when(given.Get("on")), given.Get("complainant"), given.Get("name"), given.Get("domicile"), given["workers"], c.Incidents, given.Get("reference")}
		var made struct{ ID string }
		if err := v.submit(http.MethodPost, "/v1/aangiften", once, nil, body, &made); err != nil {
			return err
		}
		return v.toCase("/links", after(once, "link"), nil, linkForm{Kind: "AANGIFTE", ID: made.ID})
	},
}

// after is the key of what follows from a form in the same go: sent twice, it too is done once.
func after(once, what string) string {
	id, err := uuid.Parse(once)
	if err != nil {
		return once
	}
	return uuid.NewSHA1(id, []byte(what)).String()
}
