package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"ruggensteun/domain/access"
)

// deed is something that can be done with a case: a form of its own, at an address below that of the case.
type deed struct {
	at, group, word string // word.lead says what follows from it
	submit          string
	done            string // a key of the catalogue
	action          access.Action
	danger          bool
	fits            func(*caseAnswered) bool // whether there is reason for it now
	form            func(*visit, *caseAnswered, url.Values) ([]entry, error)
	send            func(v *visit, given url.Values, once string) error
	extra           func(*visit, *caseAnswered, url.Values, *deedPage)
}

// deeds are all of them, in the order in which they are offered.
var deeds = []*deed{
	deedCall, deedStep, deedCorrect, deedWithdraw, deedTell, deedLetter, deedDamages,
	deedSnooze, deedWake, deedTake, deedAccept, deedDecline, deedHandOver, deedKeep, deedName, deedSuspend, deedResume,
	deedAangifte, deedLink, deedUnlink, deedMerge, deedSplit, deedClose, deedReopen,
}

// deedPage is the form of a deed, and what to know before.
type deedPage struct {
	Case    link
	Lead    string
	List    []alert // what is left to do
	ListSay string
	Since   []line // what others recorded since the form was opened
	Choose  *chooser
	Form    *entryForm
	Links   []link
}

// chooser is what is asked first, because the rest depends on it.
type chooser struct {
	Action, Name, Label string
	Groups              []optionGroup
	Value               string
}

// may tells whether it is for whoever opened the page, now.
func (d *deed) may(v *visit, c *caseAnswered) bool {
	return v.Actor.MaySome(d.action, v.Actor.Employer) == nil && d.fits(c)
}

// doing is a link to a deed; nil where it is not for whoever opened the page.
func (v *visit) doing(c *caseAnswered, d *deed) *link {
	if !d.may(v, c) {
		return nil
	}
	return &link{Text: v.word(d.word), To: v.To(v.casePath() + d.at)}
}

// mayDo are the deeds that there is reason for now, by what they are about.
func (v *visit) mayDo(c *caseAnswered) (groups []deedGroup) {
	list := deeds
	if c.care != nil {
		list = careDeeds
	}
	for _, d := range list {
		one := v.doing(c, d)
		if one == nil {
			continue
		}
		if title := v.word(d.group); len(groups) == 0 || groups[len(groups)-1].Title != title {
			groups = append(groups, deedGroup{Title: title})
		}
		last := &groups[len(groups)-1]
		last.Deeds = append(last.Deeds, *one)
	}
	return groups
}

// fillIn shows the form of a deed. What stands in the address is filled in already.
func (w *web) fillIn(d *deed) handle {
	return func(v *visit) error {
		c, err := v.openCase()
		if err != nil {
			return err
		}
		return v.showDeed(d, c, v.r.URL.Query(), nil)
	}
}

// carryOut tells the API, and goes back to the case. Where the API finds something wrong the form stays.
func (w *web) carryOut(d *deed) handle {
	return func(v *visit) error {
		given, err := v.filled()
		if err != nil {
			return err
		}
		once := newForm("", "", given).Once
		err = d.send(v, given, once)
		switch {
		case err == nil && v.next == "":
			return v.done(v.casePath(), strings.TrimPrefix(d.done, "done."))
		case err == nil:
			return nil
		}
		if _, is := asProblem(err); !is {
			return err
		}
		c, failed := v.openCase()
		if failed != nil {
			return failed
		}
		return v.showDeed(d, c, given, err)
	}
}

func (v *visit) showDeed(d *deed, c *caseAnswered, given url.Values, wrong error) error {
	page := &deedPage{Case: link{Text: v.fileName(c), To: v.To(v.casePath())}, Lead: v.word(d.word + ".lead")}
	if d.extra != nil {
		d.extra(v, c, given, page)
	}
	if page.Choose == nil || page.Choose.Value != "" {
		entries, err := d.form(v, c, given)
		if err != nil {
			return err
		}
		f := newForm(v.To(v.casePath()+d.at), v.word(d.submit), given, entries...)
		f.Danger = d.danger
		f.Hidden = append(f.Hidden, pair{versionKey, strconv.FormatInt(c.Version, 10)})
		if page.Choose != nil {
			f.Hidden = append(f.Hidden, pair{page.Choose.Name, page.Choose.Value})
		}
		if wrong != nil && !v.mends(&f, wrong) {
			return wrong
		}
		if v.status == http.StatusConflict || v.status == http.StatusPreconditionFailed {
			if page.Since, err = v.meanwhile(c, given.Get(versionKey)); err != nil {
				return err
			}
		}
		page.Form = &f
	} else if wrong != nil {
		return wrong
	}
	v.Crumbs = []link{v.listOf(c), page.Case}
	return v.show("deed", v.word(d.word), page)
}

// asShown is the version of the case that whoever filled in the form had before him.
func asShown(given url.Values) http.Header {
	if n, err := strconv.ParseInt(given.Get(versionKey), 10, 64); err == nil {
		return http.Header{"If-Match": {strconv.Quote(strconv.FormatInt(n, 10))}}
	}
	return nil
}

// toCase sends what was filled in to the case in the API.
func (v *visit) toCase(what, once string, header http.Header, body any) error {
	return v.submit(http.MethodPost, v.caseInAPI()+what, once, header, body, nil)
}

// wrong is a mistake that only the page can find.
func (v *visit) wrong(field, key string) error {
	return &problem{Status: http.StatusBadRequest, Errors: []wrongField{{Field: field, Problem: v.word(key)}}}
}

type at struct {
	At        string `json:"at,omitempty"`
	Offset    string `json:"offset,omitempty"`
	Precision string `json:"precision,omitempty"`
	Finer     string `json:"finer,omitempty"`
}

// when is a day or a moment that was filled in; nil where it was not.
func when(text string) *at {
	if text == "" {
		return nil
	}
	return &at{At: text}
}

func today() string { return time.Now().Format("2006-01-02") }

// takesNew: a case that was merged into another takes nothing new.
func takesNew(c *caseAnswered) bool { return c.MergedInto == nil }

func open(c *caseAnswered) bool { return takesNew(c) && !c.Closed }

// orNone puts the answer before a list of options that says nothing.
func (v *visit) orNone(options []option) []option {
	return append([]option{{Text: v.word("deed.not-said")}}, options...)
}

// chosen marks one of the options.
func chosen(options []option, value string) []option {
	for i := range options {
		options[i].Selected = options[i].Value == value
	}
	return options
}

// fileName is what a case or a file of care is called.
func (v *visit) fileName(c *caseAnswered) string {
	if c.care != nil {
		return v.word("work.care-name", short(c.ID))
	}
	return v.word("case.name", short(c.ID))
}

// listOf is the list that it stands on.
func (v *visit) listOf(c *caseAnswered) link {
	if c.care != nil {
		return link{Text: v.word("menu.care"), To: v.To(careAt)}
	}
	return link{Text: v.word("menu.work"), To: v.To("/werklijst")}
}
