package web

import (
	"cmp"
	"net/http"
	"net/url"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/projections/timeline"
)

// told is an incident as the API tells it to whoever asks: what is not for him is not in it.
type told struct {
	ID          uuid.UUID
	Version     int64
	Employer    string
	Regime      codes.Code
	HeldUntil   string `json:"held_until"`
	Occurred    occurrence
	ReportedAt  time.Time `json:"reported_at"`
	Place       toldPlace
	Behaviours  []codes.Code
	Professions []codes.Code
	Occasions   []codes.Code
	Means       []struct{ Means, Status codes.Code }
	Deployment  codes.Code
	Reach       codes.Code
	Hit         *toldCount
	Course      []struct{ Phase, Actor, Act codes.Code }
	Cases       []uuid.UUID
	MergedInto  *uuid.UUID `json:"merged_into"`
	Closed      codes.Code
	Personal    *struct {
		Workers   []toldWorker
		Narrative []struct{ State, Text string }
		Address   *struct{ State, Text string }
	}
	Corrections int
	Withdrawn   bool
	Withdrawal  codes.Code
	Timeline    []timeline.Line
}

type toldPlace struct {
	Type     codes.Code `json:"type,omitempty"`
	Gemeente codes.Code `json:"gemeente,omitempty"`
	Unit     string     `json:"unit,omitempty"`
	Area     string     `json:"area,omitempty"`
	Indoors  codes.Code `json:"indoors,omitempty"`
	Point    *struct {
		North string `json:"north"`
		East  string `json:"east"`
	} `json:"point,omitempty"`
}

type toldCount struct {
	Number *int       `json:"number,omitempty"`
	Why    codes.Code `json:"why,omitempty"`
}

type toldWorker struct {
	Person      uuid.UUID
	Identity    string
	Name        string
	StaffNumber string `json:"staff_number"`
	Health      string
	Injury      codes.Code
}

// incidentPage is what stands on the page of one incident.
type incidentPage struct {
	What     string // in a few words
	Facts    []fact
	Open     []string // what nobody answered yet
	Workers  []fact
	Story    []string
	Lines    []lineShown
	Doubles  []doubleShown
	Papers   []paperShown
	Do       []link
	State    string // why nothing can be added; "" where it can
	Into     string
	Cases    []link
	Photos   string
	Likeness string // why no doubles were looked for
}

type fact struct{ Name, Text string }

type lineShown struct{ When, Who, What, Note string }

type doubleShown struct {
	When, Where, Same string
	To                string
	Merge             entryForm
}

type paperShown struct{ Name, State, When, To, Blank string }

func incidentAt(id string) string { return "/v1/incidents/" + url.PathEscape(id) }

func (w *web) incident(v *visit) error {
	id := v.r.PathValue("incident")
	t, err := v.incidentTold(id)
	if err != nil {
		return err
	}
	page := v.incidentShown(t)
	if err := v.lookAround(t, page); err != nil {
		return err
	}
	v.Crumbs = []link{{Text: v.word("registrar.title"), To: v.To(reportsAt)}}
	return v.show("incident", v.word("incident.title", spoken(t.ID)), page)
}

func (v *visit) incidentTold(id string) (t told, err error) {
	return t, v.ask(incidentAt(id), nil, &t)
}

