package eventjson_test

import (
	"pgregory.net/rapid"

	"ruggensteun/domain/calendar"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/person"
	"ruggensteun/domain/retention"
)

func examplesOfTheDesk() map[string]decider.Event {
	return map[string]decider.Event{
		"retention.set.v1": retention.WasSet{
			Of: retention.Of{Kind: retention.Incident, Purpose: person.ForNarrative, Regime: "AVG"}, Number: "2026-1", ValidFrom: "2026-12-01", Term: calendar.Term{Years: 7}, Reason: "er lopen nog vorderingen",
		},
	}
}

func anyOfTheDesk() *rapid.Generator[decider.Event] {
	return either(
		func(t *rapid.T) decider.Event {
			n := rapid.IntRange(0, 1000)
			return retention.WasSet{
				Of:     retention.Of{Kind: retention.Kind(anyText.Draw(t, "kind")), Purpose: person.Purpose(anyText.Draw(t, "purpose")), Regime: anyCode.Draw(t, "regime")},
				Number: anyText.Draw(t, "number"), ValidFrom: anyText.Draw(t, "from"), Term: calendar.Term{Years: n.Draw(t, "years"), Months: n.Draw(t, "months"), Weeks: n.Draw(t, "weeks"), Days: n.Draw(t, "days")},
				Reason: anyText.Draw(t, "reason"),
			}
		},
	)
}
