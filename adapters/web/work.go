package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/codes"
	"ruggensteun/projections/figures"
)

func (w *web) workPages() map[string]page {
	all := map[string]page{"/werklijst": {show: w.work}, caseAt: {show: w.caseFile}}
	for _, d := range deeds {
		all[caseAt+d.at] = page{show: w.fillIn(d), take: w.carryOut(d)}
	}
	all[letterAt] = page{show: w.letter}
	for _, d := range letterDeeds {
		all[letterAt+d.at] = page{show: w.letter, take: w.carryOutLetter(d)}
	}
	return all
}

// workPage is the list of what is to be done.
type workPage struct {
	numberSought
	Lead, Here   string
	Tabs         []link
	Filters      []field
	Hidden       []pair
	Mine, Away   bool
	Narrowed     bool
	Clear        string
	Counts       []count
	Files        []workFile
	PutAway      int
	Next, First  string
	Failure      *failure
	Care         bool
	InventedSome string
}

// count is how many terms stand so; To shows only those.
type count struct {
	N, Text, To string
	Tone        string
	Here        bool
}

// workFile are the terms of one case that stand on this page, the most urgent first.
type workFile struct {
	Name, To string
	Whose    string
	Yours    bool
	Away     string // put away until
	Offered  bool   // to whoever reads this
	Terms    []term
}

// term is a date that says why it is what it is.
type term struct {
	Name    string
	Because string
	Due     string
	State   string
	Tone    string // of the style: red, soon, wait, calm, done
	Turn    string
	Right   bool
	ID      string // of the element
}

// workList is the answer of GET /v1/worklist as far as the page needs it.
type workList struct {
	Work   []workLine
	Counts *map[agreement.State]int
	Next   string
	Notice *figures.Text
	// PutAway are terms that were left out.
	PutAway int `json:"put_away"`
}

type workLine struct {
	Case         uuid.UUID
	Kind         string
	Agreement    string
	Version      string
	Because      string
	Due          string
	DueAt        string `json:"due_at"`
	State        agreement.State
	Responsible  codes.Code
	Right        bool
	Assigned     uuid.UUID
	StandIn      uuid.UUID `json:"stand_in"`
	OfferedTo    uuid.UUID `json:"offered_to"`
	OfferedAll   bool      `json:"offered_to_team"`
	SnoozedUntil string    `json:"snoozed_until"`
}

// askedOfWork are the keys that the page hands on to the API: its address is the question.
var askedOfWork = []string{"state", "mine", "unit", "agreement", "snoozed", "after"}

const ofCare = "CARE"

func (w *web) work(v *visit) error {
	query, tidy := tidyWork(v.r.URL.Query())
	if query.Get("kind") == ofCare && v.Path != careAt {
		return v.leadTo(careAt) // where such a list stood before
	}
	if !tidy {
		return v.goTo(query)
	}
	asks := url.Values{"language": {string(v.Language)}, "kind": {"CASE"}}
	for _, name := range askedOfWork {
		if query.Has(name) {
			asks[name] = query[name]
		}
	}
	page := &workPage{Mine: query.Get("mine") == "true", Away: query.Get("snoozed") == "true", Care: v.Path == careAt, Here: v.To(v.Path), Clear: v.To(v.Path), Lead: v.word("work.lead")}
	title := v.word("work.title")
	if page.Care {
		asks.Set("kind", ofCare)
		title, page.Lead = v.word("care.title"), v.word("care.lead")
	}
	var list workList
	some, err := v.workOfNumber(page, query, asks)
	if err != nil {
		return err
	}
	if some {
		err = v.ask("/v1/worklist", asks, &list)
	}
	if p, is := asProblem(err); is && p.Status == http.StatusBadRequest {
		v.status, page.Failure = p.Status, v.failure(p)
	} else if err != nil {
		return err
	}
	names, err := v.workFilters(page, query)
	if err != nil {
		return err
	}
	page.Files, page.PutAway = v.workFiles(list.Work, names), list.PutAway
	if list.Notice != nil {
		page.InventedSome = v.In(*list.Notice)
	}
	v.workCounts(page, query, list.Counts)
	if list.Next != "" {
		page.Next = v.asking(query, "after", list.Next)
	}
	if query.Has("after") {
		page.First = v.asking(query, "after", "")
	}
	v.Live = "/v1/worklist/changes"
	return v.show("work", title, page)
}

