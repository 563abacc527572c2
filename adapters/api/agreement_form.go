package api

import (
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
)

type agreementForm struct {
	Employer string `json:"employer,omitempty" example:"GEM-ROTTERDAM" doc:"Code of the employer that adopts it for itself. Left out by the operator: for all employers."`
	AgreementTerms
}

// AgreementTerms is one version of an agreement. It is exported because huma does not
// look into embedded structs that are not.
type AgreementTerms struct {
	Code        string           `json:"code,omitempty" example:"UITKOMST-VERTELLEN" doc:"Of the agreement. One that exists is replaced for clocks that start from valid_from on."`
	Version     string           `json:"version,omitempty" example:"2027-1" doc:"Year and number within it."`
	Name        bilingual        `json:"name,omitzero"`
	Basis       basisForm        `json:"basis,omitzero" doc:"What the term rests on."`
	ValidFrom   string           `json:"valid_from,omitempty" format:"date" doc:"First day on which a clock starts under it; to come, when it is adopted."`
	ValidTo     string           `json:"valid_to,omitempty" format:"date" doc:"Last day; left out when open."`
	Starts      []codes.Code     `json:"starts,omitempty" doc:"Facts that start a term: a step of the case or of aftercare, an outcome, or one of the list clock-fact."`
	Ends        []codes.Code     `json:"ends,omitempty" doc:"Facts that meet it."`
	Asked       []codes.Code     `json:"asked,omitempty" doc:"It only runs for who asked: facts that say so."`
	Each        bool             `json:"each,omitempty" doc:"Each start begins a term of its own."`
	FromKnowing bool             `json:"from_knowing,omitempty" doc:"It runs from when the start was known here."`
	Term        string           `json:"term,omitempty" example:"2 working days" doc:"As 2 working days, or an ISO 8601 period: P14D, P3M, PT48H."`
	Moved       bool             `json:"moved,omitempty" doc:"The Algemene termijnenwet moves its end."`
	OwnDays     bool             `json:"own_days,omitempty" doc:"The employer's free days are no working days."`
	Suspends    []suspensionForm `json:"suspends,omitempty" doc:"From one fact until another it stands still."`
	Right       bool             `json:"right,omitempty" doc:"Somebody can do it, and nobody has to."`
	Notice      bool             `json:"notice,omitempty" doc:"Others tell whether it was done, if they do."`
	Off         bool             `json:"off,omitempty" doc:"No clock runs under it."`
	Responsible codes.Code       `json:"responsible,omitempty" doc:"Who must do it."`
	Warned      []codes.Code     `json:"warned,omitempty" doc:"Who is warned before."`
	WarnBefore  string           `json:"warn_before,omitempty" doc:"How long before the end."`
	TakesOver   codes.Code       `json:"takes_over,omitempty" doc:"Who takes over."`
	TakeOver    string           `json:"take_over_after,omitempty" doc:"How long after the end."`
}

type basisForm struct {
	Kind    codes.Code `json:"kind,omitempty"`
	NL      string     `json:"nl,omitempty" doc:"Where it is written, and what it says."`
	EN      string     `json:"en,omitempty"`
	Checked bool       `json:"checked,omitempty" doc:"Somebody read the term there."`
	Doubt   bilingual  `json:"doubt,omitzero" doc:"What nobody has checked; shown beside every date."`
}

type suspensionForm struct {
	From  codes.Code `json:"from"`
	Until codes.Code `json:"until"`
}

// read gives the version; a term that cannot be read is noted.
func (t AgreementTerms) read(wrong *fault.Fields) agreement.Version {
	return agreement.Version{
		Code: t.Code, Number: t.Version, Name: agreement.Text(t.Name),
		Basis:     agreement.Basis{Kind: t.Basis.Kind, Text: agreement.Text{NL: t.Basis.NL, EN: t.Basis.EN}, Checked: t.Basis.Checked, Doubt: agreement.Text(t.Basis.Doubt)},
		ValidFrom: t.ValidFrom, ValidTo: t.ValidTo, Starts: t.Starts, Ends: t.Ends, Asked: t.Asked, Each: t.Each, FromKnowing: t.FromKnowing,
		Term: termOf(t.Term, "term", wrong), Moved: t.Moved, OwnDays: t.OwnDays,
		Suspends: turned(t.Suspends, func(s suspensionForm) agreement.Pair { return agreement.Pair(s) }),
		Right:    t.Right, Notice: t.Notice, Off: t.Off, Responsible: t.Responsible, Warned: t.Warned,
		WarnBefore: termOf(t.WarnBefore, "warn_before", wrong), TakesOver: t.TakesOver, TakeOver: termOf(t.TakeOver, "take_over_after", wrong),
	}
}

func termOf(text, field string, wrong *fault.Fields) calendar.Term {
	if text == "" {
		return calendar.Term{} // the trade says whether there must be one
	}
	term, err := calendar.ParseTerm(text)
	wrong.Note(field, err)
	return term
}

// termsIn is what can be adopted again as it is.
func termsIn(v agreement.Version) AgreementTerms {
	return AgreementTerms{
		Code: v.Code, Version: v.Number, Name: bilingual(v.Name),
		Basis:     basisForm{v.Basis.Kind, v.Basis.NL, v.Basis.EN, v.Basis.Checked, bilingual(v.Basis.Doubt)},
		ValidFrom: v.ValidFrom, ValidTo: v.ValidTo, Starts: v.Starts, Ends: v.Ends, Asked: v.Asked, Each: v.Each, FromKnowing: v.FromKnowing,
		Term: termText(v.Term), Moved: v.Moved, OwnDays: v.OwnDays,
		Suspends: turned(v.Suspends, func(p agreement.Pair) suspensionForm { return suspensionForm(p) }),
		Right:    v.Right, Notice: v.Notice, Off: v.Off, Responsible: v.Responsible, Warned: v.Warned,
		WarnBefore: termText(v.WarnBefore), TakesOver: v.TakesOver, TakeOver: termText(v.TakeOver),
	}
}

func termText(t calendar.Term) string {
	if t == (calendar.Term{}) {
		return ""
	}
	return t.String()
}
