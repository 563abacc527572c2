package web

import (
	"slices"
	"strconv"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/timeline"
)

// careAt is the list of the care for workers, what expires first on top; the page of each stands below it.
const careAt = "/nazorg"

func carePath(id uuid.UUID) string { return careAt + "/" + id.String() }

func (w *web) carePages() map[string]page {
	all := map[string]page{careAt: {show: w.work}, careAt + "/{care}": {show: w.careOf}}
	for _, d := range careDeeds {
		all[careAt+"/{care}"+d.at] = page{show: w.fillIn(d), take: w.carryOut(d)}
	}
	all["/melding/{incident}/zaak"] = page{show: w.beginCase, take: w.caseBegun}
	all["/melding/{incident}/opvang"] = page{show: w.beginCare, take: w.careBegun}
	return all
}

// careFile is GET /v1/aftercare/{id} as far as pages need it.
type careFile struct {
	ID       uuid.UUID
	Version  int64
	Notice   *figures.Text
	Incident uuid.UUID
	Worker   uuid.UUID
	Files    []struct {
		ID   uuid.UUID
		Says figures.Text
	}
	Warning  figures.Text
	Duties   []careDuty
	Tellings []careTold
	Clocks   []clock
	Work     caseWork
	NotYours *figures.Text `json:"not_yours"`
	Timeline []timeline.Line
}

type careDuty struct {
	Step, Status  codes.Code
	On            *occurrence
	Due           string
	Open, Overdue bool
}

type careTold struct {
	ID           uuid.UUID
	File         *uuid.UUID
	State        string
	Step, Status codes.Code
	On           *occurrence
	Due          string
	Note         *heldText
	Retracted    bool
}

// asCase is what it has in common with a case: the work on it, the terms and who was hit.
func (f *careFile) asCase() caseFile {
	return caseFile{ID: f.ID, Version: f.Version, Notice: f.Notice, Incidents: []uuid.UUID{f.Incident}, Victims: []uuid.UUID{f.Worker}, Clocks: f.Clocks, Work: f.Work}
}

// carePage is all that there is to know of the care for one worker after one incident.
type carePage struct {
	Name, Who, Shut  string
	Notice, NotYours string
	Whose, StandIn   string
	Away, AwayWhy    string
	Incident         *link
	Now              []alert
	Deeds            []deedGroup
	Clocks, Past     []term
	Open, Done       []careLine
	Untold           string
	Warning          string
	Told             []careLine
	Files            []string
	Lines            []lineShown
}

// careLine is one step: how far it is, or what was told of it once.
type careLine struct {
	What, State, Tone string
	On, Due, Note     string
	Taken             string // taken back
	Do                *link
}

func (w *web) careOf(v *visit) error {
	c, err := v.openCase()
	if err != nil {
		return err
	}
	page := v.carePageOf(c)
	v.Crumbs = []link{v.listOf(c)}
	return v.show("care", page.Name, page)
}

func (v *visit) carePageOf(c *caseAnswered) *carePage {
	f := c.care
	page := &carePage{
		Name: v.fileName(c), Who: v.victim(c, f.Worker), Whose: v.whose(c.Work.Responsible), Away: v.dayText(c.Work.SnoozedUntil), AwayWhy: v.held(c.Work.SnoozeReason),
		Warning: v.In(f.Warning), Deeds: v.mayDo(c), Now: v.careNow(c),
	}
	if key := c.shut[f.Worker]; key != "" {
		page.Shut = v.word(key)
	}
	if f.Notice != nil {
		page.Notice = v.In(*f.Notice)
	}
	if f.NotYours != nil {
		page.NotYours = v.In(*f.NotYours)
	}
	if c.Work.StandIn != uuid.Nil {
		page.StandIn = v.whose(c.Work.StandIn)
	}
	if slices.Contains([]access.Role{access.Registrar, access.CaseWorker}, v.Actor.Role) {
		page.Incident = &link{Text: v.word("care.incident", spoken(f.Incident)), To: v.To(incidentPageAt(f.Incident))}
	}
	for _, one := range f.Files {
		page.Files = append(page.Files, v.In(one.Says))
	}
	for _, l := range f.Timeline {
		page.Lines = append(page.Lines, lineShown{v.moment(l.At), v.word(roleWord(l.Who)), v.In(l.What), l.Note})
	}
	page.Clocks, page.Past = v.clocks(c)
	v.dutiesOf(c, page)
	v.toldOf(c, page)
	return page
}

// careNow is what calls for somebody, the most urgent first.
func (v *visit) careNow(c *caseAnswered) (all []alert) {
	if c.offeredToMe() {
		all = append(all, alert{v.word("care.now.offered"), "soon", v.doing(c, careAccept)})
	}
	for _, d := range c.care.Duties {
		if d.Overdue {
			all = append(all, alert{v.word("care.now.overdue", v.label(codes.Aftercare, d.Step), v.dayText(d.Due)), "red", v.tellingOf(c, d.Step)})
		}
	}
	for _, id := range c.Work.Unnamed {
		all = append(all, alert{v.word("care.now.unnamed", v.victim(c, id)), "soon", v.doing(c, careName)})
	}
	if c.Work.Responsible == uuid.Nil {
		all = append(all, alert{v.word("care.now.nobody"), "wait", v.doing(c, careTake)})
	}
	return all
}

