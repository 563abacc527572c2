package eventjson_test

import (
	"time"

	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/hold"
	"ruggensteun/domain/person"
	"ruggensteun/domain/retention"
)

func examplesOfTheDesk() map[string]decider.Event {
	at := time.Date(2026, 11, 27, 14, 0, 0, 123456000, time.UTC)
	return map[string]decider.Event{
		"retention.set.v1": retention.WasSet{
			Of: retention.Of{Kind: retention.Incident, Purpose: person.ForNarrative, Regime: "AVG"}, Number: "2026-1", ValidFrom: "2026-12-01", Term: calendar.Term{Years: 7}, Reason: "er lopen nog vorderingen",
		},
		"hold.placed.v1": hold.Placed{
			ID: exampleCase, On: hold.Subject{Kind: retention.Worker, ID: examplePerson}, Ground: hold.Claim, Reason: person.Of("Vordert letselschade."), Until: "2027-06-30", By: exampleSuspect, Role: "privacy-officer", At: at,
		},
		"hold.renewed.v1": hold.Renewed{ID: exampleCase, On: hold.Subject{Kind: retention.Incident, ID: exampleIncident}, Reason: person.Of("Nog geen uitspraak."), Until: "2027-12-31", At: at},
		"hold.lifted.v1":  hold.Lifted{ID: exampleCase, On: hold.Subject{Kind: retention.Case, ID: exampleCase}, Reason: person.Of("Er is een schikking."), At: at},
	}
}

func anyOfTheDesk() *rapid.Generator[decider.Event] {
	on := func(t *rapid.T) hold.Subject {
		return hold.Subject{Kind: rapid.SampledFrom(retention.Kinds()).Draw(t, "kind"), ID: anyID.Draw(t, "of")}
	}
	return either(
		func(t *rapid.T) decider.Event {
			return hold.Placed{
				ID: anyID.Draw(t, "id"), On: on(t), Ground: hold.Ground(anyText.Draw(t, "ground")), Reason: held(anyText).Draw(t, "reason"), Until: anyText.Draw(t, "until"),
				By: anyID.Draw(t, "by"), Role: access.Role(anyText.Draw(t, "role")), At: anyInstant.Draw(t, "at"),
			}
		},
		func(t *rapid.T) decider.Event {
			return hold.Renewed{ID: anyID.Draw(t, "id"), On: on(t), Reason: held(anyText).Draw(t, "reason"), Until: anyText.Draw(t, "until"), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return hold.Lifted{ID: anyID.Draw(t, "id"), On: on(t), Reason: held(anyText).Draw(t, "reason"), At: anyInstant.Draw(t, "at")}
		},
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
