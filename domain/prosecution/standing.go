package prosecution

import (
	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
)

// Standing is where a case is, as far as was heard.
type Standing struct {
	Stage     codes.Code // codes.CaseStage
	Outcome   codes.Code // codes.Outcome; PENDING while there is none, NOT_RECORDED when a court judged and nobody told how
	Deciding  uuid.UUID  // the notice that the outcome is from; zero while it is pending
	Sepot     codes.Code // the ground as it is now; "" without a dismissal
	Custody   codes.Code // the last of the steps from ARRESTED to RELEASED; "" when none was heard of
	VPT       codes.Code // codes.VPTCode, as last heard
	Final     bool
	First     Instance
	Appeal    Instance
	Cassation Instance
	// NotReceived are steps that must have been there and were never heard of.
	NotReceived []codes.Code
	// Contradictions are pairs of notices of which one cannot be before the other.
	Contradictions []Contradiction
	Remarks        []Remark
	Unreadable     int // notices of which the content was destroyed or is closed to this reader
}

// Instance is what was heard of one court.
type Instance struct {
	Reached   bool
	Withdrawn bool       // the appeal was
	Demanded  []Sanction // by the prosecutor
	Uplift    codes.Code // codes.UpliftDemanded: whether the demand stated it
	Percent   codes.Count
	Judged    bool
	On        moment.Moment
	Outcome   codes.Code
	Imposed   []Sanction
	Weighed   codes.Code // codes.Uplift: whether the court recognised it
}

// Standing folds the notices by their effect.
func (s Case) Standing() Standing {
	w := walk{Standing: Standing{Stage: "NOTHING", Outcome: pending, Unreadable: s.Unreadable()}, in: first}
	ordered := s.ByEffect()
	for _, n := range ordered {
		w.take(n)
	}
	w.NotReceived = notReceived(ordered)
	w.Contradictions = contradictions(ordered, w.instances)
	w.Remarks = s.remarks(ordered, w.Standing)
	return w.Standing
}

// walk is a standing on its way through the notices.
type walk struct {
	Standing
	level     int
	in        codes.Code // the instance that the case is in
	by        codes.Code // the step that the outcome is from
	instances []codes.Code
}

func (w *walk) take(n Kept) {
	told := n.Told.Value
	w.enter(told)
	w.advance(told)
	w.police(told)
	w.court(told)
	w.decide(n.ID, told)
}

// enter finds of which instance a notice is.
func (w *walk) enter(told Told) {
	in := told.Instance
	if in == "" || in.Missing() {
		in = w.in
	}
	if own := instanceOf(told.Step); own != "" {
		in = own
		w.in = own
	}
	if told.Step == appealWD {
		w.in = first
	}
	w.instances = append(w.instances, in)
}

func (w *walk) here() *Instance {
	switch w.instances[len(w.instances)-1] {
	case onAppeal:
		return &w.Appeal
	case inCassation:
		return &w.Cassation
	}
	return &w.First
}

// inInstance is how far a hearing of each instance is.
var inInstance = map[codes.Code]int{first: 8, onAppeal: 10, inCassation: 11}

func (w *walk) advance(told Told) {
	step := steps[told.Step]
	level := step.level
	if step.stage == "IN_COURT" {
		level = inInstance[w.instances[len(w.instances)-1]]
	}
	again := told.Step == art12 || told.Step == art12Dec
	if step.stage == "" || level < w.level && !again {
		return
	}
	w.Stage, w.level = step.stage, level
	switch {
	case told.Step == art12Dec && (told.Decision == "REJECTED" || told.Decision == "INADMISSIBLE"):
		w.Stage = "DISMISSED"
	case told.Outcome == voided:
		w.level = steps[summons].level // another summons may follow
	}
}

func (w *walk) police(told Told) {
	switch told.Step {
	case "ARRESTED", "REMAND_IVS", "REMAND_BEW", "REMAND_GEV", "RELEASED":
		w.Custody = told.Step
	case "VPT_CODE":
		if told.VPT != "" {
			w.VPT = told.VPT
		}
	}
}

func (w *walk) court(told Told) {
	at := w.here()
	switch told.Step {
	case summons, hearing, "ADJOURN", "SPEAK", "JOIN_BP", appeal, cassation, objection:
		at.Reached = true
	case "DEMAND":
		at.Reached, at.Demanded, at.Uplift, at.Percent = true, told.Sanctions, told.Uplift, told.Percent
	case appealWD:
		at.Reached, at.Withdrawn = true, true
	case verdict, arrestHof, supreme:
		at.Reached, at.Judged, at.On = true, true, told.Effect
		at.Outcome, at.Imposed, at.Weighed = told.Outcome, told.Sanctions, told.Uplift
	}
}

// decide keeps the outcome: the last one by effect stands. A dismissal falls when the
// case goes to court after all.
func (w *walk) decide(id uuid.UUID, told Told) {
	switch told.Step {
	case sepot, sepotRev:
		w.dismissed(id, told)
	case verdict, arrestHof:
		w.conclude(id, told.Step, orNotRecorded(told.Outcome))
	case summons, objection:
		if w.by != "" && rank(w.by) < rank(summons) {
			w.Outcome, w.Deciding, w.by = pending, uuid.Nil, ""
		}
	case art12Dec:
		if told.Decision == "GRANTED" {
			w.Outcome, w.Deciding, w.by = pending, uuid.Nil, ""
		}
	case penalOrder:
		w.conclude(id, told.Step, orPending(told.Outcome))
	case final:
		w.Final = true
		w.settle(id, told)
	default:
		if told.Outcome != "" {
			w.conclude(id, told.Step, told.Outcome)
		}
	}
}

func (w *walk) conclude(id uuid.UUID, by, outcome codes.Code) {
	w.Outcome, w.Deciding, w.by = outcome, id, by
}

// dismissed: another ground changes what a dismissal means, and nothing of what a
// court said since.
func (w *walk) dismissed(id uuid.UUID, told Told) {
	if told.Sepot != "" {
		w.Sepot = told.Sepot
	}
	if told.Step == sepotRev && w.by != "" && w.by != sepot && w.by != sepotRev {
		return
	}
	w.conclude(id, told.Step, dismissal(told, w.Sepot))
}

func dismissal(told Told, ground codes.Code) codes.Code {
	_, listed := codes.SepotGround.Find(ground)
	switch {
	case told.Outcome != "":
		return told.Outcome
	case told.Conditional == yes:
		return "SEPOT_COND"
	case !listed || ground.Missing() || ground == codes.Other:
		return codes.Unknown // dismissed, and nobody can say of which kind
	case codes.SepotGround.RollUp(ground) == "FEASIBILITY":
		return "SEPOT_TECH"
	}
	return "SEPOT_POL"
}

// settle: what became irrevocable may be said again; of a penal order it is a new outcome.
func (w *walk) settle(id uuid.UUID, told Told) {
	switch {
	case told.Outcome != "":
		w.conclude(id, told.Step, told.Outcome)
	case w.by == penalOrder && w.Outcome == pending:
		w.conclude(id, told.Step, "SB_FINAL")
	}
}

func orNotRecorded(c codes.Code) codes.Code {
	if c == "" {
		return codes.NotRecorded
	}
	return c
}

func orPending(c codes.Code) codes.Code {
	if c == "" {
		return pending
	}
	return c
}
