package codes

// Instance is which court judges (DOMAIN 3.4): the one after the other, and the last
// one that judged stands.
var Instance = List{Name: "instance", NL: "aanleg", EN: "instance",
	AsksNL: "Welke rechter behandelt de zaak?", AsksEN: "Which court hears the case?", Codes: []Entry{
		{Code: "FIRST", NL: "eerste aanleg", EN: "first instance", Source: Proposed,
			ExplainNL: "de rechtbank, die een vonnis geeft", ExplainEN: "the district court, which gives a judgment"},
		{Code: "APPEAL", NL: "hoger beroep", EN: "appeal", Source: Proposed,
			ExplainNL: "het gerechtshof, dat een arrest geeft", ExplainEN: "the court of appeal, which judges again"},
		{Code: "CASSATION", NL: "cassatie", EN: "cassation", Source: Proposed,
			ExplainNL: "de Hoge Raad, die niet naar de feiten kijkt", ExplainEN: "the Supreme Court, which does not look at the facts"},
	}}
