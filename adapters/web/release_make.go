package web

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"ruggensteun/domain/access"
	"ruggensteun/domain/release"
	"ruggensteun/projections/figures"
)

// preparingForm asks what goes out. Questions are those that were kept, and those that the address names.
func (v *visit) preparingForm(values url.Values) (entryForm, error) {
	kept, err := v.savedQuestions()
	if err != nil {
		return entryForm{}, err
	}
	var questions []option
	for _, q := range kept {
		questions = append(questions, option{Value: q.Question, Text: v.In(q.Name), Hint: v.savedAsks(q)})
	}
	for _, text := range append(slices.Clone(values["vraag"]), values["questions"]...) {
		if q, err := figures.ParseQuestion(text); err == nil && !slices.ContainsFunc(questions, func(o option) bool { return o.Value == text }) {
			questions = append(questions, option{Value: text, Text: v.titleOf(q), Selected: slices.Contains(values["vraag"], text)})
		}
	}
	f := newForm(v.To(releasesAt+"/nieuw"), v.word("release.prepare"), values,
		entry{Name: "title.nl", Label: v.word("release.title-nl"), Hint: v.word("release.title-hint"), Kind: textEntry, Required: true, Most: 120},
		entry{Name: "title.en", Label: v.word("release.title-en"), Hint: v.word("saved.other-hint"), Kind: textEntry, Most: 120},
		entry{Name: "viewer", Label: v.word("release.for"), Kind: radioEntry, Required: true, Options: []option{{Value: string(access.ForPublic), Text: v.word("release.for-public"), Hint: v.word("release.for-public-hint")}, {Value: string(access.ForAnalysts), Text: v.word("release.for-analyst"), Hint: v.word("release.for-analyst-hint")}}},
		entry{Name: "questions", Label: v.word("release.questions"), Hint: v.word("release.questions-hint"), Kind: checksEntry, Options: questions},
		entry{Name: "as_of", Label: v.word("release.as-of"), Hint: v.word("release.as-of-hint"), Kind: dayEntry},
		entry{Name: "concerned", Label: v.word("release.concerned"), Hint: v.word("release.concerned-hint"), Kind: textEntry, Most: 400})
	return f, nil
}

func (v *visit) showPreparing(f entryForm) error {
	v.releaseCrumb()
	return v.show("desk", v.word("release.new"), &deskPage{Lead: v.word("release.new-lead"), Sections: []deskSection{{ID: "formulier", Title: v.word("release.prepare"), Texts: []string{v.word("release.safe"), v.word("release.prepare-text")}, Form: &f}}})
}

func (w *web) prepareRelease(v *visit) error {
	if err := v.mayOpen(access.PublishRelease); err != nil {
		return err
	}
	f, err := v.preparingForm(v.r.URL.Query())
	if err != nil {
		return err
	}
	return v.showPreparing(f)
}

var apart = regexp.MustCompile(`[\s,;]+`)

func (w *web) releasePrepared(v *visit) error {
	values, err := v.filled()
	if err != nil {
		return err
	}
	told := map[string]any{"title": bothNames(values, "title"), "viewer": values.Get("viewer"), "questions": append([]string{}, values["questions"]...)}
	if day := values.Get("as_of"); day != "" {
		told["as_of"] = endOf(day)
	}
	if codes := strings.Trim(apart.ReplaceAllString(strings.ToUpper(values.Get("concerned")), " "), " "); codes != "" {
		told["concerned"] = strings.Fields(codes)
	}
	f, err := v.preparingForm(values)
	if err != nil {
		return err
	}
	var made struct{ ID string }
	if err := v.submit(http.MethodPost, "/v1/releases", f.Once, nil, told, &made); err != nil {
		if v.mends(&f, err) {
			return v.showPreparing(f)
		}
		return err
	}
	return v.done(releasesAt+"/"+made.ID, "release-prepared")
}

// releaseDeed is one thing that is done to a release.
type releaseDeed struct {
	path, title, lead, done string
	form                    func(*visit, releaseAnswer, url.Values) (entryForm, []deskSection, error)
	told                    func(url.Values) any
	action                  access.Action
}

var (
	releaseExplaining  = releaseDeed{"explanations", "release.explain-title", "release.explain-lead", "done.release-explained", (*visit).explainingForm, releaseExplainedTold, access.ExplainRelease}
	releasePublishing  = releaseDeed{"publication", "release.publish-title", "release.publish-lead", "done.release-published", (*visit).publishingForm, releasePublishedTold, access.PublishRelease}
	releaseWithdrawing = releaseDeed{"withdrawal", "release.withdraw-title", "release.withdraw-lead", "done.release-withdrawn", (*visit).withdrawingForm, releaseWithdrawnTold, access.PublishRelease}
)

