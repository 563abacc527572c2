package codes

// Source says on whose authority a code stands (DOMAIN 7, column "basis").
type Source string

const (
	Study      Source = "S"    // the minister's letter on the WODC study, Kamerstuk 28684 nr. 819
	Study0     Source = "S000" // the Politieacademie on police use of force in 2022
	Study1     Source = "S001" // Kamerstuk 29628 nr. 1030
	Found      Source = "F"    // in use in an existing registration
	Law        Source = "LAW"  // in a statute, which the entry names
	Directive  Source = "OM"   // in the annex of 2014 to the OM's directive on sepot
	Statistics Source = "CBS"  // in the division that Statistics Netherlands publishes
	Proposed   Source = "P"    // ours
	Background Source = "BK"   // common knowledge that nobody has checked
)

// Text says in Dutch and English how far to trust a code that stands on this
// authority, to be shown beside it; both are "" for what is no source.
func (s Source) Text() (nl, en string) {
	t := sourceTexts[s]
	return t[0], t[1]
}

var sourceTexts = map[Source][2]string{
	Study:      {"Kamerbrief over het WODC-onderzoek (28684 nr. 819)", "the minister's letter on the WODC study (28684 nr. 819)"},
	Study0:     {"artikel van de Politieacademie over geweld door de politie in 2022", "article of the Police Academy on police use of force in 2022"},
	Study1:     {"Kamerstuk 29628 nr. 1030", "Parliamentary paper 29628 nr. 1030"},
	Found:      {"in gebruik in een bestaande registratie", "in use in an existing registration"},
	Law:        {"uit de wet die erbij staat", "from the law that it names"},
	Directive:  {"OM-aanwijzing sepotgronden, bijlage van 2014; die van 2022 is niet nagekeken", "OM directive on dismissal, annex of 2014; that of 2022 was not checked"},
	Statistics: {"indeling van het CBS", "division by Statistics Netherlands (CBS)"},
	Proposed:   {"voorstel van Ruggensteun", "proposed by Ruggensteun"},
	Background: {"achtergrondkennis, niet nagekeken", "background knowledge, not checked"},
}
