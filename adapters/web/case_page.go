package web

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/codes"
	"ruggensteun/projections/figures"
)

// casePage is all that there is to know of a case, for whoever follows it.
type casePage struct {
	Name, Stage, Outcome string
	Closed               bool
	Notice               string
	Number, NumberFrom   string
	Whose, StandIn       string
	Away, AwayWhy        string
	Held                 string
	Merged               []link
	Into                 *link
	Way                  []station
	Now                  []alert
	Deeds                []deedGroup
	Clocks, Past         []term
	Victims              []victimPart
	Money                *table
	Papers               []paper
	Bundle               string
	Lines                []line
	Orders               []link
	Unreadable           int
}

// alert is something that somebody should see first, with what can be done about it.
type alert struct {
	Text, Tone string
	Do         *link
}

type victimPart struct {
	Name, Shut string
	Waits      []string
	Told       []toldPart
}

type toldPart struct {
	Text  string
	Note  string
	Paper string
}

type paper struct {
	Name, State, Tone, On, To, For string
}

// line is one thing that happened.
type line struct {
	On, What, Note, Who, Recorded string
	Text, Number                  string // of a notice
	NoteClosed                    bool
}

type deedGroup struct {
	Title string
	Deeds []link
}

func (w *web) caseFile(v *visit) error {
	c, err := v.openCase()
	if err != nil {
		return err
	}
	page := v.casePageOf(c)
	if err := v.tellLines(c, page); err != nil {
		return err
	}
	v.Crumbs = []link{{Text: v.word("menu.work"), To: v.To("/werklijst")}}
	return v.show("case", page.Name, page)
}

func (v *visit) casePageOf(c *caseAnswered) *casePage {
	page := &casePage{
		Name: v.word("case.name", short(c.ID)), Stage: v.label(codes.CaseStage, c.stage()), Closed: c.Closed, Way: v.way(c), Unreadable: c.Unreadable,
		Whose: v.whose(c.Work.Responsible), Away: v.dayText(c.Work.SnoozedUntil), AwayWhy: v.held(c.Work.SnoozeReason), Held: v.dayText(c.HeldUntil),
		Now: v.now(c), Victims: v.victimParts(c), Money: v.money(c), Papers: v.papers(c), Bundle: v.caseInAPI() + "/bundle",
	}
	if c.Outcome != "PENDING" {
		page.Outcome = v.label(codes.Outcome, c.Outcome)
	}
	if c.Notice != nil {
		page.Notice = v.In(*c.Notice)
	}
	if number, from := c.number(); number != "" {
		page.Number, page.NumberFrom = number, v.label(codes.NoticeSource, from)
	}
	if c.Work.StandIn != uuid.Nil {
		page.StandIn = v.whose(c.Work.StandIn)
	}
	for _, id := range c.Merged {
		page.Merged = append(page.Merged, link{Text: v.word("case.name", short(id)), To: v.To("/zaak/" + id.String())})
	}
	if c.MergedInto != nil {
		page.Into = &link{Text: v.word("case.name", short(*c.MergedInto)), To: v.To("/zaak/" + c.MergedInto.String())}
	}
	page.Clocks, page.Past = v.clocks(c)
	page.Deeds = v.mayDo(c)
	return page
}

// held is a text, or why it is not here.
func (v *visit) held(t *heldText) string {
	switch {
	case t == nil:
		return ""
	case t.State == "closed":
		return v.word("case.text-closed")
	case t.State == "forgotten":
		return v.word("case.text-forgotten")
	}
	return t.Text
}

func (v *visit) clocks(c *caseAnswered) (running, past []term) {
	for _, k := range c.Clocks {
		t := v.termOf(k.State, k.Due, k.DueAt, v.In(k.Because), k.Responsible)
		t.Name, t.Right = v.In(k.Name), k.Right
		switch k.State {
		case agreement.Met, agreement.MetLate, passed:
			past = append(past, t)
		default:
			running = append(running, t)
		}
	}
	return running, past
}

// now is what calls for somebody, the most urgent first.
func (v *visit) now(c *caseAnswered) (all []alert) {
	add := func(tone, text string, do *link) { all = append(all, alert{text, tone, do}) }
	if c.offeredToMe() {
		add("soon", v.word("now.offered"), v.doing(c, deedAccept))
	}
	for _, u := range c.Untold {
		what := v.label(codes.CaseStep, u.Step)
		text := v.word("now.untold", v.victim(c, u.Victim), what, v.since(u.Since))
		if u.Withdrawn {
			text = v.word("now.untold-withdrawn", v.victim(c, u.Victim), what)
		} else if u.Again {
			text = v.word("now.untold-again", v.victim(c, u.Victim), what)
		}
		do := v.doing(c, deedTell)
		if do != nil {
			do.To += "?victim=" + u.Victim.String()
		}
		add("red", text, do)
	}
	for _, id := range c.Work.Unnamed {
		add("soon", v.word("now.unnamed", v.victim(c, id)), v.doing(c, deedName))
	}
	for _, a := range c.Ledger {
		if a.Open > 0 {
			add("wait", v.word("now.owed", v.claimant(c, a), v.euros(a.Open)), v.doing(c, deedDamages))
		}
	}
	for _, step := range c.NotReceived {
		add("wait", v.word("now.not-received", v.label(codes.CaseStep, step)), v.doing(c, deedStep))
	}
	for _, o := range c.Contradictions {
		add("wait", v.In(o.What), nil)
	}
	for _, o := range c.Remarks {
		add("wait", v.In(o.What), nil)
	}
	return all
}

