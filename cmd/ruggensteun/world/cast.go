package world

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
)

// part is a case that a demonstration cannot do without: one in each stage, and those
// worth opening. The first incident that it could have happened in gets it.
type part struct {
	name     string
	plan     plan
	from, to int  // how many days before the last day the incident was
	known    bool // the suspect has a file of its own
	at       string
	offered  bool // to another case worker, who has not answered
	worse    bool // the worker turns out hurt for good, months later
	nl, en   string
}

// parts end in each stage of codes.CaseStage, and have a clock in each state on the last
// day. Planted, see WORLD.md.
var parts = []part{
	{name: "newspaper", from: 190, to: 340, plan: plan{om: "SUMMONS", verdict: "CONV", last: "VERDICT", read: true, untold: true, quick: true, ends: 8, claims: true},
		nl: "de krantenzaak: de medewerker las het vonnis in de krant", en: "the newspaper case: the worker read the verdict there, and nobody had told"},
	{name: "contradiction", from: 250, to: 460, plan: plan{om: "SUMMONS", verdict: "CONV", last: "FINAL", misread: true, quick: true},
		nl: "een vonnis van vóór de zitting: een van beide data klopt niet", en: "a contradiction: a verdict from before its hearing"},
	{name: "last euro", from: 430, to: 700, plan: plan{om: "SUMMONS", verdict: "CONV", exec: "EXEC_END", pays: inFull, quick: true, wellTold: true, closes: true, claims: true},
		nl: "tot de laatste euro betaald", en: "paid to the last euro, and closed"},
	{name: "advance", from: 540, to: 725, plan: plan{om: "SUMMONS", verdict: "CONV", exec: "EXEC_END", pays: nothing, quick: true, wellTold: true, claims: true},
		nl: "de Staat betaalde vooruit", en: "advanced by the State, which goes after it"},
	{name: "cassation", from: 420, to: 700, plan: plan{om: "SUMMONS", verdict: "CONV", appeal: "ARREST_HOF", onAppeal: "CONV", cass: true, last: "CASS", quick: true}},
	{name: "appeal withdrawn", from: 470, to: 700, at: agreeing, plan: plan{om: "SUMMONS", verdict: "CONV", appeal: "APPEAL_WD", exec: "EXEC_END", pays: partly, quick: true, claims: true, newer: true}},
	{name: "on appeal", from: 215, to: 420, at: agreeing, plan: plan{om: "SUMMONS", verdict: "CONV", appeal: "ARREST_HOF", onAppeal: "CONV", last: "APPEAL", quick: true, claims: true}},
	{name: "overtaken", from: 520, to: 720, plan: plan{om: "SUMMONS", verdict: "CONV", exec: "EXEC_END", pays: partly, overtook: true, quick: true}},
	{name: "acquitted", from: 250, to: 600, known: true, plan: plan{om: "SUMMONS", verdict: "ACQ", last: "FINAL", quick: true, wellTold: true}},
	{name: "sepot 01", from: 150, to: 500, known: true, plan: plan{om: "SEPOT", sepot: "01", last: "SEPOT", quick: true, wellTold: true, closes: true}},
	{name: "sepot changed", from: 160, to: 450, plan: plan{om: "SEPOT", sepot: "43", revised: "05", last: "SEPOT_REV", quick: true, wellTold: true}},
	{name: "complaint granted", from: 380, to: 700, plan: plan{om: "SEPOT", sepot: "02", art12: "GRANTED", last: "SUMMONS", quick: true}},
	{name: "worse", from: 150, to: 420, worse: true, plan: plan{om: "SUMMONS", last: "PV_OM", quick: true},
		nl: "het letsel bleek maanden later blijvend", en: "an injury that turned out lasting, months later"},

	{name: "nothing", from: 3, to: 60, plan: plan{last: nothingHeard}},
	{name: "reported", from: 5, to: 140, plan: plan{police: "MELD_POL", last: "MELD_POL"}},
	{name: "refused", from: 5, to: 240, plan: plan{police: "AANG_REF", last: "AANG_REF"}},
	{name: "complaint", from: 5, to: 100, plan: plan{last: "AANG", quick: true}},
	{name: "investigated", from: 25, to: 160, plan: plan{last: "SUSP_ID", quick: true}},
	{name: "stopped", from: 80, to: 320, plan: plan{police: "INV_STOP", last: "INV_STOP", quick: true}},
	{name: "due soon", from: 55, to: 190, plan: plan{last: "PV_OM", asks: true, quick: true, ends: 12}},
	{name: "due", from: 55, to: 190, plan: plan{last: "PV_OM", asks: true, quick: true, ends: 14}},
	{name: "dismissed", from: 120, to: 260, plan: plan{om: "SEPOT", sepot: "02", last: "SEPOT", quick: true, ends: 20, wellTold: true}},
	{name: "penal order", from: 120, to: 260, plan: plan{om: "SB", last: "SB", quick: true, ends: 6}},
	{name: "settled", from: 120, to: 300, plan: plan{om: "MEDIATION", last: "MEDIATION", quick: true}},
	{name: "complained", from: 180, to: 330, plan: plan{om: "SEPOT", sepot: "40", art12: codes.Code("PENDING"), last: "ART12", quick: true}},
	{name: "summoned", from: 130, to: 260, plan: plan{om: "SUMMONS", last: "SUMMONS", quick: true, ends: 12}},
	{name: "in court", from: 190, to: 330, offered: true, plan: plan{om: "SUMMONS", last: "HEARING", quick: true, ends: 5}},
	{name: "judged", from: 190, to: 340, plan: plan{om: "SUMMONS", verdict: "CONV", last: "VERDICT", quick: true, ends: 9, wellTold: true}},
	{name: "final", from: 230, to: 400, plan: plan{om: "SUMMONS", verdict: "CONV", last: "FINAL", quick: true}},
	{name: "execution", from: 270, to: 450, plan: plan{om: "SUMMONS", verdict: "CONV", last: "EXEC_START", exec: "EXEC_END", quick: true}},
	{name: "executed", from: 360, to: 620, plan: plan{om: "SUMMONS", verdict: "CONV", last: "EXEC_END", exec: "EXEC_END", quick: true}},
	{name: "failed", from: 360, to: 620, plan: plan{om: "SUMMONS", verdict: "CONV", last: "EXEC_FAIL", exec: "EXEC_FAIL", quick: true}},
}

