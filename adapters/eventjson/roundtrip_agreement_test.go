package eventjson_test

import (
	"pgregory.net/rapid"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/decider"
)

var (
	anyWords = rapid.Custom(func(t *rapid.T) agreement.Text {
		return agreement.Text{NL: anyText.Draw(t, "nl"), EN: anyText.Draw(t, "en")}
	})
	anyTerm = rapid.Custom(func(t *rapid.T) calendar.Term {
		n := func(unit string) int { return rapid.IntRange(-3, 99).Draw(t, unit) }
		return calendar.Term{
			Years: n("years"), Months: n("months"), Weeks: n("weeks"), Days: n("days"),
			Hours: n("hours"), WorkingDays: n("working days"), ThirtyDayMonths: n("thirty-day months"),
		}
	})
	anyVersion = rapid.Custom(func(t *rapid.T) agreement.Version {
		flag := func(name string) bool { return rapid.Bool().Draw(t, name) }
		return agreement.Version{
			Code: anyText.Draw(t, "code"), Number: anyText.Draw(t, "number"), Name: anyWords.Draw(t, "name"),
			Basis: agreement.Basis{
				Kind: anyCode.Draw(t, "kind"), Text: anyWords.Draw(t, "basis"), Checked: flag("checked"), Doubt: anyWords.Draw(t, "doubt"),
			},
			ValidFrom: anyText.Draw(t, "from"), ValidTo: anyText.Draw(t, "to"),
			Starts: anyCodes.Draw(t, "starts"), Ends: anyCodes.Draw(t, "ends"), Asked: anyCodes.Draw(t, "asked"),
			Each: flag("each"), FromKnowing: flag("from knowing"), Term: anyTerm.Draw(t, "term"), Moved: flag("moved"), OwnDays: flag("own days"),
			Suspends: some(rapid.Custom(func(t *rapid.T) agreement.Pair {
				return agreement.Pair{From: anyCode.Draw(t, "from"), Until: anyCode.Draw(t, "until")}
			})).Draw(t, "suspends"),
			Right: flag("right"), Notice: flag("notice"), Off: flag("off"), Responsible: anyCode.Draw(t, "responsible"),
			Warned: anyCodes.Draw(t, "warned"), WarnBefore: anyTerm.Draw(t, "warn before"),
			TakesOver: perhaps(anyCode).Draw(t, "takes over"), TakeOver: anyTerm.Draw(t, "take over"),
		}
	})
)

func anyOfAnAgreement() *rapid.Generator[decider.Event] {
	return either(
		func(t *rapid.T) decider.Event { return agreement.Adopted{Version: anyVersion.Draw(t, "version")} },
		func(t *rapid.T) decider.Event {
			return agreement.Withdrawn{Agreement: anyText.Draw(t, "agreement"), Number: anyText.Draw(t, "number"), From: anyText.Draw(t, "from")}
		},
		func(t *rapid.T) decider.Event {
			return agreement.FactTold{ID: anyID.Draw(t, "id"), Fact: anyCode.Draw(t, "fact"), On: anyMoment.Draw(t, "on"), Agreement: perhaps(anyText).Draw(t, "agreement"), Because: perhaps(anyCode).Draw(t, "because")}
		},
		func(t *rapid.T) decider.Event { return agreement.FactRetracted{ID: anyID.Draw(t, "id")} },
		func(t *rapid.T) decider.Event {
			whose := rapid.SampledFrom([]agreement.Whose{agreement.Program, agreement.Store, agreement.Employer}).Draw(t, "whose")
			return agreement.Applied{
				Agreement: anyText.Draw(t, "agreement"), Ref: agreement.Ref{Whose: whose, Number: anyText.Draw(t, "number")}, Because: anyCode.Draw(t, "because"),
			}
		},
	)
}
