package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
)

// walkAdopted writes the version as the event itself: there is nothing beside it.
func walkAdopted(f fields, _ uuid.UUID, e *agreement.Adopted) {
	v := &e.Version
	word(f, "code", &v.Code)
	word(f, "version", &v.Number)
	object(f, "name", &v.Name, walkText)
	object(f, "basis", &v.Basis, walkBasis)
	wordIfAny(f, "valid_from", &v.ValidFrom)
	wordIfAny(f, "valid_to", &v.ValidTo)
	words(f, "starts", &v.Starts)
	words(f, "ends", &v.Ends)
	wordsIfAny(f, "asked", &v.Asked)
	flagIfSet(f, "each", &v.Each)
	flagIfSet(f, "from_knowing", &v.FromKnowing)
	object(f, "term", &v.Term, walkTerm)
	flagIfSet(f, "moved", &v.Moved)
	flagIfSet(f, "own_days", &v.OwnDays)
	listIfAny(f, "suspends", &v.Suspends, walkPair)
	flagIfSet(f, "right", &v.Right)
	flagIfSet(f, "notice", &v.Notice)
	flagIfSet(f, "off", &v.Off)
	word(f, "responsible", &v.Responsible)
	wordsIfAny(f, "warned", &v.Warned)
	objectIfAny(f, "warn_before", &v.WarnBefore, walkTerm)
	wordIfAny(f, "takes_over", &v.TakesOver)
	objectIfAny(f, "take_over_after", &v.TakeOver, walkTerm)
}

func walkText(f fields, t *agreement.Text) {
	word(f, "nl", &t.NL)
	word(f, "en", &t.EN)
}

func walkBasis(f fields, b *agreement.Basis) {
	word(f, "kind", &b.Kind)
	walkText(f, &b.Text)
	b.Checked = f.flag("checked", b.Checked)
	objectIfAny(f, "doubt", &b.Doubt, walkText)
}

func walkPair(f fields, p *agreement.Pair) {
	word(f, "from", &p.From)
	word(f, "until", &p.Until)
}

// walkTerm keeps numbers with their units: how a term is written in words may change.
func walkTerm(f fields, t *calendar.Term) {
	numberIfAny(f, "years", &t.Years)
	numberIfAny(f, "months", &t.Months)
	numberIfAny(f, "weeks", &t.Weeks)
	numberIfAny(f, "days", &t.Days)
	numberIfAny(f, "hours", &t.Hours)
	numberIfAny(f, "working_days", &t.WorkingDays)
	numberIfAny(f, "thirty_day_months", &t.ThirtyDayMonths)
}

// numberIfAny leaves the field out when it is zero.
func numberIfAny(f fields, name string, v *int) {
	if f.given(name, *v != 0) {
		*v = f.number(name, *v)
	}
}

func walkAgreementWithdrawn(f fields, _ uuid.UUID, e *agreement.Withdrawn) {
	word(f, "agreement", &e.Agreement)
	word(f, "version", &e.Number)
	word(f, "from", &e.From)
}

func walkApplied(f fields, _ uuid.UUID, e *agreement.Applied) {
	word(f, "agreement", &e.Agreement)
	word(f, "whose", &e.Ref.Whose)
	word(f, "version", &e.Ref.Number)
	word(f, "because", &e.Because)
}

func walkFactTold(f fields, _ uuid.UUID, e *agreement.FactTold) {
	e.ID = f.id("id", e.ID)
	word(f, "fact", &e.Fact)
	object(f, "on", &e.On, walkMoment)
	wordIfAny(f, "agreement", &e.Agreement)
	wordIfAny(f, "because", &e.Because)
}

func walkFactRetracted(f fields, _ uuid.UUID, e *agreement.FactRetracted) { e.ID = f.id("id", e.ID) }
