package api

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/prosecution"
)

type caseForm struct {
	Employer string     `json:"employer,omitempty" example:"GEM-ROTTERDAM" doc:"Code of the employer that follows the case. May be left out by whoever works for one."`
	Regime   codes.Code `json:"regime,omitempty" doc:"Under which law it is kept, for good; only what is kept under the same one can be linked. AVG when left out."`
}

type caseLinkForm struct {
	Kind prosecution.LinkKind `json:"kind" enum:"INCIDENT,WORKER,AANGIFTE,SUSPECT" doc:"What is linked: many incidents, workers and aangiften, one suspect."`
	ID   string               `json:"id" format:"uuid" doc:"Of the incident, the worker (person), the aangifte or the suspect's file."`
}

type caseUnlinkForm struct {
	Kind   prosecution.LinkKind `json:"kind" enum:"INCIDENT,WORKER,AANGIFTE,SUSPECT" doc:"What is unlinked."`
	ID     string               `json:"id" format:"uuid" doc:"Of what is unlinked."`
	Reason string               `json:"reason" doc:"Why it does not belong to this case. Kept sealed."`
}

type noticeForm struct {
	ID string `json:"id,omitempty" format:"uuid" doc:"Of the notice. Left out: a new one."`
	HeardForm
}

type noticeCorrectionForm struct {
	ID     string `json:"id" format:"uuid" doc:"Of the notice that turned out otherwise."`
	Reason string `json:"reason" doc:"Why it is otherwise. Kept sealed."`
	HeardForm
}

// HeardForm is all that a notice says. It is exported because huma does not look into
// embedded structs that are not.
type HeardForm struct {
	Received    *occurrence    `json:"received,omitempty" doc:"When it reached the employer."`
	Source      codes.Code     `json:"source,omitempty" doc:"From whom it came."`
	Step        codes.Code     `json:"step,omitempty" doc:"What happened. Kept sealed, with all that follows."`
	Effect      *occurrence    `json:"effect,omitempty" doc:"Since when it holds: the day of the judgment, not of the letter. The case is ordered by it."`
	Aangifte    string         `json:"aangifte,omitempty" format:"uuid" doc:"Which one was made, refused, withdrawn or coded; linked to the case before."`
	Worker      string         `json:"worker,omitempty" format:"uuid" doc:"Who claims, speaks or asks; a victim of the case."`
	VPT         codes.Code     `json:"vpt,omitempty" doc:"Of VPT_CODE: whether police gave the code for violence against a public task."`
	Sepot       codes.Code     `json:"sepot,omitempty" doc:"Of a dismissal: the two digits of its ground."`
	Conditional codes.Code     `json:"conditional,omitempty" doc:"Of a dismissal: whether it is on conditions."`
	Summons     codes.Code     `json:"summons,omitempty" doc:"Of SUMMONS: which kind."`
	Hearing     *occurrence    `json:"hearing,omitempty" doc:"When the hearing is; may lie ahead."`
	Uplift      codes.Code     `json:"uplift,omitempty" doc:"Whether the demand stated, or the judgment recognised, the uplift for victims with a public task."`
	Percent     *count         `json:"percent,omitempty" doc:"Of the uplift, as it was stated."`
	Outcome     codes.Code     `json:"outcome,omitempty" doc:"How it ended, for now."`
	Sanctions   []sanctionForm `json:"sanctions,omitempty" doc:"Demanded or imposed; each kind once."`
	Offences    []offenceForm  `json:"offences,omitempty" doc:"Accused of, dismissed from or convicted for."`
	Instance    codes.Code     `json:"instance,omitempty" doc:"Of which court; that in which the case was when left out."`
	Decision    codes.Code     `json:"decision,omitempty" doc:"Of ART12_DEC: what the court said."`
	Amounts     []amountForm   `json:"amounts,omitempty" doc:"Sums, by claimant. Kept sealed apart, because a debt outlives the rest."`
	Reference   string         `json:"reference,omitempty" doc:"Number of the case or the letter there. Kept sealed."`
	Text        string         `json:"text,omitempty" doc:"What was said, and what comes next. Kept sealed."`
}