func (w *web) explainRelease(v *visit) error   { return v.showReleaseDeed(releaseExplaining) }
func (w *web) releaseExplained(v *visit) error { return v.takeReleaseDeed(releaseExplaining) }
func (w *web) publishRelease(v *visit) error   { return v.showReleaseDeed(releasePublishing) }
func (w *web) releasePublished(v *visit) error { return v.takeReleaseDeed(releasePublishing) }
func (w *web) withdrawRelease(v *visit) error  { return v.showReleaseDeed(releaseWithdrawing) }
func (w *web) releaseWithdrawn(v *visit) error { return v.takeReleaseDeed(releaseWithdrawing) }

func (v *visit) releaseDeedOf(d releaseDeed, values url.Values) (r releaseAnswer, f entryForm, more []deskSection, err error) {
	if err = v.mayOpen(d.action); err != nil {
		return r, f, nil, err
	}
	if r, err = v.theRelease(); err != nil {
		return r, f, nil, err
	}
	f, more, err = d.form(v, r, values)
	version := values.Get(versionKey)
	if _, not := strconv.ParseInt(version, 10, 64); not != nil {
		version = strconv.FormatInt(r.Version, 10)
	}
	f.Hidden = append(f.Hidden, pair{versionKey, version})
	return r, f, more, err
}

func (v *visit) showReleaseDeed(d releaseDeed) error {
	r, f, more, err := v.releaseDeedOf(d, url.Values{})
	if err != nil {
		return err
	}
	return v.askReleaseDeed(d, r, f, more)
}

func (v *visit) askReleaseDeed(d releaseDeed, r releaseAnswer, f entryForm, more []deskSection) error {
	v.releaseCrumb(link{Text: v.In(r.Title), To: r.at(v)})
	return v.show("desk", v.word(d.title), &deskPage{Lead: v.word(d.lead, v.In(r.Title)), Mark: v.noted(r.Notice), Sections: append(more, deskSection{ID: "formulier", Title: f.Submit, Form: &f})})
}

func (v *visit) takeReleaseDeed(d releaseDeed) error {
	values, err := v.filled()
	if err != nil {
		return err
	}
	r, f, more, err := v.releaseDeedOf(d, values)
	if err != nil {
		return err
	}
	if err := v.submit(http.MethodPost, "/v1/releases/"+url.PathEscape(r.ID)+"/"+d.path, f.Once, ofVersion(values), d.told(values), nil); err != nil {
		if v.mends(&f, err) {
			v.reasonMissing(&f)
			return v.askReleaseDeed(d, r, f, more)
		}
		return err
	}
	return v.done(releasesAt+"/"+r.ID, strings.TrimPrefix(d.done, "done."))
}

// reasonMissing says what the API says once for each employer and each finding, once and in the language of the page.
func (v *visit) reasonMissing(f *entryForm) {
	for i, e := range f.Entries {
		switch {
		case e.Failure == "":
		case e.Name == "early":
			f.Entries[i].Failure = v.word("release.early-missing")
		case e.Name == "accepted":
			f.Entries[i].Failure = v.word("release.accepted-missing")
		}
	}
}

func (v *visit) explainingForm(_ releaseAnswer, values url.Values) (entryForm, []deskSection, error) {
	return newForm(v.To(v.Path), v.word("release.explain"), values,
		entry{Name: "text", Label: v.word("release.text"), Hint: v.word("release.text-hint"), Kind: areaEntry, Most: 2000},
		entry{Name: "nothing", Label: v.word("release.nothing"), Kind: checkEntry}), nil, nil
}

func releaseExplainedTold(values url.Values) any {
	return map[string]any{"text": values.Get("text"), "nothing": values.Get("nothing") == "true"}
}

// publishingForm asks a reason where there is something to give one for: that is looked up first.
func (v *visit) publishingForm(r releaseAnswer, values url.Values) (entryForm, []deskSection, error) {
	check, err := v.theReleaseCheck()
	if err != nil {
		return entryForm{}, nil, err
	}
	var entries []entry
	var awaited []string
	for _, c := range r.Concerned {
		if c.Awaited {
			awaited = append(awaited, c.Employer)
		}
	}
	if len(awaited) > 0 {
		entries = append(entries, entry{Name: "early", Label: v.word("release.early"), Hint: v.word("release.early-hint", strings.Join(awaited, ", "), v.date(r.Due)), Kind: areaEntry, Most: 2000})
	}
	if len(check.Findings) > 0 {
		entries = append(entries, entry{Name: "accepted", Label: v.word("release.accepted"), Hint: v.word("release.accepted-hint"), Kind: areaEntry, Most: 2000})
	}
	return newForm(v.To(v.Path), v.word("release.publish"), values, entries...), []deskSection{v.releaseCompared(check), v.releaseSaid(r)}, nil
}

