package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
)

// changePage is a form that changes an incident, beside what is on record of it.
type changeIncidentPage struct {
	What  string
	Facts []fact
	Lead  string
	Form  entryForm
	Back  string
}

// changing shows a form over an incident.
func (v *visit) changing(t told, title, lead string, f entryForm) error {
	now := v.incidentShown(t)
	at := v.To(incidentPageAt(t.ID))
	v.Crumbs = []link{{Text: v.word("registrar.title"), To: v.To(reportsAt)}, {Text: v.word("incident.title", spoken(t.ID)), To: at}}
	return v.show("incident-change", v.word(title), &changeIncidentPage{What: now.What, Facts: now.Facts, Lead: v.word(lead), Form: f, Back: at})
}

// asked shows a form as nobody filled it in yet.
func (v *visit) asked(title, lead string, form func(told, url.Values) entryForm) error {
	t, err := v.incidentTold(v.r.PathValue("incident"))
	if err != nil {
		return err
	}
	return v.changing(t, title, lead, form(t, url.Values{}))
}

// given does what somebody filled in, or shows the form again with what is wrong in it.
func (v *visit) given(title, lead, done string, form func(told, url.Values) entryForm, do func(id string, f entryForm, filled url.Values) error) error {
	id := v.r.PathValue("incident")
	values, err := v.filled()
	if err != nil {
		return err
	}
	once := newForm("", "", values).Once
	if err = do(id, entryForm{Once: once}, values); err == nil {
		return v.back(id, done)
	}
	t, readErr := v.incidentTold(id)
	if readErr != nil {
		return readErr
	}
	f := form(t, values)
	if !v.mends(&f, err) {
		return err
	}
	return v.changing(t, title, lead, f)
}

func (v *visit) back(id, done string) error {
	v.status, v.next = http.StatusSeeOther, v.To("/melding/"+url.PathEscape(id))+"?"+url.Values{doneKey: {strings.TrimPrefix(done, "done.")}}.Encode()
	return nil
}

func (w *web) complete(v *visit) error {
	return v.asked("complete.title", "complete.lead", v.completeForm)
}

// completeForm asks what nobody answered yet. Of what has several answers more can be told.
func (v *visit) completeForm(t told, values url.Values) entryForm {
	entries := []entry{
		{Name: "behaviours", Label: v.asks(codes.Behaviour), Hint: v.soFar(codes.Behaviour, t.Behaviours), Kind: checksEntry, Options: v.more(codes.Behaviour, t.Behaviours)},
		{Name: "professions", Label: v.asks(codes.Profession), Hint: v.soFar(codes.Profession, t.Professions), Kind: checksEntry, Options: v.more(codes.Profession, t.Professions)},
	}
	one := func(name string, list codes.List, have codes.Code) {
		if have == "" || have.Missing() {
			entries = append(entries, entry{Name: name, Label: v.asks(list), Kind: radioEntry, Options: v.choices(list)})
		}
	}
	one("place.type", codes.LocationType, t.Place.Type)
	one("place.indoors", codes.Indoors, t.Place.Indoors)
	if t.Place.Gemeente == "" || t.Place.Gemeente.Missing() {
		entries = append(entries, entry{Name: "place.gemeente", Label: v.word("incident.gemeente"), Hint: v.word("complete.gemeente"), Kind: textEntry})
	}
	entries = append(entries, entry{Name: "occasions", Label: v.asks(codes.Occasion), Hint: v.soFar(codes.Occasion, t.Occasions), Kind: checksEntry, Options: v.more(codes.Occasion, t.Occasions)})
	one("deployment", codes.Deployment, t.Deployment)
	one("reach", codes.Reach, t.Reach)
	if t.Hit == nil {
		entries = append(entries, entry{Name: "hit", Label: v.word("complete.hit"), Hint: v.word("complete.hit-hint"), Kind: numberEntry})
	}
	entries = append(entries, entry{Name: "narrative", Label: v.word("complete.narrative"), Hint: v.word("complete.narrative-hint"), Kind: areaEntry})
	return newForm(v.To(incidentPageAt(t.ID))+"/aanvullen", v.word("complete.save"), values, entries...)
}

func (v *visit) soFar(list codes.List, have []codes.Code) string {
	if len(have) == 0 {
		return v.word("complete.nothing-yet")
	}
	return v.word("complete.so-far", v.labels(list, have))
}