// tidyWork leaves out what was not filled in.
func tidyWork(query url.Values) (url.Values, bool) {
	tidy := url.Values{}
	for name, values := range query {
		for _, value := range values {
			if value != "" {
				tidy.Add(name, value)
			}
		}
	}
	return tidy, len(tidy.Encode()) == len(query.Encode())
}

// asking is this page with one thing asked otherwise; "" leaves it out.
func (v *visit) asking(query url.Values, name, value string) string {
	other := url.Values{}
	for n, values := range query {
		if n != name && n != doneKey && (n != "after" || name == "after") {
			other[n] = values
		}
	}
	if value != "" {
		other.Set(name, value)
	}
	if len(other) == 0 {
		return v.To(v.Path)
	}
	return v.To(v.Path) + "?" + other.Encode()
}

// workFilters are the choices that narrow the list, and the names of agreements.
func (v *visit) workFilters(page *workPage, query url.Values) (map[string]string, error) {
	names, agreements, err := v.agreements()
	if err != nil {
		return nil, err
	}
	units, err := v.units()
	if err != nil {
		return nil, err
	}
	choice := func(name, label string, options []option) {
		all := append([]option{{Text: v.word("work.any")}}, options...)
		for i := range all {
			all[i].Selected = all[i].Value == query.Get(name)
		}
		page.Filters = append(page.Filters, field{Name: name, Label: label, Options: all, Value: query.Get(name)})
	}
	page.Filters = append(page.Filters, v.numberField(query))
	choice("agreement", v.word("work.agreement"), agreements)
	if len(units) > 0 {
		choice("unit", v.word("work.unit"), units)
	}
	for _, value := range query["state"] {
		page.Hidden = append(page.Hidden, pair{"state", value})
	}
	page.Narrowed = page.Mine || page.Away || query.Has("agreement") || query.Has(numberKey) || query.Has("unit") || query.Has("state")
	if v.Actor.MaySome(access.ReadCase, v.Actor.Employer) == nil { // there are two lists for him
		page.Tabs = []link{
			{Text: v.word("work.cases"), To: v.To("/werklijst"), Here: !page.Care},
			{Text: v.word("work.care"), To: v.To(careAt), Here: page.Care},
		}
	}
	return names, nil
}

// agreements are those that terms run under, by code, and as choices.
func (v *visit) agreements() (map[string]string, []option, error) {
	var answer struct {
		Agreements []struct {
			Code string
			Name figures.Text
		}
	}
	if err := v.ask("/v1/agreements", nil, &answer); err != nil {
		return nil, nil, err
	}
	names, options := map[string]string{}, []option{}
	for _, a := range answer.Agreements {
		if names[a.Code] == "" {
			names[a.Code] = v.In(a.Name)
			options = append(options, option{Value: a.Code, Text: v.In(a.Name)})
		}
	}
	slices.SortFunc(options, func(a, b option) int { return compareText(a.Text, b.Text) })
	return names, options, nil
}

// units are those of the employer of whoever opened the page.
func (v *visit) units() ([]option, error) {
	var answer struct {
		Employers []struct{ Code string }
	}
	if err := v.ask("/v1/employers", nil, &answer); err != nil || len(answer.Employers) != 1 {
		return nil, err
	}
	var own struct {
		Units []struct{ Code, Name string }
	}
	err := v.ask("/v1/employers/"+url.PathEscape(answer.Employers[0].Code), nil, &own)
	options := []option{}
	for _, u := range own.Units {
		options = append(options, option{Value: u.Code, Text: u.Name})
	}
	return options, err
}