func (v *visit) incidentShown(t told) *incidentPage {
	page := &incidentPage{What: v.inShort(t.Behaviours, t.Place)}
	if v.Actor.May(access.ReadPhoto, v.Actor.Employer, t.Place.Unit) == nil {
		page.Photos = v.To(incidentPageAt(t.ID) + photosAt)
	}
	v.facts(t, page)
	v.persons(t, page)
	for _, l := range t.Timeline {
		page.Lines = append(page.Lines, lineShown{v.moment(l.At), v.word(roleWordOf(l.Who)), v.withDays(v.In(l.What)), l.Note})
	}
	for _, id := range t.Cases {
		page.Cases = append(page.Cases, link{Text: v.word("case.name", short(id)), To: v.To("/zaak/" + id.String())})
	}
	switch {
	case t.Withdrawn:
		page.State = v.word("incident.withdrawn", v.label(codes.WithdrawalReason, t.Withdrawal))
	case t.MergedInto != nil:
		page.State, page.Into = v.word("incident.merged"), v.To(incidentPageAt(*t.MergedInto))
	case t.Closed != "":
		page.State = v.word("incident.closed", v.label(codes.ClosingReason, t.Closed))
	default:
		at := v.To(incidentPageAt(t.ID))
		page.Do = []link{{Text: v.word("incident.complete"), To: at + "/aanvullen"}, {Text: v.word("incident.correct"), To: at + "/verbeteren"}, {Text: v.word("incident.prepare"), To: at + "/aangifte"}, {Text: v.word("incident.withdraw"), To: at + "/intrekken"}}
		if v.may(access.OpenCase) == nil {
			page.Do = append(page.Do, link{Text: v.word("case.begin"), To: at + "/zaak"})
		}
		if v.may(access.ChangeAftercare) == nil {
			page.Do = append(page.Do, link{Text: v.word("care.begin"), To: at + "/opvang"})
		}
	}
	return page
}

// inShort is an incident in one line.
func (v *visit) inShort(behaviours []codes.Code, p toldPlace) string {
	what := v.labels(codes.Behaviour, behaviours)
	if what == "" {
		what = v.word("incident.what-unknown")
	}
	if p.Type != "" {
		what += v.word("incident.at", v.label(codes.LocationType, p.Type))
	}
	return what
}

// facts are what was answered, and Open what was not: "not known" is an answer.
func (v *visit) facts(t told, page *incidentPage) {
	add := func(name, text string) {
		if text == "" {
			page.Open = append(page.Open, v.word(name))
			return
		}
		page.Facts = append(page.Facts, fact{v.word(name), text})
	}
	var means []codes.Code
	for _, m := range t.Means {
		means = append(means, m.Means)
	}
	add("incident.when", v.When(t.Occurred))
	add("incident.told", v.moment(t.ReportedAt))
	add("incident.behaviour", v.labels(codes.Behaviour, t.Behaviours))
	add("incident.place", v.labelIf(codes.LocationType, t.Place.Type))
	add("incident.indoors", v.labelIf(codes.Indoors, t.Place.Indoors))
	where := ""
	if t.Place.Gemeente != "" {
		where = v.gemeenteName(t.Place.Gemeente)
	}
	add("incident.gemeente", where)
	add("incident.unit", t.Place.Unit)
	add("incident.profession", v.labels(codes.Profession, t.Professions))
	add("incident.occasion", v.labels(codes.Occasion, t.Occasions))
	add("incident.means", v.labels(codes.Means, means))
	add("incident.deployment", v.labelIf(codes.Deployment, t.Deployment))
	add("incident.reach", v.labelIf(codes.Reach, t.Reach))
	add("incident.hit", v.countShown(t.Hit))
}

func (v *visit) labelIf(list codes.List, code codes.Code) string {
	if code == "" || code == codes.NotRecorded {
		return ""
	}
	return v.label(list, code)
}

func (v *visit) countShown(c *toldCount) string {
	switch {
	case c == nil || c.Why == codes.NotRecorded:
		return ""
	case c.Number != nil:
		return v.number(*c.Number)
	}
	return v.label(codes.Reach, c.Why)
}

func (v *visit) persons(t told, page *incidentPage) {
	if t.Personal == nil {
		return
	}
	for _, w := range t.Personal.Workers {
		f := fact{Name: w.Name}
		if f.Name == "" {
			f.Name = v.word(workerWords[heldWord(w.Identity)])
		}
		switch w.Health {
		case "present":
			f.Text = v.labelIf(codes.Injury, w.Injury)
		case "absent":
		default:
			f.Text = v.word(healthWords[heldWord(w.Health)])
		}
		page.Workers = append(page.Workers, f)
	}
	for _, piece := range t.Personal.Narrative {
		switch piece.State {
		case "present":
			page.Story = append(page.Story, piece.Text)
		default:
			page.Story = append(page.Story, v.word(textWords[heldWord(piece.State)]))
		}
	}
}