// more are the answers that are not on record.
func (v *visit) more(list codes.List, have []codes.Code) (all []option) {
	for _, o := range v.answers(list) {
		on := false
		for _, code := range have {
			on = on || string(code) == o.Value
		}
		if !on {
			all = append(all, o)
		}
	}
	return all
}

func (w *web) completed(v *visit) error {
	return v.given("complete.title", "complete.lead", "done.completed", v.completeForm, func(id string, f entryForm, filled url.Values) error {
		body := struct {
			Place       *toldPlace   `json:"place,omitempty"`
			Behaviours  []codes.Code `json:"behaviours,omitempty"`
			Professions []codes.Code `json:"professions,omitempty"`
			Occasions   []codes.Code `json:"occasions,omitempty"`
			Deployment  codes.Code   `json:"deployment,omitempty"`
			Reach       codes.Code   `json:"reach,omitempty"`
			Hit         *toldCount   `json:"hit,omitempty"`
			Narrative   string       `json:"narrative,omitempty"`
		}{
			Behaviours: codesIn(filled["behaviours"]), Professions: codesIn(filled["professions"]), Occasions: codesIn(filled["occasions"]),
			Deployment: codes.Code(filled.Get("deployment")), Reach: codes.Code(filled.Get("reach")), Narrative: filled.Get("narrative"),
		}
		where := toldPlace{Type: codes.Code(filled.Get("place.type")), Indoors: codes.Code(filled.Get("place.indoors")), Gemeente: gemeenteTyped(filled.Get("place.gemeente"))}
		if (where != toldPlace{}) {
			body.Place = &where
		}
		hit, err := countTyped(filled.Get("hit"))
		if err != nil {
			return err
		}
		body.Hit = hit
		return v.submit(http.MethodPost, incidentAt(id)+"/details", f.Once, nil, body, nil)
	})
}

func countTyped(text string) (*toldCount, error) {
	if text == "" {
		return nil, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return nil, &problem{Status: http.StatusBadRequest, Errors: []wrongField{{Field: "hit", Problem: notANumber}}}
	}
	return &toldCount{Number: &n}, nil
}

// notANumber is in the words of the API, which the page has in its own.
const notANumber = "is not a whole number of at least 0"

func (w *web) correct(v *visit) error {
	return v.asked("correct.title", "correct.lead", v.correctForm)
}

// correctForm has what is on record filled in. What is changed is told to be wrong, and stays in the history.
func (v *visit) correctForm(t told, values url.Values) entryForm {
	if at, is := t.Occurred.local(); is && !values.Has("occurred.at") && (t.Occurred.Precision == "" || t.Occurred.Precision == moment.Minute) {
		values = with1(values, "occurred.at", at.Format(minuteForm))
	}
	if !values.Has("place.type") {
		values = with1(values, "place.type", string(t.Place.Type))
	}
	if !values.Has("behaviours") {
		for _, b := range t.Behaviours {
			values.Add("behaviours", string(b))
		}
	}
	f := newForm(v.To(incidentPageAt(t.ID))+"/verbeteren", v.word("correct.save"), values,
		entry{Name: "occurred.at", Label: v.word("incident.when"), Hint: v.word("correct.now", v.When(t.Occurred)), Kind: momentEntry},
		entry{Name: "place.type", Label: v.asks(codes.LocationType), Hint: v.word("correct.now", v.orNot(v.labelIf(codes.LocationType, t.Place.Type))), Kind: choiceEntry, Options: v.choices(codes.LocationType)},
		entry{Name: "behaviours", Label: v.asks(codes.Behaviour), Hint: v.word("correct.now", v.orNot(v.labels(codes.Behaviour, t.Behaviours))), Kind: checksEntry, Options: v.answers(codes.Behaviour)},
		entry{Name: "reason", Label: v.word("correct.reason"), Hint: v.word("correct.reason-hint"), Kind: areaEntry, Required: true})
	return f
}

// minuteForm is how a browser sends a day and a time.
const minuteForm = "2006-01-02T15:04"

func with1(values url.Values, name, value string) url.Values {
	values.Set(name, value)
	return values
}

func (v *visit) orNot(text string) string {
	if text == "" {
		return v.word("correct.nothing")
	}
	return text
}

