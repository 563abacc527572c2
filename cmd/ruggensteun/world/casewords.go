package world

import (
	"ruggensteun/domain/codes"
	"ruggensteun/domain/prosecution"
)

// sentences are what a case worker writes with a notice. Not with every one: what the
// codes say already need not be said again.
var sentences = map[codes.Code][]string{
	"MELD_POL":      {"De wijkagent heeft de melding opgenomen.", "De politie heeft de melding vastgelegd. Er is nog geen aangifte gedaan."},
	"AANG":          {"De medewerker is begeleid bij de aangifte.", "De leidinggevende ging mee naar het bureau.", "Aangifte gedaan op afspraak, binnen een half uur klaar."},
	"AANG_REF":      {"Aan de balie is gezegd dat dit bij het werk hoort. Wij vragen of de hulpofficier van justitie dat ook vindt.", "De aangifte is niet opgenomen. De contactfunctionaris zoekt het uit."},
	"AANG_WD":       {"De medewerker wil er een punt achter zetten. Dat is besproken en begrepen."},
	"VPT_CODE":      {"Nagevraagd bij de contactfunctionaris van de politie."},
	"INV_START":     {"Een rechercheur heeft de zaak gekregen en belt als er nieuws is."},
	"INV_NONE":      {"De politie ziet te weinig aanknopingspunten. Er is gevraagd om dit op papier te zetten."},
	"INV_STOP":      {"De beelden zijn bekeken. Niemand is herkend.", "Er zijn geen getuigen gevonden die de verdachte kennen."},
	"SUSP_ID":       {"De verdachte is herkend op de beelden.", "Een getuige kende de verdachte."},
	"ARRESTED":      {"Buiten heterdaad aangehouden.", "Ter plaatse aangehouden."},
	"RELEASED":      {"De verdachte is na verhoor naar huis gestuurd. De zaak loopt door."},
	"PV_OM":         {"Het dossier is klaar en ligt bij het parket."},
	"ZSM":           {"Besproken aan de ZSM-tafel. De officier wil meer weten voordat er wordt beslist."},
	"SEPOT":         {"De brief noemt de mogelijkheid van beklag.", "De officier heeft gebeld om de beslissing uit te leggen."},
	"SEPOT_REV":     {"Na een klacht heeft het OM de sepotgrond veranderd."},
	"SB":            {"De officier legt de straf zelf op. Er komt geen zitting, tenzij de verdachte verzet doet."},
	"SUMMONS":       {"De datum van de zitting staat in de brief. De medewerker mag erbij zijn."},
	"JOIN_BP":       {"Slachtofferhulp heeft geholpen met het formulier. De bonnen zitten erbij."},
	"SPEAK":         {"De medewerker heeft zelf aan de rechter verteld wat het deed, op het werk en thuis.", "De verklaring is voorgelezen door een medewerker van Slachtofferhulp."},
	"HEARING":       {"Iemand van de werkgever is meegegaan naar de zitting.", "Op zitting behandeld. Het was druk, en het ging rustig."},
	"ADJOURN":       {"Een getuige was er niet. Er komt een nieuwe datum."},
	"VERDICT":       {"Het vonnis is opgevraagd.", "De uitspraak is aan de telefoon voorgelezen."},
	"APPEAL":        {"De verdachte is in beroep gegaan. Het wachten is op een datum bij het hof."},
	"APPEAL_WD":     {"De verdachte heeft het beroep ingetrokken. Het vonnis blijft staan."},
	"CASS":          {"De advocaat van de verdachte gaat in cassatie."},
	"FINAL":         {"Er kan niets meer tegen de uitspraak worden gedaan."},
	"EXEC_FAIL":     {"De taakstraf is niet afgemaakt. Het OM beslist wat er nu gebeurt."},
	"DMG_ADV":       {"De Staat heeft het bedrag vooruitbetaald, omdat de veroordeelde nog niet had betaald."},
	"DMG_PAID":      {"Het bedrag is binnen."},
	"ART12":         {"De advocaat van de medewerker heeft beklag gedaan bij het hof."},
	"VICT_INFO_REQ": {"De medewerker heeft op het formulier aangekruist: ja, houd mij op de hoogte."},
	"VICT_INFO_REC": {"Er kwam een brief met een korte uitleg."},
}

// inTheNewspaper is how nobody should hear a verdict.
var inTheNewspaper = []string{
	"Verzonnen bericht. Stond vanochtend in de krant. Van OM of rechtbank is nog niets gekomen. De medewerker had het al gelezen voordat wij belden.",
	"Verzonnen bericht. Gelezen op een nieuwssite. Niemand had laten weten dat de uitspraak al was.",
}

// sentence is what is written with a step, or nothing.
func (k *docket) sentence(step codes.Code) string {
	list := sentences[step]
	if len(list) == 0 || !k.d.chance(46) {
		return ""
	}
	return "Verzonnen bericht. " + one(k.d, list)
}

// toldThem are notes of how it was told, by the way of telling.
var toldThem = map[codes.Code][]string{
	"PHONE": {
		"Verzonnen notitie. Gebeld en uitgelegd wat dit betekent. De medewerker had geen vragen.",
		"Verzonnen notitie. Was blij met het telefoontje en wil op de hoogte blijven.",
		"Verzonnen notitie. Wil er liever niet meer over praten. Dat is goed.",
	},
	"TALK": {
		"Verzonnen notitie. Rustig doorgenomen op kantoor. Een vervolggesprek is afgesproken.",
		"Verzonnen notitie. Vond het lang duren, en was opgelucht dat het nu duidelijk is.",
		"Verzonnen notitie. Samen de brief gelezen. De leidinggevende belt morgen nog eens.",
	},
	"LETTER": {"Verzonnen notitie. Brief in eenvoudige woorden meegegeven, met een nummer om te bellen."},
}

// leftBecause is why a case is closed although something is left.
var leftBecause = map[prosecution.Looseness]string{
	prosecution.Untold:    "De medewerker is uit dienst en heeft gevraagd om geen berichten meer te krijgen.",
	prosecution.Unpaid:    "Het CJIB int de rest. Wij horen het als er iets binnenkomt.",
	prosecution.Unclaimed: "Over de schade is niets beslist. De medewerker ziet ervan af om verder te gaan.",
	prosecution.Undecided: "De politie laat weten dat er niets meer komt. Dat is met de medewerker besproken.",
}

var reopened = []string{
	"Er kwam nog een brief van het CJIB.",
	"De medewerker had nog een vraag over de schade.",
	"Het OM laat weten dat er toch nog iets volgt.",
}
