package document

import (
	"ruggensteun/domain/codes"
	"ruggensteun/domain/prosecution"
)

// outcomeWords are one outcome in plain language (B1): short sentences, everyday words, and
// no promise that nobody can keep.
type outcomeWords struct {
	is, means, then string
	finally         string // instead of then, when nothing can be appealed any more
	noSanction      string
}

func (o outcomeWords) next(now prosecution.Standing) string {
	if now.Final && o.finally != "" {
		return o.finally
	}
	return o.then
}

const (
	noneNL = "Er is geen straf opgelegd."
	noneEN = "No sentence was imposed."
	leftNL = "Wij weten nog niet welke straf is opgelegd. Zodra wij dat horen, laten wij het u weten."
	leftEN = "We do not know yet what sentence was imposed. We will tell you as soon as we hear."

	complainNL = "Bent u het er niet mee eens? Dan kunt u klagen bij het gerechtshof. Dat moet meestal binnen drie maanden nadat u dit weet. Bel ons snel als u dat wilt: wij helpen u, en een advocaat kan ook helpen."
	complainEN = "Do you disagree? You can complain to the court of appeal (gerechtshof). That must usually be done within three months after you know of this. Call us soon if you want that: we will help you, and a lawyer can help too."
	appealNL   = "De verdachte en de officier van justitie kunnen nog in hoger beroep gaan. Dat kan meestal tot twee weken na de uitspraak. Dan kijkt een hogere rechter opnieuw naar de zaak. Als dat gebeurt, hoort u het van ons."
	appealEN   = "The suspect and the prosecutor can still appeal. That is usually possible until two weeks after the judgment. A higher court then looks at the case again. If that happens, you will hear it from us."
	doneNL     = "De zaak is klaar. Niemand kan er nog tegen in beroep."
	doneEN     = "The case is over. Nobody can appeal any more."
)

// outcomes leaves out those of which only somebody who knows the case can say what they mean
// for a victim: then the letter has blanks.
var outcomes = map[codes.Code]struct{ nl, en outcomeWords }{
	"CONV": {
		outcomeWords{"De rechter heeft de verdachte veroordeeld.", "De rechter vindt dat het bewezen is. De verdachte is schuldig en krijgt straf.", appealNL, doneNL, leftNL},
		outcomeWords{"The court convicted the suspect.", "The court finds that it was proven. The suspect is guilty and is punished.", appealEN, doneEN, leftEN},
	},
	"ACQ": {
		outcomeWords{"De rechter heeft de verdachte vrijgesproken.", "De rechter vindt dat er niet genoeg bewijs is tegen deze verdachte. Dat betekent niet dat er niets is gebeurd, en niet dat de rechter u niet gelooft.", appealNL, doneNL, noneNL},
		outcomeWords{"The court acquitted the suspect.", "The court finds that there is not enough proof against this suspect. That does not mean that nothing happened, and not that the court does not believe you.", appealEN, doneEN, noneEN},
	},
	"OVAR": {
		outcomeWords{"De rechter heeft de verdachte ontslagen van alle rechtsvervolging.", "De rechter vindt dat het is gebeurd. Toch kan de verdachte er geen straf voor krijgen. Dat kan bijvoorbeeld zo zijn als iemand niet wist wat hij deed.", appealNL, doneNL, noneNL},
		outcomeWords{"The court discharged the suspect.", "The court finds that it happened. Still, the suspect cannot be punished for it. That can be so if somebody did not know what he was doing.", appealEN, doneEN, noneEN},
	},
	"ART9A": {
		outcomeWords{"De rechter vindt de verdachte schuldig, maar legt geen straf op.", "Het is bewezen. De rechter vindt een straf in dit geval niet nodig.", appealNL, doneNL, noneNL},
		outcomeWords{"The court finds the suspect guilty, but imposes no sentence.", "It was proven. The court finds that no sentence is needed in this case.", appealEN, doneEN, noneEN},
	},
	"SEPOT_TECH": {
		outcomeWords{"De officier van justitie vervolgt de verdachte niet.", "De officier denkt dat de rechter de verdachte niet kan veroordelen, bijvoorbeeld omdat er te weinig bewijs is. Er komt geen rechtszaak.", complainNL, "", noneNL},
		outcomeWords{"The prosecutor does not prosecute the suspect.", "The prosecutor thinks that a court cannot convict the suspect, for instance because there is too little proof. There will be no trial.", complainEN, "", noneEN},
	},
	"SEPOT_POL": {
		outcomeWords{"De officier van justitie vervolgt de verdachte niet.", "De officier zou de verdachte kunnen vervolgen, maar vindt dat in dit geval niet nodig. Er komt geen rechtszaak.", complainNL, "", noneNL},
		outcomeWords{"The prosecutor does not prosecute the suspect.", "The prosecutor could prosecute the suspect, but finds that not needed in this case. There will be no trial.", complainEN, "", noneEN},
	},
	"SEPOT_COND": {
		outcomeWords{"De officier van justitie vervolgt de verdachte niet, als die zich aan afspraken houdt.", "De verdachte heeft voorwaarden gekregen. Houdt de verdachte zich daar niet aan, dan kan er alsnog een rechtszaak komen.", complainNL, "", noneNL},
		outcomeWords{"The prosecutor does not prosecute the suspect, as long as conditions are kept.", "The suspect was given conditions. If the suspect does not keep them, there can still be a trial.", complainEN, "", noneEN},
	},
	"SB_FINAL": {
		outcomeWords{"De officier van justitie heeft de verdachte een straf gegeven.", "Dat heet een strafbeschikking. Er is geen rechter aan te pas gekomen. De verdachte kan er niets meer tegen doen.", doneNL, "", leftNL},
		outcomeWords{"The prosecutor gave the suspect a penalty.", "This is called a penal order (strafbeschikking). No court was involved. The suspect cannot object to it any more.", doneEN, "", leftEN},
	},
	"NO_SUSPECT": {
		outcomeWords{"De politie heeft niemand gevonden die dit heeft gedaan.", "Het onderzoek is gestopt, omdat niet bekend is wie het was.", "Weet u of hoort u later toch iets? Bel ons dan. Het onderzoek kan opnieuw beginnen.", "", noneNL},
		outcomeWords{"The police found nobody who did this.", "The investigation was stopped, because nobody knows who it was.", "Do you know or hear something later? Call us. The investigation can start again.", "", noneEN},
	},
	"DEATH": {
		outcomeWords{"De zaak is gestopt, omdat de verdachte is overleden.", "Er komt geen rechtszaak meer.", "De zaak is klaar. Wij helpen u als u nog schade hebt.", "", noneNL},
		outcomeWords{"The case was stopped, because the suspect died.", "There will be no trial.", "The case is over. We will help you if you still have damages.", "", noneEN},
	},
}
