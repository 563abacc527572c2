package api

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"ruggensteun/projections/figures"
	"ruggensteun/projections/worklist"
)

var keptBase = figures.Text{
	NL: "termijnen van zaken en nazorg die afliepen: op tijd gehaald, te laat gehaald of verstreken, ook in gesloten zaken",
	EN: "terms of cases and aftercare that ended: met in time, met late or lapsed, in closed cases too",
}

// keptDefinition says what was counted, so that a number that is copied out of its page
// can still be understood.
func (a *api) keptDefinition(ctx context.Context, q worklist.KeptQuery, in *keptInput, page worklist.KeptPage) (figures.Text, error) {
	whose := figures.Text{NL: "alle werkgevers", EN: "all employers"}
	if q.Employer != uuid.Nil {
		e, err := a.employerOf(ctx, q.Employer)
		if err != nil {
			return figures.Text{}, err
		}
		whose = figures.Text{NL: e.Name, EN: e.Name}
	}
	say := func(l figures.Language) string {
		text := fmt.Sprintf(figures.Text{
			NL: "Aantal termijnen (en geen zaken of incidenten) van %s per afspraak%s%s, zoals vastgelegd tot en met positie %d en zoals het stond op %s. Het aandeel nagekomen is van: %s. Niet ontvangen telt in geen aandeel.",
			EN: "Number of terms (and not of cases or incidents) of %s by agreement%s%s, as recorded up to and including position %d and as it stood on %s. The share kept is of: %s. What was not received is in no share.",
		}.In(l), whose.In(l), keptNarrowed(q, l), keptBegan(q, l), page.Position, q.Now.UTC().Format("2006-01-02 15:04 UTC"), keptBase.In(l))
		if in.Times == "true" {
			text += keptTimes.In(l)
		}
		if page.Took != nil {
			text += figures.Text{NL: " Wat sindsdien vergeten is telt niet mee.", EN: " What was forgotten since does not count."}.In(l)
		}
		return text
	}
	return figures.Text{NL: say(figures.Dutch), EN: say(figures.English)}, nil
}

func keptNarrowed(q worklist.KeptQuery, l figures.Language) string {
	text := ""
	if q.Agreement != "" {
		text += figures.Text{NL: ", alleen ", EN: ", only "}.In(l) + q.Agreement
	}
	switch q.Kind {
	case worklist.OfCase:
		text += figures.Text{NL: ", alleen in zaken", EN: ", only in cases"}.In(l)
	case worklist.OfCare:
		text += figures.Text{NL: ", alleen in nazorg", EN: ", only in aftercare"}.In(l)
	}
	return text
}

func keptBegan(q worklist.KeptQuery, l figures.Language) string {
	if q.From == 0 && q.Until == 0 {
		return ""
	}
	text := figures.Text{NL: ", begonnen", EN: ", begun"}.In(l)
	if q.From != 0 {
		text += figures.Text{NL: " vanaf ", EN: " from "}.In(l) + q.From.String()
	}
	if q.Until != 0 {
		text += figures.Text{NL: " tot en met ", EN: " through "}.In(l) + q.Until.String()
	}
	return text
}

var keptTimes = figures.Text{
	NL: " De tijd is geschat volgens Kaplan-Meier, in kalenderdagen van de dag waarop een termijn begon tot de dag waarop het gedaan was, opschorting inbegrepen; wat nog loopt of verstreken is telt zolang het gezien is, " +
		"in een gesloten zaak tot het sluiten. Waarvan een dag niet bekend is of niets ontvangen is staat ernaast; wat mag en niet hoeft telt niet mee.",
	EN: " The time is estimated by Kaplan-Meier, in calendar days from the day on which a term began to the day on which it was done, suspensions included; what runs or has lapsed counts for as long as was seen, " +
		"in a closed case until it was closed. Where a day is not known or nothing was received it is said beside it; what somebody may do and nobody must does not count.",
}
