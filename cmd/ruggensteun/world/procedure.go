package world

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/prosecution"
)

// happens goes through the procedure of DOMAIN 3.4, as far as the plan says. How long
// each step takes is our own choice where nothing else is said.
func (k *docket) happens() {
	if k.withPolice() && k.withOM() {
		k.inCourt()
	}
}

func (k *docket) withPolice() bool {
	if k.plan.last == nothingHeard { // opened, and nothing heard yet
		k.over = true
	}
	if k.plan.police == "MELD_POL" || k.d.chance(24) {
		k.hears("MELD_POL", 0, 1)
	}
	if k.plan.police == "MELD_POL" {
		return false
	}
	if k.plan.police == "AANG_REF" {
		k.hears("AANG_REF", 0, 4)
		if k.plan.last != "" || !k.d.chance(45) {
			return false
		}
	}
	k.makeClaims()
	k.complaintMade()
	if k.plan.police == "AANG_WD" {
		k.hears("AANG_WD", 4, 40)
		return false
	}
	return k.investigated()
}

// complaintMade keeps to the guidance in most cases: within two working days (DOMAIN 2.2).
func (k *docket) complaintMade() {
	days := draw(k.d, []share[int]{{0, 34}, {1, 28}, {2, 12}, {5, 12}, {12, 9}, {30, 5}})
	if k.plan.quick {
		days = 1
	}
	n := k.hears("AANG", days, days)
	n.Offences = k.offences()
	for _, c := range k.claims {
		if k.d.chance(30) {
			n.amounts = append(n.amounts, prosecution.Amount{Claimant: c.who, Kind: "CLAIMED", Cents: c.cents})
		}
	}
	if k.d.chance(62) {
		k.hears("VPT_CODE", 0, 6).VPT = draw(k.d, mix{{"CONFIRMED", 74}, {"MISSING", 26}})
	}
	if k.plan.asks {
		k.hears("VICT_INFO_REQ", 0, 3).Worker = k.workers[0].Person
	}
}

func (k *docket) investigated() bool {
	if k.plan.police == "INV_NONE" {
		k.hears("INV_NONE", 5, 40).Outcome = draw(k.d, mix{{"NO_SUSPECT", 60}, {"EXTRAJUD", 40}})
		return false
	}
	k.hears("INV_START", 0, 8)
	if k.plan.police == "INV_STOP" {
		k.hears("INV_STOP", 30, 150).Outcome = "NO_SUSPECT"
		return false
	}
	k.hears("SUSP_ID", 0, 12)
	k.held()
	k.hears("PV_OM", 6, 50)
	if k.plan.asks && k.plan.last == "" && k.d.chance(50) {
		k.hears("VICT_INFO_REC", 3, 24).Worker = k.workers[0].Person
	}
	return true
}

// held is in custody: mostly for a night, and longer where it was bad.
func (k *docket) held() {
	bad := k.level() == 3 && !k.plan.quick
	if !k.d.chance(58) && !bad {
		return
	}
	k.hears("ARRESTED", 0, 2).Offences = k.offences()
	switch {
	case bad:
		k.hears("REMAND_IVS", 0, 0)
		k.hears("REMAND_BEW", 3, 3)
		if k.d.chance(40) {
			k.hears("REMAND_GEV", 14, 14)
			k.now = k.now.AddDate(0, 0, k.d.between(20, 60))
		}
		k.hears("RELEASED", 4, 13)
	case k.level() > 0 && k.d.chance(25):
		k.hears("REMAND_IVS", 0, 0)
		k.hears("RELEASED", 1, 3)
	default:
		k.hears("RELEASED", 0, 1)
	}
	if k.d.chance(44) {
		n := k.hears("ZSM", 0, 1)
		n.source = "OM"
	}
}

// withOM takes 86 days on average where ZSM assessed it (2022), and 17 weeks after the
// file came in elsewhere (2013, all crimes).
func (k *docket) withOM() bool {
	least, most := 40, 198
	if k.got("ZSM") != nil {
		least, most = 14, 158
	}
	switch k.plan.om {
	case "SEPOT":
		return k.dismissed(least, most)
	case "SB":
		return k.punished(least, most)
	case "TRANS", "MEDIATION":
		n := k.hears(k.plan.om, least, most)
		n.Outcome = "EXTRAJUD"
		n.amounts = k.awarded("CONV")
		k.pay()
		return false
	}
	k.summoned(least, most)
	return true
}

