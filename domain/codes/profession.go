package codes

// Profession is whom it happened to, by their work (DOMAIN 7.1).
var Profession = List{Name: "profession", NL: "beroep", EN: "profession",
	AsksNL: "Welk werk doet wie het overkwam?", AsksEN: "What work does the person do whom it happened to?", Codes: []Entry{
		{Code: "POL", NL: "politie", EN: "police", Source: Study,
			ExplainNL: "medewerker van de politie", ExplainEN: "worker of the police"},
		{Code: "BOA1", NL: "boa openbare ruimte, domein I", EN: "enforcement officer, domain I", Source: Study,
			ExplainNL: "handhaver in de openbare ruimte, meestal van een gemeente", ExplainEN: "enforcement officer in public space, mostly of a municipality"},
		{Code: "BRW", NL: "brandweer (beroeps)", EN: "fire, career", Source: Study,
			ExplainNL: "brandweermedewerker in dienst", ExplainEN: "employed firefighter"},
		{Code: "BRW_V", NL: "brandweer (vrijwilliger)", EN: "fire, volunteer", Source: Proposed,
			ExplainNL: "vrijwilliger van de brandweer", ExplainEN: "volunteer firefighter"},
		{Code: "AMB", NL: "ambulancezorg", EN: "ambulance", Source: Study,
			ExplainNL: "verpleegkundige, chauffeur of andere ambulancemedewerker", ExplainEN: "nurse, driver or other ambulance worker"},
		{Code: "MK", NL: "meldkamer (POL/BRW/AMB)", EN: "control room", Source: Found,
			ExplainNL: "centralist van politie, brandweer of ambulance", ExplainEN: "dispatcher of police, fire or ambulance"},
	}}
