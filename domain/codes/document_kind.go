package codes

// DocumentKind is what a document is for.
var DocumentKind = List{Name: "document kind", NL: "soort document", EN: "kind of document",
	AsksNL: "Welk document wordt gemaakt?", AsksEN: "Which document is made?", Codes: []Entry{
		{Code: "AANGIFTE", NL: "aangifte, voorbereid", EN: "criminal complaint, prepared", Source: Found,
			ExplainNL: "voor de politie: de zeven W's, met de werkgever als domicilie", ExplainEN: "for the police: the seven W's, with the employer as domicile"},
		{Code: "LETTER_VICTIM", NL: "brief aan het slachtoffer", EN: "letter to the victim", Source: Proposed,
			ExplainNL: "de uitkomst in gewone taal, en wat er nu komt", ExplainEN: "the outcome in plain language, and what comes next"},
		{Code: "WARNING_LETTER", NL: "waarschuwingsbrief", EN: "warning letter", Source: Found,
			ExplainNL: "aan wie het deed; noemt de medewerker niet", ExplainEN: "to who did it; does not name the worker"},
		{Code: "DAMAGES_CLAIM", NL: "schadeclaim", EN: "damages claim", Source: Found,
			ExplainNL: "wat nog betaald moet worden, tot op de cent", ExplainEN: "what must still be paid, to the cent"},
	}}

// DocumentLanguage is in what language a document is written.
var DocumentLanguage = List{Name: "document language", NL: "taal van het document", EN: "language of the document",
	AsksNL: "In welke taal is het geschreven?", AsksEN: "In what language is it written?", Codes: []Entry{
		{Code: "NL", NL: "Nederlands", EN: "Dutch", Source: Proposed,
			ExplainNL: "voor elk document is er een tekst", ExplainEN: "there is a text for every document"},
		{Code: "EN", NL: "Engels", EN: "English", Source: Proposed,
			ExplainNL: "voor de brief aan het slachtoffer", ExplainEN: "for the letter to the victim"},
	}}
