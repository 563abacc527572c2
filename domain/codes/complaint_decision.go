package codes

// ComplaintDecision is what the court of appeal decided on a complaint that somebody is
// not prosecuted (art. 12 Sv, DOMAIN 3.4).
var ComplaintDecision = List{Name: "complaint decision", NL: "beslissing op beklag", EN: "decision on the complaint",
	AsksNL: "Wat besliste het hof op het beklag?", AsksEN: "What did the court decide on the complaint?", Codes: []Entry{
		{Code: "GRANTED", NL: "toegewezen", EN: "granted", Source: Background,
			ExplainNL: "het OM moet alsnog vervolgen of opsporen", ExplainEN: "the OM must prosecute or investigate after all"},
		{Code: "REJECTED", NL: "afgewezen", EN: "rejected", Source: Background,
			ExplainNL: "de beslissing om niet te vervolgen blijft", ExplainEN: "the decision not to prosecute stands"},
		{Code: "INADMISSIBLE", NL: "niet-ontvankelijk", EN: "inadmissible", Source: Background,
			ExplainNL: "het hof kijkt niet naar de inhoud, bijvoorbeeld te laat", ExplainEN: "the court does not look into it, for instance too late"},
	}}