// tellingOf leads to the form with the step chosen.
func (v *visit) tellingOf(c *caseAnswered, step codes.Code) *link {
	do := v.doing(c, careTell)
	if do != nil {
		do.To += "?step=" + string(step)
	}
	return do
}

var careTones = map[codes.Code]string{"DUE": "soon", "OFFERED": "calm", "DONE": "done", "DECLINED": "wait"}

// dutiesOf parts what is still to be done from what was; of what nobody said anything only the names are told.
func (v *visit) dutiesOf(c *caseAnswered, page *carePage) {
	var untold []codes.Code
	for _, d := range c.care.Duties {
		l := careLine{What: v.label(codes.Aftercare, d.Step), State: v.label(codes.AftercareStatus, d.Status), Tone: careTones[d.Status], Due: v.dayText(d.Due)}
		if d.On != nil {
			l.On = v.since(d.On)
		}
		switch {
		case d.Open:
			if d.Overdue {
				l.Tone = "red"
			}
			l.Do = v.tellingOf(c, d.Step)
			page.Open = append(page.Open, l)
		case d.Status == "FORGOTTEN":
			l.State, l.Tone = v.word("care.forgotten"), "calm"
			page.Done = append(page.Done, l)
		case d.Status.Missing():
			untold = append(untold, d.Step)
		default:
			page.Done = append(page.Done, l)
		}
	}
	page.Untold = v.labels(codes.Aftercare, untold)
}

func (v *visit) toldOf(c *caseAnswered, page *carePage) {
	for _, t := range c.care.Tellings {
		l := careLine{What: v.word("care.telling-shut"), Due: v.dayText(t.Due), Note: v.held(t.Note), On: v.since(t.On)}
		if t.State == "present" {
			l.What, l.State, l.Tone = v.label(codes.Aftercare, t.Step), v.label(codes.AftercareStatus, t.Status), careTones[t.Status]
		}
		if t.Retracted {
			l.Taken = v.word("care.taken-back")
		} else if t.File == nil {
			if l.Do = v.doing(c, careRetract); l.Do != nil {
				l.Do.To += "?id=" + t.ID.String()
			}
		}
		page.Told = append(page.Told, l)
	}
}

// workersKey chooses for whom care begins.
const workersKey = "worker"

// beginCare asks after which colleague somebody looks. The clocks of his care start with it.
func (w *web) beginCare(v *visit) error {
	t, err := v.incidentTold(v.r.PathValue("incident"))
	if err != nil {
		return err
	}
	if err := v.may(access.ChangeAftercare); err != nil {
		return err
	}
	return v.showBegin(t, v.beginForm(t, v.r.URL.Query()))
}

func (v *visit) beginForm(t told, given map[string][]string) entryForm {
	var who []option
	if t.Personal != nil {
		for i, one := range t.Personal.Workers {
			o := option{Value: one.Person.String(), Text: one.Name, Selected: len(t.Personal.Workers) == 1}
			if o.Text == "" {
				o.Text = v.word("care.worker", strconv.Itoa(i+1))
			}
			who = append(who, o)
		}
	}
	return newForm(v.To(incidentPageAt(t.ID)+"/opvang"), v.word("care.begin.submit"), given,
		entry{Name: workersKey, Label: v.word("care.begin.who"), Hint: v.word("care.begin.who-hint"), Kind: radioEntry, Required: true, Options: who})
}

func (v *visit) showBegin(t told, f entryForm) error {
	incident := link{Text: v.word("incident.title", spoken(t.ID)), To: v.To(incidentPageAt(t.ID))}
	page := &deedPage{Case: incident, Lead: v.word("care.begin.lead"), Form: &f}
	if len(f.Entries[0].Options) == 0 {
		page.ListSay, page.Form = v.word("care.begin.nobody"), nil
		page.List = []alert{{v.word("care.begin.name-first"), "wait", &link{Text: v.word("incident.complete"), To: incident.To + "/aanvullen"}}}
	}
	v.Crumbs = []link{{Text: v.word("registrar.title"), To: v.To(reportsAt)}, incident}
	return v.show("deed", v.word("care.begin"), page)
}

func (w *web) careBegun(v *visit) error {
	t, err := v.incidentTold(v.r.PathValue("incident"))
	if err != nil {
		return err
	}
	given, err := v.filled()
	if err != nil {
		return err
	}
	f := v.beginForm(t, given)
	body := struct {
		Incident uuid.UUID `json:"incident"`
		Worker   string    `json:"worker"`
	}{t.ID, given.Get(workersKey)}
	var made struct{ ID uuid.UUID }
	if err := v.submit("POST", "/v1/aftercare", f.Once, nil, body, &made); err != nil {
		if !v.mends(&f, err) {
			return err
		}
		return v.showBegin(t, f)
	}
	return v.done(carePath(made.ID), "care-begun")
}
