package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
)

// A call is logged in two clicks: the one that opens this form, and the one that sends it.
var deedCall = &deed{
	at: "/gesprek", group: "deed.news", word: "deed.call", submit: "deed.call.submit", done: "done.call", action: access.ChangeCase, fits: takesNew,
	form: func(v *visit, c *caseAnswered, _ url.Values) ([]entry, error) {
		number, _ := c.number()
		return []entry{
			{Name: "next", Label: v.word("call.next"), Hint: v.word("call.next-hint"), Kind: areaEntry, Required: true, Most: 5000},
			{Name: "by", Label: v.word("call.by"), Hint: v.word("call.by-hint"), Kind: dayEntry},
			{Name: "with", Label: v.word("call.with"), Kind: choiceEntry, Options: chosen(v.someOf(codes.NoticeSource, nil), "POLICE")},
			{Name: "reference", Label: v.word("call.reference"), Kind: textEntry, Value: number, Most: 100},
		}, nil
	},
	send: func(v *visit, given url.Values, once string) error {
		return v.toCase("/calls", once, nil, struct {
			With      string `json:"with,omitempty"`
			Reference string `json:"reference,omitempty"`
			Next      string `json:"next"`
			By        *at    `json:"by,omitempty"`
		}{given.Get("with"), given.Get("reference"), given.Get("next"), when(given.Get("by"))})
	},
}

var deedTell = &deed{
	at: "/vertellen", group: "deed.victim", word: "deed.tell", submit: "deed.tell.submit", done: "done.tell", action: access.TellVictim,
	fits: func(c *caseAnswered) bool { return takesNew(c) && len(c.Untold) > 0 },
	form: func(v *visit, c *caseAnswered, _ url.Values) ([]entry, error) {
		letters := []option{{Text: v.word("tell.no-letter")}}
		for _, d := range c.Documents {
			if d.State == "issued" && d.Worker != nil {
				letters = append(letters, option{Value: d.ID.String(), Text: v.label(codes.DocumentKind, d.Kind) + ", " + v.victim(c, *d.Worker)})
			}
		}
		entries := []entry{
			{Name: "victim", Label: v.word("tell.victim"), Kind: choiceEntry, Options: v.victims(c)},
			{Name: "channel", Label: v.word("tell.channel"), Kind: radioEntry, Required: true, Options: v.someOf(codes.TellingChannel, nil)},
			{Name: "on", Label: v.word("tell.on"), Kind: dayEntry, Required: true, Value: today()},
		}
		if len(letters) > 1 {
			entries = append(entries, entry{Name: "document", Label: v.word("tell.letter"), Kind: choiceEntry, Options: letters})
		}
		return append(entries, entry{Name: "text", Label: v.word("tell.text"), Hint: v.word("tell.text-hint"), Kind: areaEntry, Most: 5000}), nil
	},
	extra: func(v *visit, c *caseAnswered, _ url.Values, page *deedPage) {
		page.ListSay = v.word("tell.waits")
		for _, u := range c.Untold {
			page.List = append(page.List, alert{Tone: "red", Text: v.word("now.untold", v.victim(c, u.Victim), v.label(codes.CaseStep, u.Step), v.since(u.Since))})
		}
	},
	send: func(v *visit, given url.Values, once string) error {
		return v.toCase("/tellings", once, nil, struct {
			Victim   string `json:"victim"`
			Channel  string `json:"channel"`
			On       *at    `json:"on,omitempty"`
			Text     string `json:"text,omitempty"`
			Document string `json:"document,omitempty"`
		}{given.Get("victim"), given.Get("channel"), when(given.Get("on")), given.Get("text"), given.Get("document")})
	},
}

var letterKinds = []codes.Code{"LETTER_VICTIM", "WARNING_LETTER", "DAMAGES_CLAIM"}

