package codes

// Urbanity is how built-up the place is (DOMAIN 7.4). The five classes, by
// addresses per square kilometre, are those of the CBS as we remember them.
var Urbanity = List{Name: "urbanity", NL: "stedelijkheid", EN: "urbanity",
	AsksNL: "Hoe stedelijk is de plek?", AsksEN: "How urban is the place?", Codes: []Entry{
		{Code: "URBAN_1", NL: "zeer sterk stedelijk", EN: "very urban", Source: Background,
			ExplainNL: "2500 of meer adressen per vierkante kilometer (CBS)", ExplainEN: "2,500 or more addresses per square kilometre (CBS)"},
		{Code: "URBAN_2", NL: "sterk stedelijk", EN: "urban", Source: Background,
			ExplainNL: "1500 tot 2500 adressen per vierkante kilometer (CBS)", ExplainEN: "1,500 to 2,500 addresses per square kilometre (CBS)"},
		{Code: "URBAN_3", NL: "matig stedelijk", EN: "moderately urban", Source: Background,
			ExplainNL: "1000 tot 1500 adressen per vierkante kilometer (CBS)", ExplainEN: "1,000 to 1,500 addresses per square kilometre (CBS)"},
		{Code: "URBAN_4", NL: "weinig stedelijk", EN: "hardly urban", Source: Background,
			ExplainNL: "500 tot 1000 adressen per vierkante kilometer (CBS)", ExplainEN: "500 to 1,000 addresses per square kilometre (CBS)"},
		{Code: "URBAN_5", NL: "niet stedelijk", EN: "not urban", Source: Background,
			ExplainNL: "minder dan 500 adressen per vierkante kilometer (CBS)", ExplainEN: "fewer than 500 addresses per square kilometre (CBS)"},
	}}
