package figures

import (
	"fmt"

	"ruggensteun/domain/access"
)

// funnelDefinition says what a protected funnel counts.
func (p *plan) funnelDefinition(scope access.Scope, l Language) string {
	many := p.question.Unit.Named().In(l)
	return fmt.Sprintf(Text{"Aantal %s", "Number of %s"}.In(l), many) + p.by(l) + p.whose(scope, l) + p.within(l) + p.only(l) + p.byTheClock(scope, l) +
		fmt.Sprintf(Text{", zoals vastgelegd tot en met positie %d.", ", as recorded up to and including position %d."}.In(l), p.asOf) +
		protectedUnitNotes[p.question.Unit].In(l) + p.severalNote(l) + p.cautions(l) + p.division(l)
}

func (p *plan) protectedFunnelText() Text {
	text := protectedReading
	if p.question.Rows != All {
		text.NL += " Groepen waarvan hooguit \"0–4\" staat of die niet zijn uitgesplitst staan er niet bij."
		text.EN += " Groups that read \"0–4\" or are not broken down are left out."
	}
	return text
}

// protectedUnitNotes say of each unit how far it is taken to be: by all that is known of
// it, whatever was asked for.
var protectedUnitNotes = map[Unit]Text{
	CountCases:     unitNotes[CountCases],
	CountIncidents: unitNotes[CountIncidents],
	CountWorkers: {
		" Elke medewerker telt één keer per incident; een zaak telt voor wie er slachtoffer in is. Wie alleen is meegeteld en niet genoemd, staat in geen zaak.",
		" Each worker counts once per incident; a case counts for who is a victim in it. Who was only counted and not named stands in no case.",
	},
	CountSuspects: {
		" Elke verdachte met een dossier telt één keer, hoeveel incidenten en zaken er ook zijn, en is zo ver als een van al die zaken; wie is vrijgepleit telt mee.",
		" Each suspect with a file counts once, however many incidents and cases there are, and is as far as any of all these cases; who was cleared counts too.",
	},
}

var protectedReading = Text{
	" Bereikt is wat iemand heeft laten weten; niet ontvangen is wat er geweest moet zijn en niemand heeft gemeld; nog open kan nog komen. Wat niet bereikt is of vergeten, en wat " +
		"geen zaak heeft, staat er niet bij: anders telden de delen van elk stuk van de weg op tot hetzelfde, en was het ware aantal te middelen. Een zaak met een vrijspraak voor een deel " +
		"telt als veroordeling. Delen zijn van de getallen die hier staan. De tijd in een fase staat er alleen waar zeker tien dagen bekend zijn, in hele dagen volgens Kaplan-Meier zoals " +
		"bekend toen er voor het laatst vijf bij kwamen, afvielen of anders werden; wat nog open is telt tot de maand eindigde.",
	" Reached is what somebody told; not received is what must have been and nobody told; still open may yet come. What was not reached or was forgotten, and what has no case, is " +
		"not told: the parts of each stretch of the way would add up to the same otherwise, and their mean would be the true number. A case with an acquittal of a part counts as a " +
		"conviction. Shares are of the numbers that stand here. The time in a state is given only where ten days are surely known, in whole days by Kaplan-Meier as known when five had " +
		"last come in, gone out or been told otherwise; what is still open counts until the month ended.",
}
