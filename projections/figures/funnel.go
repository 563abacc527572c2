package figures

import (
	"fmt"
	"slices"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/survival"
)

// What a funnel counts beside incidents. Every rate is of one of them.
const (
	CountWorkers  Unit = "worker-hit" // each worker in each incident
	CountSuspects Unit = "suspect"    // each file, however many incidents
	CountCases    Unit = "case"       // each case, of one suspect
)

// FunnelUnits are all that a funnel can count.
var FunnelUnits = []Unit{CountCases, CountIncidents, CountWorkers, CountSuspects}

// unitTexts name many of them.
var unitTexts = map[Unit]Text{
	CountIncidents: {"incidenten", "incidents"},
	CountWorkers:   {"geraakte medewerkers", "workers hit"},
	CountSuspects:  {"verdachten", "suspects"},
	CountCases:     {"zaken", "cases"},
	CountAangiften: {"aangiften", "aangiften"},
	CountSteps:     {"stappen in zaken", "steps of cases"},
}

// Named is what to call many of them.
func (u Unit) Named() Text { return unitTexts[u] }

// Funnel is how far things came on the way from aangifte to the last euro, and how long
// they stayed at each part of it.
type Funnel struct {
	View     string            `json:"view"`
	Unit     Unit              `json:"unit"`
	By       Dimension         `json:"by,omitempty"`
	Position eventlog.Position `json:"position"`
	// Until is the day through which what is still open was seen.
	Until        string         `json:"until,omitempty"`
	Definition   string         `json:"definition"`
	DefinitionNL string         `json:"definition_nl"`
	Groups       []FunnelGroup  `json:"groups"` // everything together first, then each value
	Invented     int            `json:"invented"`
	Completeness []Completeness `json:"completeness"`
	Coverage     Coverage       `json:"coverage"`
	// Protection is the remark on protected figures; nil where numbers are exact.
	Protection *Text `json:"protection,omitempty"`
}

// FunnelGroup is the funnel of one value of what it is laid out by.
type FunnelGroup struct {
	Value codes.Code `json:"value"`
	Label Text       `json:"label"`
	N     Count      `json:"n" nullable:"true"` // the base of every share in it
	// Few says that it is fewer than ten: of those no share is given.
	Few    bool          `json:"few,omitempty"`
	Stages []FunnelStage `json:"stages"`
}

// FunnelStage is one part of the way. The six numbers add up to N of the group where they
// are exact. Protected, the last three are never told (see funnelCells).
type FunnelStage struct {
	Stage       codes.Code `json:"stage"`
	Label       Text       `json:"label"`
	Reached     Count      `json:"reached" nullable:"true"`
	NotReceived Count      `json:"not_received" nullable:"true"`
	Open        Count      `json:"open" nullable:"true"`
	NotReached  Count      `json:"not_reached" nullable:"true"`
	Forgotten   Count      `json:"forgotten" nullable:"true"`
	NoCase      Count      `json:"no_case" nullable:"true"`
	// Time is how long things stayed there; nil for a part that is no state, and where
	// protected figures tell none.
	Time *Lasting `json:"time,omitempty"`
}

// Lasting is the time in a state, in whole days, by Kaplan and Meier.
type Lasting struct {
	N    Count `json:"n" nullable:"true"`    // of which the day is known on which it began
	Left Count `json:"left" nullable:"true"` // that went on
	Open Count `json:"open" nullable:"true"` // that were seen until some day and had not gone on
	// Undated are those that reached it and count not in the time.
	Undated Count `json:"undated" nullable:"true"`
	// Three quarters, half and a quarter were still there until these days.
	Lower  Lasted   `json:"lower_quartile"`
	Median Lasted   `json:"median"`
	Upper  Lasted   `json:"upper_quartile"`
	AtRisk []AtRisk `json:"at_risk"`
}

// Lasted is a number of days with limits of 95 %. Nil where so many did not go on: the
// curve does not come down so far.
type Lasted struct {
	Days *int `json:"days"`
	From *int `json:"from"`
	To   *int `json:"to"`
}

// AtRisk is how many were still there, and seen, when a day began.
type AtRisk struct {
	Day int   `json:"day"`
	N   Count `json:"n"`
}

// riskDays are those for which it is said: a month, a quarter, half a year, one, two.
var riskDays = []int{0, 30, 91, 182, 365, 730}

