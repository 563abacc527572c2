package codes

// AftercareStatus is how far a step of aftercare is (DOMAIN 7.14). Declined is the
// worker's right, and no reason not to offer it again.
var AftercareStatus = List{Name: "aftercare status", NL: "stand van de nazorg", EN: "status of aftercare",
	AsksNL: "Hoe ver is deze stap?", AsksEN: "How far is this step?", Codes: []Entry{
		{Code: "DUE", NL: "nog te doen", EN: "due", Source: Proposed,
			ExplainNL: "moet nog gebeuren", ExplainEN: "still has to be done"},
		{Code: "OFFERED", NL: "aangeboden", EN: "offered", Source: Proposed,
			ExplainNL: "aangeboden, nog geen antwoord", ExplainEN: "offered, no answer yet"},
		{Code: "DONE", NL: "gedaan", EN: "done", Source: Proposed,
			ExplainNL: "het is gebeurd", ExplainEN: "it was done"},
		{Code: "DECLINED", NL: "afgewezen", EN: "declined", Source: Proposed,
			ExplainNL: "de medewerker wil het niet; later opnieuw vragen mag", ExplainEN: "the worker does not want it; asking again later is allowed"},
	}}