var deedLetter = &deed{
	at: "/brief", group: "deed.victim", word: "deed.letter", submit: "deed.letter.submit", done: "done.letter", action: access.PrepareDocument, fits: takesNew,
	form: func(v *visit, c *caseAnswered, _ url.Values) ([]entry, error) {
		return []entry{
			{Name: "kind", Label: v.word("letter.kind"), Kind: radioEntry, Required: true, Options: chosen(v.someOf(codes.DocumentKind, letterKinds), "LETTER_VICTIM")},
			{Name: "worker", Label: v.word("letter.worker"), Hint: v.word("letter.worker-hint"), Kind: choiceEntry, Options: append(v.victims(c), option{Text: v.word("case.employer")})},
			{Name: "language", Label: v.word("letter.language"), Kind: choiceEntry, Options: chosen(v.someOf(codes.DocumentLanguage, nil), "NL")},
		}, nil
	},
	send: func(v *visit, given url.Values, once string) error {
		id, err := v.write(paperOrder{Kind: given.Get("kind"), Worker: given.Get("worker"), Language: given.Get("language")}, once)
		if err != nil {
			return err
		}
		return v.done(v.casePath()+"/brief/"+id, "letter")
	},
}

// paperOrder asks for a document.
type paperOrder struct {
	Kind     string       `json:"kind"`
	Worker   string       `json:"worker,omitempty"`
	Language string       `json:"language,omitempty"`
	Fill     []filledText `json:"fill,omitempty"`
}

type filledText struct {
	Field string `json:"field"`
	Text  string `json:"text"`
}

func (v *visit) write(order paperOrder, once string) (string, error) {
	if order.Kind == "WARNING_LETTER" {
		order.Worker = "" // it goes to who did it, and names nobody who was hit
	}
	var made struct{ ID string }
	err := v.submit(http.MethodPost, v.caseInAPI()+"/documents", once, nil, order, &made)
	return made.ID, err
}

// letterAt is a document of a case, with what can be done with it.
const letterAt = caseAt + "/brief/{paper}"

func (v *visit) letterPath() string { return v.casePath() + "/brief/" + v.r.PathValue("paper") }

// letterPage is a document before it goes out, or as it went.
type letterPage struct {
	Case            link
	Paper           paper
	PDF             string
	Blanks          []string
	Fill            *entryForm
	Issue, Withdraw *entryForm
	Tell            *link
}

var letterDeeds = []*deed{letterFill, letterIssue, letterWithdraw}

var (
	letterFill = &deed{at: "/invullen", send: func(v *visit, given url.Values, once string) error {
		order := paperOrder{Kind: given.Get("kind"), Worker: given.Get("worker"), Language: given.Get("language")}
		for name := range given {
			if field, is := strings.CutPrefix(name, "fill."); is && given.Get(name) != "" {
				order.Fill = append(order.Fill, filledText{field, given.Get(name)})
			}
		}
		id, err := v.write(order, once)
		if err != nil {
			return err
		}
		if id != v.r.PathValue("paper") {
			// The draft that it takes the place of would only be in the way.
			old := uuid.NewSHA1(uuid.MustParse(once), []byte("old")).String()
			if err := v.toCase("/documents/"+url.PathEscape(v.r.PathValue("paper"))+"/withdrawal", old, nil, reason{v.word("letter.replaced")}); err != nil {
				return err
			}
		}
		return v.done(v.casePath()+"/brief/"+id, "filled")
	}}
	letterIssue = &deed{at: "/uitgeven", send: func(v *visit, given url.Values, once string) error {
		body := struct {
			Blanks bool `json:"blanks,omitempty"`
		}{given.Get("blanks") == "true"}
		if err := v.toCase("/documents/"+url.PathEscape(v.r.PathValue("paper"))+"/issue", once, nil, body); err != nil {
			return err
		}
		return v.done(v.letterPath(), "issued")
	}}
	letterWithdraw = &deed{at: "/intrekken", send: func(v *visit, given url.Values, once string) error {
		if err := v.toCase("/documents/"+url.PathEscape(v.r.PathValue("paper"))+"/withdrawal", once, nil, reason{given.Get("reason")}); err != nil {
			return err
		}
		return v.done(v.letterPath(), "withdrawn")
	}}
)