// nothingHeard is the last step of a case that was opened, and no more.
const nothingHeard codes.Code = "NOTHING"

// looked is among how many stories parts are given away: there are enough in these.
const looked = 400

// chooses gives each part to the first story that can play it. It looks at what happened
// and what was reported first, which no part changes.
func (w *World) chooses() {
	w.cast = make(map[int]*part)
	given := make([]bool, len(parts))
	for n := 1; n <= min(w.n, looked); n++ {
		d := w.dice(n)
		s := w.happens(d)
		t := w.begins(d, n, s, "report", w.reported(d, s))
		t.report()
		for i := range parts {
			if !given[i] && parts[i].suits(t) {
				given[i], w.cast[n] = true, &parts[i]
				break
			}
		}
	}
}

func (p *part) suits(t *tale) bool {
	age := int(t.world.until.Sub(t.scene.at).Hours() / 24)
	soon := t.reportedAt.Sub(t.scene.at) < 6*24*time.Hour
	return soon && age >= p.from && age <= p.to && len(t.workers) > 0 && t.class != doxing &&
		(p.at == "" || p.at == t.site.Code) && (!p.known || t.suspect == "KNOWN")
}

// Worth is a case that is worth opening in a demonstration.
type Worth struct {
	Case     uuid.UUID
	Employer string // code
	NL, EN   string
}

// Worth names some, in the order of parts; in a small world there may be none.
func (w *World) Worth() []Worth {
	var all []Worth
	for i := range parts {
		for n, p := range w.cast {
			if p != &parts[i] || p.en == "" {
				continue
			}
			for _, t := range w.Story(n) {
				if t.Stream.Category == "prosecution" {
					all = append(all, Worth{t.Stream.ID, w.code(t.Employer), p.nl, p.en})
					break
				}
			}
		}
	}
	return all
}

func (w *World) code(employer uuid.UUID) string {
	for _, s := range w.sites {
		if s.ID == employer {
			return s.Code
		}
	}
	return ""
}