// Funnel counts over the records of the scope. Rows of the question is what it is laid
// out by. Errors are as of Ask.
func (e *Engine) Funnel(q Question, scope access.Scope) (Funnel, error) {
	if err := q.checkFunnel(); err != nil {
		return Funnel{}, err
	}
	if scope.Protected() {
		return e.protectedFunnel(q, scope)
	}
	s := e.latest.Load()
	q, err := s.within(q, scope)
	if err != nil {
		return Funnel{}, err
	}
	unit := q.Unit
	q.Unit = CountIncidents
	p, err := newPlan(s, q, scope)
	if err != nil {
		return Funnel{}, err
	}
	p.question.Unit = unit
	return p.funnel(scope), nil
}

func (q Question) checkFunnel() error {
	var wrong fault.Fields
	wrong.Check(slices.Contains(FunnelUnits, q.Unit), "unit", "is not something that a funnel counts", "use case, incident, worker-hit or suspect")
	if err := wrong.Err(); err != nil {
		return err
	}
	q.Unit = CountIncidents
	return q.check()
}

// funnelPart is what was counted of one value.
type funnelPart struct {
	n       int
	reaches [stageCount][reaches]int
	times   [stageCount]survival.Times
	undated [stageCount]int
}

func (t *funnelPart) add(w *way, until calendarDay) {
	t.n++
	for i := range stages {
		t.reaches[i][w.reach(i)]++
		if len(nexts[i]) == 0 || !w.reached[i] {
			continue
		}
		switch days, over, told := w.lasted(i, until); {
		case !told:
			t.undated[i]++
		case over:
			t.times[i].End(days)
		default:
			t.times[i].Censor(days)
		}
	}
}

func (p *plan) funnel(scope access.Scope) Funnel {
	c := p.newCounting()
	parts := c.parts()
	until := c.until
	f := Funnel{
		View: p.question.View, Unit: p.question.Unit, By: p.question.Rows, Position: p.asOf, Invented: disclose(c.invented, scope).N,
	}
	if until != dayUnknown {
		f.Until = until.String()
	}
	_, s := p.count()
	f.Completeness, f.Coverage = p.complete(&s, scope), p.covers(scope)
	f.Groups = append(f.Groups, parts[0].shown(Everything, Text{"alles samen", "all together"}, scope))
	values := append(slices.Clone(p.rows.values), noIncident)
	labels := append(p.labels(p.rows.dimension, p.rows.values, scope), noIncidentText)
	for i, value := range values {
		if p.question.Rows != All && parts[i+1].n > 0 {
			f.Groups = append(f.Groups, parts[i+1].shown(value, labels[i], scope))
		}
	}
	text := p.funnelText(f, scope)
	f.Definition, f.DefinitionNL = text.EN, text.NL
	return f
}

// noIncident stands for a case of which nobody said what it is about.
const noIncident codes.Code = "NO_INCIDENT"

// Fewest is of how many a share says anything.
const Fewest = 10

func (t *funnelPart) shown(value codes.Code, label Text, scope access.Scope) FunnelGroup {
	show := func(n int) Count { return Count(disclose(n, scope).N) }
	g := FunnelGroup{Value: value, Label: label, N: show(t.n)}
	g.Few = g.N < Fewest
	for i := range stages {
		n := t.reaches[i]
		s := FunnelStage{
			Stage: stages[i].code, Label: stages[i].text, Reached: show(n[Reached]), NotReceived: show(n[NotReceived]), Open: show(n[Open]),
			NotReached: show(n[NotReached]), Forgotten: show(n[Forgot]), NoCase: show(n[NoCase]),
		}
		if len(nexts[i]) > 0 {
			s.Time = t.lasting(i, scope)
		}
		g.Stages = append(g.Stages, s)
	}
	return g
}

func (t *funnelPart) lasting(i int, scope access.Scope) *Lasting {
	l := LastingOf(t.times[i], t.undated[i], scope)
	return &l
}

// LastingOf is a time as this viewer may see it.
func LastingOf(of survival.Times, undated int, scope access.Scope) Lasting {
	show := func(n int) Count { return Count(disclose(n, scope).N) }
	curve := survival.Estimate(of)
	l := Lasting{
		N: show(curve.N), Left: show(curve.Events), Open: show(curve.N - curve.Events), Undated: show(undated),
		Lower: discloseDays(curve.Quantile(0.25), scope), Median: discloseDays(curve.Quantile(0.5), scope),
		Upper: discloseDays(curve.Quantile(0.75), scope), AtRisk: []AtRisk{},
	}
	for _, day := range riskDays {
		if n := of.AtRisk(day); n > 0 {
			l.AtRisk = append(l.AtRisk, AtRisk{day, show(n)})
		}
	}
	return l
}

// discloseDays is disclose for a time: every one that leaves passes here or, for whoever is
// not the owner, protectedDays.
func discloseDays(q survival.Quantile, scope access.Scope) (l Lasted) {
	if scope.Protected() {
		return Lasted{}
	}
	of := func(day int, is bool) *int {
		if !is {
			return nil
		}
		return &day
	}
	return Lasted{Days: of(q.Day, q.Reached), From: of(q.From, q.HasFrom), To: of(q.To, q.HasTo)}
}