var (
	workerWords = map[string]string{"forgotten": "incident.worker-forgotten", "closed": "incident.worker-closed", "absent": "incident.worker-absent"}
	healthWords = map[string]string{"forgotten": "incident.health-forgotten", "closed": "incident.health-closed", "absent": "incident.health-closed"}
	textWords   = map[string]string{"forgotten": "incident.text-forgotten", "closed": "incident.text-closed", "absent": "incident.text-closed"}
	sameWords   = map[string]string{"unit": "incident.same-unit", "place": "incident.same-place", "gemeente": "incident.same-gemeente"}
)

// heldWord is why something is not shown.
func heldWord(state string) string {
	switch state {
	case "forgotten", "closed":
		return state
	}
	return "absent"
}

// lookAround adds what others know of it: doubles and documents. What whoever asks may not see is left out.
func (v *visit) lookAround(t told, page *incidentPage) error {
	if page.State == "" {
		if err := v.doublesOf(t, page); err != nil && !refusedRole(err) {
			return err
		}
	}
	err := v.papersOf(t.ID, page)
	if refusedRole(err) {
		return nil
	}
	return err
}

// refusedRole tells whether the API says that it is not for this role.
func refusedRole(err error) bool {
	p, is := err.(*problem)
	return is && p.Status == http.StatusForbidden
}

func (v *visit) doublesOf(t told, page *incidentPage) error {
	var found struct {
		Looked    bool
		Why       string
		Incidents []struct {
			ID           uuid.UUID
			Occurred     occurrence
			Place        toldPlace
			MinutesApart int `json:"minutes_apart"`
			Same         []string
		}
	}
	if err := v.ask(incidentAt(t.ID.String())+"/likely-doubles", nil, &found); err != nil {
		return err
	}
	page.Likeness = found.Why
	for _, d := range found.Incidents {
		merge := newForm(v.To(incidentPageAt(t.ID))+"/samenvoegen", v.word("incident.merge"), url.Values{})
		merge.Hidden = []pair{{"into", d.ID.String()}}
		same := ""
		for i, what := range d.Same {
			if i > 0 {
				same += ", "
			}
			same += v.word(sameWords[what])
		}
		page.Doubles = append(page.Doubles, doubleShown{
			When: v.When(d.Occurred), Where: v.inPlace(d.Place), Same: v.word("incident.apart", d.MinutesApart) + sep(same), To: v.To(incidentPageAt(d.ID)), Merge: merge,
		})
	}
	return nil
}

func sep(text string) string {
	if text == "" {
		return ""
	}
	return "; " + text
}

func (v *visit) inPlace(p toldPlace) string {
	text := v.labelIf(codes.LocationType, p.Type)
	if p.Gemeente != "" && !p.Gemeente.Missing() {
		if text != "" {
			text += ", "
		}
		text += v.gemeenteName(p.Gemeente)
	}
	return text
}

func (v *visit) papersOf(id uuid.UUID, page *incidentPage) error {
	var list struct {
		Documents []struct {
			ID      uuid.UUID
			State   string
			Kind    codes.Code
			Missing []struct{ Field string }
			At      *time.Time
		}
	}
	if err := v.ask(incidentAt(id.String())+"/documents", nil, &list); err != nil {
		return err
	}
	for _, d := range list.Documents {
		p := paperShown{Name: v.labelIf(codes.DocumentKind, d.Kind), State: v.word(cmp.Or(paperWords[d.State], "incident.paper-draft"))}
		if d.At != nil {
			p.When = v.moment(*d.At)
		}
		if d.State == "draft" || d.State == "issued" {
			p.To = incidentAt(id.String()) + "/documents/" + d.ID.String()
		}
		if n := len(d.Missing); n > 0 {
			p.Blank = v.word("incident.paper-blank", n)
		}
		page.Papers = append(page.Papers, p)
	}
	return nil
}

var paperWords = map[string]string{"issued": "incident.paper-issued", "withdrawn": "incident.paper-withdrawn", "forgotten": "incident.paper-forgotten"}
