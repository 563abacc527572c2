package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/projections/figures"
)

// savedQuestion is one that somebody kept, as the API has it.
type savedQuestion struct {
	ID       string
	Name     figures.Text
	Question string
	Employer *string
	SavedAt  time.Time `json:"saved_at"`
}

const savedAt = "/vragen"

func (w *web) savedPages() map[string]page {
	return map[string]page{
		savedAt:                {show: w.savedList},
		savedAt + "/bewaren":   {show: w.saveQuestion, take: w.questionSaved},
		savedAt + "/{id}":      {show: w.savedOne},
		savedAt + "/{id}/naam": {show: w.nameSaved, take: w.savedNamed},
		savedAt + "/{id}/weg":  {show: w.dropSaved, take: w.savedDropped},
	}
}

// ofPath is a part of the address, as it stands in an address of the API.
func (v *visit) ofPath(name string) string { return url.PathEscape(v.r.PathValue(name)) }

func (v *visit) savedCrumb() {
	v.Crumbs = []link{{Text: v.word("menu.saved"), To: v.To(savedAt)}}
}

// savedQuestions are those that whoever opened the page finds in his list.
func (v *visit) savedQuestions() ([]savedQuestion, error) {
	var kept struct{ Questions []savedQuestion }
	err := v.ask("/v1/questions", nil, &kept)
	return kept.Questions, err
}

// Mine tells whether a question stands in the list of whoever opened the page: he names and drops it.
func (q savedQuestion) mine(v *visit) bool {
	if v.Actor.May(access.SaveQuestion, v.Actor.Employer) != nil {
		return false
	}
	return (q.Employer == nil) != v.Actor.Role.AtEmployer()
}

func (w *web) savedList(v *visit) error {
	kept, err := v.savedQuestions()
	if err != nil {
		return err
	}
	t := &deskTable{Caption: v.word("saved.caption"), Empty: v.word("saved.none"), Head: []string{v.word("saved.name"), v.word("saved.asks"), v.word("saved.list"), v.word("saved.since"), v.word("saved.change"), v.word("saved.drop")}}
	for _, q := range kept {
		list, change, drop := v.word("saved.everybodys"), said("–"), said("–")
		if q.Employer != nil {
			list = v.word("saved.ours")
		}
		if q.mine(v) {
			change, drop = deskCell{Text: v.word("saved.change-link"), To: v.To(savedAt + "/" + q.ID + "/naam")}, deskCell{Text: v.word("saved.drop-link"), To: v.To(savedAt + "/" + q.ID + "/weg")}
		}
		t.Rows = append(t.Rows, []deskCell{{Text: v.In(q.Name), To: v.To(savedAt + "/" + q.ID)}, said(v.savedAsks(q)), said(list), said(v.day(q.SavedAt.In(country))), change, drop})
	}
	page := &deskPage{Lead: v.word("saved.lead"), Sections: []deskSection{{ID: "lijst", Title: v.word("saved.title"), Texts: []string{v.word("saved.safe")}, Table: t, Links: []link{{Text: v.word("saved.new"), To: v.To("/vraag")}}}}}
	return v.show("desk", v.word("menu.saved"), page)
}

// savedAsks is a question in words; what this program does not read any more stands as it was kept.
func (v *visit) savedAsks(q savedQuestion) string {
	asks, err := figures.ParseQuestion(q.Question)
	if err != nil {
		return q.Question
	}
	return v.titleOf(asks)
}

// savedOne asks a question that was kept, within the rights of whoever follows the link.
func (w *web) savedOne(v *visit) error {
	query, tidy := v.tidied()
	if !tidy {
		return v.goTo(query)
	}
	var answer struct {
		savedQuestion
		Answer   figures.Answer
		Pictures *pictures
	}
	query.Del(doneKey)
	api := "/questions/" + v.ofPath("id")
	v.savedCrumb()
	if err := v.ask("/v1"+api, ofAPI(query, v.Language), &answer); err != nil {
		return err
	}
	page := &figurePage{Lead: v.savedAsks(answer.savedQuestion)}
	v.answered(page, api, v.In(answer.Name), query, answer.Answer, answer.Pictures)
	page.Share = v.stable(url.Values{})
	if answer.mine(v) {
		page.Keep = []link{{Text: v.word("saved.change-link"), To: v.To(v.Path + "/naam")}, {Text: v.word("saved.drop-link"), To: v.To(v.Path + "/weg")}}
	}
	return v.show("figure", v.In(answer.Name), page)
}

// nameEntries ask what a question is called; whoever knows one language is not kept from it.
func (v *visit) nameEntries() []entry {
	return []entry{
		{Name: "name.nl", Label: v.word("saved.name-nl"), Hint: v.word("saved.name-hint"), Kind: textEntry, Required: true, Most: 120},
		{Name: "name.en", Label: v.word("saved.name-en"), Hint: v.word("saved.other-hint"), Kind: textEntry, Most: 120},
	}
}

// bothNames are a name in both languages; the one that is left open is as the other.
func bothNames(values url.Values, field string) map[string]string {
	nl, en := values.Get(field+".nl"), values.Get(field+".en")
	if nl == "" {
		nl = en
	}
	if en == "" {
		en = nl
	}
	return map[string]string{"nl": nl, "en": en}
}

