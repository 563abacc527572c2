package world

import (
	"time"

	"ruggensteun/domain/codes"
)

// plan is what becomes of a case, as far as chance decides. "" is what usually happens.
type plan struct {
	// police is where it ends with the police: MELD_POL, AANG_REF, AANG_WD, INV_NONE or
	// INV_STOP; "" when it goes on to the OM.
	police   codes.Code
	om       codes.Code // SUMMONS, SEPOT, SB, TRANS or MEDIATION
	sepot    codes.Code
	revised  codes.Code // the ground as it becomes
	on       bool       // the dismissal is on conditions
	art12    codes.Code // codes.ComplaintDecision, or PENDING: a complaint about it
	objects  bool       // to the penal order
	verdict  codes.Code
	appeal   codes.Code // APPEAL_WD or ARREST_HOF
	onAppeal codes.Code // outcome there
	cass     bool
	exec     codes.Code // EXEC_END or EXEC_FAIL
	pays     payment
	asks     bool // a victim asks police and OM for information

	misread  bool // a date of effect is wrong, and nobody has found out
	overtook bool // the summons came in after the verdict
	silent   bool // the summons never came in
	mistaken bool // an aangifte was recorded that never was
	read     bool // the verdict was read in the newspaper

	// Of parts that are cast (see cast.go):
	last  codes.Code // nothing is heard after this step
	quick bool       // each step follows the one before soon
	ends  int        // the last step takes effect so many days before the last day
	untold,
	wellTold bool // nobody is told, or everybody in time
	closes bool
	claims bool
	newer  bool // the newer version of the employer's own agreement is applied
}

// payment is how damages are paid.
type payment string

const (
	inFull  payment = "in full"
	partly  payment = "partly"
	nothing payment = "nothing" // the State advances it, eight months after
)

// What police, OM and courts decide. The OM's decisions are those of 2018 of all crimes;
// of those against public-task workers nothing is published.
var (
	// Of 178,000 decisions 94,000 were a summons, 20 percent an unconditional dismissal,
	// 18 a penal order, 3 a settlement, 5 a conditional dismissal (Criminaliteit en
	// rechtshandhaving 2018). Mediation is our own.
	atOM = mix{{"SUMMONS", 53}, {"SEPOT", 20}, {"SEPOT_COND", 5}, {"SB", 18}, {"TRANS", 3}, {"MEDIATION", 1}}
	// Of the unconditional ones of 2013, 24,000 were technical and 15,000 of policy; four
	// of five technical ones lacked evidence. Which others is our own choice.
	grounded = mix{
		{"02", 49}, {"01", 6}, {"06", 3}, {"05", 2}, {"03", 2},
		{"40", 10}, {"20", 8}, {"43", 7}, {"70", 5}, {"71", 3}, {"53", 3}, {"41", 2},
	}
	// Nine of ten are found guilty (2012: 90 percent; acquittals and discharges 10).
	judgedAs = mix{{"CONV", 89}, {"ART9A", 1}, {"ACQ", 9}, {"OVAR", 1}}
	// 38,500 appeals and 3,400 cassations were decided in 2012. How many of those against
	// public-task workers appeal is our own choice.
	appeals    = mix{{"", 84}, {"APPEAL_WD", 5}, {"ARREST_HOF", 11}}
	cassations = 9.0
	// About 66 percent of compensation orders is collected in full after three years
	// (CJIB, February 2024); two years are less.
	paid = []share[payment]{{inFull, 52}, {partly, 22}, {nothing, 26}}
)

// draws is what chance makes of it.
func (k *docket) draws() plan {
	d := k.d
	p := plan{police: draw(d, mix{{"", 74}, {"MELD_POL", 13}, {"AANG_REF", 5}, {"AANG_WD", 3}, {"INV_NONE", 5}})}
	if k.suspect != "KNOWN" && p.police == "" {
		p.police = draw(d, mix{{"", 48}, {"INV_STOP", 52}})
	}
	if p.police == "MELD_POL" {
		p.mistaken = d.chance(12)
	}
	p.om = draw(d, atOM)
	p.sepot = draw(d, grounded)
	if p.om == "SEPOT_COND" {
		p.om, p.on, p.sepot = "SEPOT", true, draw(d, mix{{"53", 40}, {"70", 30}, {"50", 30}})
	}
	if d.chance(6) {
		p.revised = draw(d, mix{{"01", 50}, {"05", 30}, {"40", 20}})
	}
	if d.chance(5) {
		p.art12 = draw(d, mix{{"REJECTED", 60}, {"GRANTED", 25}, {"INADMISSIBLE", 15}})
	}
	p.objects = d.chance(8)
	p.verdict, p.appeal = draw(d, judgedAs), draw(d, appeals)
	p.onAppeal = draw(d, mix{{"CONV", 88}, {"ACQ", 12}})
	p.cass = d.chance(cassations)
	p.exec = draw(d, mix{{"EXEC_END", 88}, {"EXEC_FAIL", 12}})
	p.pays, p.asks = draw(d, paid), d.chance(38)
	p.misread, p.overtook, p.silent = d.chance(1.5), d.chance(7), d.chance(6)
	p.read = d.chance(5)
	return k.spared(p)
}