type reason struct {
	Reason string `json:"reason"`
}

// letter shows a document. After a form that was not taken it shows that form again.
func (w *web) letter(v *visit) error { return v.showLetter(nil, nil, "") }

func (v *visit) showLetter(given url.Values, wrong error, of string) error {
	c, err := v.openCase()
	if err != nil {
		return err
	}
	at := -1
	for i, d := range c.Documents {
		if d.ID.String() == v.r.PathValue("paper") {
			at = i
		}
	}
	if at < 0 {
		return &problem{Status: http.StatusNotFound}
	}
	d := c.Documents[at]
	page := &letterPage{
		Case: link{Text: v.word("case.name", short(c.ID)), To: v.To(v.casePath())}, Paper: v.papers(c)[at],
		PDF: v.caseInAPI() + "/documents/" + d.ID.String(),
	}
	for _, b := range d.Missing {
		page.Blanks = append(page.Blanks, v.In(b.What))
	}
	if v.Actor.May(access.PrepareDocument, v.Actor.Employer) == nil {
		v.letterForms(page, d, given)
	}
	if d.State == "issued" && d.Worker != nil && d.Kind == "LETTER_VICTIM" && deedTell.may(v, c) {
		page.Tell = v.doing(c, deedTell)
		page.Tell.To += "?" + url.Values{"victim": {d.Worker.String()}, "channel": {"LETTER"}, "document": {d.ID.String()}}.Encode()
	}
	for name, f := range map[string]*entryForm{letterFill.at: page.Fill, letterIssue.at: page.Issue, letterWithdraw.at: page.Withdraw} {
		if name == of && f != nil && v.mends(f, wrong) {
			wrong = nil
		}
	}
	if wrong != nil {
		return wrong
	}
	v.Crumbs = []link{{Text: v.word("menu.work"), To: v.To("/werklijst")}, page.Case}
	return v.show("letter", page.Paper.Name, page)
}

func (v *visit) letterForms(page *letterPage, d document, given url.Values) {
	here := v.casePath() + "/brief/" + d.ID.String()
	make := func(of *deed, submit string, entries ...entry) *entryForm {
		f := newForm(v.To(here+of.at), submit, given, entries...)
		return &f
	}
	if d.State == "draft" {
		var entries, issue []entry
		for _, b := range d.Missing {
			entries = append(entries, entry{Name: "fill." + b.Field, Label: v.In(b.What), Kind: areaEntry, Most: 5000})
		}
		if len(entries) > 0 {
			page.Fill = make(letterFill, v.word("letter.fill-submit"), entries...)
			page.Fill.Hidden = []pair{{"kind", string(d.Kind)}, {"language", string(d.Language)}}
			if d.Worker != nil {
				page.Fill.Hidden = append(page.Fill.Hidden, pair{"worker", d.Worker.String()})
			}
			issue = append(issue, entry{Name: "blanks", Label: v.word("letter.blanks-too"), Kind: checkEntry})
		}
		page.Issue = make(letterIssue, v.word("letter.issue-submit"), issue...)
	}
	if d.State == "draft" || d.State == "issued" {
		page.Withdraw = make(letterWithdraw, v.word("letter.withdraw-submit"), entry{Name: "reason", Label: v.word("deed.why"), Kind: areaEntry, Required: true, Most: 1000})
		page.Withdraw.Danger = true
	}
}

// carryOutLetter is carryOut, on the page of the document.
func (w *web) carryOutLetter(d *deed) handle {
	return func(v *visit) error {
		given, err := v.filled()
		if err != nil {
			return err
		}
		if err := d.send(v, given, newForm("", "", given).Once); err != nil {
			if _, is := asProblem(err); !is {
				return err
			}
			return v.showLetter(given, err, d.at)
		}
		return nil
	}
}
