package intake

import (
	_ "embed"
	"regexp"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
)

// NoticeHelp is the manual of mappings of files of notices.
//
//go:embed NOTICES.md
var NoticeHelp string

// The fields of a notice: what police, OM, court or CJIB let know of a case.
const (
	NoticeStep        Field = "step"
	NoticeEffect      Field = "effect"
	NoticeReceived    Field = "received"
	NoticeSource      Field = "source"
	NoticeRegime      Field = "regime"
	NoticeCase        Field = "case"
	NoticeReference   Field = "reference"
	NoticeNumbers     Field = "numbers"
	NoticeAangifte    Field = "aangifte"
	NoticeIncident    Field = "incident"
	NoticeWorker      Field = "worker"
	NoticeClaimant    Field = "claimant"
	NoticeText        Field = "text"
	NoticeVPT         Field = "vpt"
	NoticeSepot       Field = "sepot"
	NoticeConditional Field = "conditional"
	NoticeSummons     Field = "summons"
	NoticeHearing     Field = "hearing"
	NoticeUplift      Field = "uplift"
	NoticePercent     Field = "percent"
	NoticeOutcome     Field = "outcome"
	NoticeInstance    Field = "instance"
	NoticeDecision    Field = "decision"
	NoticeSanctions   Field = "sanctions"
	NoticeSize        Field = "sanctions.size"
	NoticeOffences    Field = "offences"
	NoticeArticle     Field = "offences.article"
	NoticeAmounts     Field = "amounts"
	NoticeEuros       Field = "amounts.euros"
)

// ofNotice are the fields of a notice. What was heard of a case is criminal data (AVG
// 10), so values are shown of none but who sent the file.
var ofNotice = withLists([]target{
	{field: NoticeStep, shape: code, personal: true, list: codes.CaseStep, explain: "what happened; required"},
	{field: NoticeEffect, shape: clock, personal: true, explain: "since when it holds: the day of the judgment, not of the letter; required, or UNKNOWN"},
	{field: NoticeReceived, shape: clock, explain: "when it reached the employer; required"},
	{field: NoticeSource, shape: code, list: codes.NoticeSource, explain: "from whom it came; required"},
	{field: NoticeRegime, shape: code, list: codes.LegalRegime, explain: "the privacy law of the cases that it may be told in; AVG when left out"},
	{field: NoticeCase, shape: line, personal: true, explain: "our own id of the case"},
	{field: NoticeReference, shape: line, personal: true, explain: "its number there, e.g. the parketnummer; the case is known by it afterwards"},
	{field: NoticeNumbers, shape: line, several: true, personal: true, explain: "more numbers that its case may be known by; only looked for"},
	{field: NoticeAangifte, shape: line, personal: true, explain: "the number of the aangifte at the police; only looked for"},
	{field: NoticeIncident, shape: line, personal: true, explain: "our id of the incident, or its key in the system that it was imported from; only looked for"},
	{field: NoticeWorker, shape: line, personal: true, explain: "staff number of who claims, speaks or asks"},
	{field: NoticeClaimant, shape: line, personal: true, explain: "staff number of whom the sums are for; the employer when empty"},
	{field: NoticeText, shape: prose, several: true, personal: true, explain: "in words"},
	{field: NoticeVPT, shape: code, personal: true, list: codes.VPTCode, explain: "whether police gave the code for violence against a public task"},
	{field: NoticeSepot, shape: code, personal: true, check: checkSepot, called: labelled(codes.SepotGround), explain: "the ground of a dismissal, two digits"},
	{field: NoticeConditional, shape: code, personal: true, list: codes.YesNo, explain: "whether a dismissal is on conditions"},
	{field: NoticeSummons, shape: code, personal: true, list: codes.SummonsKind, explain: "which kind of summons"},
	{field: NoticeHearing, shape: clock, personal: true, explain: "when the hearing is"},
	{field: NoticeUplift, shape: code, personal: true, list: codes.Uplift, explain: "whether the uplift for a public task was stated"},
	{field: NoticePercent, shape: number, personal: true, most: 1000, explain: "of the uplift"},
	{field: NoticeOutcome, shape: code, personal: true, list: codes.Outcome, explain: "how it ended, for now"},
	{field: NoticeInstance, shape: code, personal: true, list: codes.Instance, explain: "of which court"},
	{field: NoticeDecision, shape: code, personal: true, list: codes.ComplaintDecision, explain: "what the court said to a complaint (art. 12 Sv)"},
	{field: NoticeSanctions, shape: code, several: true, personal: true, list: codes.Sanction, explain: "what was demanded or imposed", beside: []target{
		{field: NoticeSize, personal: true, check: checkSize, explain: "days, hours or euros, by the kind"}}},
	{field: NoticeOffences, shape: code, several: true, personal: true, list: codes.Qualification, explain: "accused of, dismissed from or convicted for", beside: []target{
		{field: NoticeArticle, personal: true, check: checkArticle, explain: "the article, e.g. 266 Sr"}}},
	{field: NoticeAmounts, shape: code, several: true, personal: true, list: codes.AmountKind, explain: "sums of one claimant; where the euros are empty there is none", beside: []target{
		{field: NoticeEuros, personal: true, check: checkSize, needed: true, explain: "how much, as 450 or 1.234,50; required"}}},
})

// Notices tells whether it is a mapping of notices, and not of incidents.
func (m *Mapping) Notices() bool { return m.notices }

// noun is what a row of the file is about.
func (m *Mapping) noun() string {
	if m.notices {
		return "notice"
	}
	return "incident"
}

var twoDigits = regexp.MustCompile(`^[0-9]{2}$`)

// checkSepot takes numbers that our list does not have, as a case does.
func checkSepot(c codes.Code) error {
	if twoDigits.MatchString(string(c)) {
		return nil
	}
	return of(codes.SepotGround)(c)
}

var size = regexp.MustCompile(`^(€ ?)?([0-9]{1,9}|[0-9]{1,3}(\.[0-9]{3}){1,2})([.,][0-9]{2})?$`)

func checkSize(c codes.Code) error {
	if c.Missing() || size.MatchString(string(c)) {
		return nil
	}
	return &fault.Wrong{Problem: "is not a number", Remedy: "write it as 60, 450 or 1.234,50"}
}