func releasePublishedTold(values url.Values) any {
	return map[string]string{"early": values.Get("early"), "accepted": values.Get("accepted")}
}

func (v *visit) withdrawingForm(r releaseAnswer, values url.Values) (entryForm, []deskSection, error) {
	list, err := v.theReleases(release.Out)
	if err != nil {
		return entryForm{}, nil, err
	}
	others := []option{{Text: v.word("release.instead-none")}}
	for _, other := range list.Releases {
		if other.ID != r.ID {
			others = append(others, option{Value: other.ID, Text: v.In(other.Title) + ", " + v.monthEnd(other.Epoch)})
		}
	}
	f := newForm(v.To(v.Path), v.word("release.withdraw"), values,
		entry{Name: "reason", Label: v.word("release.reason"), Hint: v.word("release.reason-hint"), Kind: areaEntry, Required: true, Most: 2000},
		entry{Name: "replaced_by", Label: v.word("release.instead"), Kind: choiceEntry, Options: others})
	f.Danger = true
	return f, nil, nil
}

func releaseWithdrawnTold(values url.Values) any {
	told := map[string]string{"reason": values.Get("reason")}
	if by := values.Get("replaced_by"); by != "" {
		told["replaced_by"] = by
	}
	return told
}

type releaseCheck struct {
	Equal     bool
	Questions []struct {
		Question         string
		Equal            bool
		Cells, Differing int
		Why              []struct{ Text figures.Text }
	}
	Findings []releaseFinding
	Notice   *figures.Text
}

func (v *visit) theReleaseCheck() (c releaseCheck, err error) {
	return c, v.ask("/v1/releases/"+v.ofPath("id")+"/check", nil, &c)
}

// checkRelease works the release out anew, and holds it against all others.
func (w *web) checkRelease(v *visit) error {
	r, err := v.theRelease()
	if err != nil {
		return err
	}
	check, err := v.theReleaseCheck()
	if err != nil {
		return err
	}
	v.releaseCrumb(link{Text: v.In(r.Title), To: r.at(v)})
	t := &deskTable{Caption: v.word("release.worked-out"), Empty: v.word("release.none"), Head: []string{v.word("release.question"), v.word("release.cells"), v.word("release.result"), v.word("release.why")}}
	for _, q := range check.Questions {
		result, why := v.word("release.equal"), []string{}
		if !q.Equal {
			result = v.word("release.differs", v.number(q.Differing))
		}
		for _, one := range q.Why {
			why = append(why, v.In(one.Text))
		}
		t.Rows = append(t.Rows, []deskCell{said(v.asksOf(q.Question)), v.count(q.Cells), said(result), said(strings.Join(why, "; "))})
	}
	page := &deskPage{Lead: v.word("release.check-lead", v.In(r.Title)), Mark: v.noted(check.Notice), Sections: []deskSection{
		{ID: "anew", Title: v.word("release.worked-out"), Texts: []string{v.word("release.safe")}, Table: t}, v.releaseCompared(check)}}
	return v.show("desk", v.word("release.check-title"), page)
}

// releaseCompared is what the comparison with all other releases found.
func (v *visit) releaseCompared(c releaseCheck) deskSection {
	t := &deskTable{Caption: v.word("release.findings"), Empty: v.word("release.findings-none"), Head: []string{v.word("release.finding"), v.word("release.question"), v.word("release.other"), v.word("release.cells")}}
	for _, f := range c.Findings {
		t.Rows = append(t.Rows, []deskCell{said(v.findingOf(f.Kind)), said(v.asksOf(f.Question)), {Text: v.asksOf(f.Other), To: v.To(releasesAt + "/" + f.Release)}, v.count(f.Cells)})
	}
	return deskSection{ID: "vergelijking", Title: v.word("release.findings"), Texts: []string{v.word("release.findings-text")}, Table: t}
}

var findingWords = map[release.Kind]string{
	release.Contradiction: "finding.contradiction", release.ContradictsWithdrawn: "finding.withdrawn", release.OtherKey: "finding.key",
	release.OtherTable: "finding.table", release.OtherRules: "finding.rules", release.OtherClassification: "finding.classification",
}

func (v *visit) findingOf(k release.Kind) string {
	if key := findingWords[k]; key != "" {
		return v.word(key)
	}
	return string(k)
}
