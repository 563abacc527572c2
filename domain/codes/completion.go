package codes

// Completion tells a deed from a try (DOMAIN 7.2 and 7.15), of a behaviour and of
// an offence: trying is punishable too, and is counted apart.
var Completion = List{Name: "completion", NL: "voltooid of poging", EN: "completed or attempted",
	AsksNL: "Is het gelukt, of bleef het bij een poging?", AsksEN: "Did it succeed, or was it only tried?", Codes: []Entry{
		{Code: "COMPLETED", NL: "voltooid", EN: "completed", Source: Found,
			ExplainNL: "de handeling is uitgevoerd, zoals een klap die raakte", ExplainEN: "the act was carried out, such as a blow that landed"},
		{Code: "ATTEMPTED", NL: "poging", EN: "attempted", Source: Found,
			ExplainNL: "begonnen maar niet gelukt, zoals een klap die miste", ExplainEN: "begun but not achieved, such as a blow that missed"},
	}}
