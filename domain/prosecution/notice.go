package prosecution

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

// Notice is one thing that was heard of the case. Which step it was and what it says
// is sealed as a whole: even that somebody was arrested is criminal data (AVG 10).
type Notice struct {
	ID        uuid.UUID
	Received  moment.Moment // when it reached the employer
	Source    codes.Code    // codes.NoticeSource
	Told      person.Held[Told]
	Amounts   person.Held[[]Amount]
	Reference person.Held[string] // a parketnummer, or the number of the letter
	Text      person.Held[string]
}

// Told is which step it was, since when, and what was decided.
type Told struct {
	Step   codes.Code    // codes.CaseStep; OTHER: the text says what
	Effect moment.Moment // since when it holds; nothing known is allowed
	Details
}

// Details are what a step says more. Which step may say what is in steps; "" and
// empty are not recorded.
type Details struct {
	Aangifte    uuid.UUID  // which one was made, refused, withdrawn or coded
	Worker      uuid.UUID  // who claims, speaks or asks
	VPT         codes.Code // codes.VPTCode
	Sepot       codes.Code // codes.SepotGround, or two digits that our list does not have
	Conditional codes.Code // codes.YesNo: a dismissal on conditions
	Summons     codes.Code // codes.SummonsKind
	Hearing     moment.Moment
	Uplift      codes.Code  // codes.UpliftDemanded of a demand, codes.Uplift of a judgment
	Percent     codes.Count // of the uplift, as it was stated
	Outcome     codes.Code  // codes.Outcome
	Sanctions   []Sanction
	Offences    []Offence
	Instance    codes.Code // codes.Instance; when not told it is that which the case was in
	Decision    codes.Code // codes.ComplaintDecision
}

// Sanction is what was demanded or imposed. Size is in days, hours or cents, by the
// kind (see UnitOf); zero is not told.
type Sanction struct {
	Kind codes.Code // codes.Sanction
	Size int
}

// Offence is what somebody is accused of, dismissed from or convicted for.
type Offence struct {
	Offence codes.Code // codes.Qualification
	Article string     // "285d Sr"; "" when not told
}

// UnitOf is what the size of a sanction counts; "" where it has none.
func UnitOf(kind codes.Code) string {
	switch kind {
	case "PRISON_U", "PRISON_C", "CONTACT_BAN", "AREA_BAN":
		return "days"
	case "COMM_SERV", "TRAINING":
		return "hours"
	case "FINE", "COMP_ORDER":
		return "cents"
	}
	return ""
}

func (t Told) equal(o Told) bool {
	return t.Step == o.Step && t.Effect.Equal(o.Effect) && t.Aangifte == o.Aangifte && t.Worker == o.Worker && t.VPT == o.VPT &&
		t.Sepot == o.Sepot && t.Conditional == o.Conditional && t.Summons == o.Summons && t.Hearing.Equal(o.Hearing) &&
		t.Uplift == o.Uplift && t.Percent == o.Percent && t.Outcome == o.Outcome && slices.Equal(t.Sanctions, o.Sanctions) &&
		slices.Equal(t.Offences, o.Offences) && t.Instance == o.Instance && t.Decision == o.Decision
}

// says tells whether two notices say the same, apart from how they came in.
func (n Notice) says(o Notice) bool {
	return n.Told.State == o.Told.State && n.Told.Value.equal(o.Told.Value) &&
		n.Amounts.State == o.Amounts.State && slices.Equal(n.Amounts.Value, o.Amounts.Value)
}

func (n Notice) equal(o Notice) bool {
	return n.ID == o.ID && n.Received.Equal(o.Received) && n.Source == o.Source && n.says(o) && n.Reference == o.Reference && n.Text == o.Text
}