func (k *docket) got(step codes.Code) *notice {
	for _, n := range k.heard {
		if n.Step == step {
			return n
		}
	}
	return nil
}

func (k *docket) dismissed(least, most int) bool {
	n := k.hears("SEPOT", least, most)
	n.Sepot = k.plan.sepot
	if k.plan.on {
		n.Conditional = "YES"
	}
	if k.plan.revised != "" && k.plan.revised != k.plan.sepot {
		k.hears("SEPOT_REV", 30, 120).Sepot = k.plan.revised
		return false
	}
	if k.plan.art12 == "" {
		return false
	}
	k.hears("ART12", 20, 80).Worker = k.workers[0].Person
	if k.plan.art12 == "PENDING" {
		return false
	}
	k.hears("ART12_DEC", 90, 200).Decision = k.plan.art12
	if k.plan.art12 != "GRANTED" {
		return false
	}
	k.summoned(40, 100)
	return true
}

func (k *docket) punished(least, most int) bool {
	n := k.hears("SB", least, most)
	n.Sanctions, n.Offences = k.penalty(true), k.offences()
	n.Uplift = draw(k.d, mix{{"YES", 40}, {"NOT_STATED", 56}, {"NO", 4}})
	n.amounts = k.awarded("CONV")
	if k.plan.objects {
		k.hears("SB_VERZET", 3, 14)
		return true
	}
	k.final(15, 20)
	return false
}

func (k *docket) summoned(least, most int) {
	n := k.hears("SUMMONS", least, most)
	n.Summons = draw(k.d, mix{{"NORMAL", 70}, {"AU", 22}, {"SNEL", 8}})
	n.Offences = k.offences()
	switch {
	case k.plan.overtook:
		n.received = k.world.office(k.d, n.received.AddDate(0, 0, k.d.between(260, 320)))
	case k.plan.silent:
		n.received = k.world.until // never
	}
}

// inCourt lies 35 weeks after the OM got the file, on average (2012, all crimes), for
// the police judge and for three judges together.
func (k *docket) inCourt() {
	k.inSession()
	k.hearsVerdict()
	if k.appealed() {
		return
	}
	k.final(14, 16)
}

// inSession is the day in court, which the summons named. Claims are joined before it.
func (k *docket) inSession() {
	wait := k.d.between(40, 210)
	if k.plan.quick {
		wait = 30 + wait/8
	}
	if k.plan.ends > 0 && !k.over { // the last step is one of that day
		wait = int(k.world.until.AddDate(0, 0, -1-k.plan.ends).Sub(k.now).Hours()/24) - 1
	}
	if n := k.got("SUMMONS"); n != nil {
		n.Hearing = onDay(k.world.zone, k.now.AddDate(0, 0, wait))
	}
	k.now = k.now.AddDate(0, 0, wait/2)
	k.join()
	k.hears("HEARING", wait-wait/2, wait-wait/2)
	k.inRoom()
}

func (k *docket) join() {
	for _, c := range k.claims {
		n := k.hears("JOIN_BP", 0, 0)
		n.amounts = []prosecution.Amount{{Claimant: c.who, Kind: "JOINED", Cents: c.cents}}
		if c.who != k.site.ID {
			n.Worker = c.who
		} else {
			n.source, n.received = "EMPLOYER", k.now.Add(time.Hour)
		}
	}
}

func (k *docket) inRoom() {
	if k.plan.last == "" && k.d.chance(14) {
		k.hears("ADJOURN", 0, 0)
		k.hears("HEARING", 30, 90)
	}
	if k.level() > 1 && k.d.chance(22) {
		k.hears("SPEAK", 0, 0).Worker = k.workers[0].Person
	}
	n := k.hears("DEMAND", 0, 0)
	n.Sanctions, n.Offences = k.penalty(false), k.offences()
	n.Uplift = draw(k.d, mix{{"YES", 46}, {"NOT_STATED", 50}, {"NO", 4}})
	if n.Uplift == "YES" && k.d.chance(60) {
		n.Percent = codes.Exactly(200)
	}
	if n.Uplift == "YES" && k.d.chance(40) {
		n.text = "Verzonnen bericht. De officier zei erbij dat het om iemand met een publieke taak gaat."
	}
	k.demand = n
}