func (v *visit) victimParts(c *caseAnswered) (all []victimPart) {
	for _, id := range c.Victims {
		part := victimPart{Name: v.victim(c, id)}
		if key := c.shut[id]; key != "" {
			part.Shut = v.word(key)
		}
		for _, u := range c.Untold {
			if u.Victim == id {
				part.Waits = append(part.Waits, v.label(codes.CaseStep, u.Step))
			}
		}
		for _, t := range c.Tellings {
			if t.Victim != id {
				continue
			}
			told := toldPart{Text: v.word("case.told", v.since(t.On), v.label(codes.TellingChannel, t.Channel)), Note: v.held(t.Text)}
			if t.Document != nil {
				told.Paper = v.To(v.casePath() + "/brief/" + t.Document.String())
			}
			part.Told = append(part.Told, told)
		}
		all = append(all, part)
	}
	return all
}

// money is the ledger: what is not known is not zero.
func (v *visit) money(c *caseAnswered) *table {
	if len(c.Ledger) == 0 {
		return nil
	}
	sum := func(cents *int64) tableCell {
		if cents == nil {
			return tableCell{Text: v.word("case.not-known"), Kept: true}
		}
		return tableCell{Text: v.euros(*cents)}
	}
	t := &table{Caption: v.word("case.ledger"), Head: []string{v.word("case.claimant"), v.label(codes.AmountKind, "CLAIMED"), v.label(codes.AmountKind, "JOINED"),
		v.label(codes.AmountKind, "AWARDED"), v.label(codes.AmountKind, "ADVANCE"), v.label(codes.AmountKind, "PAID"), v.word("case.open-sum")}}
	for _, a := range c.Ledger {
		t.Rows = append(t.Rows, tableRow{v.claimant(c, a), []tableCell{sum(a.Claimed), sum(a.Joined), sum(a.Awarded), sum(&a.Advance), sum(&a.Paid), sum(&a.Open)}})
	}
	return t
}

// paperStates say of a document what became of it.
var paperStates = map[string]struct{ word, tone string }{
	"draft": {"paper.draft", "soon"}, "issued": {"paper.issued", "done"}, "withdrawn": {"paper.withdrawn", "calm"}, "forgotten": {"paper.forgotten", "calm"},
}

func (v *visit) papers(c *caseAnswered) (all []paper) {
	for _, d := range c.Documents {
		state := paperStates[d.State]
		p := paper{Name: v.label(codes.DocumentKind, d.Kind), State: v.word(state.word), Tone: state.tone, To: v.To(v.casePath() + "/brief/" + d.ID.String())}
		if d.Kind == "" {
			p.Name = v.word("paper.unnamed")
		}
		if d.At != nil {
			p.On = v.shortDay(*d.At)
		}
		if d.Worker != nil {
			p.For = v.victim(c, *d.Worker)
		}
		all = append(all, p)
	}
	return all
}

// tellLines asks for what happened, in one of two orders.
func (v *visit) tellLines(c *caseAnswered, page *casePage) error {
	order := "effect"
	if v.r.URL.Query().Get("by") == "receipt" {
		order = "receipt"
	}
	var told struct {
		Timeline []struct {
			At         string
			Who        access.Role
			What       figures.Text
			Note       string
			NoteClosed bool `json:"note_closed"`
			On         *figures.Text
			Notice     *uuid.UUID
		}
	}
	if err := v.ask(v.caseInAPI()+"/timeline", url.Values{"by": {order}}, &told); err != nil {
		return err
	}
	for _, t := range told.Timeline {
		l := line{What: v.inWords(c, v.In(t.What)), Note: t.Note, NoteClosed: t.NoteClosed, Who: v.word(roleWord(t.Who)), Recorded: v.dayText(t.At[:min(len(t.At), 10)])}
		if t.On != nil {
			l.On = v.dayOf(v.In(*t.On))
		}
		if t.Notice != nil {
			l.Text, l.Number = v.heardIn(c, *t.Notice)
		}
		page.Lines = append(page.Lines, l)
	}
	for _, one := range []struct{ key, by, to string }{{"case.by-effect", "effect", v.To(v.Path) + "#tijdlijn"}, {"case.by-receipt", "receipt", v.To(v.Path) + "?by=receipt#tijdlijn"}} {
		page.Orders = append(page.Orders, link{Text: v.word(one.key), To: one.to, Here: one.by == order})
	}
	return nil
}

// heardIn is what a notice says, and under which number.
func (v *visit) heardIn(c *caseAnswered, id uuid.UUID) (text, number string) {
	for _, n := range c.Notices {
		if n.ID == id {
			if n.Reference != nil { // that one is closed to this role needs no saying twice
				number = n.Reference.Text
			}
			return v.held(n.Text), number
		}
	}
	return "", ""
}

var aDay = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b`)

// withDays writes the days in a sentence as people do.
func (v *visit) withDays(text string) string { return aDay.ReplaceAllStringFunc(text, v.dayText) }

// inWords writes days as people do, and agreements by their name.
func (v *visit) inWords(c *caseAnswered, text string) string {
	text = v.withDays(text)
	for _, k := range c.Clocks {
		if k.Agreement == "" {
			continue
		}
		text = strings.ReplaceAll(text, k.Agreement, "‘"+v.In(k.Name)+"’")
	}
	return text
}

// dayOf writes the day that a line begins with as people do; the rest of it stays.
func (v *visit) dayOf(text string) string {
	if len(text) < 10 {
		return text
	}
	if day := v.dayText(text[:10]); day != text[:10] {
		return day + text[10:]
	}
	return text
}

func roleWord(r access.Role) string {
	switch word, is := roleWords[r]; {
	case is:
		return word
	case r == access.Program:
		return "role.program"
	}
	return "role.other"
}