// workFiles puts the terms of one case together, where the first of them stands.
func (v *visit) workFiles(lines []workLine, names map[string]string) (files []workFile) {
	at := map[uuid.UUID]int{}
	for _, line := range lines {
		i, is := at[line.Case]
		if !is {
			i = len(files)
			at[line.Case], files = i, append(files, v.workFile(line))
		}
		t := v.termOf(line.State, line.Due, line.DueAt, line.Because, line.Responsible)
		t.Name, t.Right, t.ID = names[line.Agreement], line.Right, "t"+strconv.Itoa(i)+"-"+strconv.Itoa(len(files[i].Terms))
		files[i].Terms = append(files[i].Terms, t)
	}
	return files
}

func (v *visit) workFile(line workLine) workFile {
	f := workFile{
		Name: v.word("case.name", short(line.Case)), To: v.To("/zaak/" + line.Case.String()), Away: v.dayText(line.SnoozedUntil),
		Yours: line.Assigned == v.Actor.ID, Offered: line.OfferedAll || line.OfferedTo == v.Actor.ID,
	}
	if line.Kind == ofCare {
		f.Name, f.To = v.word("work.care-name", short(line.Case)), v.To(carePath(line.Case))
	}
	f.Whose = v.whose(line.Assigned)
	return f
}

// whose says of whom a file is; an actor is known to identity only.
func (v *visit) whose(actor uuid.UUID) string {
	switch actor {
	case uuid.Nil:
		return v.word("work.nobody")
	case v.Actor.ID:
		return v.word("work.you")
	}
	return v.word("work.colleague", short(actor))
}

// short is how people name what has no name: the last six signs of its id, which are random.
func short(id uuid.UUID) string {
	text := id.String()
	return text[len(text)-6:]
}

// tones are how a state looks, and stateWords what it is called.
var (
	tones = map[agreement.State]string{
		agreement.Lapsed: "red", agreement.DueNow: "soon", agreement.DueSoon: "soon", agreement.NotReceived: "wait",
		agreement.Running: "calm", agreement.Suspended: "calm", agreement.Met: "done", agreement.MetLate: "done", passed: "done",
	}
	stateWords = map[agreement.State]string{
		agreement.Lapsed: "clock.lapsed", agreement.DueNow: "clock.due", agreement.DueSoon: "clock.soon", agreement.NotReceived: "clock.not-received",
		agreement.Running: "clock.running", agreement.Suspended: "clock.suspended", agreement.Met: "clock.met", agreement.MetLate: "clock.met-late", passed: "clock.passed",
	}
)

// passed is what the API says of a right of which the last day is over.
const passed agreement.State = "PASSED"

func (v *visit) termOf(state agreement.State, due, dueAt, because string, turn codes.Code) term {
	t := term{Because: because, Due: v.dayText(due), State: v.word(stateWords[state]), Tone: tones[state], Turn: v.label(codes.Party, turn)}
	if dueAt != "" {
		t.Due = v.momentText(dueAt)
	}
	return t
}

// workCounts are how many terms stand so, on all pages; on a later page they are not told.
func (v *visit) workCounts(page *workPage, query url.Values, counts *map[agreement.State]int) {
	if counts == nil {
		return
	}
	all := 0
	add := func(text, tone, to string, n int, here bool) {
		said := v.number(n)
		if n > 200 {
			said = "> 200"
		}
		page.Counts = append(page.Counts, count{N: said, Text: text, To: to, Tone: tone, Here: here})
	}
	for _, n := range *counts {
		all += n
	}
	add(v.word("work.all"), "", v.asking(query, "state", ""), all, !query.Has("state"))
	for _, s := range []agreement.State{agreement.Lapsed, agreement.DueNow, agreement.DueSoon, agreement.NotReceived, agreement.Running, agreement.Suspended} {
		if n := (*counts)[s]; n > 0 || query.Get("state") == string(s) {
			add(v.word(stateWords[s]), tones[s], v.asking(query, "state", string(s)), n, query.Get("state") == string(s))
		}
	}
}
