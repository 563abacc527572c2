package codes

// MeansStatus is what happened with a means (DOMAIN 7.3).
var MeansStatus = List{Name: "means status", NL: "gebruik van het middel", EN: "use of the means",
	AsksNL: "Wat gebeurde er met het middel?", AsksEN: "What happened with the means?", Codes: []Entry{
		{Code: "USED", NL: "gebruikt", EN: "used", Source: Proposed,
			ExplainNL: "er is mee gestoken, geslagen, gegooid of iets dergelijks", ExplainEN: "somebody stabbed, struck, threw or the like with it"},
		{Code: "SHOWN", NL: "getoond", EN: "shown", Source: Proposed,
			ExplainNL: "het was te zien, maar het is niet gebruikt", ExplainEN: "it could be seen, but it was not used"},
		{Code: "THREATENED", NL: "mee gedreigd", EN: "threatened with", Source: Proposed,
			ExplainNL: "ermee gedreigd in woord of gebaar, ook als het niet te zien was", ExplainEN: "threatened in words or gestures, even if it could not be seen"},
		{Code: "FOUND", NL: "aangetroffen", EN: "found", Source: Proposed,
			ExplainNL: "pas later gevonden, bijvoorbeeld bij het fouilleren", ExplainEN: "only found later, for instance in a search"},
	}}