func (w *web) corrected(v *visit) error {
	return v.given("correct.title", "correct.lead", "done.corrected", v.correctForm, func(id string, f entryForm, filled url.Values) error {
		t, err := v.incidentTold(id)
		if err != nil {
			return err
		}
		body := map[string]any{"reason": filled.Get("reason")}
		if at, is := t.Occurred.local(); filled.Get("occurred.at") != "" && (!is || at.Format(minuteForm) != filled.Get("occurred.at")) {
			body["occurred"] = occurrence{At: filled.Get("occurred.at")}
		}
		if place := codes.Code(filled.Get("place.type")); place != t.Place.Type {
			where := t.Place
			where.Type = place
			body["place"] = where
		}
		if have := codesIn(filled["behaviours"]); !sameCodes(have, t.Behaviours) {
			body["behaviours"] = have
		}
		return v.submit(http.MethodPost, incidentAt(id)+"/corrections", f.Once, nil, body, nil)
	})
}

func sameCodes(a, b []codes.Code) bool {
	if len(a) != len(b) {
		return false
	}
	for _, one := range a {
		found := false
		for _, other := range b {
			found = found || one == other
		}
		if !found {
			return false
		}
	}
	return true
}

func (w *web) withdraw(v *visit) error {
	return v.asked("withdraw.title", "withdraw.lead", v.withdrawForm)
}

func (v *visit) withdrawForm(t told, values url.Values) entryForm {
	f := newForm(v.To(incidentPageAt(t.ID))+"/intrekken", v.word("withdraw.save"), values,
		entry{Name: "reason", Label: v.asks(codes.WithdrawalReason), Kind: radioEntry, Options: v.answers(codes.WithdrawalReason), Required: true},
		entry{Name: "explanation", Label: v.word("withdraw.explanation"), Kind: areaEntry})
	f.Danger = true
	return f
}

func (w *web) withdrawn(v *visit) error {
	return v.given("withdraw.title", "withdraw.lead", "done.withdrawn", v.withdrawForm, func(id string, f entryForm, filled url.Values) error {
		body := map[string]string{"reason": filled.Get("reason"), "explanation": filled.Get("explanation")}
		return v.submit(http.MethodPost, incidentAt(id)+"/withdrawal", f.Once, nil, body, nil)
	})
}

func (w *web) prepare(v *visit) error {
	return v.asked("prepare.title", "prepare.lead", v.prepareForm)
}

// prepareForm asks for whom an aangifte is, and whether it names him: usually a number stands for him.
func (v *visit) prepareForm(t told, values url.Values) entryForm {
	var workers []option
	if t.Personal != nil {
		for _, one := range t.Personal.Workers {
			name := one.Name
			if name == "" {
				name = v.word("prepare.worker", spoken(one.Person))
			}
			workers = append(workers, option{Value: one.Person.String(), Text: name, Selected: len(t.Personal.Workers) == 1})
		}
	}
	entries := []entry{}
	if len(workers) > 0 {
		entries = append(entries, entry{Name: "worker", Label: v.word("prepare.whose"), Kind: radioEntry, Options: workers, Required: true})
	}
	entries = append(entries, entry{Name: "named", Label: v.word("prepare.named"), Hint: v.word("prepare.named-hint"), Kind: checkEntry})
	return newForm(v.To(incidentPageAt(t.ID))+"/aangifte", v.word("prepare.save"), values, entries...)
}

func (w *web) prepared(v *visit) error {
	return v.given("prepare.title", "prepare.lead", "done.prepared", v.prepareForm, func(id string, f entryForm, filled url.Values) error {
		body := struct {
			Kind     codes.Code `json:"kind"`
			Language codes.Code `json:"language"`
			Worker   string     `json:"worker,omitempty"`
			Named    bool       `json:"named,omitempty"`
		}{"AANGIFTE", "NL", filled.Get("worker"), filled.Get("named") == "true"}
		return v.submit(http.MethodPost, incidentAt(id)+"/documents", f.Once, nil, body, nil)
	})
}

// toIncident is for whoever comes to the address of a form that stands on the page of the incident.
func (w *web) toIncident(v *visit) error {
	if _, err := v.incidentTold(v.r.PathValue("incident")); err != nil {
		return err
	}
	v.status, v.next = http.StatusSeeOther, v.To("/melding/"+url.PathEscape(v.r.PathValue("incident")))
	return nil
}

// merged says that two reports are of one incident. Both stay as they were told.
func (w *web) merged(v *visit) error {
	values, err := v.filled()
	if err != nil {
		return err
	}
	id := v.r.PathValue("incident")
	if err := v.submit(http.MethodPost, incidentAt(id)+"/merge", newForm("", "", values).Once, nil, map[string]string{"into": values.Get("into")}, nil); err != nil {
		return err
	}
	return v.back(id, "done.merged")
}