// spared: who comes back in many stories is cleared in none, because what is told of
// one file in two stories has no order.
func (k *docket) spared(p plan) plan {
	if k.suspectFile == k.ownFile {
		return p
	}
	if p.sepot == "01" {
		p.sepot = "02"
	}
	if p.revised == "01" {
		p.revised = "40"
	}
	if p.verdict == "ACQ" {
		p.verdict = "CONV"
	}
	if p.onAppeal == "ACQ" {
		p.onAppeal = "CONV"
	}
	return p
}

// lag is how many days the employer hears it after, by who told: our own choice.
var lag = map[codes.Code][2]int{
	"EMPLOYER": {0, 1}, "WORKER": {0, 4}, "POLICE": {0, 12}, "OM": {3, 28}, "COURT": {1, 15}, "CJIB": {3, 20},
	"MEDIA": {0, 1}, "LAWYER": {0, 6}, "VICTIM_SUP": {0, 8},
}

// from is who told of a step: our own choice.
var from = map[codes.Code]mix{
	"MELD_POL": {{"EMPLOYER", 70}, {"WORKER", 30}}, "AANG": {{"EMPLOYER", 50}, {"WORKER", 50}}, "AANG_REF": {{"WORKER", 100}}, "AANG_WD": {{"WORKER", 100}},
	"SEPOT": {{"OM", 80}, {"WORKER", 20}}, "SEPOT_REV": {{"OM", 100}}, "SB": {{"OM", 90}, {"CJIB", 10}}, "SB_VERZET": {{"OM", 100}},
	"TRANS": {{"OM", 100}}, "MEDIATION": {{"VICTIM_SUP", 50}, {"WORKER", 50}}, "SUMMONS": {{"OM", 80}, {"VICTIM_SUP", 20}},
	"JOIN_BP": {{"VICTIM_SUP", 60}, {"WORKER", 25}, {"LAWYER", 15}}, "SPEAK": {{"VICTIM_SUP", 60}, {"WORKER", 40}},
	"HEARING": {{"EMPLOYER", 100}}, "ADJOURN": {{"COURT", 60}, {"VICTIM_SUP", 40}}, "DEMAND": {{"EMPLOYER", 60}, {"VICTIM_SUP", 40}},
	"VERDICT": {{"COURT", 48}, {"OM", 34}, {"WORKER", 12}, {"LAWYER", 6}}, "APPEAL": {{"OM", 100}}, "APPEAL_WD": {{"OM", 100}},
	"ARREST_HOF": {{"COURT", 50}, {"OM", 50}}, "CASS": {{"OM", 100}}, "HR": {{"OM", 100}}, "FINAL": {{"OM", 60}, {"CJIB", 40}},
	"EXEC_START": {{"CJIB", 100}}, "EXEC_END": {{"CJIB", 100}}, "EXEC_FAIL": {{"CJIB", 100}}, "DMG_ADV": {{"CJIB", 100}}, "DMG_PAID": {{"CJIB", 80}, {"WORKER", 20}},
	"ART12": {{"LAWYER", 60}, {"WORKER", 40}}, "ART12_DEC": {{"COURT", 100}}, "VICT_INFO_REQ": {{"WORKER", 100}}, "VICT_INFO_REC": {{"WORKER", 100}},
}

// hears adds a step that took effect so many days after the one before it.
func (k *docket) hears(step codes.Code, least, most int) *notice {
	if k.plan.quick {
		most = least + (most-least)/4
	}
	k.now = k.now.AddDate(0, 0, k.d.between(least, most))
	n := &notice{effect: k.now, source: "POLICE"}
	n.Step = step
	if list, has := from[step]; has {
		n.source = draw(k.d, list)
	}
	days := lag[n.source]
	n.received = k.world.office(k.d, k.now.AddDate(0, 0, k.d.between(days[0], days[1])))
	n.text = k.sentence(step)
	if k.over {
		return n // it happens, and nobody hears of it
	}
	k.heard = append(k.heard, n)
	if step == k.plan.last {
		k.over = true
		k.hold(n)
	}
	return n
}

// hold moves the last step to where its part wants it.
func (k *docket) hold(n *notice) {
	if k.plan.ends == 0 {
		return
	}
	day := k.world.until.AddDate(0, 0, -1-k.plan.ends)
	n.effect = time.Date(day.Year(), day.Month(), day.Day(), 9, 0, 0, 0, k.world.zone)
	n.received, k.now = n.effect.Add(3*time.Hour), n.effect
}
