package figures

// Part is why a number is another one at a later moment.
type Part string

// The parts that the owner of the records is told.
const (
	PartNew          Part = "new"
	PartLate         Part = "late"
	PartWithdrawn    Part = "withdrawn"
	PartMerged       Part = "merged"
	PartSplit        Part = "split"
	PartRecoded      Part = "recoded"
	PartErased       Part = "erased"
	PartCorrectedIn  Part = "corrected_in"
	PartCorrectedOut Part = "corrected_out"
)

// The parts that can be had from printed numbers.
const (
	PartAfter     Part = "occurred_after"
	PartEarlier   Part = "earlier"
	PartRemainder Part = "remainder"
)

// ownerParts are in the order in which they are asked: the first that holds of an incident is
// the one that it stands in.
var ownerParts = []Part{PartNew, PartLate, PartWithdrawn, PartMerged, PartSplit, PartRecoded, PartErased, PartCorrectedIn, PartCorrectedOut}

var printedParts = []Part{PartAfter, PartEarlier, PartRemainder}

// PartExplained is a part with its name and what it holds, or why it is not told.
type PartExplained struct {
	Part    Part `json:"part"`
	Label   Text `json:"label"`
	Meaning Text `json:"meaning"`
}

func (p Part) explained() PartExplained {
	of := partTexts[p]
	return PartExplained{Part: p, Label: of.label, Meaning: of.meaning}
}

func (p Part) untold(why Text) PartExplained {
	return PartExplained{Part: p, Label: partTexts[p].label, Meaning: why}
}

var partTexts = map[Part]struct{ label, meaning Text }{
	PartNew: {Text{"nieuw", "new"}, Text{
		"vastgelegd na het eerste moment, en ook daarna gebeurd",
		"recorded after the first moment, and happened after it too",
	}},
	PartLate: {Text{"nagekomen", "late"}, Text{
		"vastgelegd na het eerste moment, maar daarvoor gebeurd, of zonder bekende datum",
		"recorded after the first moment, but happened before it, or of no known date",
	}},
	PartWithdrawn: {Text{"ingetrokken", "withdrawn"}, Text{
		"ingetrokken, of gesloten als iets van een andere regeling; wat weer meetelt staat er als meer",
		"withdrawn, or closed as one of another regime; what counts again stands there as more",
	}},
	PartMerged: {Text{"samengevoegd", "merged"}, Text{
		"telt mee onder een andere melding van hetzelfde incident",
		"counts under another report of the same incident",
	}},
	PartSplit: {Text{"afgesplitst", "split"}, Text{
		"telt weer zelf, en niet meer onder een andere melding",
		"counts by itself again, and no longer under another report",
	}},
	PartRecoded: {Text{"anders ingedeeld", "re-coded"}, Text{
		"aan de melding veranderde hiervoor niets: de tijdzone, gebieden, code of geladen tabel waarmee zij wordt ingedeeld wel",
		"nothing of the report itself moved it: the time zone, areas, code or loaded table that it is classed by did",
	}},
	PartErased: {Text{"vergeten", "erased"}, Text{
		"wat gevraagd is werd vergeten",
		"what is asked about was forgotten",
	}},
	PartCorrectedIn: {Text{"erbij door correctie", "corrected in"}, Text{
		"kwam erbij doordat iets waarop de vraag telt is verbeterd, aangevuld of door een andere melding anders werd",
		"came in because something that the question counts by was corrected, added, or is another because of another record",
	}},
	PartCorrectedOut: {Text{"eraf door correctie", "corrected out"}, Text{
		"ging eraf om een van die redenen",
		"went out for one of those reasons",
	}},
	PartAfter: {Text{"daarna gebeurd", "occurred after"}, Text{
		"de gedrukte aantallen van de maanden na het eerste moment",
		"the printed numbers of the months after the first moment",
	}},
	PartEarlier: {Text{"van eerdere maanden", "of earlier months"}, Text{
		"wat de gedrukte aantallen van de maanden tot het eerste moment, en van wat geen datum heeft, opschoven: later bekend geworden, verbeterd of ingetrokken, samen",
		"by how much the printed numbers of the months up to the first moment, and of what has no date, moved: known later, corrected or withdrawn, together",
	}},
	PartRemainder: {Text{"afronding en bescherming", "rounding and protection"}, Text{
		"wat overblijft doordat gedrukte aantallen veranderd of afgerond zijn en kleine maanden niet uitgesplitst",
		"what is left because printed numbers are changed or rounded, and small months are not broken down",
	}},
}

