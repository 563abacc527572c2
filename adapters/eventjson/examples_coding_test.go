package eventjson_test

import (
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/coding"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
)

func examplesOfCoding() map[string]decider.Event {
	at := time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)
	return map[string]decider.Event{
		"coding.drawn.v1": coding.Drawn{
			Employer: exampleEmployer, Seed: "najaar", Incidents: []uuid.UUID{exampleIncident, exampleCase}, Of: 4186, From: "2026-01-01", Through: "2026-10-31",
			Lists: []string{"behaviour", "trigger"}, Position: 1042, At: at,
		},
		"coding.coded.v1": coding.Coded{Item: 2, Coder: examplePerson, Answers: []coding.Answer{
			{List: "behaviour", Codes: []codes.Code{"HIT", "SPIT"}}, {List: "trigger", Codes: []codes.Code{codes.Unknown}},
		}, At: at},
		"coding.closed.v1":      coding.Closed{On: calendar.On(2026, 11, 27), At: at},
		"codingbook.entered.v1": coding.Entered{Sample: exampleIncident, Lists: []string{"behaviour"}, Size: 200, At: at},
		"codingbook.measured.v1": coding.Measured{
			Of: exampleIncident, On: calendar.On(2026, 11, 27),
			Result: coding.Result{List: "behaviour", Met: []coding.Met{{Second: "HIT", N: 1}, {First: "HIT+SPIT", Second: "HIT", N: 3}}},
			Left:   []coding.Left{{Why: coding.Merged, N: 2}},
		},
	}
}

func anyOfACoding() *rapid.Generator[decider.Event] {
	anyTexts := some(anyText)
	day := func(t *rapid.T) calendar.Day { return calendar.DayOf(anyInstant.Draw(t, "on")) }
	return either(
		func(t *rapid.T) decider.Event {
			return coding.Drawn{
				Employer: anyID.Draw(t, "employer"), Seed: anyText.Draw(t, "seed"), Incidents: some(anyID).Draw(t, "incidents"), Of: rapid.IntMin(0).Draw(t, "of"),
				From: perhaps(anyText).Draw(t, "from"), Through: perhaps(anyText).Draw(t, "through"), Lists: anyTexts.Draw(t, "lists"),
				Position: eventlog.Position(rapid.IntMin(0).Draw(t, "position")), At: anyInstant.Draw(t, "at"),
			}
		},
		func(t *rapid.T) decider.Event {
			return coding.Coded{Item: rapid.IntMin(1).Draw(t, "item"), Coder: anyID.Draw(t, "coder"), At: anyInstant.Draw(t, "at"), Answers: some(rapid.Custom(func(t *rapid.T) coding.Answer {
				return coding.Answer{List: anyText.Draw(t, "list"), Codes: anyCodes.Draw(t, "codes")}
			})).Draw(t, "answers")}
		},
		func(t *rapid.T) decider.Event { return coding.Closed{On: day(t), At: anyInstant.Draw(t, "at")} },
		func(t *rapid.T) decider.Event {
			return coding.Entered{Sample: anyID.Draw(t, "sample"), Lists: anyTexts.Draw(t, "lists"), Size: rapid.IntMin(0).Draw(t, "size"), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return coding.Measured{Of: anyID.Draw(t, "of"), On: day(t), Result: coding.Result{List: anyText.Draw(t, "list"), Met: some(rapid.Custom(func(t *rapid.T) coding.Met {
				return coding.Met{First: perhaps(anyText).Draw(t, "first"), Second: perhaps(anyText).Draw(t, "second"), N: rapid.IntMin(1).Draw(t, "n")}
			})).Draw(t, "met")}, Left: some(rapid.Custom(func(t *rapid.T) coding.Left {
				return coding.Left{Why: coding.Why(anyText.Draw(t, "why")), N: rapid.IntMin(1).Draw(t, "n")}
			})).Draw(t, "left")}
		},
	)
}
