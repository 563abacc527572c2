package web

import (
	"bytes"
	"net/http"
	"net/url"
	"time"

	"github.com/google/uuid"
)

const importsAt = "/invoer"

// imported is a file that was sent, as the API tells of it.
type imported struct {
	ID       uuid.UUID
	State    string
	Mapping  string
	Started  *time.Time
	Expires  *time.Time
	Resumes  *uuid.UUID
	Progress *struct {
		Stage    string
		Done, Of int64
	}
	Preview, Report *importReport
	Counts          *importCounts
	Undone          *struct {
		Withdrawn, Left, Restored int
		Touched                   []uuid.UUID
	}
	Problem *problem
}

type importCounts struct{ Recorded, Corrected, Unchanged, Rejected, Listed int }

type importReport struct {
	importCounts
	Incidents, Rows, Workers int
	RejectedRows             int `json:"rejected_rows"`
	Format                   string
	Findings                 []struct {
		Kind, Meaning string
		Count         int
		First         []struct {
			Row    int
			Column string
			Why    string
		}
	}
	Doubles *struct {
		Looked    bool
		Why       string
		Incidents int
		First     []struct {
			importTrace
			Likely []importTrace
		}
	}
}

type importTrace struct {
	Row       int
	Incident  *uuid.UUID
	At, Place string
}

type importsPage struct {
	List    []importLine
	Failure *failure
}

type importLine struct{ To, When, State, Counts string }

func (w *web) imports(v *visit) error {
	var list struct{ Imports []imported }
	if err := v.ask("/v1/imports", nil, &list); err != nil {
		return err
	}
	page := &importsPage{}
	for i := len(list.Imports) - 1; i >= 0; i-- {
		one := list.Imports[i]
		line := importLine{To: v.To(importsAt + "/" + one.ID.String()), State: v.word(importWord(one.State))}
		if one.Started != nil {
			line.When = v.moment(*one.Started)
		}
		if one.Counts != nil {
			line.Counts = v.word("import.counts", one.Counts.Recorded, one.Counts.Rejected)
		}
		page.List = append(page.List, line)
	}
	v.Crumbs = []link{{Text: v.word("registrar.title"), To: v.To(reportsAt)}}
	return v.show("imports", v.word("import.title"), page)
}

// uploaded hands the file on as it comes: it may be larger than anything that is kept in memory here.
func (w *web) uploaded(v *visit) error {
	var one imported
	header := http.Header{"Content-Type": {v.r.Header.Get("Content-Type")}}
	err := v.call(http.MethodPost, "/v1/imports", nil, header, v.r.Body, &one)
	if p, is := err.(*problem); is && p.Status == http.StatusBadRequest {
		v.status = p.Status
		page := &importsPage{Failure: v.failure(p)}
		v.Crumbs = []link{{Text: v.word("registrar.title"), To: v.To(reportsAt)}}
		return v.show("imports", v.word("import.title"), page)
	}
	if err != nil {
		return err
	}
	v.status, v.next = http.StatusSeeOther, v.To(importsAt+"/"+one.ID.String())
	return nil
}

// importPage is one import: what it would do, or what it did.
type importPage struct {
	State    string
	Busy     string // how far it is; the page asks again by itself
	Numbers  []fact
	Findings []findingShown
	Doubles  []doubleRows
	Rejects  string
	Confirm  *entryForm
	Discard  *entryForm
	Undo     *entryForm
	Problem  sentence
	Told     string
}

type findingShown struct {
	Meaning sentence
	Count   int
	Rows    []fact
}

type doubleRows struct {
	This   fact
	Others []link
}

func (w *web) importRead(v *visit) error {
	id := v.r.PathValue("import")
	var one imported
	if err := v.ask("/v1/imports/"+url.PathEscape(id), nil, &one); err != nil {
		return err
	}
	v.Crumbs = []link{{Text: v.word("registrar.title"), To: v.To(reportsAt)}, {Text: v.word("import.title"), To: v.To(importsAt)}}
	return v.show("import", v.word("import.one"), v.importShown(one))
}