// exactly is how the parts of an owner's figures come about.
var exactly = Text{
	"Elk van wat geteld wordt staat in één deel, het eerste dat klopt van: nieuw of nagekomen, ingetrokken, samengevoegd of afgesplitst, anders ingedeeld, vergeten, verbeterd; " +
		"samen zijn ze in elke cel precies het verschil. Wat tussen beide momenten kwam en weer ging staat er niet. " +
		"Wat sindsdien vergeten is, is het ook op het eerste moment: een eerder gegeven antwoord kan daarin verschillen.",
	"Each of what is counted stands in one part, the first that holds of: new or late, withdrawn, merged or split, re-coded, erased, corrected; " +
		"together they are exactly the difference in every cell. What came and went between the two moments does not stand there. " +
		"What was forgotten since is so at the first moment too: an answer given earlier may differ in that.",
}

// fromPrinted is how those of protected figures do (step 9 of disclosure).
var fromPrinted = Text{
	"Berekend uit gedrukte aantallen, die elk afzonderlijk veranderd zijn: delen tellen daarom niet precies op, en wat overblijft staat als afronding en bescherming.",
	"Worked out from printed numbers, each of which was changed by itself: parts therefore do not add up exactly, and what is left stands as rounding and protection.",
}

// and is a text with another behind it.
func (t Text) and(more Text) Text { return Text{t.NL + prefixed(more.NL), t.EN + prefixed(more.EN)} }

// ofSeveralMonths is said where something may be of several incidents.
var ofSeveralMonths = Text{
	"Wat van incidenten in meer maanden is telt in elk daarvan: ook dat staat in wat overblijft.",
	"What is of incidents in several months counts in each: what is left holds that too.",
}

// changeNotes say of each unit when it is new, and what moves it.
var changeNotes = map[Unit]Text{
	CountWorkers: {
		"Een geraakte medewerker is nieuw of nagekomen met de melding van zijn incident; wie er later bij of anders wordt verteld staat als verbeterd.",
		"A worker hit is new or late with the report of his incident; who is told of since then, or otherwise, stands as corrected.",
	},
	CountSuspects: {
		"Een verdachte is nieuw als elk van zijn incidenten na het eerste moment gebeurde, anders nagekomen; ingetrokken is wie alleen nog bij ingetrokken meldingen staat.",
		"A suspect is new if each of his incidents happened after the first moment, else late; withdrawn is who stands with withdrawn reports only.",
	},
	CountAangiften: {
		"Een aangifte is nieuw als zij na het eerste moment is gedaan, anders nagekomen.",
		"An aangifte is new if it was made after the first moment, else late.",
	},
	CountCases: {
		"Een zaak is nieuw als haar eerste stap van na het eerste moment is, anders nagekomen; is van geen stap een dag bekend, dan gaat het om haar incidenten.",
		"A case is new if its first step is of after the first moment, else late; where no day of a step is known it goes by its incidents.",
	},
	CountSteps: {
		"Een stap is nieuw als zij van na het eerste moment is, anders nagekomen.",
		"A step is new if it is of after the first moment, else late.",
	},
}

// onlyOwners is why the owner's parts are told to nobody else.
var onlyOwners = Text{
	"wordt alleen aan wie de meldingen bijhoudt verteld: een aantal van alleen deze meldingen zou een nieuwe, kleine verzameling zijn, die iemand kan aanwijzen",
	"is told only to whoever keeps the records: a number of just these would be a new and small set, which can point at somebody",
}