type sanctionForm struct {
	Kind codes.Code `json:"kind"`
	Size int        `json:"size,omitempty" doc:"Days of PRISON_U, PRISON_C, CONTACT_BAN, AREA_BAN; hours of COMM_SERV, TRAINING; cents of FINE, COMP_ORDER. Left out when not known."`
}

type offenceForm struct {
	Offence codes.Code `json:"offence" doc:"What the law calls it."`
	Article string     `json:"article,omitempty" example:"285d Sr" doc:"Number and law."`
}

type amountForm struct {
	Claimant string     `json:"claimant,omitempty" format:"uuid" doc:"A worker of the case (person). Left out: the employer."`
	Kind     codes.Code `json:"kind"`
	Cents    int        `json:"cents" doc:"Never below zero; an award of zero is a rejection."`
}

type noticeWithdrawalForm struct {
	ID     string `json:"id" format:"uuid" doc:"Of the notice."`
	Reason string `json:"reason" doc:"Why it was wrong. Kept sealed."`
}

type tellingForm struct {
	ID      string      `json:"id,omitempty" format:"uuid" doc:"Of the telling. Left out: a new one."`
	Victim  string      `json:"victim" format:"uuid" doc:"The worker who was told (person)."`
	Notices []string    `json:"notices,omitempty" doc:"What it was about. Left out: all that this victim has to hear."`
	Channel codes.Code  `json:"channel" doc:"How it was told."`
	On      *occurrence `json:"on,omitempty" doc:"When it was told."`
	Text    string      `json:"text,omitempty" doc:"What was said or written. Kept sealed."`

	Document string `json:"document,omitempty" format:"uuid" doc:"The letter that told it: a document of the case, written to this victim, that went out. Left out when there was none."`
}

type caseClosingForm struct {
	Explanation string `json:"explanation,omitempty" doc:"Why loose ends are left; needed when there are any. Kept sealed."`
}

// read gives what was heard; what cannot be read is noted.
func (h HeardForm) read(owner uuid.UUID, zone *time.Location, wrong *fault.Fields) prosecution.Heard {
	return prosecution.Heard{
		Received: h.Received.read("received", zone, wrong), Source: h.Source,
		Told: prosecution.Told{
			Step: h.Step, Effect: h.Effect.read("effect", zone, wrong),
			Details: prosecution.Details{
				Aangifte: idOf(h.Aangifte, "aangifte", wrong), Worker: idOf(h.Worker, "worker", wrong),
				VPT: h.VPT, Sepot: h.Sepot, Conditional: h.Conditional, Summons: h.Summons, Hearing: h.Hearing.read("hearing", zone, wrong),
				Uplift: h.Uplift, Percent: h.Percent.read(), Outcome: h.Outcome,
				Sanctions: turned(h.Sanctions, func(s sanctionForm) prosecution.Sanction { return prosecution.Sanction(s) }),
				Offences:  turned(h.Offences, func(o offenceForm) prosecution.Offence { return prosecution.Offence(o) }),
				Instance:  h.Instance, Decision: h.Decision,
			},
		},
		Amounts: h.amounts(owner, wrong), Reference: h.Reference, Text: h.Text,
	}
}

func (h HeardForm) amounts(owner uuid.UUID, wrong *fault.Fields) []prosecution.Amount {
	var all []prosecution.Amount
	for i, a := range h.Amounts {
		sum := prosecution.Amount{Claimant: owner, Kind: a.Kind, Cents: int64(a.Cents)}
		if a.Claimant != "" {
			sum.Claimant = idOf(a.Claimant, fmt.Sprintf("amounts[%d].claimant", i), wrong)
		}
		all = append(all, sum)
	}
	return all
}

func (t tellingForm) notices(wrong *fault.Fields) []uuid.UUID {
	var all []uuid.UUID
	for i, n := range t.Notices {
		all = append(all, idOf(n, fmt.Sprintf("notices[%d]", i), wrong))
	}
	return all
}