// hearsVerdict comes at once from the police judge, who has 82 of 100 cases (2017), and
// after two weeks from three judges. Courts mostly follow the demand (282 files of 2012).
func (k *docket) hearsVerdict() {
	days := draw(k.d, []share[int]{{0, 82}, {14, 18}})
	if k.plan.ends > 0 {
		days = 0
	}
	n := k.hears("VERDICT", days, days)
	if days == 0 && n.text == "" && k.d.chance(30) {
		n.text = "Verzonnen bericht. De rechter deed meteen uitspraak."
	}
	k.judge(n, k.plan.verdict)
	switch {
	case k.plan.read:
		n.source, n.text = "MEDIA", one(k.d, inTheNewspaper)
		n.received = k.world.office(k.d, n.effect.AddDate(0, 0, 1))
	case k.plan.misread:
		n.effect = n.effect.AddDate(0, -1, -k.d.between(2, 9))
		n.text = "Verzonnen bericht. De datum is overgetypt van de brief van de rechtbank."
	}
}

func (k *docket) judge(n *notice, outcome codes.Code) {
	n.Outcome, n.Offences = outcome, k.offences()
	n.amounts = k.awarded(outcome)
	if outcome != "CONV" {
		n.Uplift = ""
		return
	}
	n.Uplift = draw(k.d, mix{{"NOT_STATED", 86}, {"YES", 12}, {"NO", 2}})
	if k.demand.Uplift == "YES" {
		n.Uplift = draw(k.d, mix{{"YES", 64}, {"NOT_STATED", 33}, {"NO", 3}})
	}
	n.Sanctions = k.imposed(n.amounts)
}

func (k *docket) appealed() bool {
	if k.plan.appeal == "" || k.plan.verdict == "OVAR" || k.plan.verdict == "ART9A" {
		return false
	}
	k.hears("APPEAL", 3, 13)
	if k.plan.appeal == "APPEAL_WD" {
		k.hears("APPEAL_WD", 25, 100)
		k.final(0, 1)
		return true
	}
	n := k.hears("ARREST_HOF", 130, 300)
	k.judge(n, k.plan.onAppeal)
	if k.plan.cass {
		k.hears("CASS", 4, 14)
		h := k.hears("HR", 200, 330)
		h.Outcome = n.Outcome
		k.final(0, 0)
		return true
	}
	k.final(15, 17)
	return true
}

// final is when nobody can do anything against it any more, and what follows then.
func (k *docket) final(least, most int) {
	k.hears("FINAL", least, most)
	if k.convicted() {
		k.executed()
		k.pay()
	}
}

// convicted tells whether there is something to carry out.
func (k *docket) convicted() bool {
	if k.plan.om == "SB" && !k.plan.objects {
		return true
	}
	if k.plan.appeal == "ARREST_HOF" {
		return k.plan.onAppeal == "CONV"
	}
	return k.plan.verdict == "CONV"
}

func (k *docket) executed() {
	back := k.now
	k.hears("EXEC_START", 18, 60)
	k.hears(k.plan.exec, 40, 200)
	k.now = back
}

func onDay(zone *time.Location, at time.Time) moment.Moment {
	y, m, d := at.In(zone).Date()
	start := time.Date(y, m, d, 0, 0, 0, 0, zone)
	_, offset := start.Zone()
	return moment.Moment{Instant: start.UTC(), Offset: offset / 60, Precision: moment.Day, Finer: codes.NotRecorded}
}

func (k *docket) offences() []prosecution.Offence {
	q := k.offence
	if q.Offence == "" {
		q = draw(k.d, offence[k.class])
		k.offence = q
	}
	return []prosecution.Offence{{Offence: q.Offence, Article: q.Article}}
}

// words is a notice as it is told.
func (k *docket) words(n *notice, received moment.Moment) prosecution.Heard {
	n.Effect = onDay(k.world.zone, n.effect)
	h := prosecution.Heard{Received: received, Source: n.source, Told: n.Told, Amounts: n.amounts, Text: n.text}
	if n.source == "OM" || n.source == "COURT" || n.source == "CJIB" {
		h.Reference = k.number
	}
	return h
}

// claim is what somebody wants back.
type claim struct {
	who   uuid.UUID
	cents int64
}
