package codes

// SummonsKind is how fast the suspect is to appear (DOMAIN 7.12 and 2.2).
var SummonsKind = List{Name: "summons kind", NL: "soort dagvaarding", EN: "kind of summons",
	AsksNL: "Hoe snel komt de zaak voor?", AsksEN: "How soon does the case come up?", Codes: []Entry{
		{Code: "NORMAL", NL: "gewoon", EN: "normal", Source: Proposed,
			ExplainNL: "een zitting op de gewone termijn", ExplainEN: "a hearing in the normal time"},
		{Code: "AU", NL: "aanhouden en uitreiken", EN: "arrest and serve", Source: Proposed,
			ExplainNL: "bij de heenzending meteen een datum meegekregen", ExplainEN: "a date was handed over on release"},
		{Code: "SNEL", NL: "snelrecht", EN: "fast-track", Source: Proposed,
			ExplainNL: "binnen 17 dagen, de verdachte zit vast", ExplainEN: "within 17 days, the suspect is held"},
		{Code: "SUPERSNEL", NL: "supersnelrecht", EN: "super-fast-track", Source: Proposed,
			ExplainNL: "binnen 3 tot 6 dagen, de verdachte zit vast op het bureau", ExplainEN: "within 3 to 6 days, the suspect is held at the station"},
	}}
