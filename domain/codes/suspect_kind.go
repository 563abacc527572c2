package codes

// SuspectKind is how far it is known who did it (DOMAIN 6 and 7.11): figures count
// known, unknown and groups apart, because only the first can have a history.
var SuspectKind = List{Name: "suspect kind", NL: "bekendheid van de verdachte", EN: "how well the suspect is known",
	AsksNL: "Is bekend wie de verdachte is?", AsksEN: "Is it known who the suspect is?", Codes: []Entry{
		{Code: "KNOWN", NL: "bekend", EN: "known", Source: Study,
			ExplainNL: "er is een verdachtendossier bij deze werkgever", ExplainEN: "there is a file of this suspect at this employer"},
		{Code: "DESCRIBED", NL: "alleen beschreven", EN: "described only", Source: Proposed,
			ExplainNL: "gezien en te beschrijven, maar wie het is weet men niet", ExplainEN: "seen and can be described, but nobody knows who it is"},
		{Code: "UNIDENTIFIED", NL: "iemand, verder onbekend", EN: "somebody, not known", Source: Proposed,
			ExplainNL: "er was een dader, maar niemand kan iets over hem zeggen", ExplainEN: "somebody did it, but nobody can say anything about him"},
		{Code: "GROUP", NL: "groep", EN: "group", Source: Proposed,
			ExplainNL: "een groep, van zoveel of van onbekende grootte", ExplainEN: "a group, of so many or of unknown size"},
	}}
