package prosecution

import (
	"slices"

	"ruggensteun/domain/codes"
)

// The steps and outcomes that rules speak of (DOMAIN 7.12 and 7.13).
const (
	sepot      codes.Code = "SEPOT"
	sepotRev   codes.Code = "SEPOT_REV"
	penalOrder codes.Code = "SB"
	objection  codes.Code = "SB_VERZET"
	summons    codes.Code = "SUMMONS"
	hearing    codes.Code = "HEARING"
	verdict    codes.Code = "VERDICT"
	appeal     codes.Code = "APPEAL"
	appealWD   codes.Code = "APPEAL_WD"
	arrestHof  codes.Code = "ARREST_HOF"
	cassation  codes.Code = "CASS"
	supreme    codes.Code = "HR"
	final      codes.Code = "FINAL"
	art12      codes.Code = "ART12"
	art12Dec   codes.Code = "ART12_DEC"

	pending   codes.Code = "PENDING"
	acquitted codes.Code = "ACQ"
	voided    codes.Code = "SUMM_VOID"

	first       codes.Code = "FIRST"
	onAppeal    codes.Code = "APPEAL"
	inCassation codes.Code = "CASSATION"
	yes         codes.Code = "YES"
)

// detail is one that only some steps have.
type detail uint16

const (
	ofAangifte detail = 1 << iota
	ofWorker
	ofVPT
	ofSepot
	ofSummons
	ofHearing
	ofUplift
	ofOutcome
	ofSanctions
	ofOffences
	ofInstance
	ofDecision
)

// step is what follows from one step of DOMAIN 7.12. DOMAIN gives the steps and the
// procedure (3.4); what implies what and what can be before what is ours to conclude,
// and kept to what nobody can doubt: a contradiction is shown to people.
type step struct {
	// stage is where the case is after it, and level how far that is: a step that is
	// less far moves nothing, so a late aangifte does not take a case back from court.
	stage codes.Code
	level int
	// implies are sets: one of each happened too. Where none was heard of, the first is
	// not received.
	implies [][]codes.Code
	// after are sets: it cannot take effect before all of one.
	after   [][]codes.Code
	takes   detail
	amounts []codes.Code // codes.AmountKind
	tells   bool         // victims must hear of it
	ahead   bool         // is announced: its effect may lie in the future
}

var (
	ends    = []codes.Code{"NO_SUSPECT", "EXPIRED", "DEATH", "TRANSFER", "JOINED", "EXTRAJUD", pending}
	ofCourt = []codes.Code{"CONV", acquitted, "OVAR", "ART9A", "OM_NO", voided, "JOINED", "TRANSFER", "EXPIRED", "DEATH", pending}

	reachedOM = []codes.Code{"PV_OM", "ZSM"}
	courted   = []codes.Code{summons, objection}
	judged    = []codes.Code{verdict, arrestHof, supreme, penalOrder}
	awards    = []codes.Code{"AWARDED"}
	claims    = []codes.Code{"CLAIMED", "JOINED"}
	moneyBack = []codes.Code{"PAID", "RECOURSE"}
)

func set(all ...codes.Code) []codes.Code      { return all }
func sets(all ...[]codes.Code) [][]codes.Code { return all }
func one(all ...codes.Code) (single [][]codes.Code) {
	for _, c := range all {
		single = append(single, set(c))
	}
	return single
}

const inCourt = ofHearing | ofInstance

