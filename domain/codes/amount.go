package codes

// AmountKind is what a sum of money is in a case (DOMAIN 7.12: damages). A claim, a
// joined claim and an award stand until another is told; advances, payments and what
// was recovered add up.
var AmountKind = List{Name: "amount kind", NL: "soort bedrag", EN: "kind of amount",
	AsksNL: "Wat is dit voor bedrag?", AsksEN: "What sum is this?", Codes: []Entry{
		{Code: "CLAIMED", NL: "gevraagd", EN: "claimed", Source: Proposed,
			ExplainNL: "wat iemand aan schade zegt te hebben", ExplainEN: "the damage that somebody says to have"},
		{Code: "JOINED", NL: "gevoegd", EN: "joined", Source: Proposed,
			ExplainNL: "wat daarvan in de strafzaak is gevraagd", ExplainEN: "what of it was claimed in the criminal case"},
		{Code: "AWARDED", NL: "toegewezen", EN: "awarded", Source: Proposed,
			ExplainNL: "wat is toegewezen; nul is afgewezen", ExplainEN: "what was awarded; zero is rejected"},
		{Code: "ADVANCE", NL: "voorschot van de Staat", EN: "advance by the State", Source: Proposed,
			ExplainNL: "de Staat betaalde dit vooruit", ExplainEN: "the State paid this in advance"},
		{Code: "PAID", NL: "betaald", EN: "paid", Source: Proposed,
			ExplainNL: "van de dader ontvangen, ook via het CJIB", ExplainEN: "received from the offender, also by way of the CJIB"},
		{Code: "RECOURSE", NL: "verhaald", EN: "recovered", Source: Proposed,
			ExplainNL: "door de Staat op de dader verhaald voor het voorschot", ExplainEN: "recovered by the State from the offender for the advance"},
	}}
