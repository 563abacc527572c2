package codes

// HistoryBasis is what a flag of somebody's history must rest on (DOMAIN 5 and 7.11).
var HistoryBasis = List{Name: "history basis", NL: "grondslag van voorgeschiedenis", EN: "basis of history",
	AsksNL: "Waar moet dit op berusten?", AsksEN: "What must this rest on?", Codes: []Entry{
		{Code: "OWN_REGISTER", NL: "eigen registratie", EN: "own register", Source: Proposed,
			ExplainNL: "de werkgever weet het zelf", ExplainEN: "the employer knows it first-hand"},
		{Code: "NOTICE", NL: "bericht nodig", EN: "needs a notice", Source: Proposed,
			ExplainNL: "alleen met een bericht van politie, OM of een vonnis", ExplainEN: "only with a notice from police, OM or a judgment"},
		{Code: "NO_HISTORY", NL: "geen voorgeschiedenis", EN: "no history", Source: Proposed,
			ExplainNL: "niets gevonden, of niet gevraagd", ExplainEN: "nothing found, or not asked"},
	}}