// steps has a row for every step there is.
var steps = map[codes.Code]step{
	"MELD_POL":   {stage: "REPORTED", level: 1},
	"AANG":       {stage: "COMPLAINT", level: 3, takes: ofAangifte | ofWorker | ofOffences, amounts: set("CLAIMED")},
	"AANG_REF":   {stage: "REFUSED", level: 2, takes: ofAangifte | ofWorker},
	"AANG_WD":    {stage: "REFUSED", level: 3, takes: ofAangifte | ofWorker, implies: one("AANG"), after: one("AANG")},
	"VPT_CODE":   {takes: ofAangifte | ofVPT, implies: one("AANG")},
	"INV_START":  {stage: "INVESTIGATED", level: 4, takes: ofOffences},
	"INV_NONE":   {stage: "STOPPED", level: 4, takes: ofOutcome, tells: true},
	"INV_STOP":   {stage: "STOPPED", level: 4, takes: ofOutcome, tells: true, implies: one("INV_START"), after: one("INV_START")},
	"SUSP_ID":    {stage: "INVESTIGATED", level: 4},
	"ARRESTED":   {stage: "INVESTIGATED", level: 4, takes: ofOffences, implies: one("SUSP_ID")},
	"REMAND_IVS": {stage: "INVESTIGATED", level: 4, implies: one("ARRESTED"), after: one("ARRESTED")},
	"REMAND_BEW": {stage: "INVESTIGATED", level: 4, implies: one("ARRESTED"), after: one("ARRESTED", "REMAND_IVS")},
	"REMAND_GEV": {stage: "INVESTIGATED", level: 4, implies: one("REMAND_BEW"), after: one("ARRESTED", "REMAND_BEW")},
	"RELEASED":   {implies: one("ARRESTED"), after: one("ARRESTED"), tells: true},
	"PV_OM":      {stage: "AT_OM", level: 5, implies: one("INV_START", "SUSP_ID")},
	"ZSM":        {stage: "AT_OM", level: 5, implies: one("SUSP_ID")},
	sepot:        {stage: "DISMISSED", level: 6, takes: ofSepot | ofOutcome | ofOffences, tells: true, implies: sets(reachedOM)},
	sepotRev:     {stage: "DISMISSED", level: 6, takes: ofSepot | ofOutcome | ofOffences, tells: true, implies: one(sepot), after: one(sepot)},
	penalOrder: {stage: "PENAL_ORDER", level: 6, takes: ofSanctions | ofUplift | ofOffences | ofOutcome, amounts: awards, tells: true,
		implies: sets(reachedOM)},
	objection: {stage: "SUMMONED", level: 7, takes: ofHearing, implies: one(penalOrder), after: one(penalOrder)},
	"TRANS": {stage: "SETTLED", level: 6, takes: ofSanctions | ofOutcome | ofOffences, amounts: awards, tells: true,
		implies: sets(reachedOM)},
	"MEDIATION": {stage: "SETTLED", level: 6, takes: ofOutcome | ofWorker, amounts: awards},
	summons:     {stage: "SUMMONED", level: 7, takes: ofSummons | inCourt | ofOffences, implies: sets(reachedOM), tells: true},
	"JOIN_BP":   {takes: ofWorker | ofInstance, amounts: claims, implies: sets(courted)},
	"SPEAK":     {takes: ofWorker | ofInstance, implies: sets(courted)},
	hearing:     {stage: "IN_COURT", level: 8, takes: inCourt, ahead: true, implies: sets(courted), after: sets(courted)},
	"ADJOURN":   {stage: "IN_COURT", level: 8, takes: inCourt, implies: sets(courted), after: sets(courted)},
	"DEMAND": {stage: "IN_COURT", level: 8, takes: ofUplift | ofSanctions | ofInstance | ofOffences,
		implies: sets(courted), after: sets(courted)},
	verdict: {stage: "JUDGED", level: 9, takes: ofUplift | ofSanctions | ofInstance | ofOffences | ofOutcome, amounts: awards, tells: true,
		implies: sets(courted, set(hearing)), after: sets(courted, set(hearing))},
	appeal:    {stage: "ON_APPEAL", level: 10, takes: ofHearing, implies: one(verdict), after: one(verdict), tells: true},
	appealWD:  {stage: "JUDGED", level: 10, implies: one(appeal), after: one(appeal), tells: true},
	arrestHof: {stage: "JUDGED", level: 10, takes: ofUplift | ofSanctions | ofInstance | ofOffences | ofOutcome, amounts: awards, tells: true, implies: one(appeal), after: one(appeal)},
	cassation: {stage: "IN_CASSATION", level: 11, implies: one(arrestHof), after: one(arrestHof), tells: true},
	supreme:   {stage: "JUDGED", level: 11, takes: ofInstance | ofOutcome | ofSanctions, amounts: awards, tells: true, implies: one(cassation), after: one(cassation)},
	final:     {stage: "FINAL", level: 12, takes: ofOutcome, tells: true, implies: sets(judged), after: sets(judged)},

	"EXEC_START": {stage: "EXECUTION", level: 13, ahead: true, takes: ofSanctions, amounts: moneyBack, implies: one(final)},
	"EXEC_END":   {stage: "EXECUTED", level: 13, takes: ofSanctions, amounts: moneyBack, implies: one("EXEC_START"), after: one("EXEC_START")},
	"EXEC_FAIL":  {stage: "EXEC_FAILED", level: 13, takes: ofSanctions, amounts: moneyBack, tells: true, implies: one(final)},
	"DMG_ADV":    {amounts: set("ADVANCE", "RECOURSE")},
	"DMG_PAID":   {amounts: moneyBack},
	// What follows on a complaint starts again with police and OM.
	art12:    {stage: "COMPLAINED", level: 4, takes: ofWorker},
	art12Dec: {stage: "AT_OM", level: 4, takes: ofDecision, tells: true, implies: one(art12), after: one(art12)},

	"VICT_INFO_REQ": {takes: ofWorker},
	"VICT_INFO_REC": {takes: ofWorker},
	"VICT_RELEASE":  {takes: ofWorker, ahead: true, tells: true},

	codes.Other: {takes: ofAangifte | ofWorker | ofOutcome | ofOffences | ofHearing | ofInstance,
		amounts: set("CLAIMED", "JOINED", "AWARDED", "ADVANCE", "PAID", "RECOURSE")},
}

// outcomesOf are those that a step can bring. FINAL and OTHER may repeat any.
func outcomesOf(c codes.Code) []codes.Code {
	switch c {
	case verdict, arrestHof, supreme:
		return ofCourt
	case sepot, sepotRev:
		return append(set("SEPOT_TECH", "SEPOT_POL", "SEPOT_COND"), ends...)
	case penalOrder:
		return set("SB_FINAL", pending)
	case "TRANS", "MEDIATION":
		return set("EXTRAJUD", pending)
	case final, codes.Other:
		var all []codes.Code
		for _, e := range codes.Outcome.Codes {
			all = append(all, e.Code)
		}
		return all
	}
	return ends
}

// instanceOf is the one that a step is of for good; "" when it can be of several.
func instanceOf(c codes.Code) codes.Code {
	switch c {
	case verdict:
		return first
	case appeal, appealWD, arrestHof:
		return onAppeal
	case cassation, supreme:
		return inCassation
	}
	return ""
}

// rank is the order of the procedure, for what took effect on one day.
func rank(c codes.Code) int {
	i := slices.IndexFunc(codes.CaseStep.Codes, func(e codes.Entry) bool { return e.Code == c })
	if i < 0 {
		return len(codes.CaseStep.Codes)
	}
	return i
}

// isOne tells whether a step is in a set.
func isOne(c codes.Code, of []codes.Code) bool { return slices.Contains(of, c) }
