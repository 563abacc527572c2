package codes

// Effect is what a measure did (DOMAIN 7.9), as seen by whoever took it.
var Effect = List{Name: "effect", NL: "effect", EN: "effect",
	AsksNL: "Hielp de maatregel?", AsksEN: "Did the measure help?", Codes: []Entry{
		{Code: "WORKED", NL: "hielp", EN: "worked", Source: Proposed,
			ExplainNL: "het werd er rustig van", ExplainEN: "it calmed things down"},
		{Code: "PARTLY", NL: "deels", EN: "partly", Source: Proposed,
			ExplainNL: "het hielp even of een beetje", ExplainEN: "it helped for a moment or a little"},
		{Code: "NO", NL: "hielp niet", EN: "no effect", Source: Proposed,
			ExplainNL: "er veranderde niets", ExplainEN: "nothing changed"},
		{Code: "WORSE", NL: "werd erger", EN: "worse", Source: Proposed,
			ExplainNL: "het liep er juist verder door op", ExplainEN: "it made things worse"},
		{Code: "NOT_ASSESSABLE", NL: "niet te beoordelen", EN: "not assessable", Source: Proposed,
			ExplainNL: "niemand kan zeggen wat het deed", ExplainEN: "nobody can say what it did"},
	}}
