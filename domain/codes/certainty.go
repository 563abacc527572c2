package codes

// Certainty is how an amplifier is known (DOMAIN 7.7).
var Certainty = List{Name: "certainty", NL: "zekerheid", EN: "certainty",
	AsksNL: "Hoe weet men dit?", AsksEN: "How is this known?", Codes: []Entry{
		{Code: "OBSERVED", NL: "waargenomen", EN: "observed", Source: Proposed,
			ExplainNL: "iemand zag, rook of hoorde het", ExplainEN: "somebody saw, smelt or heard it"},
		{Code: "STATED", NL: "verklaard", EN: "stated", Source: Proposed,
			ExplainNL: "iemand zei het, de betrokkene zelf of een ander", ExplainEN: "somebody said so, the person or another"},
		{Code: "TESTED", NL: "getest", EN: "tested", Source: Proposed,
			ExplainNL: "er is een test gedaan, zoals een blaastest", ExplainEN: "a test was done, such as a breath test"},
	}}