func (v *visit) savingForm(values url.Values) entryForm {
	f := newForm(v.To(savedAt+"/bewaren"), v.word("saved.save"), values, v.nameEntries()...)
	f.Hidden = []pair{{"vraag", values.Get("vraag")}}
	return f
}

func (v *visit) showSaving(f entryForm, question string) error {
	v.savedCrumb()
	texts := []string{v.word("saved.save-text")}
	if q, err := figures.ParseQuestion(question); err == nil {
		texts = append(texts, v.word("saved.is", v.titleOf(q)))
	}
	return v.show("desk", v.word("saved.save-title"), &deskPage{Lead: v.word("saved.save-lead"), Sections: []deskSection{{ID: "formulier", Title: v.word("saved.save"), Texts: texts, Form: &f}}})
}

func (w *web) saveQuestion(v *visit) error {
	if err := v.mayOpen(access.SaveQuestion); err != nil {
		return err
	}
	query := v.r.URL.Query()
	if query.Get("vraag") == "" {
		return v.leadTo("/vraag")
	}
	return v.showSaving(v.savingForm(query), query.Get("vraag"))
}

func (w *web) questionSaved(v *visit) error {
	values, err := v.filled()
	if err != nil {
		return err
	}
	f := v.savingForm(values)
	var made struct{ ID string }
	if err := v.submit(http.MethodPost, "/v1/questions", f.Once, nil, map[string]any{"name": bothNames(values, "name"), "question": values.Get("vraag")}, &made); err != nil {
		if v.mends(&f, err) {
			return v.showSaving(f, values.Get("vraag"))
		}
		return err
	}
	return v.done(savedAt+"/"+made.ID, "question-saved")
}

// theSaved is the question of the address, of those in the list.
func (v *visit) theSaved() (savedQuestion, error) {
	kept, err := v.savedQuestions()
	if err != nil {
		return savedQuestion{}, err
	}
	for _, q := range kept {
		if q.ID == v.r.PathValue("id") && q.mine(v) {
			return q, nil
		}
	}
	return savedQuestion{}, &problem{Status: http.StatusNotFound}
}

func (v *visit) namingForm(q savedQuestion, values url.Values) entryForm {
	f := newForm(v.To(savedAt+"/"+q.ID+"/naam"), v.word("saved.rename"), nil, v.nameEntries()...)
	f.Entries[0].Value, f.Entries[1].Value = q.Name.NL, q.Name.EN
	if values != nil {
		return newForm(f.Action, f.Submit, values, v.nameEntries()...)
	}
	return f
}

func (v *visit) showChanging(q savedQuestion, title, lead string, f entryForm) error {
	v.savedCrumb()
	facts := []deskList{{v.word("saved.name"), v.In(q.Name)}, {v.word("saved.asks"), v.savedAsks(q)}}
	return v.show("desk", title, &deskPage{Lead: lead, Sections: []deskSection{{ID: "formulier", Title: f.Submit, Lists: facts, Form: &f}}})
}

func (w *web) nameSaved(v *visit) error {
	q, err := v.theSaved()
	if err != nil {
		return err
	}
	return v.showChanging(q, v.word("saved.rename-title"), v.word("saved.rename-lead"), v.namingForm(q, nil))
}

func (w *web) savedNamed(v *visit) error {
	return v.savedChanged("name", v.word("saved.rename-title"), v.word("saved.rename-lead"), "done.question-named", v.namingForm, func(values url.Values) any {
		return map[string]any{"name": bothNames(values, "name")}
	})
}

func (v *visit) droppingForm(q savedQuestion, values url.Values) entryForm {
	f := newForm(v.To(savedAt+"/"+q.ID+"/weg"), v.word("saved.drop-link"), values)
	f.Danger = true
	return f
}

func (w *web) dropSaved(v *visit) error {
	q, err := v.theSaved()
	if err != nil {
		return err
	}
	return v.showChanging(q, v.word("saved.drop-title"), v.word("saved.drop-lead"), v.droppingForm(q, nil))
}

func (w *web) savedDropped(v *visit) error {
	return v.savedChanged("removal", v.word("saved.drop-title"), v.word("saved.drop-lead"), "done.question-dropped", v.droppingForm, func(url.Values) any { return struct{}{} })
}

// savedChanged tells a change of the question of the address.
func (v *visit) savedChanged(change, title, lead, done string, form func(savedQuestion, url.Values) entryForm, told func(url.Values) any) error {
	values, err := v.filled()
	if err != nil {
		return err
	}
	q, err := v.theSaved()
	if err != nil {
		return err
	}
	f := form(q, values)
	if err := v.submit(http.MethodPost, "/v1/questions/"+url.PathEscape(q.ID)+"/"+change, f.Once, nil, told(values), nil); err != nil {
		if v.mends(&f, err) {
			return v.showChanging(q, title, lead, f)
		}
		return err
	}
	v.status, v.next = http.StatusSeeOther, v.To(savedAt)+"?"+url.Values{doneKey: {strings.TrimPrefix(done, "done.")}}.Encode()
	return nil
}
