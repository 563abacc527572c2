package figures

import "ruggensteun/domain/codes"

// stage is a part of the way from what happened to the last euro.
type stage struct {
	code codes.Code
	text Text
	// steps are those of which any reaches it; outcome narrows a judgment.
	steps   uint64
	outcome courtOutcome
	// level is how far it is: who is further has passed it.
	level int
	// apart stages are kinds of one before them: who reaches one will not reach another.
	apart bool
	// next are the stages that end the time in it; none: no time is counted.
	next []codes.Code
}

// stages are in the order of the procedure (DOMAIN 3.4). A decision by the OM is followed
// by its kinds, and a judgment by what it came to.
var stages = []stage{
	{code: "COMPLAINT", text: Text{"aangifte gedaan", "aangifte made"}, steps: setOf("AANG"), level: 1,
		next: []codes.Code{"INVESTIGATED", "STOPPED", "SUSPECT", "ARRESTED", "AT_OM", "DECIDED", "JUDGED", "FINAL"}},
	{code: "CODED", text: Text{"VPT-code bevestigd", "VPT code confirmed"}, steps: setOf("VPT_CODE"), level: 1},
	{code: "INVESTIGATED", text: Text{"opsporing begonnen", "investigation begun"}, steps: setOf("INV_START"), level: 2,
		next: []codes.Code{"STOPPED", "SUSPECT", "ARRESTED", "AT_OM", "DECIDED", "JUDGED", "FINAL"}},
	{code: "STOPPED", text: Text{"opsporing niet begonnen of gestaakt", "investigation not begun or stopped"}, steps: setOf("INV_NONE", "INV_STOP"), level: 4},
	{code: "SUSPECT", text: Text{"verdachte bekend", "suspect known"}, steps: setOf("SUSP_ID"), level: 3,
		next: []codes.Code{"ARRESTED", "AT_OM", "DECIDED", "JUDGED", "FINAL", "STOPPED"}},
	{code: "ARRESTED", text: Text{"aangehouden", "arrested"}, steps: setOf("ARRESTED", "REMAND_IVS", "REMAND_BEW", "REMAND_GEV"), level: 4,
		next: []codes.Code{"AT_OM", "DECIDED", "JUDGED", "FINAL"}},
	{code: "AT_OM", text: Text{"bij het OM", "with the OM"}, steps: setOf("PV_OM", "ZSM"), level: 5,
		next: []codes.Code{"DECIDED", "JUDGED", "FINAL"}},
	{code: "DECIDED", text: Text{"beslissing van het OM", "decision by the OM"}, steps: setOf("SEPOT", "SB", "TRANS", "MEDIATION", "SUMMONS"), level: 6},
	{code: "DISMISSED", text: Text{"– sepot", "– dismissal (sepot)"}, steps: setOf("SEPOT"), level: 6, apart: true},
	{code: "PENAL_ORDER", text: Text{"– strafbeschikking", "– penal order"}, steps: setOf("SB"), level: 6, apart: true},
	{code: "SETTLED", text: Text{"– transactie of bemiddeling", "– settlement or mediation"}, steps: setOf("TRANS", "MEDIATION"), level: 6, apart: true},
	{code: "SUMMONED", text: Text{"– dagvaarding, of verzet", "– summons, or objection"}, steps: setOf("SUMMONS", "SB_VERZET"), level: 7, apart: true,
		next: []codes.Code{"JUDGED", "FINAL"}},
	{code: "JUDGED", text: Text{"vonnis in eerste aanleg", "judged in first instance"}, steps: setOf("VERDICT"), level: 8,
		next: []codes.Code{"APPEALED", "JUDGED_APPEAL", "FINAL"}},
	{code: "CONVICTED", text: Text{"– veroordeling", "– conviction"}, steps: setOf("VERDICT"), outcome: convicted, level: 8, apart: true},
	{code: "ACQUITTED", text: Text{"– vrijspraak", "– acquittal"}, steps: setOf("VERDICT"), outcome: acquitted, level: 8, apart: true},
	{code: "APPEALED", text: Text{"hoger beroep", "appeal"}, steps: setOf("APPEAL"), level: 9, next: []codes.Code{"JUDGED_APPEAL", "FINAL"}},
	{code: "JUDGED_APPEAL", text: Text{"arrest in hoger beroep", "judged on appeal"}, steps: setOf("ARREST_HOF"), level: 10, next: []codes.Code{"FINAL"}},
	{code: "FINAL", text: Text{"onherroepelijk", "irrevocable"}, steps: setOf("FINAL"), level: 11},
	{code: "AWARDED", text: Text{"schade toegewezen", "damages awarded"}, level: 12, next: []codes.Code{"PAID"}},
	{code: "PAID", text: Text{"schade ontvangen, of een deel", "damages received, or part"}, level: 12},
}

const (
	stageCount = 20
	mostLevels = 12
)

// stageAt finds one by its code.
func stageAt(code codes.Code) int {
	for i := range stages {
		if stages[i].code == code {
			return i
		}
	}
	panic("figures: there is no stage " + string(code)) // ours to have written down
}

var (
	complaintStage, suspectStage = stageAt("COMPLAINT"), stageAt("SUSPECT")
	awardedStage, paidStage      = stageAt("AWARDED"), stageAt("PAID")
	judgedStage                  = stageAt("JUDGED")
	convictedStage               = stageAt("CONVICTED")
	acquittedStage               = stageAt("ACQUITTED")

	finalSteps  = setOf("FINAL")
	endingSteps = setOf("SEPOT", "INV_NONE", "INV_STOP", "TRANS", "MEDIATION")
	courtSteps  = setOf("SUMMONS", "SB_VERZET", "VERDICT", "ART12", "ART12_DEC")
	orderSteps  = setOf("SB")
	coded       = setOf("VPT_CODE")

	// nexts are the stages that end the time in each, by their places.
	nexts = func() (all [stageCount][]int) {
		for i, s := range stages {
			for _, code := range s.next {
				all[i] = append(all[i], stageAt(code))
			}
		}
		return all
	}()
)

// Reaching is how far something is with a stage. One that is on its way counts in one of
// them, so they add up to what is counted.
type Reaching uint8

const (
	Reached     Reaching = iota // somebody told so
	NotReceived                 // it must have been, and nobody told
	Open                        // it may come
	NotReached                  // it did not come, and the case ended or went on without it
	Forgot                      // what was told was forgotten, so nobody can say
	NoCase                      // nobody follows a case of it
	reaches
)

// Reaches are all there are, with what to call them.
var Reaches = [reaches]struct {
	Code codes.Code
	Text
}{
	{"REACHED", Text{"bereikt", "reached"}}, {"NOT_RECEIVED", Text{"niet ontvangen", "not received"}},
	{"OPEN", Text{"nog open", "still open"}}, {"NOT_REACHED", Text{"niet bereikt", "not reached"}},
	{"FORGOTTEN", Text{"vergeten", "forgotten"}}, {"NO_CASE", Text{"geen zaak", "no case"}},
}