func (v *visit) importShown(one imported) *importPage {
	page := &importPage{State: v.word(importWord(one.State))}
	report := one.Preview
	if one.Report != nil {
		report = one.Report
	}
	if report != nil {
		v.reportShown(report, page)
	}
	at := v.To(importsAt + "/" + one.ID.String())
	do := func(what, text string, danger bool) *entryForm {
		f := newForm(at, v.word(text), url.Values{})
		f.Hidden, f.Danger = []pair{{"doe", what}}, danger
		return &f
	}
	switch one.State {
	case "reading", "recording", "undoing":
		page.Busy = v.word("import.busy")
		if p := one.Progress; p != nil && p.Of > 0 {
			page.Busy = v.word("import.progress", p.Done*100/p.Of)
		}
	case "preview":
		page.Confirm, page.Discard = do("confirm", "import.confirm", false), do("discard", "import.discard", false)
		if report != nil && report.Rejected > 0 {
			page.Rejects = "/v1/imports/" + one.ID.String() + "/rejects"
		}
	case "finished":
		page.Undo = do("undo", "import.undo", true)
	}
	if one.Problem != nil {
		page.Problem = v.said(one.Problem.Detail)
	}
	if u := one.Undone; u != nil {
		page.Told = v.word("import.undone", u.Withdrawn, u.Left)
	}
	return page
}

func (v *visit) reportShown(r *importReport, page *importPage) {
	for _, one := range []struct {
		name string
		n    int
	}{{"import.rows", r.Rows}, {"import.incidents", r.Incidents}, {"import.recorded", r.Recorded}, {"import.corrected", r.Corrected}, {"import.unchanged", r.Unchanged}, {"import.rejected", r.Rejected}} {
		page.Numbers = append(page.Numbers, fact{v.word(one.name), v.number(one.n)})
	}
	for _, f := range r.Findings {
		shown := findingShown{Meaning: v.said(f.Meaning), Count: f.Count}
		for _, d := range f.First[:min(len(f.First), 10)] {
			shown.Rows = append(shown.Rows, fact{v.word("import.row", d.Row, d.Column), v.said(d.Why).Text})
		}
		page.Findings = append(page.Findings, shown)
	}
	if r.Doubles == nil {
		return
	}
	for _, d := range r.Doubles.First[:min(len(r.Doubles.First), 50)] {
		rows := doubleRows{This: fact{v.word("import.row-only", d.Row), d.At + ", " + d.Place}}
		for _, other := range d.Likely {
			l := link{Text: other.At + ", " + other.Place}
			if other.Incident != nil {
				l.To = v.To(incidentPageAt(*other.Incident))
			}
			rows.Others = append(rows.Others, l)
		}
		page.Doubles = append(page.Doubles, rows)
	}
}

// importDone confirms, discards or takes back.
func (w *web) importDone(v *visit) error {
	values, err := v.filled()
	if err != nil {
		return err
	}
	id := url.PathEscape(v.r.PathValue("import"))
	once := newForm("", "", values).Once
	switch values.Get("doe") {
	case "confirm":
		err = v.submit(http.MethodPost, "/v1/imports/"+id+"/confirmation", once, nil, struct{}{}, nil)
	case "undo":
		err = v.submit(http.MethodPost, "/v1/imports/"+id+"/undoing", once, nil, struct{}{}, nil)
	case "discard":
		if err := v.call(http.MethodDelete, "/v1/imports/"+id, nil, nil, bytes.NewReader(nil), nil); err != nil {
			return err
		}
		return v.done(importsAt, "discarded")
	default:
		return &problem{Status: http.StatusBadRequest}
	}
	if err != nil {
		return err
	}
	v.status, v.next = http.StatusSeeOther, v.To(importsAt+"/"+id)
	return nil
}

func importWord(state string) string {
	switch state {
	case "reading":
		return "import.state-reading"
	case "preview":
		return "import.state-preview"
	case "recording":
		return "import.state-recording"
	case "finished":
		return "import.state-finished"
	case "unfinished":
		return "import.state-unfinished"
	case "failed":
		return "import.state-failed"
	case "undoing":
		return "import.state-undoing"
	}
	return "import.state-undone"
}