func (p *plan) funnelText(f Funnel, scope access.Scope) Text {
	return Text{NL: p.funnelSentence(f, scope, Dutch), EN: p.funnelSentence(f, scope, English)}
}

// funnelSentence says what was counted, and how to read it.
func (p *plan) funnelSentence(f Funnel, scope access.Scope, l Language) string {
	many := f.Unit.Named().In(l)
	said := fmt.Sprintf(Text{"Aantal %s", "Number of %s"}.In(l), many) + p.by(l) + p.whose(scope, l) + p.within(l) + p.only(l) + p.byTheClock(scope, l) +
		fmt.Sprintf(Text{", zoals vastgelegd tot en met positie %d.", ", as recorded up to and including position %d."}.In(l), p.asOf)
	return said + unitNotes[f.Unit].In(l) + p.severalNote(l) + p.cautions(l) + p.division(l) + readingNote.In(l) + fmt.Sprintf(timeNote.In(l), f.Until) + prefixed(f.inventedNote(l))
}

// severalNote says why groups may add up to more than all together.
func (p *plan) severalNote(l Language) string {
	if p.question.Rows == All {
		return ""
	}
	return Text{
		" Wat bij meer waarden hoort telt bij elk daarvan, en één keer bij alles samen.",
		" What is of several values counts under each, and once in all together.",
	}.In(l)
}

var unitNotes = map[Unit]Text{
	CountCases: {
		" Een zaak is van één verdachte; filters en indeling volgen de incidenten van de zaak, en één daarvan is genoeg.",
		" A case is of one suspect; filters and layout follow the incidents of the case, and one of them is enough.",
	},
	CountIncidents: {
		" Elk incident telt één keer, ook als er meer zaken van zijn: het bereikt wat één van die zaken bereikt.",
		" Each incident counts once, also where there are several cases of it: it reaches what any of these cases reaches.",
	},
	CountWorkers: {
		" Elke medewerker telt één keer per incident; een zaak telt voor wie er slachtoffer in is.",
		" Each worker counts once per incident; a case counts for who is a victim in it.",
	},
	CountSuspects: {
		" Elke verdachte met een dossier telt één keer, hoeveel incidenten en zaken er ook zijn; wie is vrijgepleit telt mee.",
		" Each suspect with a file counts once, however many incidents and cases there are; who was cleared counts too.",
	},
}

var readingNote = Text{
	" Bereikt is wat iemand heeft laten weten; niet ontvangen is wat er geweest moet zijn en niemand heeft gemeld; niet bereikt is wat niet kwam " +
		"terwijl de zaak eindigde of verderging, voor zover vernomen; nog open kan nog komen. Een zaak met een vrijspraak voor een deel telt als veroordeling.",
	" Reached is what somebody told; not received is what must have been and nobody told; not reached is what did not come while the case ended " +
		"or went on, as far as was heard; still open may yet come. A case with an acquittal of a part counts as a conviction.",
}

var timeNote = Text{
	" De tijd in een fase is geschat volgens Kaplan-Meier, in hele dagen naar de dag van het feit en niet naar de dag van ontvangst; wat nog open " +
		"is telt tot en met %s, een gesloten zaak tot de dag van sluiten. Waarvan een dag niet bekend is, iets tussenin niet ontvangen is of de dagen " +
		"elkaar tegenspreken, telt in de tijd niet mee en staat erbij. De grenzen zijn die van 95%% (Greenwood, log-log).",
	" The time in a state is estimated by Kaplan-Meier, in whole days by the day of the fact and not the day of receipt; what is still open counts " +
		"through %s, a closed case until the day it was closed. Where a day is not known, something in between was not received or the days " +
		"contradict each other, it does not count in the time and is said beside it. The limits are those of 95%% (Greenwood, log-log).",
}

// inventedNote says that some of it was made up.
func (f Funnel) inventedNote(l Language) string {
	if f.Invented == 0 {
		return ""
	}
	if f.Protection != nil {
		return Answer{Invented: f.Invented, Total: Cell{N: int(f.Groups[0].N)}, Protection: f.Protection}.inventedNote(l)
	}
	return fmt.Sprintf(Text{
		"VERZONNEN: %d van de %d %s die hier geteld zijn komen uit een demonstratie, en zijn niet gebeurd.",
		"INVENTED: %d of the %d %s counted here are of a demonstration, and did not happen.",
	}.In(l), f.Invented, f.Groups[0].N, f.Unit.Named().In(l))
}
