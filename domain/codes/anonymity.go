package codes

// Anonymity is under what name the aangifte stands (DOMAIN 7.12 and 2.1). An
// address at the employer's (domicilie) goes with either.
var Anonymity = List{Name: "anonymity", NL: "naam op de aangifte", EN: "name on the complaint",
	AsksNL: "Onder welke naam staat de aangifte?", AsksEN: "Under what name does the complaint stand?", Codes: []Entry{
		{Code: "NAME", NL: "op naam", EN: "by name", Source: Proposed,
			ExplainNL: "de verdachte kan de naam lezen; kies wel het adres van de werkgever", ExplainEN: "the suspect can read the name; do use the employer's address"},
		{Code: "NUMBER", NL: "onder nummer", EN: "under a number", Source: Proposed,
			ExplainNL: "de naam blijft uit het dossier; een rechter kan hem later eisen", ExplainEN: "the name stays out of the file; a court may ask for it later"},
	}}
